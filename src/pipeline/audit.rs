//! The trust audit: whether topics follow the content of records or only their form.
//!
//! For each formal property (database, language, year, missing abstract, length) the mutual information with the topics,
//! and a verdict in words.

use crate::analysis::{Analysis, AuditRow, Document};
use crate::corpus::Corpus;
use crate::math::agree::normalized_mutual_information;

/// A mutual information from here on is worth a look.
const NOTABLE: f64 = 0.15;
/// Share of a topic's records with one form that makes it a group of that form.
const OF_ONE_FORM: f64 = 0.8;

/// Measures every property; records without a topic are left out.
pub(super) fn audit(analysis: &Analysis, corpus: &Corpus) -> Vec<AuditRow> {
    let rows: Vec<usize> = (0..analysis.documents.len()).filter(|&r| analysis.documents[r].topic.is_some()).collect();
    let topics: Vec<usize> = rows.iter().filter_map(|&r| analysis.documents[r].topic).collect();
    let mut audits = Vec::new();
    let mut add = |property: &str, values: Vec<String>| {
        let mut distinct = values.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < 2 || analysis.topics.len() < 2 {
            return;
        }
        let numbers: Vec<usize> = values.iter().map(|v| distinct.partition_point(|d| d < v)).collect();
        let nmi = normalized_mutual_information(&topics, &numbers);
        audits.push(AuditRow { property: property.to_string(), nmi, verdict: verdict(property, nmi) });
    };
    let record = |r: usize| &corpus.records[r];
    add("language", rows.iter().map(|&r| analysis.documents[r].language.clone()).collect());
    add("source file", rows.iter().map(|&r| corpus.files[record(r).source.file as usize].path.clone()).collect());
    add("year", rows.iter().map(|&r| record(r).year().map_or("none".into(), |y| (y / 5 * 5).to_string())).collect());
    add("missing abstract", rows.iter().map(|&r| analysis.documents[r].title_only.to_string()).collect());
    add(
        "text length",
        rows.iter().map(|&r| length_class(record(r).abstracts().map(|a| a.1.len()).max().unwrap_or(0))).collect(),
    );
    audits
}

/// Lengths by powers of two.
fn length_class(bytes: usize) -> String {
    format!("{:02}", (bytes + 1).ilog2())
}

fn verdict(property: &str, nmi: f64) -> String {
    if nmi >= NOTABLE {
        format!(
            "topics follow the {property} to some extent: check whether a topic is about its content or its {property}"
        )
    } else {
        format!("topics do not follow the {property}")
    }
}

/// Whether a document has a form.
type Form = fn(&Document) -> bool;

/// Marks topics whose records share a form that is rare elsewhere.
pub(super) fn name_groups_of_form(analysis: &mut Analysis) {
    let mut notes: Vec<(usize, String)> = Vec::new();
    let forms: [(&str, Form); 2] = [
        ("without an abstract", |d| d.title_only),
        ("that are errata, retractions or front matter", |d| d.notice.is_some()),
    ];
    for (name, has) in forms {
        for topic in 0..analysis.topics.len() {
            let here: Vec<&Document> = analysis.documents.iter().filter(|d| d.topic == Some(topic)).collect();
            let elsewhere: Vec<&Document> =
                analysis.documents.iter().filter(|d| d.topic.is_some_and(|t| t != topic)).collect();
            let share = |docs: &[&Document]| docs.iter().filter(|d| has(d)).count() as f64 / docs.len().max(1) as f64;
            if here.len() >= 3 && share(&here) >= OF_ONE_FORM && share(&elsewhere) < 0.5 {
                let percent = (share(&here) * 100.0).round();
                notes.push((
                    topic,
                    format!("{percent} % of these are records {name}: the group may owe more to that than to a theme"),
                ));
            }
        }
    }
    for (topic, note) in notes {
        analysis.warnings.push(format!("topic {}: {note}", topic + 1));
        analysis.topics[topic].form_note = Some(note);
    }
}
