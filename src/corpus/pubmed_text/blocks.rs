//! Blocks below a citation: in, what each is out: title, authors, abstract, notes, identifiers.
//!
//! Title and authors are told by their place, notes by how they start; what is left is the abstract.

use super::Block;
use super::citation::{are_names, authors, identifiers};
use crate::corpus::draft::Draft;
use crate::corpus::record::Role;

/// How blocks start that are neither title nor abstract, and a kind of publication that some of them tell.
const NOTES: &[(&str, Option<&str>)] = &[
    ("Author information:", None),
    ("Collaborators:", None),
    ("Comment in", None),
    ("Comment on", None),
    ("Conflict of interest statement:", None),
    ("Copyright", None),
    ("©", None),
    ("(c) ", None),
    ("Corrected and republished", None),
    ("Dataset described in", None),
    ("Erratum for", Some("Published Erratum")),
    ("Erratum in", None),
    ("Expression of concern", None),
    ("Original report in", None),
    ("Reprint", None),
    ("Republished", None),
    ("Retracted and republished", None),
    ("Retraction in", Some("Retracted Publication")),
    ("Retraction of", Some("Retraction of Publication")),
    ("Summary for patients in", None),
    ("Update in", None),
    ("Update of", None),
];

/// Longest block behind a title that is taken for authors although it is no list of names (a group, an institute).
const MAX_GROUP: usize = 200;

/// Whether a block gives the PMID of the record.
pub(super) fn has_pmid(text: &str) -> bool {
    text.starts_with("PMID: ") || text.contains(" PMID: ")
}

/// Reads all blocks below the citation.
pub(super) fn read(found: &[Block], draft: &mut Draft) {
    let Some((title, rest)) = found.split_first() else { return };
    draft.push("Title", Role::Title, &title.text);
    let by_line = rest.iter().position(|block| kind(&block.text).is_none());
    for (at, block) in rest.iter().enumerate() {
        match by_line {
            Some(line) if line == at && are_authors(&block.text, &rest[at + 1..]) => authors(&block.text, draft),
            _ => block_of(&block.text, draft),
        }
    }
}

/// Whether the first block behind a title that is no note names authors; `below` is what follows.
fn are_authors(text: &str, below: &[Block]) -> bool {
    let next = below.first().map_or("", |block| block.text.as_str());
    let is_group = || {
        let abstract_follows = below.iter().any(|block| kind(&block.text).is_none());
        text.len() <= MAX_GROUP && !text.trim_end_matches('.').contains(". ") && abstract_follows
    };
    next.starts_with("Author information:") || are_names(text.split(". ").next().unwrap_or(text)) || is_group()
}

/// What a block is by how it starts; none for title, authors and abstract.
fn kind(text: &str) -> Option<Kind> {
    if ["DOI:", "PMCID:", "PMID:"].iter().any(|mark| text.starts_with(mark)) {
        return Some(Kind::Identifiers);
    }
    if text.starts_with("[Article in ") {
        return Some(Kind::Language);
    }
    NOTES.iter().find(|(start, _)| text.starts_with(start)).map(|(start, publication)| Kind::Note(start, *publication))
}

enum Kind {
    Identifiers,
    Language,
    Note(&'static str, Option<&'static str>),
}

fn block_of(text: &str, draft: &mut Draft) {
    match kind(text) {
        Some(Kind::Identifiers) => identifiers(text, draft),
        Some(Kind::Language) => {
            let name = text["[Article in ".len()..].split([']', ';']).next().unwrap_or_default();
            draft.push("Language", Role::Language, name);
        }
        Some(Kind::Note(start, publication)) => {
            draft.push(start.trim_end_matches(':'), Role::Other, text);
            publication.into_iter().for_each(|publication| draft.push("Type", Role::Type, publication));
        }
        // An abstract in another language has this word before it.
        None if text.starts_with("Publisher: ") => draft.push("Abstract", Role::Abstract, &text["Publisher: ".len()..]),
        None if draft.last_role() == Some(Role::Abstract) => draft.append("\n", text),
        None => draft.push("Abstract", Role::Abstract, text),
    }
}
