//! First variation: assignments in, assignments that no single move can better out.
//!
//! Lloyd's iterations stop where moving a whole batch helps no more; here rows move one at a time whenever that
//! raises `Σ_j ‖S_j‖`, which leaves many of Lloyd's traps. Never empties a cluster.
//!
//! Rows are scored in batches against the sums at the start of the batch (in parallel), then every proposed move is
//! checked again on the sums of the moment (in order), so each move made does raise the objective.
//!
//! # References
//! I. S. Dhillon, Y. Guan & J. Kogan (2002), *Iterative clustering of high dimensional text data augmented by local
//! search*, ICDM.

use rand::seq::SliceRandom;
use rayon::prelude::*;

use super::LARGE;
use super::sums::Sums;
use crate::math::Rng;
use crate::vectorize::TfIdfMatrix;

/// A gain below this is rounding, not progress.
const LEAST_GAIN: f64 = 1e-6;

/// Batches of a pass, and of one over a large corpus: there waking the threads costs more than what sums of before lose.
const BATCHES: (usize, usize) = (64, 16);
/// Most rows that are scored against one state of the sums.
const MOST_IN_BATCH: usize = 8_192;
/// One row in so many that still moves in the last pass is rest enough.
const STILL: usize = 100;
/// Rows from which threads share a batch; waking them costs more than fewer rows.
const WORTH_SHARING: usize = 1_024;
/// Rows of a batch that one task scores.
const SHARE: usize = 64;
/// Rows that stay together in the order of batches worth sharing, so that memory is read in runs.
const RUN: usize = 16;
/// One row in so many, nearest to moving, is looked at again between two passes over all.
const NEAR: usize = 8;
/// Clusters whose bounds are taken together; a row of scores is a multiple of it.
const LANES: usize = 16;
/// More than rounding can take from a gain in single precision.
const ROUNDING: f64 = 1e-5;

/// Runs passes over all rows in seeded random order until one moves nothing, at most `most.0`, and behind each of them up
/// to `most.1` over the rows that were nearest to moving; returns the passes over all and whether it came to rest.
pub(crate) fn refine(
    matrix: &TfIdfMatrix,
    assignments: &mut [u32],
    sums: &mut Sums,
    most: (usize, usize),
    rng: &mut Rng,
) -> (usize, bool) {
    let all: Vec<usize> = (0..matrix.n_rows()).collect();
    let mut leeway = vec![0.0; matrix.n_rows()];
    let mut last = 0;
    for pass in 1..=most.0 {
        sums.refresh_norms();
        last = pass_over(&all, matrix, assignments, sums, &mut leeway, rng);
        if last == 0 {
            return (pass, true);
        }
        if most.1 > 0 {
            let near = with_least(&leeway, matrix.n_rows() / NEAR);
            (0..most.1).any(|_| pass_over(&near, matrix, assignments, sums, &mut leeway, rng) == 0);
        }
    }
    sums.refresh_norms();
    (most.0, last * STILL < matrix.n_rows())
}

/// The `n` rows with the least leeway, in their order.
fn with_least(leeway: &[f32], n: usize) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..leeway.len()).collect();
    if n < rows.len() {
        rows.select_nth_unstable_by(n, |&a, &b| leeway[a].total_cmp(&leeway[b]).then(a.cmp(&b)));
        rows.truncate(n);
        rows.sort_unstable();
    }
    rows
}

/// Moves what gains by it, batch after batch of some rows in random order; returns how many moved.
fn pass_over(
    rows: &[usize],
    matrix: &TfIdfMatrix,
    assignments: &mut [u32],
    sums: &mut Sums,
    leeway: &mut [f32],
    rng: &mut Rng,
) -> usize {
    let n_batches = if matrix.n_rows() > LARGE { BATCHES.1 } else { BATCHES.0 };
    let batch = (matrix.n_rows() / n_batches).clamp(1, MOST_IN_BATCH);
    let run = if batch < WORTH_SHARING { 1 } else { RUN };
    let mut runs: Vec<&[usize]> = rows.chunks(run).collect();
    runs.shuffle(rng);
    let order = runs.concat();
    let mut n_moves = 0;
    for rows in order.chunks(batch) {
        for (row, to) in propose(matrix, assignments, sums, rows, leeway) {
            n_moves += usize::from(try_move(matrix, assignments, sums, row, to));
        }
    }
    n_moves
}

/// The rows of a batch that would gain by moving, with their best target; notes how far each is from it.
fn propose(
    matrix: &TfIdfMatrix,
    assignments: &[u32],
    sums: &Sums,
    rows: &[usize],
    leeway: &mut [f32],
) -> Vec<(usize, usize)> {
    let norms = Norms::of(sums);
    let score = |(rows, left): (&[usize], &mut [f32])| -> Vec<(usize, usize)> {
        let mut scratch = vec![0.0; sums.stride()];
        let mut moves = Vec::new();
        for (&row, left) in rows.iter().zip(left) {
            let (leeway, to) = best_move(matrix, assignments, sums, &norms, row, &mut scratch);
            *left = leeway;
            moves.extend(to.map(|to| (row, to)));
        }
        moves
    };
    let mut left = vec![0.0; rows.len()];
    let moves = if rows.len() < WORTH_SHARING {
        score((rows, &mut left))
    } else {
        let shares = rows.par_chunks(SHARE).zip(left.par_chunks_mut(SHARE));
        shares.map(score).collect::<Vec<_>>().concat()
    };
    rows.iter().zip(left).for_each(|(&row, left)| leeway[row] = left);
    moves
}

/// Norms of the sums at the start of a batch.
struct Norms {
    exact: Vec<f64>,
    /// `1 / 2‖S_j‖`, as many as a row of scores has cells.
    half_inverse: Vec<f32>,
}

impl Norms {
    fn of(sums: &Sums) -> Norms {
        let exact: Vec<f64> = (0..sums.k).map(|j| sums.norm(j)).collect();
        let mut half_inverse: Vec<f32> = exact.iter().map(|norm| (0.5 / norm) as f32).collect();
        half_inverse.resize(sums.stride(), 0.0);
        Norms { exact, half_inverse }
    }

    /// At least the largest gain: `‖S + x‖ − ‖S‖` is at most `(2 S·x + 1) / 2‖S‖`, which needs no root.
    fn bound(&self, dots: &[f32]) -> f32 {
        let mut most = [f32::NEG_INFINITY; LANES];
        for (dots, half_inverse) in dots.chunks_exact(LANES).zip(self.half_inverse.chunks_exact(LANES)) {
            for ((most, dot), half_inverse) in most.iter_mut().zip(dots).zip(half_inverse) {
                let bound = (2.0 * dot + 1.0) * half_inverse;
                *most = if bound > *most { bound } else { *most };
            }
        }
        most.into_iter().fold(f32::NEG_INFINITY, f32::max)
    }
}

/// How much a row would lose by the best move, at least, and where it would gain instead.
fn best_move(
    matrix: &TfIdfMatrix,
    assignments: &[u32],
    sums: &Sums,
    norms: &Norms,
    row: usize,
    scratch: &mut [f32],
) -> (f32, Option<usize>) {
    let from = assignments[row] as usize;
    let x = matrix.row(row);
    if sums.sizes[from] < 2 || x.0.is_empty() {
        return (f32::INFINITY, None);
    }
    sums.dots(x, scratch);
    let loss = norms.exact[from] - (sums.norm2[from] - 2.0 * f64::from(scratch[from]) + 1.0).max(0.0).sqrt();
    // The own cluster is no target: its bound becomes 0.
    scratch[from] = -0.5;
    let left = loss + LEAST_GAIN - f64::from(norms.bound(scratch));
    if left > ROUNDING {
        return (left as f32, None);
    }
    let mut best = (from, loss + LEAST_GAIN);
    for to in (0..sums.k).filter(|&to| to != from) {
        let gain = (sums.norm2[to] + 2.0 * f64::from(scratch[to]) + 1.0).sqrt() - norms.exact[to];
        if gain > best.1 {
            best = (to, gain);
        }
    }
    (0.0, (best.0 != from).then_some(best.0))
}

/// Moves the row if that still raises the objective on the sums of this moment.
fn try_move(matrix: &TfIdfMatrix, assignments: &mut [u32], sums: &mut Sums, row: usize, to: usize) -> bool {
    let from = assignments[row] as usize;
    if sums.sizes[from] < 2 {
        return false;
    }
    let x = matrix.row(row);
    let (dot_from, dot_to) = (sums.dot(x, from), sums.dot(x, to));
    let loss = sums.norm(from) - (sums.norm2[from] - 2.0 * dot_from + 1.0).max(0.0).sqrt();
    let gain = (sums.norm2[to] + 2.0 * dot_to + 1.0).sqrt() - sums.norm(to);
    if gain <= loss + LEAST_GAIN {
        return false;
    }
    sums.shift(x, from, to, (dot_from, dot_to), 1.0);
    assignments[row] = to as u32;
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{lloyd, testing};
    use crate::math;

    #[test]
    fn the_bound_leaves_out_no_move() {
        let (matrix, _) = testing::blobs(300, 6, 5);
        let k = 18;
        let mut assignments: Vec<u32> = (0..300).map(|i| (i * i % 17) as u32).collect();
        let rows: Vec<usize> = (0..300).collect();
        for pass in 0..4 {
            let mut sums = Sums::build(&matrix, &assignments, k);
            let plain = |&row: &usize| {
                let (x, from) = (matrix.row(row), assignments[row] as usize);
                let gain = |to: usize| (sums.norm2[to] + 2.0 * sums.dot(x, to) + 1.0).sqrt() - sums.norm(to);
                let loss = sums.norm(from) - (sums.norm2[from] - 2.0 * sums.dot(x, from) + 1.0).max(0.0).sqrt();
                let others = (0..k).filter(|&to| to != from);
                let best = others.max_by(|&a, &b| gain(a).total_cmp(&gain(b)).then(b.cmp(&a)))?;
                (sums.sizes[from] > 1 && gain(best) > loss + LEAST_GAIN).then_some((row, best))
            };
            let expected: Vec<(usize, usize)> = rows.iter().filter_map(plain).collect();
            assert_eq!(propose(&matrix, &assignments, &sums, &rows, &mut [0.0; 300]), expected, "{pass}");
            assert!(pass > 0 || !expected.is_empty());
            for (row, to) in expected {
                try_move(&matrix, &mut assignments, &mut sums, row, to);
            }
        }
    }

    #[test]
    fn no_single_move_is_left_and_the_objective_rises() {
        let (matrix, _) = testing::blobs(150, 6, 2);
        let mut assignments: Vec<u32> = (0..150).map(|i| (i * i % 6) as u32).collect();
        let mut sums = Sums::build(&matrix, &assignments, 6);
        lloyd::iterate(&matrix, &mut assignments, &mut sums, 20);
        let before = sums.objective();
        let (_, ended) = refine(&matrix, &mut assignments, &mut sums, (50, 3), &mut math::rng(4, 0));
        assert!(ended && sums.objective() >= before - 1e-9);
        let best = sums.objective();
        for row in 0..150 {
            for to in 0..6 {
                let mut other = assignments.clone();
                other[row] = to;
                assert!(Sums::build(&matrix, &other, 6).objective() <= best + 1e-4);
            }
        }
    }
}
