//! Merge: what every thread counted, in numbers of its own, in; one sorted vocabulary, the counts in its numbers and the
//! spellings of its terms out.

use rayon::prelude::*;

use super::tally::Tally;
use super::{Spellings, TermCounts};
use crate::memory::List;

/// One run of documents in numbers of its own.
#[derive(Default)]
pub(super) struct Batch {
    pub stems: Vec<Box<str>>,
    pub spellings: Spellings,
    /// Entries of each document.
    pub lengths: Vec<u32>,
    /// The term of every entry; while documents are read, one entry an occurrence.
    pub terms: List<u32>,
    /// Occurrences of each entry, once they are counted.
    pub counts: List<u8>,
}

/// Brings all runs together, in their order.
pub(super) fn merge(mut batches: Vec<Batch>) -> TermCounts {
    let (terms, global) = number(&mut batches);
    let spelled: Vec<Spellings> = batches.iter_mut().map(|batch| std::mem::take(&mut batch.spellings)).collect();
    let (spellings, ()) = rayon::join(
        || spellings(&spelled, &global, terms.len()),
        || batches.par_iter_mut().zip(&global).for_each(|(batch, global)| tally(batch, global, terms.len())),
    );
    drop(spelled);
    let mut indptr = vec![0];
    let lengths = batches.iter().flat_map(|batch| &batch.lengths);
    indptr.extend(lengths.scan(0, |end, length| {
        *end += *length as usize;
        Some(*end)
    }));
    // The first batch grows by the others, so that no entry is held twice.
    let mut batches = batches.into_iter();
    let Batch { terms: mut indices, counts: mut values, .. } = batches.next().unwrap_or_default();
    let missing = indptr[indptr.len() - 1] - indices.len();
    indices.reserve_exact(missing);
    values.reserve_exact(missing);
    for batch in batches {
        indices.extend_from_slice(&batch.terms);
        values.extend_from_slice(&batch.counts);
    }
    TermCounts { terms: terms.into(), indptr: indptr.into(), indices: indices.into(), counts: values, spellings }
}

/// The distinct stems of all batches in order, and for every batch the number of each of its own stems there.
fn number(batches: &mut [Batch]) -> (Vec<Box<str>>, Vec<Vec<u32>>) {
    let mut all: Vec<(u128, &str, u32, u32)> = Vec::with_capacity(batches.iter().map(|b| b.stems.len()).sum());
    for (batch, of_batch) in batches.iter().enumerate() {
        let stems = of_batch.stems.iter().enumerate();
        all.extend(stems.map(|(local, stem)| (head(stem), stem.as_ref(), batch as u32, local as u32)));
    }
    all.par_sort_unstable();
    let mut firsts: Vec<(u32, u32)> = Vec::with_capacity(all.len());
    let mut global: Vec<Vec<u32>> = batches.iter().map(|b| vec![0; b.stems.len()]).collect();
    for same in all.chunk_by(|a, b| a.0 == b.0 && a.1 == b.1) {
        same.iter().for_each(|&(_, _, batch, local)| global[batch as usize][local as usize] = firsts.len() as u32);
        firsts.push((same[0].2, same[0].3));
    }
    drop(all);
    let take = |(batch, local): (u32, u32)| std::mem::take(&mut batches[batch as usize].stems[local as usize]);
    let terms = firsts.into_iter().map(take).collect();
    batches.iter_mut().for_each(|batch| batch.stems = Vec::new());
    (terms, global)
}

/// The first bytes of a text as a number: it settles most comparisons without following a pointer.
fn head(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = text.len().min(bytes.len());
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

/// The spellings of all batches, by term and spelling.
fn spellings(batches: &[Spellings], global: &[Vec<u32>], n_terms: usize) -> Spellings {
    let each = || {
        let batches = batches.iter().zip(global);
        batches.flat_map(|(batch, global)| {
            batch.iter().map(|(stem, text, uses)| (global[stem as usize] as usize, text, uses))
        })
    };
    // Where the spellings of every term begin; once they are placed, where they end.
    let mut places = vec![0; n_terms + 1];
    each().for_each(|(term, ..)| places[term + 1] += 1);
    (0..n_terms).for_each(|term| places[term + 1] += places[term]);
    let mut all = vec![("", 0_u32); places[n_terms]];
    for (term, text, uses) in each() {
        all[places[term]] = (text, uses);
        places[term] += 1;
    }
    let mut spellings = Spellings::default();
    let mut from = 0;
    for (term, &to) in places[..n_terms].iter().enumerate() {
        let of_term = &mut all[from..to];
        of_term.sort_unstable();
        for same in of_term.chunk_by(|a, b| a.0 == b.0) {
            spellings.push(term as u32, same[0].0, same.iter().fold(0, |sum, s| s.1.saturating_add(sum)));
        }
        from = to;
    }
    spellings
}

/// Brings one batch into global numbers, every row sorted, with one entry a term.
fn tally(batch: &mut Batch, global: &[u32], n_terms: usize) {
    let place = batch.terms.place();
    let (terms, lengths) = (&mut batch.terms[..], &mut batch.lengths);
    batch.counts = List::zeros(terms.len(), &place);
    let counts = &mut batch.counts[..];
    let mut tally = Tally::new(n_terms);
    let (mut from, mut to) = (0, 0);
    for length in lengths {
        let end = from + *length as usize;
        terms[from..end].iter().for_each(|&term| tally.add(global[term as usize]));
        let first = to;
        tally.take(|term, count| {
            (terms[to], counts[to]) = (term, count);
            to += 1;
        });
        (*length, from) = ((to - first) as u32, end);
    }
    batch.terms.shorten(to);
    batch.counts.shorten(to);
}
