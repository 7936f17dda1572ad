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
        let stand_together = table.explained() >= EXPLAINED;
        let held = if stand_together { of_rare_kinds(&topics, &numbers, analysis.topics.len()) } else { Vec::new() };
        let verdict = verdict(name, ami >= NOTABLE, stand_together, &held);
        Some(AuditRow { property: name.to_string(), nmi, ami, verdict })
    };
    properties.par_iter().filter_map(measure).collect()
}

/// Lengths by powers of two.
fn length_class(bytes: usize) -> i64 {
    (bytes + 1).ilog2().into()
}

/// Share of the records of rare kinds that the topics named hold together, and how many are named at most.
const NAMED: f64 = 0.8;
const MOST_NAMED: usize = 5;

/// The topics that hold most records of any but the commonest kind, more of them than others hold, by number.
fn of_rare_kinds(topics: &[usize], kinds: &[usize], n_topics: usize) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    kinds.iter().for_each(|kind| *sizes.entry(*kind).or_default() += 1);
    let commonest = sizes.iter().max_by_key(|(_, n)| **n).map(|(kind, _)| *kind);
    let (mut rare, mut all) = (vec![0_usize; n_topics], vec![0_usize; n_topics]);
    for (&topic, &kind) in topics.iter().zip(kinds) {
        all[topic] += 1;
        rare[topic] += usize::from(Some(kind) != commonest);
    }
    let n_rare: usize = rare.iter().sum();
    let is_above = |topic: &usize| rare[*topic] * topics.len() > n_rare * all[*topic];
    let mut ranked: Vec<usize> = (0..n_topics).filter(is_above).collect();
    ranked.sort_by(|&a, &b| rare[b].cmp(&rare[a]).then(a.cmp(&b)));
    let mut held = 0;
    let is_needed = |topic: &usize| {
        let is_needed = (held as f64) < NAMED * n_rare as f64;
        held += rare[*topic];
        is_needed
    };
    let mut named: Vec<usize> = ranked.into_iter().take(MOST_NAMED).take_while(is_needed).collect();
    named.sort_unstable();
    named
}

fn verdict(property: &str, is_notable: bool, stand_together: bool, held: &[usize]) -> Remark {
    if is_notable {
        format!(
            "topics follow the {property} to some extent: check whether a topic is about its content or its {property}"
        )
        .into()
    } else if stand_together {
        let before = format!("most topics do not follow the {property}, but records of a rare kind stand together: ");
        let topics = if held.len() == 1 { "check topic " } else { "check topics " };
        held.iter().enumerate().fold(format!("{before}{topics}").into(), |words: Remark, (at, topic)| {
            let joint = if at == 0 {
                ""
            } else if at + 1 == held.len() {
                " and "
            } else {
                ", "
            };
            words.text(joint).topic(*topic)
        })
    } else {
        format!("topics do not follow the {property}").into()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_of_rare_kinds_are_named() {
        // Of 60 records in three topics, 18 of the second and one of the third are of another kind.
        let topics: Vec<usize> = (0..60).map(|at| at / 20).collect();
        let kinds: Vec<usize> = (0..60).map(|at| usize::from((20..38).contains(&at) || at == 40)).collect();
        assert_eq!(of_rare_kinds(&topics, &kinds, 3), [1]);
        let analysis = Analysis::default();
        let said = |held: &[usize]| analysis.say(&verdict("year", false, true, held));
        let before = "most topics do not follow the year, but records of a rare kind stand together: ";
        assert_eq!(said(&[1]), format!("{before}check topic 2"));
        assert_eq!(said(&[1, 3, 4]), format!("{before}check topics 2, 4 and 5"));
        assert_eq!(analysis.say(&verdict("year", false, false, &[])), "topics do not follow the year");
    }
}
