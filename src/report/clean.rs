//! Cleaning: what a person wrote in, text that is safe to show out.
//!
//! Titles and file names are data. Tags of markup, control characters and marks that turn the direction of text go; CSV
//! cells that a spreadsheet would take for a formula get an apostrophe. Escaping for HTML is the template's work.

use std::fmt::Write as _;

use crate::analysis::WEAK;
use crate::corpus::markup;
use crate::text::is_plain;

/// Text on one line without tags, control characters and direction marks.
pub fn line(text: &str) -> String {
    let text = &*markup::strip(text);
    // Most text is clean already.
    if is_plain(text) && !text.starts_with(' ') && !text.ends_with(' ') {
        return text.to_string();
    }
    let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let clean: String = spaced.filter(|c| !c.is_control() && !is_direction_mark(*c)).collect();
    clean.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A line of at most `most` characters, cut at a word with an ellipsis.
pub fn shortened(text: &str, most: usize) -> String {
    let clean = line(text);
    if clean.chars().count() <= most {
        return clean;
    }
    let cut: String = clean.chars().take(most.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|at| *at > most / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}

/// A cell that no spreadsheet takes for a formula.
pub fn cell(text: &str) -> String {
    let clean = line(text);
    if clean.starts_with(['=', '+', '-', '@', '\t']) { format!("'{clean}") } else { clean }
}

/// A number with a fixed number of decimals; empty where it is none.
pub fn number(value: f64, decimals: usize) -> String {
    let mut out = String::new();
    push_number(&mut out, value, decimals);
    out
}

/// The stability of a topic with two decimals; that of a weak one never reads as if it were at the limit.
pub fn stability_shown(value: f64) -> String {
    let shown = number(value, 2);
    if value < WEAK && shown == number(WEAK, 2) { number(WEAK - 0.01, 2) } else { shown }
}

/// Adds a number with a fixed number of decimals, at most six, without a sign where it is zero.
pub fn push_number(out: &mut String, value: f64, decimals: usize) {
    if !value.is_finite() {
        return;
    }
    let scale = 10_u64.pow(decimals.min(6) as u32);
    let scaled = value.abs() * scale as f64;
    // Away from a half the digits of the product are those of the value; near one only the exact digits tell.
    if scaled > 1e9 || (scaled.fract() - 0.5).abs() < 1e-6 {
        let text = format!("{:.decimals$}", value.abs());
        let is_zero = text.bytes().all(|b| matches!(b, b'0' | b'.'));
        out.push_str(if value < 0.0 && !is_zero { "-" } else { "" });
        out.push_str(&text);
        return;
    }
    let rounded = scaled.round() as u64;
    if value < 0.0 && rounded > 0 {
        out.push('-');
    }
    // A text in memory takes whatever is written.
    let _ = match decimals {
        0 => write!(out, "{rounded}"),
        _ => write!(out, "{}.{:0decimals$}", rounded / scale, rounded % scale),
    };
}

/// Marks that turn or isolate the direction of text, and zero-width characters.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_tamed() {
        assert_eq!(line("a\u{202E}b\u{7}\n c"), "ab c");
        assert_eq!([" a b", "a  b", "a b "].map(line), ["a b"; 3].map(str::to_string));
        assert_eq!(line("The <i>E. coli</i> of <script>"), "The E. coli of <script>");
        assert_eq!(cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(cell("-1"), "'-1");
        assert_eq!(shortened("one two three four", 10), "one two…");
        assert_eq!(number(-0.00001, 3), "0.000");
        assert_eq!(number(f64::NAN, 3), "");
        assert_eq!([0.599, 0.6, 0.595, 0.604].map(stability_shown), ["0.59", "0.60", "0.59", "0.60"]);
    }

    #[test]
    fn numbers_are_rounded_by_their_exact_digits() {
        let halves = (-40..40).map(|n| f64::from(n) / 8.0);
        let near = (0..2_000).flat_map(|n| [f64::from(n) * 0.0005, f64::from(n) * -0.0005, f64::from(n) / 977.0]);
        let large = [1e8 + 0.5, 1e12 + 0.25, -1e15, 0.00005, 0.00015, 0.99995, -0.0, 1e300];
        for value in halves.chain(near).chain(large) {
            for decimals in 0..=4 {
                let plain = format!("{value:.decimals$}");
                let is_zero = plain.trim_start_matches('-').chars().all(|c| c == '0' || c == '.');
                let expected = if is_zero { plain.trim_start_matches('-') } else { &plain };
                assert_eq!(number(value, decimals), expected, "{value} with {decimals}");
            }
        }
        assert_eq!(number(f64::NAN, 2), "");
    }
}
