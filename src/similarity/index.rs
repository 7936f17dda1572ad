//! Index: the rows of a large corpus in, nearly all of their nearest rows out, without comparing every two.
//!
//! A row's heaviest terms, as many as do not stand in too many rows, find the rows that may be near; the best of these
//! by that part of the cosine are compared in full. What is given are true cosines, but a near row that shares little
//! of what was looked up is not found: of 25,000 to 100,000 abstracts 98 of 100 neighbors are.
//!
//! # Determinism
//! Every row is looked up by itself, equal similarities go by row number; the result does not depend on threads.

use rayon::prelude::*;

use super::knn::{Near, NeighborTable, insert};
use super::spread::Spread;
use crate::vectorize::TfIdfMatrix;

/// Rows that are compared in full with a row.
const CANDIDATES: usize = 128;
/// Looked up for a row are terms that stand, together, in as many rows as all rows through this.
const SHARE: usize = 6;
/// One of so many rows is looked at to tell what candidates have.
const SAMPLED: usize = 16;

/// As [`neighbors`](super::neighbors), nearly.
pub(super) fn neighbors(matrix: &TfIdfMatrix, n_neighbors: usize) -> NeighborTable {
    neighbors_within(matrix, n_neighbors, matrix.n_rows() / SHARE)
}

fn neighbors_within(matrix: &TfIdfMatrix, n_neighbors: usize, budget: usize) -> NeighborTable {
    let index = Index { matrix, columns: matrix.transposed(), budget };
    let find = |scratch: &mut Scratch, row: u32| index.find(row, n_neighbors, scratch);
    let all = (0..matrix.n_rows() as u32).into_par_iter();
    NeighborTable { rows: all.map_init(|| Scratch::new(matrix), find).collect() }
}

struct Index<'a> {
    matrix: &'a TfIdfMatrix,
    /// The rows of every term.
    columns: TfIdfMatrix,
    /// Rows that the terms of one row are looked up in.
    budget: usize,
}

/// Room that is used again for every row; all zeros and empty between two.
struct Scratch {
    /// Part of the cosine to every row.
    partial: Vec<f32>,
    /// Rows to which it is not zero.
    touched: Vec<u32>,
    /// The best of them, with it.
    best: Vec<(f32, u32)>,
    /// The row that is looked up.
    spread: Spread,
}

impl Scratch {
    fn new(matrix: &TfIdfMatrix) -> Scratch {
        let (partial, spread) = (vec![0.0; matrix.n_rows()], Spread::new(matrix));
        Scratch { partial, touched: Vec::new(), best: Vec::new(), spread }
    }
}

impl Index<'_> {
    /// The nearest rows of one row.
    fn find(&self, row: u32, n_neighbors: usize, scratch: &mut Scratch) -> Vec<Near> {
        self.look_up(row, scratch);
        let others: Vec<u32> = scratch.best.drain(..).map(|(_, other)| other).collect();
        let mut found = Vec::with_capacity(n_neighbors + 1);
        for (&other, cosine) in others.iter().zip(scratch.spread.cosines(self.matrix, row, &others)) {
            insert(&mut found, (other, cosine), n_neighbors);
        }
        found
    }

    /// The candidates of a row: the best by what its heaviest terms give.
    fn look_up(&self, row: u32, Scratch { partial, touched, best, .. }: &mut Scratch) {
        let (terms, weights) = self.matrix.row(row as usize);
        let mut heaviest: Vec<(u32, f32)> = terms.iter().copied().zip(weights.iter().copied()).collect();
        heaviest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut left = self.budget;
        for (term, weight) in heaviest {
            let (rows, weights) = self.columns.row(term as usize);
            // The heaviest is looked up in any case.
            if rows.len() > left && left < self.budget {
                continue;
            }
            left = left.saturating_sub(rows.len());
            for (&other, &of_other) in rows.iter().zip(weights) {
                let partial = &mut partial[other as usize];
                if *partial == 0.0 {
                    touched.push(other);
                }
                *partial += weight * of_other;
            }
        }
        let floor = least_of_best(touched, partial);
        // One pass reads what was summed and makes it zero again.
        let taken = touched.drain(..).map(|other| (std::mem::take(&mut partial[other as usize]), other));
        best.extend(taken.filter(|&(score, other)| score >= floor && other != row));
        if best.len() > CANDIDATES {
            best.select_nth_unstable_by(CANDIDATES, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            best.truncate(CANDIDATES);
        }
    }
}

/// A part of the cosine that some more than [`CANDIDATES`] rows reach, by every sixteenth of those touched.
fn least_of_best(touched: &[u32], partial: &[f32]) -> f32 {
    if touched.len() < SAMPLED * CANDIDATES {
        return 0.0;
    }
    let mut sample: Vec<f32> = touched.iter().step_by(SAMPLED).map(|&other| partial[other as usize]).collect();
    *sample.select_nth_unstable_by(2 * CANDIDATES / SAMPLED, |a, b| b.total_cmp(a)).1
}

#[cfg(test)]
mod tests {
    use super::super::knn::{self, testing::random};
    use super::*;

    #[test]
    fn with_every_term_looked_up_it_is_the_same_as_comparing_every_two() {
        let matrix = random(120);
        let table = neighbors_within(&matrix, 5, usize::MAX);
        let exact = knn::neighbors(&matrix, 5);
        for (list, exact) in table.rows.iter().zip(&exact.rows) {
            assert_eq!(list.len(), exact.len());
            assert!(list.iter().zip(exact).all(|(a, b)| (a.1 - b.1).abs() < 1e-6), "{list:?} {exact:?}");
        }
    }

    #[test]
    fn of_a_part_of_the_terms_most_neighbors_are_found_on_any_number_of_threads() {
        let matrix = random(3_000);
        let exact = knn::neighbors(&matrix, 5);
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| neighbors_within(&matrix, 5, matrix.n_rows() / 2))
        };
        let table = run(1);
        assert_eq!(table, run(3));
        let found = |(list, exact): (&Vec<Near>, &Vec<Near>)| {
            // Rows of equal similarity are as good.
            list.iter().zip(exact).filter(|(a, b)| (a.1 - b.1).abs() < 1e-6).count()
        };
        let n_found: usize = table.rows.iter().zip(&exact.rows).map(found).sum();
        let n_exact: usize = exact.rows.iter().map(Vec::len).sum();
        assert!(n_found < n_exact, "nothing was left out");
        assert!(n_found as f64 > 0.6 * n_exact as f64, "{n_found} of {n_exact}");
    }
}
