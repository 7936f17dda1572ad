//! Values: the text behind `name =` in, the value and what follows it out.
//!
//! A value is braced, quoted or bare, or several joined by `#`; `@string` macros are put in. Databases that copy a text
//! as it is leave braces and quotation marks uneven ("2-[imino]methyl}-phenol"), so a brace ends a value only where the
//! next field or the end of the entry follows, if there is such a brace at all. In an entry that never ends, a text has
//! a brace too few, and a value ends with its line where a field begins on the next one.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Longest name of a field in bytes; what is longer is text that lost its braces.
pub(super) const MAX_NAME: usize = 80;

/// What `@string` entries stand for, by lower-case name.
pub(super) type Macros = BTreeMap<String, String>;

/// Longest text that macros may make of one value, in bytes.
const MAX_VALUE: usize = 32 << 20;

/// Bytes behind the last value of an entry that are looked at.
const LONGEST_END: usize = 100;

/// Bytes behind the first brace that may end a value in which a better one is looked for.
const FARTHEST_END: usize = 64 << 10;

/// How the values of one entry end.
pub(super) struct Ends {
    /// Whether the braces of the entry are even.
    is_closed: bool,
    /// How much of the entry is left where the search for a better end gave up, for quotation marks and for braces:
    /// what ends before, ends where it may, so that no text is searched twice.
    given_up: [usize; 2],
}

impl Ends {
    /// In an entry whose braces are even where it `is_closed`.
    pub fn new(is_closed: bool) -> Ends {
        Ends { is_closed, given_up: [usize::MAX; 2] }
    }

    /// How far a value is searched for a better end than the one at `even`.
    fn farthest(&self, text: &str, mark: u8, even: usize) -> usize {
        let is_searched = text.len() - even > self.given_up[usize::from(mark == b'}')];
        if is_searched { even } else { text.len().min(even + FARTHEST_END) }
    }

    fn give_up(&mut self, text: &str, mark: u8, at: usize) {
        let before = &mut self.given_up[usize::from(mark == b'}')];
        *before = (*before).min(text.len() - at);
    }
}

/// Reads the value at the start of `text`, which goes on to the end of its entry.
pub(super) fn read<'a>(text: &'a str, ends: &mut Ends, macros: &Macros) -> (Cow<'a, str>, &'a str) {
    let (mut whole, mut rest) = part(text.trim_start(), ends, macros);
    while let Some(next) = rest.trim_start().strip_prefix('#') {
        let (more, after) = part(next.trim_start(), ends, macros);
        if whole.len() + more.len() <= MAX_VALUE {
            whole.to_mut().push_str(&more);
        }
        rest = after;
    }
    (whole, rest)
}

fn part<'a>(text: &'a str, ends: &mut Ends, macros: &Macros) -> (Cow<'a, str>, &'a str) {
    match text.bytes().next() {
        Some(b'{') => marked(text, b'}', ends),
        Some(b'"') => marked(text, b'"', ends),
        _ => {
            let (word, rest) = text.split_at(bare(text));
            let value = macros.get(&word.to_lowercase()).map_or(Cow::Borrowed(word), |value| Cow::Owned(value.clone()));
            (value, rest)
        }
    }
}

/// A value that begins with a mark and ends with the mark `last`.
fn marked<'a>(text: &'a str, last: u8, ends: &mut Ends) -> (Cow<'a, str>, &'a str) {
    // From there on nothing follows but the end of the entry.
    let near = text.floor_char_boundary(text.len().saturating_sub(LONGEST_END));
    let end = near + text[near..].trim_end_matches([',', '}', ')', ' ', '\t', '\n']).len();
    let mut depth = 0usize;
    let (mut even, mut farthest) = (None, text.len());
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if byte == last && depth == 0 {
            if at + 1 >= end || is_end(&text[at + 1..]) {
                return parted(text, at);
            }
            if even.is_none() {
                (even, farthest) = (Some(at), ends.farthest(text, last, at));
            }
        } else if byte == last && !ends.is_closed && ends_line(&text[at + 1..]) {
            return parted(text, at);
        }
        if at >= farthest {
            break;
        }
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    ends.give_up(text, last, farthest);
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
fn is_end(behind: &str) -> bool {
    let rest = behind.trim_start();
    if rest.starts_with('#') {
        return true;
    }
    let next = rest.trim_start_matches(',').trim_start();
    let on_new_line = behind[..behind.len() - next.len()].contains('\n');
    assigned(next).is_some_and(|(name, value)| {
        let begins = value.starts_with(['{', '"']);
        // "{a}, where n = 5 patients}" is no field.
        begins && (on_new_line || !name.contains(' ')) || is_word(value) && is_plain(name)
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
    assigned(line.trim_start()).is_some_and(|(name, value)| is_plain(name) && is_value(value))
}

/// Whether a text begins with the plain name of a field and its `=`, whatever the value.
pub(super) fn begins_field(text: &str) -> bool {
    assigned(text.trim_start()).is_some_and(|(name, _)| is_plain(name))
}

/// Whether a name has no signs that a text has before "=", too: "(n = 5)", "p<0.05, n=5".
fn is_plain(name: &str) -> bool {
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '+' | '.');
    name.starts_with(char::is_alphabetic) && name.chars().all(is_sign)
}

/// The name at the start of a text, such as a field may have, and what stands behind its `=`.
fn assigned(text: &str) -> Option<(&str, &str)> {
    let is_sign = |c: char| !matches!(c, '=' | '{' | '}' | '"' | ',' | '\t' | '\n');
    let is_inside = |(at, c): &(usize, char)| *at <= MAX_NAME && is_sign(*c);
    let length = text.char_indices().take_while(is_inside).last().map_or(0, |(at, c)| at + c.len_utf8());
    let (name, rest) = text.split_at(length);
    let value = rest.trim_start_matches(['\t', '\n']).strip_prefix('=')?;
    let name = name.trim_end();
    (!name.is_empty() && name.len() <= MAX_NAME).then(|| (name, value.trim_start()))
}
