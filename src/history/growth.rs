//! Growth: two matched snapshots in, for every topic what it gained and lost and whether chance explains it, out.
//!
//! Topics are measured against what the run as a whole did: in a corpus that doubles, a topic that doubles has not
//! grown. Which of them make an event is decided in [`events`](super::events).

use super::matching::Matching;
use super::recognize::Pairing;
use super::snapshot::{Snapshot, TopicId};

/// Standard deviations of an interval that holds 95 %.
const Z_95: f64 = 1.959_963_984_540_054;

/// What became of one topic between two runs.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Growth {
    /// The topic.
    pub topic: TopicId,
    /// Its name.
    pub label: String,
    /// Whether it is weak, in the run that saw it last.
    pub weak: bool,
    /// Records in the earlier run; 0 for a new topic.
    pub n_before: usize,
    /// Records in the later run.
    pub n_now: usize,
    /// Records that the earlier run did not know.
    pub n_new: usize,
    /// Records that were in another topic, or in none.
    pub n_moved_in: usize,
    /// Records that are in another topic now, or in none.
    pub n_moved_out: usize,
    /// Records that the later run does not know.
    pub n_gone: usize,
    /// Share of the earlier run's clustered records, 0..=1.
    pub share_before: f64,
    /// Share of the new clustered records of the period, 0..=1.
    pub share_of_period: f64,
    /// Wilson's 95 % interval of the share of the period.
    pub share_interval: (f64, f64),
    /// Size it would have had if it had done as all continuing topics together; none for a new, split or merged one.
    pub expected: Option<f64>,
    /// Difference from the expected size in standard deviations; none like `expected`.
    pub z: Option<f64>,
}

/// Measures every later topic.
///
/// `expected = n_before · (1 + (J − L) / P)`, where P counts the records of the continuing topics that were neither split
/// nor merged in the earlier run, J those that joined and L those that left these topics.
/// `z = (n_now − expected) / √(p(1 − p)(J(1 + J/P) + L))` with
/// `p = n_before / P`: the joining records as draws from the earlier shares, which are themselves estimated. Records
/// exchanged with topics that are new, ended, split or merged count in neither J nor L, nor in `n_now`.
pub fn growth(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing, matching: &Matching) -> Vec<Growth> {
    let mut rows: Vec<Growth> = (0..later.topics.len()).map(|j| start(earlier, later, matching, j)).collect();
    count_records(earlier, later, pairing, matching, &mut rows);
    let n_before = earlier.n_clustered() as f64;
    let n_new: usize = rows.iter().map(|row| row.n_new).sum();
    let whole = |j: usize, i: usize| matching.sources(j).is_empty() && matching.parts(i).is_empty();
    let continuing: Vec<bool> =
        matching.earlier_of.iter().enumerate().map(|(j, i)| i.is_some_and(|i| whole(j, i))).collect();
    let total = |count: fn(&Growth) -> usize| -> f64 {
        rows.iter().zip(&continuing).filter(|(_, c)| **c).map(|(row, _)| count(row) as f64).sum()
    };
    let before = total(|r| r.n_before);
    let (exchanged_in, exchanged_out) = exchanged(earlier, later, pairing, matching, &continuing);
    let sum = |counts: &[usize]| -> f64 { counts.iter().zip(&continuing).filter(|c| *c.1).map(|c| *c.0 as f64).sum() };
    let joined = total(|r| r.n_new + r.n_moved_in) - sum(&exchanged_in);
    let left = total(|r| r.n_moved_out + r.n_gone) - sum(&exchanged_out);
    for (j, (row, &continuing)) in rows.iter_mut().zip(&continuing).enumerate() {
        row.share_before = if n_before > 0.0 { row.n_before as f64 / n_before } else { 0.0 };
        row.share_of_period = if n_new > 0 { row.n_new as f64 / n_new as f64 } else { 0.0 };
        row.share_interval = wilson(row.n_new, n_new, Z_95);
        if continuing && before > 0.0 {
            let p = row.n_before as f64 / before;
            let expected = row.n_before as f64 * (1.0 + (joined - left) / before);
            let deviation = (p * (1.0 - p) * (joined * (1.0 + joined / before) + left)).sqrt();
            row.expected = Some(expected);
            let now = row.n_now as f64 - exchanged_in[j] as f64 + exchanged_out[j] as f64;
            row.z = Some(if deviation > 0.0 { (now - expected) / deviation } else { 0.0 });
        }
    }
    rows
}

/// By later topic the records that came from, and went to, topics that are new, ended, split or merged: they are told
/// with those and are no growth.
fn exchanged(
    earlier: &Snapshot,
    later: &Snapshot,
    pairing: &Pairing,
    matching: &Matching,
    continuing: &[bool],
) -> (Vec<usize>, Vec<usize>) {
    let goes_on = |i: usize| matching.later_of[i].filter(|j| continuing[*j]);
    let (mut into, mut out) = (vec![0; later.topics.len()], vec![0; later.topics.len()]);
    for (record, known) in later.records.iter().zip(&pairing.earlier_of) {
        let Some((i, j)) = known.and_then(|e| earlier.records[e].topic).zip(record.topic) else { continue };
        match (goes_on(i), continuing[j]) {
            (None, true) => into[j] += 1,
            (Some(own), false) => out[own] += 1,
            _ => {}
        }
    }
    (into, out)
}

/// What became of the earlier topics that no later one continues: now 0, so that the columns of a table of growth add
/// up to the records.
pub fn ended(earlier: &Snapshot, pairing: &Pairing, matching: &Matching, n_new: usize) -> Vec<Growth> {
    let n_before = earlier.n_clustered().max(1) as f64;
    let row = |i: usize| {
        let topic = &earlier.topics[i];
        let members = earlier.records.iter().enumerate().filter(|(_, record)| record.topic == Some(i));
        let n_gone = members.filter(|(e, _)| pairing.later_of[*e].is_none()).count();
        Growth {
            topic: topic.id.unwrap_or_default(),
            label: topic.label.clone(),
            weak: topic.weak,
            n_before: topic.size,
            n_moved_out: topic.size.saturating_sub(n_gone),
            n_gone,
            share_before: topic.size as f64 / n_before,
            share_interval: wilson(0, n_new, Z_95),
            ..Growth::default()
        }
    };
    (0..earlier.topics.len()).filter(|i| matching.later_of[*i].is_none()).map(row).collect()
}

/// The interval of a share of nothing.
const NO_CASES: (f64, f64) = (0.0, 1.0);

impl Growth {
    /// Number, name and the mark of a weak topic.
    pub fn name(&self) -> String {
        format!("{} {}{}", self.topic, self.label, if self.weak { " (weak)" } else { "" })
    }

    /// The share of the new records of the period and its interval; none where nothing was new.
    pub fn of_the_new(&self) -> Option<(f64, (f64, f64))> {
        // With any case at all Wilson's interval is narrower.
        (self.share_interval != NO_CASES).then_some((self.share_of_period, self.share_interval))
    }
}

/// Wilson's interval of a share; (0, 1) for no cases.
///
/// # References
/// E. B. Wilson (1927), *Probable inference, the law of succession, and statistical inference*, JASA 22.
pub fn wilson(hits: usize, cases: usize, z: f64) -> (f64, f64) {
    if cases == 0 {
        return NO_CASES;
    }
    let n = cases as f64;
    let share = hits as f64 / n;
    let center = share + z * z / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    (((center - half) / scale).max(0.0), ((center + half) / scale).min(1.0))
}

fn start(earlier: &Snapshot, later: &Snapshot, matching: &Matching, j: usize) -> Growth {
    let topic = &later.topics[j];
    let before = matching.earlier_of[j].map(|i| earlier.topics[i].size).unwrap_or_default();
    Growth {
        topic: topic.id.unwrap_or_default(),
        label: topic.label.clone(),
        weak: topic.weak,
        n_before: before,
        n_now: topic.size,
        ..Growth::default()
    }
}

fn count_records(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing, matching: &Matching, rows: &mut [Growth]) {
    for (record, known) in later.records.iter().zip(&pairing.earlier_of) {
        let Some(j) = record.topic else { continue };
        match known.map(|e| earlier.records[e].topic) {
            None => rows[j].n_new += 1,
            Some(before) if before.is_some() && before == matching.earlier_of[j] => {}
            Some(_) => rows[j].n_moved_in += 1,
        }
    }
    for (record, found) in earlier.records.iter().zip(&pairing.later_of) {
        let Some(j) = record.topic.and_then(|i| matching.later_of[i]) else { continue };
        match found.map(|l| later.records[l].topic) {
            None => rows[j].n_gone += 1,
            Some(now) if now == Some(j) => {}
            Some(_) => rows[j].n_moved_out += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::matching::match_topics;
    use crate::history::testing::{groups, same_order};

    #[test]
    fn wilson_agrees_with_the_textbook() {
        // By hand: (.2 + z²/100 ± z·√(.16/50 + z²/10000)) / (1 + z²/50).
        let (low, high) = wilson(10, 50, 1.959_963_984_540_054);
        assert!((low - 0.112_438).abs() < 1e-6 && (high - 0.330_371).abs() < 1e-6, "{low} {high}");
        assert_eq!(wilson(0, 0, 1.96), (0.0, 1.0));
        assert_eq!(wilson(0, 9, 1.96).0, 0.0);
        let row = |n_new, n| Growth { n_new, share_interval: wilson(n_new, n, Z_95), ..Growth::default() };
        assert!(
            row(0, 0).of_the_new().is_none() && row(0, 1).of_the_new().is_some() && row(1, 1).of_the_new().is_some()
        );
    }

    #[test]
    fn what_a_merge_lets_go_is_no_growth() {
        let run = |from: u32, to: u32| (from..to).collect::<Vec<u32>>();
        let earlier = groups(&[&run(0, 40), &run(40, 80), &run(80, 120), &run(120, 160)]);
        // Two become one, and fifteen of theirs go to the third.
        let merged = [run(0, 25), run(40, 80)].concat();
        let later = groups(&[&merged, &[run(80, 120), run(25, 40)].concat(), &run(120, 160)]);
        let pairing = same_order(&earlier, &later);
        let matching = match_topics(&earlier, &later, &pairing);
        assert_eq!(matching.sources(0).len(), 2);
        let rows = growth(&earlier, &later, &pairing, &matching);
        assert_eq!((rows[1].n_moved_in, rows[1].n_now, rows[0].z), (15, 55, None));
        assert_eq!([rows[1].z, rows[2].z], [Some(0.0); 2]);
    }

    #[test]
    fn what_joined_and_left_adds_up() {
        let (a, b): (Vec<u32>, Vec<u32>) = ((0..40).collect(), (40..80).collect());
        let earlier = groups(&[&a, &b]);
        // 5 of a move to b, 5 of a are gone, 30 new ones in b.
        let a_now: Vec<u32> = (0..30).collect();
        let b_now: Vec<u32> = (30..35).chain(40..80).chain(100..130).collect();
        let later = groups(&[&a_now, &b_now]);
        let pairing = same_order(&earlier, &later);
        let rows = growth(&earlier, &later, &pairing, &match_topics(&earlier, &later, &pairing));
        let counts = |r: &Growth| (r.n_before, r.n_new, r.n_moved_in, r.n_moved_out, r.n_gone, r.n_now);
        assert_eq!(rows.iter().map(counts).collect::<Vec<_>>(), [(40, 0, 0, 5, 5, 30), (40, 30, 5, 0, 0, 75)]);
        for row in &rows {
            assert_eq!(row.n_before + row.n_new + row.n_moved_in, row.n_now + row.n_moved_out + row.n_gone);
        }
        // P = 80, J = 35, L = 10: expected 40 · (1 + 25/80) = 52.5; variance .25 · (35 · (1 + 35/80) + 10) = 15.078.
        assert_eq!(rows[1].expected, Some(52.5));
        assert!((rows[1].z.unwrap() - 22.5 / 15.078_125_f64.sqrt()).abs() < 1e-9);
        assert_eq!(rows[1].share_of_period, 1.0);
    }

    #[test]
    fn with_the_topics_that_ended_the_columns_add_up() {
        let (a, b, c): (Vec<u32>, Vec<u32>, Vec<u32>) = ((0..40).collect(), (40..60).collect(), (60..70).collect());
        let earlier = groups(&[&a, &b, &c]);
        // b goes into a; of c all but one are gone.
        let both: Vec<u32> = (0..60).chain([69]).collect();
        let later = groups(&[&both]);
        let pairing = same_order(&earlier, &later);
        let matching = match_topics(&earlier, &later, &pairing);
        let rows = [growth(&earlier, &later, &pairing, &matching), ended(&earlier, &pairing, &matching, 0)].concat();
        let counts = |r: &Growth| (r.n_before, r.n_moved_in, r.n_moved_out, r.n_gone, r.n_now);
        let expected = [(40, 21, 0, 0, 61), (20, 0, 20, 0, 0), (10, 0, 1, 9, 0)];
        assert_eq!(rows.iter().map(counts).collect::<Vec<_>>(), expected);
        assert_eq!(rows.iter().map(|row| row.share_before).sum::<f64>(), 1.0);
    }
}
