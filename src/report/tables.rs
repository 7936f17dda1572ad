//! Tables: an analysis in, the CSV files of a run out.
//!
//! UTF-8, comma, quotes where needed, a header line; numbers with a point; topics counted from 0, −1 for none, and
//! in a last column by the number that is shown everywhere else.

use std::io::{self, Write};

use super::citation::title;
use super::clean::{cell, number, push_number};
use crate::analysis::{Analysis, Span};
use crate::corpus::Record;

/// Names of the tables.
pub const NAMES: [&str; 6] =
    ["topics.csv", "documents.csv", "neighbors.csv", "near_duplicates.csv", "borderline.csv", "duplicates.csv"];

/// Margin under which a record counts as borderline.
pub const BORDERLINE: f64 = 0.02;

type Row = Vec<String>;

fn csv(out: &mut dyn Write, header: &[&str], rows: impl Iterator<Item = Row>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(&row)?;
    }
    writer.flush()
}

/// `topics.csv`: one row a topic.
pub fn topics(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let header = [
        "topic",
        "size",
        "share",
        "label",
        "terms",
        "representative_ids",
        "mean_similarity",
        "silhouette",
        "stability",
        "weak",
        "label_inside",
        "label_outside",
        "subjects",
        "years",
        "form_note",
        "id",
        "number",
    ];
    let rows = analysis.topics.iter().enumerate().map(|(number_of, topic)| {
        let id = |record: usize| analysis.corpus.records[record].id.clone();
        let join = |parts: Vec<String>| cell(&parts.join("; "));
        vec![
            number_of.to_string(),
            topic.size.to_string(),
            number(topic.share, 4),
            cell(&topic.label),
            join(topic.terms.iter().map(|t| t.text.clone()).collect()),
            join(topic.representatives.iter().map(|r| id(r.record)).collect()),
            number(topic.mean_similarity, 4),
            number(topic.silhouette, 4),
            topic.stability.map(|s| number(s, 3)).unwrap_or_default(),
            topic.weak.to_string(),
            number(topic.label_coverage.0, 4),
            number(topic.label_coverage.1, 4),
            join(topic.subjects.iter().map(|s| s.heading.clone()).collect()),
            join(topic.years.iter().map(|(year, n)| format!("{year}: {n}")).collect()),
            cell(topic.form_note.as_deref().unwrap_or_default()),
            topic.id.map_or(String::new(), |id| format!("T{id}")),
            analysis.number(number_of),
        ]
    });
    csv(out, &header, rows)
}

/// `documents.csv`: one row an input record.
pub fn documents(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let header = [
        "record_id",
        "topic",
        "label",
        "similarity",
        "second_topic",
        "margin",
        "title",
        "year",
        "doi",
        "source_file",
        "source_line",
        "silhouette",
        "stability",
        "duplicate_of",
        "language",
        "title_only",
        "notice",
        "why",
        "why_second",
        "number",
    ];
    let rows = analysis.corpus.one_by_one().map(|(at, record)| document(analysis, at, record));
    csv(out, &header, rows)
}

fn document(analysis: &Analysis, at: usize, record: &Record) -> Row {
    let document = &analysis.documents[at];
    let measured =
        |value: f64, decimals| if document.topic.is_some() { number(value, decimals) } else { String::new() };
    let why = |span: Span| {
        let mut text = String::new();
        for (word, share) in analysis.carried(span) {
            text.push_str(if text.is_empty() { "" } else { "; " });
            text.push_str(word);
            text.push(' ');
            push_number(&mut text, share * 100.0, 0);
            text.push_str(" %");
        }
        cell(&text)
    };
    let file = &analysis.corpus.files[record.source.file as usize];
    vec![
        cell(&record.id),
        document.topic.map_or("-1".into(), |t| t.to_string()),
        cell(document.topic.map_or("", |t| &analysis.topics[t].label)),
        measured(document.similarity, 4),
        document.second_topic.map(|t| t.to_string()).unwrap_or_default(),
        measured(document.margin, 4),
        cell(record.title()),
        analysis.year(at).map(|y| y.to_string()).unwrap_or_default(),
        cell(&record.doi().unwrap_or_default()),
        cell(&file.path),
        record.source.line.to_string(),
        measured(document.silhouette, 4),
        document.stability.map(|s| number(s, 2)).unwrap_or_default(),
        analysis.duplicate_of(at).map_or(String::new(), |stands| cell(&analysis.corpus.records[stands].id)),
        document.language_code().to_string(),
        document.title_only.to_string(),
        document.notice.unwrap_or_default().to_string(),
        why(document.why),
        why(document.why_second),
        document.topic.map(|t| analysis.number(t)).unwrap_or_default(),
    ]
}

/// `neighbors.csv`: the most similar records of every record.
pub fn neighbors(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let id = |record: usize| cell(&analysis.corpus.records[record].id);
    let rows = analysis.neighbors.iter().enumerate().flat_map(|(at, list)| {
        list.iter()
            .enumerate()
            .map(move |(rank, n)| vec![id(at), id(n.record), (rank + 1).to_string(), number(n.similarity, 4)])
    });
    csv(out, &["record_id", "neighbor_id", "rank", "similarity"], rows)
}

/// `near_duplicates.csv`: pairs of records whose texts are nearly the same.
pub fn near_duplicates(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let id = |record: usize| cell(&analysis.corpus.records[record].id);
    let rows = analysis.near_duplicates.iter().map(|p| vec![id(p.a), id(p.b), number(p.similarity, 4)]);
    csv(out, &["record_id_a", "record_id_b", "similarity"], rows)
}

/// `duplicates.csv`: every two records that were joined, with the reason.
pub fn duplicates(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    pairs(analysis, &analysis.joined.pairs, out)
}

/// Pairs of records with score and reason.
pub fn pairs(
    analysis: &Analysis,
    pairs: &[crate::corpus::dedup::DuplicatePair],
    out: &mut dyn Write,
) -> io::Result<()> {
    let id = |record: usize| cell(&analysis.corpus.records[record].id);
    let rows = pairs.iter().map(|p| vec![id(p.a), id(p.b), number(p.score, 3), cell(&p.reason)]);
    csv(out, &["record_id_a", "record_id_b", "score", "reason"], rows)
}

/// `borderline.csv`: records that fit a second topic nearly as well, by pair of topics.
pub fn borderline(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<(usize, usize, f64, usize)> = analysis
        .documents
        .iter()
        .enumerate()
        .filter(|(at, d)| d.margin < BORDERLINE && analysis.duplicate_of(*at).is_none())
        .filter_map(|(at, d)| Some((d.topic?, d.second_topic?, d.margin, at)))
        .collect();
    rows.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)).then(a.3.cmp(&b.3)));
    let cells = rows.into_iter().enumerate().map(|(n, (topic, second, margin, at))| {
        analysis.corpus.leaps(n);
        let record = &analysis.corpus.records[at];
        let [shown, second_shown] = [topic, second].map(|t| cell(&analysis.number(t)));
        let (id, title) = (cell(&record.id), cell(&title(record)));
        vec![topic.to_string(), second.to_string(), number(margin, 4), id, title, shown, second_shown]
    });
    csv(out, &["topic", "second_topic", "margin", "record_id", "title", "number", "second_number"], cells)
}
