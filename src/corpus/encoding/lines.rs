//! Lines: the bytes of a file in, its lines as UTF-8 out, whether they are UTF-8 or of a byte a sign.
//!
//! Files of both are put one behind another, so every line is looked at by itself: what is UTF-8 stays (but for what
//! was read wrongly before, see [`mend`]), all else is in the encoding of the file, but of a line that is UTF-8 for the
//! most part only the other bytes. In a file of UTF-8 a line or such bytes are in Windows-1252 where they can be nothing
//! else; what is no text becomes U+FFFD. Keeps at most one line.

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
    /// Lines of UTF-8 with bytes of another encoding.
    pub mixed: Vec<u64>,
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
        if !valid.is_ascii() && !self.may_be_utf8(line) {
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

    /// Whether what is UTF-8 in a line is no text of the other encoding.
    fn may_be_utf8(&self, line: &[u8]) -> bool {
        // "рак" is a sign of three bytes in UTF-8, but Latin and Cyrillic have these first bytes.
        self.encoding != IBM866 || line.iter().any(|b| matches!(b, 0xC2..=0xDF))
    }

    /// Decodes a line that is no UTF-8.
    fn take_other(&mut self, line: &[u8], is_cut: bool, out: &mut Vec<u8>, told: &mut Told) -> usize {
        let (good, bad) = shares(line);
        let is_utf8 = self.encoding == UTF_8;
        self.was_western = is_utf8 && good == 0 && (self.was_western || is_western(line));
        if good > bad && self.may_be_utf8(line) {
            let western = |at: usize, n: usize| (n == 1 && is_lone_sign(line, at)).then_some(WINDOWS_1252);
            let other = |_, _| Some(self.encoding);
            return in_pieces(line, is_cut, if is_utf8 { &western } else { &other }, out, told);
        }
        if is_utf8 && !self.was_western {
            return in_pieces(line, is_cut, &|_, _| None, out, told);
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

/// Whether a byte is a letter inside a word, as above, or a dash or quotation mark of Windows-1252, and nothing that a
/// character of UTF-8 leaves behind stands beside it.
fn is_lone_sign(line: &[u8], at: usize) -> bool {
    let three = &line[at.saturating_sub(1)..line.len().min(at + 2)];
    let is_mark = matches!(line[at], 0x82 | 0x84 | 0x85 | 0x8B | 0x91..=0x97 | 0x9B);
    is_western(three) || is_mark && three.iter().filter(|byte| !byte.is_ascii()).count() == 1
}

/// How many characters beyond ASCII are UTF-8 in a line, and how many bytes are not.
fn shares(line: &[u8]) -> (usize, usize) {
    line.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        (good + chunk.valid().chars().filter(|c| !c.is_ascii()).count(), bad + chunk.invalid().len())
    })
}

/// The encoding of so many bytes at a place that are no UTF-8; none where they are no text.
type Of<'o> = &'o dyn Fn(usize, usize) -> Option<&'static Encoding>;

/// Copies what is UTF-8 and decodes or replaces what is not; a character that goes on behind the cut is left.
fn in_pieces(line: &[u8], is_cut: bool, of: Of<'_>, out: &mut Vec<u8>, told: &mut Told) -> usize {
    let (start, mut used, mut is_mixed) = (out.len() as u64, 0, false);
    for chunk in line.utf8_chunks() {
        out.extend_from_slice(chunk.valid().as_bytes());
        used += chunk.valid().len();
        let invalid = chunk.invalid();
        let goes_on = std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
        if invalid.is_empty() || is_cut && goes_on && used + invalid.len() == line.len() {
            continue;
        }
        let text = of(used, invalid.len()).map(|encoding| encoding.decode_without_bom_handling(invalid).0);
        is_mixed |= text.is_some();
        let (text, at) = (text.as_deref().unwrap_or("\u{FFFD}"), out.len() as u64);
        told.bad.extend(lost(text.as_bytes()).map(|lost| at + lost));
        out.extend_from_slice(text.as_bytes());
        used += invalid.len();
    }
    told.mixed.extend(is_mixed.then_some(start));
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
    fn bytes_of_windows_1252_in_a_line_of_utf8_are_read_and_the_rest_of_it_stays() {
        let line = "TI  - Sueño, siesta y niños: más".as_bytes();
        let with = |bytes: &[u8]| [line, bytes, "ñ\n".as_bytes()].concat();
        for encoding in [UTF_8, WINDOWS_1252] {
            for (bytes, text) in [(&b" \x96 x"[..], " – x"), (b" ni\xF1os x", " niños x")] {
                let (found, told) = read(encoding, &with(bytes));
                assert_eq!(found, format!("TI  - Sueño, siesta y niños: más{text}ñ\n"));
                assert_eq!((told.mixed, told.bad.len(), told.western.len()), (vec![0], 0, 0));
            }
        }
        // In UTF-8 they may be what is left of a character.
        for lost in [&b"ni\xC3os x"[..], b"a\x80\x93b", b"x \xE2\x80 x", b"x \xB1 x"] {
            let (found, told) = read(UTF_8, &with(lost));
            assert!(found.contains('\u{FFFD}') && told.mixed.is_empty() && !told.bad.is_empty(), "{found}");
        }
        // A few signs of UTF-8 that letters happen to make: not the larger part.
        let (found, told) = read(WINDOWS_1252, b"caf\xC9\x94 \x93caf\xE9\x94");
        assert_eq!((found.as_str(), told.mixed.len()), ("cafÉ” “café”", 0));
    }

    #[test]
    fn words_of_cyrillic_that_could_be_utf8_are_read_as_cyrillic() {
        let bytes = [IBM866_WORD, "\nребёнок\n".as_bytes()].concat();
        assert_eq!(read(IBM866, &bytes).0, "рак\nребёнок\n");
    }

    /// "рак"; encoding_rs writes it in the same bytes.
    const IBM866_WORD: &[u8] = b"\xE0\xA0\xAA";
}
