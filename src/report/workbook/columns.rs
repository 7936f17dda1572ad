//! Columns: a topic or a record of an analysis in, what stands in the cells of its row out.

use super::super::citation::{title, url};
use super::super::clean::shortened;
use super::super::words::language;
use crate::analysis::{Analysis, Span};
use crate::corpus::Role;

/// Longest text of a cell, in characters; a spreadsheet takes 32,767 halves of UTF-16.
const LONGEST: usize = 16_000;
/// Longest list of names.
const LONGEST_NAMES: usize = 1_000;
/// Longest link that a spreadsheet takes.
const LONGEST_LINK: usize = 2_000;

/// What stands in a cell.
pub enum Cell {
    Empty,
    Text(String),
    Link(String),
    Whole(usize),
    Decimal(f64),
    Share(f64),
    /// A topic by the number that is shown, on its color.
    Topic(usize),
}

/// A column of a sheet of topics or records, each given by its place.
pub struct Column {
    pub name: &'static str,
    /// In characters.
    pub width: f64,
    /// What it means, for the sheet of columns; none where the name says it.
    pub meaning: &'static str,
    pub cell: fn(&Analysis, usize) -> Cell,
}

const fn column(name: &'static str, width: f64, meaning: &'static str, cell: fn(&Analysis, usize) -> Cell) -> Column {
    Column { name, width, meaning, cell }
}

pub const TOPICS: [Column; 9] = [
    column("Topic", 7.0, "its number in the report and in all charts", |_, topic| Cell::Topic(topic)),
    column("Label", 46.0, "words that its records use and others do not", |analysis, topic| {
        text(&analysis.topics[topic].label)
    }),
    column("Records", 9.0, "how many records it has, duplicates counted once", |analysis, topic| {
        Cell::Whole(analysis.topics[topic].size)
    }),
    column("Share", 8.0, "of all grouped records", |analysis, topic| Cell::Share(analysis.topics[topic].share)),
    column(
        "Stability",
        10.0,
        "how much of it comes back when a fifth of the records is left out, 0 to 1",
        |analysis, topic| analysis.topics[topic].stability.map_or(Cell::Empty, Cell::Decimal),
    ),
    column("Weak", 7.0, "\"weak\" where the stability is under 0.6: build no argument on it", |analysis, topic| {
        text(if analysis.topics[topic].weak { "weak" } else { "" })
    }),
    column("Terms", 80.0, "what sets it apart, the best first", |analysis, topic| {
        let terms: Vec<&str> = analysis.topics[topic].terms.iter().map(|term| term.text.as_str()).collect();
        text(&terms.join("; "))
    }),
    column("Subject headings", 50.0, "headings of the databases that are more frequent here", |analysis, topic| {
        let subjects = analysis.topics[topic].subjects.iter().map(|subject| subject.heading.as_str());
        text(&subjects.collect::<Vec<_>>().join("; "))
    }),
    column("Most typical record", 80.0, "the one that is nearest to all others of the topic", |analysis, topic| {
        let nearest = analysis.topics[topic].representatives.first();
        nearest.map_or(Cell::Empty, |nearest| text(&title(&analysis.corpus.records[nearest.record])))
    }),
];

pub const RECORDS: [Column; 19] = [
    column("Topic", 7.0, "the number of its topic; none where it has no text", |analysis, at| {
        analysis.documents[at].topic.map_or(Cell::Empty, Cell::Topic)
    }),
    column("Label", 30.0, "the label of its topic", |analysis, at| {
        analysis.documents[at].topic.map_or(Cell::Empty, |topic| text(&analysis.topics[topic].label))
    }),
    column("Title", 70.0, "where there is none, how the abstract begins", |analysis, at| {
        text(&title(&analysis.corpus.records[at]))
    }),
    column("Authors", 30.0, "", |analysis, at| {
        text(&shortened(&analysis.corpus.records[at].authors().join("; "), LONGEST_NAMES))
    }),
    column("Journal", 26.0, "", |analysis, at| {
        let record = &analysis.corpus.records[at];
        text(record.first(Role::Journal).or_else(|| record.first(Role::JournalAbbrev)).unwrap_or_default())
    }),
    column("Year", 7.0, "that of a duplicate where the record has none", |analysis, at| {
        let year = analysis.year(at).and_then(|year| usize::try_from(year).ok());
        year.map_or(Cell::Empty, Cell::Whole)
    }),
    column("Link", 34.0, "by its DOI, else to PubMed", |analysis, at| match url(&analysis.corpus.records[at]) {
        Some(link) if link.len() <= LONGEST_LINK => Cell::Link(link),
        link => text(&link.unwrap_or_default()),
    }),
    column(
        "Similarity",
        10.0,
        "cosine to the other records of its topic, 0 to 1; the records of a topic are sorted by it",
        |analysis, at| measured(analysis, at, analysis.documents[at].similarity),
    ),
    column("Second topic", 12.0, "the topic that it fits second best", |analysis, at| {
        analysis.documents[at].second_topic.map_or(Cell::Empty, Cell::Topic)
    }),
    column(
        "Margin",
        9.0,
        "similarity less that to the second topic: near 0 it stands between the two",
        |analysis, at| measured(analysis, at, analysis.documents[at].margin),
    ),
    column(
        "Stability",
        9.0,
        "how often it stays with its topic when a fifth of the records is left out, 0 to 1",
        |analysis, at| analysis.documents[at].stability.map_or(Cell::Empty, Cell::Decimal),
    ),
    column(
        "Why here",
        40.0,
        "the words that it shares with its topic, with their part of the similarity",
        |analysis, at| why(analysis, analysis.documents[at].why),
    ),
    column("Language", 11.0, "of the text that was grouped", |analysis, at| {
        text(language(analysis.documents[at].language_code()))
    }),
    column(
        "Notice",
        12.0,
        "retraction, erratum, front matter, or title only where there is no abstract",
        |analysis, at| {
            let document = &analysis.documents[at];
            text(document.notice.unwrap_or(if document.title_only { "title only" } else { "" }))
        },
    ),
    column(
        "Duplicate of",
        22.0,
        "the record that it was joined with; filter for empty cells to see every work once",
        |analysis, at| {
            analysis.duplicate_of(at).map_or(Cell::Empty, |stands| text(&analysis.corpus.records[stands].id))
        },
    ),
    column("Record", 22.0, "its name in all files of the report", |analysis, at| text(&analysis.corpus.records[at].id)),
    column("File", 28.0, "where it was read", |analysis, at| {
        text(&analysis.corpus.files[analysis.corpus.records[at].source.file as usize].path)
    }),
    column("Line", 8.0, "of that file", |analysis, at| Cell::Whole(analysis.corpus.records[at].source.line as usize)),
    column("Abstract", 80.0, "in the language that was grouped, where there are several", |analysis, at| {
        let record = &analysis.corpus.records[at];
        let language = analysis.documents[at].language;
        let own = record.abstracts().find(|(of, _)| of.is_some() && *of == language);
        own.or_else(|| record.abstracts().next()).map_or(Cell::Empty, |(_, own)| text(own))
    }),
];

fn text(text: &str) -> Cell {
    let text = shortened(text, LONGEST);
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn measured(analysis: &Analysis, at: usize, value: f64) -> Cell {
    if analysis.documents[at].topic.is_some() && value.is_finite() { Cell::Decimal(value) } else { Cell::Empty }
}

fn why(analysis: &Analysis, span: Span) -> Cell {
    let words = analysis.carried(span).map(|(word, share)| format!("{word} {:.0} %", share * 100.0));
    text(&words.collect::<Vec<_>>().join("; "))
}
