//! Test data of the stage: sparse rows around planted centers.

use rand::Rng;

use crate::math;
use crate::vectorize::TfIdfMatrix;

/// `n` rows in `k` planted groups of own words with some noise; returns rows and true groups.
pub(crate) fn blobs(n: usize, k: usize, seed: u64) -> (TfIdfMatrix, Vec<u32>) {
    let mut rng = math::rng(seed, 99);
    let n_cols = k * 12 + 10;
    let mut matrix = TfIdfMatrix { indptr: vec![0].into(), n_cols, ..TfIdfMatrix::default() };
    let mut labels = Vec::new();
    for row in 0..n {
        let group = row % k;
        let mut weights = std::collections::BTreeMap::new();
        for _ in 0..8 {
            *weights.entry((group * 12 + rng.gen_range(0..12)) as u32).or_insert(0.0_f32) += rng.gen_range(0.5..1.5);
        }
        for _ in 0..3 {
            *weights.entry(rng.gen_range(0..n_cols) as u32).or_insert(0.0) += rng.gen_range(0.2..0.8);
        }
        let length = weights.values().map(|w| w * w).sum::<f32>().sqrt();
        matrix.indices.extend(weights.keys().copied());
        matrix.values.extend(weights.values().map(|w| w / length));
        matrix.indptr.push(matrix.indices.len());
        labels.push(group as u32);
    }
    (matrix, labels)
}
