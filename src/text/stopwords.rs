//! Stop words: the embedded lists by language, and the reviewer's own.
//!
//! Words are compared in lower case, before stemming. The lists live in `data/stopwords`.

use std::sync::LazyLock;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::stem::Stems;
use crate::corpus::Lang;

/// What a word on a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopKind {
    /// A function word, or one the reviewer named: never a term.
    Function,
    /// A word on the structure of abstracts: a term only where a record has no abstract.
    Structure,
}

/// Function words and words on structure.
type Lists = [&'static str; 2];

macro_rules! lists {
    ($name:literal) => {
        [
            include_str!(concat!("../../data/stopwords/", $name, ".txt")),
            include_str!(concat!("../../data/stopwords/", $name, "_structure.txt")),
        ]
    };
}

const ENGLISH: Lists = lists!("english");
/// The lists of the languages that records of a review are most often in; their words are kept out of labels.
const MAIN: [(Lang, Lists); 3] =
    [(Lang::ENG, ENGLISH), (Lang::SPA, lists!("spanish")), (Lang::POR, lists!("portuguese"))];
const OTHERS: [(Lang, Lists); 4] = [
    (Lang::FRA, lists!("french")),
    (Lang::DEU, lists!("german")),
    (Lang::ITA, lists!("italian")),
    (Lang::NLD, lists!("dutch")),
];

/// Whether texts of this language are read by rules of their own.
pub fn has_rules(lang: Lang) -> bool {
    lists(lang).is_some()
}

fn lists(lang: Lang) -> Option<Lists> {
    MAIN.iter().chain(&OTHERS).find(|(of, _)| *of == lang).map(|(_, lists)| *lists)
}

/// The function words of English, Spanish and Portuguese.
static FUNCTION: LazyLock<HashSet<&'static str, FixedState>> =
    LazyLock::new(|| MAIN.iter().flat_map(|(_, [function, _])| parse(function)).collect());

/// Whether a word, as it is written, is a function word of English, Spanish or Portuguese.
pub fn is_function(word: &str) -> bool {
    FUNCTION.contains(word)
}

/// The stop words of one language.
pub struct StopWords {
    words: HashMap<Box<str>, StopKind, FixedState>,
    /// The reviewer's own, by stem.
    extra: HashMap<Box<str>, Vec<Box<str>>, FixedState>,
    stems: Stems,
}

/// What follows a number in words that only count ("15-year", "3-fold").
const COUNTED: &[&str] = &[
    "cm", "day", "days", "fold", "h", "hour", "hours", "item", "items", "kg", "mg", "min", "minute", "minutes", "ml",
    "mm", "month", "months", "point", "points", "week", "weeks", "year", "years", "yr",
];

impl StopWords {
    /// The lists of a language (English where there are none) with `extra` words added.
    pub fn new(lang: Lang, extra: &[String]) -> StopWords {
        let [function, structure] = lists(lang).unwrap_or(ENGLISH);
        let mut words = HashMap::with_hasher(FixedState::default());
        let mut by_stem: HashMap<Box<str>, Vec<Box<str>>, FixedState> = HashMap::default();
        let stems = Stems::new(lang);
        parse(structure).for_each(|w| _ = words.insert(w.into(), StopKind::Structure));
        parse(function).for_each(|w| _ = words.insert(w.into(), StopKind::Function));
        for word in extra.iter().map(|word| word.to_lowercase()) {
            by_stem.entry(stems.stem(&word).as_ref().into()).or_default().push(word.as_str().into());
            words.insert(word.into(), StopKind::Function);
        }
        StopWords { words, extra: by_stem, stems }
    }

    /// What the word (in lower case) is on the lists. The reviewer's words stand for their endings, too ("receptor" for
    /// receptors, but "universal" not for university).
    pub fn kind(&self, word: &str) -> Option<StopKind> {
        let listed = self.words.get(word).copied();
        listed.or_else(|| (is_count(word) || self.is_extra(word)).then_some(StopKind::Function))
    }

    /// Whether a word (in lower case) is one of the reviewer's, or another form of it.
    pub fn is_extra(&self, word: &str) -> bool {
        if self.extra.is_empty() {
            return false;
        }
        let same = |other: &str| {
            let common = word.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
            common + 1 >= word.len().min(other.len())
        };
        self.extra.get(&*self.stems.stem(word)).is_some_and(|words| words.iter().any(|other| same(other)))
    }
}

/// Whether a word is a number of something and no more.
fn is_count(word: &str) -> bool {
    let split = word.split_once('-').filter(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
    split.is_some_and(|(_, unit)| COUNTED.contains(&unit))
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
        assert_eq!((english.kind("15-year"), english.kind("covid-19")), (Some(StopKind::Function), None));
        let own = StopWords::new(Lang::ENG, &["receptor".into(), "study".into(), "universal".into()]);
        assert!(["receptors", "studies", "receptor"].iter().all(|word| own.kind(word).is_some()));
        assert_eq!((own.kind("university"), own.kind("reception")), (None, None));
        assert_eq!(StopWords::new(Lang::SPA, &[]).kind("según"), Some(StopKind::Function));
        assert_eq!(StopWords::new(Lang::POR, &[]).kind("também"), Some(StopKind::Function));
        assert_eq!(StopWords::new(Lang::FRA, &[]).kind("pendant"), Some(StopKind::Function));
        assert_eq!(StopWords::new(Lang::DEU, &[]).kind("ergebnisse"), Some(StopKind::Structure));
    }
}
