//! Values: the text behind `name =` in, the value and what follows it out.
//!
//! A value is braced, quoted or bare, or several joined by `#`; `@string` macros are put in. Databases that copy a text
//! as it is leave braces and quotation marks uneven ("2-[imino]methyl}-phenol"), so a brace ends a value only where the
//! next field or the end of the entry follows, if there is such a brace at all. In an entry that never ends, a text has
//! a brace too few, and a value ends with its line where a field begins on the next one.

use std::borrow::Cow;

use super::fields::{MAX_NAME, Macros};

/// Longest text that macros may make of one value, in bytes.
const MAX_VALUE: usize = 32 << 20;

/// Bytes behind the last value of an entry that are looked at.
const LONGEST_END: usize = 100;

/// Reads the value at the start of `text`; `is_closed` tells whether the braces of its entry are even.
pub(super) fn read<'a>(text: &'a str, is_closed: bool, macros: &Macros) -> (Cow<'a, str>, &'a str) {
    let (mut whole, mut rest) = part(text.trim_start(), is_closed, macros);
    while let Some(next) = rest.trim_start().strip_prefix('#') {
        let (more, after) = part(next.trim_start(), is_closed, macros);
        if whole.len() + more.len() <= MAX_VALUE {
            whole.to_mut().push_str(&more);
        }
        rest = after;
    }
    (whole, rest)
}

fn part<'a>(text: &'a str, is_closed: bool, macros: &Macros) -> (Cow<'a, str>, &'a str) {
    let Some(first) = text.bytes().next().filter(|byte| matches!(byte, b'{' | b'"')) else {
        let end = bare(text);
        let (word, rest) = text.split_at(end);
        let value = macros.get(&word.to_lowercase()).map_or(Cow::Borrowed(word), |value| Cow::Owned(value.clone()));
        return (value, rest);
    };
    let last = if first == b'{' { b'}' } else { b'"' };
    // From there on nothing follows but the end of the entry.
    let near = text.floor_char_boundary(text.len().saturating_sub(LONGEST_END));
    let end = near + text[near..].trim_end_matches([',', '}', ')', ' ', '\t', '\n']).len();
    let mut depth = 0usize;
    let mut even = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if byte == last && depth == 0 {
            even = even.or(Some(at));
            if at + 1 >= end || ends(&text[at + 1..]) {
                return parted(text, at);
            }
        } else if byte == last && !is_closed && ends_line(&text[at + 1..]) {
            return parted(text, at);
        }
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    even.map_or((Cow::Borrowed(&text[1..]), ""), |at| parted(text, at))
}

/// The value between the marks at the start of `text` and at `end`, and what follows.
fn parted(text: &str, end: usize) -> (Cow<'_, str>, &str) {
    (Cow::Borrowed(&text[1..end]), &text[end + 1..])
}

/// Length of the word at the start of `text`.
fn bare(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '#')).unwrap_or(text.len())
}

/// Whether what follows a value can: another part of it or another field.
fn ends(behind: &str) -> bool {
    let rest = behind.trim_start();
    if rest.starts_with('#') {
        return true;
    }
    let next = rest.trim_start_matches(',').trim_start();
    let on_new_line = behind[..behind.len() - next.len()].contains('\n');
    assigned(next).is_some_and(|(name, value)| {
        let begins = value.starts_with(['{', '"']);
        // "{a}, where n = 5 patients}" is no field.
        begins && (on_new_line || !name.contains(' ')) || is_word(value) && !name.contains(' ')
    })
}

/// Whether a text begins with a word that is a value of its own, as a year or the name of a month is.
fn is_word(text: &str) -> bool {
    let length = text.bytes().take(MAX_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let behind = text[length..].trim_start();
    length > 0 && (behind.is_empty() || behind.starts_with([',', '#']))
}

/// Whether a value that ends here ends its line, and a field begins on the next one.
fn ends_line(behind: &str) -> bool {
    let line = behind.trim_start_matches([',', ' ', '\t']);
    line.strip_prefix('\n').is_some_and(is_field)
}

/// Whether a line begins with a field: a name and a value.
pub(super) fn is_field(line: &str) -> bool {
    let is_value = |value: &str| value.starts_with(|c: char| matches!(c, '{' | '"') || c.is_ascii_digit());
    assigned(line.trim_start()).is_some_and(|(name, value)| !name.contains(' ') && is_value(value))
}

/// The name at the start of a text and what stands behind its `=`.
fn assigned(text: &str) -> Option<(&str, &str)> {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'+' | b'.' | b' ');
    let length = text.bytes().take(MAX_NAME + 1).take_while(is_sign).count();
    let (name, rest) = text.split_at(length);
    let value = rest.trim_start_matches(['\t', '\n']).strip_prefix('=')?;
    let name = name.trim_end();
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.len() <= MAX_NAME).then(|| (name, value.trim_start()))
}
