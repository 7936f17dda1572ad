//! Lists of people as some tables write them: a cell in, the same with semicolons between the names out.
//!
//! Springer sets names one behind the other without any sign, SciELO parts people by the sign that parts family and
//! given names. Whether a comma parts people at all ("Ana Ruiz, Otto Brandt"), only other rows of the same column tell.

use std::borrow::Cow;

use crate::corpus::values::{SEPARATORS, is_full_name};

/// What stands before a capital inside of one name: "McSoto", "DeLuca".
const PREFIXES: [&str; 22] = [
    "Al", "Ben", "D", "Da", "De", "Del", "Des", "Di", "Dos", "Du", "El", "Fitz", "La", "Le", "Lo", "Mac", "Mc", "O",
    "St", "Van", "Ver", "Von",
];

/// Names without a sign between them, parted where a capital stands behind a small letter: "Ana RuizOtto Brandt".
pub(super) fn run_on(cell: &str) -> Cow<'_, str> {
    if cell.contains(SEPARATORS) || cell.contains(',') {
        return Cow::Borrowed(cell);
    }
    let (mut names, mut start, mut word, mut last) = (Vec::new(), 0, 0, ' ');
    for (at, c) in cell.char_indices() {
        let is_seam = last.is_lowercase() && c.is_uppercase() && !PREFIXES.contains(&&cell[word..at]);
        // A name has two words: "JoAnn Roe" is one.
        let is_rest_name = || cell[at..].split(char::is_uppercase).any(|part| part.contains(' '));
        if is_seam && cell[start..at].contains(' ') && is_rest_name() {
            names.push(&cell[start..at]);
            (start, word) = (at, at);
        } else if !c.is_alphabetic() {
            word = at + c.len_utf8();
        }
        last = c;
    }
    if names.is_empty() {
        return Cow::Borrowed(cell);
    }
    names.push(&cell[start..]);
    Cow::Owned(names.join("; "))
}

/// Family and given names that take turns: "Ruiz, Ana, Brandt, Otto".
pub(super) fn pairs(cell: &str) -> Cow<'_, str> {
    let parts: Vec<&str> = cell.split(", ").collect();
    if cell.contains(SEPARATORS) || parts.len() < 4 || parts.len() % 2 == 1 {
        return Cow::Borrowed(cell);
    }
    let names: Vec<String> = parts.chunks(2).map(|name| name.join(", ")).collect();
    Cow::Owned(names.join("; "))
}

/// Whether the comma parts people in a column: there are lists of three whole names and more, and no cell that says
/// otherwise.
pub(super) fn are_whole<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let (mut n_cells, mut n_lists) = (0, 0);
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
        let parts: Vec<&str> = cell.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let n_single = parts.iter().filter(|part| !part.contains(' ')).count();
        if cell.contains(SEPARATORS) || cell.contains('|') || parts.len() > 1 && n_single * 2 >= parts.len() {
            return false;
        }
        n_cells += 1;
        n_lists += usize::from(parts.len() > 2 && parts.iter().all(|part| is_full_name(part)));
    }
    n_lists >= 2 || n_lists == 1 && n_cells <= 5
}

/// Two whole names with a comma between them, with a blank or without, in a column where it parts people: "Ana Ruiz,
/// Otto Brandt".
pub(super) fn two(cell: &str) -> Cow<'_, str> {
    match cell.split_once(',').map(|(one, two)| (one.trim(), two.trim())) {
        Some((one, two)) if is_full_name(one) && is_full_name(two) && !two.contains(',') => {
            Cow::Owned(format!("{one}; {two}"))
        }
        _ => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_a_sign_are_parted() {
        for (cell, wanted) in [
            ("Ana RuizOtto F. BrandtBea McSoto", "Ana Ruiz; Otto F. Brandt; Bea McSoto"),
            ("Chloé de la CruzLi-Wei PanJoAnn DeLuca", "Chloé de la Cruz; Li-Wei Pan; JoAnn DeLuca"),
            ("JoAnn Roe", "JoAnn Roe"),
            ("Ana R. Ruiz", "Ana R. Ruiz"),
            ("Ana RuizMonika", "Ana RuizMonika"),
            ("Ruiz, AnaBrandt, Otto", "Ruiz, AnaBrandt, Otto"),
        ] {
            assert_eq!(run_on(cell), wanted);
        }
    }

    #[test]
    fn names_that_take_turns_are_joined() {
        assert_eq!(pairs("Ruiz, Ana, Brandt, Otto"), "Ruiz, Ana; Brandt, Otto");
        assert_eq!(pairs("Ruiz, Ana, The Group"), "Ruiz, Ana, The Group");
        assert_eq!(pairs("Ruiz, Ana"), "Ruiz, Ana");
    }

    #[test]
    fn a_column_tells_what_the_comma_parts() {
        let whole = |cells: &[&str]| are_whole(cells.iter().copied());
        assert!(whole(&["Ana Ruiz, Otto Brandt", "Bea Soto", "Ana Ruiz, Otto Brandt, Bea Soto"]));
        assert!(!whole(&["Ana Ruiz, Otto Brandt", "Bea Soto"]));
        assert!(!whole(&["Ruiz Paz, Ana María", "Soto, Bea", "Ana Ruiz, Otto Brandt, Bea Soto"]));
        assert!(!whole(&["Ruiz Paz, Ana María; Soto, Bea", "Ana Ruiz, Otto Brandt, Bea Soto"]));
        assert!(!whole(&["Ruiz, Ana, Brandt, Otto"]));
        assert_eq!(two("Ana Ruiz, Otto van Brandt"), "Ana Ruiz; Otto van Brandt");
        assert_eq!(two("Ana Ruiz,Bea M Soto"), "Ana Ruiz; Bea M Soto");
        for cell in ["Soto, Bea", "Ana Ruiz", "Ana Ruiz, Soto", "Ana Ruiz, Ministry of Health"] {
            assert_eq!(two(cell), cell);
        }
    }
}
