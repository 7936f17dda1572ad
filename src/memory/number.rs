//! Numbers: the types that a list may hold in memory or in a mapped file.
//!
//! Sealed, since a file is looked at as such numbers.

use std::fmt::Debug;

/// A number that any bytes of its size make.
pub trait Number: Copy + Default + PartialEq + Debug + Send + Sync + 'static + sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! numbers {
    ($($t:ty),*) => {$(
        impl sealed::Sealed for $t {}
        impl Number for $t {}
    )*};
}
numbers!(u8, u32, usize, f32, [u32; 2], [u32; 3]);
