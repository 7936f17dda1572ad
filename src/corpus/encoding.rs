//! Encodings: bytes as stored in, UTF-8 out, as a stream.
//!
//! UTF-8 with or without byte order mark, UTF-16 of both orders, GB18030, EUC-KR and Shift_JIS where the signs tell them,
//! Windows-1252, and MacRoman where the letters tell it. In the last two a line that is UTF-8 is read as such, since
//! files of both are put one behind another. Plain ASCII stays undecided until the first other byte. What is no text in
//! the encoding becomes U+FFFD and is told with its line. Does not look at the format and does not change line ends.

mod guess;

use std::io::{self, BufRead, Read};

use encoding_rs::{EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_16BE, UTF_16LE};

use self::guess::{by_mark_or_nul, eight_bit, in_pairs, not_utf8};
use super::issue::IssueKind;
use super::sink::Sink;

/// Most lines with bad bytes that are told one by one.
const MAX_TOLD: usize = 100;
/// Most bytes decoded at once.
const CHUNK: usize = 64 << 10;
/// Bytes from the first that is not ASCII on which the encoding is told by.
const SAMPLE: usize = 8 << 10;

enum State {
    /// Only ASCII so far.
    Ascii,
    Utf8,
    Other(Box<encoding_rs::Decoder>),
    /// A byte a sign, but for the lines that are UTF-8.
    EightBit(&'static Encoding),
}

/// A reader that gives UTF-8 whatever it is given.
pub struct Decoder<'r> {
    input: &'r mut dyn BufRead,
    state: State,
    name: &'static str,
    skip: usize,
    carry: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    lf: u32,
    cr: u32,
    bad_lines: Vec<u32>,
    n_bad: u64,
    ended: bool,
}

impl<'r> Decoder<'r> {
    /// Decodes `input`, whose first bytes are `head`.
    pub fn new(head: &[u8], input: &'r mut dyn BufRead) -> Decoder<'r> {
        let (state, name, skip) = match by_mark_or_nul(head) {
            Some((encoding, skip)) if encoding == encoding_rs::UTF_8 => (State::Utf8, "UTF-8", skip),
            Some((encoding, skip)) => (other(encoding), name(encoding), skip),
            None => (State::Ascii, "UTF-8", 0),
        };
        let (carry, out, bad_lines) = (Vec::new(), Vec::new(), Vec::new());
        Decoder { input, state, name, skip, carry, out, at: 0, lf: 0, cr: 0, bad_lines, n_bad: 0, ended: false }
    }

    /// Name of the encoding; what was pure ASCII counts as UTF-8.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Tells the sink which lines had bytes that are no text.
    pub fn report(&self, sink: &mut Sink) {
        for line in &self.bad_lines {
            let message = format!("bytes that are no {} text were replaced by U+FFFD", self.name);
            sink.issue(*line, IssueKind::Encoding, message);
        }
        if self.bad_lines.len() == MAX_TOLD {
            let message = format!("{} places with bytes that are no {} text in all", self.n_bad, self.name);
            sink.issue(0, IssueKind::Encoding, message);
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.lf = self.lf.saturating_add(count(b'\n', &self.out));
        self.cr = self.cr.saturating_add(count(b'\r', &self.out));
        self.out.clear();
        self.at = 0;
        while self.out.is_empty() && !self.ended {
            let buffer = self.input.fill_buf()?;
            self.ended = buffer.is_empty();
            let skipped = self.skip.min(buffer.len());
            self.skip -= skipped;
            let bytes = &buffer[skipped..];
            let bytes = &bytes[..bytes.len().min(CHUNK)];
            let used = skipped + bytes.len();
            let bad = if let State::Ascii = self.state {
                let ascii = if self.carry.is_empty() { first_non_ascii(bytes) } else { 0 };
                self.out.extend_from_slice(&bytes[..ascii]);
                self.carry.extend_from_slice(&bytes[ascii..]);
                self.input.consume(used);
                self.decide()
            } else {
                let bad = decode(&mut self.state, bytes, self.ended, &mut self.out, &mut self.carry);
                self.input.consume(used);
                bad
            };
            self.note(&bad);
        }
        Ok(())
    }

    /// Decides on the encoding once enough is there to tell by.
    fn decide(&mut self) -> Vec<u64> {
        if self.carry.is_empty() || self.carry.len() < SAMPLE && !self.ended {
            return Vec::new();
        }
        // Whatever more has come by now, so that it does not depend on the pieces.
        let sample = &self.carry[..self.carry.len().min(SAMPLE)];
        match not_utf8(sample).then(|| in_pairs(sample).unwrap_or_else(|| eight_bit(sample))) {
            None => self.state = State::Utf8,
            Some(encoding) if !encoding.is_single_byte() => {
                (self.state, self.name) = (other(encoding), name(encoding));
            }
            Some(encoding) => (self.state, self.name) = (State::EightBit(encoding), name(encoding)),
        }
        let bytes = std::mem::take(&mut self.carry);
        decode(&mut self.state, &bytes, self.ended, &mut self.out, &mut self.carry)
    }

    /// Takes note of the places in `self.out` where something was replaced.
    fn note(&mut self, bad: &[u64]) {
        self.n_bad += bad.len() as u64;
        for &at in bad {
            if self.bad_lines.len() == MAX_TOLD {
                return;
            }
            let before = &self.out[..at as usize];
            let lf = self.lf.saturating_add(count(b'\n', before));
            let line = lf.max(self.cr.saturating_add(count(b'\r', before))).saturating_add(1);
            if self.bad_lines.last() != Some(&line) {
                self.bad_lines.push(line);
            }
        }
    }
}

impl Read for Decoder<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let n = ready.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Decoder<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.out.len() {
            self.refill()?;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.out.len());
    }
}

/// Bytes that are in memory as text: the first ones of a file, for telling its format, or a small file.
pub fn decode_head(head: &[u8]) -> String {
    let mut text = String::new();
    let mut input = head;
    let mut decoder = Decoder::new(head, &mut input);
    // Reading from memory cannot fail, and the decoder gives UTF-8 only.
    let _ = decoder.read_to_string(&mut text);
    text
}

fn other(encoding: &'static Encoding) -> State {
    State::Other(Box::new(encoding.new_decoder_without_bom_handling()))
}

fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_16LE {
        "UTF-16LE"
    } else if encoding == UTF_16BE {
        "UTF-16BE"
    } else if encoding == MACINTOSH {
        "MacRoman"
    } else if encoding == GB18030 {
        "GB18030"
    } else if encoding == EUC_KR {
        "EUC-KR"
    } else if encoding == SHIFT_JIS {
        "Shift_JIS"
    } else {
        "Windows-1252"
    }
}

fn count(byte: u8, bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(byte, bytes).count()).unwrap_or(u32::MAX)
}

fn first_non_ascii(bytes: &[u8]) -> usize {
    if bytes.is_ascii() { bytes.len() } else { bytes.iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len()) }
}

/// Decodes `bytes` to the end of `out`; gives the places where something was replaced.
fn decode(state: &mut State, bytes: &[u8], last: bool, out: &mut Vec<u8>, carry: &mut Vec<u8>) -> Vec<u64> {
    let mut bad = Vec::new();
    match state {
        State::Ascii => out.extend_from_slice(bytes),
        State::Utf8 if carry.is_empty() => take_utf8(bytes, last, out, carry, &mut bad),
        State::Utf8 => {
            let joined = [&carry[..], bytes].concat();
            carry.clear();
            take_utf8(&joined, last, out, carry, &mut bad);
        }
        State::EightBit(_) | State::Other(_) => {
            let start = out.len();
            match state {
                State::Other(decoder) => take_other(decoder, bytes, last, out),
                State::EightBit(encoding) => take_lines(encoding, bytes, last, out, carry),
                _ => {}
            }
            // Also where the source had the sign itself: something was lost there before.
            let places = memchr::memmem::find_iter(&out[start..], "\u{FFFD}");
            bad.extend(places.map(|at| (start + at) as u64));
        }
    }
    bad
}

/// Copies what is UTF-8, replaces what is not, and keeps a character cut at the end for the next time.
fn take_utf8(mut bytes: &[u8], last: bool, out: &mut Vec<u8>, carry: &mut Vec<u8>, bad: &mut Vec<u64>) {
    while let Err(error) = std::str::from_utf8(bytes) {
        let (good, rest) = bytes.split_at(error.valid_up_to());
        out.extend_from_slice(good);
        if error.error_len().is_none() && !last {
            carry.extend_from_slice(rest);
            return;
        }
        bad.push(out.len() as u64);
        out.extend_from_slice("\u{FFFD}".as_bytes());
        bytes = &rest[error.error_len().unwrap_or(rest.len())..];
    }
    out.extend_from_slice(bytes);
}

/// Decodes line by line: what is UTF-8 stays, all else is in `encoding`; a line that is not whole waits in `carry`.
fn take_lines(encoding: &'static Encoding, bytes: &[u8], last: bool, out: &mut Vec<u8>, carry: &mut Vec<u8>) {
    // What waits was looked through before.
    let seen = carry.len();
    carry.extend_from_slice(bytes);
    let (mut start, mut from) = (0, seen);
    loop {
        let rest = &carry[start..];
        let line_end = memchr::memchr2(b'\n', b'\r', &carry[from..]).map(|at| from + at + 1 - start);
        // A line without end is decided on in parts, wherever the pieces end in which it comes.
        let (len, is_cut) = match line_end.filter(|len| *len <= CHUNK) {
            Some(len) => (len, false),
            None if rest.len() >= CHUNK => (CHUNK, true),
            None if last && !rest.is_empty() => (rest.len(), false),
            None => break,
        };
        let used = take_line(encoding, &rest[..len], is_cut, out);
        start += used;
        from = start;
    }
    carry.drain(..start);
}

/// Decodes a line or, where it `is_cut`, a part of one; gives the bytes used.
fn take_line(encoding: &'static Encoding, line: &[u8], is_cut: bool, out: &mut Vec<u8>) -> usize {
    let valid = match std::str::from_utf8(line) {
        Ok(_) => line.len(),
        // The last sign goes on behind the cut.
        Err(error) if is_cut && error.error_len().is_none() && error.valid_up_to() > 0 => error.valid_up_to(),
        Err(_) => {
            let (text, _) = encoding.decode_without_bom_handling(line);
            out.extend_from_slice(text.as_bytes());
            return line.len();
        }
    };
    out.extend_from_slice(&line[..valid]);
    valid
}

fn take_other(decoder: &mut encoding_rs::Decoder, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
    let start = out.len();
    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
    out.resize(start + room, 0);
    let (_, _, written, _) = decoder.decode_to_utf8(bytes, &mut out[start..], last);
    out.truncate(start + written);
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;
    use std::io::BufReader;

    fn decode(bytes: &[u8]) -> (String, &'static str, Vec<u32>) {
        let mut results = Vec::new();
        for capacity in [1, 2, 3, 7, 4096] {
            let mut input = BufReader::with_capacity(capacity, bytes);
            let mut decoder = Decoder::new(bytes, &mut input);
            let mut text = String::new();
            decoder.read_to_string(&mut text).unwrap();
            let mut sink = Sink::default();
            decoder.report(&mut sink);
            results.push((text, decoder.name(), sink.issues.iter().map(|i| i.line).collect::<Vec<_>>()));
        }
        results.dedup();
        assert_eq!(results.len(), 1, "the same in whatever pieces");
        results.pop().unwrap()
    }

    const TEXT: &str = "TI  - Eficacia clínica en niños\r\nAB  - Señal débil, más energía: – fin\r\n";

    #[test]
    fn every_encoding_gives_the_same_text() {
        let utf16 = |big: bool| -> Vec<u8> {
            let units = TEXT.encode_utf16();
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let mut cases = vec![
            (TEXT.as_bytes().to_vec(), "UTF-8"),
            ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), "UTF-8"),
            (WINDOWS_1252.encode(TEXT).0.into_owned(), "Windows-1252"),
            (MACINTOSH_TEXT.to_vec(), "MacRoman"),
            (utf16(false), "UTF-16LE"),
            (utf16(true), "UTF-16BE"),
        ];
        cases.push(([&b"\xFF\xFE"[..], &utf16(false)].concat(), "UTF-16LE"));
        cases.push(([&b"\xFE\xFF"[..], &utf16(true)].concat(), "UTF-16BE"));
        for (bytes, name) in cases {
            assert_eq!(decode(&bytes), (TEXT.to_string(), name, vec![]), "{name}");
        }
    }

    /// [`TEXT`] in MacRoman, which encoding_rs only reads.
    const MACINTOSH_TEXT: &[u8] =
        b"TI  - Eficacia cl\x92nica en ni\x96os\r\nAB  - Se\x96al d\x8Ebil, m\x87s energ\x92a: \xD0 fin\r\n";

    #[test]
    fn chinese_korean_and_japanese_are_told_from_european_text() {
        let chinese =
            "{Title}: 夜班护士的睡眠质量研究\r\n{Abstract}: 目的 研究睡眠（n=10）。方法 使用问卷，结果显著。\r\n";
        let korean = "TY  - JOUR\r\nTI  - 간호사의 수면의 질에 대한 연구\r\nAB  - 목적: 교대 근무를 하는 간호사의 수면을 조사하였다.\r\n";
        let japanese =
            "TY  - JOUR\r\nTI  - 看護師の睡眠に関する研究\r\nAB  - 目的：交代勤務をする看護師の睡眠を調べた。\r\n";
        for (text, encoding, name) in
            [(chinese, GB18030, "GB18030"), (korean, EUC_KR, "EUC-KR"), (japanese, SHIFT_JIS, "Shift_JIS")]
        {
            let bytes = encoding.encode(text).0.into_owned();
            assert_eq!(decode(&bytes), (text.to_string(), name, vec![]));
        }
        // "ÉDUCATION" and "prévu" on a Mac.
        assert_eq!(decode(&b"\x83DUCATION, \x83COLE, pr\x8Evu, caf\x8E, \x83TAT, \x82A".repeat(4)).1, "MacRoman");
        let european = "«Ñandú», añó, ÀÉÎÕÜ, ¿por qué? «¡Así!» – “ÉÉÉ” ÁÉÍÓÚ ÑÑ ÁÉ ÍÓ ÚÑ";
        assert_eq!(decode(&WINDOWS_1252.encode(european).0).1, "Windows-1252");
    }

    #[test]
    fn what_was_lost_before_is_told_like_what_is_lost_here() {
        let units = [0xFEFF, 0x41, 0xFFFD, 0x0A, 0x0A, 0xD800, 0x42];
        let bytes: Vec<u8> = units.iter().flat_map(|unit: &u16| unit.to_le_bytes()).collect();
        assert_eq!(decode(&bytes), ("A\u{FFFD}\n\n\u{FFFD}B".to_string(), "UTF-16LE", vec![1, 3]));
    }

    #[test]
    fn bad_bytes_are_replaced_and_told_with_their_line() {
        let bytes = "uno\ndos á é í\ntres \u{0}x".as_bytes();
        let mut bytes = bytes.to_vec();
        let end = bytes.len() - 2;
        bytes[end] = 0xFF;
        assert_eq!(decode(&bytes), ("uno\ndos á é í\ntres \u{FFFD}x".into(), "UTF-8", vec![3]));
    }

    #[test]
    fn a_character_cut_at_the_end_is_told() {
        assert_eq!(decode(b"ni\xC3\xB1o\nni\xC3"), ("niño\nni\u{FFFD}".into(), "UTF-8", vec![2]));
    }

    #[test]
    fn what_stands_behind_the_sample_does_not_decide() {
        // Told by fuzzing: three bytes that are no UTF-8 at first, as many characters that are behind the sample.
        let bytes = [b"TI\xFF\xFE a\xF1o ".as_slice(), &b"x".repeat(SAMPLE - 7), "á é í ó ú".as_bytes()].concat();
        assert_eq!(decode(&bytes).1, "Windows-1252");
    }

    #[test]
    fn lines_of_utf8_stay_what_they_are() {
        let old = WINDOWS_1252.encode("TI  - ¿Qué “nuevo”: insulina – uno?\r\n").0.into_owned();
        let bytes = [&old[..], "TI  - Sueño en niños\r\n".as_bytes(), &old, "AB  - señal".as_bytes()].concat();
        let expected = "TI  - ¿Qué “nuevo”: insulina – uno?\r\nTI  - Sueño en niños\r\n\
            TI  - ¿Qué “nuevo”: insulina – uno?\r\nAB  - señal";
        assert_eq!(decode(&bytes), (expected.to_string(), "Windows-1252", vec![]));
        // A line longer than any piece, with a sign across the place where it is cut.
        let old = WINDOWS_1252.encode("“á” é – í\n").0.into_owned();
        let long = format!("{}ñ ñ\n", "x".repeat(CHUNK - 1));
        let text = decode(&[&old[..], long.as_bytes()].concat());
        assert_eq!(text, (format!("“á” é – í\n{long}"), "Windows-1252", vec![]));
    }

    #[test]
    fn an_apostrophe_does_not_make_a_mac() {
        let text = "the patient’s and doctor’s café; it’s a naïve résumé, we don’t";
        assert_eq!(decode(&WINDOWS_1252.encode(text).0).1, "Windows-1252");
        let text = "the patient’s and the doctor’s view";
        assert_eq!(decode(&WINDOWS_1252.encode(text).0).1, "Windows-1252");
    }
}
