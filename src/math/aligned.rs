//! Aligned: a number of zeros wanted in, a list of them that begins where a line of the cache does out.
//!
//! A table of the tile is read in whole lines; from the allocator alone it begins sixteen bytes into one, and every
//! wide load then takes two. Cannot grow.

use std::ops::{Deref, DerefMut};

/// Bytes of a line of the cache.
const LINE: usize = 64;
/// Numbers in a line.
const PER_LINE: usize = LINE / size_of::<f32>();

/// Numbers of fixed count, the first at the start of a line.
#[derive(Debug)]
pub struct Aligned {
    held: Vec<f32>,
    first: usize,
    len: usize,
}

impl Aligned {
    /// So many zeros.
    pub fn zeros(len: usize) -> Aligned {
        let held = vec![0.0; len + PER_LINE];
        let first = held.as_ptr().align_offset(LINE).min(PER_LINE);
        Aligned { held, first, len }
    }
}

impl Deref for Aligned {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.held[self.first..self.first + self.len]
    }
}

impl DerefMut for Aligned {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.held[self.first..self.first + self.len]
    }
}

impl Clone for Aligned {
    fn clone(&self) -> Aligned {
        let mut copy = Aligned::zeros(self.len);
        copy.copy_from_slice(self);
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_their_copies_begin_at_a_line() {
        for len in [0, 1, 16, 1_000, 1 << 20] {
            let mut one = Aligned::zeros(len);
            assert_eq!((one.len(), one.as_ptr().align_offset(LINE)), (len, 0));
            one.iter_mut().zip((1..u16::MAX).cycle()).for_each(|(cell, number)| *cell = number.into());
            let copy = one.clone();
            assert_eq!((&*copy, copy.as_ptr().align_offset(LINE)), (&*one, 0));
        }
    }
}
