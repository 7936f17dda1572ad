//! Agreement of two groupings of the same things: adjusted Rand index and normalized mutual information.
//!
//! In come two assignments of equal length; out comes one number. Groups are any numbers, empty ones do not count.

use std::collections::BTreeMap;

/// Adjusted Rand index: 1 for equal groupings, about 0 for independent ones.
///
/// # References
/// L. Hubert & P. Arabie (1985), *Comparing partitions*, Journal of Classification 2.
pub fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let table = Contingency::new(a, b);
    let pairs = |n: usize| n as f64 * (n as f64 - 1.0) / 2.0;
    let joint: f64 = table.cells.values().map(|&n| pairs(n)).sum();
    let in_a: f64 = table.rows.values().map(|&n| pairs(n)).sum();
    let in_b: f64 = table.columns.values().map(|&n| pairs(n)).sum();
    let all = pairs(a.len().min(b.len()));
    let expected = if all > 0.0 { in_a * in_b / all } else { 0.0 };
    let most = (in_a + in_b) / 2.0;
    if most == expected { 1.0 } else { (joint - expected) / (most - expected) }
}

/// Normalized mutual information, arithmetic mean of the entropies in the denominator; 0 where one grouping has one group.
///
/// # References
/// A. Strehl & J. Ghosh (2002), *Cluster ensembles*, Journal of Machine Learning Research 3.
pub fn normalized_mutual_information(a: &[usize], b: &[usize]) -> f64 {
    let table = Contingency::new(a, b);
    let n = a.len().min(b.len()) as f64;
    let entropy = |counts: &BTreeMap<usize, usize>| -> f64 {
        counts.values().map(|&c| -(c as f64 / n) * (c as f64 / n).ln()).sum()
    };
    let joint: f64 = table
        .cells
        .iter()
        .map(|((x, y), &c)| {
            let c = c as f64;
            c / n * (c * n / (table.rows[x] as f64 * table.columns[y] as f64)).ln()
        })
        .sum();
    let mean = (entropy(&table.rows) + entropy(&table.columns)) / 2.0;
    if mean <= 0.0 { 0.0 } else { (joint / mean).clamp(0.0, 1.0) }
}

struct Contingency {
    cells: BTreeMap<(usize, usize), usize>,
    rows: BTreeMap<usize, usize>,
    columns: BTreeMap<usize, usize>,
}

impl Contingency {
    fn new(a: &[usize], b: &[usize]) -> Contingency {
        let mut table = Contingency { cells: BTreeMap::new(), rows: BTreeMap::new(), columns: BTreeMap::new() };
        for (&x, &y) in a.iter().zip(b) {
            *table.cells.entry((x, y)).or_default() += 1;
            *table.rows.entry(x).or_default() += 1;
            *table.columns.entry(y).or_default() += 1;
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values by scikit-learn 1.9.1: adjusted_rand_score, normalized_mutual_info_score.
    #[test]
    fn agrees_with_the_textbook() {
        let (a, b) = ([0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2]);
        assert!((adjusted_rand(&a, &b) - 0.444_444_444).abs() < 1e-8);
        assert!((normalized_mutual_information(&a, &b) - 0.739_667_377).abs() < 1e-8);
        assert_eq!(adjusted_rand(&a, &a), 1.0);
        assert!((normalized_mutual_information(&a, &a) - 1.0).abs() < 1e-12);
        assert_eq!(normalized_mutual_information(&a, &[0; 6]), 0.0);
    }
}
