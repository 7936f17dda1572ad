//! Agreement of two groupings of the same things: adjusted Rand index and mutual information.
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

/// How often each two groups of two groupings meet.
pub struct Contingency {
    cells: BTreeMap<(usize, usize), usize>,
    rows: BTreeMap<usize, usize>,
    columns: BTreeMap<usize, usize>,
}

impl Contingency {
    /// The table of two assignments.
    pub fn new(a: &[usize], b: &[usize]) -> Contingency {
        let mut table = Contingency { cells: BTreeMap::new(), rows: BTreeMap::new(), columns: BTreeMap::new() };
        for (&x, &y) in a.iter().zip(b) {
            *table.cells.entry((x, y)).or_default() += 1;
            *table.rows.entry(x).or_default() += 1;
            *table.columns.entry(y).or_default() += 1;
        }
        table
    }

    /// Normalized mutual information, arithmetic mean of the entropies in the denominator; 0 where one grouping has one
    /// group.
    ///
    /// # References
    /// A. Strehl & J. Ghosh (2002), *Cluster ensembles*, Journal of Machine Learning Research 3.
    pub fn normalized_information(&self) -> f64 {
        let mean = self.mean_entropy();
        if mean <= 0.0 { 0.0 } else { (self.information() / mean).clamp(0.0, 1.0) }
    }

    /// Adjusted mutual information, arithmetic mean of the entropies in the denominator: 1 for equal groupings, about 0
    /// for independent ones, however many groups they have; 0 where one grouping has one group.
    ///
    /// # References
    /// N. X. Vinh, J. Epps & J. Bailey (2010), *Information theoretic measures for clusterings comparison*, JMLR 11.
    pub fn adjusted_information(&self) -> f64 {
        let (mean, expected) = (self.mean_entropy(), self.expected_information());
        if mean - expected < 1e-12 { 0.0 } else { ((self.information() - expected) / (mean - expected)).min(1.0) }
    }

    /// How much of the second grouping the first one explains: mutual information by the entropy of the second, less what
    /// chance gives; 0 where that has one group. It shows where a few things of one kind stand together, as the
    /// normalized mutual information does not.
    ///
    /// # References
    /// G. A. Miller (1955), *Note on the bias of information estimates*, Information Theory in Psychology.
    pub fn explained(&self) -> f64 {
        let chance = (self.rows.len() as f64 - 1.0) * (self.columns.len() as f64 - 1.0) / (2.0 * self.n());
        let entropy = self.entropy(&self.columns);
        if entropy <= 0.0 { 0.0 } else { ((self.information() - chance) / entropy).clamp(0.0, 1.0) }
    }

    fn mean_entropy(&self) -> f64 {
        (self.entropy(&self.rows) + self.entropy(&self.columns)) / 2.0
    }

    fn n(&self) -> f64 {
        self.rows.values().sum::<usize>() as f64
    }

    fn entropy(&self, counts: &BTreeMap<usize, usize>) -> f64 {
        counts.values().map(|&c| -(c as f64 / self.n()) * (c as f64 / self.n()).ln()).sum()
    }

    /// Mutual information in nats.
    fn information(&self) -> f64 {
        let cell = |((x, y), &c): (&(usize, usize), &usize)| {
            let c = c as f64;
            c / self.n() * (c * self.n() / (self.rows[x] as f64 * self.columns[y] as f64)).ln()
        };
        self.cells.iter().map(cell).sum()
    }

    /// Mutual information that groups of these sizes have by chance: the mean over all ways to fill the table.
    ///
    /// # Complexity
    /// Of every cell only the counts within ten standard deviations of its mean are looked at.
    fn expected_information(&self) -> f64 {
        let n = self.rows.values().sum::<usize>();
        let mut ln_factorial = vec![0.0; n + 1];
        (1..=n).for_each(|i| ln_factorial[i] = ln_factorial[i - 1] + (i as f64).ln());
        let f = |i: usize| ln_factorial[i];
        let cell = |a: usize, b: usize| -> f64 {
            let (share, rest) = (a as f64 * b as f64 / n as f64, (n - a) as f64 * (n - b) as f64);
            let around = 10.0 * (share * rest / (n as f64 * (n as f64 - 1.0).max(1.0))).sqrt() + 10.0;
            let from = (a + b).saturating_sub(n).max(1).max((share - around).max(0.0) as usize);
            let to = a.min(b).min((share + around) as usize);
            let fixed = f(a) + f(b) + f(n - a) + f(n - b) - f(n);
            let each = |c: usize| {
                let chance = (fixed - f(c) - f(a - c) - f(b - c) - f(n + c - a - b)).exp();
                c as f64 / n as f64 * (c as f64 / share).ln() * chance
            };
            (from..=to).map(each).sum()
        };
        self.rows.values().flat_map(|&a| self.columns.values().map(move |&b| (a, b))).map(|(a, b)| cell(a, b)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_kind_in_one_group_is_explained() {
        let groups: Vec<usize> = (0..600).map(|i| i / 60).collect();
        let together: Vec<usize> = (0..600).map(|i| usize::from(i < 30)).collect();
        let scattered: Vec<usize> = (0..600).map(|i| usize::from(i % 20 == 0)).collect();
        assert!(Contingency::new(&groups, &together).normalized_information() < 0.15);
        assert!(
            Contingency::new(&groups, &together).explained() > 0.5
                && Contingency::new(&groups, &scattered).explained() < 0.05
        );
        assert_eq!(Contingency::new(&groups, &[0; 600]).explained(), 0.0);
    }

    // Expected values by scikit-learn 1.9.1: adjusted_rand_score, normalized_mutual_info_score,
    // adjusted_mutual_info_score.
    #[test]
    fn agrees_with_the_textbook() {
        let (a, b) = ([0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2]);
        assert!((adjusted_rand(&a, &b) - 0.444_444_444).abs() < 1e-8);
        assert!((Contingency::new(&a, &b).normalized_information() - 0.739_667_377).abs() < 1e-8);
        assert_eq!(adjusted_rand(&a, &a), 1.0);
        assert!((Contingency::new(&a, &a).normalized_information() - 1.0).abs() < 1e-12);
        assert_eq!(Contingency::new(&a, &[0; 6]).normalized_information(), 0.0);
        assert!((Contingency::new(&a, &b).adjusted_information() - 0.502360703).abs() < 1e-8);
        assert_eq!(Contingency::new(&a, &[0; 6]).adjusted_information(), 0.0);
        let large: (Vec<usize>, Vec<usize>) = (0..5000).map(|i| (i % 7, (i * i + i / 3) % 11)).unzip();
        assert!((Contingency::new(&large.0, &large.1).adjusted_information() - -0.002557806).abs() < 1e-8);
    }
}
