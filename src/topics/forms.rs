//! Forms: how the texts spell the terms of a vocabulary in, for every term the word to show out.

use super::scan::Seen;
use super::words::shown;
use crate::text::TermCounts;

/// The commonest surface form of every term, by term number; the stem itself where no text spells it alone.
pub fn surface_forms(counts: &TermCounts) -> Vec<String> {
    let mut seen: Vec<Seen> = vec![Seen::default(); counts.terms.len()];
    for (term, spelling, uses) in counts.spellings.iter() {
        seen[term as usize].surfaces.push((spelling.into(), uses as usize));
    }
    seen.iter().zip(&counts.terms).map(|(s, stem)| shown(s).unwrap_or_else(|| stem.to_string())).collect()
}
