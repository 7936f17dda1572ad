//! Forms: how the texts spell words in, the form to show and its capitals out.
//!
//! A capital at the start of a sentence or in a title is not part of a word; that of a name is ("Galerkin", "von
//! Graefe").

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::scan::{Seen, Surfaces};
use crate::text::Spellings;

/// The commonest surface form of every term, by term number; the stem itself where no text spells it alone.
pub fn surface_forms(terms: &[Box<str>], spellings: &Spellings) -> Vec<String> {
    let mut spelled = spellings.iter().peekable();
    let form = |(term, stem): (usize, &str)| {
        let mut seen: Vec<(&str, usize)> = Vec::new();
        while let Some((_, spelling, uses)) = spelled.next_if(|spelling| spelling.0 as usize == term) {
            seen.push((spelling, uses as usize));
        }
        shown(seen.into_iter()).unwrap_or_else(|| stem.to_string())
    };
    terms.iter().map(AsRef::as_ref).enumerate().map(form).collect()
}

/// Surface forms one by one.
pub(super) fn each(surfaces: &Surfaces) -> impl Iterator<Item = (&str, usize)> {
    surfaces.iter().map(|(surface, n)| (&**surface, *n))
}

/// Stands before a form of a headline, whose capitals tell nothing.
const HEADLINE: char = '\u{1}';

/// A form without that mark.
pub(super) fn bare(surface: &str) -> &str {
    surface.trim_start_matches(HEADLINE)
}

/// Surface forms of the same letters: those of running text, and those of headlines.
#[derive(Default)]
struct SameLetters<'s> {
    told: Vec<(&'s str, usize)>,
    headlines: Vec<(&'s str, usize)>,
}

impl SameLetters<'_> {
    fn total(&self) -> usize {
        self.told.iter().chain(&self.headlines).map(|form| form.1).sum()
    }

    fn in_lower(&self, lower: &str) -> usize {
        self.told.iter().find(|form| form.0 == lower).map_or(0, |form| form.1)
    }

    /// The commonest of running text, or that in lower case where it is a common way to write it; of headlines where
    /// there is nothing else.
    fn commonest(&self, lower: &str) -> Option<String> {
        let forms = if self.told.is_empty() { &self.headlines } else { &self.told };
        let best = forms.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
        Some(if self.in_lower(lower) * 5 >= best.1 { lower } else { best.0 }.to_string())
    }
}

/// Surface forms with how often each occurs, by the letters in lower case.
fn by_letters<'s>(seen: impl Iterator<Item = (&'s str, usize)>) -> BTreeMap<String, SameLetters<'s>> {
    let mut by_letters: BTreeMap<String, SameLetters<'s>> = BTreeMap::new();
    for (surface, n) in seen {
        let headline = surface.strip_prefix(HEADLINE);
        let same = by_letters.entry(headline.unwrap_or(surface).to_lowercase()).or_default();
        match headline {
            Some(surface) => same.headlines.push((surface, n)),
            None => same.told.push((surface, n)),
        }
    }
    by_letters
}

/// The form to show: the commonest one.
pub(super) fn shown<'s>(seen: impl Iterator<Item = (&'s str, usize)>) -> Option<String> {
    let by_letters = by_letters(seen);
    let (lower, same) = by_letters.iter().max_by(|a, b| a.1.total().cmp(&b.1.total()).then(b.0.cmp(a.0)))?;
    same.commonest(lower)
}

/// Words of a title that tell whether every word has a capital: longer ones, behind the first.
const LONG: usize = 4;

/// Whether a title gives a capital to nearly all its longer words, so that its capitals tell nothing.
pub(super) fn is_headline(title: &str) -> bool {
    let starts = title.split_whitespace().skip(1).filter(|word| word.chars().count() >= LONG);
    let (all, capitals) = starts
        .fold((0, 0), |(all, capitals), word| (all + 1, capitals + usize::from(word.starts_with(char::is_uppercase))));
    all > 1 && capitals * 4 >= all * 3
}

/// Words of a headline, marked as such where a capital starts one ("siRNA" and "DNA" are written so anywhere).
pub(super) fn of_headline(words: Cow<'_, str>) -> Cow<'_, str> {
    if words.split([' ', '-']).any(starts_only) { format!("{HEADLINE}{words}").into() } else { words }
}

/// Whether a capital starts a piece of a word and no other follows.
fn starts_only(piece: &str) -> bool {
    piece.starts_with(char::is_uppercase)
        && piece.chars().skip(1).all(|c| !c.is_uppercase())
        && piece.chars().count() > 1
}

/// What becomes of a capital that starts a word of which nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// It stays.
    Stays,
    /// It goes.
    Falls,
}

/// How words are written where they stand alone, by their letters in lower case, and whether that is a name: a word with
/// a capital that hardly any text writes without.
#[derive(Clone, Debug, Default)]
pub(super) struct Cases(BTreeMap<String, (String, bool)>);

/// Uses with a capital for one without, from which a word is a name whatever stands beside it.
const NAME: usize = 50;

impl Cases {
    /// Of words as they were seen.
    pub fn of<'s>(words: impl Iterator<Item = &'s Seen>) -> Cases {
        let mut cases = BTreeMap::new();
        for (lower, same) in words.flat_map(|seen| by_letters(each(&seen.surfaces))) {
            let is_name = same.in_lower(&lower) * NAME <= same.total();
            if let Some(form) = same.commonest(&lower) {
                cases.insert(lower, (form, is_name));
            }
        }
        Cases(cases)
    }

    /// A phrase in which words that only start with a capital are written as they are where they stand alone. Where one
    /// of them loses it, so do all that are known and no names: no "severity Index". A phrase that the texts write with
    /// capitals throughout stays as it is: it is the name of something.
    pub fn apply(&self, text: &str, unknown: Unknown) -> String {
        if unknown == Unknown::Stays
            && text.contains(' ')
            && text.split(' ').all(|word| word.starts_with(char::is_uppercase))
        {
            return text.to_string();
        }
        let known = |piece: &str| self.0.get(&piece.to_lowercase());
        let falls = |piece: &str| match known(piece) {
            Some((form, _)) => !form.starts_with(char::is_uppercase),
            None => unknown == Unknown::Falls,
        };
        let pieces = || text.split([' ', '-']).filter(|piece| starts_only(piece));
        let any_falls = pieces().any(falls);
        let piece = |piece: &str| match known(piece) {
            _ if !starts_only(piece) => piece.to_string(),
            Some((form, is_name)) if *is_name || !any_falls => form.clone(),
            None if unknown == Unknown::Stays => piece.to_string(),
            _ => piece.to_lowercase(),
        };
        let word = |word: &str| word.split('-').map(piece).collect::<Vec<_>>().join("-");
        text.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(surfaces: &[(&str, usize)]) -> Seen {
        Seen { surfaces: surfaces.iter().map(|(s, n)| ((*s).into(), *n)).collect(), ..Seen::default() }
    }

    #[test]
    fn the_form_a_reader_would_write() {
        for (surfaces, expected) in [
            (&[("niosomes", 5), ("niosome", 2), ("Niosomes", 6)][..], "niosomes"),
            (&[("siRNA", 9), ("SiRNA", 1), ("sirna", 1)], "siRNA"),
            (&[("Gene Delivery", 3), ("gene delivery", 1)], "gene delivery"),
            (&[("Alzheimer", 4)], "Alzheimer"),
        ] {
            assert_eq!(shown(surfaces.iter().copied()).as_deref(), Some(expected));
        }
    }

    #[test]
    fn names_keep_their_capitals_and_other_words_lose_them() {
        let words = [
            seen(&[("printing", 9), ("Printing", 3)]),
            seen(&[("Galerkin", 12)]),
            seen(&[("plasma", 40), ("Plasma", 30)]),
            seen(&[("Carlo", 8)]),
            seen(&[("Index", 30), ("index", 4)]),
        ];
        let cases = Cases::of(words.iter());
        let apply = |text| cases.apply(text, Unknown::Stays);
        assert_eq!(apply("3D Printing"), "3D printing");
        assert_eq!(apply("German society for Printing"), "German society for printing");
        assert_eq!(apply("discontinuous Galerkin"), "discontinuous Galerkin");
        assert_eq!(apply("Plasma renin"), "plasma renin");
        assert_eq!(apply("American Plasma Association"), "American Plasma Association");
        assert_eq!(apply("quasi-Monte Carlo"), "quasi-Monte Carlo");
        assert_eq!(cases.apply("Left Ventricular Galerkin", Unknown::Falls), "left ventricular Galerkin");
        assert_eq!(cases.apply("Plasma Severity Index", Unknown::Falls), "plasma severity index");
        assert_eq!(apply("Plasma of the Index"), "plasma of the index");
    }

    #[test]
    fn capitals_of_headlines_tell_nothing() {
        assert!(is_headline("The Theory of Chaos and Machine Learning") && !is_headline("Alzheimer disease in Spain"));
        assert!(!is_headline("Chaos") && !is_headline("A study of the Galerkin method"));
        assert_eq!(
            (of_headline("siRNA DNA".into()), of_headline("Chaos".into())),
            ("siRNA DNA".into(), "\u{1}Chaos".into())
        );
        let check = |surfaces: &[(&str, usize)]| shown(surfaces.iter().copied());
        assert_eq!(check(&[("\u{1}Chaos", 9), ("chaos", 1)]).as_deref(), Some("chaos"));
        assert_eq!(check(&[("\u{1}Einstein", 9), ("Einstein", 1)]).as_deref(), Some("Einstein"));
        assert_eq!(check(&[("\u{1}Chaos Theory", 2)]).as_deref(), Some("Chaos Theory"));
    }
}
