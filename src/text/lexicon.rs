//! Lexicon: a spelling in, what was learned about it and how often it was met out.
//!
//! Spellings of up to 16 ASCII bytes, nearly all, are one number, looked up in an open table whose slots are half a
//! cache line: one wait for memory a word. All others are looked up as text. Does not know what there is to learn.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::runs::packed;

/// Slots of a new table; always a power of two.
const FIRST_SLOTS: usize = 1 << 12;
/// Uses that make a spelling a common one.
const COMMON: u32 = 16;
/// Odd numbers without pattern, by which the halves of a key are mixed.
const MIX: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93];

/// What was learned of a spelling, and how often it was met.
#[derive(Clone, Copy, Default)]
struct Known {
    what: u32,
    uses: u32,
}

/// A place of the table; free where the key is 0.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u128,
    known: Known,
}

/// Spellings with what was learned of each.
pub(super) struct Lexicon {
    slots: Vec<Slot>,
    n_short: usize,
    long: HashMap<Box<str>, Known, FixedState>,
}

impl Lexicon {
    pub fn new() -> Lexicon {
        Lexicon { slots: vec![Slot::default(); FIRST_SLOTS], n_short: 0, long: HashMap::default() }
    }

    /// What is known of the spelling that stands in `text` from `start` to `end`, counted as one more use; where it was
    /// not met before, what `learn` says of it.
    #[inline]
    pub fn meet(&mut self, text: &str, start: usize, end: usize, learn: impl FnOnce(&str) -> u32) -> u32 {
        let Some(key) = key(text.as_bytes(), start, end) else {
            return self.meet_long(&text[start..end], learn);
        };
        let at = self.find(key);
        let slot = &mut self.slots[at];
        if slot.key == key {
            slot.known.uses += 1;
            return slot.known.what;
        }
        let what = learn(&text[start..end]);
        self.insert(at, key, what);
        what
    }

    fn meet_long(&mut self, spelling: &str, learn: impl FnOnce(&str) -> u32) -> u32 {
        if let Some(known) = self.long.get_mut(spelling) {
            known.uses += 1;
            return known.what;
        }
        let what = learn(spelling);
        self.long.insert(spelling.into(), Known { what, uses: 1 });
        what
    }

    /// The slot of a key: where it is, or where it belongs.
    #[inline]
    fn find(&self, key: u128) -> usize {
        let last = self.slots.len() - 1;
        let mut at = hash(key) as usize & last;
        while self.slots[at].key != key && self.slots[at].key != 0 {
            at = (at + 1) & last;
        }
        at
    }

    #[cold]
    fn insert(&mut self, at: usize, key: u128, what: u32) {
        self.slots[at] = Slot { key, known: Known { what, uses: 1 } };
        self.n_short += 1;
        if self.n_short * 4 > self.slots.len() * 3 {
            let twice = vec![Slot::default(); self.slots.len() * 2];
            let old = std::mem::replace(&mut self.slots, twice);
            // Common spellings first: they are found where they are looked for first.
            let mut move_in = |is_turn: fn(u32) -> bool| {
                for slot in old.iter().filter(|slot| slot.key != 0 && is_turn(slot.known.uses)) {
                    let at = self.find(slot.key);
                    self.slots[at] = *slot;
                }
            };
            move_in(|uses| uses >= COMMON);
            move_in(|uses| uses < COMMON);
        }
    }

    /// Calls `visit` with every spelling, what is known of it and how often it was met, in no order of use.
    pub fn each(&self, mut visit: impl FnMut(&str, u32, u32)) {
        for slot in self.slots.iter().filter(|slot| slot.key != 0) {
            let bytes = slot.key.to_le_bytes();
            let length = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
            visit(std::str::from_utf8(&bytes[..length]).unwrap_or_default(), slot.known.what, slot.known.uses);
        }
        self.long.iter().for_each(|(spelling, known)| visit(spelling, known.what, known.uses));
    }
}

/// The upper half of the product mixes all bytes of both halves.
#[inline]
fn hash(key: u128) -> u64 {
    let product = u128::from(key as u64 ^ MIX[0]) * u128::from((key >> 64) as u64 ^ MIX[1]);
    (product >> 64) as u64 ^ product as u64
}

/// A spelling of 1 to 16 ASCII bytes as one number, its first byte lowest; none for any other.
#[inline]
fn key(text: &[u8], start: usize, end: usize) -> Option<u128> {
    packed(text, start, end).filter(|key| key & 0x8080_8080_8080_8080_8080_8080_8080_8080 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_learned_once_and_counted() {
        let mut lexicon = Lexicon::new();
        for round in 0..3 {
            for n in 0..20_000_u32 {
                let spelling = if n % 7 == 0 { format!("a rather long spelling {n}") } else { format!("s{n}") };
                let what = lexicon.meet(&spelling, 0, spelling.len(), |_| n + round * 100_000);
                assert_eq!(what, n);
            }
        }
        let mut met = vec![0; 20_000];
        lexicon.each(|spelling, what, uses| {
            assert!(spelling.ends_with(&what.to_string()));
            met[what as usize] += uses;
        });
        assert!(met.iter().all(|uses| *uses == 3));
    }
}
