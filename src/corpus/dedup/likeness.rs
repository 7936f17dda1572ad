//! Likeness of words: two titles, names or journals in, how alike they are out.

use super::words::Words;

/// Titles from here on agree.
pub(super) const TITLE_AGREES: f64 = 0.92;
/// Titles from here on are alike.
pub(super) const TITLE_ALIKE: f64 = 0.8;
/// Titles below do not belong to one work, whatever the rest says.
pub(super) const TITLE_DIFFERS: f64 = 0.45;
/// The most that words say that are only nearly the same ("hyperthyroidism", "hypothyroidism").
const NEARLY: f64 = 0.97;

/// 1 for equal titles; a subtitle that one record leaves out counts little.
pub(super) fn title_similarity(a: &Words<'_>, b: &Words<'_>) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (x, y) = (a.joined(), b.joined());
    if x == y {
        return 1.0;
    }
    let (short, long) = if x.len() < y.len() { (&x, &y) } else { (&y, &x) };
    if long.starts_with(short.as_str()) {
        let words = a.len().min(b.len());
        return if short.len() >= 30 {
            0.95
        } else if words >= 3 {
            TITLE_ALIKE
        } else {
            edit_share(&x, &y)
        };
    }
    edit_share(&x, &y).max(word_share(a, b))
}

/// Whether two words differ by a letter or so.
fn nearly(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) * 7 <= a.len().max(b.len()) && edit_share(a, b) >= 0.85
}

/// Shared words as a share of all (Dice), equal or nearly equal words; 1 only where all are equal.
fn word_share(a: &Words<'_>, b: &Words<'_>) -> f64 {
    let mut left: Vec<&str> = b.iter().collect();
    let (mut shared, mut most) = (0.0, 1.0);
    for word in a.iter() {
        let same = left.iter().position(|w| *w == word);
        let at = same.or_else(|| left.iter().position(|w| w.len() > 5 && word.len() > 5 && nearly(w, word)));
        if let Some(at) = at {
            left.remove(at);
            shared += 1.0;
            most = if same.is_some() { most } else { NEARLY };
        }
    }
    (2.0 * shared / (a.len() + b.len()) as f64).min(most)
}

/// `1 − edits / longer length` (Levenshtein 1966), on at most 300 characters.
///
/// Below [`TITLE_DIFFERS`] it may be less than said: the letters alone show that the texts are different then.
pub(super) fn edit_share(a: &str, b: &str) -> f64 {
    if a.is_ascii() && b.is_ascii() {
        let (a, b) = (&a.as_bytes()[..a.len().min(MOST_COMPARED)], &b.as_bytes()[..b.len().min(MOST_COMPARED)]);
        let bound = letters_share(a, b);
        return if bound < TITLE_DIFFERS { bound } else { share(a, b) };
    }
    let a: Vec<char> = a.chars().take(MOST_COMPARED).collect();
    let b: Vec<char> = b.chars().take(MOST_COMPARED).collect();
    share(&a, &b)
}

/// Characters of a title that are compared.
const MOST_COMPARED: usize = 300;

/// The share of letters that both have, in whatever order: never less than the share of edits leaves.
fn letters_share(a: &[u8], b: &[u8]) -> f64 {
    let mut counts = [0_i16; 128];
    a.iter().for_each(|&c| counts[usize::from(c & 127)] += 1);
    b.iter().for_each(|&c| counts[usize::from(c & 127)] -= 1);
    let (more, less) = counts.iter().fold((0, 0), |(more, less), &n| (more + n.max(0), less + (-n).max(0)));
    1.0 - f64::from(more.max(less)) / a.len().max(b.len()).max(1) as f64
}

fn share<T: PartialEq>(a: &[T], b: &[T]) -> f64 {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 1.0;
    }
    if longer - a.len().min(b.len()) > longer / 2 {
        return 0.0;
    }
    let mut row = [0_u16; MOST_COMPARED + 1];
    (0..=b.len()).for_each(|j| row[j] = j as u16);
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i as u16 + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (corner + u16::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = next;
        }
    }
    1.0 - f64::from(row[b.len()]) / longer as f64
}
/// Whether one word shortens the other: it begins it, or has its first letter and its letters in order ("natl").
pub(super) fn abbreviates(short: &str, long: &str) -> bool {
    if short.len() >= long.len() {
        return false;
    }
    let mut rest = long.chars();
    short.chars().next() == long.chars().next() && short.chars().all(|c| rest.by_ref().any(|l| l == c))
}
