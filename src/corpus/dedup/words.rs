//! Words in normal form: any text in, its words in lower case without accents out, packed into one text.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Stands between two words.
const BETWEEN: char = '\n';

/// Words one behind another in one text, a line each: a list of them takes no more memory than that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words<'w>(Cow<'w, str>);

/// Words while they are gathered, each with a line end behind it.
#[derive(Default)]
struct Gathered(String);

impl Gathered {
    fn add(&mut self, text: &str) {
        if text.is_ascii() {
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() {
                    self.0.push(char::from(byte.to_ascii_lowercase()));
                } else {
                    self.end();
                }
            }
        } else {
            for sign in fold(text).chars() {
                if sign.is_alphanumeric() {
                    self.0.push(sign);
                } else {
                    self.end();
                }
            }
        }
        self.end();
    }

    /// Ends the word that is being written, if any.
    fn end(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with(BETWEEN) {
            self.0.push(BETWEEN);
        }
    }

    fn finish(mut self) -> Words<'static> {
        self.0.pop();
        Words(self.0.into())
    }
}

impl<'w> Words<'w> {
    /// Words that were packed before.
    pub fn packed(text: &'w str) -> Words<'w> {
        Words(Cow::Borrowed(text))
    }

    /// The text with a word on every line.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words of a text: runs of letters and digits.
    pub fn of(text: &str) -> Words<'static> {
        let mut words = Gathered(String::with_capacity(text.len() + 1));
        words.add(text);
        words.finish()
    }

    /// The items of a list, each as it is but for line ends; empty ones are left out.
    pub fn list<'i>(items: impl IntoIterator<Item = &'i str>) -> Words<'static> {
        let mut words = Gathered::default();
        for item in items {
            words.0.extend(item.chars().map(|c| if c == BETWEEN { ' ' } else { c }));
            words.end();
        }
        words.finish()
    }

    pub fn first(&self) -> Option<&str> {
        self.iter().next()
    }

    pub fn contains(&self, word: &str) -> bool {
        self.iter().any(|own| own == word)
    }

    pub fn len(&self) -> usize {
        self.0.bytes().filter(|&byte| is_between(byte)).count() + usize::from(!self.is_empty())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes of all words without anything between.
    pub fn bytes(&self) -> impl Iterator<Item = u8> {
        self.0.bytes().filter(|&byte| !is_between(byte))
    }

    /// All words without anything between.
    pub fn joined(&self) -> String {
        let mut joined = String::with_capacity(self.0.len());
        joined.extend(self.iter());
        joined
    }

    pub fn iter(&self) -> Iter<'_> {
        Iter(&self.0)
    }

    /// The words for which `keep` holds.
    pub fn filtered(&self, keep: impl Fn(usize, &str) -> bool) -> Words<'static> {
        Words::list(self.iter().enumerate().filter(|(at, word)| keep(*at, word)).map(|(_, word)| word))
    }
}

/// The words that are left; those of a few letters are ended sooner by a plain look at each byte than by a search.
#[derive(Clone)]
pub(super) struct Iter<'w>(&'w str);

impl<'w> Iterator for Iter<'w> {
    type Item = &'w str;

    fn next(&mut self) -> Option<&'w str> {
        let end = self.0.bytes().position(is_between).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        (!word.is_empty()).then_some(word)
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let start = self.0.bytes().rposition(is_between).map_or(0, |at| at + 1);
        let (rest, word) = self.0.split_at(start);
        self.0 = rest.strip_suffix(BETWEEN).unwrap_or_default();
        (!word.is_empty()).then_some(word)
    }
}

fn is_between(byte: u8) -> bool {
    byte == BETWEEN as u8
}

/// Lower case, without accents; letters of other scripts stay.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = |c: char| match c {
        'ø' | 'Ø' => 'o',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' => 'd',
        'ı' => 'i',
        other => other,
    };
    let folded = text.nfkd().filter(|c| !is_combining_mark(*c)).map(plain).flat_map(char::to_lowercase);
    folded.fold(String::with_capacity(text.len()), |mut out, c| {
        match spelled(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
        out
    })
}

/// Letters that are also written as several: ligatures, and Greek ones by their names ("IL-1β", "IL-1beta").
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' => "theta",
        'κ' => "kappa",
        'λ' => "lambda",
        'μ' => "mu",
        'π' => "pi",
        'ρ' => "rho",
        'σ' | 'ς' => "sigma",
        'τ' => "tau",
        'φ' => "phi",
        'χ' => "chi",
        'ψ' => "psi",
        'ω' => "omega",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_packed() {
        let words = Words::of("The Müller–Łukasz CO₂ test, 2nd: Straße");
        assert_eq!(words.iter().collect::<Vec<_>>(), ["the", "muller", "lukasz", "co2", "test", "2nd", "strasse"]);
        assert_eq!(words.joined(), "themullerlukaszco2test2ndstrasse");
        assert_eq!((words.len(), words.first()), (7, Some("the")));
        assert_eq!(words.filtered(|at, word| at > 0 && word.len() < 5), Words::of("co2 test 2nd"));
        assert_eq!(Words::of("TGF-β1").joined(), Words::of("TGF-beta 1").joined());
        assert!(Words::of(" - ").is_empty() && Words::of("").iter().next().is_none());
        let list = Words::list(["WOS:1", "", "two\nlines"]);
        assert_eq!(list.iter().collect::<Vec<_>>(), ["WOS:1", "two lines"]);
        assert_eq!(list.iter().rev().collect::<Vec<_>>(), ["two lines", "WOS:1"]);
        assert_eq!(list.bytes().collect::<Vec<_>>(), list.joined().into_bytes());
    }
}
