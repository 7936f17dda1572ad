//! Blocks: features in, pairs of records worth comparing out.
//!
//! Duplicates share at least one key: an identifier, the title, its rarest words, or place of publication. A block that
//! is too large is cut into windows of neighbors in title order, so no key makes the cost grow with the square.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use rayon::prelude::*;

use super::features::{Features, Table};
use super::words::Words;
use crate::memory::{List, Place};

/// Largest block in which all pairs are compared.
const WHOLE: usize = 40;
/// Neighbors compared with each record of a larger block.
const WINDOW: usize = 6;
/// Rarest shared words of a title whose pairs are keys.
const RAREST: usize = 4;
/// Letters that open a title.
const OPENING: usize = 24;

/// Records whose keys are made before they are put to the rest.
const AT_ONCE: usize = 1 << 16;

/// Pairs `(a, b)`, `a < b`, without repeats, in order.
pub(super) fn candidates(features: &Table, place: &Place) -> Vec<(u32, u32)> {
    let uses = word_uses(features);
    let mut keyed: List<Keyed> = List::new(place);
    for start in (0..features.len()).step_by(AT_ONCE) {
        let some = (start..features.len().min(start + AT_ONCE)).into_par_iter();
        let of = |at: usize| keys(&features.of(at), &uses).into_iter().map(move |key| self::keyed(key, at));
        keyed.extend_from_slice(&some.flat_map_iter(of).collect::<Vec<Keyed>>());
    }
    keyed.par_sort_unstable();
    let blocks: Vec<&[Keyed]> = keyed.chunk_by(|a, b| a[..2] == b[..2]).filter(|b| b.len() > 1).collect();
    let mut pairs: Vec<(u32, u32)> = blocks.into_par_iter().flat_map_iter(|block| pairs_of(block, features)).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The two halves of a key, and the number of a record that has it.
type Keyed = [u32; 3];

fn keyed(key: u64, record: usize) -> Keyed {
    [(key >> 32) as u32, key as u32, record as u32]
}

/// For every word of the titles, by its key, in how many places of all titles it stands.
fn word_uses(features: &Table) -> HashMap<u64, u32, FixedState> {
    let n_parts = rayon::current_num_threads();
    let size = features.len().div_ceil(n_parts).max(1);
    let count = |part: usize| {
        let mut uses: HashMap<u64, u32, FixedState> = HashMap::default();
        for at in part * size..features.len().min((part + 1) * size) {
            features.title(at).iter().for_each(|word| *uses.entry(word_key(word)).or_default() += 1);
        }
        uses
    };
    let parts: Vec<_> = (0..n_parts).into_par_iter().map(count).collect();
    let mut all = HashMap::default();
    parts.into_iter().flatten().for_each(|(word, n)| *all.entry(word).or_default() += n);
    all
}

fn word_key(word: &str) -> u64 {
    Key::new(Of::Word).with(word).hash
}

/// A key as it grows: FNV-1a with 64 bits; a chance collision only costs a comparison.
#[derive(Clone, Copy)]
struct Key {
    hash: u64,
    /// Whether no part was empty.
    whole: bool,
}

impl Key {
    fn new(of: Of) -> Key {
        Key { hash: 0xcbf2_9ce4_8422_2325, whole: true }.with_bytes(&[of as u8])
    }

    fn with(self, part: &str) -> Key {
        let whole = self.whole && !part.is_empty();
        Key { whole, ..self.with_bytes(part.as_bytes()).with_bytes(b"|") }
    }

    fn with_bytes(self, bytes: &[u8]) -> Key {
        let step = |h: u64, b: &u8| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        Key { hash: bytes.iter().fold(self.hash, step), ..self }
    }
}

/// What a key speaks of.
#[derive(Clone, Copy)]
enum Of {
    Word,
    Doi,
    Pmid,
    Accession,
    Title,
    Opening,
    RareWords,
    Place,
    Page,
    Volume,
    Abstract,
}

fn keys(f: &Features<'_>, uses: &HashMap<u64, u32, FixedState>) -> Vec<u64> {
    let mut keys = Vec::with_capacity(16);
    let mut add = |of: Of, parts: &[&str]| {
        let key = parts.iter().fold(Key::new(of), |key, part| key.with(part));
        if key.whole {
            keys.push(key.hash);
        }
    };
    let year = f.year.map(|y| y.to_string()).unwrap_or_default();
    let author = f.authors.first().unwrap_or_default();
    let title = f.title.joined();
    let opens = title.char_indices().nth(OPENING).map_or(title.as_str(), |(end, _)| &title[..end]);
    add(Of::Doi, &[f.doi]);
    add(Of::Pmid, &[f.pmid]);
    f.accessions.iter().for_each(|a| add(Of::Accession, &[a]));
    add(Of::Title, &[&title]);
    add(Of::Opening, &[opens]);
    f.titles().skip(1).for_each(|title| add(Of::Title, &[&title.joined()]));
    // Words of one record only are misprints or names that the other record writes otherwise.
    let telling = f.title.iter().filter(|w| w.len() > 3 && w.chars().count() > 3);
    let mut rare: Vec<(u32, &str)> = telling
        .map(|word| (uses.get(&word_key(word)).copied().unwrap_or_default(), word))
        .filter(|(n, _)| *n > 1)
        .collect();
    rare.sort_unstable();
    rare.dedup();
    rare.truncate(RAREST);
    for (i, (_, a)) in rare.iter().enumerate() {
        rare[i + 1..].iter().for_each(|(_, b)| add(Of::RareWords, &[a.min(b), a.max(b)]));
    }
    add(Of::Place, &[f.volume, f.first.text, &year]);
    add(Of::Page, &[author, &year, f.first.text]);
    add(Of::Volume, &[author, f.volume, f.first.text]);
    keys.extend(f.opening.map(|opening| Key::new(Of::Abstract).with_bytes(&opening).hash));
    keys
}

fn pairs_of(block: &[Keyed], features: &Table) -> Vec<(u32, u32)> {
    let mut rows: Vec<u32> = block.iter().map(|b| b[2]).collect();
    rows.dedup();
    let reach = if rows.len() <= WHOLE {
        rows.len()
    } else {
        let mut titled: Vec<(Words<'_>, u32)> = rows.iter().map(|&row| (features.title(row as usize), row)).collect();
        titled.sort_unstable_by(|(x, a), (y, b)| x.bytes().cmp(y.bytes()).then(a.cmp(b)));
        rows = titled.into_iter().map(|(_, row)| row).collect();
        WINDOW
    };
    let mut pairs = Vec::new();
    for (i, &a) in rows.iter().enumerate() {
        pairs.extend(rows[i + 1..].iter().take(reach).map(|&b| (a.min(b), a.max(b))));
    }
    pairs
}
