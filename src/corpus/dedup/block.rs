//! Blocks: features in, pairs of records worth comparing out.
//!
//! Duplicates share at least one key: an identifier, the title, its rarest words, or place of publication. A block that
//! is too large is cut into windows of neighbors in title order, so no key makes the cost grow with the square.

use rayon::prelude::*;

use super::features::Features;

/// Largest block in which all pairs are compared.
const WHOLE: usize = 40;
/// Neighbors compared with each record of a larger block.
const WINDOW: usize = 6;
/// Rarest shared words of a title whose pairs are keys.
const RAREST: usize = 4;
/// Letters that open a title.
const OPENING: usize = 24;

/// Pairs `(a, b)`, `a < b`, without repeats, in order.
pub(super) fn candidates(features: &[Features]) -> Vec<(u32, u32)> {
    let counts = word_counts(features);
    let mut keyed: Vec<(u64, u32)> = features
        .par_iter()
        .zip(&counts)
        .enumerate()
        .flat_map_iter(|(at, (f, counts))| keys(f, counts).into_iter().map(move |key| (key, at as u32)))
        .collect();
    keyed.par_sort_unstable();
    keyed.dedup();
    let blocks: Vec<&[(u64, u32)]> = keyed.chunk_by(|a, b| a.0 == b.0).filter(|b| b.len() > 1).collect();
    let mut pairs: Vec<(u32, u32)> = blocks.into_par_iter().flat_map_iter(|block| pairs_of(block, features)).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// For every word of every title, in how many places of all titles it stands.
fn word_counts(features: &[Features]) -> Vec<Vec<u32>> {
    let mut places: Vec<(u64, u32, u32)> = features
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, f)| {
            f.title
                .iter()
                .enumerate()
                .map(move |(word, text)| (Key::new(Of::Word).with(text).hash, at as u32, word as u32))
        })
        .collect();
    places.par_sort_unstable();
    let mut counts: Vec<Vec<u32>> = features.iter().map(|f| vec![0; f.title.len()]).collect();
    for same in places.chunk_by(|a, b| a.0 == b.0) {
        same.iter().for_each(|&(_, at, word)| counts[at as usize][word as usize] = same.len() as u32);
    }
    counts
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

fn keys(f: &Features, counts: &[u32]) -> Vec<u64> {
    let mut keys = Vec::with_capacity(16);
    let mut add = |of: Of, parts: &[&str]| {
        let key = parts.iter().fold(Key::new(of), |key, part| key.with(part));
        if key.whole {
            keys.push(key.hash);
        }
    };
    let year = f.year.map(|y| y.to_string()).unwrap_or_default();
    let author = f.authors.first().map_or("", String::as_str);
    let title = f.title.joined();
    let opens = title.char_indices().nth(OPENING).map_or(title, |(end, _)| &title[..end]);
    add(Of::Doi, &[&f.doi]);
    add(Of::Pmid, &[&f.pmid]);
    f.accessions.iter().for_each(|a| add(Of::Accession, &[a]));
    add(Of::Title, &[title]);
    add(Of::Opening, &[opens]);
    f.other_titles.iter().for_each(|title| add(Of::Title, &[title.joined()]));
    // Words of one record only are misprints or names that the other record writes otherwise.
    let mut rare: Vec<(u32, &str)> = counts
        .iter()
        .copied()
        .zip(f.title.iter())
        .filter(|(n, w)| *n > 1 && w.len() > 3 && w.chars().count() > 3)
        .collect();
    rare.sort_unstable();
    rare.dedup();
    rare.truncate(RAREST);
    for (i, (_, a)) in rare.iter().enumerate() {
        rare[i + 1..].iter().for_each(|(_, b)| add(Of::RareWords, &[a.min(b), a.max(b)]));
    }
    add(Of::Place, &[&f.volume, &f.first.text, &year]);
    add(Of::Page, &[author, &year, &f.first.text]);
    add(Of::Volume, &[author, &f.volume, &f.first.text]);
    add(Of::Abstract, &[&f.opening]);
    keys
}

fn pairs_of(block: &[(u64, u32)], features: &[Features]) -> Vec<(u32, u32)> {
    let mut rows: Vec<u32> = block.iter().map(|b| b.1).collect();
    let reach = if rows.len() <= WHOLE {
        rows.len()
    } else {
        let title = |row: u32| features[row as usize].title.joined();
        rows.sort_unstable_by(|&a, &b| title(a).cmp(title(b)).then(a.cmp(&b)));
        WINDOW
    };
    let mut pairs = Vec::new();
    for (i, &a) in rows.iter().enumerate() {
        pairs.extend(rows[i + 1..].iter().take(reach).map(|&b| (a.min(b), a.max(b))));
    }
    pairs
}
