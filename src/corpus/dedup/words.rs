//! Words in normal form: any text in, its words in lower case without accents out, packed into one text.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words one behind another in one text, without blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    text: Box<str>,
    ends: Box<[u32]>,
}

/// Words while they are gathered.
#[derive(Default)]
struct Gathered {
    text: String,
    ends: Vec<u32>,
}

impl Gathered {
    fn add(&mut self, text: &str) {
        if text.is_ascii() {
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() {
                    self.text.push(char::from(byte.to_ascii_lowercase()));
                } else {
                    self.end();
                }
            }
        } else {
            for sign in fold(text).chars() {
                if sign.is_alphanumeric() {
                    self.text.push(sign);
                } else {
                    self.end();
                }
            }
        }
        self.end();
    }

    /// Ends the word that is being written, if any.
    fn end(&mut self) {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if self.ends.last().copied().unwrap_or_default() < end {
            self.ends.push(end);
        }
    }

    fn finish(self) -> Words {
        Words { text: self.text.into(), ends: self.ends.into() }
    }
}

impl Words {
    /// The words of a text: runs of letters and digits.
    pub fn of(text: &str) -> Words {
        let mut words =
            Gathered { text: String::with_capacity(text.len()), ends: Vec::with_capacity(text.len() / 6 + 1) };
        words.add(text);
        words.finish()
    }

    /// The items of a list, each as it is; empty ones are left out.
    pub fn list<'w>(items: impl IntoIterator<Item = &'w str>) -> Words {
        let mut words = Gathered::default();
        for item in items {
            words.text.push_str(item);
            words.end();
        }
        words.finish()
    }

    pub fn first(&self) -> Option<&str> {
        self.get(0)
    }

    pub fn contains(&self, word: &str) -> bool {
        self.iter().any(|own| own == word)
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All words without anything between.
    pub fn joined(&self) -> &str {
        &self.text
    }

    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        Some(&self.text[start..end])
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator + Clone {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }

    /// Whether it begins with these words.
    pub fn begins(&self, lead: &[&str]) -> bool {
        self.len() >= lead.len() && self.iter().zip(lead).all(|(word, l)| word == *l)
    }

    /// Whether it ends with these words.
    pub fn ends(&self, tail: &[&str]) -> bool {
        self.len() >= tail.len() && self.iter().rev().zip(tail.iter().rev()).all(|(word, t)| word == *t)
    }

    /// The words for which `keep` holds.
    pub fn filtered(&self, keep: impl Fn(usize, &str) -> bool) -> Words {
        Words::list(self.iter().enumerate().filter(|(at, word)| keep(*at, word)).map(|(_, word)| word))
    }
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
    let folded: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).map(plain).flat_map(char::to_lowercase).collect();
    folded.replace('ß', "ss").replace('æ', "ae").replace('œ', "oe")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_packed() {
        let words = Words::of("The Müller–Łukasz CO₂ test, 2nd: Straße");
        assert_eq!(words.iter().collect::<Vec<_>>(), ["the", "muller", "lukasz", "co2", "test", "2nd", "strasse"]);
        assert_eq!(words.joined(), "themullerlukaszco2test2ndstrasse");
        assert_eq!((words.len(), words.get(1), words.get(9)), (7, Some("muller"), None));
        assert!(words.begins(&["the", "muller"]) && words.ends(&["strasse"]) && !words.ends(&["x"]));
        assert_eq!(words.filtered(|at, word| at > 0 && word.len() < 5), Words::of("co2 test 2nd"));
        assert!(Words::of(" - ").is_empty());
    }
}
