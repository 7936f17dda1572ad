//! Course: snapshots of several runs in, topic shares and flows between neighboring runs out.
//!
//! Plain numbers for an alluvial diagram and a line chart of shares; nothing is drawn here.

use std::collections::BTreeMap;

use super::changes::pair;
use super::listed::round;
use super::snapshot::{Snapshot, TopicId};

/// One topic in one run.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct TopicShare {
    /// Its lasting number.
    pub topic: TopicId,
    /// Its name in that run.
    pub label: String,
    /// Place in the palette.
    pub color: usize,
    /// Whether it is weak in that run.
    pub weak: bool,
    /// Records.
    pub size: usize,
    /// Share of the run's clustered records, 0..=1.
    pub share: f64,
}

/// One run.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct RunShares {
    /// Its name or time.
    pub run: String,
    /// Its topics, in its own order.
    pub topics: Vec<TopicShare>,
}

/// Records that went from one topic to another between two runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Flow {
    /// Where they were; none: not in the earlier run, or in no topic.
    pub from: Option<TopicId>,
    /// Where they are; none: not in the later run, or in no topic.
    pub to: Option<TopicId>,
    /// How many.
    pub n_records: usize,
}

/// Shares and flows over several runs.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Course {
    /// The runs in order.
    pub runs: Vec<RunShares>,
    /// Flows from every run to the next one, by topics; one list less than runs.
    pub flows: Vec<Vec<Flow>>,
}

/// The course of runs whose topics carry their lasting ids, the oldest first, each with its name or time.
///
/// # Complexity
/// O(r·n log n) for r runs of n records.
pub fn course(runs: &[(String, Snapshot)]) -> Course {
    let shares = runs.iter().map(|(run, snapshot)| RunShares { run: run.clone(), topics: shares(snapshot) });
    let flows = runs.windows(2).map(|pair| flows(&pair[0].1, &pair[1].1));
    Course { runs: shares.collect(), flows: flows.collect() }
}

fn shares(snapshot: &Snapshot) -> Vec<TopicShare> {
    let all = snapshot.n_clustered().max(1) as f64;
    let share = |size: usize| round(size as f64 / all);
    let topics = snapshot.topics.iter();
    topics
        .map(|t| TopicShare {
            topic: t.id.unwrap_or_default(),
            label: t.label.clone(),
            color: t.color,
            weak: t.weak,
            size: t.size,
            share: share(t.size),
        })
        .collect()
}

fn flows(earlier: &Snapshot, later: &Snapshot) -> Vec<Flow> {
    let pairing = pair(earlier, later);
    let id = |snapshot: &Snapshot, record: usize| snapshot.records[record].topic.and_then(|t| snapshot.topics[t].id);
    let mut counts: BTreeMap<(Option<TopicId>, Option<TopicId>), usize> = BTreeMap::new();
    for (l, e) in pairing.earlier_of.iter().enumerate() {
        *counts.entry((e.and_then(|e| id(earlier, e)), id(later, l))).or_default() += 1;
    }
    for (e, _) in pairing.later_of.iter().enumerate().filter(|(_, l)| l.is_none()) {
        *counts.entry((id(earlier, e), None)).or_default() += 1;
    }
    counts.remove(&(None, None));
    counts.into_iter().map(|((from, to), n_records)| Flow { from, to, n_records }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::identity::number;
    use crate::history::testing::groups;

    #[test]
    fn flows_add_up_to_the_sizes() {
        let (mut a, mut b) = (groups(&[&[1, 2, 3, 4], &[5, 6]]), groups(&[&[1, 2], &[3, 5, 9], &[10]]));
        number(&mut a);
        number(&mut b);
        let course = course(&[("June".into(), a), ("July".into(), b)]);
        let flow = |from: u32, to: u32, n_records| {
            let id = |n: u32| (n > 0).then_some(TopicId(n));
            Flow { from: id(from), to: id(to), n_records }
        };
        let expected =
            [flow(0, 2, 1), flow(0, 3, 1), flow(1, 0, 1), flow(1, 1, 2), flow(1, 2, 1), flow(2, 0, 1), flow(2, 2, 1)];
        assert_eq!(course.flows, [expected.to_vec()]);
        assert_eq!((course.runs[0].topics[0].size, course.runs[0].topics[0].share), (4, 0.6667));
    }
}
