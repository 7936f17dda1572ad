//! The trust audit: whether topics follow the content of records or only their form.
//!
//! For each formal property (database, language, year, missing abstract, length) the mutual information with the topics,
//! less what chance gives, and a verdict in words.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analysis::{Analysis, AuditRow, Document, Remark};
use crate::corpus::Corpus;
use crate::corpus::dedup::Joined;
use crate::math::agree::Contingency;

/// An adjusted mutual information from here on is worth a look.
const NOTABLE: f64 = 0.1;
/// So is a property of which topics explain so much: thirty records without an abstract, all in one topic of many.
const EXPLAINED: f64 = 0.4;
/// Share of a topic's records with one form that makes it a group of that form.
const OF_ONE_FORM: f64 = 0.8;

/// Measures every property; records without a topic are left out.
pub(super) fn audit(analysis: &Analysis, corpus: &Corpus) -> Vec<AuditRow> {
    let rows: Vec<usize> = (0..analysis.documents.len()).filter(|&r| analysis.documents[r].topic.is_some()).collect();
    let topics: Vec<usize> = rows.iter().filter_map(|&r| analysis.documents[r].topic).collect();
    let (document, record) = (|r: usize| &analysis.documents[r], |r: usize| &corpus.records[r]);
    let properties: [(&str, &(dyn Fn(usize) -> i64 + Sync)); 5] = [
        ("language", &|r| document(r).language.map_or(-1, |l| l.bytes().iter().fold(0, |n, b| n << 8 | i64::from(*b)))),
        ("source file", &|r| record(r).source.file.into()),
        ("year", &|r| record(r).year().map_or(i64::MIN, |y| i64::from(y) / 5)),
        ("missing abstract", &|r| document(r).title_only.into()),
        ("text length", &|r| length_class(record(r).abstracts().map(|a| a.1.len()).max().unwrap_or(0))),
    ];
    let measure = |(name, value): &(&str, &(dyn Fn(usize) -> i64 + Sync))| {
        let read = |(at, &r): (usize, &usize)| {
            corpus.passes(at);
            value(r)
        };
        let values: Vec<i64> = rows.par_iter().enumerate().map(read).collect();
        let distinct: BTreeSet<i64> = values.iter().copied().collect();
        let number: BTreeMap<i64, usize> = distinct.into_iter().enumerate().map(|(n, value)| (value, n)).collect();
        if number.len() < 2 || analysis.topics.len() < 2 {
            return None;
        }
        let numbers: Vec<usize> = values.iter().map(|v| number[v]).collect();
        let table = Contingency::new(&topics, &numbers);
        let (nmi, ami) = (table.normalized_information(), table.adjusted_information());
        let verdict = verdict(name, ami >= NOTABLE, table.explained() >= EXPLAINED);
        Some(AuditRow { property: name.to_string(), nmi, ami, verdict })
    };
    properties.iter().filter_map(measure).collect()
}

/// Lengths by powers of two.
fn length_class(bytes: usize) -> i64 {
    (bytes + 1).ilog2().into()
}

fn verdict(property: &str, is_notable: bool, stand_together: bool) -> String {
    if is_notable {
        format!(
            "topics follow the {property} to some extent: check whether a topic is about its content or its {property}"
        )
    } else if stand_together {
        format!(
            "most topics do not follow the {property}, but records of a rare kind stand together: check their topic"
        )
    } else {
        format!("topics do not follow the {property}")
    }
}

/// Whether a document has a form.
type Form = fn(&Document) -> bool;

/// Marks topics whose records share a form that is rare elsewhere.
pub(super) fn name_groups_of_form(analysis: &mut Analysis, joined: &Joined) {
    let mut notes: Vec<(usize, String)> = Vec::new();
    let forms: [(&str, Form); 2] = [
        ("without an abstract", |d| d.title_only),
        ("that are errata, retractions or front matter", |d| d.notice.is_some()),
    ];
    let mut sizes = vec![0_usize; analysis.topics.len()];
    // Of joined duplicates the one that stands for them counts.
    let works: Vec<&Document> =
        analysis.documents.iter().enumerate().filter(|(at, _)| joined.stands_for[*at] == *at).map(|d| d.1).collect();
    works.iter().filter_map(|d| d.topic).for_each(|topic| sizes[topic] += 1);
    let all: usize = sizes.iter().sum();
    for (name, has) in forms {
        let mut with = vec![0_usize; sizes.len()];
        works.iter().filter(|d| has(d)).filter_map(|d| d.topic).for_each(|topic| with[topic] += 1);
        let all_with: usize = with.iter().sum();
        for (topic, (&size, &with)) in sizes.iter().zip(&with).enumerate() {
            let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
            if size >= 3 && share(with, size) >= OF_ONE_FORM && share(all_with - with, all - size) < 0.5 {
                let percent = (share(with, size) * 100.0).round();
                notes.push((
                    topic,
                    format!("{percent} % of these are records {name}: the group may owe more to that than to a theme"),
                ));
            }
        }
    }
    for (topic, note) in notes {
        analysis.warnings.push(Remark::from("topic ").topic(topic).text(format!(": {note}")));
        analysis.topics[topic].form_note = Some(note);
    }
}
