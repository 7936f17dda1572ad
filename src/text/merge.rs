//! Merge: what every reader counted, in numbers of its own, in; one sorted vocabulary, the counts in its numbers and the
//! spellings of its terms out.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::tally::Tally;
use super::{Spellings, TermCounts};
use crate::corpus::Lang;
use crate::memory::{List, Number};

/// The words that one reader met.
pub(super) struct Learned {
    /// The stem of each of its numbers.
    pub stems: Vec<Box<str>>,
    /// How they were spelled, by language.
    pub spellings: Vec<(Lang, Spellings)>,
}

/// A run of documents in the numbers of its reader.
pub(super) struct Run {
    pub reader: usize,
    /// Entries of each document.
    pub lengths: Vec<u32>,
    /// The term of every entry, one entry an occurrence.
    pub terms: List<u32>,
}

/// Brings all runs together, in their order.
pub(super) fn merge(mut learned: Vec<Learned>, mut runs: Vec<Run>) -> TermCounts {
    let (terms, global) = number(&mut learned);
    let tally = |tally: &mut Tally, run: &mut Run| count(run, &global[run.reader], tally);
    let counts = runs.par_iter_mut().map_init(|| Tally::new(terms.len()), tally).collect();
    let mut indptr = vec![0];
    let lengths = runs.iter().flat_map(|run| &run.lengths);
    indptr.extend(lengths.scan(0, |end, length| {
        *end += *length as usize;
        Some(*end)
    }));
    let (spellings, (indices, counts)) = rayon::join(
        || spellings(&learned, &global, terms.len()),
        || (concatenated(runs.into_iter().map(|run| run.terms).collect()), concatenated(counts)),
    );
    TermCounts { terms: terms.into(), indptr: indptr.into(), indices: indices.into(), counts, spellings }
}

/// All lists in one. The first one grows by the others, so that few numbers are held twice.
fn concatenated<T: Number>(lists: Vec<List<T>>) -> List<T> {
    let length: usize = lists.iter().map(|list| list.len()).sum();
    let mut lists = lists.into_iter();
    let mut all = lists.next().unwrap_or_default();
    all.reserve_exact(length - all.len());
    lists.for_each(|list| all.extend_from_slice(&list));
    all
}

/// The distinct stems of all readers in order, and for every reader the number of each of its own stems there.
fn number(learned: &mut [Learned]) -> (Vec<Box<str>>, Vec<Vec<u32>>) {
    let mut all: Vec<(u128, &str, u32, u32)> = Vec::with_capacity(learned.iter().map(|l| l.stems.len()).sum());
    for (reader, learned) in learned.iter().enumerate() {
        let stems = learned.stems.iter().enumerate();
        all.extend(stems.map(|(local, stem)| (head(stem), stem.as_ref(), reader as u32, local as u32)));
    }
    all.par_sort_unstable();
    let mut firsts: Vec<(u32, u32)> = Vec::with_capacity(all.len());
    let mut global: Vec<Vec<u32>> = learned.iter().map(|l| vec![0; l.stems.len()]).collect();
    for same in all.chunk_by(|a, b| a.0 == b.0 && a.1 == b.1) {
        same.iter().for_each(|&(_, _, reader, local)| global[reader as usize][local as usize] = firsts.len() as u32);
        firsts.push((same[0].2, same[0].3));
    }
    drop(all);
    let take = |(reader, local): (u32, u32)| std::mem::take(&mut learned[reader as usize].stems[local as usize]);
    let terms = firsts.into_iter().map(take).collect();
    learned.iter_mut().for_each(|learned| learned.stems = Vec::new());
    (terms, global)
}

/// The first bytes of a text as a number: it settles most comparisons without following a pointer.
fn head(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = text.len().min(bytes.len());
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

/// The spellings that all readers met, by term and spelling; of a term that the commonest language has, too, only the
/// spellings there ("direct", not "directa").
fn spellings(learned: &[Learned], global: &[Vec<u32>], n_terms: usize) -> Spellings {
    let main = commonest(learned);
    let readers = learned.iter().zip(global);
    let lists: Vec<(bool, &Spellings, &[u32])> = readers
        .flat_map(|(learned, global)| learned.spellings.iter().map(move |(lang, list)| (*lang, list, &global[..])))
        .map(|(lang, list, global)| (Some(lang) != main, list, global))
        .collect();
    let each = || {
        lists.iter().flat_map(|&(is_other, list, global)| {
            list.iter().map(move |(stem, text, uses)| (global[stem as usize] as usize, (is_other, text, uses)))
        })
    };
    // Where the spellings of every term begin; once they are placed, where they end.
    let mut places = vec![0; n_terms + 1];
    each().for_each(|(term, _)| places[term + 1] += 1);
    (0..n_terms).for_each(|term| places[term + 1] += places[term]);
    let mut all = vec![(false, "", 0_u32); places[n_terms]];
    for (term, spelling) in each() {
        all[places[term]] = spelling;
        places[term] += 1;
    }
    let mut spellings = Spellings::default();
    let mut from = 0;
    for (term, &to) in places[..n_terms].iter().enumerate() {
        let of_term = &mut all[from..to];
        of_term.sort_unstable();
        let of_main = of_term.partition_point(|(is_other, ..)| !is_other);
        let shown = if of_main > 0 { &of_term[..of_main] } else { of_term };
        for same in shown.chunk_by(|a, b| a.1 == b.1) {
            spellings.push(term as u32, same[0].1, same.iter().fold(0, |sum, s| s.2.saturating_add(sum)));
        }
        from = to;
    }
    spellings
}

/// The language with the most words.
fn commonest(learned: &[Learned]) -> Option<Lang> {
    let mut words: BTreeMap<Lang, u64> = BTreeMap::new();
    for (lang, spellings) in learned.iter().flat_map(|learned| &learned.spellings) {
        *words.entry(*lang).or_default() += spellings.iter().map(|(.., uses)| u64::from(uses)).sum::<u64>();
    }
    words.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(lang, _)| lang)
}

/// Brings a run into global numbers, every row sorted, with one entry a term; how often each stands there.
fn count(run: &mut Run, global: &[u32], tally: &mut Tally) -> List<u8> {
    let mut counts = List::zeros(run.terms.len(), &run.terms.place());
    let (terms, into) = (&mut run.terms[..], &mut counts[..]);
    let (mut from, mut to) = (0, 0);
    for length in &mut run.lengths {
        let end = from + *length as usize;
        terms[from..end].iter().for_each(|&term| tally.add(global[term as usize]));
        let first = to;
        tally.take(|term, count| {
            (terms[to], into[to]) = (term, count);
            to += 1;
        });
        (*length, from) = ((to - first) as u32, end);
    }
    run.terms.shorten(to);
    counts.shorten(to);
    counts
}
