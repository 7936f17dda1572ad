//! Variety: texts in a script without blanks and the ranked pairs of characters in, the strings that make words out.
//!
//! No dictionary says where a word of Chinese ends, but its neighbors do: beside a whole word stand many characters,
//! beside a piece of one nearly always the same ("尿病" has "糖" before it). So a string is a word where three different
//! characters or ends of clauses stand on each side of its uses in a topic.
//!
//! # References
//! H. Feng, K. Chen, X. Deng & W. Zheng (2004), *Accessor variety criteria for Chinese word extraction*, Computational
//! Linguistics 30.

use std::collections::BTreeSet;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::TopicInput;
use super::rank::RankedStem;
use super::seen::least_documents;
use crate::text::scripts;

/// Documents read per topic.
const READ: usize = 100;
/// Longest string in characters.
const LONGEST: usize = 6;
/// What must stand on each side: different characters, and any ends of clauses.
const LEAST: usize = 3;
/// Share of a pair's documents that a string must cover to stand for it, and of a shorter string's.
const COVER: f64 = 0.3;
const COVER_OF_SHORTER: f64 = 0.75;

/// The strings of a topic that make words.
#[derive(Clone, Debug, Default)]
pub(super) struct Strings {
    /// Each with the number of documents read that hold it, by text.
    words: Vec<(String, usize)>,
    /// Documents read.
    pub read: usize,
}

/// What was seen of one string.
#[derive(Default)]
struct Uses {
    documents: usize,
    last: Option<usize>,
    before: Side,
    behind: Side,
}

/// The same of all.
type AllUses<'a> = HashMap<&'a str, Uses, FixedState>;

/// What stands on one side of a string.
#[derive(Default)]
struct Side {
    chars: BTreeSet<char>,
    ends: usize,
}

impl Side {
    fn add(&mut self, neighbor: Option<char>) {
        match neighbor {
            Some(c) => _ = self.chars.insert(c),
            None => self.ends += 1,
        }
    }

    fn is_varied(&self) -> bool {
        self.chars.len() + self.ends >= LEAST
    }
}

/// Whether a term is two characters of a script without blanks.
pub(super) fn is_pair(term: &str) -> bool {
    term.chars().count() == 2 && scripts::is_unparted(term)
}

impl Strings {
    /// The strings of a topic around its ranked pairs; none where no pair is ranked.
    pub fn of(input: &TopicInput<'_>, nearest: &[usize], ranked: &[RankedStem]) -> Strings {
        let terms = ranked.iter().map(|stem| &*input.vocabulary.terms[stem.term as usize]);
        let pairs: BTreeSet<&str> = terms.filter(|term| is_pair(term)).collect();
        if pairs.is_empty() {
            return Strings::default();
        }
        let mut uses = AllUses::default();
        let rows = &nearest[..nearest.len().min(READ)];
        for &row in rows {
            let document = &input.documents[row];
            let texts = std::iter::once(document.title).chain(document.body.iter().copied());
            texts.for_each(|text| add_text(text, row, &pairs, &mut uses));
        }
        input.corpus.release();
        Strings { words: words(uses, least_documents(rows.len())), read: rows.len() }
    }

    /// Whether nothing is known: then pairs are taken as they are.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The word to show for a pair that stands in a share of the documents, and how many of those read hold it: the
    /// longest that most of the documents with a shorter one hold, none of them refused.
    pub fn best(&self, pair: &str, share: f64, is_free: impl Fn(&str) -> bool) -> Option<(&str, usize)> {
        let least = COVER * share * self.read as f64;
        let fits = |(word, n): &&(String, usize)| word.contains(pair) && *n as f64 >= least && is_free(word);
        let mut fitting: Vec<&(String, usize)> = self.words.iter().filter(fits).collect();
        fitting.sort_by(|a, b| a.0.len().cmp(&b.0.len()).then(b.1.cmp(&a.1)).then(a.0.cmp(&b.0)));
        let longer = |best: Option<&'_ (String, usize)>, (word, n): &(String, usize)| {
            best.is_none_or(|best| word.len() > best.0.len() && *n as f64 >= COVER_OF_SHORTER * best.1 as f64)
        };
        let mut best = None;
        for word in fitting {
            if longer(best, word) {
                best = Some(word);
            }
        }
        best.map(|(word, n)| (word.as_str(), *n))
    }
}

/// Adds what a text shows of strings around these pairs.
fn add_text<'a>(text: &'a str, row: usize, pairs: &BTreeSet<&str>, uses: &mut AllUses<'a>) {
    scripts::stretches(text, |stretch, before, behind| {
        strings(stretch, pairs, |string, left, right| {
            let seen = uses.entry(string).or_default();
            seen.documents += usize::from(seen.last != Some(row));
            seen.last = Some(row);
            seen.before.add(left.or(before));
            seen.behind.add(right.or(behind));
        });
    });
}

/// The strings that make words, with their documents.
fn words(uses: AllUses<'_>, least: usize) -> Vec<(String, usize)> {
    let is_word = |uses: &Uses| uses.documents >= least && uses.before.is_varied() && uses.behind.is_varied();
    let words = uses.into_iter().filter(|(_, uses)| is_word(uses));
    let mut words: Vec<(String, usize)> = words.map(|(string, uses)| (string.into(), uses.documents)).collect();
    words.sort_unstable();
    words
}

/// Calls `visit` with every string of a stretch that holds one of the pairs, and its neighbors inside the stretch.
fn strings<'a>(stretch: &'a str, pairs: &BTreeSet<&str>, mut visit: impl FnMut(&'a str, Option<char>, Option<char>)) {
    let chars: Vec<(usize, char)> = stretch.char_indices().collect();
    let at = |n: usize| chars.get(n).map_or(stretch.len(), |(at, _)| *at);
    let held: Vec<bool> = (1..chars.len()).map(|n| pairs.contains(&stretch[at(n - 1)..at(n + 1)])).collect();
    for first in 0..held.len() {
        for behind in first + 2..=(first + LONGEST).min(chars.len()) {
            if held[first..behind - 1].contains(&true) {
                let left = first.checked_sub(1).map(|n| chars[n].1);
                visit(&stretch[at(first)..at(behind)], left, chars.get(behind).map(|(_, c)| *c));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varied(texts: &[&str], pair: &str) -> Vec<String> {
        let mut uses = AllUses::default();
        let pairs = BTreeSet::from([pair]);
        for (row, text) in texts.iter().enumerate() {
            add_text(text, row, &pairs, &mut uses);
        }
        words(uses, 3).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn pieces_of_words_have_few_neighbors() {
        let texts = ["糖尿病发生率高", "治疗糖尿病，有效", "对照糖尿病人", "糖尿病", "老年糖尿病肾损害"];
        assert_eq!(varied(&texts, "糖尿"), ["糖尿病"]);
        assert_eq!(varied(&texts, "尿病"), ["糖尿病"]);
        assert!(varied(&texts, "病发").is_empty());
    }

    #[test]
    fn a_longer_word_stands_for_a_shorter_one_where_it_covers_most_of_it() {
        let strings =
            |n_long| Strings { words: vec![("针灸".into(), 20), ("针灸治疗".into(), n_long)], read: 40 };
        let free = |_: &str| true;
        assert_eq!(strings(16).best("针灸", 0.5, free), Some(("针灸治疗", 16)));
        assert_eq!(strings(9).best("针灸", 0.5, free), Some(("针灸", 20)));
        assert_eq!(strings(9).best("针灸", 0.5, |word| word != "针灸"), Some(("针灸治疗", 9)));
        assert_eq!(strings(9).best("尿病", 0.5, free), None);
        assert!(is_pair("针灸") && !is_pair("针灸治") && !is_pair("IL"));
    }
}
