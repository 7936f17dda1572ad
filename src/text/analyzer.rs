//! The analyzer: one document in, its terms in order out, each with its place in the text.
//!
//! Content parts, tokens, lower case, thesaurus, stop words, stems. One look-up a token: whatever a spelling becomes is
//! remembered, and how often it was met.

use std::borrow::Cow;

use super::documents::Document;
use super::lexicon::{Asked, Lexicon};
use super::numbers::Numbers;
use super::stem::Stems;
use super::stopwords::{StopKind, StopWords};
use super::tokenize::{self, Token};
use super::{Spellings, TextParams, structure};
use crate::corpus::bibtex::tex;
use crate::corpus::{Lang, markup};

/// A token with what it became.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// Its term, by its number in [`Analyzer::stems`]; none for a stop word.
    pub term: Option<u32>,
    text: &'a str,
    start: usize,
    end: usize,
    /// Where the word before ends, if there is one.
    before: Option<usize>,
}

impl<'a> Word<'a> {
    /// The token as it stands in the text.
    pub fn surface(&self) -> &'a str {
        &self.text[self.start..self.end]
    }

    /// Whether it follows the word before without a break that parts phrases.
    pub fn is_adjacent(&self) -> bool {
        // Two words may share a character in scripts without blanks.
        self.before.is_some_and(|end| self.text.get(end..self.start).is_none_or(is_adjacent))
    }
}

struct Rules {
    stems: Stems,
    stop: StopWords,
    spellings: Lexicon,
    /// Words on their way to the lexicon.
    queue: Box<[Asked; QUEUE]>,
}

/// Words that are looked up together: enough that the first is at hand when the last was asked for.
const QUEUE: usize = 32;

/// What a spelling became: the number of a term, with [`STRUCTURE`] where it is a word on the structure of abstracts, or
/// [`STOP`]. One number, so that telling terms from stop words takes no branch, which would be guessed wrong often.
type Memo = u32;

const STRUCTURE: Memo = 1 << 31;
const STOP: Memo = Memo::MAX;

/// Turns documents into terms; numbers are its own, in order of first appearance.
pub struct Analyzer<'p> {
    params: &'p TextParams,
    rules: Vec<(Lang, Rules)>,
    numbers: Numbers,
}

impl<'p> Analyzer<'p> {
    /// An analyzer without any memory yet.
    pub fn new(params: &'p TextParams) -> Analyzer<'p> {
        Analyzer { params, rules: Vec::new(), numbers: Numbers::default() }
    }

    /// Calls `visit` with every word of the document: first the title, then the body.
    pub fn document<'a>(&mut self, document: &Document<'a>, mut visit: impl FnMut(Word<'a>)) {
        markup::runs(document.title, |run| self.part(document, run, &mut visit));
        for body in document.body.iter() {
            structure::content(body, |part| markup::runs(part, |run| self.part(document, run, &mut visit)));
        }
    }

    /// Calls `visit` with every word of a part of the document.
    pub fn part<'a>(&mut self, document: &Document<'_>, text: &'a str, visit: &mut impl FnMut(Word<'a>)) {
        let rules = self.rules_for(document.rules());
        let Analyzer { params, rules: all, numbers } = self;
        let Rules { stems, stop, spellings, queue } = &mut all[rules].1;
        let first_stop = if document.title_only { STOP } else { STRUCTURE };
        let mut before = None;
        let mut look_up = |spellings: &mut Lexicon, queue: &[Asked]| {
            for &asked in queue {
                let (start, end) = (asked.start, asked.end());
                let memo = spellings.meet(text, asked).unwrap_or_else(|| {
                    let memo =
                        learn(&text[start..end], spellings, params, stop, &mut |word| numbers.of(&stems.stem(word)));
                    spellings.learn(text, asked, memo);
                    memo
                });
                visit(Word { term: (memo < first_stop).then_some(memo & !STRUCTURE), text, start, end, before });
                before = Some(end);
            }
        };
        let mut n = 0;
        tokenize::tokens(text, |Token { start, end, .. }| {
            queue[n % QUEUE] = spellings.ask(text, start, end);
            n += 1;
            if n == QUEUE {
                look_up(spellings, &queue[..]);
                n = 0;
            }
        });
        look_up(spellings, &queue[..n]);
    }

    /// The number of a term that is made of others (a phrase of stems joined by blanks).
    pub fn intern(&mut self, term: &str) -> u32 {
        self.numbers.of(term)
    }

    /// The stem of every number.
    pub fn stems(&self) -> &[Box<str>] {
        self.numbers.stems()
    }

    /// The stem of every number, without the analyzer.
    pub fn into_stems(self) -> Vec<Box<str>> {
        self.numbers.into_stems()
    }

    fn rules_for(&mut self, lang: Lang) -> usize {
        if let Some(at) = self.rules.iter().position(|(l, _)| *l == lang) {
            return at;
        }
        let stop = StopWords::new(lang, &self.params.stop_words);
        let rules = Rules { stems: Stems::new(lang), stop, spellings: Lexicon::new(), queue: Box::default() };
        self.rules.push((lang, rules));
        self.rules.len() - 1
    }

    /// The spellings met so far that are terms, by the language whose rules they were read by.
    pub fn spellings(&self) -> Vec<(Lang, Spellings)> {
        let of_language = |(lang, rules): &(Lang, Rules)| {
            let mut found = Spellings::default();
            rules.spellings.each(|spelling, memo, uses| {
                if memo != STOP {
                    let has_thesaurus = !self.params.thesaurus.is_empty();
                    let replaced = has_thesaurus.then(|| replacement(self.params, &fold(spelling))).flatten();
                    found.push(memo & !STRUCTURE, replaced.unwrap_or(&as_read(spelling)), uses);
                }
            });
            (*lang, found)
        };
        self.rules.iter().map(of_language).collect()
    }
}

/// What a spelling that was not met before becomes; `number` numbers the stem of a word.
#[cold]
#[inline(never)]
fn learn(
    spelling: &str,
    spellings: &Lexicon,
    params: &TextParams,
    stop: &StopWords,
    number: &mut dyn FnMut(&str) -> u32,
) -> Memo {
    let word = &*fold(spelling);
    if let Some(known) = spellings.known(word) {
        return known;
    }
    let replaced = replacement(params, word);
    match (stop.kind(word), replaced) {
        (Some(StopKind::Function), None) | (_, Some("")) => STOP,
        (Some(StopKind::Structure), None) => number(word) | STRUCTURE,
        (_, replaced) => number(replaced.unwrap_or(word)),
    }
}

/// What the thesaurus reads a word in lower case as.
fn replacement<'p>(params: &'p TextParams, word: &str) -> Option<&'p str> {
    params.thesaurus.iter().find(|(from, _)| from == word).map(|(_, to)| to.as_str())
}

/// Whether a document holds every word of a phrase, by stems.
pub fn holds(document: &Document<'_>, phrase: &str, params: &TextParams) -> bool {
    let mut analyzer = Analyzer::new(params);
    let mut wanted = Vec::new();
    analyzer.part(document, phrase, &mut |word| {
        wanted.extend(word.term);
    });
    let mut missing = wanted.clone();
    analyzer.document(document, |word| missing.retain(|stem| word.term != Some(*stem)));
    !wanted.is_empty() && missing.is_empty()
}

/// Words as they are read, without TeX and tags: "Schr\"odinger" is Schrödinger, "CO<sub>2</sub>" is CO2.
pub fn as_read(words: &str) -> Cow<'_, str> {
    let words = markup::strip(words);
    if words.contains('\\') { tex::decode(&words).into() } else { words }
}

/// Lower case, composed (NFC), one kind of hyphen, without soft hyphens; "TGF-ß", as some portals write it, is TGF-β.
fn fold(spelling: &str) -> String {
    let mut surface = as_read(spelling);
    if surface.is_ascii() {
        surface.to_mut().make_ascii_lowercase();
        return surface.into_owned();
    }
    use unicode_normalization::UnicodeNormalization;
    let has_hyphen = surface.contains('-');
    let clean = surface
        .chars()
        .filter(|c| *c != '\u{00AD}')
        .map(|c| if matches!(c, '\u{2010}' | '\u{2011}') { '-' } else { c });
    clean.flat_map(char::to_lowercase).nfc().map(|c| if c == 'ß' && has_hyphen { 'β' } else { c }).collect()
}

/// Whether two words belong to one phrase: only blanks or one hyphen or slash between them.
fn is_adjacent(between: &str) -> bool {
    between == " "
        || between.len() <= 4
            && between
                .chars()
                .all(|c| c == ' ' || c == '\u{a0}' || c == '\n' || c == '-' || matches!(c, '\u{2010}' | '\u{2011}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Body;

    fn terms(title: &str, body: &str, params: &TextParams) -> Vec<String> {
        let mut analyzer = Analyzer::new(params);
        let document = Document {
            title,
            body: Body::One([body]),
            lang: Some(Lang::ENG),
            title_only: body.is_empty(),
            ..Document::default()
        };
        let mut found = Vec::new();
        analyzer.document(&document, |word| found.extend(word.term));
        found.iter().map(|term| analyzer.stems()[*term as usize].to_string()).collect()
    }

    #[test]
    fn a_document_becomes_its_terms() {
        let params = TextParams::default();
        assert_eq!(
            terms("Niosomes for Gene Delivery", "BACKGROUND: We studied CaCO3 and IL-6 in the results.", &params),
            ["niosom", "gene", "deliveri", "caco3", "il-6"]
        );
        assert_eq!(terms("A study of results", "", &params), ["studi", "result"]);
        assert_eq!(terms(r#"Schr\"odinger {\"o} schrödinger"#, "", &params), ["schrödinger", "schrödinger"]);
        let accents = r"Erd\H{o}s Erdős informa\c{c}\~ao informa{\c c}{\~a}o M{\o}ller M\o{}ller";
        assert_eq!(terms(accents, "", &params), ["erdő", "erdő", "informação", "informação", "møller", "møller"]);
        let marked = ("<i>Niosomes</i>", "<jats:title>Aim</jats:title><jats:p>CaCO<sub>3</sub> in cells.</jats:p>");
        assert_eq!(terms(marked.0, marked.1, &params), ["niosom", "caco3", "cell"]);
    }

    #[test]
    fn a_thesaurus_joins_and_drops_words() {
        let params = TextParams {
            thesaurus: vec![("tumour".into(), "tumor".into()), ("cell".into(), String::new())],
            ..TextParams::default()
        };
        assert_eq!(terms("Tumour cell", "tumor", &params), ["tumor", "tumor"]);
    }
}
