//! The page that PubMed puts into an item of a feed (RSS): the item in, its abstract out.
//!
//! The description of such an item is its citation, not its abstract. Pages of others are not read.

use super::names::local;
use crate::corpus::markup;
use crate::corpus::xml::Node;

/// The abstract on the page, empty where it has none; nothing where there is no such page.
pub(super) fn text(item: Node<'_>) -> Option<String> {
    let page = item.children().find(|child| local(child.name()) == "encoded")?.raw();
    let page = markup::strip(&page);
    let ends = |line: &&str| line.starts_with("PMID:");
    page.lines().find(ends)?;
    let below = page.lines().skip_while(|line| !line.trim().eq_ignore_ascii_case("abstract")).skip(1);
    Some(below.take_while(|line| !ends(line)).collect::<Vec<_>>().join("\n"))
}
