//! Forms: how the texts spell words in, the form to show and its capitals out.
//!
//! A capital at the start of a sentence or in a title is not part of a word; that of a name is ("Galerkin", "von
//! Graefe").

use std::collections::BTreeMap;

use super::scan::Seen;
use crate::text::Spellings;

/// The commonest surface form of every term, by term number; the stem itself where no text spells it alone.
pub fn surface_forms(terms: &[Box<str>], spellings: &Spellings) -> Vec<String> {
    let mut spelled = spellings.iter().peekable();
    let form = |(term, stem): (usize, &str)| {
        let mut seen = Seen::default();
        while let Some((_, spelling, uses)) = spelled.next_if(|spelling| spelling.0 as usize == term) {
            seen.surfaces.push((spelling.into(), uses as usize));
        }
        shown(&seen).unwrap_or_else(|| stem.to_string())
    };
    terms.iter().map(AsRef::as_ref).enumerate().map(form).collect()
}

/// Surface forms of the same letters with how often each occurs, by the letters in lower case.
fn by_letters(seen: &Seen) -> BTreeMap<String, Vec<(&str, usize)>> {
    let mut by_letters: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (surface, n) in &seen.surfaces {
        by_letters.entry(surface.to_lowercase()).or_default().push((surface, *n));
    }
    by_letters
}

/// The commonest of these, or that in lower case where it is a common way to write it.
fn commonest(lower: &str, forms: &[(&str, usize)]) -> Option<String> {
    let in_lower = forms.iter().find(|form| form.0 == lower).map_or(0, |form| form.1);
    let best = forms.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
    Some(if in_lower * 5 >= best.1 { lower } else { best.0 }.to_string())
}

/// The form to show: the commonest one.
pub(super) fn shown(seen: &Seen) -> Option<String> {
    let by_letters = by_letters(seen);
    let total = |forms: &Vec<(&str, usize)>| forms.iter().map(|form| form.1).sum::<usize>();
    let (lower, forms) = by_letters.iter().max_by(|a, b| total(a.1).cmp(&total(b.1)).then(b.0.cmp(a.0)))?;
    commonest(lower, forms)
}

/// What becomes of a capital that starts a word of which nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// It stays.
    Stays,
    /// It goes.
    Falls,
}

/// How words are written where they stand alone, by their letters in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct Cases(BTreeMap<String, String>);

impl Cases {
    /// Of words as they were seen.
    pub fn of<'s>(words: impl Iterator<Item = &'s Seen>) -> Cases {
        let each = words.flat_map(|seen| {
            by_letters(seen).into_iter().filter_map(|(lower, forms)| Some((commonest(&lower, &forms)?, lower)))
        });
        Cases(each.map(|(form, lower)| (lower, form)).collect())
    }

    /// A phrase in which words that only start with a capital are written as they are where they stand alone.
    pub fn apply(&self, text: &str, unknown: Unknown) -> String {
        let piece = |piece: &str| {
            let starts = piece.chars().next().is_some_and(char::is_uppercase);
            if !starts || piece.chars().filter(|c| c.is_uppercase()).count() > 1 || piece.chars().count() < 2 {
                return piece.to_string();
            }
            let lower = piece.to_lowercase();
            match (self.0.get(&lower), unknown) {
                (Some(form), _) => form.clone(),
                (None, Unknown::Stays) => piece.to_string(),
                (None, Unknown::Falls) => lower,
            }
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
            assert_eq!(shown(&seen(surfaces)).as_deref(), Some(expected));
        }
    }

    #[test]
    fn names_keep_their_capitals_and_other_words_lose_them() {
        let words = [
            seen(&[("printing", 9), ("Printing", 3)]),
            seen(&[("Galerkin", 12)]),
            seen(&[("plasma", 40), ("Plasma", 30)]),
            seen(&[("Carlo", 8)]),
        ];
        let cases = Cases::of(words.iter());
        let apply = |text| cases.apply(text, Unknown::Stays);
        assert_eq!(apply("3D Printing"), "3D printing");
        assert_eq!(apply("discontinuous Galerkin"), "discontinuous Galerkin");
        assert_eq!(apply("Plasma renin"), "plasma renin");
        assert_eq!(apply("quasi-Monte Carlo"), "quasi-Monte Carlo");
        assert_eq!(cases.apply("Left Ventricular Galerkin", Unknown::Falls), "left ventricular Galerkin");
    }
}
