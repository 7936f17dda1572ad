//! Choice of k: rows in, the curves of silhouette and stability and the k that can be defended out.
//!
//! Silhouettes alone rise with k where themes hold smaller themes, stability alone falls with it: the k with the best
//! product of both is chosen, or a somewhat smaller one that is nearly as good, of those between .3 and 1.25 times the
//! communities of the similarity graph. The silhouette is the mean cosine one in the space of latent semantic analysis,
//! the stability the mean over records of that of their clusters. The curves are returned whole: a reader decides.
//!
//! On 141 labelled sets of 20 to 10,047 records with 2 to 23 classes the choice is .62 away from their number in log2,
//! by silhouettes alone .78; adjusted Rand index .49 and .43.

use linfa::param_guard::ParamGuard;
use rand::seq::SliceRandom;
use rayon::prelude::*;

use super::spherical::distinct_rows;
use super::stability::{Draw, mean_stabilities};
use super::{Clustering, SphericalKMeans, silhouette, start};
use crate::math;
use crate::similarity::{self, Graph};
use crate::vectorize::{TfIdfMatrix, project};

/// A number is chosen before a larger one that is best where its product is so close, and it is no much smaller: two
/// topics for ten are another answer.
const GOOD_ENOUGH: f64 = 0.95;
const NEARBY: f64 = 0.6;
/// Communities of the graph times these are the smallest and the largest k chosen.
const REACH: (f64, f64) = (0.3, 1.25);
/// The same of a sample, which has fewer communities than a corpus whose records are too many to be compared; those
/// hold more than a handful of themes.
const REACH_OF_SAMPLE: (f64, f64) = (1.0, 2.0);
/// Neighbors of every row of a sample in the graph.
const N_NEIGHBORS: usize = 20;
/// Rows on which the grid is tried; more do not move the curve.
const MOST_ROWS: usize = 4_000;
/// Subsamples that test the stability of each k (four of 2,000 rows are hardly worse, eight of 2,500 no better).
const DRAW: Draw = Draw { n_samples: 10, most_rows: 1_500, least_uses: 1 };
/// Fewest topics chosen.
const LEAST: usize = 2;

/// One point of the curves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Number of clusters.
    pub k: usize,
    /// Mean cosine silhouette in LSA space.
    pub silhouette: f64,
    /// Mean stability of the clusters, 0..=1; none for numbers that are not chosen anyway.
    pub stability: Option<f64>,
}

impl Point {
    /// What is compared; none for numbers that are not chosen anyway.
    fn score(&self) -> Option<f64> {
        Some(self.silhouette.max(0.0) * self.stability?)
    }
}

/// The choice and its evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KChoice {
    /// The k chosen.
    pub k: usize,
    /// The whole curve, by ascending k.
    pub curve: Vec<Point>,
    /// Further values of k, without the chosen one: first the peaks of the product, then the others, the best first.
    pub runners_up: Vec<usize>,
    /// Whether the largest silhouette stands at the end of the grid.
    pub still_rising: bool,
    /// Communities of the similarity graph.
    pub communities: usize,
}

/// Tries a grid of k and chooses; without `communities` of the whole graph a sample of the rows is compared for them.
///
/// The grid never exceeds the distinct rows; where there are no two, one cluster is chosen.
///
/// # Determinism
/// Depends on rows, communities and seed only.
pub fn choose(matrix: &TfIdfMatrix, communities: Option<usize>, seed: u64) -> KChoice {
    let sample = sample(matrix, seed);
    let n = sample.n_rows();
    let mut grid = grid(n);
    let n_distinct = distinct_rows(&sample, grid.last().copied().unwrap_or(LEAST));
    grid.retain(|&k| k <= n_distinct);
    let (communities, shares) = match communities {
        Some(communities) => (communities, REACH),
        None => (communities_of(&sample, seed), REACH_OF_SAMPLE),
    };
    let times = |share: f64| ((communities as f64 * share).round() as usize).max(LEAST);
    let reach = times(shares.0).min(grid.last().copied().unwrap_or(LEAST))..=times(shares.1);
    let found = fits(&sample, &grid, seed);
    let tested: Vec<&Clustering> = found.iter().filter(|c| reach.contains(&c.sizes.len())).collect();
    let mut stabilities = mean_stabilities(&sample, &tested, DRAW, seed).into_iter();
    let lsa = project(&sample, 100.min(n / 2).max(2), seed);
    let silhouettes: Vec<f64> =
        found.par_iter().map(|c| silhouette::mean_in_lsa(&lsa, &c.assignments, c.sizes.len())).collect();
    let point = |(c, silhouette): (&Clustering, f64)| {
        let k = c.sizes.len();
        Point { k, silhouette, stability: if reach.contains(&k) { stabilities.next() } else { None } }
    };
    let curve = found.iter().zip(silhouettes).map(point).collect();
    KChoice { communities, ..pick(curve) }
}

/// The best of a few clusterings for each number; those of one restart begin with the same small clusters.
fn fits(matrix: &TfIdfMatrix, grid: &[usize], seed: u64) -> Vec<Clustering> {
    let n_init = if matrix.n_rows() < 200 { 20 } else { 2 };
    let starts: Vec<Vec<Vec<u32>>> = (0..n_init)
        .into_par_iter()
        .map(|restart| start::over_cluster_each(matrix, grid, &mut math::rng(seed, restart)))
        .collect();
    let best = |(at, &k): (usize, &usize)| {
        let checked = SphericalKMeans::params(k).check().ok()?;
        let refine = |(starts, restart): (&Vec<Vec<u32>>, u64)| {
            checked.refine(matrix, starts[at].clone(), &mut math::rng(seed, restart)).clustering
        };
        let better = |a: Clustering, b: Clustering| if b.objective > a.objective { b } else { a };
        starts.iter().zip(0..).map(refine).reduce(better)
    };
    grid.par_iter().enumerate().filter_map(best).collect()
}

fn communities_of(matrix: &TfIdfMatrix, seed: u64) -> usize {
    let neighbors = similarity::neighbors(matrix, N_NEIGHBORS);
    similarity::communities(&Graph::new(&neighbors, N_NEIGHBORS), 1.0, seed).count
}

fn pick(curve: Vec<Point>) -> KChoice {
    let by_silhouette = |a: &Point, b: &Point| a.silhouette.total_cmp(&b.silhouette).then(b.k.cmp(&a.k));
    let Some(highest) = curve.iter().copied().max_by(by_silhouette) else {
        return KChoice { k: 1, ..KChoice::default() };
    };
    let scores: Vec<(usize, f64)> = curve.iter().filter_map(|p| Some((p.k, p.score()?))).collect();
    let above_zero = scores.iter().copied().filter(|s| s.1 > 0.0);
    let best = above_zero.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    let is_good =
        |best: (usize, f64), p: (usize, f64)| p.1 >= GOOD_ENOUGH * best.1 && p.0 as f64 >= NEARBY * best.0 as f64;
    let good = best.and_then(|best| scores.iter().find(|p| is_good(best, **p))).map(|p| p.0);
    let in_reach = || curve.iter().copied().filter(|p| p.stability.is_some()).max_by(by_silhouette);
    let chosen = good.unwrap_or_else(|| in_reach().unwrap_or(highest).k);
    let mut ranked: Vec<usize> = (0..scores.len()).filter(|&at| scores[at].0 != chosen).collect();
    let rank = |&at: &usize| (!is_peak(&scores, at), -scores[at].1);
    ranked.sort_by(|a, b| {
        let (a, b) = (rank(a), rank(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let still_rising = curve.len() > 4 && curve.last().is_some_and(|last| last.k == highest.k);
    KChoice {
        k: chosen,
        runners_up: ranked.into_iter().map(|at| scores[at].0).collect(),
        still_rising,
        curve,
        ..KChoice::default()
    }
}

/// Whether a point is as high as both of its neighbors; what still rises at its end is no peak there.
fn is_peak(scores: &[(usize, f64)], at: usize) -> bool {
    let height = |at: usize| scores.get(at).map_or(f64::INFINITY, |p| p.1);
    (at == 0 || height(at) >= height(at - 1)) && height(at) >= height(at + 1)
}

/// 2 to 40, thinner upwards, at most a third of the rows.
fn grid(n_rows: usize) -> Vec<usize> {
    let full = (2..=16).chain((18..=24).step_by(2)).chain([27, 30, 33, 36, 40]);
    full.filter(|&k| k <= (n_rows / 3).max(2) && k < n_rows).collect()
}

fn sample(matrix: &TfIdfMatrix, seed: u64) -> TfIdfMatrix {
    let mut rows = matrix.filled_rows();
    if rows.len() > MOST_ROWS {
        rows.shuffle(&mut math::rng(seed, 0xC0FFEE));
        rows.truncate(MOST_ROWS);
        rows.sort_unstable();
    }
    matrix.select(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn planted_number_is_chosen() {
        for k in [2, 4, 7] {
            let (matrix, _) = testing::blobs(k * 30, k, 12);
            let choice = choose(&matrix, None, 1);
            assert_eq!(choice.k, k, "{:?}", choice.curve);
            assert!(!choice.still_rising);
        }
    }

    #[test]
    fn rows_of_one_text_are_one_topic() {
        let (matrix, _) = testing::blobs(60, 3, 12);
        let choice = choose(&matrix.select(&[0; 30]), Some(1), 1);
        assert_eq!((choice.k, choice.curve.len()), (1, 0));
    }

    fn point(k: usize, silhouette: f64, stability: f64) -> Point {
        Point { k, silhouette, stability: (k <= 9).then_some(stability) }
    }

    #[test]
    fn the_cap_and_the_end_of_the_curve() {
        let choice = pick((2..=20).map(|k| point(k, k as f64 / 100.0, 0.8)).collect());
        assert!(choice.still_rising && choice.k == 9, "{}", choice.k);
        let none_is_good = pick((2..=20).map(|k| point(k, -0.1 / k as f64, 0.8)).collect());
        assert_eq!(none_is_good.k, 9);
    }

    #[test]
    fn a_stable_number_is_preferred_to_a_slightly_clearer_one() {
        let curve = [(2, 0.08, 0.7), (3, 0.18, 0.97), (4, 0.17, 0.7), (7, 0.2, 0.7), (8, 0.2, 0.6), (9, 0.3, 0.45)];
        let choice = pick(curve.map(|(k, silhouette, stability)| point(k, silhouette, stability)).to_vec());
        assert_eq!((choice.k, choice.runners_up), (3, vec![7, 9, 8, 4, 2]), "the last one still rises");
        let two = pick(vec![point(2, 0.118, 1.0), point(6, 0.15, 0.8), point(7, 0.155, 0.76)]);
        assert_eq!(two.k, 6, "two topics are no smaller answer than seven but another one");
    }
}
