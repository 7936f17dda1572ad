//! Fields: one field of two records in, whether it agrees, contradicts or says nothing out.

use super::features::{Features, Page};
use super::likeness::abbreviates;
use super::likeness::edit_share;
use super::words::Words;

/// A field's word on a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say {
    Agree,
    Contradict,
    Nothing,
}

use Say::{Agree, Contradict, Nothing};

/// Values in normal form: equal or not.
pub(super) fn equal(x: &str, y: &str) -> Say {
    if x.is_empty() || y.is_empty() {
        Nothing
    } else if x == y {
        Agree
    } else {
        Contradict
    }
}

pub(super) fn pages(a: &Page<'_>, b: &Page<'_>) -> Say {
    let plain = equal(a.text, b.text);
    if plain != Contradict {
        return plain;
    }
    // An article number says nothing against pages counted from 1.
    let is_article = |page: &Page<'_>| page.text.starts_with('e') || page.digits.len() >= 5;
    if is_article(a) && b.text == "1" || is_article(b) && a.text == "1" {
        return Nothing;
    }
    // "S12" and "12", "e1004" and "1004": letters are written or left out.
    if a.digits == b.digits && a.digits.len() > 1 { Agree } else { Contradict }
}

/// Numbers of trials: a shared one says nothing, as several papers are written on one trial; two numbers of one
/// registry are two trials.
pub(super) fn trials(a: &Words<'_>, b: &Words<'_>) -> Say {
    let registry = |number: &str| number.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let rival = |x: &str, y: &str| x != y && x.get(..registry(x)) == y.get(..registry(y));
    let is_shared = a.iter().any(|x| b.contains(x));
    if !is_shared && a.iter().any(|x| b.iter().any(|y| rival(x, y))) { Contradict } else { Nothing }
}

/// Whether several pages are given; short abstracts share a single one.
pub(super) fn spans(f: &Features<'_>) -> bool {
    f.first.digits != f.last_digits()
}

/// Whether two works of several pages end on the same page of the same volume.
pub(super) fn same_end(a: &Features<'_>, b: &Features<'_>) -> bool {
    let ends = equal(a.last.text, b.last.text) == Agree && equal(a.volume, b.volume) == Agree;
    ends && spans(a) && spans(b) && counted_through(a) && counted_through(b)
}

/// Whether pages are counted through the volume, so that no two issues of it have the same ones.
pub(super) fn counted_through(f: &Features<'_>) -> bool {
    f.first.digits.parse::<u32>().is_ok_and(|page| page > 20)
}

/// Whether two articles begin within a few pages of each other, as when one record counts a page differently.
pub(super) fn close_pages(a: &Features<'_>, b: &Features<'_>) -> bool {
    let start = |f: &Features<'_>| f.first.digits.parse::<i64>().ok();
    matches!((start(a), start(b)), (Some(x), Some(y)) if (x - y).abs() <= 8)
}

/// Two lists agree when the first names do, or one of the first three stands first in the other list.
pub(super) fn authors(left: &Features<'_>, right: &Features<'_>) -> Say {
    let (a, b) = (&left.authors, &right.authors);
    let (Some(x), Some(y)) = (a.first(), b.first()) else { return Nothing };
    let names = left.names.iter().filter(|name| right.names.contains(name)).count();
    let most = |names: &Words<'_>| names.iter().take(2).count();
    if names >= most(&left.names).min(most(&right.names)).max(1) || name_matches(x, y) {
        return Agree;
    }
    let shared = a.iter().filter(|x| b.iter().any(|y| name_matches(x, y))).count();
    let n_shorter = a.len().min(b.len());
    if shared * 2 >= n_shorter && shared >= 2 || shared >= 1 && n_shorter == 1 { Agree } else { Contradict }
}

/// Whether three authors and more are shared, and most of the shorter list.
pub(super) fn same_team(a: &Features<'_>, b: &Features<'_>) -> bool {
    let (short, long) =
        if a.authors.len() <= b.authors.len() { (&a.authors, &b.authors) } else { (&b.authors, &a.authors) };
    let shared = short.iter().filter(|x| long.iter().any(|y| name_matches(x, y))).count();
    shared >= 3 && shared * 5 >= short.len() * 3
}

/// Same family name, or one with a part or a letter more ("delacruz" and "cruz", "mueller" and "muller").
fn name_matches(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    a == b
        || short.len() >= 4 && (long.starts_with(short) || long.ends_with(short))
        || short.len() >= 5 && edit_share(a, b) >= 0.8
}

/// Journals agree when their words do, abbreviated or not.
pub(super) fn journals(a: &Words<'_>, b: &Words<'_>) -> Say {
    // Words that stand in the names of too many series to tell them apart.
    const COMMON: [&str; 8] =
        ["international", "conference", "proceedings", "annual", "symposium", "workshop", "meeting", "congress"];
    if a.is_empty() || b.is_empty() {
        return Nothing;
    }
    if a == b {
        return Agree;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let fits = |x: &str, y: &str| x == y || abbreviates(x, y) || abbreviates(y, x);
    let (mut rest, mut matched, mut telling, mut n_telling) = (long.iter(), 0, 0, 0);
    for word in short.iter() {
        let tells = usize::from(!COMMON.contains(&word));
        n_telling += tells;
        let mut ahead = rest.clone();
        if ahead.any(|other| fits(word, other)) {
            rest = ahead;
            matched += 1;
            telling += tells;
        }
    }
    let most = telling * 4 >= n_telling * 3 && n_telling > 0 && short.len() > 2;
    if matched == short.len() || most || shortened(a, b) || shortened(b, a) { Agree } else { Contradict }
}

/// Whether a word of one name is made of the first letters of the other, or begins with those of words inside it
/// ("ICIS" in "International Conference on …").
fn shortened(acronym: &Words<'_>, name: &Words<'_>) -> bool {
    let initials: String = name.iter().filter_map(|w| w.chars().next()).collect();
    let first = acronym.first().filter(|w| w.len() >= 4);
    acronym.iter().any(|w| w.len() >= 3 && w == initials) || first.is_some_and(|w| initials.contains(w))
}
