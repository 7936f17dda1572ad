//! Fetching ahead: a value that is needed soon in, its line of the cache asked for.
//!
//! Tables that do not fit the cache make a look-up wait for memory; whoever knows the next look-ups can have them on
//! their way together. Changes no result; does nothing where the processor has no such instruction.
//!
//! `unsafe` stands here to give the processor that instruction, which may name any place.
#![allow(unsafe_code)]

/// Asks for the beginning of a value without waiting for it.
#[inline(always)]
pub fn fetch<T>(value: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a hint, which reads and writes nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(value).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = value;
}
