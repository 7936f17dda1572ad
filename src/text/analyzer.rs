//! The analyzer: one document in, its terms in order out, each with its place in the text.
//!
//! Content parts, tokens, lower case, thesaurus, stop words, stems. One hash look-up a token: whatever a spelling becomes
//! is remembered, and how often it was met. Spellings of up to 16 ASCII letters, nearly all, are looked up as one number.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::documents::Document;
use super::stem::Stems;
use super::stopwords::{StopKind, StopWords};
use super::{TextParams, structure, tokenize};
use crate::corpus::{Lang, markup};

/// What a token is to the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A term, by its number in [`Analyzer::stems`].
    Term(u32),
    /// A stop word.
    Stop,
}

/// A token with what it became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The token as it stands in the text.
    pub surface: &'a str,
    /// Its term, or stop word.
    pub kind: Kind,
    /// Whether it follows the word before without a break that parts phrases.
    pub adjacent: bool,
}

struct Rules {
    stems: Stems,
    stop: StopWords,
    short: HashMap<u128, Known, FixedState>,
    long: HashMap<Box<str>, Known, FixedState>,
}

/// What a spelling became, and how often it was met.
#[derive(Clone, Copy)]
struct Known {
    memo: Memo,
    uses: u32,
}

#[derive(Clone, Copy)]
enum Memo {
    Term(u32),
    Structure(u32),
    Stop,
}

/// Turns documents into terms; numbers are its own, in order of first appearance.
pub struct Analyzer<'p> {
    params: &'p TextParams,
    rules: Vec<(Lang, Rules)>,
    numbers: HashMap<Box<str>, u32, FixedState>,
    /// The stem of every number.
    pub stems: Vec<Box<str>>,
}

impl<'p> Analyzer<'p> {
    /// An analyzer without any memory yet.
    pub fn new(params: &'p TextParams) -> Analyzer<'p> {
        Analyzer { params, rules: Vec::new(), numbers: HashMap::default(), stems: Vec::new() }
    }

    /// Calls `visit` with every word of the document: first the title, then the body.
    pub fn document<'a>(&mut self, document: &Document<'a>, mut visit: impl FnMut(Word<'a>)) {
        markup::runs(document.title, |run| self.part(document, run, &mut visit));
        for body in &document.body {
            structure::content(body, |part| markup::runs(part, |run| self.part(document, run, &mut visit)));
        }
    }

    /// Calls `visit` with every word of a part of the document.
    pub fn part<'a>(&mut self, document: &Document<'_>, text: &'a str, visit: &mut impl FnMut(Word<'a>)) {
        let rules = self.rules_for(document.rules());
        let mut before = None;
        tokenize::tokens(text, |token| {
            let surface = &text[token.start..token.end];
            let adjacent = before.is_some_and(|end: usize| is_adjacent(&text[end..token.start]));
            before = Some(token.end);
            let kind = match self.look_up(rules, surface) {
                Memo::Term(number) => Kind::Term(number),
                Memo::Structure(number) if document.title_only => Kind::Term(number),
                Memo::Structure(_) | Memo::Stop => Kind::Stop,
            };
            visit(Word { surface, kind, adjacent });
        });
    }

    /// The number of a term that is made of others (a phrase of stems joined by blanks).
    pub fn intern(&mut self, term: &str) -> u32 {
        number(&mut self.numbers, &mut self.stems, term)
    }

    fn rules_for(&mut self, lang: Lang) -> usize {
        if let Some(at) = self.rules.iter().position(|(l, _)| *l == lang) {
            return at;
        }
        let stop = StopWords::new(lang, &self.params.stop_words);
        let rules = Rules { stems: Stems::new(lang), stop, short: HashMap::default(), long: HashMap::default() };
        self.rules.push((lang, rules));
        self.rules.len() - 1
    }

    fn look_up(&mut self, rules: usize, surface: &str) -> Memo {
        let entry = &mut self.rules[rules].1;
        let packed = pack(surface);
        let known = match packed {
            Some(key) => entry.short.get_mut(&key),
            None => entry.long.get_mut(surface),
        };
        if let Some(known) = known {
            known.uses += 1;
            return known.memo;
        }
        let memo = self.learn(rules, surface);
        let entry = &mut self.rules[rules].1;
        match packed {
            Some(key) => entry.short.insert(key, Known { memo, uses: 1 }),
            None => entry.long.insert(surface.into(), Known { memo, uses: 1 }),
        };
        memo
    }

    /// Calls `visit` with every spelling met so far that is a term: the spelling, its term, how often it was met.
    pub fn spellings(&self, mut visit: impl FnMut(&str, u32, u32)) {
        let mut tell = |surface: &str, known: &Known| {
            if let Memo::Term(number) | Memo::Structure(number) = known.memo {
                visit(surface, number, known.uses);
            }
        };
        for (_, rules) in &self.rules {
            for (key, known) in &rules.short {
                let bytes = key.to_le_bytes();
                let length = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
                tell(std::str::from_utf8(&bytes[..length]).unwrap_or_default(), known);
            }
            rules.long.iter().for_each(|(surface, known)| tell(surface, known));
        }
    }

    /// What a spelling that was not met before becomes.
    fn learn(&mut self, rules: usize, surface: &str) -> Memo {
        let mut folded = String::with_capacity(surface.len());
        fold(surface, &mut folded);
        let word = folded.as_str();
        let replaced = self.params.thesaurus.iter().find(|(from, _)| from == word).map(|(_, to)| to.as_str());
        let entry = &self.rules[rules].1;
        let kind = entry.stop.kind(word);
        match (kind, replaced) {
            (Some(StopKind::Function), None) => Memo::Stop,
            (_, Some("")) => Memo::Stop,
            (kind, replaced) => {
                let stem = entry.stems.stem(replaced.unwrap_or(word)).into_owned();
                let number = number(&mut self.numbers, &mut self.stems, &stem);
                if kind == Some(StopKind::Structure) && replaced.is_none() {
                    Memo::Structure(number)
                } else {
                    Memo::Term(number)
                }
            }
        }
    }
}

/// A spelling of up to 16 ASCII bytes as one number, its first byte lowest; none for any other.
fn pack(surface: &str) -> Option<u128> {
    let bytes = surface.as_bytes();
    let four = |from: usize| bytes.get(from..from + 4)?.try_into().ok().map(u32::from_le_bytes);
    let eight = |from: usize| bytes.get(from..from + 8)?.try_into().ok().map(u64::from_le_bytes);
    // Two reads that overlap in the middle, where both have the same bytes.
    let key = match bytes.len() {
        n @ 8..=16 => u128::from(eight(0)?) | u128::from(eight(n - 8)?) << (8 * (n - 8)),
        n @ 4..8 => u128::from(u64::from(four(0)?) | u64::from(four(n - 4)?) << (8 * (n - 4))),
        1..4 => bytes.iter().rev().fold(0, |key, byte| key << 8 | u128::from(*byte)),
        _ => return None,
    };
    (key & 0x8080_8080_8080_8080_8080_8080_8080_8080 == 0).then_some(key)
}

/// Whether a document holds every word of a phrase, by stems.
pub fn holds(document: &Document<'_>, phrase: &str, params: &TextParams) -> bool {
    let mut analyzer = Analyzer::new(params);
    let mut wanted = Vec::new();
    analyzer.part(document, phrase, &mut |word| {
        if let Kind::Term(stem) = word.kind {
            wanted.push(stem);
        }
    });
    let mut missing = wanted.clone();
    analyzer.document(document, |word| missing.retain(|stem| word.kind != Kind::Term(*stem)));
    !wanted.is_empty() && missing.is_empty()
}

fn number(numbers: &mut HashMap<Box<str>, u32, FixedState>, stems: &mut Vec<Box<str>>, stem: &str) -> u32 {
    if let Some(number) = numbers.get(stem) {
        return *number;
    }
    let number = stems.len() as u32;
    numbers.insert(stem.into(), number);
    stems.push(stem.into());
    number
}

/// Lower case, composed (NFC), one kind of hyphen, without soft hyphens; "TGF-ß", as some portals write it, is TGF-β.
fn fold(surface: &str, out: &mut String) {
    if surface.is_ascii() {
        out.extend(surface.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    use unicode_normalization::UnicodeNormalization;
    let clean = surface
        .chars()
        .filter(|c| *c != '\u{00AD}')
        .map(|c| if matches!(c, '\u{2010}' | '\u{2011}') { '-' } else { c });
    out.extend(
        clean
            .flat_map(char::to_lowercase)
            .nfc()
            .map(|c| if c == 'ß' && surface.chars().any(|o| o == '-') { 'β' } else { c }),
    );
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

    fn terms(title: &str, body: &str, params: &TextParams) -> Vec<String> {
        let mut analyzer = Analyzer::new(params);
        let document = Document { title, body: vec![body], lang: Some(Lang::ENG), title_only: body.is_empty() };
        let mut found = Vec::new();
        analyzer.document(&document, |w| found.push(w.kind));
        found
            .iter()
            .filter_map(|k| if let Kind::Term(n) = k { Some(analyzer.stems[*n as usize].to_string()) } else { None })
            .collect()
    }

    #[test]
    fn a_document_becomes_its_terms() {
        let params = TextParams::default();
        assert_eq!(
            terms("Niosomes for Gene Delivery", "BACKGROUND: We studied CaCO3 and IL-6 in the results.", &params),
            ["niosom", "gene", "deliveri", "caco3", "il-6"]
        );
        assert_eq!(terms("A study of results", "", &params), ["studi", "result"]);
        let marked = ("<i>Niosomes</i>", "<jats:title>Aim</jats:title><jats:p>CaCO<sub>3</sub> in cells.</jats:p>");
        assert_eq!(terms(marked.0, marked.1, &params), ["niosom", "caco", "cell"]);
    }

    #[test]
    fn short_spellings_are_numbers_and_come_back() {
        let word = "aBcdefghijklmnop";
        for n in 1..=16 {
            let bytes = pack(&word[..n]).unwrap().to_le_bytes();
            assert_eq!((&bytes[..n], bytes[n..].iter().all(|b| *b == 0)), (&word.as_bytes()[..n], true));
        }
        assert_eq!((pack(""), pack("TGF-β"), pack("electroencephalography")), (None, None, None));
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
