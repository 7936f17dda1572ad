//! Constraints: a grouping and a reviewer's wishes in, a grouping that honors them out.
//!
//! Rows that must be together move to the cluster that fits them best as a group; of two rows that must be apart the
//! one that loses less moves to its next best cluster. A wish that contradicts another is returned as not honored.

use super::sums::Sums;
use crate::vectorize::TfIdfMatrix;

/// What a reviewer asks of the grouping, by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// Each group of rows shall share a cluster.
    pub together: Vec<Vec<usize>>,
    /// No two rows of a group shall share a cluster.
    pub apart: Vec<Vec<usize>>,
}

/// Applies the constraints to an assignment; returns for each of them whether it holds in the end.
///
/// `together` goes first, so a pair asked for both ways stays together.
///
/// # Determinism
/// In the order given; ties go to the lower cluster.
pub fn enforce(matrix: &TfIdfMatrix, assignments: &mut [u32], k: usize, asked: &Constraints) -> (Vec<bool>, Vec<bool>) {
    let sums = Sums::build(matrix, assignments, k);
    let cosine = |row: usize, j: usize| {
        if sums.sizes[j] > 0 { sums.dot(matrix.row(row), j) / sums.norm(j).max(1e-12) } else { -1.0 }
    };
    for rows in &asked.together {
        let fitness = |j: usize| rows.iter().map(|&row| cosine(row, j)).sum::<f64>();
        let best = (0..k).fold(0, |best, j| if fitness(j) > fitness(best) { j } else { best });
        rows.iter().for_each(|&row| assignments[row] = best as u32);
    }
    let tied: Vec<usize> = asked.together.concat();
    for rows in &asked.apart {
        let mut ranked: Vec<usize> = rows.clone();
        ranked.sort_by(|&a, &b| {
            let own = |row: usize| cosine(row, assignments[row] as usize);
            tied.contains(&b).cmp(&tied.contains(&a)).then(own(b).total_cmp(&own(a))).then(a.cmp(&b))
        });
        let mut taken: Vec<u32> = Vec::new();
        for row in ranked {
            if taken.contains(&assignments[row]) && !tied.contains(&row) {
                let free = (0..k).filter(|&j| !taken.contains(&(j as u32)));
                if let Some(next) = free.max_by(|&a, &b| cosine(row, a).total_cmp(&cosine(row, b)).then(b.cmp(&a))) {
                    assignments[row] = next as u32;
                }
            }
            taken.push(assignments[row]);
        }
    }
    let same = |rows: &Vec<usize>| rows.windows(2).all(|w| assignments[w[0]] == assignments[w[1]]);
    let different = |rows: &Vec<usize>| {
        let mut clusters: Vec<u32> = rows.iter().map(|&row| assignments[row]).collect();
        clusters.sort_unstable();
        clusters.windows(2).all(|w| w[0] != w[1])
    };
    (asked.together.iter().map(same).collect(), asked.apart.iter().map(different).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn wishes_hold_and_contradictions_are_told() {
        let (matrix, labels) = testing::blobs(60, 3, 4);
        let mut assignments = labels.clone();
        let asked = Constraints { together: vec![vec![0, 1]], apart: vec![vec![3, 6], vec![0, 1]] };
        let (together, apart) = enforce(&matrix, &mut assignments, 3, &asked);
        assert_eq!(together, [true]);
        assert_eq!(apart, [true, false]);
        assert_eq!(assignments[0], assignments[1]);
        assert_ne!(assignments[3], assignments[6]);
        assert_eq!(assignments[10..], labels[10..]);
    }
}
