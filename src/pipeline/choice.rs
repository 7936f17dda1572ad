//! The number of topics: what was asked for or what can be defended, with its evidence in words.

use super::Error;
use crate::analysis::{Candidate, Choice, CurvePoint, Remark};
use crate::cluster::{self, Alternative, ClusterParams, Clustering, KChoice, Point};
use crate::similarity::Graph;
use crate::vectorize::TfIdfMatrix;

/// Alternatives shown beside the chosen number.
const N_ALTERNATIVES: usize = 2;
/// A curve rises clearly where a point is so many times the one before.
const CLEARLY: f64 = 1.05;
/// Rows above which alternatives are not fitted: each costs a whole clustering.
const MOST_ROWS: usize = 30_000;

pub(super) fn choose(
    matrix: &TfIdfMatrix,
    communities: Option<usize>,
    params: &ClusterParams,
) -> (usize, Choice, Vec<Remark>) {
    if let Some(k) = params.n_clusters {
        return (k, Choice { k, communities, ..Choice::default() }, Vec::new());
    }
    let found = cluster::choose(matrix, communities, params.seed);
    let mut warnings = Vec::new();
    if let Some(last) = cut_short(&found) {
        warnings.push(format!("the silhouette still rises at k = {last}, the largest number that was tried: more topics may fit as well; compare the candidates").into());
    }
    let curve = found.curve.iter().map(|&Point { k, silhouette, stability }| CurvePoint { k, silhouette, stability });
    let mut choice = Choice {
        automatic: true,
        k: found.k,
        curve: curve.collect(),
        communities: Some(found.communities),
        still_rising: found.still_rising,
        ..Choice::default()
    };
    let mut others: Vec<usize> =
        std::iter::once(found.communities).chain(found.runners_up).filter(|&k| k >= 2 && k != found.k).collect();
    let mut seen = Vec::new();
    others.retain(|k| {
        !seen.contains(k) && {
            seen.push(*k);
            true
        }
    });
    choice.candidates =
        others.into_iter().take(N_ALTERNATIVES).map(|k| Candidate { k, ..Candidate::default() }).collect();
    (found.k, choice, warnings)
}

/// The largest number tried, where the choice stands beside it and the curve clearly rises there: most curves rise to
/// their end, which says nothing of a choice far before it.
fn cut_short(found: &KChoice) -> Option<usize> {
    let [.., before, last] = found.curve.as_slice() else { return None };
    let is_steep = found.still_rising && last.silhouette >= CLEARLY * before.silhouette;
    (is_steep && found.k >= before.k).then_some(last.k)
}

/// Fits the other candidates and says what splits and merges; the chosen one stands first.
pub(super) fn add_alternatives(
    matrix: &TfIdfMatrix,
    graph: Option<&Graph>,
    chosen: &Clustering,
    choice: &mut Choice,
    params: &ClusterParams,
) -> Result<(), Error> {
    if !choice.automatic || matrix.n_rows() > MOST_ROWS {
        choice.candidates.clear();
        return Ok(());
    }
    let ks: Vec<usize> = choice.candidates.iter().map(|c| c.k).filter(|&k| k < matrix.n_rows()).collect();
    let others = cluster::alternatives(matrix, graph, (&chosen.assignments, choice.k), &ks, params).unwrap_or_default();
    let own = Candidate {
        k: choice.k,
        silhouette: cluster::mean_silhouette(matrix, &chosen.assignments, choice.k),
        sizes: chosen.sizes.clone(),
        evidence: "chosen".into(),
    };
    let communities = choice.communities;
    let tell = |a: Alternative| Candidate {
        k: a.k,
        silhouette: a.silhouette,
        evidence: in_words(&a, communities),
        sizes: a.sizes,
    };
    choice.candidates = std::iter::once(own).chain(others.into_iter().map(tell)).collect();
    Ok(())
}

fn in_words(other: &Alternative, communities: Option<usize>) -> Remark {
    let mut words = Remark::from(if communities == Some(other.k) {
        "as many as the similarity graph has communities"
    } else {
        "next by silhouette times stability"
    });
    for (topic, sizes) in other.splits.iter().take(3) {
        let sizes: Vec<String> = sizes.iter().map(usize::to_string).collect();
        words = words.text("; topic ").topic(*topic).text(format!(" falls into parts of {}", sizes.join(" and ")));
    }
    for joined in other.merges.iter().take(3) {
        words = words.text("; topics ");
        for (at, topic) in joined.iter().enumerate() {
            words = words.text(if at == 0 { "" } else { " and " }).topic(*topic);
        }
        words = words.text(" come together");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_cut_short_where_the_choice_stands_at_its_end() {
        let found = |k: usize, last: f64| {
            let values = [0.1, 0.2, 0.3, 0.4, last];
            let curve =
                values.iter().zip(2..).map(|(&silhouette, k)| Point { k, silhouette, stability: None }).collect();
            KChoice { k, curve, still_rising: true, ..KChoice::default() }
        };
        assert_eq!(cut_short(&found(5, 0.5)), Some(6));
        assert_eq!(cut_short(&found(6, 0.5)), Some(6));
        assert_eq!(cut_short(&found(4, 0.5)), None, "the choice stands before the end");
        assert_eq!(cut_short(&found(5, 0.41)), None, "the curve is flat");
    }
}
