//! Ranks: order by a number, ties broken by index, never undefined for NaN.

use std::cmp::Ordering;

/// Indices of `values` from the largest to the smallest; equal values by ascending index, NaN last.
pub fn descending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| compare_descending(values[a], values[b]).then(a.cmp(&b)));
    order
}

/// Compares so that the larger number comes first and NaN last.
pub fn compare_descending(a: f64, b: f64) -> Ordering {
    match (a.is_nan(), b.is_nan()) {
        (false, false) => b.total_cmp(&a),
        (a_nan, b_nan) => a_nan.cmp(&b_nan),
    }
}

/// The middle value; the mean of the two middle ones for an even count; 0 for none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    match n {
        0 => 0.0,
        n if n % 2 == 1 => sorted[n / 2],
        n => (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_by_index_and_nan_last() {
        assert_eq!(descending(&[1.0, f64::NAN, 3.0, 1.0]), [2, 0, 3, 1]);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0]), 2.5);
    }
}
