//! EndNote XML: text in, records out, and back.
//!
//! The tag of a field is the way of its elements (`titles/secondary-title`), so that all are kept and written again;
//! styles inside a text go, its words stay. Reads as a stream, one record at a time.

use std::borrow::Cow;
use std::io::{self, BufRead};

use super::record::{RecordBuilder, Role};
use super::sink::Sink;
use super::values::{is_link, is_trial};
use super::xml::{self, Node};

#[cfg(test)]
mod tests;
mod write;

pub use write::write;

/// Tag of the type of a reference; EndNote's number of it stands behind a colon.
const TYPE: &str = "ref-type";

/// Reads EndNote XML from UTF-8 text.
///
/// # Errors
/// What `input` says.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    sink.dialect = Some("EndNote".to_string());
    xml::records(input, &["record"], sink, &mut |node, line, sink| {
        let mut fields = RecordBuilder::new(line);
        node.children().for_each(|child| walk(child, child.name(), &mut fields));
        sink.record(fields);
    })
}

/// Whether a text that opens like this is EndNote XML.
pub fn sniff(head: &str) -> bool {
    let marks =
        ["<xml><records>", "<source-app", "<ref-type", "<titles>", "<foreign-keys>", "<rec-number>", "<contributors>"];
    head.trim_start_matches('\u{FEFF}').trim_start().starts_with('<')
        && head.contains("<record>")
        && marks.iter().any(|mark| head.contains(mark))
}

fn walk(node: Node<'_>, path: &str, fields: &mut RecordBuilder) {
    if path == TYPE {
        let name = node.attribute("name").map_or_else(|| node.text(), Cow::Borrowed);
        fields.push(&format!("{TYPE}:{}", node.text()), Role::Type, &name);
        return;
    }
    // A text with styles inside is one text.
    if node.has_text() || node.children().all(|child| child.name() == "style") {
        return leaf(path, &node.raw(), fields);
    }
    for child in node.children() {
        walk(child, &format!("{path}/{}", child.name()), fields);
    }
}

/// A line that is set in goes on with the one above: programs that lay a file out break long texts so.
fn unfold(text: &str) -> Cow<'_, str> {
    if !text.contains("\n  ") && !text.contains("\n\t") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 && (line.starts_with("  ") || line.starts_with('\t')) {
            out.truncate(out.trim_end_matches('\r').len());
        } else if at > 0 {
            out.push('\n');
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// EndNote parts lines by a carriage return; in these fields each line is a value of its own.
fn leaf(path: &str, text: &str, fields: &mut RecordBuilder) {
    let role = role(path);
    let text = unfold(text);
    let lines = text.split(['\r', '\n']).map(xml::squeeze).filter(|line| !line.is_empty());
    if matches!(role, Role::Keyword | Role::Author | Role::Url) {
        // CENTRAL has the number of a registered trial there.
        let of = |line: &str| if role == Role::Author && is_trial(line) { Role::Other } else { role };
        lines.for_each(|line| fields.push(path, of(&line), &line));
    } else {
        let separator = if role == Role::Abstract { "\n" } else { "; " };
        let joined =
            lines.collect::<Vec<_>>().join(if matches!(role, Role::Title | Role::Journal) { " " } else { separator });
        if !joined.is_empty() {
            let role = if role == Role::Journal && is_link(&joined) { Role::Url } else { role };
            fields.push(path, role, &joined);
        }
    }
}

fn role(path: &str) -> Role {
    match path {
        "titles/title" => Role::Title,
        "titles/translated-title" => Role::TranslatedTitle,
        "titles/secondary-title" | "periodical/full-title" => Role::Journal,
        "periodical/abbr-1" => Role::JournalAbbrev,
        "contributors/authors/author" => Role::Author,
        "keywords/keyword" => Role::Keyword,
        "dates/year" => Role::Year,
        "dates/pub-dates/date" => Role::Date,
        "volume" => Role::Volume,
        "number" => Role::Issue,
        "pages" => Role::Pages,
        "abstract" => Role::Abstract,
        "electronic-resource-num" => Role::Doi,
        "accession-num" => Role::Accession,
        "rec-number" => Role::Id,
        "isbn" => Role::Issn,
        "language" => Role::Language,
        "notes" | "research-notes" => Role::Note,
        "publisher" => Role::Publisher,
        "remote-database-name" => Role::Database,
        "work-type" => Role::Type,
        _ if path.starts_with("urls/") => Role::Url,
        _ => Role::Other,
    }
}
