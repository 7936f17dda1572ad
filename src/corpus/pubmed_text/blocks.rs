//! Blocks below a citation: in, what each is out: title, authors, abstract, notes, identifiers.
//!
//! Title and authors are told by their place, an address behind them by its words, notes by how they start; what is
//! left is the abstract.

use super::Block;
use super::address::is_address;
use super::citation::{are_names, authors, identifiers};
use crate::corpus::draft::Draft;
use crate::corpus::record::Role;

/// How blocks start that are neither title nor abstract.
const STARTS: &[&str] =
    &["Author information:", "Collaborators:", "Conflict of interest statement:", "Copyright", "©", "(c) ", "In: "];

/// First lines of notes, up to "in", "on", "of", "for" or "from", and a kind of publication that some of them tell.
const NOTES: &[(&str, Option<&str>)] = &[
    ("Comment", None),
    ("Corrected and republished", None),
    ("Dataset described", None),
    ("Erratum for", Some("Published Erratum")),
    ("Erratum in", None),
    ("Expression of concern", None),
    ("Original report", None),
    ("Partial retraction", None),
    ("Reprint", None),
    ("Republished", None),
    ("Retracted and republished", None),
    ("Retraction in", Some("Retracted Publication")),
    ("Retraction of", Some("Retraction of Publication")),
    ("Summary for patients", None),
    ("Update", None),
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
    let unnamed = |from: usize| (from..rest.len()).find(|at| kind(&rest[*at]).is_none());
    let by_line = unnamed(0).filter(|at| are_authors(&rest[*at].text, &rest[at + 1..]));
    let address = by_line.and_then(|at| unnamed(at + 1)).filter(|at| is_address(&rest[*at].text));
    for (at, block) in rest.iter().enumerate() {
        if by_line == Some(at) {
            authors(&block.text, draft);
        } else if address == Some(at) {
            draft.push("Author information", Role::Other, &block.text);
        } else {
            block_of(block, draft);
        }
    }
}

/// Whether the first block behind a title that is no note names authors; `below` is what follows.
fn are_authors(text: &str, below: &[Block]) -> bool {
    let next = below.first().map_or("", |block| block.text.as_str());
    let is_group = || {
        let abstract_follows = below.iter().any(|block| kind(block).is_none());
        text.len() <= MAX_GROUP && !text.trim_end_matches('.').contains(". ") && abstract_follows
    };
    next.starts_with("Author information:") || are_names(text.split(". ").next().unwrap_or(text)) || is_group()
}

/// What a block is by how it starts; none for title, authors and abstract.
fn kind(block: &Block) -> Option<Kind> {
    let text = block.text.as_str();
    let starts = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if ["DOI:", "PMCID:", "PMID:"].iter().any(|mark| text.starts_with(mark)) {
        return Some(Kind::Identifiers);
    }
    if text.starts_with("[No authors listed]") {
        return Some(Kind::Note("No authors listed", None));
    }
    if text.starts_with("[Article in ") {
        return Some(Kind::Language);
    }
    if let Some(start) = STARTS.iter().find(|start| starts(start)) {
        return Some(Kind::Note(start.trim_end_matches([':', ' ']), None));
    }
    let line = &text[..block.first_line?];
    let is_note = ["in", "on", "of", "for", "from"].contains(&line.rsplit(' ').next()?);
    let note = NOTES.iter().find(|(start, _)| is_note && starts(start) && line.len() <= start.len() + " from".len());
    note.map(|(start, publication)| Kind::Note(start, *publication))
}

enum Kind {
    Identifiers,
    Language,
    Note(&'static str, Option<&'static str>),
}

fn block_of(block: &Block, draft: &mut Draft) {
    let text = block.text.as_str();
    match kind(block) {
        Some(Kind::Identifiers) => identifiers(text, draft),
        Some(Kind::Language) => {
            let name = text["[Article in ".len()..].split([']', ';']).next().unwrap_or_default();
            draft.push("Language", Role::Language, name);
        }
        Some(Kind::Note(start, publication)) => {
            draft.push(start, Role::Other, text);
            publication.into_iter().for_each(|publication| draft.push("Type", Role::Type, publication));
        }
        // An abstract in another language has this word before it.
        None if text.starts_with("Publisher: ") => draft.push("Abstract", Role::Abstract, &text["Publisher: ".len()..]),
        None if draft.last_role() == Some(Role::Abstract) => draft.append("\n", text),
        None => draft.push("Abstract", Role::Abstract, text),
    }
}
