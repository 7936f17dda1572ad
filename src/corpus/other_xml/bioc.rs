//! A document of BioC (PubTator, BioC of PubMed Central): its passages in, its fields out.
//!
//! The first passage that is a title gives the title, those of the abstract the abstract. What was found in a text
//! (annotations, relations) and the passages of the body are not read.

use super::names::local;
use crate::corpus::record::{RecordBuilder, Role};
use crate::corpus::values::is_pmid;
use crate::corpus::xml::Node;

/// What passages say of their document.
const FACTS: &[(&str, Role)] = &[
    ("article-id_pmid", Role::Pmid),
    ("article-id_doi", Role::Doi),
    ("article-id_pmc", Role::Accession),
    ("authors", Role::AuthorList),
    ("year", Role::Year),
    ("volume", Role::Volume),
    ("issue", Role::Issue),
    ("kwd", Role::KeywordList),
    ("type", Role::Type),
];

/// The record of a `document`.
pub(super) fn record(root: Node<'_>, line: u32) -> RecordBuilder {
    let mut fields = RecordBuilder::new(line);
    let passages: Vec<Node<'_>> = root.children().filter(|child| child.name() == "passage").collect();
    let is_pmc = passages.iter().any(|passage| infon(*passage, "article-id_pmc").is_some());
    let id = root.text_of("id");
    fields.push("id", if is_pmid(&id) && !is_pmc { Role::Pmid } else { Role::Id }, &id);
    facts(root, &mut fields);
    let title = of_kind(&passages, "title").next().or_else(|| of_kind(&passages, "front").next());
    if let Some(title) = title {
        fields.push("title", Role::Title, &title.text_of("text"));
        facts(title, &mut fields);
    }
    let texts: Vec<_> = of_kind(&passages, "abstract").map(|passage| passage.text_of("text")).collect();
    if !texts.is_empty() {
        fields.push("abstract", Role::Abstract, &texts.join("\n"));
    }
    fields
}

/// The passages whose kind, or the kind of whose section, begins with a word.
fn of_kind<'p, 't>(passages: &'p [Node<'t>], wanted: &'static str) -> impl Iterator<Item = Node<'t>> + use<'p, 't> {
    let fits = move |passage: &&Node<'t>| {
        let kind = infon(**passage, "type").or_else(|| infon(**passage, "section_type"));
        kind.is_some_and(|kind| kind.to_lowercase().starts_with(wanted))
    };
    passages.iter().filter(fits).copied()
}

/// What a node says under a key.
fn infon(node: Node<'_>, key: &str) -> Option<String> {
    let found = node.children().find(|child| local(child.name()) == "infon" && child.attribute("key") == Some(key))?;
    Some(found.text().into_owned()).filter(|text| !text.is_empty())
}

fn facts(node: Node<'_>, fields: &mut RecordBuilder) {
    let is_passage = node.name() == "passage";
    for child in node.children().filter(|child| child.name() == "infon") {
        let (key, text) = (child.attribute("key").unwrap_or_default(), child.text());
        let known = FACTS.iter().find(|(name, role)| *name == key && !(is_passage && *role == Role::Type));
        match (key, known) {
            (_, Some((_, role))) => fields.push(key, *role, &text),
            // "J Sleep;2020 May;4 (2) 1-9".
            ("journal", _) => fields.push(key, Role::Journal, text.split(';').next().unwrap_or_default().trim()),
            _ if key.starts_with("name_") => fields.push(key, Role::Author, &name(&text)),
            _ => fields.push(key, Role::Other, &text),
        }
    }
}

/// `surname:Roe;given-names:Ana`.
fn name(text: &str) -> String {
    let part = |key: &str| text.split(';').find_map(|part| part.trim().strip_prefix(key));
    match (part("surname:"), part("given-names:")) {
        (Some(family), Some(given)) => format!("{family}, {given}"),
        (Some(family), None) => family.to_string(),
        _ => text.to_string(),
    }
}
