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

use super::spread::Spread;
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
    /// The head of every row, the rarest term first; a value is what the row has from there on.
    rows: TfIdfMatrix,
    /// The same by term.
    columns: TfIdfMatrix,
}

impl Heads<'_> {
    fn of(matrix: &TfIdfMatrix, threshold: f32) -> Heads<'_> {
        let mut n_rows_of = vec![0_u32; matrix.n_cols];
        matrix.indices.iter().for_each(|&term| n_rows_of[term as usize] += 1);
        let head = |order: &mut Vec<(u32, u32)>, row: usize| head(matrix.row(row), &n_rows_of, threshold, order);
        let heads: Vec<Vec<(u32, f32)>> = (0..matrix.n_rows()).into_par_iter().map_init(Vec::new, head).collect();
        let mut rows = TfIdfMatrix { indptr: vec![0].into(), n_cols: matrix.n_cols, ..TfIdfMatrix::default() };
        for head in heads {
            rows.indices.extend(head.iter().map(|&(term, _)| term));
            rows.values.extend(head.iter().map(|&(_, left)| left));
            rows.indptr.push(rows.indices.len());
        }
        let columns = rows.transposed();
        Heads { matrix, rows, columns }
    }

    /// The best pairs of a row with later ones, from `floor` on.
    fn later(&self, row: u32, floor: f32, limit: usize, Scratch { spread, last }: &mut Scratch) -> Vec<Pair> {
        let least = (f64::from(floor) - ROUNDING).max(0.0).powi(2) as f32;
        let mut met: Vec<u32> = Vec::new();
        let (terms, lefts) = self.rows.row(row as usize);
        for (&term, &left) in terms.iter().zip(lefts) {
            let (others, lefts) = self.columns.row(term as usize);
            let later = others.partition_point(|&other| other <= row);
            for (&other, &of_other) in others[later..].iter().zip(&lefts[later..]) {
                // The first term that they share is the rarest: nothing rarer adds to their cosine.
                let is_first = std::mem::replace(&mut last[other as usize], row) != row;
                if is_first && left * of_other >= least {
                    met.push(other);
                }
            }
        }
        if met.is_empty() {
            return Vec::new();
        }
        let cosines = spread.cosines(self.matrix, row, &met);
        let scored = met.into_iter().zip(cosines).map(|(other, cosine)| (row, other, cosine));
        let mut pairs: Vec<Pair> = scored.filter(|pair| pair.2 >= floor).collect();
        keep_best(&mut pairs, limit);
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

/// Room that is used again for every row.
struct Scratch {
    /// The row that is looked up.
    spread: Spread,
    /// The row that last met each.
    last: Vec<u32>,
}

impl Scratch {
    fn new(matrix: &TfIdfMatrix) -> Scratch {
        Scratch { spread: Spread::new(matrix), last: vec![u32::MAX; matrix.n_rows()] }
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
        let terms = |threshold: f32| Heads::of(&matrix, threshold).rows.indices.len();
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
