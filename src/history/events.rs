//! Events: two matched snapshots in, what happened to topics out, each with the figures that show it.
//!
//! * `new`: continues no topic and did not come out of one.
//! * `split`: another topic came out of it: at least half of the other's common records were in it, and at least half
//!   of the other's records are common ([`KIN_SHARE`](super::matching::KIN_SHARE)).
//! * `merged`: another topic went into it, by the same rule the other way round.
//! * `gone`: not continued and not merged.
//! * `grown`, `shrunk`: continued, neither split nor merged, and its size differs from the expected one by at least a
//!   quarter ([`GROWN_RATIO`]), by 5 records ([`GROWN_MIN`]) and by 4 standard deviations ([`GROWN_Z`]).
//!
//! The last limit keeps chance out: over twenty topics and twelve runs it alone lets one false event through in some
//! 65 years, and the first asks for more than that from all but small topics.

use super::growth::Growth;
use super::matching::Matching;
use super::snapshot::{Snapshot, TopicId};
use crate::report::words::counted;

/// Size over expected size from which a topic has grown; its inverse for shrunk.
pub const GROWN_RATIO: f64 = 1.25;
/// Fewest records by which a topic must differ from its expected size.
pub const GROWN_MIN: f64 = 5.0;
/// Standard deviations by which a topic must differ from its expected size.
pub const GROWN_Z: f64 = 4.0;

/// What happened to a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// It was not there before.
    New,
    /// Parts of it are topics of their own now.
    Split,
    /// Other topics went into it.
    Merged,
    /// It is no longer there.
    Gone,
    /// It gained more than the others.
    Grown,
    /// It lost more, or gained less, than the others.
    Shrunk,
}

impl EventKind {
    /// The event as a word, as in `changes.json`.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::New => "new",
            EventKind::Split => "split",
            EventKind::Merged => "merged",
            EventKind::Gone => "gone",
            EventKind::Grown => "grown",
            EventKind::Shrunk => "shrunk",
        }
    }
}

impl TopicEvent {
    /// Whether the set of topics changed, and not only their sizes.
    pub fn is_structural(&self) -> bool {
        !matches!(self.kind, EventKind::Grown | EventKind::Shrunk)
    }
}

/// Another topic of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct OtherTopic {
    /// The topic.
    pub topic: TopicId,
    /// Its name.
    pub label: String,
    /// Common records that it shares with the topic of the event.
    pub n_common: usize,
}

/// One event.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TopicEvent {
    /// What happened.
    pub kind: EventKind,
    /// To which topic: the one that keeps its id in a split or merge.
    pub topic: TopicId,
    /// Its name.
    pub label: String,
    /// Its records in the earlier run.
    pub n_before: usize,
    /// Its records in the later run.
    pub n_now: usize,
    /// `split`: all parts, `merged`: all sources, each with the keeper first; `new` and `gone`: where most of its
    /// common records came from or went, the largest share first.
    pub others: Vec<OtherTopic>,
    /// The figures in a sentence.
    pub evidence: String,
}

/// Tells the events, by kind, then by topic.
pub fn events(earlier: &Snapshot, later: &Snapshot, matching: &Matching, growth: &[Growth]) -> Vec<TopicEvent> {
    let teller = Teller { earlier, later, matching };
    let mut events = Vec::new();
    for i in 0..earlier.topics.len() {
        let parts = matching.parts(i);
        if !parts.is_empty() {
            events.push(teller.split(i, &parts));
        }
        if matching.later_of[i].is_none() && matching.merged_into[i].is_none() && parts.is_empty() {
            events.push(teller.gone(i));
        }
    }
    for (j, row) in growth.iter().enumerate() {
        let sources = matching.sources(j);
        if !sources.is_empty() {
            events.push(teller.merged(j, &sources));
        } else if matching.earlier_of[j].is_none() && matching.split_from[j].is_none() {
            events.push(teller.appeared(j, row));
        } else if matching.earlier_of[j].is_some_and(|i| matching.parts(i).is_empty()) {
            events.extend(teller.grown(j, row));
        }
    }
    events.sort_by_key(|event| (event.kind, event.topic));
    events
}

fn is_or_are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

struct Teller<'a> {
    earlier: &'a Snapshot,
    later: &'a Snapshot,
    matching: &'a Matching,
}

impl Teller<'_> {
    fn split(&self, i: usize, parts: &[usize]) -> TopicEvent {
        let others: Vec<OtherTopic> = parts.iter().map(|&j| self.later_topic(j, self.common(i, j))).collect();
        let common = counted(self.matching.common_earlier[i], "record");
        let evidence = format!("of its {common} that both runs have: {}", list(&others, "went to"));
        let keeper = self.matching.later_of[i];
        let n_now = keeper.map(|j| self.later.topics[j].size).unwrap_or_default();
        let named = keeper.map_or(&self.earlier.topics[i], |j| &self.later.topics[j]);
        let topic = self.earlier.topics[i].id.unwrap_or_default();
        let n_before = self.earlier.topics[i].size;
        TopicEvent { kind: EventKind::Split, topic, label: named.label.clone(), n_before, n_now, others, evidence }
    }

    fn merged(&self, j: usize, sources: &[usize]) -> TopicEvent {
        let others: Vec<OtherTopic> = sources.iter().map(|&i| self.earlier_topic(i, self.common(i, j))).collect();
        let common = counted(self.matching.common_later[j], "record");
        let evidence = format!("of its {common} that both runs have: {}", list(&others, "came from"));
        let n_before = self.matching.earlier_of[j].map(|i| self.earlier.topics[i].size).unwrap_or_default();
        self.about(EventKind::Merged, j, n_before, others, evidence)
    }

    fn appeared(&self, j: usize, row: &Growth) -> TopicEvent {
        let counts = (0..self.earlier.topics.len()).map(|i| self.earlier_topic(i, self.common(i, j))).collect();
        let others = leading(counts);
        let mut evidence =
            format!("{} of its {} {} new", row.n_new, counted(row.n_now, "record"), is_or_are(row.n_new));
        if !others.is_empty() {
            evidence = format!("{evidence}; {}", list(&others, "came from"));
        }
        self.about(EventKind::New, j, 0, others, evidence)
    }

    fn gone(&self, i: usize) -> TopicEvent {
        let topic = &self.earlier.topics[i];
        let others = leading((0..self.later.topics.len()).map(|j| self.later_topic(j, self.common(i, j))).collect());
        let left = topic.size - self.matching.common_earlier[i].min(topic.size);
        let left = (left > 0 || others.is_empty()).then(|| {
            format!("{left} of its {} {} no longer clustered", counted(topic.size, "record"), is_or_are(left))
        });
        let went = (!others.is_empty()).then(|| list(&others, "went to"));
        let evidence = left.into_iter().chain(went).collect::<Vec<_>>().join("; ");
        let (kind, id) = (EventKind::Gone, topic.id.unwrap_or_default());
        TopicEvent { kind, topic: id, label: topic.label.clone(), n_before: topic.size, n_now: 0, others, evidence }
    }

    fn grown(&self, j: usize, row: &Growth) -> Option<TopicEvent> {
        let (expected, z) = (row.expected?, row.z?);
        let now = row.n_now as f64;
        let enough = (now - expected).abs() >= GROWN_MIN && z.abs() >= GROWN_Z;
        let kind = match now {
            now if enough && now >= GROWN_RATIO * expected => EventKind::Grown,
            now if enough && now * GROWN_RATIO <= expected => EventKind::Shrunk,
            _ => return None,
        };
        let evidence = format!(
            "{} records before, {} now, {expected:.0} expected from all topics together ({z:+.1} standard deviations)",
            row.n_before, row.n_now
        );
        Some(self.about(kind, j, row.n_before, Vec::new(), evidence))
    }

    fn about(
        &self,
        kind: EventKind,
        j: usize,
        n_before: usize,
        others: Vec<OtherTopic>,
        evidence: String,
    ) -> TopicEvent {
        let topic = &self.later.topics[j];
        let (id, label) = (topic.id.unwrap_or_default(), topic.label.clone());
        TopicEvent { kind, topic: id, label, n_before, n_now: topic.size, others, evidence }
    }

    fn common(&self, i: usize, j: usize) -> usize {
        self.matching.likeness[i][j].n_common
    }

    fn earlier_topic(&self, i: usize, n_common: usize) -> OtherTopic {
        let topic = &self.earlier.topics[i];
        OtherTopic { topic: topic.id.unwrap_or_default(), label: topic.label.clone(), n_common }
    }

    fn later_topic(&self, j: usize, n_common: usize) -> OtherTopic {
        let topic = &self.later.topics[j];
        OtherTopic { topic: topic.id.unwrap_or_default(), label: topic.label.clone(), n_common }
    }
}

/// The three that share most, those that share nothing left out.
fn leading(mut others: Vec<OtherTopic>) -> Vec<OtherTopic> {
    others.retain(|other| other.n_common > 0);
    others.sort_by_key(|other| (std::cmp::Reverse(other.n_common), other.topic));
    others.truncate(3);
    others
}

fn list(others: &[OtherTopic], verb: &str) -> String {
    let parts: Vec<String> =
        others.iter().map(|other| format!("{} {verb} {} \"{}\"", other.n_common, other.topic, other.label)).collect();
    parts.join(", ")
}
