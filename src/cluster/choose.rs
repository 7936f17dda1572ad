//! Choice of k: rows in, the silhouette curve and the k that can be defended out.
//!
//! The smallest k whose mean cosine silhouette (in the space of latent semantic analysis) reaches 95 % of the best,
//! no more than 1.25 times the communities of the similarity graph. The curve is returned whole: a reader decides.

use rand::seq::SliceRandom;
use rayon::prelude::*;

use super::{ClusterError, SphericalKMeans, silhouette};
use crate::math;
use crate::vectorize::{TfIdfMatrix, project};

/// Share of the largest silhouette that is good enough.
const GOOD_ENOUGH: f64 = 0.95;
/// Communities of the graph times this is the largest k chosen.
const CAP: f64 = 1.25;
/// Rows on which the grid is tried; more do not move the curve.
const MOST_ROWS: usize = 4_000;
/// Fewest topics chosen.
const LEAST: usize = 2;

/// One point of the curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Number of clusters.
    pub k: usize,
    /// Mean cosine silhouette in LSA space.
    pub silhouette: f64,
}

/// The choice and its evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KChoice {
    /// The k chosen.
    pub k: usize,
    /// The whole curve, by ascending k.
    pub curve: Vec<Point>,
    /// Further values of k worth a look, by descending silhouette, without the chosen one.
    pub runners_up: Vec<usize>,
    /// Whether the largest silhouette stands at the end of the grid.
    pub still_rising: bool,
}

/// Tries a grid of k and chooses.
///
/// # Errors
/// Those of [`SphericalKMeans`]; the grid itself never exceeds the number of rows.
///
/// # Determinism
/// Depends on rows, communities and seed only.
pub fn choose(matrix: &TfIdfMatrix, communities: Option<usize>, seed: u64) -> Result<KChoice, ClusterError> {
    let sample = sample(matrix, seed);
    let n = sample.n_rows();
    let grid = grid(n);
    let lsa = project(&sample, 100.min(n / 2).max(2), seed);
    let n_init = if n < 200 { 20 } else { 2 };
    let points: Vec<Option<Point>> = grid
        .par_iter()
        .map(|&k| {
            let params = SphericalKMeans::params(k).n_init(n_init).seed(seed);
            let checked = linfa::param_guard::ParamGuard::check(params).ok()?;
            let fitted = checked.fit_rows(&sample, None).ok()?;
            Some(Point { k, silhouette: silhouette::mean_in_lsa(&lsa, &fitted.clustering.assignments, k) })
        })
        .collect();
    Ok(pick(points.into_iter().flatten().collect(), communities))
}

fn pick(curve: Vec<Point>, communities: Option<usize>) -> KChoice {
    let cap = communities.map_or(usize::MAX, |c| ((c as f64 * CAP).round() as usize).max(LEAST));
    let Some(best) = curve.iter().copied().max_by(|a, b| a.silhouette.total_cmp(&b.silhouette).then(b.k.cmp(&a.k)))
    else {
        return KChoice { k: 1, ..KChoice::default() };
    };
    let within = |p: &&Point| p.k <= cap;
    let top = curve.iter().filter(within).map(|p| p.silhouette).fold(f64::NEG_INFINITY, f64::max);
    let floor = if top > 0.0 { top * GOOD_ENOUGH } else { top };
    let chosen = curve.iter().filter(within).find(|p| p.silhouette >= floor).map_or(best.k, |p| p.k);
    let mut ranked: Vec<Point> = curve.iter().copied().filter(|p| p.k != chosen && is_peak(&curve, p)).collect();
    ranked.sort_by(|a, b| b.silhouette.total_cmp(&a.silhouette).then(a.k.cmp(&b.k)));
    let still_rising = curve.len() > 4 && curve.last().is_some_and(|last| last.k == best.k);
    KChoice { k: chosen, runners_up: ranked.iter().map(|p| p.k).collect(), still_rising, curve }
}

fn is_peak(curve: &[Point], point: &Point) -> bool {
    let at = curve.iter().position(|p| p.k == point.k).unwrap_or(0);
    let value = |i: Option<usize>| i.and_then(|i| curve.get(i)).map_or(f64::NEG_INFINITY, |p| p.silhouette);
    point.silhouette >= value(at.checked_sub(1)) && point.silhouette >= value(Some(at + 1))
}

/// 2 to 40, thinner upwards, at most a third of the rows.
fn grid(n_rows: usize) -> Vec<usize> {
    let full = (2..=16).chain((18..=24).step_by(2)).chain([27, 30, 33, 36, 40]);
    full.filter(|&k| k <= (n_rows / 3).max(2) && k < n_rows).collect()
}

fn sample(matrix: &TfIdfMatrix, seed: u64) -> TfIdfMatrix {
    let mut rows: Vec<usize> = (0..matrix.n_rows()).filter(|&row| !matrix.row(row).0.is_empty()).collect();
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
            let choice = choose(&matrix, None, 1).unwrap();
            assert_eq!(choice.k, k, "{:?}", choice.curve);
            assert!(!choice.still_rising);
        }
    }

    #[test]
    fn the_cap_and_the_end_of_the_curve() {
        let curve: Vec<Point> = (2..=20).map(|k| Point { k, silhouette: k as f64 / 100.0 }).collect();
        let choice = pick(curve.clone(), Some(6));
        assert!(choice.still_rising && choice.k <= 9, "{}", choice.k);
        assert_eq!(pick(curve, None).k, 19);
    }
}
