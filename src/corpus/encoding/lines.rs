//! Lines: the bytes of a file in, its lines as UTF-8 out, whether they are UTF-8 or of a byte a sign.
//!
//! Files of both are put one behind another, so every line is looked at by itself: what is UTF-8 stays (but for what
//! was read wrongly before, see [`mend`]), all else is in the encoding of the file. In a file of UTF-8 a line is in
//! Windows-1252 where its letters say so; what is no text becomes U+FFFD. Keeps at most one line.

use encoding_rs::{Encoding, IBM866, UTF_8, WINDOWS_1252};

use super::mojibake::{is_suspect, mend};

/// Most bytes of a line; a longer one is decided on in parts.
pub(super) const LONGEST: usize = 64 << 10;

/// Decodes lines of UTF-8 and of an encoding of a byte a sign.
pub(super) struct Lines {
    /// That of what is no UTF-8; UTF-8 itself where there is none.
    encoding: &'static Encoding,
    /// What waits for the end of its line.
    waiting: Vec<u8>,
    /// Whether the last line beyond ASCII was in Windows-1252 in a file of UTF-8.
    was_western: bool,
}

/// Places in the text given where something is to be told.
#[derive(Default)]
pub(super) struct Told {
    /// Bytes that are no text.
    pub bad: Vec<u64>,
    /// Lines that were read wrongly before and were mended.
    pub mended: Vec<u64>,
    /// Lines of Windows-1252 in a file of UTF-8.
    pub western: Vec<u64>,
}

impl Lines {
    /// Lines of UTF-8 or, where that is another, of `encoding`.
    pub fn new(encoding: &'static Encoding) -> Lines {
        Lines { encoding, waiting: Vec::new(), was_western: false }
    }

    /// Decodes `bytes` to the end of `out`; what is no whole line waits, unless it is the `last`.
    pub fn take(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>, told: &mut Told) {
        // What waits was looked through before.
        let mut from = self.waiting.len();
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.extend_from_slice(bytes);
        let whole = memchr::memrchr2(b'\n', b'\r', &waiting[from..]).map_or(0, |at| from + at + 1);
        let whole = if last { waiting.len() } else { whole };
        let mut start = 0;
        if let Ok(text) = std::str::from_utf8(&waiting[..whole])
            && self.encoding != IBM866
            && !is_suspect(text)
        {
            self.was_western &= text.is_ascii();
            out.extend_from_slice(text.as_bytes());
            (start, from) = (whole, from.max(whole));
        }
        loop {
            let rest = &waiting[start..];
            let line_end = memchr::memchr2(b'\n', b'\r', &waiting[from..]).map(|at| from + at + 1 - start);
            // A line without end is decided on in parts, wherever the pieces end in which it comes.
            let (len, is_cut) = match line_end.filter(|len| *len <= LONGEST) {
                Some(len) => (len, false),
                None if rest.len() >= LONGEST => (LONGEST, true),
                None if last && !rest.is_empty() => (rest.len(), false),
                None => break,
            };
            start += self.take_line(&rest[..len], is_cut, out, told);
            from = start;
        }
        waiting.drain(..start);
        self.waiting = waiting;
    }

    /// Decodes a line or, where it `is_cut`, a part of one; gives the bytes used.
    fn take_line(&mut self, line: &[u8], is_cut: bool, out: &mut Vec<u8>, told: &mut Told) -> usize {
        let valid = match std::str::from_utf8(line) {
            Ok(text) => text,
            // The last sign goes on behind the cut.
            Err(error) if is_cut && error.error_len().is_none() && error.valid_up_to() > 0 => {
                std::str::from_utf8(&line[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(_) => return self.take_other(line, is_cut, out, told),
        };
        if self.encoding == IBM866 && !valid.is_ascii() && !line.iter().any(|b| matches!(b, 0xC2..=0xDF)) {
            // "рак" is a sign of three bytes in UTF-8, but Latin and Cyrillic have these first bytes.
            return self.take_other(line, is_cut, out, told);
        }
        self.was_western &= valid.is_ascii();
        match mend(valid) {
            Some(mended) => {
                told.mended.push(out.len() as u64);
                out.extend_from_slice(mended.as_bytes());
            }
            None => out.extend_from_slice(valid.as_bytes()),
        }
        valid.len()
    }

    /// Decodes a line that is no UTF-8.
    fn take_other(&mut self, line: &[u8], is_cut: bool, out: &mut Vec<u8>, told: &mut Told) -> usize {
        let is_mixed = line.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
        self.was_western = self.encoding == UTF_8 && !is_mixed && (self.was_western || is_western(line));
        if self.encoding == UTF_8 && !self.was_western {
            return replace(line, is_cut, out, &mut told.bad);
        }
        let start = out.len();
        if self.was_western {
            told.western.push(start as u64);
        }
        let encoding = if self.was_western { WINDOWS_1252 } else { self.encoding };
        let (text, _) = encoding.decode_without_bom_handling(line);
        out.extend_from_slice(text.as_bytes());
        told.bad.extend(lost(&out[start..]).map(|at| start as u64 + at));
        line.len()
    }
}

/// The places of U+FFFD, also where the source had the sign itself: something was lost there before.
pub(super) fn lost(text: &[u8]) -> impl Iterator<Item = u64> {
    memchr::memmem::find_iter(text, "\u{FFFD}").map(|at| at as u64)
}

/// Whether a line has a letter that UTF-8 cannot have come to by a loss: inside a word and not the first byte of the
/// Latin letters with accents (C2 to C5) or of dashes and quotation marks (E2).
fn is_western(line: &[u8]) -> bool {
    line.windows(3).any(|three| {
        three[0].is_ascii_lowercase()
            && matches!(three[1], 0xE0 | 0xE1 | 0xE3..=0xEE | 0xF1..=0xF6 | 0xF8..=0xFC)
            && three[2].is_ascii_lowercase()
    })
}

/// Copies what is UTF-8 and replaces what is not; a character that goes on behind the cut is left.
fn replace(line: &[u8], is_cut: bool, out: &mut Vec<u8>, bad: &mut Vec<u64>) -> usize {
    let mut used = 0;
    for chunk in line.utf8_chunks() {
        out.extend_from_slice(chunk.valid().as_bytes());
        used += chunk.valid().len();
        let invalid = chunk.invalid();
        let goes_on = std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
        if invalid.is_empty() || is_cut && goes_on && used + invalid.len() == line.len() {
            continue;
        }
        bad.push(out.len() as u64);
        out.extend_from_slice("\u{FFFD}".as_bytes());
        used += invalid.len();
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(encoding: &'static Encoding, bytes: &[u8]) -> (String, Told) {
        let (mut out, mut told) = (Vec::new(), Told::default());
        Lines::new(encoding).take(bytes, true, &mut out, &mut told);
        (String::from_utf8(out).unwrap(), told)
    }

    #[test]
    fn lines_of_windows_1252_behind_utf8_are_read() {
        let old = WINDOWS_1252.encode("AU  - Álvarez\nTI  - Sueño y “dolor”\nAU  - Ávila\n").0.into_owned();
        let bytes = ["TI  - Niñez\n".as_bytes(), &old, "AU  - Ñáñez\n".as_bytes(), b"AU  - \xC1lamo\n"].concat();
        let (text, told) = read(UTF_8, &bytes);
        let expected = "TI  - Niñez\nAU  - \u{FFFD}lvarez\nTI  - Sueño y “dolor”\nAU  - Ávila\nAU  - Ñáñez\n\
            AU  - \u{FFFD}lamo\n";
        assert_eq!((text.as_str(), told.western.len(), told.bad.len()), (expected, 2, 2));
    }

    #[test]
    fn what_a_character_lost_is_no_letter_of_windows_1252() {
        for broken in [&b"ni\xC3os"[..], b"patient\xE2s", b"ni\xC3", b"\xB1os", b"a\x80\x99b"] {
            let (text, told) = read(UTF_8, broken);
            assert!(told.western.is_empty(), "{text}");
        }
        let (text, told) = read(UTF_8, b"\xC3\xB1 a\xE9b");
        assert_eq!((text.as_str(), told.bad), ("ñ a\u{FFFD}b", vec![4]));
    }

    #[test]
    fn words_of_cyrillic_that_could_be_utf8_are_read_as_cyrillic() {
        let bytes = [IBM866_WORD, "\nребёнок\n".as_bytes()].concat();
        assert_eq!(read(IBM866, &bytes).0, "рак\nребёнок\n");
    }

    /// "рак"; encoding_rs writes it in the same bytes.
    const IBM866_WORD: &[u8] = b"\xE0\xA0\xAA";
}
