//! A scanner of JSON text: in comes one value as text, out come its parts as slices of that text.
//!
//! It decodes strings and leaves everything else as it was written, so that numbers and nested values are kept digit
//! by digit. It is lenient (a broken value ends where the next mark stands) and never recurses, so no depth of
//! nesting can hurt it. It knows nothing of records.

use std::borrow::Cow;

/// Why a text is no JSON, in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// Byte at which it breaks.
    pub at: usize,
    /// What is wrong there.
    pub what: &'static str,
}

/// Walks over the parts of one object or array.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    started: bool,
}

impl<'a> Scanner<'a> {
    /// Starts after the opening bracket of `text`, which begins with one.
    pub(super) fn inside(text: &'a str) -> Scanner<'a> {
        let at = text.len() - text.trim_start().len();
        Scanner { text, at: (at + 1).min(text.len()), started: false }
    }

    /// Length of the value with which a text starts; none where it is not whole.
    pub(super) fn whole(text: &'a str) -> Option<usize> {
        let mut scanner = Scanner { text, at: 0, started: false };
        scanner.space();
        scanner.value().ok().map(|_| scanner.at)
    }

    /// The next key and value of an object; none at its end.
    pub(super) fn entry(&mut self) -> Result<Option<(&'a str, &'a str)>, Broken> {
        if !self.next_part(b'}')? {
            return Ok(None);
        }
        if self.peek() != Some(b'"') {
            return Err(self.broken("expected a key in quotes"));
        }
        let key = self.value()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.broken("expected a colon after the key"));
        }
        self.at += 1;
        self.space();
        Ok(Some((key, self.value()?)))
    }

    /// The next element of an array; none at its end.
    pub(super) fn element(&mut self) -> Result<Option<&'a str>, Broken> {
        if !self.next_part(b']')? {
            return Ok(None);
        }
        self.value().map(Some)
    }

    /// Byte after the last part read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What follows the closing bracket.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn broken(&self, what: &'static str) -> Broken {
        Broken { at: self.at, what: if self.at >= self.text.len() { "ends in the middle" } else { what } }
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes to the next part; false at the end.
    fn next_part(&mut self, close: u8) -> Result<bool, Broken> {
        self.space();
        if self.started && self.peek() == Some(b',') {
            self.at += 1;
            self.space();
        } else if self.started && self.peek() != Some(close) {
            return Err(self.broken("expected a comma"));
        }
        self.started = true;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(false);
        }
        Ok(true)
    }

    fn value(&mut self) -> Result<&'a str, Broken> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.skip_string()?,
            Some(b'{' | b'[') => self.skip_nested()?,
            Some(b) if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.') => {
                while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.')) {
                    self.at += 1;
                }
            }
            _ => return Err(self.broken("expected a value")),
        }
        Ok(&self.text[start..self.at])
    }

    fn skip_string(&mut self) -> Result<(), Broken> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
            at += found;
            if bytes[at] == b'"' {
                self.at = at + 1;
                return Ok(());
            }
            at += 2;
        }
        Err(Broken { at: self.text.len(), what: "ends inside a string" })
    }

    fn skip_nested(&mut self) -> Result<(), Broken> {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.skip_string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
        Err(self.broken("ends in the middle"))
    }
}

/// The text of a string in quotes, escapes resolved; a lone half of a surrogate pair becomes U+FFFD.
pub(super) fn unquote(raw: &str) -> Cow<'_, str> {
    let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).unwrap_or(raw);
    let Some(first) = memchr::memchr(b'\\', inner.as_bytes()) else { return Cow::Borrowed(inner) };
    let mut text = String::with_capacity(inner.len());
    text.push_str(&inner[..first]);
    let mut rest = &inner[first..];
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        let (c, used) = escape(&rest[at..]);
        text.push_str(c.encode_utf8(&mut [0; 4]));
        rest = &rest[at + used..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character of the escape at the start of `text`, and how many bytes it takes.
fn escape(text: &str) -> (char, usize) {
    let Some(mark) = text[1..].chars().next() else { return ('\\', 1) };
    let simple = match mark {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return unicode_escape(text),
        other => other,
    };
    (simple, 1 + mark.len_utf8())
}

fn unicode_escape(text: &str) -> (char, usize) {
    let unit = |at: usize| text.get(at..at + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let Some(high) = unit(2) else { return (char::REPLACEMENT_CHARACTER, 2) };
    if (0xD800..0xDC00).contains(&high)
        && text.get(6..8) == Some("\\u")
        && let Some(low @ 0xDC00..0xE000) = unit(8)
    {
        let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
    }
    (char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entries(text: &str) -> (Vec<(&str, &str)>, Option<Broken>) {
        let mut scanner = Scanner::inside(text);
        let mut found = Vec::new();
        loop {
            match scanner.entry() {
                Ok(Some(entry)) => found.push(entry),
                Ok(None) => return (found, None),
                Err(broken) => return (found, Some(broken)),
            }
        }
    }

    #[test]
    fn parts_are_slices_of_the_text() {
        let (found, broken) = entries(r#"{"a": "x\"y", "b" : 1.50e3 ,"c":{"d":["}"]},"e":null}"#);
        assert_eq!(
            found,
            [("\"a\"", r#""x\"y""#), ("\"b\"", "1.50e3"), ("\"c\"", r#"{"d":["}"]}"#), ("\"e\"", "null")]
        );
        assert_eq!(broken, None);
    }

    #[test]
    fn a_cut_object_gives_what_was_whole() {
        let (found, broken) = entries(r#"{"a": "x", "b": "y"#);
        assert_eq!(found, [("\"a\"", "\"x\"")]);
        assert_eq!(broken.map(|b| b.what), Some("ends inside a string"));
    }

    #[test]
    fn strings_are_decoded() {
        for (raw, text) in [
            (r#""a\n\u00e9\ud83d\ude00\/""#, "a\né😀/"),
            (r#""\ud83d x""#, "\u{FFFD} x"),
            (r#""\""#, "\\"),
            (r#""\uZZ""#, "\u{FFFD}ZZ"),
        ] {
            assert_eq!(unquote(raw), text, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn strings_decode_as_serde_json_does(text in any::<String>()) {
            let raw = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(unquote(&raw), text);
        }

        #[test]
        fn no_text_breaks_it(text in "[{\\[\\]}:,\"\\\\a1é \n]{0,60}") {
            entries(&text);
            let mut scanner = Scanner::inside(&text);
            while let Ok(Some(_)) = scanner.element() {}
            unquote(&text);
        }
    }
}
