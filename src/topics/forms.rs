//! Forms: how the texts spell words in, the form to show and its capitals out.
//!
//! A capital at the start of a sentence or in a title is not part of a word; that of a name is ("Galerkin", "von
//! Graefe").

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::seen::{Seen, Surfaces};
use crate::text::Spellings;

/// The commonest surface form of every term, by term number; the stem itself where no text spells it alone.
pub fn surface_forms(terms: &[Box<str>], spellings: &Spellings) -> Vec<String> {
    let forms_of = |(share, terms): (usize, &[Box<str>])| -> Vec<String> {
        let first = share * SHARE;
        let mut spelled = spellings.iter_from(first as u32).peekable();
        let form = |(term, stem): (usize, &str)| {
            let mut seen: Vec<(&str, usize)> = Vec::new();
            while let Some((_, spelling, uses)) = spelled.next_if(|spelling| spelling.0 as usize == first + term) {
                seen.push((spelling, uses as usize));
            }
            shown(seen.into_iter()).unwrap_or_else(|| stem.to_string())
        };
        terms.iter().map(AsRef::as_ref).enumerate().map(form).collect()
    };
    terms.par_chunks(SHARE).enumerate().flat_map_iter(forms_of).collect()
}

/// Terms whose forms one task chooses.
const SHARE: usize = 4_096;

/// Surface forms one by one.
pub(super) fn each(surfaces: &Surfaces) -> impl Iterator<Item = (&str, usize)> {
    surfaces.iter().map(|(surface, n)| (&**surface, *n))
}

/// Stands before a form of a headline, whose capitals tell nothing.
const HEADLINE: char = '\u{1}';
/// Stands before a form at the start of a sentence, whose first capital tells nothing.
const START: char = '\u{2}';

/// A form without these marks.
pub(super) fn bare(surface: &str) -> &str {
    surface.trim_start_matches([HEADLINE, START])
}

/// Surface forms of the same letters: those of running text, of headlines, and of starts of sentences.
#[derive(Default)]
struct SameLetters<'s> {
    told: Vec<(&'s str, usize)>,
    headlines: Vec<(&'s str, usize)>,
    starts: Vec<(&'s str, usize)>,
}

impl SameLetters<'_> {
    fn total(&self) -> usize {
        self.told.iter().chain(&self.headlines).chain(&self.starts).map(|form| form.1).sum()
    }

    fn in_lower(&self, lower: &str) -> usize {
        self.told.iter().find(|form| form.0 == lower).map_or(0, |form| form.1)
    }

    /// The commonest of running text, or that in lower case where it is a common way to write it; of headlines where
    /// there is nothing else, and of starts of sentences, without their capital, where there are none of those either.
    fn commonest(&self, lower: &str) -> Option<String> {
        let forms = [&self.told, &self.headlines].into_iter().find(|forms| !forms.is_empty());
        let best = forms.unwrap_or(&self.starts).iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
        Some(match forms {
            None => fallen(best.0),
            Some(_) if self.in_lower(lower) * 5 >= best.1 => lower.to_string(),
            Some(_) => best.0.to_string(),
        })
    }
}

/// Surface forms with how often each occurs, by the letters in lower case.
fn by_letters<'s>(seen: impl Iterator<Item = (&'s str, usize)>) -> BTreeMap<String, SameLetters<'s>> {
    let mut by_letters: BTreeMap<String, SameLetters<'s>> = BTreeMap::new();
    for (surface, n) in seen {
        let form = bare(surface);
        let same = by_letters.entry(form.to_lowercase()).or_default();
        let forms = match surface.chars().next() {
            Some(HEADLINE) => &mut same.headlines,
            Some(START) => &mut same.starts,
            _ => &mut same.told,
        };
        forms.push((form, n));
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

/// Words at the start of a sentence, marked as such where a capital starts the first.
pub(super) fn of_start(words: Cow<'_, str>) -> Cow<'_, str> {
    if words.split([' ', '-']).next().is_some_and(starts_only) { format!("{START}{words}").into() } else { words }
}

/// Whether a sentence starts behind a text: at its very start, or behind a sign that ends one.
pub(super) fn is_start(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\n', '\u{a0}', '"', '“', '«', '(', '[', '¿', '¡']);
    before.is_empty() || before.ends_with(['.', '?', '!', ':'])
}

/// Words without the capital of the first.
fn fallen(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
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
        let pieces = || text.split([' ', '-']).filter(|piece| starts_only(piece));
        if pieces().filter(|piece| known(piece).is_some_and(|(form, is_name)| *is_name && starts_only(form))).count()
            > 1
        {
            return text.to_string();
        }
        let falls = |piece: &str| match known(piece) {
            Some((form, _)) => !form.starts_with(char::is_uppercase),
            None => unknown == Unknown::Falls,
        };
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
        assert_eq!(cases.apply("Printing of Galerkin and Carlo", Unknown::Falls), "Printing of Galerkin and Carlo");
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

    #[test]
    fn capitals_at_the_start_of_a_sentence_tell_nothing() {
        assert!(is_start("") && is_start("in rats. ") && is_start("Aim: “") && is_start("cells?\n"));
        assert!(!is_start("the ") && !is_start("cells ("));
        assert_eq!(of_start("Screen time".into()), "\u{2}Screen time");
        assert_eq!((of_start("DNA repair".into()), of_start("time".into())), ("DNA repair".into(), "time".into()));
        let check = |surfaces: &[(&str, usize)]| shown(surfaces.iter().copied());
        assert_eq!(check(&[("\u{2}Obsessive-Compulsive", 4)]).as_deref(), Some("obsessive-Compulsive"));
        assert_eq!(check(&[("\u{2}Galerkin", 9), ("Galerkin", 1)]).as_deref(), Some("Galerkin"));
        assert_eq!(check(&[("\u{2}Screen", 9), ("\u{1}Screen", 1)]).as_deref(), Some("Screen"));
        let words = [seen(&[("\u{2}Abnormal", 3)]), seen(&[("Doppler", 3)])];
        assert_eq!(Cases::of(words.iter()).apply("Abnormal Doppler", Unknown::Falls), "abnormal Doppler");
    }
}
