//! Ranks: counts and topics in, the most telling stems of each topic out.
//!
//! `(df_in / n_topic) · ln(lift)` with `lift = (df_in / n_topic) / (df / n)`: common inside, and more so than elsewhere;
//! times `1 + ln(mean occurrences)`, since a theme is what texts dwell on ("niosomes"), not what they mention once.

use rayon::prelude::*;

use super::TopicInput;
use crate::math::rank::compare_descending;

/// A stem of a topic with its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RankedStem {
    pub term: u32,
    pub weight: f64,
    pub df_inside: usize,
}

/// Stems looked at per topic.
const MOST: usize = 60;

/// The best stems of every topic; each stands in two of its documents at least (in one where the topic has no more).
pub(super) fn rank(input: &TopicInput<'_>) -> Vec<Vec<RankedStem>> {
    let sizes = sizes(input);
    let n: usize = sizes.iter().sum();
    let rows: Vec<Vec<usize>> = rows_by_topic(input);
    (0..input.n_topics)
        .into_par_iter()
        .map(|topic| {
            let mut inside = vec![0_u32; input.vocabulary.terms.len()];
            let mut occurrences = vec![0_u32; input.vocabulary.terms.len()];
            for &row in &rows[topic] {
                let range = input.counts.indptr[row]..input.counts.indptr[row + 1];
                for (&t, &n) in input.counts.indices[range.clone()].iter().zip(&input.counts.counts[range]) {
                    inside[t as usize] += 1;
                    occurrences[t as usize] += u32::from(n);
                }
            }
            let least = if sizes[topic] > 2 { 2 } else { 1 };
            let mut ranked: Vec<RankedStem> = (0..inside.len())
                .filter(|&t| inside[t] >= least)
                .map(|t| {
                    let df = input.vocabulary.df[t] as usize;
                    let weight = weight(inside[t] as usize, sizes[topic], df, n) * salience(occurrences[t], inside[t]);
                    RankedStem { term: t as u32, weight, df_inside: inside[t] as usize }
                })
                .filter(|s| s.weight > 0.0 || input.n_topics == 1)
                .collect();
            ranked.sort_by(|a, b| compare_descending(a.weight, b.weight).then(a.term.cmp(&b.term)));
            ranked.truncate(MOST);
            ranked.shrink_to_fit();
            ranked
        })
        .collect()
}

/// How much the documents dwell on a term: `1 + ln` of its mean number of occurrences where it stands.
fn salience(occurrences: u32, documents: u32) -> f64 {
    1.0 + (f64::from(occurrences) / f64::from(documents.max(1))).max(1.0).ln()
}

/// The rank weight of a term that stands in `inside` of `size` documents of a topic and in `df` of all `n`.
///
/// With one topic only there is nothing to compare with, and the share decides.
pub(super) fn weight(inside: usize, size: usize, df: usize, n: usize) -> f64 {
    let share = inside as f64 / size.max(1) as f64;
    if size == n { share } else { share * (share * n as f64 / df.max(1) as f64).ln() }
}

pub(super) fn sizes(input: &TopicInput<'_>) -> Vec<usize> {
    let mut sizes = vec![0; input.n_topics];
    input.assignments.iter().flatten().for_each(|&topic| sizes[topic as usize] += 1);
    sizes
}

pub(super) fn rows_by_topic(input: &TopicInput<'_>) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); input.n_topics];
    for (row, topic) in input.assignments.iter().enumerate() {
        if let Some(topic) = topic {
            rows[*topic as usize].push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_by_hand() {
        // in 8 of 10 inside, in 10 of 100 altogether: 0.8 · ln 8
        assert!((weight(8, 10, 10, 100) - 0.8 * 8_f64.ln()).abs() < 1e-12);
        assert_eq!(weight(5, 10, 50, 100), 0.0);
        assert_eq!(weight(5, 10, 5, 10), 0.5);
    }
}
