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
use crate::math::simd::{self, Kernel};
use crate::vectorize::TfIdfMatrix;

/// Rows that are compared in full with a row.
const CANDIDATES: usize = 128;
/// Looked up for a row are terms that stand, together, in as many rows as all rows through this.
const SHARE: usize = 6;
/// Rows whose parts of a cosine are added up before those of others, since they stay in the nearest cache.
const BLOCK: usize = 8_192;
/// Rows that are passed over together where none is a candidate, and in turn of those.
const RUN: usize = 64;
const SHORT: usize = 16;
/// One of so many short runs is looked at to tell what candidates have.
const SAMPLED: usize = 16;
/// A floor below which no lower one but the lowest is tried.
const LEAST_FLOOR: f32 = 1e-3;

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
    /// Part of the cosine to every row, and to none up to a whole run.
    partial: Vec<f32>,
    /// The best of them, with their rows.
    best: Vec<(f32, u32)>,
    /// The row that is looked up.
    spread: Spread,
}

impl Scratch {
    fn new(matrix: &TfIdfMatrix) -> Scratch {
        let partial = vec![0.0; matrix.n_rows().next_multiple_of(RUN)];
        Scratch { partial, best: Vec::new(), spread: Spread::new(matrix) }
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
    fn look_up(&self, row: u32, Scratch { partial, best, .. }: &mut Scratch) {
        let mut terms = self.heaviest(row);
        for first in (0..self.matrix.n_rows()).step_by(BLOCK) {
            terms.iter_mut().for_each(|term| term.add_below(first + BLOCK, partial));
        }
        partial[row as usize] = 0.0;
        take_best(partial, best);
        partial.fill(0.0);
    }

    /// The heaviest terms of a row that stand, together, in as many rows as are looked up; the heaviest in any case.
    fn heaviest(&self, row: u32) -> Vec<LookedUp<'_>> {
        let (terms, weights) = self.matrix.row(row as usize);
        let mut heaviest: Vec<(u32, f32)> = terms.iter().copied().zip(weights.iter().copied()).collect();
        heaviest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut left = self.budget;
        let mut looked_up = Vec::with_capacity(heaviest.len());
        for (term, weight) in heaviest {
            let (rows, weights) = self.columns.row(term as usize);
            if rows.len() <= left || looked_up.is_empty() {
                left = left.saturating_sub(rows.len());
                looked_up.push(LookedUp { weight, rows, weights });
            }
        }
        looked_up
    }
}

/// A term of a row, and the rows that are still to be met with it.
struct LookedUp<'a> {
    weight: f32,
    rows: &'a [u32],
    weights: &'a [f32],
}

impl LookedUp<'_> {
    /// Adds what the term gives to the rows of a block, which ends before `end`.
    fn add_below(&mut self, end: usize, partial: &mut [f32]) {
        let mut n_met = 0;
        for (&row, &weight) in self.rows.iter().zip(self.weights) {
            if row as usize >= end {
                break;
            }
            partial[row as usize] += self.weight * weight;
            n_met += 1;
        }
        (self.rows, self.weights) = (&self.rows[n_met..], &self.weights[n_met..]);
    }
}

/// The rows of the largest parts of a cosine, [`CANDIDATES`] at most; of equal ones the first.
fn take_best(partial: &[f32], best: &mut Vec<(f32, u32)>) {
    let mut floor = likely_floor(partial);
    simd::widest(Reaching { partial, floor, found: best });
    while best.len() < CANDIDATES && floor > f32::MIN_POSITIVE {
        best.clear();
        floor = if floor > LEAST_FLOOR { floor / 2.0 } else { f32::MIN_POSITIVE };
        simd::widest(Reaching { partial, floor, found: best });
    }
    if best.len() > CANDIDATES {
        best.select_nth_unstable_by(CANDIDATES, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        best.truncate(CANDIDATES);
    }
}

/// A part of the cosine that likely some more than [`CANDIDATES`] rows reach, by a sample.
fn likely_floor(partial: &[f32]) -> f32 {
    let runs = || partial.as_chunks::<SHORT>().0.iter().step_by(SAMPLED);
    let (mut sample, mut n) = (vec![0.0; (runs().len() + 1) * SHORT], 0);
    for run in runs() {
        // Without a branch for each: which are 0 cannot be foreseen.
        for &part in run {
            sample[n] = part;
            n += usize::from(part > 0.0);
        }
    }
    sample.truncate(n);
    let at = 2 * CANDIDATES / SAMPLED;
    if sample.len() <= at {
        return f32::MIN_POSITIVE;
    }
    *sample.select_nth_unstable_by(at, |a, b| b.total_cmp(a)).1
}

/// The rows whose part is not below a floor, which is above 0.
struct Reaching<'a> {
    partial: &'a [f32],
    floor: f32,
    found: &'a mut Vec<(f32, u32)>,
}

impl Kernel for Reaching<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (run, parts) in self.partial.as_chunks::<RUN>().0.iter().enumerate() {
            if !any_reaches(parts, self.floor) {
                continue;
            }
            for (short, parts) in parts.as_chunks::<SHORT>().0.iter().enumerate() {
                if !any_reaches(parts, self.floor) {
                    continue;
                }
                let rows = (run * RUN + short * SHORT) as u32..;
                let reaching = rows.zip(parts).filter(|(_, part)| **part >= self.floor);
                self.found.extend(reaching.map(|(row, &part)| (part, row)));
            }
        }
    }
}

/// Whether a part is not below a floor, told without a branch for each.
#[inline(always)]
fn any_reaches<const N: usize>(parts: &[f32; N], floor: f32) -> bool {
    parts.iter().map(|part| u32::from(*part >= floor)).sum::<u32>() > 0
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
