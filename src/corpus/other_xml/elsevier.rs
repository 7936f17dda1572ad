//! A full text of Elsevier (ScienceDirect): its front in, its fields out.
//!
//! Title, authors, abstract and keywords stand in the head of the article, journal, date and DOI in front of it. Body,
//! references, highlights and pictures are not read.

use super::names::{is_abstract, local};
use super::prose;
use crate::corpus::lang::Lang;
use crate::corpus::record::{RecordBuilder, Role};
use crate::corpus::xml::Node;

/// Elements whose first text means something.
const FACTS: &[(&str, Role)] = &[
    ("prism:publicationName", Role::Journal),
    ("prism:coverDate", Role::Year),
    ("prism:coverDisplayDate", Role::Date),
    ("prism:volume", Role::Volume),
    ("prism:issueIdentifier", Role::Issue),
    ("prism:pageRange", Role::Pages),
    ("prism:issn", Role::Issn),
    ("prism:publisher", Role::Publisher),
    ("prism:aggregationType", Role::Type),
    ("prism:doi", Role::Doi),
];
/// Parts of an article that are not gone into.
const LEFT_OUT: [&str; 4] = ["body", "tail", "floats", "objects"];

/// The record of a document with all that stands around its article.
pub(super) fn record(root: Node<'_>, line: u32) -> RecordBuilder {
    let mut fields = RecordBuilder::new(line);
    let title = first_of(root, &["ce:title", "dc:title", "dct:title"]);
    title
        .first()
        .into_iter()
        .for_each(|title| fields.push(title.name(), Role::Title, &prose::text(*title, Role::Title)));
    for one in first_of(root, &["ce:author", "dc:creator", "dct:creator"]) {
        let name = match (one.text_of("ce:surname"), one.text_of("ce:given-name")) {
            (family, given) if !family.is_empty() && !given.is_empty() => format!("{family}, {given}"),
            _ => one.text().into_owned(),
        };
        fields.push(one.name(), Role::Author, &name);
    }
    let is_own = |part: &Node<'_>| part.attribute("class").is_none_or(|class| class == "author");
    for part in first_of(root, &["ce:abstract", "dc:description"]).into_iter().filter(is_own) {
        let mut lines = Vec::new();
        paragraphs(part, &mut lines);
        let lang = part.attribute("xml:lang").and_then(Lang::parse);
        fields.push_lang(part.name(), Role::Abstract, lang, &lines.join("\n"));
    }
    for word in first_of(root, &["ce:keyword", "dcterms:subject", "rdf:li"]) {
        fields.push(word.name(), Role::Keyword, &word.text());
    }
    for (name, role) in FACTS {
        first_of(root, &[name]).iter().take(1).for_each(|one| fields.push(name, *role, &one.text()));
    }
    fields
}

/// The elements of the first of these names that is there.
fn first_of<'t>(root: Node<'t>, names: &[&str]) -> Vec<Node<'t>> {
    let all = names.iter().map(|name| {
        let mut found = Vec::new();
        collect(root, name, &mut found);
        found
    });
    all.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn collect<'t>(node: Node<'t>, name: &str, found: &mut Vec<Node<'t>>) {
    for child in node.children().filter(|child| !LEFT_OUT.contains(&local(child.name()))) {
        if child.name() == name {
            found.push(child);
        } else {
            collect(child, name, found);
        }
    }
}

/// The paragraphs of an abstract, each of its parts with its heading.
fn paragraphs(node: Node<'_>, lines: &mut Vec<String>) {
    if node.has_text() {
        return lines.push(prose::text(node, Role::Abstract).into_owned());
    }
    let mut heading = None;
    for child in node.children() {
        if local(child.name()) == "section-title" {
            heading = Some(child.text()).filter(|title| !is_abstract(title));
            continue;
        }
        let start = lines.len();
        paragraphs(child, lines);
        if let (Some(line), Some(title)) = (lines.get_mut(start), heading.take()) {
            *line = format!("{}: {line}", title.trim_end_matches(':'));
        }
    }
}
