//! Update: the rows of a run and the topics of the last one in, the assignments that k-means starts from out.
//!
//! Known records start where they were, so that k and the topics are kept; a new record starts in the topic whose
//! centroid it is most like. Where enough new records fit no topic and resemble one another, they start a topic of their
//! own. What moves afterwards is k-means' business, and which topic is which [`matching`](super::matching)'s. Fits no
//! model itself.

use std::collections::BTreeMap;

use super::recognize::recognize;
use super::snapshot::{RecordKeys, Snapshot, SnapshotTopic};
use crate::math;
use crate::vectorize::TfIdfMatrix;

/// Settings of an update.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateParams {
    /// A new record fits no topic when it is less like all of them than this share of the known records is like its
    /// own, 0..=1.
    pub misfit_quantile: f64,
    /// Fewest records that fit no topic before one is opened.
    pub new_topic_min: usize,
    /// The same as a share of the mean topic size; the larger number holds.
    pub new_topic_share: f64,
    /// Most topics that one update opens.
    pub new_topics_max: usize,
    /// A topic of which less than this share of its records is still there ends, 0..=1.
    pub ended_share: f64,
}

impl Default for UpdateParams {
    fn default() -> UpdateParams {
        UpdateParams {
            misfit_quantile: 0.05,
            new_topic_min: 5,
            new_topic_share: 0.1,
            new_topics_max: 5,
            ended_share: 0.2,
        }
    }
}

/// Fewest known records from whose similarities a misfit can be told.
const KNOWN_MIN: usize = 20;
/// A new topic's records are at least this close to each other, as a share of how close those of the topics are.
const CLOSE_ENOUGH: f64 = 0.8;
/// Share of all records of the last run that must be there still; else it is not single topics that ended.
const MOST_ARE_THERE: f64 = 0.5;
/// Rounds in which the records of an opened topic are gathered.
const GATHER_ROUNDS: usize = 5;

/// Where k-means starts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// Start cluster of every row, below `topics.len()`; 0 for a row without weights.
    pub assignments: Vec<u32>,
    /// For every start cluster the topic of the last run it continues; none: opened now. A topic of the last run whose
    /// records are gone, all or nearly all, has no start cluster.
    pub topics: Vec<Option<usize>>,
    /// Rows that were known.
    pub n_known: usize,
    /// New rows placed by centroid.
    pub n_placed: usize,
    /// New rows that fit no topic, whether or not one was opened for them.
    pub n_misfits: usize,
}

/// For every record of this run its place in the last one; none for a new record.
pub fn known_records(earlier: &Snapshot, records: &[RecordKeys]) -> Vec<Option<usize>> {
    let keys: Vec<&RecordKeys> = earlier.records.iter().map(|record| &record.keys).collect();
    recognize(&keys, &records.iter().collect::<Vec<_>>()).earlier_of
}

/// Start assignments for an update.
///
/// A topic's centroid is the sum of its known rows; where it has none, the stored centroid over those of its terms that
/// are columns still. New rows go to the nearest centroid. A new row is a misfit when that cosine is under the
/// [`misfit_quantile`](UpdateParams::misfit_quantile) of the known rows' cosines to that topic, each without the
/// row itself. Misfits are then gathered around the one most like all others: a new row joins when it is more like the
/// gathered ones (without itself) than like any topic, and is no misfit there (by the
/// same limit, corrected for the number of the gathered ones); a topic is opened when enough misfits are
/// among them.
///
/// A topic that has lost nearly all its records ([`ended_share`](UpdateParams::ended_share)), while most of the others
/// are there, ends: what is left of it is placed as if it were new, so that k-means does not fill the gap by splitting
/// another topic. One that a person named goes on.
///
/// # Shapes
/// `names`: the name of every column, in the words in which centroids are stored; `known`: one per row.
///
/// # Determinism
/// One thread, sums in the order of rows; ties go to the topic with the lower number.
pub fn initial_assignments<S: AsRef<str>>(
    matrix: &TfIdfMatrix,
    names: &[S],
    topics: &[SnapshotTopic],
    known: &[Option<usize>],
    params: &UpdateParams,
) -> Placement {
    let known: Vec<Option<usize>> = (0..matrix.n_rows())
        .map(|row| known.get(row).copied().flatten().filter(|topic| *topic < topics.len()))
        .collect();
    let ended = ended(topics, &known, params.ended_share);
    let known: Vec<Option<usize>> = known.into_iter().map(|topic| topic.filter(|t| !ended[*t])).collect();
    let centroids = Centroids::new(matrix, names, topics, &known, &ended);
    let mut place: Vec<Option<usize>> = known.clone();
    let new: Vec<usize> = (0..known.len()).filter(|r| known[*r].is_none() && !matrix.row(*r).0.is_empty()).collect();
    let nearest: Vec<(usize, f64)> = new.iter().map(|&row| centroids.nearest(matrix.row(row))).collect();
    new.iter().zip(&nearest).for_each(|(&row, (topic, _))| place[row] = Some(*topic));
    let (misfit_below, of_topic) = misfit_limits(matrix, &centroids, &known, params.misfit_quantile);
    let misfits = nearest.iter().map(|(topic, cosine)| *cosine < of_topic[*topic]).collect();
    let taken = vec![false; new.len()];
    let close_from = CLOSE_ENOUGH * usual_closeness(&centroids, &known);
    let mut open = Open { matrix, rows: &new, nearest: &nearest, misfits, misfit_below, close_from, taken };
    let n_misfits = (0..new.len()).filter(|n| open.is_misfit(*n)).count();
    let mean_size = known.iter().flatten().count() as f64 / topics.len().max(1) as f64;
    let enough = params.new_topic_min.max((params.new_topic_share * mean_size).ceil() as usize).max(2);
    for opened in 0..params.new_topics_max {
        let Some(members) = open.gather(enough) else { break };
        members.into_iter().for_each(|row| place[row] = Some(topics.len() + opened));
    }
    number(&place, topics.len(), (known.iter().flatten().count(), new.len(), n_misfits))
}

/// For every topic whether it lost nearly all its records, as most others did not.
fn ended(topics: &[SnapshotTopic], known: &[Option<usize>], share: f64) -> Vec<bool> {
    let mut left = vec![0_usize; topics.len()];
    known.iter().flatten().for_each(|topic| left[*topic] += 1);
    let is_under = |left: usize, size: usize, share: f64| (left as f64) < share * size as f64;
    let size: usize = topics.iter().map(|topic| topic.size).sum();
    if is_under(left.iter().sum(), size, MOST_ARE_THERE) {
        return vec![false; topics.len()];
    }
    topics.iter().zip(left).map(|(topic, left)| !topic.label_is_given && is_under(left, topic.size, share)).collect()
}

/// Numbers the start clusters that hold a row, those of the last run first.
fn number(
    place: &[Option<usize>],
    n_topics: usize,
    (n_known, n_placed, n_misfits): (usize, usize, usize),
) -> Placement {
    let mut clusters: BTreeMap<usize, u32> = place.iter().flatten().map(|topic| (*topic, 0)).collect();
    clusters.values_mut().zip(0..).for_each(|(number, n)| *number = n);
    let cluster = |topic: &Option<usize>| topic.and_then(|t| clusters.get(&t).copied()).unwrap_or_default();
    let topics = clusters.keys().map(|topic| Some(*topic).filter(|t| *t < n_topics)).collect();
    Placement { assignments: place.iter().map(cluster).collect(), topics, n_known, n_placed, n_misfits }
}

/// Sums of the rows of every topic, term by term, and their lengths.
struct Centroids {
    k: usize,
    sums: Vec<f64>,
    lengths: Vec<f64>,
}

impl Centroids {
    fn new<S: AsRef<str>>(
        matrix: &TfIdfMatrix,
        names: &[S],
        topics: &[SnapshotTopic],
        known: &[Option<usize>],
        ended: &[bool],
    ) -> Centroids {
        let k = topics.len();
        let mut sums = vec![0.0; k * matrix.n_cols];
        let mut has_rows = vec![false; k];
        for (row, topic) in known.iter().enumerate().filter_map(|(row, topic)| topic.map(|topic| (row, topic))) {
            has_rows[topic] = true;
            let (columns, weights) = matrix.row(row);
            columns.iter().zip(weights).for_each(|(c, w)| sums[*c as usize * k + topic] += f64::from(*w));
        }
        if has_rows.contains(&false) {
            let column_of: BTreeMap<&str, usize> =
                names.iter().take(matrix.n_cols).enumerate().map(|(column, name)| (name.as_ref(), column)).collect();
            for (topic, stored) in topics.iter().enumerate().filter(|(topic, _)| !has_rows[*topic] && !ended[*topic]) {
                let found = stored.centroid.iter().filter_map(|(name, w)| Some((column_of.get(name.as_str())?, w)));
                found.for_each(|(column, weight)| sums[column * k + topic] += weight);
            }
        }
        let mut lengths = vec![0.0; k];
        sums.iter().enumerate().for_each(|(at, sum)| lengths[at % k.max(1)] += sum * sum);
        lengths.iter_mut().for_each(|length: &mut f64| *length = length.sqrt());
        Centroids { k, sums, lengths }
    }

    /// Dot products of a row with the sums.
    fn dots(&self, (columns, weights): (&[u32], &[f32])) -> Vec<f64> {
        let mut dots = vec![0.0; self.k];
        for (column, weight) in columns.iter().zip(weights) {
            let sums = &self.sums[*column as usize * self.k..][..self.k];
            dots.iter_mut().zip(sums).for_each(|(dot, sum)| *dot += f64::from(*weight) * sum);
        }
        dots
    }

    /// The nearest centroid and the cosine to it.
    fn nearest(&self, row: (&[u32], &[f32])) -> (usize, f64) {
        let cosines = self.dots(row).into_iter().zip(&self.lengths).map(|(d, l)| if *l > 0.0 { d / l } else { 0.0 });
        cosines.enumerate().fold((0, 0.0), |best, (topic, cosine)| if cosine > best.1 { (topic, cosine) } else { best })
    }

    /// Cosine of a known row to its topic without the row.
    fn without(&self, row: (&[u32], &[f32]), topic: usize) -> f64 {
        without_itself(self.dots(row)[topic], self.lengths[topic])
    }
}

/// Cosine of a unit row to a sum that holds it, without it: `(x·S − 1) / √(‖S‖² − 2 x·S + 1)`.
fn without_itself(dot: f64, length: f64) -> f64 {
    let rest = length * length - 2.0 * dot + 1.0;
    if rest > 1e-9 { (dot - 1.0) / rest.sqrt() } else { 0.0 }
}

/// What a row's cosine to the sum of `n` rows is, as a share of that to the sum of very many rows of the same kind:
/// `√(nρ / (1 + (n − 1)ρ))` with ρ the mean cosine between them.
fn expected_share(n: f64, length: f64) -> f64 {
    let rho = if n > 1.0 { ((length * length - n) / (n * (n - 1.0))).clamp(0.0, 1.0) } else { 1.0 };
    (n * rho / (1.0 + (n - 1.0) * rho)).sqrt()
}

/// Mean cosine between the rows of a sum.
fn closeness(n: f64, length: f64) -> f64 {
    if n > 1.0 { (length * length - n) / (n * (n - 1.0)) } else { 1.0 }
}

/// The closeness of the topics with known rows, in the middle.
fn usual_closeness(centroids: &Centroids, known: &[Option<usize>]) -> f64 {
    let mut sizes = vec![0_usize; centroids.k];
    known.iter().flatten().for_each(|topic| sizes[*topic] += 1);
    let of = |(n, length): (&usize, &f64)| (*n > 1).then(|| closeness(*n as f64, *length));
    let all: Vec<f64> = sizes.iter().zip(&centroids.lengths).filter_map(of).collect();
    if all.is_empty() { 0.0 } else { math::rank::median(&all) }
}

/// The cosine under which a row fits no topic: over all known rows, and for each topic, since topics differ in how close
/// their records are; a topic of few rows has that of all.
fn misfit_limits(
    matrix: &TfIdfMatrix,
    centroids: &Centroids,
    known: &[Option<usize>],
    quantile: f64,
) -> (f64, Vec<f64>) {
    let mut own: Vec<Vec<f64>> = vec![Vec::new(); centroids.k.max(1)];
    for (row, topic) in known.iter().enumerate().filter_map(|(row, topic)| topic.map(|topic| (row, topic))) {
        if !matrix.row(row).0.is_empty() {
            own[topic].push(centroids.without(matrix.row(row), topic));
        }
    }
    let limit = |mut cosines: Vec<f64>| {
        cosines.sort_by(f64::total_cmp);
        let place = (quantile.clamp(0.0, 1.0) * cosines.len().saturating_sub(1) as f64).floor() as usize;
        cosines.get(place).copied().filter(|_| cosines.len() >= KNOWN_MIN)
    };
    let all = limit(own.concat()).unwrap_or(0.0);
    (all, own.into_iter().map(|cosines| limit(cosines).unwrap_or(all)).collect())
}

/// The new rows, from which topics are opened.
struct Open<'a> {
    matrix: &'a TfIdfMatrix,
    rows: &'a [usize],
    nearest: &'a [(usize, f64)],
    /// Whether a new row fits no topic.
    misfits: Vec<bool>,
    misfit_below: f64,
    /// Mean cosine between its records from which a group is a topic.
    close_from: f64,
    taken: Vec<bool>,
}

impl Open<'_> {
    fn is_misfit(&self, n: usize) -> bool {
        self.misfits[n]
    }

    /// Gathers one topic; none when too few misfits belong together. The rows are taken in either case that one is
    /// opened.
    fn gather(&mut self, enough: usize) -> Option<Vec<usize>> {
        let free: Vec<usize> = (0..self.rows.len()).filter(|n| !self.taken[*n]).collect();
        let misfits: Vec<usize> = free.iter().copied().filter(|n| self.is_misfit(*n)).collect();
        if misfits.len() < enough {
            return None;
        }
        let mut members = self.start(&misfits, enough);
        for _ in 0..GATHER_ROUNDS {
            let sum = self.sum(&members);
            let length = sum.iter().map(|s| s * s).sum::<f64>().sqrt();
            let limit = self.misfit_below * expected_share(members.len() as f64, length);
            let joins = |n: &usize| {
                let dot = self.dot(*n, &sum);
                let inside = members.binary_search(n).is_ok();
                let cosine = if inside { without_itself(dot, length) } else { dot / length.max(f64::MIN_POSITIVE) };
                cosine > self.nearest[*n].1 && cosine >= limit
            };
            let next: Vec<usize> = free.iter().copied().filter(joins).collect();
            if next == members {
                break;
            }
            members = next;
        }
        if members.iter().filter(|n| self.is_misfit(**n)).count() < enough {
            return None;
        }
        let length = self.sum(&members).iter().map(|s| s * s).sum::<f64>().sqrt();
        if closeness(members.len() as f64, length) < self.close_from {
            return None;
        }
        members.iter().for_each(|n| self.taken[*n] = true);
        Some(members.into_iter().map(|n| self.rows[n]).collect())
    }

    /// The misfit most like all others, with those nearest to it.
    fn start(&self, misfits: &[usize], enough: usize) -> Vec<usize> {
        let sum = self.sum(misfits);
        let likeness: Vec<f64> = misfits.iter().map(|n| self.dot(*n, &sum)).collect();
        let leader = math::rank::descending(&likeness).first().map_or(0, |first| misfits[*first]);
        let row = |n: usize| self.matrix.row(self.rows[n]);
        let near: Vec<f64> = misfits.iter().map(|n| math::sparse_dot(row(leader), row(*n))).collect();
        let mut members: Vec<usize> =
            math::rank::descending(&near).into_iter().take(enough).map(|place| misfits[place]).collect();
        members.sort_unstable();
        members
    }

    fn sum(&self, members: &[usize]) -> Vec<f64> {
        let mut sum = vec![0.0; self.matrix.n_cols];
        for &n in members {
            let (columns, weights) = self.matrix.row(self.rows[n]);
            columns.iter().zip(weights).for_each(|(column, weight)| sum[*column as usize] += f64::from(*weight));
        }
        sum
    }

    fn dot(&self, n: usize, sum: &[f64]) -> f64 {
        let (columns, weights) = self.matrix.row(self.rows[n]);
        columns.iter().zip(weights).map(|(column, weight)| f64::from(*weight) * sum[*column as usize]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    /// Rows of some themes, in turn: seven of forty words of the theme, three of fifty that all share.
    fn rows(themes: &[usize], n: usize, seed: u64) -> (TfIdfMatrix, Vec<usize>) {
        let mut rng = math::rng(seed, 0);
        let mut matrix = TfIdfMatrix { indptr: vec![0].into(), n_cols: 450, ..TfIdfMatrix::default() };
        let truth: Vec<usize> = (0..n).map(|row| themes[row % themes.len()]).collect();
        for theme in &truth {
            let mut row = std::collections::BTreeSet::new();
            while row.len() < 7 {
                row.insert(theme * 40 + rng.gen_range(0..40).min(rng.gen_range(0..40)));
            }
            while row.len() < 10 {
                row.insert(400 + rng.gen_range(0..50));
            }
            matrix.indices.extend(row.iter().map(|column| *column as u32));
            matrix.values.extend(row.iter().map(|_| (0.1_f32).sqrt()));
            matrix.indptr.push(matrix.indices.len());
        }
        (matrix, truth)
    }

    fn names() -> Vec<String> {
        (0..450).map(|column| format!("w{column}")).collect()
    }

    fn topics(k: usize) -> Vec<SnapshotTopic> {
        let centroid = |theme: usize| (0..40).map(|w| (format!("w{}", theme * 40 + w), 1.0 / (w + 1) as f64)).collect();
        (0..k).map(|theme| SnapshotTopic { centroid: centroid(theme), ..SnapshotTopic::default() }).collect()
    }

    /// All rows but the last `n_new` are known.
    fn check(matrix: &TfIdfMatrix, truth: &[usize], k: usize, n_new: usize) -> Placement {
        let known: Vec<Option<usize>> =
            truth.iter().enumerate().map(|(row, t)| (row + n_new < truth.len() && *t < k).then_some(*t)).collect();
        initial_assignments(matrix, &names(), &topics(k), &known, &UpdateParams::default())
    }

    #[test]
    fn new_records_go_to_their_topics_and_open_none() {
        for seed in 0..10 {
            let (matrix, truth) = rows(&[0, 1, 2, 3, 4], 600, seed);
            let placement = check(&matrix, &truth, 5, 100);
            assert_eq!(placement.topics, [Some(0), Some(1), Some(2), Some(3), Some(4)]);
            let right = placement.assignments.iter().zip(&truth).filter(|(a, t)| **a as usize == **t).count();
            assert!(right >= 595, "{right}");
            assert_eq!((placement.n_known, placement.n_placed), (500, 100));
        }
    }

    #[test]
    fn two_new_themes_open_two_topics() {
        for seed in 0..10 {
            let (mut matrix, mut truth) = rows(&[0, 1, 2, 3], 400, seed);
            let (more, more_truth) = rows(&[0, 5, 1, 6, 2, 5, 3, 6], 120, seed + 100);
            let start = matrix.indices.len();
            matrix.indices.extend_from_slice(&more.indices);
            matrix.values.extend_from_slice(&more.values);
            matrix.indptr.extend(more.indptr[1..].iter().map(|end| end + start));
            truth.extend(&more_truth);
            let placement = check(&matrix, &truth, 4, 120);
            assert_eq!(placement.topics, [Some(0), Some(1), Some(2), Some(3), None, None], "seed {seed}");
            let found: Vec<usize> = placement.assignments.iter().map(|a| *a as usize).collect();
            let ari = math::agree::adjusted_rand(&found, &truth);
            assert!(ari > 0.9, "seed {seed}: {ari}");
        }
    }

    #[test]
    fn a_topic_that_lost_nearly_all_its_records_ends() {
        let (matrix, truth) = rows(&[0, 1, 2], 300, 4);
        let sized = |given: bool| -> Vec<SnapshotTopic> {
            topics(3).into_iter().map(|t| SnapshotTopic { size: 100, label_is_given: given, ..t }).collect()
        };
        // Of the second topic 10 rows of 100 are known to be there, the others are new.
        let known: Vec<Option<usize>> =
            truth.iter().enumerate().map(|(row, t)| (*t != 1 || row < 30).then_some(*t)).collect();
        let place = |topics: &[SnapshotTopic], known: &[Option<usize>]| {
            initial_assignments(&matrix, &names(), topics, known, &UpdateParams::default()).topics
        };
        assert!(!place(&sized(false), &known).contains(&Some(1)));
        assert!(place(&sized(true), &known).contains(&Some(1)));
        // Where all topics lost as much, none of them ended.
        let few: Vec<Option<usize>> = truth.iter().enumerate().map(|(row, t)| (row < 30).then_some(*t)).collect();
        assert!(place(&sized(false), &few).contains(&Some(1)));
    }

    #[test]
    fn without_known_records_the_stored_centroids_lead() {
        let (matrix, truth) = rows(&[2, 0], 60, 1);
        let placement = initial_assignments(&matrix, &names(), &topics(3), &[], &UpdateParams::default());
        // Topic 1 has no record, so it starts no cluster.
        assert_eq!(placement.topics, [Some(0), Some(2)]);
        assert!(placement.assignments.iter().zip(&truth).all(|(a, t)| *a as usize == t / 2));
    }

    #[test]
    fn nothing_at_all_is_no_reason_to_fail() {
        let empty = TfIdfMatrix { indptr: vec![0, 0].into(), n_cols: 0, ..TfIdfMatrix::default() };
        let placement = initial_assignments(&empty, &names(), &[], &[Some(9)], &UpdateParams::default());
        assert_eq!((placement.assignments, placement.topics), (vec![0], vec![]));
        let (matrix, _) = rows(&[0], 30, 1);
        let placement = initial_assignments(&matrix, &names(), &[], &[], &UpdateParams::default());
        assert_eq!(placement.assignments.len(), 30);
    }
}
