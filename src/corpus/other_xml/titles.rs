//! Titles that stand in parts: their element in, one title out.

use super::names::local;
use super::prose;
use crate::corpus::record::Role;
use crate::corpus::xml::Node;

/// The title of MODS with its article and its subtitle.
pub(super) fn of_mods(node: Node<'_>) -> String {
    let of = |wanted: &str| {
        let part = node.children().find(|child| local(child.name()) == wanted);
        part.map(|part| part.text().into_owned()).unwrap_or_default()
    };
    let title = format!("{} {}", of("nonSort"), of("title"));
    joined(title.trim(), &[of("subTitle")])
}

/// The title of JATS, `title`, with the subtitles that stand beside it in `group`.
pub(super) fn of_jats(title: Node<'_>, group: Node<'_>) -> String {
    let wanted = if title.name() == "trans-title" { "trans-subtitle" } else { "subtitle" };
    let text = |part: Node<'_>| prose::text(part, Role::Title).into_owned();
    let subtitles: Vec<String> = group.children().filter(|child| child.name() == wanted).map(text).collect();
    joined(&text(title), &subtitles)
}

/// A title and its subtitles, parted by colons.
fn joined(title: &str, subtitles: &[String]) -> String {
    let mut joined = title.to_string();
    for subtitle in subtitles.iter().filter(|subtitle| !subtitle.is_empty()) {
        joined.truncate(joined.trim_end_matches([':', ' ']).len());
        joined.push_str(if joined.is_empty() { "" } else { ": " });
        joined.push_str(subtitle);
    }
    joined
}
