//! Lloyd's iterations on the sphere: assignments in, better assignments out.
//!
//! Every row goes to the centroid with the largest cosine; sums follow the rows that moved. Threads share rows, sums
//! are added up in a fixed order, so the result does not depend on the number of threads.

use rayon::prelude::*;

use super::sums::Sums;
use crate::vectorize::TfIdfMatrix;

/// Rows handled by one task.
const BATCH: usize = 256;

/// The best cluster of a row and its cosine.
pub(crate) fn nearest(sums: &Sums, inverse_norms: &[f32], row: (&[u32], &[f32]), scratch: &mut [f32]) -> (u32, f32) {
    sums.dots(row, scratch);
    let mut best = (0, f32::NEG_INFINITY);
    for (j, (dot, inverse)) in scratch.iter().zip(inverse_norms).enumerate() {
        let cosine = dot * inverse;
        if cosine > best.1 {
            best = (j as u32, cosine);
        }
    }
    best
}

/// `1 / ‖S_j‖`; 0 for an empty cluster.
pub(crate) fn inverse_norms(sums: &Sums) -> Vec<f32> {
    (0..sums.k).map(|j| if sums.sizes[j] == 0 { 0.0 } else { (1.0 / sums.norm(j).max(1e-12)) as f32 }).collect()
}

/// Nearest centroid and cosine of every row.
pub(crate) fn assign(matrix: &TfIdfMatrix, sums: &Sums) -> Vec<(u32, f32)> {
    let inverse = inverse_norms(sums);
    let mut nearest_of = vec![(0, 0.0); matrix.n_rows()];
    nearest_of.par_chunks_mut(BATCH).enumerate().for_each(|(batch, out)| {
        let mut scratch = vec![0.0; sums.stride()];
        for (i, slot) in out.iter_mut().enumerate() {
            *slot = nearest(sums, &inverse, matrix.row(batch * BATCH + i), &mut scratch);
        }
    });
    nearest_of
}

/// Iterates until nothing moves or `max_iter` is reached; returns the number of iterations and whether it converged.
pub(crate) fn iterate(
    matrix: &TfIdfMatrix,
    assignments: &mut [u32],
    sums: &mut Sums,
    max_iter: usize,
) -> (usize, bool) {
    for iteration in 1..=max_iter {
        let nearest_of = assign(matrix, sums);
        let mut moves: Vec<(u32, u32, u32)> = assignments
            .iter()
            .zip(&nearest_of)
            .enumerate()
            .filter(|(_, (old, new))| **old != new.0)
            .map(|(row, (&old, new))| (row as u32, old, new.0))
            .collect();
        let done = moves.is_empty();
        moves.iter().for_each(|&(row, _, to)| assignments[row as usize] = to);
        sums.apply(matrix, &moves);
        moves = repair(matrix, assignments, sums, &nearest_of);
        if done && moves.is_empty() {
            return (iteration, true);
        }
    }
    (max_iter, false)
}

/// Gives every empty cluster the row that fits its own cluster worst; returns the moves made.
pub(crate) fn repair(
    matrix: &TfIdfMatrix,
    assignments: &mut [u32],
    sums: &mut Sums,
    nearest_of: &[(u32, f32)],
) -> Vec<(u32, u32, u32)> {
    let empty: Vec<usize> = (0..sums.k).filter(|&j| sums.sizes[j] == 0).collect();
    if empty.is_empty() {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..assignments.len()).collect();
    order.sort_by(|&a, &b| nearest_of[a].1.total_cmp(&nearest_of[b].1).then(a.cmp(&b)));
    let mut sizes = sums.sizes.clone();
    let mut moves = Vec::new();
    let mut candidates = order.into_iter();
    for to in empty {
        let Some(row) = candidates.by_ref().find(|&row| sizes[assignments[row] as usize] > 1) else { break };
        let from = assignments[row];
        sizes[from as usize] -= 1;
        assignments[row] = to as u32;
        moves.push((row as u32, from, to as u32));
    }
    sums.apply(matrix, &moves);
    moves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn objective_never_falls_and_every_row_ends_at_its_nearest() {
        let (matrix, _) = testing::blobs(200, 5, 11);
        let mut assignments: Vec<u32> = (0..200).map(|i| (i * 7 % 5) as u32).collect();
        let mut sums = Sums::build(&matrix, &assignments, 5);
        let mut last = sums.objective();
        let mut converged = false;
        for _ in 0..50 {
            converged = iterate(&matrix, &mut assignments, &mut sums, 1).1;
            assert!(sums.objective() >= last - 1e-6);
            last = sums.objective();
        }
        assert!(converged);
        for (row, (nearest, _)) in assign(&matrix, &sums).iter().enumerate() {
            assert_eq!(*nearest, assignments[row]);
        }
    }

    #[test]
    fn an_empty_cluster_is_filled() {
        let (matrix, _) = testing::blobs(30, 3, 5);
        let mut assignments = vec![0; 30];
        let mut sums = Sums::build(&matrix, &assignments, 3);
        iterate(&matrix, &mut assignments, &mut sums, 20);
        assert!(sums.sizes.iter().all(|&size| size > 0), "{:?}", sums.sizes);
    }
}
