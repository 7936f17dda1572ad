//! Languages: in come codes and names as exports write them, out comes one three-letter code.
//!
//! Does not guess the language of a text; `text::language` does that.

use std::fmt;

/// A language as its ISO 639-3 code, in three lower-case ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 3]);

impl Lang {
    /// English.
    pub const ENG: Lang = Lang(*b"eng");
    /// Spanish.
    pub const SPA: Lang = Lang(*b"spa");
    /// Portuguese.
    pub const POR: Lang = Lang(*b"por");
    /// French.
    pub const FRA: Lang = Lang(*b"fra");
    /// German.
    pub const DEU: Lang = Lang(*b"deu");
    /// Italian.
    pub const ITA: Lang = Lang(*b"ita");
    /// Dutch.
    pub const NLD: Lang = Lang(*b"nld");

    /// Reads a code or a name: `en`, `eng`, `en-US`, `English`, `Inglés`, `pt_BR`, `Português` …
    ///
    /// An unknown three-letter code is kept as it is; anything else is `None`.
    pub fn parse(text: &str) -> Option<Lang> {
        let lower = text.trim().to_lowercase();
        let head = lower.split(['-', '_', ' ', ';', ',', '/', '.']).next().unwrap_or_default();
        let code = NAMES.iter().find(|(name, _)| *name == head).map(|(_, code)| *code);
        code.map(Lang).or_else(|| match head.as_bytes() {
            [a, b, c] if head.bytes().all(|x| x.is_ascii_lowercase()) => Some(Lang([*a, *b, *c])),
            _ => None,
        })
    }

    /// Whether exports are known to name this language, as they do not any three letters.
    pub(crate) fn is_named(self) -> bool {
        NAMES.iter().any(|(_, code)| *code == self.0)
    }

    /// The three-letter code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("und")
    }

    pub(crate) fn bytes(self) -> [u8; 3] {
        self.0
    }

    pub(crate) fn from_bytes(bytes: [u8; 3]) -> Option<Lang> {
        (bytes != [0; 3]).then_some(Lang(bytes))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Codes and names met in exports, in lower case.
const NAMES: &[(&str, [u8; 3])] = &[
    ("en", *b"eng"),
    ("english", *b"eng"),
    ("英语", *b"eng"),
    ("英文", *b"eng"),
    ("英語", *b"eng"),
    ("inglés", *b"eng"),
    ("ingles", *b"eng"),
    ("inglês", *b"eng"),
    ("es", *b"spa"),
    ("sp", *b"spa"),
    ("spanish", *b"spa"),
    ("español", *b"spa"),
    ("espanol", *b"spa"),
    ("espanhol", *b"spa"),
    ("castilian", *b"spa"),
    ("pt", *b"por"),
    ("portuguese", *b"por"),
    ("portugués", *b"por"),
    ("portugues", *b"por"),
    ("português", *b"por"),
    ("fr", *b"fra"),
    ("fre", *b"fra"),
    ("french", *b"fra"),
    ("francés", *b"fra"),
    ("francês", *b"fra"),
    ("de", *b"deu"),
    ("ger", *b"deu"),
    ("german", *b"deu"),
    ("alemán", *b"deu"),
    ("alemão", *b"deu"),
    ("it", *b"ita"),
    ("italian", *b"ita"),
    ("italiano", *b"ita"),
    ("zh", *b"zho"),
    ("chi", *b"zho"),
    ("chinese", *b"zho"),
    ("中文", *b"zho"),
    ("汉语", *b"zho"),
    ("中国語", *b"zho"),
    ("ja", *b"jpn"),
    ("japanese", *b"jpn"),
    ("日本語", *b"jpn"),
    ("日语", *b"jpn"),
    ("ru", *b"rus"),
    ("russian", *b"rus"),
    ("nl", *b"nld"),
    ("dut", *b"nld"),
    ("dutch", *b"nld"),
    ("pl", *b"pol"),
    ("polish", *b"pol"),
    ("tr", *b"tur"),
    ("turkish", *b"tur"),
    ("ko", *b"kor"),
    ("korean", *b"kor"),
    ("fa", *b"fas"),
    ("per", *b"fas"),
    ("persian", *b"fas"),
    ("ca", *b"cat"),
    ("catalan", *b"cat"),
    ("cs", *b"ces"),
    ("cze", *b"ces"),
    ("czech", *b"ces"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_one() {
        for text in ["en", "eng", "English", "EN-us", "Inglés", "english; spanish", "English.", "英语"] {
            assert_eq!(Lang::parse(text), Some(Lang::ENG), "{text}");
        }
        assert_eq!(Lang::parse("pt_BR"), Some(Lang::POR));
        assert_eq!(Lang::parse("xyz").map(|l| l.to_string()).as_deref(), Some("xyz"));
        assert_eq!(Lang::parse(""), None);
        assert_eq!(Lang::parse("Klingon"), None);
    }
}
