//! Cognates: counts of a corpus in one language with some records in others in; the same with the words of those records
//! read as the words of one origin in the language of the corpus out.
//!
//! A record in another language shares few words with the rest, but all with its like, so that a grouping would tell
//! languages apart. Where several languages have many records, `bridge` compares them instead. Knows no dictionary.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::bridge::main_languages;
use super::origin::letters;
use super::vocabulary::document_frequencies;
use crate::corpus::Lang;
use crate::text::TermCounts;

/// Fewest letters that two words of one origin begin with.
const LEAST_SHARED: usize = 4;
/// Share of the letters of the longer of two words of one origin that they begin with: "tube" is no "tuberculosis"
/// (between .6 and .8 nothing changes but by chance).
const LEAST_SHARE: f64 = 2.0 / 3.0;
/// Letters at the end of the shorter of two words of one origin that may differ.
const MOST_ENDING: usize = 2;
/// Fewest records of the language of the corpus that a word must stand in.
const LEAST_RECORDS: u32 = 2;
/// A word may stand so many times as often in the records of other languages as in those of the main one, and in so
/// many more (of 2, 3 and 8 times and 0 to 3 more the best where 18 to 120 Spanish case reports stand among 300 to 900
/// English abstracts of three specialties).
const UNEVEN: (f64, f64) = (2.0, 2.0);
/// Fewest words that a record must keep, or half of its own; one that would keep fewer stays as it is.
const LEAST_WORDS: usize = 4;

/// Reads the terms of rows in other languages than that of the corpus as its terms; what has no counterpart goes.
///
/// `languages`: the language of every row, or none; such rows stay as they are. Without rows in another language, or
/// with several main languages, nothing changes.
///
/// # Complexity
/// O(entries), and for every term of the other rows a look at the terms that begin alike.
pub(super) fn read_as_main_language(mut counts: TermCounts, languages: &[Option<Lang>]) -> TermCounts {
    let main = main_languages(languages);
    let [main] = main[..] else { return counts };
    let is_foreign = |row: usize| languages[row].is_some_and(|lang| lang != main);
    let foreign: Vec<usize> = (0..languages.len()).filter(|&row| is_foreign(row)).collect();
    if foreign.is_empty() {
        return counts;
    }
    let uses = document_frequencies(&counts, |row| languages[row] == Some(main));
    let counterparts = Counterparts::new(&counts, uses, &foreign);
    let mut cache: Vec<Option<Option<u32>>> = vec![None; counts.terms.len()];
    let mut counterpart = |term: u32| *cache[term as usize].get_or_insert_with(|| counterparts.of(&counts.terms, term));
    let read = |row: usize| -> Vec<(u32, u8)> {
        let entries = counts.indptr[row]..counts.indptr[row + 1];
        let found = counts.indices[entries.clone()].iter().zip(&counts.counts[entries]);
        let mut terms: Vec<(u32, u8)> = found.filter_map(|(term, n)| Some((counterpart(*term)?, *n))).collect();
        terms.sort_unstable();
        let sum = |same: &[(u32, u8)]| (same[0].0, same.iter().fold(0_u8, |sum, entry| sum.saturating_add(entry.1)));
        terms.chunk_by(|a, b| a.0 == b.0).map(sum).collect()
    };
    let mut rows: Vec<Vec<(u32, u8)>> = foreign.iter().copied().map(read).collect();
    drop_uneven(&mut rows, &counterparts.uses, languages.iter().filter(|language| **language == Some(main)).count());
    let lengths: Vec<usize> = foreign.iter().map(|&row| counts.indptr[row + 1] - counts.indptr[row]).collect();
    let is_enough = |n: usize, of: usize| n >= LEAST_WORDS || n * 2 >= of;
    let read = foreign.into_iter().zip(rows).zip(lengths).filter(|((_, terms), n)| is_enough(terms.len(), *n));
    replace(&mut counts, read.map(|(row, _)| row));
    counts
}

/// Takes out the terms that stand much more often in these rows than in those of the main language: they are words of a
/// language or of a source, and tell nothing of themes.
fn drop_uneven(rows: &mut [Vec<(u32, u8)>], uses: &[u32], n_main: usize) {
    let mut own_uses: BTreeMap<u32, usize> = BTreeMap::new();
    rows.iter().flatten().for_each(|(term, _)| *own_uses.entry(*term).or_default() += 1);
    let n_rows = rows.len() as f64;
    let is_even = |term: u32| {
        let expected = n_rows * f64::from(uses[term as usize]) / n_main.max(1) as f64;
        own_uses.get(&term).is_none_or(|n| *n as f64 <= UNEVEN.0 * expected + UNEVEN.1)
    };
    rows.iter_mut().for_each(|row| row.retain(|(term, _)| is_even(*term)));
}

/// Puts other terms in place of those of some rows, by ascending row; no row gets more than it had.
fn replace(counts: &mut TermCounts, rows: impl Iterator<Item = (usize, Vec<(u32, u8)>)>) {
    let mut rows = rows.peekable();
    let n_rows = counts.indptr.len() - 1;
    let (mut from, mut to) = (0, 0);
    for row in 0..n_rows {
        let end = counts.indptr[row + 1];
        match rows.next_if(|(replaced, _)| *replaced == row) {
            Some((_, terms)) => {
                for (term, n) in terms {
                    (counts.indices[to], counts.counts[to]) = (term, n);
                    to += 1;
                }
            }
            None => {
                counts.indices.copy_within(from..end, to);
                counts.counts.copy_within(from..end, to);
                to += end - from;
            }
        }
        from = end;
        counts.indptr[row + 1] = to;
    }
    counts.indices.shorten(to);
    counts.counts.shorten(to);
}

/// The terms of the language of a corpus that begin as one of those that are looked up, to be found by these letters.
struct Counterparts {
    /// Letters and term, in order.
    by_letters: Vec<(Vec<char>, u32)>,
    /// Records of the language of the corpus that hold each term.
    uses: Vec<u32>,
}

impl Counterparts {
    /// Of the terms that stand in some rows.
    fn new(counts: &TermCounts, uses: Vec<u32>, rows: &[usize]) -> Counterparts {
        let is_used = |term: u32| uses[term as usize] >= LEAST_RECORDS;
        let terms = rows.iter().flat_map(|&row| &counts.indices[counts.indptr[row]..counts.indptr[row + 1]]);
        let wanted: BTreeSet<u32> = terms.copied().filter(|&term| !is_used(term)).collect();
        let letters = |term: u32| letters(&counts.terms[term as usize]).filter(|l| l.len() >= LEAST_SHARED);
        let begins: BTreeSet<Vec<char>> =
            wanted.into_iter().filter_map(letters).map(|letters| letters[..LEAST_SHARED].to_vec()).collect();
        let used = (0..counts.terms.len() as u32).into_par_iter().filter(|&term| is_used(term));
        let mut by_letters: Vec<(Vec<char>, u32)> = used
            .filter_map(|term| letters(term).map(|letters| (letters, term)))
            .filter(|(letters, _)| begins.contains(&letters[..LEAST_SHARED]))
            .collect();
        by_letters.par_sort_unstable();
        Counterparts { by_letters, uses }
    }

    /// The term itself where the language of the corpus uses it, too; else the term of one origin with the most letters
    /// in common, of several the commonest.
    fn of(&self, terms: &[Box<str>], term: u32) -> Option<u32> {
        if self.uses[term as usize] >= LEAST_RECORDS {
            return Some(term);
        }
        let wanted = letters(&terms[term as usize]).filter(|letters| letters.len() >= LEAST_SHARED)?;
        let begin = &wanted[..LEAST_SHARED];
        let first = self.by_letters.partition_point(|(letters, _)| letters[..LEAST_SHARED] < *begin);
        let alike = self.by_letters[first..].iter().take_while(|(letters, _)| letters[..LEAST_SHARED] == *begin);
        let shared = alike.map(|(letters, other)| {
            let n = letters.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
            (n, letters.len(), *other)
        });
        let of_one_origin = shared.filter(|(n, length, _)| {
            let (shorter, longer) = (wanted.len().min(*length), wanted.len().max(*length));
            n + MOST_ENDING >= shorter && *n as f64 >= LEAST_SHARE * longer as f64
        });
        let best = of_one_origin.max_by(|a, b| {
            let key = |&(n, length, other): &(usize, usize, u32)| (n, self.uses[other as usize], usize::MAX - length);
            key(a).cmp(&key(b)).then(b.2.cmp(&a.2))
        });
        best.map(|(_, _, other)| other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: [&str; 12] = [
        "células",
        "cell",
        "cellular",
        "doxorrubicin",
        "doxorubicin",
        "fármac",
        "il-6",
        "nanoparticl",
        "nanopartícul",
        "transplant",
        "tube",
        "tubercul",
    ];

    fn counts(rows: &[&[u32]]) -> TermCounts {
        let mut counts =
            TermCounts { terms: TERMS.map(Box::from).to_vec().into(), indptr: vec![0].into(), ..TermCounts::default() };
        for row in rows {
            counts.indices.extend_from_slice(row);
            counts.counts.extend(row.iter().map(|_| 1));
            counts.indptr.push(counts.indices.len());
        }
        counts
    }

    #[test]
    fn words_of_few_records_are_read_as_those_of_one_origin() {
        let english: &[u32] = &[1, 2, 4, 6, 7, 9];
        let spanish: &[u32] = &[0, 3, 5, 6, 8];
        let rows: Vec<&[u32]> = (0..40).map(|row| if row == 7 { spanish } else { english }).collect();
        let mut languages = vec![Some(Lang::ENG); 40];
        languages[7] = Some(Lang::SPA);
        let read = read_as_main_language(counts(&rows), &languages);
        let row = |row: usize| &read.indices[read.indptr[row]..read.indptr[row + 1]];
        assert_eq!((row(6), row(7), row(8)), (english, &[2, 4, 6, 7][..], english));
        assert_eq!((read.indices.len(), read.counts.len()), (39 * 6 + 4, 39 * 6 + 4));
        let tube: &[u32] = &[3, 8, 10];
        let rows: Vec<&[u32]> = (0..40).map(|row| if row == 7 { tube } else { &[4, 7, 11] }).collect();
        let read = read_as_main_language(counts(&rows), &languages);
        assert_eq!(read.indices[read.indptr[7]..read.indptr[8]], [4, 7], "no tubercles in a tube");
        // A question of three words, two of which have a counterpart.
        let question: &[u32] = &[3, 5, 8];
        let rows: Vec<&[u32]> = (0..40).map(|row| if row == 7 { question } else { english }).collect();
        let read = read_as_main_language(counts(&rows), &languages);
        assert_eq!(read.indices[read.indptr[7]..read.indptr[8]], [4, 7]);
    }

    #[test]
    fn words_of_a_language_alone_tell_nothing() {
        let mut rows = vec![vec![(0, 1), (1, 1)]; 8];
        rows[7] = vec![(1, 2), (2, 1)];
        drop_uneven(&mut rows, &[2, 20, 1], 40);
        assert_eq!(
            (rows[0].as_slice(), rows[7].as_slice()),
            (&[(1, 1)][..], &[(1, 2), (2, 1)][..]),
            "0 in 7 of 8 rows"
        );
    }

    #[test]
    fn one_language_two_main_ones_and_rows_without_counterparts_stay() {
        let english: &[u32] = &[1, 4];
        let spanish: &[u32] = &[0, 3, 5];
        let rows: Vec<&[u32]> = (0..40).map(|row| if row % 2 == 0 { spanish } else { english }).collect();
        let halves: Vec<_> = (0..40).map(|row| Some(if row % 2 == 0 { Lang::SPA } else { Lang::ENG })).collect();
        assert_eq!(read_as_main_language(counts(&rows), &halves), counts(&rows));
        assert_eq!(read_as_main_language(counts(&rows), &[None; 40]), counts(&rows));
        let rows: Vec<&[u32]> = (0..40).map(|row| if row == 3 { spanish } else { english }).collect();
        let mut languages = vec![Some(Lang::ENG); 40];
        languages[3] = Some(Lang::SPA);
        assert_eq!(read_as_main_language(counts(&rows), &languages), counts(&rows), "two words are too few");
    }
}
