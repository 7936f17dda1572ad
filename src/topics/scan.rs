//! The second look: documents and ranked stems in, surface forms, phrases and acronyms of those stems out.
//!
//! Only the documents nearest each centroid are read again, and only what touches a ranked stem is kept, so the cost
//! does not grow with the corpus.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use rayon::prelude::*;

use super::TopicInput;
use super::acronym::{self, LongForm};
use super::forms::{self, Cases};
use super::rank::RankedStem;
use super::runs::{Phrase, Reader, Repeated, Word};
use super::seen::{Seen, Surfaces, add, least_documents};
use super::variety::Strings;
use crate::corpus::Lang;
use crate::memory::heap;
use crate::text::stopwords::StopWords;
use crate::text::{TextParams, as_read, is_plain};

/// Documents read per topic, and of all topics together, as far as each still gets a hundred.
const MOST_OF_TOPIC: usize = 400;
const MOST_OF_ALL: usize = 8_000;
/// Documents that one thread reads before what it found is put to the rest.
const AT_ONCE: usize = 400;

/// The forms of the words of a topic in its own documents, by topic and stem; only of words that are ranked there.
pub(super) type Own = BTreeMap<(u32, u32), Surfaces>;

/// Everything seen, by stems; a single stem is a phrase of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Scan {
    pub terms: BTreeMap<Phrase, Seen>,
    /// How each topic spells its words.
    pub own: Own,
    /// Phrases of two and more that hold a stem.
    pub phrases_of: BTreeMap<u32, Vec<Phrase>>,
    /// Documents read, by topic.
    pub read: Vec<usize>,
    /// Acronyms with the long forms that the texts define.
    pub long_forms: BTreeMap<String, LongForm>,
    /// How single words are written.
    pub cases: Cases,
    /// Words of scripts without blanks, by topic.
    pub strings: Vec<Strings>,
}

/// Reads the nearest documents of every topic again.
pub(super) fn scan(
    input: &TopicInput<'_>,
    ranked: &[Vec<RankedStem>],
    nearest: &[Vec<usize>],
    params: &TextParams,
) -> Scan {
    let most = (MOST_OF_ALL / nearest.len().max(1)).clamp(100, MOST_OF_TOPIC);
    let mut wanted = vec![false; input.vocabulary.terms.len()];
    ranked.iter().flatten().for_each(|stem| wanted[stem.term as usize] = true);
    let rows: Vec<(usize, u32)> = nearest
        .iter()
        .enumerate()
        .flat_map(|(topic, rows)| rows.iter().take(most).map(move |&row| (row, topic as u32)))
        .collect();
    let mut scan = Scan { read: nearest.iter().map(|rows| rows.len().min(most)).collect(), ..Scan::default() };
    let readers = Readers::new(|| Reader::new(input, &wanted, params));
    let least = scan.read.iter().map(|read| least_documents(*read)).min().unwrap_or(0);
    let repeated = Repeated::new(least as u8);
    let thesaurus: Thesaurus = params.thesaurus.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    rows.par_chunks(AT_ONCE).for_each(|rows| readers.with(|reader| repeated.read(reader, rows)));
    heap::trim();
    let look = Look { ranked, repeated: &repeated, thesaurus: &thesaurus };
    let mut definitions = Vec::new();
    for several in rows.chunks(AT_ONCE * rayon::current_num_threads()) {
        let read = |rows| readers.with(|reader| read(reader, rows, &look));
        let parts: Vec<Found> = several.par_chunks(AT_ONCE).map(read).collect();
        for (terms, own, defined) in parts {
            terms.into_iter().for_each(|(stems, seen)| scan.terms.entry(stems).or_default().absorb(seen));
            for (word, forms) in own {
                let all = scan.own.entry(word).or_default();
                forms.into_iter().for_each(|(form, n)| add(all, &form, n));
            }
            definitions.extend(defined);
        }
        heap::trim();
    }
    drop((readers, repeated));
    heap::trim();
    scan.terms.retain(|stems, seen| stems.len() == 1 || seen.df_all() >= least);
    for stems in scan.terms.keys().filter(|stems| stems.len() > 1) {
        let distinct: BTreeSet<u32> = stems.iter().copied().collect();
        distinct.into_iter().for_each(|stem| scan.phrases_of.entry(stem).or_default().push(*stems));
    }
    let strings = |(nearest, ranked): (&Vec<usize>, &Vec<RankedStem>)| Strings::of(input, nearest, ranked);
    scan.strings = nearest.par_iter().zip(ranked).map(strings).collect();
    scan.long_forms = acronym::agreed(without_stop_words(definitions, params));
    scan.cases = Cases::of(scan.terms.iter().filter(|(stems, _)| stems.len() == 1).map(|(_, seen)| seen));
    scan
}

/// Definitions whose long form holds none of the reviewer's own stop words; the short form stands for them.
fn without_stop_words(mut definitions: Vec<(String, String)>, params: &TextParams) -> Vec<(String, String)> {
    if !params.stop_words.is_empty() {
        let words = StopWords::new(Lang::ENG, &params.stop_words);
        definitions.retain(|(_, long)| !long.to_lowercase().split([' ', '-']).any(|word| words.is_extra(word)));
    }
    definitions
}

/// Readers that wait for work; what one has learned of words serves whoever takes it next.
struct Readers<'a, New> {
    new: New,
    waiting: Mutex<Vec<Reader<'a>>>,
}

impl<'a, New: Fn() -> Reader<'a>> Readers<'a, New> {
    fn new(new: New) -> Readers<'a, New> {
        Readers { new, waiting: Mutex::default() }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Reader<'a>) -> T) -> T {
        let waiting = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = waiting().pop();
        let mut reader = taken.unwrap_or_else(&self.new);
        let found = work(&mut reader);
        waiting().push(reader);
        found
    }
}

/// What stands in some documents, in no order of phrases.
type Found = (Vec<(Phrase, Seen)>, Own, Vec<(String, String)>);

/// Words in lower case, and what each is read as.
type Thesaurus<'p> = BTreeMap<&'p str, &'p str>;

/// What decides on what is seen in a document.
struct Look<'a> {
    ranked: &'a [Vec<RankedStem>],
    repeated: &'a Repeated,
    thesaurus: &'a Thesaurus<'a>,
}

fn read(reader: &mut Reader<'_>, rows: &[(usize, u32)], look: &Look<'_>) -> Found {
    let mut own = Own::new();
    // With the last row in which each stood.
    let mut terms: HashMap<Phrase, (usize, Seen), FixedState> = HashMap::default();
    let mut definitions = Vec::new();
    for (n, &(row, topic)) in rows.iter().enumerate() {
        reader.input.corpus.leaps(n);
        let document = &reader.input.documents[row];
        let is_headline = forms::is_headline(document.title);
        reader.runs(row, |run, words| {
            if !look.repeated.holds(&run) {
                return;
            }
            let (last, seen) = terms.entry(run).or_insert_with(|| (usize::MAX, Seen::default()));
            let (surface, hyphenated) = surface(words, document, is_headline);
            let surface = replaced(surface, look.thesaurus);
            add(&mut seen.surfaces, &surface, 1);
            seen.hyphenated += usize::from(hyphenated);
            if run.len() == 1 && look.ranked[topic as usize].iter().any(|stem| stem.term == run[0]) {
                add(own.entry((topic, run[0])).or_default(), &surface, 1);
            }
            if *last != row {
                *last = row;
                seen.add_documents(topic, 1);
            }
        });
        document.body.iter().for_each(|body| acronym::definitions(body, &mut definitions));
    }
    (terms.into_iter().map(|(run, (_, seen))| (run, seen)).collect(), own, definitions)
}

/// The run as it stands in the text, white space made one blank, and whether it goes on behind a hyphen. Of a title that
/// gives every word a capital, and at the start of a sentence, it is marked.
fn surface<'a>(words: &[Word<'a>], document: &crate::text::Document<'a>, is_headline: bool) -> (Cow<'a, str>, bool) {
    let (first, last) = (words[0].0, words[words.len() - 1].0);
    let texts = std::iter::once(document.title).chain(document.body.iter().copied());
    for text in texts {
        let base = text.as_ptr() as usize;
        let (from, to) = ((first.as_ptr() as usize).wrapping_sub(base), (last.as_ptr() as usize).wrapping_sub(base));
        if from <= to && to + last.len() <= text.len() {
            let run: &'a str = &text[from..to + last.len()];
            let whole = if words.len() == 1 || is_plain(run) {
                as_read(run)
            } else {
                as_read(run).split_whitespace().collect::<Vec<_>>().join(" ").into()
            };
            let is_of_headline = is_headline && base == document.title.as_ptr() as usize;
            let whole = if is_of_headline {
                forms::of_headline(whole)
            } else if forms::is_start(&text[..from]) {
                forms::of_start(whole)
            } else {
                whole
            };
            return (whole, goes_on(&text[..from], &text[to + last.len()..]));
        }
    }
    (words.iter().map(|w| w.0).collect::<Vec<_>>().join(" ").into(), false)
}

/// A run of words as the thesaurus reads it.
fn replaced<'t>(surface: Cow<'t, str>, thesaurus: &Thesaurus<'_>) -> Cow<'t, str> {
    if thesaurus.is_empty() {
        return surface;
    }
    let word = |word: &str| {
        thesaurus.get(forms::bare(word).to_lowercase().as_str()).map_or(word.to_string(), |to| (*to).into())
    };
    surface.split(' ').map(word).collect::<Vec<_>>().join(" ").into()
}

/// Whether a compound goes on before or behind a run of words.
fn goes_on(before: &str, behind: &str) -> bool {
    let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    let is_joined =
        |text: Option<&str>, next: fn(&str) -> Option<char>| text.and_then(next).is_some_and(char::is_alphabetic);
    is_joined(before.strip_suffix(is_hyphen), |rest| rest.chars().next_back())
        || is_joined(behind.strip_prefix(is_hyphen), |rest| rest.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_word_is_shown_as_what_it_is_read_as() {
        let thesaurus = Thesaurus::from([("masa", "tumor")]);
        assert_eq!(replaced("Masa renal".into(), &thesaurus), "tumor renal");
    }

    #[test]
    fn compounds_go_on_behind_hyphens() {
        assert!(goes_on("the renin-", " system") && goes_on("", "\u{2010}dependent diabetes"));
        assert!(!goes_on("results - ", " in rats") && !goes_on("a dose of 5-", "-10 mg") && !goes_on("", ""));
    }
}
