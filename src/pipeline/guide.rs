//! The reviewer's guide: wishes in record ids and words in, wishes on rows and what became of them out.

use crate::analysis::{GuideNote, Remark, Topic};
use crate::cluster::{Clustering, Constraints, enforce};
use crate::config::{GivenName, Guide, SeedTheme};
use crate::corpus::Corpus;
use crate::vectorize::TfIdfMatrix;

use super::Works;

/// Share of a theme's records that must share a topic for it to be found.
const FOUND: f64 = 0.7;
/// Share of a topic's records from which a theme speaks for the topic.
const SPEAKS: f64 = 0.3;
/// The same where nearly all records of the theme stand there.
const SPEAKS_ALONE: f64 = 0.15;

/// Applies what concerns the grouping itself.
pub(super) fn apply(
    matrix: &TfIdfMatrix,
    clustering: &mut Clustering,
    k: usize,
    works: &Works,
    corpus: &Corpus,
    guide: &Guide,
) -> Vec<GuideNote> {
    let mut notes = Vec::new();
    // A wish that cannot be followed as it stands has its note at once.
    let mut resolve = |asked: &[Vec<String>], what: &str| -> (Vec<Vec<usize>>, Vec<bool>) {
        let of_wish = |ids: &Vec<String>| {
            let (rows, unknown) = rows_of(ids, works, corpus);
            let why = match unknown.as_slice() {
                [] if rows.len() < 2 => Some("it names one record only".into()),
                [] => None,
                unknown => Some(format!("no record has the id {}", unknown.join(", "))),
            };
            let is_clear = why.is_none();
            notes.extend(why.map(|why| note(what, ids, "not honored", why)));
            (rows, is_clear)
        };
        asked.iter().map(of_wish).unzip()
    };
    let (together, is_clear_together) = resolve(&guide.together, "together");
    let (apart, is_clear_apart) = resolve(&guide.apart, "apart");
    if together.is_empty() && apart.is_empty() {
        return notes;
    }
    let asked = Constraints { together, apart };
    let (held_together, held_apart) = enforce(matrix, &mut clustering.assignments, k, &asked);
    let wishes = [
        ("together", &guide.together, is_clear_together, held_together),
        ("apart", &guide.apart, is_clear_apart, held_apart),
    ];
    for (what, asked, is_clear, held) in wishes {
        for ((ids, _), held) in asked.iter().zip(is_clear).zip(held).filter(|((_, is_clear), _)| *is_clear) {
            let detail = if held {
                "holds in the grouping"
            } else {
                "contradicts another wish, or there are fewer topics than records"
            };
            notes.push(note(what, ids, if held { "honored" } else { "not honored" }, detail.to_string()));
        }
    }
    notes
}

fn note(what: &str, ids: &[String], outcome: &str, detail: String) -> GuideNote {
    GuideNote { request: format!("{what}: {}", ids.join(", ")), outcome: outcome.to_string(), detail: detail.into() }
}

fn rows_of(ids: &[String], works: &Works, corpus: &Corpus) -> (Vec<usize>, Vec<String>) {
    let mut rows = Vec::new();
    let mut unknown = Vec::new();
    for id in ids {
        match corpus.records.iter().position(|r| r.id == *id) {
            Some(record) => rows.push(works.work_of[record]),
            None => unknown.push(id.clone()),
        }
    }
    rows.sort_unstable();
    rows.dedup();
    (rows, unknown)
}

/// Gives topics their names and tells what became of every seed theme; call when topics have terms.
pub(super) fn name(
    topics: &mut [Topic],
    assignments: &[Option<u32>],
    works: &Works,
    corpus: &Corpus,
    guide: &Guide,
    holds: &dyn Fn(usize, &str) -> bool,
) -> Vec<GuideNote> {
    let mut notes = Vec::new();
    for given in &guide.names {
        let theme = SeedTheme { name: given.name.clone(), words: given.words.clone(), records: given.records.clone() };
        let counts = counts(&theme, topics.len(), assignments, works, corpus, holds);
        notes.push(give(topics, given, &counts));
    }
    for seed in &guide.seeds {
        let counts = counts(seed, topics.len(), assignments, works, corpus, holds);
        notes.push(seed_note(topics, seed, &counts));
    }
    notes
}

/// How many of a theme's records (or records with one of its words) stand in each topic.
fn counts(
    theme: &SeedTheme,
    k: usize,
    assignments: &[Option<u32>],
    works: &Works,
    corpus: &Corpus,
    holds: &dyn Fn(usize, &str) -> bool,
) -> Vec<usize> {
    let mut counts = vec![0; k];
    let rows: Vec<usize> = if theme.records.is_empty() {
        (0..assignments.len()).filter(|&row| theme.words.iter().any(|word| holds(row, word))).collect()
    } else {
        rows_of(&theme.records, works, corpus).0
    };
    rows.into_iter().filter_map(|row| assignments[row]).for_each(|topic| counts[topic as usize] += 1);
    counts
}

fn best(counts: &[usize]) -> (usize, usize) {
    counts.iter().enumerate().fold((0, 0), |best, (topic, &n)| if n > best.1 { (topic, n) } else { best })
}

fn give(topics: &mut [Topic], given: &GivenName, counts: &[usize]) -> GuideNote {
    let request = format!("name: {}", given.name);
    let (topic, n) = best(counts);
    if n == 0 {
        return GuideNote { request, outcome: "absent".into(), detail: "no record matches its words or ids".into() };
    }
    if topics[topic].label_is_given {
        let taken = format!(" has the name \"{}\" already", topics[topic].label);
        let detail = Remark::from("topic ").topic(topic).text(taken);
        return GuideNote { request, outcome: "not honored".into(), detail };
    }
    if !speaks_for(&topics[topic], given, counts) {
        let few = format!(" has most of its records, {n}, but {} in all: name it by `records`", topics[topic].size);
        let detail = Remark::from("topic ").topic(topic).text(few);
        return GuideNote { request, outcome: "not honored".into(), detail };
    }
    let before = std::mem::replace(&mut topics[topic].label, given.name.clone());
    topics[topic].label_is_given = true;
    GuideNote {
        request,
        outcome: "honored".into(),
        detail: Remark::from("topic ").topic(topic).text(format!(" (\"{before}\"), which holds {n} of its records")),
    }
}

/// Whether a theme has enough of a topic's records to name it. Records that a person listed always have.
fn speaks_for(topic: &Topic, given: &GivenName, counts: &[usize]) -> bool {
    let n = best(counts).1 as f64;
    let of_topic = n / topic.size.max(1) as f64;
    let of_theme = n / counts.iter().sum::<usize>().max(1) as f64;
    !given.records.is_empty() || of_topic >= SPEAKS || of_theme >= FOUND && of_topic >= SPEAKS_ALONE
}

fn seed_note(topics: &[Topic], seed: &SeedTheme, counts: &[usize]) -> GuideNote {
    let request = format!("seed theme: {}", seed.name);
    let total: usize = counts.iter().sum();
    let (topic, n) = best(counts);
    let (outcome, detail) = if total == 0 {
        ("absent", "no record matches it".into())
    } else if (n as f64) < FOUND * total as f64 {
        let parts = counts.iter().enumerate().filter(|(_, c)| **c > 0).enumerate();
        let add = |words: Remark, (at, (topic, c)): (usize, (usize, &usize))| {
            words.text(format!("{}{c} in topic ", if at == 0 { "" } else { ", " })).topic(topic)
        };
        ("split", parts.fold(format!("{total} records: ").into(), add))
    } else if (n as f64) < SPEAKS * topics[topic].size as f64 {
        (
            "absorbed",
            Remark::from(format!("{n} of its {total} records stand in topic "))
                .topic(topic)
                .text(format!(" with {} records", topics[topic].size)),
        )
    } else {
        let held = format!(" (\"{}\") holds {n} of its {total} records", topics[topic].label);
        ("found", Remark::from("topic ").topic(topic).text(held))
    };
    GuideNote { request, outcome: outcome.to_string(), detail }
}
