//! Stop words: the embedded lists by language, and the reviewer's own.
//!
//! Words are compared in lower case, before stemming. The lists live in `data/stopwords`.

use std::sync::LazyLock;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::corpus::Lang;

/// What a word on a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopKind {
    /// A function word, or one the reviewer named: never a term.
    Function,
    /// A word on the structure of abstracts: a term only where a record has no abstract.
    Structure,
}

/// The stop words of one language.
#[derive(Clone, Debug)]
pub struct StopWords(HashMap<Box<str>, StopKind, FixedState>);

const ENGLISH: [&str; 2] =
    [include_str!("../../data/stopwords/english.txt"), include_str!("../../data/stopwords/english_structure.txt")];
const SPANISH: [&str; 2] =
    [include_str!("../../data/stopwords/spanish.txt"), include_str!("../../data/stopwords/spanish_structure.txt")];
const PORTUGUESE: [&str; 2] = [
    include_str!("../../data/stopwords/portuguese.txt"),
    include_str!("../../data/stopwords/portuguese_structure.txt"),
];

/// The function words of all languages.
static FUNCTION: LazyLock<HashSet<&'static str, FixedState>> =
    LazyLock::new(|| [ENGLISH, SPANISH, PORTUGUESE].iter().flat_map(|[function, _]| parse(function)).collect());

/// Whether a word, as it is written, is a function word of any language with a list.
pub fn is_function(word: &str) -> bool {
    FUNCTION.contains(word)
}

impl StopWords {
    /// The lists of a language (English for any other than Spanish and Portuguese) with `extra` words added.
    pub fn new(lang: Lang, extra: &[String]) -> StopWords {
        let [function, structure] = match lang {
            Lang::SPA => SPANISH,
            Lang::POR => PORTUGUESE,
            _ => ENGLISH,
        };
        let mut words = HashMap::with_hasher(FixedState::default());
        parse(structure).for_each(|w| _ = words.insert(w.into(), StopKind::Structure));
        parse(function).for_each(|w| _ = words.insert(w.into(), StopKind::Function));
        extra.iter().for_each(|w| _ = words.insert(w.to_lowercase().into(), StopKind::Function));
        StopWords(words)
    }

    /// What the word (in lower case) is on the lists.
    pub fn kind(&self, word: &str) -> Option<StopKind> {
        self.0.get(word).copied()
    }
}

/// The words of a list in its file form: separated by white space, `#` starts a comment line.
pub fn parse(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_words() {
        let english = StopWords::new(Lang::ENG, &["Nano".into()]);
        assert_eq!(english.kind("the"), Some(StopKind::Function));
        assert_eq!(english.kind("results"), Some(StopKind::Structure));
        assert_eq!(english.kind("nano"), Some(StopKind::Function));
        assert_eq!(english.kind("age"), None);
        assert_eq!(StopWords::new(Lang::SPA, &[]).kind("según"), Some(StopKind::Function));
        assert_eq!(StopWords::new(Lang::POR, &[]).kind("também"), Some(StopKind::Function));
    }
}
