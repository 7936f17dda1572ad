//! Near-duplicates: rows in, the pairs with a cosine of at least a threshold out, all of them.
//!
//! Rows that are much alike share one of the rarest terms of both: what is left of a row without these is too short to
//! reach the threshold with any other row. Rows that share no such term never meet, and of those that do a cosine is
//! asked for only where what both have from the rarest common term on is long enough, so that large corpora take no
//! more than a look at each row.
//!
//! # References
//! R. J. Bayardo, Y. Ma & R. Srikant (2007), *Scaling up all pairs similarity search*, WWW.
//!
//! # Determinism
//! Equal similarities go by row numbers; the result does not depend on threads.

use rayon::prelude::*;

use crate::vectorize::TfIdfMatrix;

/// More than rounding can add to a cosine.
const ROUNDING: f64 = 1e-4;
/// Rows that are looked up before their pairs are thinned.
const TURN: usize = 4_096;
/// A cosine that no other can be told from.
const EQUAL: f32 = 1.0 - 1e-6;

/// Two rows, the lower number first, and their cosine.
pub type Pair = (u32, u32, f32);

/// All pairs of rows with a cosine of at least `threshold`, the most similar first.
///
/// At most `limit` pairs are kept, the most similar ones.
///
/// # Complexity
/// O(entries), and one dot product for any two rows that share one of their rarest terms.
pub fn near_pairs(matrix: &TfIdfMatrix, threshold: f32, limit: usize) -> Vec<Pair> {
    if limit == 0 {
        return Vec::new();
    }
    let heads = Heads::of(matrix, threshold);
    let mut pairs: Vec<Pair> = Vec::new();
    let mut floor = threshold;
    let all: Vec<u32> = (0..matrix.n_rows() as u32).collect();
    for turn in all.chunks(TURN) {
        let find = |rows: &[u32]| -> Vec<Pair> {
            let mut scratch = Scratch::new(matrix);
            rows.iter().flat_map(|&row| heads.later(row, floor, limit, &mut scratch)).collect()
        };
        let share = turn.len().div_ceil(2 * rayon::current_num_threads());
        let found: Vec<Vec<Pair>> = turn.par_chunks(share).map(find).collect();
        pairs.extend(found.into_iter().flatten());
        if pairs.len() > limit {
            keep_best(&mut pairs, limit);
            floor = pairs.last().map_or(floor, |pair| pair.2);
            if floor >= EQUAL {
                break;
            }
        }
    }
    keep_best(&mut pairs, limit);
    pairs
}

fn keep_best(pairs: &mut Vec<Pair>, most: usize) {
    pairs.sort_unstable_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
    pairs.truncate(most);
}

/// The rarest terms of every row, without which it is nowhere near.
struct Heads<'a> {
    matrix: &'a TfIdfMatrix,
    /// Terms of each row's head, with what the row has from there on; those of row `r` from `starts[r]` on.
    terms: Vec<(u32, f32)>,
    starts: Vec<usize>,
    /// Rows by a term of their head, ascending, with the same; those of term `t` from `begins[t]` on.
    rows: Vec<(u32, f32)>,
    begins: Vec<usize>,
}

impl Heads<'_> {
    fn of(matrix: &TfIdfMatrix, threshold: f32) -> Heads<'_> {
        let mut n_rows_of = vec![0_u32; matrix.n_cols];
        matrix.indices.iter().for_each(|&term| n_rows_of[term as usize] += 1);
        let head = |order: &mut Vec<(u32, u32)>, row: usize| head(matrix.row(row), &n_rows_of, threshold, order);
        let heads: Vec<Vec<(u32, f32)>> = (0..matrix.n_rows()).into_par_iter().map_init(Vec::new, head).collect();
        let starts = running_sums(heads.iter().map(Vec::len));
        let terms = heads.concat();
        let mut n_of = vec![0; matrix.n_cols];
        terms.iter().for_each(|&(term, _)| n_of[term as usize] += 1);
        let begins = running_sums(n_of.into_iter());
        let mut next = begins.clone();
        let mut rows = vec![(0, 0.0); terms.len()];
        for (row, head) in heads.iter().enumerate() {
            for &(term, left) in head {
                rows[next[term as usize]] = (row as u32, left);
                next[term as usize] += 1;
            }
        }
        Heads { matrix, terms, starts, rows, begins }
    }

    /// The best pairs of a row with later ones, from `floor` on.
    fn later(&self, row: u32, floor: f32, limit: usize, Scratch { weights, met, last }: &mut Scratch) -> Vec<Pair> {
        let at = row as usize;
        let least = (f64::from(floor) - ROUNDING).max(0.0).powi(2) as f32;
        for &(term, left) in &self.terms[self.starts[at]..self.starts[at + 1]] {
            let rows = &self.rows[self.begins[term as usize]..self.begins[term as usize + 1]];
            let later = &rows[rows.partition_point(|&(other, _)| other <= row)..];
            // The first term that they share is the rarest: nothing rarer adds to their cosine.
            let first = later.iter().filter(|(other, _)| std::mem::replace(&mut last[*other as usize], row) != row);
            met.extend(first.filter(|(_, of_other)| left * of_other >= least).map(|&(other, _)| other));
        }
        if met.is_empty() {
            return Vec::new();
        }
        let own = self.matrix.row(at);
        own.0.iter().zip(own.1).for_each(|(&term, &weight)| weights[term as usize] = weight);
        let score = |other: u32| {
            let (terms, of_other) = self.matrix.row(other as usize);
            let product = |(&term, &weight): (&u32, &f32)| weights[term as usize] * weight;
            terms.iter().zip(of_other).map(product).sum::<f32>().min(1.0)
        };
        let scored = met.drain(..).map(|other| (row, other, score(other)));
        let mut pairs: Vec<Pair> = scored.filter(|pair| pair.2 >= floor).collect();
        keep_best(&mut pairs, limit);
        own.0.iter().for_each(|&term| weights[term as usize] = 0.0);
        pairs
    }
}

/// The rarest terms of a row, so many that the rest is shorter than the threshold; with each the sum of the squares of
/// its weight and of all that follow.
fn head(row: (&[u32], &[f32]), n_rows_of: &[u32], threshold: f32, order: &mut Vec<(u32, u32)>) -> Vec<(u32, f32)> {
    order.clear();
    order.extend(row.0.iter().zip(0..).map(|(&term, at)| (n_rows_of[term as usize], at)));
    // A row's terms ascend, so terms of as many rows stand in the same order in every row.
    order.sort_unstable();
    let least = (f64::from(threshold) - ROUNDING).max(0.0).powi(2);
    let mut left: f64 = row.1.iter().map(|&weight| f64::from(weight).powi(2)).sum();
    let with_left = order.iter().map(|&(_, at)| {
        let from_here = left;
        left -= f64::from(row.1[at as usize]).powi(2);
        (row.0[at as usize], from_here.max(0.0))
    });
    with_left.take_while(|&(_, left)| left >= least).map(|(term, left)| (term, left as f32)).collect()
}

/// Where each of several lists begins in all of them, and where the last one ends.
fn running_sums(lengths: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut sum = 0;
    let ends = lengths.map(|length| {
        sum += length;
        sum
    });
    std::iter::once(0).chain(ends).collect()
}

/// Room that is used again for every row.
struct Scratch {
    /// Weights of the row that is looked up, by term; all zeros between two.
    weights: Vec<f32>,
    /// Rows that it meets; empty between two.
    met: Vec<u32>,
    /// The row that last met each.
    last: Vec<u32>,
}

impl Scratch {
    fn new(matrix: &TfIdfMatrix) -> Scratch {
        Scratch { weights: vec![0.0; matrix.n_cols], met: Vec::new(), last: vec![u32::MAX; matrix.n_rows()] }
    }
}

#[cfg(test)]
mod tests {
    use super::super::knn::testing::random;
    use super::*;
    use crate::math::sparse_dot;

    #[test]
    fn all_pairs_over_the_threshold_are_found() {
        let matrix = random(150);
        for threshold in [0.2, 0.6, 0.8, 0.95] {
            let found = near_pairs(&matrix, threshold, 100_000);
            let all = (0..150).flat_map(|a| (a + 1..150).map(move |b| (a, b)));
            let is_near = |&(a, b): &(usize, usize)| sparse_dot(matrix.row(a), matrix.row(b)) as f32 >= threshold;
            let expected: Vec<(u32, u32)> = all.filter(is_near).map(|(a, b)| (a as u32, b as u32)).collect();
            let mut numbers: Vec<(u32, u32)> = found.iter().map(|pair| (pair.0, pair.1)).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, expected, "{threshold}");
            assert!(found.windows(2).all(|two| two[0].2 >= two[1].2));
            assert_eq!(near_pairs(&matrix, threshold, 3), found[..found.len().min(3)]);
        }
    }

    #[test]
    fn few_rows_meet_where_a_high_threshold_is_asked_for() {
        let matrix = random(150);
        let terms = |threshold: f32| Heads::of(&matrix, threshold).terms.len();
        assert!(terms(0.9) * 3 < terms(0.1), "{} {}", terms(0.9), terms(0.1));
        assert_eq!(terms(0.0), matrix.indices.len());
    }

    #[test]
    fn equal_rows_without_end_end_with_the_first_pairs() {
        let matrix = random(150).select(&[7; 5_000]);
        let found = near_pairs(&matrix, 0.9, 50);
        assert_eq!(
            found.iter().map(|pair| (pair.0, pair.1)).collect::<Vec<_>>(),
            (1..=50).map(|b| (0, b)).collect::<Vec<_>>()
        );
    }
}
