//! Mojibake: a line of UTF-8 in, what it was before a program took it for another encoding and saved it again out.
//!
//! "niÃ±os" is "niños" read as Windows-1252, "ni√±os" read as MacRoman. Mended only where it is certain: every
//! character beyond ASCII of the line belongs to such a sequence, and some stand where nobody writes them.

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Most times that one text was read wrongly.
const MOST_TIMES: usize = 3;

/// Whether a text has a character with which such sequences begin.
pub(super) fn is_suspect(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(0xC2, 0xC3, 0xE2, bytes).any(|at| {
        // Â, Ã, Î, Ï, Ð, Ñ, â€ and its like; on a Mac ¬, √ and ‚.
        match bytes[at..] {
            [0xC3, 0x82 | 0x83 | 0x8E..=0x91, ..] | [0xC2, 0xAC, ..] | [0xE2, 0x88, 0x9A, ..] => true,
            [0xC3, 0xA2, next, ..] | [0xE2, 0x80, 0x9A, next, ..] => !next.is_ascii(),
            [0xC3, 0x84 | 0x85, next, ..] => !next.is_ascii(),
            _ => false,
        }
    })
}

/// The line as it was, where it certainly was another.
pub(super) fn mend(line: &str) -> Option<String> {
    let mut mended: Option<String> = None;
    for _ in 0..MOST_TIMES {
        let text = mended.as_deref().unwrap_or(line);
        if !is_suspect(text) {
            break;
        }
        let Some(before) = undo(text, &WINDOWS).or_else(|| undo(text, &MAC)) else { break };
        mended = Some(before);
    }
    mended
}

/// An encoding in which UTF-8 was read.
struct Wrong {
    /// The characters of the upper 128 bytes.
    chars: [char; 128],
    /// How many signs of it are enough.
    enough: usize,
}

impl Wrong {
    fn new(encoding: &'static Encoding, enough: usize) -> Wrong {
        let mut chars = ['\0'; 128];
        for (byte, c) in (0x80..=0xFF_u8).zip(&mut chars) {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
            *c = text.chars().next().unwrap_or_default();
        }
        Wrong { chars, enough }
    }

    fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return u8::try_from(c).ok();
        }
        self.chars.iter().position(|own| *own == c).and_then(|at| u8::try_from(at + 128).ok())
    }
}

static WINDOWS: LazyLock<Wrong> = LazyLock::new(|| Wrong::new(WINDOWS_1252, 1));
/// "√" and "¬" are signs of mathematics.
static MAC: LazyLock<Wrong> = LazyLock::new(|| Wrong::new(MACINTOSH, 2));

fn undo(text: &str, wrong: &Wrong) -> Option<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| wrong.byte(c)).collect();
    let before = String::from_utf8(bytes?).ok()?;
    let is_known = |c: char| {
        c.is_ascii()
            // Windows-1252 reads five bytes as signs of no shape.
            || matches!(c, '\u{81}' | '\u{8D}' | '\u{8F}' | '\u{90}' | '\u{9D}')
            || matches!(c, '\u{A0}'..='\u{17F}' | '\u{2C6}'..='\u{2DD}' | '\u{370}'..='\u{45F}')
            || matches!(c, '\u{2009}'..='\u{2027}' | '\u{202F}'..='\u{203A}' | '€' | '™' | '\u{2190}'..='\u{22FF}')
            || matches!(c, '\u{FB00}'..='\u{FB04}' | '\u{FEFF}')
    };
    let is_before = before.chars().all(is_known) && signs(&before) >= wrong.enough;
    is_before.then_some(before)
}

/// Counts the characters whose sequences nobody writes where they stand: accented letters beside small letters, dashes
/// and quotation marks, signs that no capital stands before, words of other scripts.
fn signs(text: &str) -> usize {
    let chars: Vec<char> = text.chars().collect();
    let is = |at: usize, test: fn(&char) -> bool| chars.get(at).is_some_and(test);
    let is_sign = |at: usize| match chars[at] {
        'À'..='\u{17F}' => is(at.wrapping_sub(1), char::is_ascii_lowercase) || is(at + 1, char::is_ascii_lowercase),
        '\u{80}'..='\u{9F}' => false,
        '\u{A0}'..='\u{BF}' => !is(at.wrapping_sub(1), |c| c.is_uppercase() && *c != 'Â'),
        '\u{370}'..='\u{45F}' => !is(at + 1, char::is_ascii) && !is(at + 2, char::is_ascii) && at + 2 < chars.len(),
        c => !c.is_ascii(),
    };
    (0..chars.len()).filter(|at| is_sign(*at)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(text: &str, encoding: &'static Encoding) -> String {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_was_read_wrongly_is_mended() {
        let texts = [
            "TI  - Sueño en niños: ¿qué “sabemos”?",
            "the patient’s view",
            "L’été à Genève",
            "Małgorzata Żak, Łódź",
            "at 37 °C, ±2",
            "p ≤ 0.05",
            "Нарушения сна",
        ];
        for text in texts {
            let once = read_as(text, WINDOWS_1252);
            assert_eq!(mend(&once).as_deref(), Some(text), "{once}");
        }
        for text in &texts[..6] {
            let twice = read_as(&read_as(text, WINDOWS_1252), WINDOWS_1252);
            assert_eq!(mend(&twice).as_deref(), Some(*text), "{twice}");
        }
        for text in ["Sueño en niños", "el patient’s “view”"] {
            let once = read_as(text, MACINTOSH);
            assert_eq!(mend(&once).as_deref(), Some(text), "{once}");
        }
    }

    #[test]
    fn what_may_be_meant_stays() {
        let texts = [
            "SÃO PAULO: INFECÇÃO E IRMÃ",
            "NESCAFÉ® and “CAFÉ”",
            "Niños y Ã© en una línea",
            "x = √π, ¬p",
            "Âge, âne, Ângela",
            "Åse, Ärzte",
            "ELABORAÇÃO® DA MANHÃ…",
            "Þórður Ð",
            "√2 and a√b",
            "naïve",
        ];
        for text in texts {
            assert_eq!(mend(text), None, "{text}");
        }
    }
}
