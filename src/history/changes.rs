//! Changes: two snapshots in, everything that is different between them out, as plain values.
//!
//! [`compare`] serves `themata run` (the last run against this one), `themata history` (any two runs) and
//! `themata compare` (two folders). Rendering is in [`render`](super::render).

use std::collections::BTreeMap;

use serde::Serialize;

use super::events::{EventKind, TopicEvent, events};
use super::growth::{Growth, ended, growth};
use super::identity::{self, Known};
use super::listed::{RecordRef, TopicRef, place, round, topic_ref};
use super::matching::{Matching, match_by_id, match_topics};
use super::novelty::{self, UnlikeRecord};
use super::recognize::{Pairing, recognize};
use super::settings::SettingChange;
use super::snapshot::{RecordKeys, Snapshot, TopicId};
use crate::math::agree::adjusted_rand;

/// Version of the form of `changes.json`.
pub const SCHEMA_VERSION: u32 = 1;

/// How the later grouping was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Clustered anew, then matched.
    #[default]
    Fresh,
    /// Started from the topics of the run before.
    Update,
}

impl Mode {
    /// The mode as a word, as in `changes.json` and the history.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Fresh => "fresh",
            Mode::Update => "update",
        }
    }
}

/// A record whose content changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChangedRecord {
    /// The record in the later run.
    #[serde(flatten)]
    pub record: RecordRef,
    /// What changed: `title`, `abstract`, `year, keywords or notice`.
    pub fields: Vec<&'static str>,
}

/// A record that is in another topic now.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MovedRecord {
    /// Its id in the later run.
    pub record_id: String,
    /// Its title.
    pub title: String,
    /// Where it was.
    pub from: TopicRef,
    /// Where it is.
    pub to: TopicRef,
    /// Its similarity to the new topic minus that to the second one: small at a border.
    pub margin: f64,
    /// Whether a split or merge of the two topics explains it.
    pub with_topic: bool,
}

/// A topic that goes on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct KeptTopic {
    /// Its lasting number.
    pub topic: TopicId,
    /// Its name.
    pub label: String,
    /// Its name in the earlier run, where that was another one.
    pub renamed_from: Option<String>,
    /// Jaccard index of its members among the records that both runs clustered.
    pub jaccard: f64,
    /// Cosine of its centroids.
    pub cosine: f64,
    /// Where the match is ambiguous: the pair that came near, and how near.
    pub ambiguous: Option<String>,
}

/// All that is different between two runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// Version of this form.
    pub schema_version: u32,
    /// Name or time of the earlier run.
    pub earlier: String,
    /// Name or time of the later run.
    pub later: String,
    /// How the later grouping was made; none where unknown.
    pub mode: Option<Mode>,
    /// Settings that differ, by name; they may explain what else changed.
    pub settings: Vec<SettingChange>,
    /// Records of the earlier run.
    pub n_earlier: usize,
    /// Records of the later run.
    pub n_later: usize,
    /// Records of both.
    pub n_common: usize,
    /// Adjusted Rand index of the two groupings over the records that both clustered; none below two.
    pub ari: Option<f64>,
    /// Topic events, by kind, then by topic.
    pub events: Vec<TopicEvent>,
    /// Topics that go on, in the order of the later run.
    pub kept: Vec<KeptTopic>,
    /// Growth of every topic of the later run, then of those that ended or were merged away.
    pub growth: Vec<Growth>,
    /// Up to twenty new records most unlike anything before, the most unlike first; empty without neighbors.
    pub unlike: Vec<UnlikeRecord>,
    /// Records that the earlier run did not know.
    pub new: Vec<RecordRef>,
    /// Records that the later run does not know.
    pub gone: Vec<RecordRef>,
    /// Records whose content changed.
    pub changed: Vec<ChangedRecord>,
    /// Records that are in another topic.
    pub moved: Vec<MovedRecord>,
}

/// The two runs by name, and how the later one was made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Runs<'a> {
    /// Name or time of the earlier run.
    pub earlier: &'a str,
    /// Name or time of the later run.
    pub later: &'a str,
    /// How the later grouping was made; none where unknown.
    pub mode: Option<Mode>,
    /// Settings that differ.
    pub settings: &'a [SettingChange],
}

/// Matches this run's topics with the last one's, gives them their ids, names and colors, and tells what changed.
///
/// `known` holds the first free id of the history; the next one after this run is returned with the changes.
pub fn follow(earlier: &Snapshot, later: &mut Snapshot, known: Known<'_>, runs: Runs<'_>) -> (Changes, TopicId) {
    let pairing = pair(earlier, later);
    let matching = match_topics(earlier, later, &pairing);
    let next_id = identity::keep(earlier, later, &matching, known);
    let mut changes = tell(earlier, later, &pairing, &matching, runs);
    for event in changes.events.iter_mut().filter(|event| event.kind == EventKind::New && event.topic < known.next_id) {
        event.evidence = format!("an earlier run had it; {}", event.evidence);
    }
    (changes, next_id)
}

/// Tells what changed between two runs of one history, whose topics carry their lasting ids.
pub fn between(earlier: &Snapshot, later: &Snapshot, runs: Runs<'_>) -> Changes {
    let pairing = pair(earlier, later);
    let matching = match_by_id(earlier, later, &pairing);
    tell(earlier, later, &pairing, &matching, runs)
}

/// Tells what changed between any two runs, for instance two folders: topics are matched anew, and those of the later
/// run take the ids of the earlier one.
pub fn compare(earlier: &Snapshot, later: &Snapshot, runs: Runs<'_>) -> Changes {
    let (mut earlier, mut later) = (earlier.clone(), later.clone());
    let next_id = identity::number(&mut earlier);
    // Both folders are final reports: their own names stand, so that a renamed topic is seen.
    let labels: Vec<String> = later.topics.iter().map(|topic| topic.label.clone()).collect();
    let pairing = pair(&earlier, &later);
    let matching = match_topics(&earlier, &later, &pairing);
    identity::keep(&earlier, &mut later, &matching, Known { next_id, ..Known::default() });
    later.topics.iter_mut().zip(labels).for_each(|(topic, label)| topic.label = label);
    tell(&earlier, &later, &pairing, &matching, runs)
}

impl Changes {
    /// Tells the names that were given by hand since the last report, which called its topics by `shown`.
    pub fn tell_names(&mut self, earlier: &Snapshot, shown: &BTreeMap<TopicId, String>) {
        let given = |id: TopicId| earlier.topics.iter().any(|topic| topic.id == Some(id) && topic.label_is_given);
        for topic in self.kept.iter_mut().filter(|topic| given(topic.topic)) {
            let before = shown.get(&topic.topic).filter(|before| **before != topic.label);
            topic.renamed_from = before.cloned().or(topic.renamed_from.take());
        }
    }
}

/// Which records of two snapshots are the same.
pub fn pair(earlier: &Snapshot, later: &Snapshot) -> Pairing {
    let keys =
        |snapshot: &'_ Snapshot| -> Vec<RecordKeys> { snapshot.records.iter().map(|r| r.keys.clone()).collect() };
    let (a, b) = (keys(earlier), keys(later));
    recognize(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>())
}

fn tell(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing, matching: &Matching, runs: Runs<'_>) -> Changes {
    let growth = growth(earlier, later, pairing, matching);
    let n_new = growth.iter().map(|row| row.n_new).sum();
    let events = events(earlier, later, matching, &growth);
    let growth = growth.into_iter().chain(ended(earlier, pairing, matching, n_new));
    let fresh = |snapshot: &Snapshot, found: &[Option<usize>]| -> Vec<RecordRef> {
        let records = snapshot.records.iter().zip(found);
        records.filter(|(_, found)| found.is_none()).map(|(record, _)| place(snapshot, record)).collect()
    };
    Changes {
        schema_version: SCHEMA_VERSION,
        earlier: runs.earlier.to_string(),
        later: runs.later.to_string(),
        mode: runs.mode,
        settings: runs.settings.to_vec(),
        n_earlier: earlier.records.len(),
        n_later: later.records.len(),
        n_common: pairing.common().count(),
        ari: agreement(earlier, later, pairing),
        events,
        kept: kept(earlier, later, matching),
        growth: growth.map(rounded).collect(),
        unlike: novelty::most_unlike(later, pairing),
        new: fresh(later, &pairing.earlier_of),
        gone: fresh(earlier, &pairing.later_of),
        changed: changed(earlier, later, pairing),
        moved: moved(earlier, later, pairing, matching),
    }
}

/// Adjusted Rand index over the records that both runs clustered; none below two.
pub fn agreement(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing) -> Option<f64> {
    let both = pairing.common().filter_map(|(e, l)| earlier.records[e].topic.zip(later.records[l].topic));
    let (a, b): (Vec<usize>, Vec<usize>) = both.unzip();
    (a.len() >= 2).then(|| round(adjusted_rand(&a, &b)))
}

fn changed(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing) -> Vec<ChangedRecord> {
    // Where a copy in another database stands for the record now, its other words are no change.
    let is_same_copy = |before: &str, now: &str| before == now || before.contains('#') && now.contains('#');
    let differences = |e: usize, l: usize| {
        if !is_same_copy(&earlier.records[e].record_id, &later.records[l].record_id) {
            return Vec::new();
        }
        let contents = earlier.records[e].keys.content.zip(later.records[l].keys.content);
        contents.map(|(before, now)| before.differences(now)).unwrap_or_default()
    };
    let all = pairing.common().map(|(e, l)| (differences(e, l), &later.records[l]));
    all.filter(|(fields, _)| !fields.is_empty())
        .map(|(fields, record)| ChangedRecord { record: place(later, record), fields })
        .collect()
}

fn moved(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing, matching: &Matching) -> Vec<MovedRecord> {
    let both = pairing.common().filter_map(|(e, l)| {
        let record = &later.records[l];
        earlier.records[e].topic.zip(record.topic).map(|(from, to)| (from, to, record))
    });
    both.filter(|(from, to, _)| matching.earlier_of[*to] != Some(*from))
        .map(|(from, to, record)| MovedRecord {
            record_id: record.record_id.clone(),
            title: record.title.clone(),
            from: topic_ref(earlier, from),
            to: topic_ref(later, to),
            margin: round(record.margin),
            with_topic: matching.split_from[to] == Some(from) || matching.merged_into[from] == Some(to),
        })
        .collect()
}

fn kept(earlier: &Snapshot, later: &Snapshot, matching: &Matching) -> Vec<KeptTopic> {
    let pairs = matching.earlier_of.iter().enumerate().filter_map(|(j, i)| i.map(|i| (i, j)));
    pairs
        .map(|(i, j)| {
            let TopicRef { topic, label } = topic_ref(later, j);
            let likeness = matching.likeness[i][j];
            let renamed_from = Some(&earlier.topics[i].label).filter(|before| **before != label).cloned();
            let ambiguous = matching.rival(i).map(|(a, b)| {
                let (before, now) = (topic_ref(earlier, a), topic_ref(later, b));
                let score = matching.likeness[a][b].score;
                format!(
                    "{} \"{}\" before and {} \"{}\" now go together nearly as well ({score:.2} against {:.2})",
                    before.topic, before.label, now.topic, now.label, likeness.score
                )
            });
            let (jaccard, cosine) = (round(likeness.jaccard), round(likeness.cosine));
            KeptTopic { topic, label, renamed_from, jaccard, cosine, ambiguous }
        })
        .collect()
}

fn rounded(mut row: Growth) -> Growth {
    row.share_before = round(row.share_before);
    row.share_of_period = round(row.share_of_period);
    row.share_interval = (round(row.share_interval.0), round(row.share_interval.1));
    row.expected = row.expected.map(round);
    row.z = row.z.map(round);
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::fingerprint::Content;
    use crate::history::testing::groups;

    #[test]
    fn another_copy_of_a_record_is_no_change() {
        let earlier = groups(&[&[1, 2, 4], &[8, 10, 11]]);
        let mut later = earlier.clone();
        let other = Content { title: 7, ..Content::default() };
        later.records.iter_mut().for_each(|record| record.keys.content = Some(other));
        later.records[0].record_id = "the copy of another database".into();
        let runs = Runs { earlier: "a", later: "b", mode: None, settings: &[] };
        let changed = compare(&earlier, &later, runs).changed;
        let ids: Vec<&str> = changed.iter().map(|changed| changed.record.record_id.as_str()).collect();
        assert_eq!(ids, ["r2", "r4", "r8", "r10", "r11"]);
    }
}
