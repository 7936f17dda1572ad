//! Vocabulary: counts of all terms in, counts of the useful ones out.
//!
//! Drops terms that stand in too few or too many documents. Does not weigh.

use std::sync::Arc;

use rayon::prelude::*;

use super::VectorParams;
use crate::text::{Spellings, TermCounts};

/// Documents from which threads share the counting of documents.
const WORTH_SHARING: usize = 4_096;

/// The terms that are used, sorted, with the number of documents that hold each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vocabulary {
    /// Terms in ascending byte order.
    pub terms: Arc<[Box<str>]>,
    /// Documents that hold the term.
    pub df: Vec<u32>,
}

/// Keeps the terms with `min_df <= df <= max_df · n`, where n counts the documents that hold any term.
///
/// Where every term would go (a handful of documents), the limits are widened: first `max_df`, then `min_df`.
///
/// # Complexity
/// O(number of entries).
pub fn prune(counts: TermCounts, params: &VectorParams) -> (Vocabulary, TermCounts) {
    let df = document_frequencies(&counts, |_| true);
    let n_docs = counts.indptr.windows(2).filter(|w| w[1] > w[0]).count();
    let least = params.min_df(n_docs) as u32;
    let most = (params.max_df * n_docs as f64).floor().max(1.0) as u32;
    let within = |least: u32, most: u32| move |df: &u32| *df >= least && *df <= most;
    let keep: Vec<bool> = if df.iter().any(within(least, most)) {
        df.iter().map(within(least, most)).collect()
    } else if df.iter().any(within(least, u32::MAX)) {
        df.iter().map(within(least, u32::MAX)).collect()
    } else {
        vec![true; df.len()]
    };
    select(counts, &df, &keep)
}

/// In how many of the documents that count each term stands.
pub(super) fn document_frequencies(counts: &TermCounts, is_counted: impl Fn(usize) -> bool + Sync) -> Vec<u32> {
    let n_docs = counts.indptr.len() - 1;
    let share = n_docs.div_ceil(rayon::current_num_threads()).max(WORTH_SHARING);
    let of_share = |first: usize| {
        let mut df = vec![0_u32; counts.terms.len()];
        for doc in (first..n_docs.min(first + share)).filter(|&doc| is_counted(doc)) {
            let terms = &counts.indices[counts.indptr[doc]..counts.indptr[doc + 1]];
            terms.iter().for_each(|&term| df[term as usize] += 1);
        }
        df
    };
    let sum = |mut sum: Vec<u32>, more: Vec<u32>| {
        sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        sum
    };
    let firsts: Vec<usize> = (0..n_docs).step_by(share).collect();
    firsts.into_par_iter().map(of_share).reduce_with(sum).unwrap_or_else(|| vec![0; counts.terms.len()])
}

fn select(mut counts: TermCounts, df: &[u32], keep: &[bool]) -> (Vocabulary, TermCounts) {
    let mut new_id = vec![u32::MAX; keep.len()];
    let (mut terms, mut df_of_kept) = (Vec::new(), Vec::new());
    for (old, term) in Arc::make_mut(&mut counts.terms).iter_mut().enumerate() {
        if keep[old] {
            new_id[old] = terms.len() as u32;
            terms.push(std::mem::take(term));
            df_of_kept.push(df[old]);
        }
    }
    let vocabulary = Vocabulary { terms: terms.into(), df: df_of_kept };
    let mut indptr = Vec::with_capacity(counts.indptr.len());
    indptr.push(0);
    let kept: Vec<usize> = counts
        .indptr
        .par_windows(2)
        .map(|w| counts.indices[w[0]..w[1]].iter().filter(|t| keep[**t as usize]).count())
        .collect();
    kept.iter().fold(0, |end, n| {
        indptr.push(end + n);
        end + n
    });
    let (mut indices, mut tfs) = (counts.indices, counts.counts);
    let at = compact(&mut indices, &mut tfs, &new_id);
    indices.shorten(at);
    tfs.shorten(at);
    let mut spellings = Spellings::default();
    for (old, spelling, uses) in counts.spellings.iter().filter(|s| keep[s.0 as usize]) {
        spellings.push(new_id[old as usize], spelling, uses);
    }
    let pruned = TermCounts { terms: vocabulary.terms.clone(), indptr: indptr.into(), indices, counts: tfs, spellings };
    (vocabulary, pruned)
}

/// Moves the entries of the terms that stay to the front, under their new numbers; gives how many these are.
fn compact(indices: &mut [u32], tfs: &mut [u8], new_id: &[u32]) -> usize {
    let mut at = 0;
    for old in 0..indices.len() {
        let term = new_id[indices[old] as usize];
        if term != u32::MAX {
            indices[at] = term;
            tfs[at] = tfs[old];
            at += 1;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> TermCounts {
        // documents: {a:1, b:2}, {a:1, c:1}, {a:3, b:1}, {}
        TermCounts {
            terms: ["a", "b", "c"].map(Box::from).to_vec().into(),
            indptr: vec![0, 2, 4, 6, 6].into(),
            indices: vec![0, 1, 0, 2, 0, 1].into(),
            counts: vec![1, 2, 1, 1, 3, 1].into(),
            ..TermCounts::default()
        }
    }

    #[test]
    fn rare_and_common_terms_go() {
        let params = VectorParams { min_df: Some(2), max_df: 0.9, ..VectorParams::default() };
        let (vocabulary, pruned) = prune(counts(), &params);
        assert_eq!(*vocabulary.terms, ["b".into()]);
        assert_eq!(vocabulary.df, [2]);
        assert_eq!(pruned.indptr[..], [0, 1, 1, 2, 2]);
        assert_eq!(pruned.counts[..], [2, 1]);
    }

    #[test]
    fn limits_widen_rather_than_leave_nothing() {
        let params = VectorParams { min_df: Some(3), max_df: 0.5, ..VectorParams::default() };
        assert_eq!(*prune(counts(), &params).0.terms, ["a".into()]);
        let params = VectorParams { min_df: Some(9), max_df: 0.5, ..VectorParams::default() };
        assert_eq!(prune(counts(), &params).0.terms.len(), 3);
    }
}
