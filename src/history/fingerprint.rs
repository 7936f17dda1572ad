//! Fingerprints: the words of a record in, numbers out by which a later run knows it again.
//!
//! Two kinds: one of identity (title, year, first author), for records without DOI and PMID, and three of content
//! (title, abstracts, the rest), which tell whether and where a known record has changed. Nothing is compared here.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Fingerprints of what a record says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Content {
    /// Of its title.
    pub title: u32,
    /// Of its abstracts, in order; 0 where they are not known.
    pub abstracts: u32,
    /// Of year, keywords and notices.
    pub other: u32,
}

impl Content {
    /// Whether there is an abstract by which the record could be known.
    pub fn has_abstract(self) -> bool {
        self.abstracts != 0 && self.abstracts != text([])
    }

    /// The parts that differ, in words.
    pub fn differences(self, other: Content) -> Vec<&'static str> {
        let parts = [
            ("title", self.title == other.title),
            ("abstract", self.abstracts == other.abstracts),
            ("year, keywords or notice", self.other == other.other),
        ];
        parts.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
    }
}

/// Fingerprint of identity: normalized title, year and family name of the first author.
///
/// A record without a title is known by `content` alone, so that such records are never taken for one another.
pub fn identity(title: &str, year: Option<i32>, first_author: &str, content: Content) -> u64 {
    let title = letters(title);
    let parts = if title.is_empty() {
        vec![format!("{content:?}")]
    } else {
        vec![title, year.map(|y| y.to_string()).unwrap_or_default(), letters(family_name(first_author))]
    };
    number(parts.iter().map(String::as_str))
}

/// Fingerprint of some texts; case and white space do not count.
pub fn text<'a>(parts: impl IntoIterator<Item = &'a str>) -> u32 {
    let parts: Vec<String> =
        parts.into_iter().map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()).collect();
    (number(parts.iter().map(String::as_str)) >> 32) as u32
}

/// The first eight bytes of the SHA-256 of all parts, each with its length before it.
fn number<'a>(parts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Letters and digits only, in lower case, without diacritics.
fn letters(text: &str) -> String {
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The family name of "Family, Given", "Family GM" or "Given Family".
fn family_name(author: &str) -> &str {
    let author = author.trim();
    if let Some((family, _)) = author.split_once(',') {
        return family;
    }
    let initials = |word: &str| word.chars().count() <= 3 && word.chars().all(|c| c.is_uppercase() || c == '.');
    match author.rsplit_once(' ') {
        Some((family, last)) if initials(last) => family,
        Some((_, last)) => last,
        None => author,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_hide_a_record() {
        let none = Content::default();
        let a = identity("Niosomes for gene delivery: a review.", Some(2024), "Núñez, Ana", none);
        assert_eq!(a, identity("NIOSOMES FOR GENE-DELIVERY — A REVIEW", Some(2024), "Nunez AM", none));
        assert_eq!(a, identity("Niosomes for gene delivery: a review", Some(2024), "Ana Núñez", none));
        assert_ne!(a, identity("Niosomes for gene delivery: a review", Some(2023), "Ana Núñez", none));
        assert_ne!(a, identity("Niosomes for gene delivery: part two", Some(2024), "Ana Núñez", none));
    }

    #[test]
    fn untitled_records_are_told_apart_by_content() {
        let one = Content { abstracts: 1, ..Content::default() };
        let two = Content { abstracts: 2, ..Content::default() };
        assert_ne!(identity("", None, "", one), identity(" ", None, "", two));
        assert_eq!(one.differences(two), ["abstract"]);
    }

    #[test]
    fn parts_do_not_run_into_one_another() {
        assert_ne!(text(["ab", "c"]), text(["a", "bc"]));
        assert_eq!(text(["A  b\n c"]), text(["a b c"]));
    }
}
