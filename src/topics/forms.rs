//! Forms: how the texts spell the terms of a vocabulary in, for every term the word to show out.

use super::scan::Seen;
use super::words::shown;
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
