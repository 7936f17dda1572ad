//! The guess: the first bytes of a file in, the encoding that they tell of out.
//!
//! Byte order marks and the zeros of UTF-16, whether it is UTF-8, what a file says of itself, pairs of bytes of
//! Chinese, Korean and Japanese, the words of other encodings of a byte a sign, else which of the two western ones has
//! the likelier letters. Decodes nothing but to look at letters.

use encoding_rs::{EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::one_byte;

/// The encoding that a byte order mark, or the zeros of UTF-16, tell, with the length of the mark.
pub(super) fn by_mark_or_nul(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return Some((encoding, mark));
    }
    let pairs = head.len().min(4096) / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| (0..pairs).filter(|i| head[2 * i + offset] == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = pairs * 2 / 5;
    match (even > many, odd > many) {
        (false, true) if even * 20 < pairs => Some((UTF_16LE, 0)),
        (true, false) if odd * 20 < pairs => Some((UTF_16BE, 0)),
        _ => None,
    }
}

/// Bytes of XML and BibTeX in which a file may say its encoding.
const DECLARATION: usize = 1 << 10;

/// The encoding that the first lines of XML or of JabRef's BibTeX state.
pub(super) fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let start = &head[..head.len().min(DECLARATION)];
    let after = |word: &[u8]| memchr::memmem::find(start, word).map(|at| &start[at + word.len()..]);
    let rest =
        if start.trim_ascii_start().starts_with(b"<?xml") { after(b"encoding=") } else { after(b"% Encoding:") }?;
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_'))?;
    // Java writes "ISO8859_2".
    let label: Vec<u8> = rest[..end].iter().map(|b| if *b == b'_' { b'-' } else { *b }).collect();
    Encoding::for_label(&label).filter(|encoding| encoding.is_ascii_compatible() && *encoding != encoding_rs::UTF_8)
}

/// Bytes on which UTF-8 and encodings of pairs are told by.
pub(super) const SAMPLE: usize = 8 << 10;
/// Bytes on which encodings of a byte a sign are told by, as most abstracts have few letters beyond ASCII.
pub(super) const LONG_SAMPLE: usize = 64 << 10;

/// The encoding told by the bytes from the first that is not ASCII; none where a long sample is needed.
pub(super) fn by_bytes(bytes: &[u8], declared: Option<&'static Encoding>, is_all: bool) -> Option<Guess> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if !not_utf8(sample) {
        return Some(Guess::sure(UTF_8));
    }
    if let Some(encoding) = declared {
        return Some(Guess::sure(encoding));
    }
    if let Some(encoding) = in_pairs(sample).filter(|_| !one_byte::is_thai(sample)) {
        return Some(Guess::sure(encoding));
    }
    if bytes.len() < LONG_SAMPLE && !is_all {
        return None;
    }
    // Whatever more has come by now, so that it does not depend on the pieces.
    let sample = &bytes[..bytes.len().min(LONG_SAMPLE)];
    let by_words = one_byte::sure(sample);
    Some(Guess { encoding: by_words.unwrap_or_else(|| western(sample)), is_by_words: by_words.is_some() })
}

/// What the bytes tell.
pub(super) struct Guess {
    pub encoding: &'static Encoding,
    /// Whether only the words tell it, so that a reader must know.
    pub is_by_words: bool,
}

impl Guess {
    fn sure(encoding: &'static Encoding) -> Guess {
        Guess { encoding, is_by_words: false }
    }
}

/// Whether these bytes are no UTF-8, not even with faults.
fn not_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none()) {
        bad -= 1;
    }
    bad > 0 && good < bad
}

/// Fewest signs by which an encoding of pairs is told.
const FEWEST: usize = 8;

/// The encoding of Chinese, Korean or Japanese in which nearly all signs are pairs of bytes, as no European text has
/// them: those of GB 2312, of KS X 1001, and of JIS X 0208 with its kana.
fn in_pairs(bytes: &[u8]) -> Option<&'static Encoding> {
    if is_shift_jis(bytes) {
        return Some(SHIFT_JIS);
    }
    let (mut leads, mut singles) = ([0_usize; 256], 0_usize);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let is_pair = (0xA1..=0xF7).contains(&byte) && bytes.get(at + 1).is_some_and(|next| *next >= 0xA1);
        if is_pair {
            leads[usize::from(byte)] += 1;
        } else if !byte.is_ascii() {
            singles += 1;
        }
        at += 1 + usize::from(is_pair);
    }
    let words: usize = leads[0xB0..].iter().sum();
    if words < FEWEST || singles * 20 > words {
        return None;
    }
    // Hangul ends there; a third of Chinese text stands behind.
    let behind: usize = leads[0xC9..].iter().sum();
    Some(if behind * 50 < words { EUC_KR } else { GB18030 })
}

/// Whether nearly all that is not ASCII is pairs of Shift_JIS, with kana among them.
fn is_shift_jis(bytes: &[u8]) -> bool {
    let (mut pairs, mut kana, mut singles) = (0_usize, 0_usize, 0_usize);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let is_pair = matches!(byte, 0x81..=0x9F | 0xE0..=0xEF) && matches!(next, 0x40..=0x7E | 0x80..=0xFC);
        pairs += usize::from(is_pair);
        // Those with a letter of ASCII are Ç and É of a Mac.
        kana += usize::from(matches!((byte, next), (0x82, 0x9F..=0xF1) | (0x83, 0x80..=0x96)));
        singles += usize::from(!is_pair && !byte.is_ascii());
        at += 1 + usize::from(is_pair);
    }
    kana * 2 >= FEWEST && kana * 10 >= pairs && singles * 20 <= pairs
}

/// Which of the two western encodings of a byte a sign these bytes are in.
fn western(bytes: &[u8]) -> &'static Encoding {
    let (windows, mac) = (letters(bytes, WINDOWS_1252), letters(bytes, MACINTOSH));
    // Dashes and quotation marks of Windows-1252 are letters on a Mac: "risk–benefit" is "riskñbenefit" there.
    let sure = mac.iter().filter(|byte| !(0x91..=0x97).contains(*byte)).count();
    if mac.len() > windows.len() && sure * 4 >= mac.len() { MACINTOSH } else { WINDOWS_1252 }
}

/// The bytes beyond ASCII that are small accented letters inside words, read in this encoding.
fn letters(bytes: &[u8], encoding: &'static Encoding) -> Vec<u8> {
    let inside = |i: usize| {
        let before = i > 0 && bytes[i - 1].is_ascii_lowercase();
        let after = bytes.get(i + 1).is_some_and(u8::is_ascii_lowercase);
        // 0x92 is the apostrophe of Windows-1252: "patient's", "don't".
        let apostrophe = bytes[i] == 0x92 && !bytes.get(i + 2).is_some_and(u8::is_ascii_lowercase);
        before && after && !apostrophe
    };
    let table: Vec<bool> = (0..=255u8)
        .map(|byte| {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
            !byte.is_ascii() && text.chars().all(|c| "áàâãäåæçéèêëíìîïñóòôõöøúùûüßÿœšž".contains(c))
        })
        .collect();
    (0..bytes.len()).filter(|&i| table[usize::from(bytes[i])] && inside(i)).map(|i| bytes[i]).collect()
}
