//! Topic matching: two snapshots in, which topic of the later run continues which of the earlier one out.
//!
//! A pair of topics scores `w·J + (1 − w)·c`: `J` the Jaccard index of their members among the records that both runs
//! clustered, `c = max(0, (cos − .2) / .8)` the cosine of their centroids above what unrelated topics of one field
//! have, `w = .7·n/(n + 5)` with n the size of the union, so that the centroids decide where few records are common.
//! Pairs are chosen together, for the greatest total ([`best_pairs`]). Then what is left over is explained: a new topic
//! that came out of an old one (split), an old one that went into another (merge). Ids and names are given in
//! [`identity`](super::identity), events told in [`events`](super::events).

use std::collections::BTreeMap;

use super::hungarian::best_pairs;
use super::recognize::Pairing;
use super::snapshot::Snapshot;

/// Least score of a match. Two topics reach it when a quarter of their records is common and their centroids have
/// cosine .7, or when no record is common and the cosine is .48; unrelated topics stay under .1.
pub const MATCH_MIN: f64 = 0.35;

/// A match is ambiguous when another pair with one of its topics reaches this share of its score.
pub const AMBIGUOUS_RATIO: f64 = 0.8;

/// A topic stems from (or went into) another when this share of its common records is there, and this share of all its
/// records is common.
pub const KIN_SHARE: f64 = 0.5;

/// Fewest common records that can tell a split or a merge.
pub const KIN_MIN: usize = 3;

/// Greatest weight of the members in the score, and the number of common records at which half of it is reached.
const MEMBER_WEIGHT: (f64, f64) = (0.7, 5.0);

/// Cosine of the centroids of unrelated topics of one field.
const UNRELATED_COSINE: f64 = 0.2;

/// How much two topics of two runs have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// Records that are in both.
    pub n_common: usize,
    /// Jaccard index over the records that both runs clustered, 0..=1.
    pub jaccard: f64,
    /// Cosine of the centroids, 0..=1.
    pub cosine: f64,
    /// Both together, 0..=1.
    pub score: f64,
}

/// Which topics go together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matching {
    /// For every earlier topic the later one that continues it.
    pub later_of: Vec<Option<usize>>,
    /// For every later topic the earlier one that it continues.
    pub earlier_of: Vec<Option<usize>>,
    /// Every earlier topic against every later one.
    pub likeness: Vec<Vec<Likeness>>,
    /// For every later topic that continues none: the earlier one that most of it came out of.
    pub split_from: Vec<Option<usize>>,
    /// For every earlier topic that is not continued: the later one that most of it went into.
    pub merged_into: Vec<Option<usize>>,
    /// Common records of every earlier topic.
    pub common_earlier: Vec<usize>,
    /// Common records of every later topic.
    pub common_later: Vec<usize>,
}

/// Matches the topics of two runs by members and centroids.
///
/// # Determinism
/// Depends on the order of topics only where scores are equal.
pub fn match_topics(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing) -> Matching {
    let mut matching = compare_all(earlier, later, pairing);
    let n_later = later.topics.len();
    // What counts is the gain over staying alone, so that no weak pair is made for the sake of the total.
    let gain: Vec<Vec<f64>> =
        matching.likeness.iter().map(|row| row.iter().map(|l| l.score - MATCH_MIN).collect()).collect();
    matching.later_of = best_pairs(&gain, n_later);
    matching.relate(earlier, later);
    matching
}

/// Matches topics that carry lasting ids already: equal ids go together.
pub fn match_by_id(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing) -> Matching {
    let mut matching = compare_all(earlier, later, pairing);
    let place: BTreeMap<_, usize> =
        later.topics.iter().enumerate().filter_map(|(j, topic)| topic.id.map(|id| (id, j))).collect();
    matching.later_of = earlier.topics.iter().map(|t| t.id.and_then(|id| place.get(&id).copied())).collect();
    matching.fill_earlier_of(later.topics.len());
    matching.find_kin(earlier, later);
    matching
}

impl Matching {
    /// The other pair that comes nearest to the match of an earlier topic, when it comes near enough to make it
    /// ambiguous: (earlier, later).
    pub fn rival(&self, earlier: usize) -> Option<(usize, usize)> {
        let matched = self.later_of[earlier]?;
        let score = self.likeness[earlier][matched].score;
        let others =
            (0..self.earlier_of.len()).map(|j| (earlier, j)).chain((0..self.later_of.len()).map(|i| (i, matched)));
        let score_of = |&(i, j): &(usize, usize)| self.likeness[i][j].score;
        others
            .filter(|pair| *pair != (earlier, matched))
            .filter(|pair| score_of(pair) >= AMBIGUOUS_RATIO * score)
            .min_by(|a, b| score_of(b).total_cmp(&score_of(a)).then(a.cmp(b)))
    }

    /// Later topics that an earlier one was split into, the one that continues it first; empty when it was not split.
    pub fn parts(&self, earlier: usize) -> Vec<usize> {
        let split_off = (0..self.split_from.len()).filter(|j| self.split_from[*j] == Some(earlier));
        self.with_own(self.later_of[earlier], split_off, |j| self.likeness[earlier][j].n_common)
    }

    /// Earlier topics that were merged into a later one, the one that it continues first; empty when none were.
    pub fn sources(&self, later: usize) -> Vec<usize> {
        let merged = (0..self.merged_into.len()).filter(|i| self.merged_into[*i] == Some(later));
        self.with_own(self.earlier_of[later], merged, |i| self.likeness[i][later].n_common)
    }

    fn with_own(
        &self,
        own: Option<usize>,
        others: impl Iterator<Item = usize>,
        size: impl Fn(usize) -> usize,
    ) -> Vec<usize> {
        let mut others: Vec<usize> = others.collect();
        others.sort_by_key(|&x| (std::cmp::Reverse(size(x)), x));
        if others.is_empty() { others } else { own.into_iter().chain(others).collect() }
    }

    /// Explains what the pairing left over; the largest part of an unmatched topic, and the largest source of an
    /// unmatched one, are matches after all.
    fn relate(&mut self, earlier: &Snapshot, later: &Snapshot) {
        self.fill_earlier_of(later.topics.len());
        self.find_kin(earlier, later);
        for i in 0..self.later_of.len() {
            if self.later_of[i].is_none()
                && let Some(&largest) = self.parts(i).first()
            {
                self.later_of[i] = Some(largest);
            }
        }
        self.fill_earlier_of(later.topics.len());
        self.find_kin(earlier, later);
        for j in 0..self.earlier_of.len() {
            if self.earlier_of[j].is_none()
                && let Some(&largest) = self.sources(j).first()
            {
                self.later_of[largest] = Some(j);
            }
        }
        self.fill_earlier_of(later.topics.len());
        self.find_kin(earlier, later);
    }

    fn fill_earlier_of(&mut self, n_later: usize) {
        self.earlier_of = vec![None; n_later];
        for (i, j) in self.later_of.iter().enumerate() {
            if let Some(j) = j {
                self.earlier_of[*j] = Some(i);
            }
        }
    }

    fn find_kin(&mut self, earlier: &Snapshot, later: &Snapshot) {
        let settled = |n_common: usize, size: usize| n_common >= KIN_MIN && n_common as f64 >= KIN_SHARE * size as f64;
        let most = |counts: Vec<usize>, of: usize| {
            let best = (0..counts.len()).max_by_key(|&x| (counts[x], std::cmp::Reverse(x)))?;
            (counts[best] >= KIN_MIN && counts[best] as f64 >= KIN_SHARE * of as f64).then_some(best)
        };
        let rows = &self.likeness;
        self.split_from = (0..self.earlier_of.len())
            .map(|j| {
                let free = self.earlier_of[j].is_none() && settled(self.common_later[j], later.topics[j].size);
                let counts = rows.iter().map(|row| row[j].n_common).collect();
                if free { most(counts, self.common_later[j]) } else { None }
            })
            .collect();
        self.merged_into = (0..self.later_of.len())
            .map(|i| {
                let free = self.later_of[i].is_none() && settled(self.common_earlier[i], earlier.topics[i].size);
                let counts = rows[i].iter().map(|l| l.n_common).collect();
                if free { most(counts, self.common_earlier[i]) } else { None }
            })
            .collect();
    }
}

fn compare_all(earlier: &Snapshot, later: &Snapshot, pairing: &Pairing) -> Matching {
    let (n, m) = (earlier.topics.len(), later.topics.len());
    let mut counts = vec![vec![0_usize; m]; n];
    let (mut common_earlier, mut common_later) = (vec![0; n], vec![0; m]);
    for (from, to) in pairing.common() {
        if let (Some(i), Some(j)) = (earlier.records[from].topic, later.records[to].topic) {
            counts[i][j] += 1;
            common_earlier[i] += 1;
            common_later[j] += 1;
        }
    }
    let cosines = centroid_cosines(earlier, later);
    let likeness = (0..n)
        .map(|i| {
            let pair = |j: usize| like(counts[i][j], common_earlier[i] + common_later[j] - counts[i][j], cosines[i][j]);
            (0..m).map(pair).collect()
        })
        .collect();
    Matching { likeness, common_earlier, common_later, ..Matching::default() }
}

fn like(n_common: usize, n_union: usize, cosine: f64) -> Likeness {
    let jaccard = if n_union == 0 { 0.0 } else { n_common as f64 / n_union as f64 };
    let (most, half) = MEMBER_WEIGHT;
    let weight = most * n_union as f64 / (n_union as f64 + half);
    let above = ((cosine - UNRELATED_COSINE) / (1.0 - UNRELATED_COSINE)).max(0.0);
    Likeness { n_common, jaccard, cosine, score: weight * jaccard + (1.0 - weight) * above }
}

/// Cosine of every earlier centroid with every later one, over the terms that are stored.
pub fn centroid_cosines(earlier: &Snapshot, later: &Snapshot) -> Vec<Vec<f64>> {
    let norm = |terms: &[(String, f64)]| terms.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
    let tables: Vec<(BTreeMap<&str, f64>, f64)> = later
        .topics
        .iter()
        .map(|t| (t.centroid.iter().map(|(term, w)| (term.as_str(), *w)).collect(), norm(&t.centroid)))
        .collect();
    let cosine = |terms: &[(String, f64)], (table, length): &(BTreeMap<&str, f64>, f64)| {
        let dot: f64 = terms.iter().filter_map(|(term, w)| table.get(term.as_str()).map(|v| v * w)).sum();
        let lengths = norm(terms) * length;
        if lengths > 0.0 { (dot / lengths).clamp(0.0, 1.0) } else { 0.0 }
    };
    earlier.topics.iter().map(|t| tables.iter().map(|table| cosine(&t.centroid, table)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::testing::{groups, same_order};

    fn check(earlier: &[&[u32]], later: &[&[u32]], expect: &[Option<usize>]) -> Matching {
        let (a, b) = (groups(earlier), groups(later));
        let matching = match_topics(&a, &b, &same_order(&a, &b));
        assert_eq!(matching.earlier_of, expect);
        matching
    }

    fn run(range: std::ops::Range<u32>) -> Vec<u32> {
        range.collect()
    }

    #[test]
    fn the_same_members_go_together_whatever_the_order() {
        let (a, b, c) = (run(0..20), run(20..50), run(50..55));
        check(&[&a, &b, &c], &[&c, &a, &b], &[Some(2), Some(0), Some(1)]);
    }

    #[test]
    fn a_split_keeps_its_largest_part() {
        let whole = run(0..60);
        let matching = check(&[&whole], &[&whole[35..], &whole[..35]], &[None, Some(0)]);
        assert_eq!((matching.parts(0), matching.split_from[0]), (vec![1, 0], Some(0)));
        // Six equal parts: none reaches the least score, and the first of the largest still keeps the id.
        let parts: Vec<&[u32]> = whole.chunks(10).collect();
        let matching = check(&[&whole], &parts, &[Some(0), None, None, None, None, None]);
        assert_eq!(matching.parts(0).len(), 6);
    }

    #[test]
    fn a_merge_is_told_from_an_end() {
        let (a, b, c) = (run(0..30), run(30..50), run(50..60));
        let both = run(0..50);
        let matching = check(&[&a, &b, &c], &[&both], &[Some(0)]);
        assert_eq!(matching.merged_into, [None, Some(0), None]);
        assert_eq!((matching.sources(0), matching.parts(0)), (vec![0, 1], vec![]));
    }

    #[test]
    fn an_even_split_is_ambiguous() {
        let whole = run(0..40);
        let matching = check(&[&whole], &[&whole[..21], &whole[21..]], &[Some(0), None]);
        assert_eq!(matching.rival(0), Some((0, 1)));
        let (a, b) = (run(0..20), run(20..50));
        assert_eq!(check(&[&a, &b], &[&a, &b], &[Some(0), Some(1)]).rival(0), None);
    }
}
