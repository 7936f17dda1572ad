//! SIMD: a loop in, its result out, computed by a copy of the loop that is compiled for the widest registers of this
//! processor.
//!
//! `unsafe` stands here only to call the copies for AVX2 and AVX-512 after asking the processor for them: three to six
//! times faster than the baseline instructions on one core. No copy fuses multiplication and addition, so a loop that
//! fixes the order of its sums gives the same bits with any of them.
#![allow(unsafe_code)]

/// A loop over plain numbers with all that it needs.
pub trait Kernel {
    /// What the loop computes.
    type Output;

    /// Runs the loop; to be marked `#[inline(always)]`, or it is compiled for the baseline only.
    fn run(self) -> Self::Output;
}

/// Runs a loop with the widest instructions there are.
#[inline]
pub fn widest<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor was just asked for the feature that the callee needs.
            return unsafe { avx512(kernel) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { avx2(kernel) };
        }
    }
    kernel.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run()
}
