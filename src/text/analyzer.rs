//! The analyzer: one document in, its terms in order out, each with its place in the text.
//!
//! Content parts, tokens, lower case, thesaurus, stop words, stems. One hash look-up a token: whatever a word becomes is
//! remembered.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::documents::Document;
use super::stem::Stems;
use super::stopwords::{StopKind, StopWords};
use super::{TextParams, structure, tokenize};
use crate::corpus::Lang;

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
    memo: HashMap<Box<str>, Memo, FixedState>,
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
    lower: String,
}

impl<'p> Analyzer<'p> {
    /// An analyzer without any memory yet.
    pub fn new(params: &'p TextParams) -> Analyzer<'p> {
        Analyzer { params, rules: Vec::new(), numbers: HashMap::default(), stems: Vec::new(), lower: String::new() }
    }

    /// Calls `visit` with every word of the document: first the title, then the body.
    pub fn document<'a>(&mut self, document: &Document<'a>, mut visit: impl FnMut(Word<'a>)) {
        self.part(document, document.title, &mut visit);
        for body in &document.body {
            structure::content(body, |part| self.part(document, part, &mut visit));
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
        self.rules.push((lang, Rules { stems: Stems::new(lang), stop, memo: HashMap::default() }));
        self.rules.len() - 1
    }

    fn look_up(&mut self, rules: usize, surface: &str) -> Memo {
        if surface.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            if let Some(memo) = self.rules[rules].1.memo.get(surface) {
                return *memo;
            }
            return self.learn(rules, surface);
        }
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        fold(surface, &mut lower);
        let known = self.rules[rules].1.memo.get(lower.as_str()).copied();
        let memo = known.unwrap_or_else(|| self.learn(rules, &lower));
        self.lower = lower;
        memo
    }

    fn learn(&mut self, rules: usize, word: &str) -> Memo {
        let replaced = self.params.thesaurus.iter().find(|(from, _)| from == word).map(|(_, to)| to.as_str());
        let entry = &self.rules[rules].1;
        let kind = entry.stop.kind(word);
        let memo = match (kind, replaced) {
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
        };
        self.rules[rules].1.memo.insert(word.into(), memo);
        memo
    }
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
    between.len() <= 4
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
