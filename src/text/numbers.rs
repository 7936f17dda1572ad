//! Numbers: stems in, a number for each distinct one out, in order of first appearance.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Stems by number, and numbers by stem.
#[derive(Default)]
pub(super) struct Numbers {
    stems: Vec<Box<str>>,
    /// Half of the hash of every stem, which settles nearly all comparisons, and its number.
    table: HashTable<(u32, u32)>,
    hasher: FixedState,
}

impl Numbers {
    /// The number of a stem, a new one where it was not met before.
    pub fn of(&mut self, stem: &str) -> u32 {
        let Numbers { stems, table, hasher } = self;
        let half = hasher.hash_one(stem) as u32;
        // The table looks at the highest and the lowest bits.
        let whole = |half: u32| u64::from(half) << 32 | u64::from(half);
        let is_same = |held: &(u32, u32)| held.0 == half && *stems[held.1 as usize] == *stem;
        match table.entry(whole(half), is_same, |held| whole(held.0)) {
            Entry::Occupied(held) => held.get().1,
            Entry::Vacant(free) => {
                let number = stems.len() as u32;
                free.insert((half, number));
                stems.push(stem.into());
                number
            }
        }
    }

    /// All stems, by number.
    pub fn stems(&self) -> &[Box<str>] {
        &self.stems
    }

    /// All stems, by number.
    pub fn into_stems(self) -> Vec<Box<str>> {
        self.stems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stem_has_one_number() {
        let mut numbers = Numbers::default();
        for round in 0..2 {
            for n in 0..5_000 {
                assert_eq!(numbers.of(&format!("stem {n}")), n, "{round}");
            }
        }
        assert_eq!((numbers.stems().len(), &*numbers.into_stems()[4_999]), (5_000, "stem 4999"));
    }
}
