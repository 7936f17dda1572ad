//! The guess: the first bytes of a file in, the encoding that they tell of out.
//!
//! Byte order marks and the zeros of UTF-16, whether it is UTF-8, pairs of bytes of Chinese, Korean and Japanese, else
//! which of two encodings of a byte a sign has the likelier letters. Decodes nothing but to count letters.

use encoding_rs::{EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1252};

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

/// Whether these bytes are no UTF-8, not even with faults.
pub(super) fn not_utf8(bytes: &[u8]) -> bool {
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
pub(super) fn in_pairs(bytes: &[u8]) -> Option<&'static Encoding> {
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

/// Which eight-bit encoding these bytes are in.
pub(super) fn eight_bit(bytes: &[u8]) -> &'static Encoding {
    if letters(bytes, MACINTOSH) > letters(bytes, WINDOWS_1252) { MACINTOSH } else { WINDOWS_1252 }
}

/// How many bytes beyond ASCII are small accented letters inside words, read in this encoding.
fn letters(bytes: &[u8], encoding: &'static Encoding) -> usize {
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
            text.chars().all(|c| "áàâãäåæçéèêëíìîïñóòôõöøúùûüßÿœ".contains(c))
        })
        .collect();
    (0..bytes.len()).filter(|&i| !bytes[i].is_ascii() && table[usize::from(bytes[i])] && inside(i)).count()
}
