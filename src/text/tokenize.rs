//! Tokens: running text in, words with their places out.
//!
//! A token is a run of letters and digits of any script. Hyphens part words, except beside a single letter, a bare
//! number or one of each, which make no word alone: "IL-6", "TGF-β1", "COVID-19", "T-cell", "3D-printed" stay whole,
//! "anti-inflammatory" does not. Points part words but in numbers behind letters ("PM2.5"), tags of markup but for an index
//! ("CO<sub>2</sub>"). Scripts without blanks between words are parted by `scripts`. Bare numbers, single letters, links, e-mail addresses and the commands of TeX
//! ("\mathbb") are no tokens. Does not know stop words or stems.

use super::runs::runs;
use super::scripts;
use crate::corpus::markup;

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// Whether it is one word with the token before, parted only by a hyphen.
    pub joined: bool,
}

/// Longest token in bytes; longer runs (sequences, encoded data) are no words.
const LONGEST: usize = 60;

/// What a byte of a text is to the scan.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Class {
    /// An ASCII letter or digit.
    Plain,
    Hyphen,
    /// First or later byte of a character outside ASCII: looked at one by one.
    Wide,
    Other,
}

const CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = match i as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Class::Plain,
            b'-' => Class::Hyphen,
            128.. => Class::Wide,
            _ => Class::Other,
        };
        i += 1;
    }
    table
};

/// Pieces of a word, parted by hyphens: first byte, byte behind the last.
type Pieces = Vec<(usize, usize)>;

/// Calls `visit` with every token in order.
///
/// Runs of nothing but ASCII letters and digits, nearly all there are, are words as they stand; whatever may be part of
/// something longer (hyphens, other scripts, addresses) takes the long way.
#[inline]
pub fn tokens(text: &str, mut visit: impl FnMut(Token)) {
    let bytes = text.as_bytes();
    // What was read the long way ends here.
    let mut behind = 0;
    let mut pieces = Pieces::new();
    runs(bytes, |start, end, is_odd| {
        if is_odd || start < behind {
            behind = odd_run(text, start.max(behind), end, &mut pieces, &mut visit);
        } else if (2..=LONGEST).contains(&(end - start)) && !is_number(&bytes[start..end]) {
            visit(Token { start, end, joined: false });
        }
        true
    });
}

/// Whether a run of ASCII letters and digits has no letter.
#[inline]
fn is_number(run: &[u8]) -> bool {
    run[0].is_ascii_digit() && run.iter().all(u8::is_ascii_digit)
}

/// Reads the words that begin from `from` on and before `to`; gives the byte behind the last.
#[cold]
#[inline(never)]
fn odd_run(text: &str, from: usize, to: usize, pieces: &mut Pieces, visit: &mut dyn FnMut(Token)) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    if at < to && bytes[at..to].iter().all(|byte| CLASS[usize::from(*byte)] <= Class::Hyphen) {
        hyphenated(text, (from, to), pieces, visit);
        return to;
    }
    while let Some(start) = next_start(text, at).filter(|start| *start < to) {
        at = command(bytes, start).unwrap_or_else(|| long_way(text, start, pieces, visit));
    }
    at
}

/// Parts a run of ASCII letters, digits and hyphens.
fn hyphenated(text: &str, run: (usize, usize), pieces: &mut Pieces, visit: &mut dyn FnMut(Token)) {
    pieces.clear();
    let mut start = run.0;
    let hyphens = (run.0..run.1).filter(|at| text.as_bytes()[*at] == b'-');
    for end in hyphens.chain([run.1]) {
        if end > start {
            pieces.push((start, end));
        } else {
            emit(text, pieces, visit);
            pieces.clear();
        }
        start = end + 1;
    }
    emit(text, pieces, visit);
}

/// The byte behind a command of TeX or an escaped line break ("\nMethods"), where one stands here.
fn command(bytes: &[u8], start: usize) -> Option<usize> {
    let is_command = start > 0 && bytes[start - 1] == b'\\' && bytes[start].is_ascii_alphabetic();
    let is_break =
        || matches!(bytes[start], b'n' | b'r' | b't') && bytes.get(start + 1).is_some_and(u8::is_ascii_uppercase);
    let length = || bytes[start..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    is_command.then(|| start + if is_break() { 1 } else { length() })
}

/// Reads a word with all that belongs to it; returns the byte behind it.
fn long_way(text: &str, start: usize, pieces: &mut Pieces, visit: &mut dyn FnMut(Token)) -> usize {
    let end = compound(text, start, pieces);
    if is_address(text, start, end) {
        return text[end..].find(char::is_whitespace).map_or(text.len(), |n| end + n);
    }
    emit(text, pieces, visit);
    end
}

fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match CLASS[usize::from(bytes[at])] {
            Class::Plain => return Some(at),
            Class::Wide => {
                let c = text[at..].chars().next()?;
                if is_word_char(c) {
                    return Some(at);
                }
                at += c.len_utf8();
            }
            _ => at += 1,
        }
    }
    None
}

/// Reads one word with its hyphenated parts; returns the byte behind it.
fn compound(text: &str, start: usize, pieces: &mut Pieces) -> usize {
    pieces.clear();
    let mut from = start;
    loop {
        let end = word_end(text, from);
        pieces.push((from, end));
        let after = hyphen_length(&text[end..]);
        if after == 0 || word_end(text, end + after) == end + after {
            return end;
        }
        from = end + after;
    }
}

fn word_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if bytes[at] < 128 {
            if CLASS[usize::from(bytes[at])] == Class::Plain {
                at += 1;
            } else if let Some(length) = tex_letter(&bytes[at..]).filter(|_| at > from) {
                at += length;
            } else if let Some(length) = markup::inside_word(bytes, at).filter(|_| at > from) {
                at += length;
            } else if at > from && is_point(bytes, from, at) {
                at += 1;
            } else {
                break;
            }
        } else {
            match text[at..].chars().next() {
                Some(c) if is_word_char(c) || is_mark(c) => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// Whether a decimal point stands behind a word that begins with a letter and ends with a digit: "PM2.5", "Nav1.7".
fn is_point(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    bytes[end] == b'.' && bytes[start].is_ascii_alphabetic() && is_digit(end - 1) && is_digit(end + 1)
}

/// Commands of TeX that stand for a letter ("M{\o}ller", "Stra\ss{}e").
const TEX_LETTERS: [&[u8]; 13] =
    [b"ss", b"ae", b"AE", b"oe", b"OE", b"aa", b"AA", b"dj", b"DJ", b"o", b"O", b"l", b"L"];

/// Bytes of a letter as TeX writes it ("\"o", "\'{e}", "{\~n}", "\v{r}", "{\o}"), where the bytes begin with one.
fn tex_letter(bytes: &[u8]) -> Option<usize> {
    let (rest, outer) = bytes.strip_prefix(b"{").map_or((bytes, 0), |rest| (rest, 1));
    let rest = rest.strip_prefix(b"\\")?;
    let length = match rest {
        [sign @ (b'"' | b'\'' | b'`' | b'^' | b'~'), rest @ ..] => 1 + under_sign(*sign, rest, outer)?,
        [b'c' | b'v' | b'u' | b'H' | b'k' | b'r', b'{', letter, b'}', ..] if letter.is_ascii_alphabetic() => 4,
        [b'c' | b'v' | b'u' | b'H' | b'k' | b'r', b' ', letter, ..] if outer > 0 && letter.is_ascii_alphabetic() => 3,
        _ => {
            let ends: &[u8] = if outer > 0 { b"}" } else { b"{}" };
            let is_here = |name: &&[u8]| rest.strip_prefix(*name).is_some_and(|behind| behind.starts_with(ends));
            TEX_LETTERS.into_iter().find(is_here)?.len() + 2 * (1 - outer)
        }
    };
    let is_closed = outer == 0 || rest.get(length) == Some(&b'}');
    is_closed.then_some(1 + length + 2 * outer)
}

/// Bytes of what a sign of an accent stands above: a letter, or one in braces.
fn under_sign(sign: u8, rest: &[u8], outer: usize) -> Option<usize> {
    let (rest, inner) = rest.strip_prefix(b"{").map_or((rest, 0), |rest| (rest, 1));
    let in_braces = outer + inner > 0;
    let length = match rest {
        [b'\\', b'i' | b'j', ..] if in_braces => 2,
        [letter, ..] if in_braces && letter.is_ascii_alphabetic() || takes(sign, *letter) => 1,
        _ => return None,
    };
    (inner == 0 || rest.get(length) == Some(&b'}')).then_some(length + 2 * inner)
}

/// Whether a letter without braces takes an accent; in "don\'t" and "patient\'s" the sign is an apostrophe.
fn takes(sign: u8, letter: u8) -> bool {
    let letters: &[u8] = match sign {
        b'~' => b"ano",
        b'\'' => b"aeiouycnz",
        _ => b"aeiouy",
    };
    letters.contains(&letter.to_ascii_lowercase())
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{2070}'..='\u{209F}' | '\u{00B2}' | '\u{00B3}' | '\u{00B9}')
}

/// Combining marks and soft hyphens belong to the word they stand in.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{00AD}')
}

fn hyphen_length(rest: &str) -> usize {
    match rest.chars().next() {
        Some('-') => 1,
        Some(c @ ('\u{2010}' | '\u{2011}')) => c.len_utf8(),
        _ => 0,
    }
}

fn is_address(text: &str, start: usize, end: usize) -> bool {
    let rest = &text[end..];
    let word = &text[start..end];
    rest.starts_with("://")
        || rest.starts_with('@') && rest[1..].starts_with(char::is_alphanumeric)
        || word == "www" && rest.starts_with('.')
}

/// Parts compounds, keeping short pieces and bare numbers with their neighbor.
fn emit(text: &str, pieces: &[(usize, usize)], visit: &mut dyn FnMut(Token)) {
    let mut i = 0;
    let mut joined = false;
    while i < pieces.len() {
        let (start, mut end) = pieces[i];
        let mut last = i;
        while last + 1 < pieces.len() && (is_bare(text, pieces[last + 1]) || last == i && is_bare(text, pieces[i])) {
            last += 1;
            end = pieces[last].1;
        }
        let word = &text[start..end];
        if scripts::is_unparted(word) {
            scripts::words(word, |from, to| visit(Token { start: start + from, end: start + to, joined }));
            joined = true;
        } else if end - start <= LONGEST
            && (last > i || word.chars().nth(1).is_some())
            && word.chars().any(char::is_alphabetic)
        {
            visit(Token { start, end, joined });
            joined = true;
        }
        i = last + 1;
    }
}

/// A single letter, a bare number, or one of each ("3D", "G2"): no word alone beside a hyphen.
fn is_bare(text: &str, piece: (usize, usize)) -> bool {
    let word = &text[piece.0..piece.1];
    let n_chars = word.chars().take(3).count();
    word.bytes().all(|b| b.is_ascii_digit()) || n_chars == 1 || n_chars == 2 && word.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        tokens(text, |t| found.push(text[t.start..t.end].to_string()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_of_things_stay_whole() {
        check(
            "3D printing of CaCO3, siRNA and IL-6 (TGF-β1)",
            &["3D", "printing", "of", "CaCO3", "siRNA", "and", "IL-6", "TGF-β1"],
        );
        check("TGF-β, COVID-19, T-cell, X-ray", &["TGF-β", "COVID-19", "T-cell", "X-ray"]);
        check("anti-inflammatory non-viral", &["anti", "inflammatory", "non", "viral"]);
        check("PM2.5-induced, Nav1.7. PM10.In 2.5 x1.", &["PM2.5", "induced", "Nav1.7", "PM10", "In", "x1"]);
        check("CO<sub>2</sub>-rich H<sub>2</sub>O<", &["CO<sub>2</sub>", "rich", "H<sub>2</sub>O"]);
    }

    #[test]
    fn commands_of_tex_and_escaped_line_breaks_are_none() {
        check(r"a space $\mathbb{R}^d$ of \emph{type} two", &["space", "of", "type", "two"]);
        check(r"\nMethods: by rows\tThe rest", &["Methods", "by", "rows", "The", "rest"]);
    }

    #[test]
    fn letters_with_accents_of_tex_belong_to_their_word() {
        check(
            r#"Schr\"odinger, Schr{\"o}dinger-type, L\'{e}vy Espa\~na na\"{\i}ve Poincar\'e's"#,
            &[
                r#"Schr\"odinger"#,
                r#"Schr{\"o}dinger"#,
                "type",
                r"L\'{e}vy",
                r"Espa\~na",
                r#"na\"{\i}ve"#,
                r"Poincar\'e",
            ],
        );
        check(
            r"Erd\H{o}s Ho\v{r}ava aplica\c{c}\~oes a{\c c}\~ao M{\o}ller-type Stra\ss{}e \o x\leq{y} f\v{ab}",
            &[
                r"Erd\H{o}s",
                r"Ho\v{r}ava",
                r"aplica\c{c}\~oes",
                r"a{\c c}\~ao",
                r"M{\o}ller",
                "type",
                r"Stra\ss{}e",
                "ab",
            ],
        );
        check(r#"don\'t the patient\'s "best\" way{\"#, &["don", "the", "patient", "best", "way"]);
    }

    #[test]
    fn numbers_letters_and_addresses_are_none() {
        check("p < 0.05, n = 12 a b 2020", &[]);
        check("see https://example.org/x?y=1 or mail@example.org now", &["see", "or", "now"]);
        check("2型糖尿病的治疗, IL-6", &["型糖", "糖尿", "尿病", "治疗", "IL-6"]);
        check("ação niño Überraschung", &["ação", "niño", "Überraschung"]);
        check("10-15 days, 5-fold", &["days", "5-fold"]);
    }

    #[test]
    fn words_are_the_same_wherever_they_stand() {
        let text = r#"TGF-β1, non-viral H<sub>2</sub>O-rich; Schr\"odinger's $\mathbb{R}$ (i.e. PM2.5) https://example.org/a-b -c- d--ef"#;
        let words = |text: &str| {
            let mut words = Vec::new();
            tokens(text, |t| words.push(text[t.start..t.end].to_string()));
            words
        };
        let alone = words(text);
        assert_eq!(alone, ["TGF-β1", "non", "viral", "H<sub>2</sub>O", "rich", r#"Schr\"odinger"#, "PM2.5", "ef"]);
        for shift in 1..130 {
            assert_eq!(words(&format!("{}{text}", " ".repeat(shift))), alone, "{shift}");
        }
    }
}
