//! Blocks: features in, pairs of records worth comparing out.
//!
//! Duplicates share at least one key: an identifier, the title, its rarest words, or place of publication. A block that
//! is too large is cut into windows of neighbors in title order, so no key makes the cost grow with the square.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::features::Features;

/// Largest block in which all pairs are compared.
const WHOLE: usize = 40;
/// Neighbors compared with each record of a larger block.
const WINDOW: usize = 6;

/// Pairs `(a, b)`, `a < b`, without repeats, in order.
pub(super) fn candidates(features: &[Features]) -> Vec<(u32, u32)> {
    let rarity = rarity(features);
    let mut keyed: Vec<(u64, u32)> = features
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, f)| keys(f, &rarity).into_iter().map(move |key| (hash(&key), at as u32)))
        .collect();
    keyed.par_sort_unstable();
    keyed.dedup();
    let blocks: Vec<&[(u64, u32)]> = keyed.chunk_by(|a, b| a.0 == b.0).filter(|b| b.len() > 1).collect();
    let mut pairs: Vec<(u32, u32)> = blocks.into_par_iter().flat_map_iter(|block| pairs_of(block, features)).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// In how many records each title word stands.
fn rarity(features: &[Features]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for word in features.iter().flat_map(|f| &f.title) {
        *counts.entry(word.as_str()).or_insert(0) += 1;
    }
    counts
}

fn keys(f: &Features, rarity: &BTreeMap<&str, usize>) -> Vec<String> {
    let mut keys = Vec::with_capacity(10);
    let mut add = |kind: &str, parts: &[&str]| {
        if parts.iter().all(|p| !p.is_empty()) {
            keys.push(format!("{kind}|{}", parts.join("|")));
        }
    };
    let year = f.year.map(|y| y.to_string()).unwrap_or_default();
    let author = f.authors.first().map_or("", String::as_str);
    add("doi", &[&f.doi]);
    add("pmid", &[&f.pmid]);
    f.accessions.iter().for_each(|a| add("accession", &[a]));
    let title = f.title_key();
    let opening: String = title.chars().take(24).collect();
    add("title", &[&title]);
    add("opening", &[&opening]);
    let mut rare: Vec<&str> = f.title.iter().filter(|w| w.chars().count() > 3).map(String::as_str).collect();
    rare.sort_by(|a, b| rarity[a].cmp(&rarity[b]).then(a.cmp(b)));
    rare.dedup();
    // Words of one record only are misprints or names that the other record writes otherwise.
    let shared: Vec<&str> = rare.into_iter().filter(|w| rarity[w] > 1).take(4).collect();
    for (i, a) in shared.iter().enumerate() {
        shared[i + 1..].iter().for_each(|b| add("words", &[a.min(b), a.max(b)]));
    }
    add("place", &[&f.volume, &f.first_page, &year]);
    add("page", &[author, &year, &f.first_page]);
    add("volume", &[author, &f.volume, &f.first_page]);
    add("abstract", &[&f.opening]);
    keys
}

/// FNV-1a with 64 bits; a chance collision only costs a comparison.
fn hash(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

fn pairs_of(block: &[(u64, u32)], features: &[Features]) -> Vec<(u32, u32)> {
    let mut rows: Vec<u32> = block.iter().map(|b| b.1).collect();
    let reach = if rows.len() <= WHOLE {
        rows.len()
    } else {
        rows.sort_by(|&a, &b| features[a as usize].title.cmp(&features[b as usize].title).then(a.cmp(&b)));
        WINDOW
    };
    let mut pairs = Vec::new();
    for (i, &a) in rows.iter().enumerate() {
        pairs.extend(rows[i + 1..].iter().take(reach).map(|&b| (a.min(b), a.max(b))));
    }
    pairs
}
