//! The map: rows in, a position in the plane for each out, near rows near each other.
//!
//! t-SNE on exact cosine neighbors. Large corpora: a sample is laid out and every other row is set among its nearest
//! sampled rows. Positions show neighborhoods, not distances between far groups.

use rand::Rng as _;
use rayon::prelude::*;

use super::knn::neighbors;
use super::tsne::{self, Affinities};
use crate::math::{self, sparse_dot};
use crate::vectorize::{TfIdfMatrix, project};

/// Rows that t-SNE itself lays out; above that it would take longer than the clustering.
const MOST_ROWS: usize = 2_000;
/// Rows with a position from before among which new ones are set.
const MOST_AROUND: usize = 20_000;
/// Terms of a row by which it is set among others: its heaviest, which stand in few of these.
const MOST_TERMS: usize = 20;
/// Neighbors that count in the place of a row, where there are as many.
const PERPLEXITY: f64 = 30.0;

/// Positions in 0..=1 × 0..=1, the aspect kept; none for an empty row.
///
/// # Determinism
/// Depends on the rows and the seed; the same on any number of threads.
pub fn layout(matrix: &TfIdfMatrix, seed: u64) -> Vec<Option<[f64; 2]>> {
    let rows = matrix.filled_rows();
    let step = rows.len().div_ceil(MOST_ROWS).max(1);
    let sampled: Vec<usize> = rows.iter().copied().step_by(step).collect();
    let placed = embed(&matrix.sample(&sampled, 1), seed);
    let mut positions: Vec<Option<[f64; 2]>> = vec![None; matrix.n_rows()];
    sampled.iter().zip(&placed).for_each(|(&row, &at)| positions[row] = Some(at));
    if step > 1 {
        let others: Vec<usize> = rows.iter().copied().filter(|&row| positions[row].is_none()).collect();
        let found: Vec<[f64; 2]> = place_among(matrix, &others, &matrix.select(&sampled), &placed, seed);
        others.iter().zip(found).for_each(|(&row, at)| positions[row] = Some(at));
    }
    scale(&mut positions);
    positions
}

/// Positions where most rows have one from before and keep it; the others are set among these. Where more than half of
/// the rows is new, all are laid out anew.
///
/// # Determinism
/// As [`layout`].
pub fn layout_after(matrix: &TfIdfMatrix, kept: &[Option<[f64; 2]>], seed: u64) -> Vec<Option<[f64; 2]>> {
    let rows = matrix.filled_rows();
    let (known, others): (Vec<usize>, Vec<usize>) = rows.iter().partition(|&&row| kept[row].is_some());
    if others.len() * 2 > rows.len() {
        return layout(matrix, seed);
    }
    let sampled: Vec<usize> = known.iter().copied().step_by(known.len().div_ceil(MOST_AROUND).max(1)).collect();
    let placed: Vec<[f64; 2]> = sampled.iter().filter_map(|&row| kept[row]).collect();
    let found = place_among(matrix, &others, &matrix.select(&sampled), &placed, seed);
    let mut positions: Vec<Option<[f64; 2]>> = vec![None; matrix.n_rows()];
    known.iter().for_each(|&row| positions[row] = kept[row]);
    others.iter().zip(found).for_each(|(&row, at)| positions[row] = Some(at.map(|x| x.clamp(0.0, 1.0))));
    positions
}

fn embed(sample: &TfIdfMatrix, seed: u64) -> Vec<[f64; 2]> {
    let n = sample.n_rows();
    let mut at = initial(sample, seed);
    if n >= 5 {
        let perplexity = PERPLEXITY.min((n as f64 - 1.0) / 3.5).max(1.0);
        let width = ((3.0 * perplexity) as usize).clamp(1, n - 1);
        let lists: Vec<Vec<(u32, f32)>> =
            neighbors(sample, width).rows.iter().enumerate().map(|(row, list)| padded(row, list, width, n)).collect();
        at = tsne::positions(&Affinities::new(&lists, perplexity), &at);
    }
    at.into_iter().map(|at| at.map(f64::from)).collect()
}

/// A small start along the second and third direction of the texts (the first is what all share).
fn initial(sample: &TfIdfMatrix, seed: u64) -> Vec<[f32; 2]> {
    let lsa = project(sample, 3, seed);
    let mut rng = math::rng(seed, 0x3A9);
    let mut coordinate = |row: usize, dimension: usize| {
        let value = if dimension < lsa.rank { lsa.row(row)[dimension] } else { 0.0 };
        1e-2 * value + rng.gen_range(-1e-4..1e-4)
    };
    (0..sample.n_rows()).map(|row| [coordinate(row, 1), coordinate(row, 2)]).collect()
}

/// Neighbors with the squares of their distances, `width` of them: where a row shares no term with enough others, any
/// rows, as far as rows without a shared term are.
fn padded(row: usize, list: &[(u32, f32)], width: usize, n: usize) -> Vec<(u32, f32)> {
    let mut out: Vec<(u32, f32)> = list.iter().map(|&(other, s)| (other, (2.0 - 2.0 * s).max(0.0))).collect();
    let mut other = row;
    while out.len() < width {
        other = (other + 1) % n;
        if other != row && !list.iter().any(|(o, _)| *o as usize == other) {
            out.push((other as u32, 2.0));
        }
    }
    out
}

/// Sets rows at the weighted middle of their three nearest sampled rows, a little apart from each other.
fn place_among(
    matrix: &TfIdfMatrix,
    rows: &[usize],
    sample: &TfIdfMatrix,
    placed: &[[f64; 2]],
    seed: u64,
) -> Vec<[f64; 2]> {
    let columns = sample.transposed();
    let spread = placed.iter().flatten().fold(0.0_f64, |m, x| m.max(x.abs())) * 0.01;
    rows.par_iter()
        .map_init(
            || (vec![0.0_f32; sample.n_rows()], Heaviest::default()),
            |(scores, heaviest), &row| {
                scores.fill(0.0);
                columns.add_dots(heaviest.of(matrix.row(row)), scores);
                let mut rng = math::rng(seed, 0x91ACE + row as u64);
                let jitter = [rng.gen_range(-spread..=spread), rng.gen_range(-spread..=spread)];
                middle(&top_three(scores), placed, jitter)
            },
        )
        .collect()
}

/// The heaviest terms of a row, in the order of its columns.
#[derive(Default)]
struct Heaviest {
    weights: Vec<f32>,
    row: (Vec<u32>, Vec<f32>),
}

impl Heaviest {
    fn of<'r>(&'r mut self, row: (&'r [u32], &'r [f32])) -> (&'r [u32], &'r [f32]) {
        if row.0.len() <= MOST_TERMS {
            return row;
        }
        self.weights.clear();
        self.weights.extend(row.1);
        let least = *self.weights.select_nth_unstable_by(MOST_TERMS - 1, |a, b| b.total_cmp(a)).1;
        self.row.0.clear();
        self.row.1.clear();
        for (&column, &weight) in row.0.iter().zip(row.1).filter(|(_, weight)| **weight >= least) {
            self.row.0.push(column);
            self.row.1.push(weight);
        }
        (&self.row.0, &self.row.1)
    }
}

/// Scores that are looked over at once for one that is high enough.
const BLOCK: usize = 64;

fn top_three(scores: &[f32]) -> [(usize, f32); 3] {
    let mut best = [(0, 0.0_f32); 3];
    for (block, scores) in scores.chunks(BLOCK).enumerate() {
        let least = best[2].1;
        if !scores.iter().fold(false, |any, &score| any | (score > least)) {
            continue;
        }
        for (row, &score) in (block * BLOCK..).zip(scores) {
            if score > best[2].1 {
                best[2] = (row, score);
                best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            }
        }
    }
    best
}

fn middle(nearest: &[(usize, f32)], placed: &[[f64; 2]], jitter: [f64; 2]) -> [f64; 2] {
    let total: f64 = nearest.iter().map(|(_, w)| f64::from(*w).powi(2)).sum();
    if total <= 0.0 {
        return jitter;
    }
    let axis = |i: usize| nearest.iter().map(|&(row, w)| placed[row][i] * f64::from(w).powi(2)).sum::<f64>() / total;
    [axis(0) + jitter[0], axis(1) + jitter[1]]
}

fn scale(positions: &mut [Option<[f64; 2]>]) {
    let axis =
        |i: usize, start: f64, pick: fn(f64, f64) -> f64| positions.iter().flatten().map(|p| p[i]).fold(start, pick);
    let low = [axis(0, f64::INFINITY, f64::min), axis(1, f64::INFINITY, f64::min)];
    let high = [axis(0, f64::NEG_INFINITY, f64::max), axis(1, f64::NEG_INFINITY, f64::max)];
    let extent = (high[0] - low[0]).max(high[1] - low[1]);
    for position in positions.iter_mut().flatten() {
        for i in 0..2 {
            let margin = (extent - (high[i] - low[i])) / 2.0;
            position[i] = if extent > 0.0 { ((position[i] - low[i] + margin) / extent).clamp(0.0, 1.0) } else { 0.5 };
        }
    }
}

/// Share of each row's `n_neighbors` nearest rows that are also among its nearest on the map, 0..=1, on up to 500 rows.
pub fn preserved(matrix: &TfIdfMatrix, positions: &[Option<[f64; 2]>], n_neighbors: usize) -> f64 {
    let rows: Vec<usize> = (0..matrix.n_rows()).filter(|&r| positions[r].is_some()).collect();
    let step = rows.len().div_ceil(500).max(1);
    let sample: Vec<usize> = rows.iter().copied().step_by(step).collect();
    if sample.len() <= n_neighbors {
        return 1.0;
    }
    let share: Vec<f64> = sample
        .par_iter()
        .map(|&row| {
            let nearest = |score: &dyn Fn(usize) -> f64| {
                let mut order: Vec<(f64, usize)> =
                    sample.iter().filter(|&&o| o != row).map(|&o| (score(o), o)).collect();
                order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                order.truncate(n_neighbors);
                order.into_iter().map(|(_, o)| o).collect::<Vec<_>>()
            };
            let at = |o: usize| positions[o].unwrap_or_default();
            let texts = nearest(&|o| sparse_dot(matrix.row(row), matrix.row(o)));
            let map = nearest(&|o| -((at(o)[0] - at(row)[0]).powi(2) + (at(o)[1] - at(row)[1]).powi(2)));
            texts.iter().filter(|o| map.contains(o)).count() as f64 / n_neighbors as f64
        })
        .collect();
    share.iter().sum::<f64>() / share.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(n: usize, k: usize) -> TfIdfMatrix {
        let mut matrix = TfIdfMatrix { indptr: vec![0].into(), n_cols: k * 5, ..TfIdfMatrix::default() };
        for row in 0..n {
            let terms: Vec<u32> = (0..5).filter(|t| t != &(row / k % 5)).map(|t| (row % k * 5 + t) as u32).collect();
            matrix.values.extend(terms.iter().map(|_| 0.5));
            matrix.indices.extend(terms);
            matrix.indptr.push(matrix.indices.len());
        }
        matrix
    }

    #[test]
    fn groups_stay_together_on_any_number_of_threads() {
        let matrix = groups(60, 3);
        let positions = layout(&matrix, 7);
        let at = |row: usize| positions[row].unwrap();
        let distance = |a: usize, b: usize| (at(a)[0] - at(b)[0]).hypot(at(a)[1] - at(b)[1]);
        let nearest = |row: usize| {
            (0..60).filter(|&o| o != row).min_by(|&a, &b| distance(row, a).total_cmp(&distance(row, b))).unwrap()
        };
        assert!((0..60).filter(|&row| nearest(row) % 3 == row % 3).count() > 54);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        assert_eq!(pool.install(|| layout(&matrix, 7)), positions);
    }

    #[test]
    fn known_rows_stay_and_new_ones_go_to_their_like() {
        let matrix = groups(63, 3);
        let mut before = layout(&matrix.select(&(0..60).collect::<Vec<_>>()), 7);
        before.resize(63, None);
        let after = layout_after(&matrix, &before, 7);
        assert_eq!(after[..60], before[..60]);
        let middle = |group: usize| {
            let of = (0..60).filter(|row| row % 3 == group).map(|row| before[row].unwrap());
            of.fold([0.0, 0.0], |sum, at| [sum[0] + at[0] / 20.0, sum[1] + at[1] / 20.0])
        };
        let distance = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
        for (row, at) in after.iter().enumerate().skip(60) {
            let to = |group: usize| distance(at.unwrap(), middle(group));
            assert!((0..3).all(|group| to(row % 3) <= to(group)));
        }
        before[..40].fill(None);
        assert_eq!(layout_after(&matrix, &before, 7), layout(&matrix, 7));
    }

    #[test]
    fn the_heaviest_terms_of_a_row_stay_in_order() {
        let columns: Vec<u32> = (0..30).collect();
        let weights: Vec<f32> = columns.iter().map(|c| if c % 3 == 0 { 0.1 } else { 0.2 + *c as f32 }).collect();
        let mut heaviest = Heaviest::default();
        let (found, of) = heaviest.of((&columns, &weights));
        assert_eq!(found, columns.iter().copied().filter(|c| c % 3 > 0).collect::<Vec<u32>>());
        assert!(of.iter().all(|weight| *weight > 0.2));
        assert_eq!(heaviest.of((&columns[..9], &weights[..9])).0, &columns[..9]);
    }

    #[test]
    fn few_and_empty_rows_are_no_trouble() {
        for n in 0..6 {
            assert_eq!(layout(&groups(n, 2), 1).len(), n);
        }
        let empty = TfIdfMatrix { indptr: vec![0, 0].into(), n_cols: 3, ..TfIdfMatrix::default() };
        assert_eq!(layout(&empty, 1), [None]);
    }
}
