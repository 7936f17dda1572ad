//! Optimal pairing: gains in, the one-to-one pairs with the greatest total gain out.
//!
//! The Hungarian method with potentials and shortest augmenting paths, for rectangular tables. Knows nothing of topics.
//!
//! # References
//! H. W. Kuhn (1955), *The Hungarian method for the assignment problem*, Naval Research Logistics 2.
//! R. Jonker & A. Volgenant (1987), *A shortest augmenting path algorithm*, Computing 38.

/// For every row the column it is paired with, so that the sum of gains is greatest.
///
/// A pair without gain (0, negative or NaN) is never made: its row stays alone.
///
/// # Shapes
/// `gain`: `n` rows of `n_columns` numbers each; returns `n` columns, no column twice.
///
/// # Determinism
/// Among pairings of equal gain always the same one.
///
/// # Complexity
/// O(m²·l) for m the smaller and l the larger side.
pub fn best_pairs(gain: &[Vec<f64>], n_columns: usize) -> Vec<Option<usize>> {
    let n_rows = gain.len();
    let at = |row: usize, column: usize| {
        gain[row].get(column).copied().filter(|g| g.is_finite() && *g > 0.0).unwrap_or_default()
    };
    let mut pairs = vec![None; n_rows];
    if n_rows <= n_columns {
        for (row, column) in least_cost(n_rows, n_columns, |r, c| -at(r, c)).into_iter().enumerate() {
            pairs[row] = Some(column).filter(|c| at(row, *c) > 0.0);
        }
    } else {
        for (column, row) in least_cost(n_columns, n_rows, |c, r| -at(r, c)).into_iter().enumerate() {
            pairs[row] = Some(column).filter(|c| at(row, *c) > 0.0);
        }
    }
    pairs
}

/// For every row its column in the assignment of least cost; `n_rows <= n_columns`.
fn least_cost(n_rows: usize, n_columns: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // Rows and columns count from 1; column 0 stands for the row that is being placed.
    let mut row_potential = vec![0.0; n_rows + 1];
    let mut column_potential = vec![0.0; n_columns + 1];
    let mut row_of = vec![0; n_columns + 1];
    for row in 1..=n_rows {
        row_of[0] = row;
        let (mut column, mut came_from) = (0, vec![0; n_columns + 1]);
        let (mut slack, mut reached) = (vec![f64::INFINITY; n_columns + 1], vec![false; n_columns + 1]);
        while row_of[column] != 0 {
            reached[column] = true;
            let current = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in 1..=n_columns {
                if reached[other] {
                    continue;
                }
                let reduced = cost(current - 1, other - 1) - row_potential[current] - column_potential[other];
                if reduced < slack[other] {
                    slack[other] = reduced;
                    came_from[other] = column;
                }
                if slack[other] < step {
                    step = slack[other];
                    next = other;
                }
            }
            for other in 0..=n_columns {
                if reached[other] {
                    row_potential[row_of[other]] += step;
                    column_potential[other] -= step;
                } else {
                    slack[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[came_from[column]];
            column = came_from[column];
        }
    }
    let mut column_of = vec![0; n_rows];
    for column in 1..=n_columns {
        if row_of[column] > 0 {
            column_of[row_of[column] - 1] = column - 1;
        }
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(gain: &[Vec<f64>], pairs: &[Option<usize>]) -> f64 {
        pairs.iter().enumerate().filter_map(|(row, column)| column.map(|c| gain[row][c])).sum()
    }

    fn brute_force(gain: &[Vec<f64>], row: usize, used: &mut Vec<bool>) -> f64 {
        if row == gain.len() {
            return 0.0;
        }
        let mut best = brute_force(gain, row + 1, used);
        for column in 0..used.len() {
            if !used[column] && gain[row][column] > 0.0 {
                used[column] = true;
                best = best.max(gain[row][column] + brute_force(gain, row + 1, used));
                used[column] = false;
            }
        }
        best
    }

    #[test]
    fn the_greedy_choice_is_not_taken_when_it_costs() {
        let gain = [vec![0.9, 0.8], vec![0.85, 0.1]];
        assert_eq!(best_pairs(&gain, 2), [Some(1), Some(0)]);
        assert_eq!(best_pairs(&[vec![0.0, f64::NAN], vec![-1.0, 0.5]], 2), [None, Some(1)]);
        assert_eq!(best_pairs(&[], 3), []);
        assert_eq!(best_pairs(&[vec![], vec![]], 0), [None, None]);
    }

    proptest! {
        #[test]
        fn no_pairing_gains_more(rows in 0_usize..6, columns in 0_usize..6, numbers in prop::collection::vec(-3_i32..12, 36)) {
            let gain: Vec<Vec<f64>> =
                (0..rows).map(|r| (0..columns).map(|c| f64::from(numbers[r * 6 + c]) / 7.0).collect()).collect();
            let pairs = best_pairs(&gain, columns);
            let mut taken: Vec<usize> = pairs.iter().flatten().copied().collect();
            taken.sort_unstable();
            prop_assert!(taken.windows(2).all(|w| w[0] != w[1]));
            let best = brute_force(&gain, 0, &mut vec![false; columns]);
            prop_assert!((total(&gain, &pairs) - best).abs() < 1e-9);
        }
    }
}
