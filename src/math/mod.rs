//! Numbers: dot products, ranks with ties, the SIMD tile. Knows nothing of text.

pub mod agree;
pub mod aligned;
pub mod dense;
pub mod rank;
pub mod simd;
pub mod special;
pub mod tile;

/// The generator behind everything random: named, seeded, the same on every machine.
pub type Rng = rand_xoshiro::Xoshiro256PlusPlus;

/// A generator for one purpose, so that no two parts of a run share a stream of numbers.
pub fn rng(seed: u64, stream: u64) -> Rng {
    use rand::SeedableRng;
    Rng::seed_from_u64(seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Dot product of two sparse rows with ascending indices.
///
/// # Complexity
/// O(length of a + length of b).
pub fn sparse_dot(a: (&[u32], &[f32]), b: (&[u32], &[f32])) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.0.len() && j < b.0.len() {
        match a.0[i].cmp(&b.0[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += f64::from(a.1[i]) * f64::from(b.1[j]);
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sparse_dot_takes_shared_indices_only() {
        let a: (&[u32], &[f32]) = (&[0, 2, 5], &[1.0, 2.0, 3.0]);
        let b: (&[u32], &[f32]) = (&[2, 3, 5], &[4.0, 5.0, 6.0]);
        assert_eq!(sparse_dot(a, b), 26.0);
        assert_eq!(sparse_dot(a, (&[], &[])), 0.0);
    }
}
