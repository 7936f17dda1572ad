//! Lexicon: a spelling in, what was learned about it and how often it was met out.
//!
//! Spellings of up to 16 ASCII bytes, nearly all, are one number, looked up in an open table whose slots are half a
//! cache line: one wait for memory a word. All others are looked up as text. Does not know what there is to learn.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::runs::packed;
use crate::memory::fetch;

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

/// A word of a text that is to be looked up.
#[derive(Clone, Copy, Default)]
pub(super) struct Asked {
    /// The word as a number; 0 where it is looked up as text.
    key: u128,
    /// First byte in the text.
    pub start: usize,
    length: u32,
    hash: u32,
}

impl Asked {
    /// Byte behind the last.
    #[inline]
    pub fn end(&self) -> usize {
        self.start + self.length as usize
    }
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

    /// Prepares the look-up of the word that stands in `text` from `start` to `end`: its slot will be at hand when it is
    /// met.
    #[inline]
    pub fn ask(&self, text: &str, start: usize, end: usize) -> Asked {
        let key = key(text.as_bytes(), start, end).unwrap_or(0);
        let hash = hash(key);
        fetch(&self.slots[hash as usize & (self.slots.len() - 1)]);
        Asked { key, start, length: (end - start) as u32, hash }
    }

    /// What is known of a word, counted as one more use; none where it was not met before.
    #[inline(always)]
    pub fn meet(&mut self, text: &str, asked: Asked) -> Option<u32> {
        if asked.key == 0 {
            return self.meet_long(&text[asked.start..asked.end()]);
        }
        let at = self.find(asked.key, asked.hash);
        let slot = &mut self.slots[at];
        (slot.key == asked.key).then(|| {
            slot.known.uses += 1;
            slot.known.what
        })
    }

    #[cold]
    #[inline(never)]
    fn meet_long(&mut self, spelling: &str) -> Option<u32> {
        let known = self.long.get_mut(spelling)?;
        known.uses += 1;
        Some(known.what)
    }

    /// What is known of a spelling.
    pub fn known(&self, spelling: &str) -> Option<u32> {
        let Some(key) = key(spelling.as_bytes(), 0, spelling.len()) else {
            return self.long.get(spelling).map(|known| known.what);
        };
        let slot = &self.slots[self.find(key, hash(key))];
        (slot.key == key).then_some(slot.known.what)
    }

    /// Remembers what a word is that was met for the first time.
    pub fn learn(&mut self, text: &str, asked: Asked, what: u32) {
        let known = Known { what, uses: 1 };
        if asked.key == 0 {
            self.long.insert(text[asked.start..asked.end()].into(), known);
            return;
        }
        let at = self.find(asked.key, asked.hash);
        self.slots[at] = Slot { key: asked.key, known };
        self.n_short += 1;
        if self.n_short * 4 > self.slots.len() * 3 {
            self.grow();
        }
    }

    /// The slot of a key: where it is, or where it belongs.
    #[inline]
    fn find(&self, key: u128, hash: u32) -> usize {
        let last = self.slots.len() - 1;
        let mut at = hash as usize & last;
        while self.slots[at].key != key && self.slots[at].key != 0 {
            at = (at + 1) & last;
        }
        at
    }

    fn grow(&mut self) {
        let twice = vec![Slot::default(); self.slots.len() * 2];
        let old = std::mem::replace(&mut self.slots, twice);
        // Common spellings first: they are found where they are looked for first.
        let mut move_in = |is_turn: fn(u32) -> bool| {
            for slot in old.iter().filter(|slot| slot.key != 0 && is_turn(slot.known.uses)) {
                let at = self.find(slot.key, hash(slot.key));
                self.slots[at] = *slot;
            }
        };
        move_in(|uses| uses >= COMMON);
        move_in(|uses| uses < COMMON);
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
fn hash(key: u128) -> u32 {
    let product = u128::from(key as u64 ^ MIX[0]) * u128::from((key >> 64) as u64 ^ MIX[1]);
    ((product >> 64) as u64 ^ product as u64) as u32
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
                let asked = lexicon.ask(&spelling, 0, spelling.len());
                match lexicon.meet(&spelling, asked) {
                    Some(what) => assert_eq!((what, lexicon.known(&spelling)), (n, Some(n))),
                    None => lexicon.learn(&spelling, asked, n + round * 100_000),
                }
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
