//! Encodings: bytes as stored in, UTF-8 out, as a stream.
//!
//! UTF-8 with or without byte order mark, UTF-16 of both orders, what XML and BibTeX say of themselves, GB18030,
//! EUC-KR and Shift_JIS where the signs tell them, other encodings of a byte a sign where the words tell them, else
//! Windows-1252. A line that is UTF-8, or the larger part of one, is read as such in all of a byte a sign. Plain ASCII stays undecided until the
//! first other byte. What is no text in the encoding becomes U+FFFD and is told with its line. Does not look at the
//! format and does not change line ends.

mod guess;
mod lines;
mod mojibake;
mod one_byte;

use std::io::{self, BufRead, Read};

use encoding_rs::{Encoding, UTF_8};

use self::guess::{LONG_SAMPLE, SAMPLE, by_bytes, by_mark_or_nul, declared};
use self::lines::{Lines, Told, lost};
use super::issue::IssueKind;
use super::sink::Sink;

/// Most lines with bad bytes that are told one by one.
const MAX_TOLD: usize = 100;
/// Most bytes decoded at once.
const CHUNK: usize = 64 << 10;

enum State {
    /// Only ASCII so far.
    Ascii,
    Other(Box<encoding_rs::Decoder>),
    /// UTF-8 or a byte a sign.
    Lines(Lines),
}

/// Lines to tell of: how many, and which was the first.
#[derive(Default)]
struct Tally {
    n: u64,
    first: u32,
}

/// A reader that gives UTF-8 whatever it is given.
pub struct Decoder<'r> {
    input: &'r mut dyn BufRead,
    state: State,
    name: &'static str,
    skip: usize,
    carry: Vec<u8>,
    /// Bytes in `carry` from which the next decision is tried.
    wanted: usize,
    out: Vec<u8>,
    at: usize,
    lf: u32,
    cr: u32,
    bad_lines: Vec<u32>,
    n_bad: u64,
    mended: Tally,
    western: Tally,
    mixed: Tally,
    declared: Option<&'static Encoding>,
    is_by_words: bool,
    ended: bool,
    failed: Option<io::Error>,
}

impl<'r> Decoder<'r> {
    /// Decodes `input`, whose first bytes are `head`.
    pub fn new(head: &[u8], input: &'r mut dyn BufRead) -> Decoder<'r> {
        let (state, name, skip) = match by_mark_or_nul(head) {
            Some((encoding, skip)) if encoding == UTF_8 => (State::Lines(Lines::new(UTF_8)), "UTF-8", skip),
            Some((encoding, skip)) => (other(encoding), name(encoding), skip),
            None => (State::Ascii, "UTF-8", 0),
        };
        Decoder {
            input,
            state,
            name,
            skip,
            carry: Vec::new(),
            wanted: SAMPLE,
            out: Vec::new(),
            at: 0,
            lf: 0,
            cr: 0,
            bad_lines: Vec::new(),
            n_bad: 0,
            mended: Tally::default(),
            western: Tally::default(),
            mixed: Tally::default(),
            declared: declared(head),
            is_by_words: false,
            ended: false,
            failed: None,
        }
    }

    /// Name of the encoding; what was pure ASCII counts as UTF-8.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Tells the sink what was guessed or mended, and which lines had bytes that are no text.
    pub fn report(&self, sink: &mut Sink) {
        if self.is_by_words {
            let message = format!(
                "read as {}, as its words tell; where letters are wrong, save the file as UTF-8 and read it again",
                self.name
            );
            sink.issue(0, IssueKind::Encoding, message);
        }
        let other = if self.name == "UTF-8" { "Windows-1252" } else { self.name };
        let mixed = format!("UTF-8 but for some bytes; these were read as {other}");
        for (tally, what) in [
            (&self.western, "no UTF-8; read as Windows-1252"),
            (&self.mixed, mixed.as_str()),
            (
                &self.mended,
                "UTF-8 that was read and saved in a wrong encoding (\u{201C}Ã±\u{201D} for \u{201C}ñ\u{201D}); mended",
            ),
        ] {
            match tally.n {
                0 => {}
                1 => sink.issue(tally.first, IssueKind::Encoding, format!("this line is {what}")),
                n => sink.issue(tally.first, IssueKind::Encoding, format!("{n} lines from here on are {what}")),
            }
        }
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
        // What came before the failure is given first.
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        while self.out.is_empty() && !self.ended {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.failed = Some(error);
                    &[]
                }
            };
            self.ended = buffer.is_empty();
            let skipped = self.skip.min(buffer.len());
            self.skip -= skipped;
            let bytes = &buffer[skipped..];
            let bytes = &bytes[..bytes.len().min(CHUNK)];
            let used = skipped + bytes.len();
            let mut told = Told::default();
            if let State::Ascii = self.state {
                let ascii = if self.carry.is_empty() { first_non_ascii(bytes) } else { 0 };
                self.out.extend_from_slice(&bytes[..ascii]);
                self.carry.extend_from_slice(&bytes[ascii..]);
                self.input.consume(used);
                self.decide(&mut told);
            } else {
                decode(&mut self.state, bytes, self.ended, &mut self.out, &mut told);
                self.input.consume(used);
            }
            self.note(&told);
        }
        match self.failed.take_if(|_| self.out.is_empty()) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Decides on the encoding once enough is there to tell by.
    fn decide(&mut self, told: &mut Told) {
        if self.carry.is_empty() || self.carry.len() < self.wanted && !self.ended {
            return;
        }
        let Some(guess) = by_bytes(&self.carry, self.declared, self.ended) else {
            self.wanted = LONG_SAMPLE;
            return;
        };
        (self.name, self.is_by_words) = (name(guess.encoding), guess.is_by_words);
        self.state = if guess.encoding == UTF_8 || guess.encoding.is_single_byte() {
            State::Lines(Lines::new(guess.encoding))
        } else {
            other(guess.encoding)
        };
        let bytes = std::mem::take(&mut self.carry);
        decode(&mut self.state, &bytes, self.ended, &mut self.out, told);
    }

    /// Takes note of the places in `self.out` where there is something to tell.
    fn note(&mut self, told: &Told) {
        for (tally, places) in
            [(&mut self.mended, &told.mended), (&mut self.western, &told.western), (&mut self.mixed, &told.mixed)]
        {
            if let (0, Some(at)) = (tally.n, places.first()) {
                tally.first = line(&self.out[..*at as usize], self.lf, self.cr);
            }
            tally.n += places.len() as u64;
        }
        self.n_bad += told.bad.len() as u64;
        for &at in &told.bad {
            if self.bad_lines.len() == MAX_TOLD {
                return;
            }
            let line = line(&self.out[..at as usize], self.lf, self.cr);
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
    match encoding.name() {
        "gb18030" => "GB18030",
        "macintosh" => "MacRoman",
        "windows-874" => "Windows-874",
        "windows-1250" => "Windows-1250",
        "windows-1251" => "Windows-1251",
        "windows-1252" => "Windows-1252",
        "windows-1253" => "Windows-1253",
        "windows-1254" => "Windows-1254",
        "windows-1255" => "Windows-1255",
        "windows-1256" => "Windows-1256",
        "windows-1257" => "Windows-1257",
        other => other,
    }
}

/// The line, from 1, behind the text `before` and as many ends of lines before that.
fn line(before: &[u8], lf: u32, cr: u32) -> u32 {
    lf.saturating_add(count(b'\n', before)).max(cr.saturating_add(count(b'\r', before))).saturating_add(1)
}

fn count(byte: u8, bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(byte, bytes).count()).unwrap_or(u32::MAX)
}

fn first_non_ascii(bytes: &[u8]) -> usize {
    if bytes.is_ascii() { bytes.len() } else { bytes.iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len()) }
}

/// Decodes `bytes` to the end of `out`.
fn decode(state: &mut State, bytes: &[u8], last: bool, out: &mut Vec<u8>, told: &mut Told) {
    match state {
        State::Ascii => out.extend_from_slice(bytes),
        State::Lines(lines) => lines.take(bytes, last, out, told),
        State::Other(decoder) => {
            let start = out.len();
            take_other(decoder, bytes, last, out);
            told.bad.extend(lost(&out[start..]).map(|at| start as u64 + at));
        }
    }
}

fn take_other(decoder: &mut encoding_rs::Decoder, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
    let start = out.len();
    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
    out.resize(start + room, 0);
    let (_, _, written, _) = decoder.decode_to_utf8(bytes, &mut out[start..], last);
    out.truncate(start + written);
}

#[cfg(test)]
mod tests;
