//! Stems: a lower-case word in, its stem out (Snowball, by rust-stemmers).
//!
//! The only user of rust-stemmers. That crate is unmaintained and can panic on Greek, so only words made of Latin
//! letters reach it; words with digits or other scripts are their own stems.
//!
//! # References
//! M. F. Porter (2001), *Snowball: a language for stemming algorithms*.

use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

use super::spelling::american;
use crate::corpus::Lang;

/// The stemmer of one language; English for any without rules of its own.
pub struct Stems {
    stemmer: Stemmer,
    algorithm: Algorithm,
}

impl Stems {
    /// The stemmer of `lang`.
    pub fn new(lang: Lang) -> Stems {
        let algorithm = match lang {
            Lang::SPA => Algorithm::Spanish,
            Lang::POR => Algorithm::Portuguese,
            Lang::FRA => Algorithm::French,
            Lang::DEU => Algorithm::German,
            Lang::ITA => Algorithm::Italian,
            Lang::NLD => Algorithm::Dutch,
            _ => Algorithm::English,
        };
        Stems { stemmer: Stemmer::create(algorithm), algorithm }
    }

    /// The word in the one form that stands for several: English as spelled in America, and the singular of Portuguese
    /// plurals that Snowball takes for other words ("lesões" and "lesão").
    fn as_one<'w>(&self, word: &'w str) -> Cow<'w, str> {
        match self.algorithm {
            Algorithm::English => american(word),
            Algorithm::Portuguese => {
                let start = ["ões", "ães", "ãos"].iter().find_map(|ending| word.strip_suffix(ending));
                start.map_or(Cow::Borrowed(word), |start| format!("{start}ão").into())
            }
            _ => Cow::Borrowed(word),
        }
    }

    /// The stem of a lower-case word; English ones are read as they are spelled in America.
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let latin = |c: char| c.is_ascii_lowercase() || matches!(c, '\u{00DF}'..='\u{017F}' if c != '\u{00F7}');
        if !word.chars().all(latin) {
            return Cow::Borrowed(word);
        }
        match self.as_one(word) {
            Cow::Borrowed(word) => self.stemmer.stem(word),
            Cow::Owned(word) => self.stemmer.stem(&word).into_owned().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_by_language_and_leaves_the_rest() {
        assert_eq!(Stems::new(Lang::ENG).stem("nanoparticles"), "nanoparticl");
        assert_eq!(Stems::new(Lang::SPA).stem("hospitales"), "hospital");
        assert_eq!(Stems::new(Lang::POR).stem("crianças"), "crianc");
        assert_eq!(Stems::new(Lang::POR).stem("lesões"), Stems::new(Lang::POR).stem("lesão"));
        for odd in ["il-6", "tgf-β", "νόσος", "3d", "болезнь", "治疗"] {
            assert_eq!(Stems::new(Lang::ENG).stem(odd), odd);
        }
    }
}
