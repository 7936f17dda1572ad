//! Tally: the terms of a document in any order in; each of them once, in ascending order, with its count out.
//!
//! Terms are small numbers, so a bit for each says which were met, and the bits are in order as they stand. Does not
//! know what the numbers mean.

/// Bits of a word.
const WORD: usize = 64;

/// Terms of one document at a time; empty again once they are taken.
pub(super) struct Tally {
    /// Occurrences of every term, saturating.
    counts: Vec<u8>,
    /// A bit for every term that was met.
    terms: Vec<u64>,
    /// A bit for every word of `terms` that has one.
    words: Vec<u64>,
}

impl Tally {
    /// A tally of terms below `n_terms`.
    pub fn new(n_terms: usize) -> Tally {
        let n_words = n_terms.div_ceil(WORD);
        Tally { counts: vec![0; n_words * WORD], terms: vec![0; n_words], words: vec![0; n_words.div_ceil(WORD)] }
    }

    /// Counts one occurrence.
    #[inline]
    pub fn add(&mut self, term: u32) {
        let term = term as usize;
        let word = term / WORD;
        self.counts[term] = self.counts[term].saturating_add(1);
        self.terms[word] |= 1 << (term % WORD);
        self.words[word / WORD] |= 1 << (word % WORD);
    }

    /// Calls `visit` with every term that was met and its count, by ascending term, and forgets them.
    #[inline]
    pub fn take(&mut self, mut visit: impl FnMut(u32, u8)) {
        let Tally { counts, terms, words } = self;
        for (n, words) in words.iter_mut().enumerate() {
            each_bit(std::mem::take(words), n, |word| {
                each_bit(std::mem::take(&mut terms[word]), word, |term| {
                    visit(term as u32, std::mem::take(&mut counts[term]));
                });
            });
        }
    }
}

/// Calls `visit` with the number of every bit of the `n`-th word.
#[inline]
fn each_bit(mut bits: u64, n: usize, mut visit: impl FnMut(usize)) {
    while bits != 0 {
        visit(n * WORD + bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_once_in_order_and_are_forgotten() {
        let mut tally = Tally::new(10_001);
        for terms in [[10_000, 3, 64, 3, 4_096, 0, 3], [5, 5, 5, 5, 5, 5, 9_999]] {
            terms.iter().for_each(|term| tally.add(*term));
            let mut taken = Vec::new();
            tally.take(|term, count| taken.extend(std::iter::repeat_n(term, count.into())));
            let mut sorted = terms;
            sorted.sort_unstable();
            assert_eq!(taken, sorted);
        }
        (0..300).for_each(|_| tally.add(7));
        tally.take(|term, count| assert_eq!((term, count), (7, 255)));
        tally.take(|_, _| unreachable!("all were taken"));
    }
}
