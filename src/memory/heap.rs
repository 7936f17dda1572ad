//! The heap: nothing in, freed memory given back to the system.
//!
//! A stage frees most of what it took, in pieces; the allocator of GNU/Linux keeps those for later unless told not to,
//! and a run would then hold what all stages together needed. It measures nothing and changes no result; elsewhere both
//! functions do nothing.
//!
//! `unsafe` stands here to call the C library's `malloc_trim` and `mallopt`, which take numbers only.
#![allow(unsafe_code)]

/// Gives freed memory back to the system; for use between stages.
pub fn trim() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: the call has no conditions; it locks what it looks at.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Keeps large blocks apart from small ones for the rest of the process, so that they go back as soon as they are
/// freed; for a program to call once, before it works.
pub fn keep_large_blocks_apart() {
    /// From this size on a block is mapped by itself; smaller ones come and go too often.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    const LARGE: libc::c_int = 1 << 21;
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: a known parameter with a value in its range; a refusal changes nothing.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}
