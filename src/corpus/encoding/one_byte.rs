//! Encodings of a byte a sign but for Windows-1252 and MacRoman: a sample in, the one that it is surely in out.
//!
//! chardetng says which is the likeliest. It takes a few accents of Spanish or signs of measure for Polish, too, so it
//! is believed only where the words bear it out. Decodes nothing but to look at words.

use std::collections::BTreeSet;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_6, ISO_8859_7, KOI8_U, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
};

/// Encodings with letters other than those of ASCII: Cyrillic, Greek, Hebrew, Arabic, Thai.
const OTHER_LETTERS: [&Encoding; 10] = [
    WINDOWS_1251,
    KOI8_U,
    IBM866,
    ISO_8859_5,
    WINDOWS_1253,
    ISO_8859_7,
    WINDOWS_1255,
    WINDOWS_1256,
    ISO_8859_6,
    WINDOWS_874,
];
/// Encodings of Latin letters: those of central Europe twice, Turkish, Baltic.
const LATIN: [&Encoding; 4] = [WINDOWS_1250, ISO_8859_2, WINDOWS_1254, WINDOWS_1257];
/// Fewest letters in words of other letters.
const FEWEST_LETTERS: usize = 8;
/// Fewest different words that are others in Windows-1252. With four, one in 70,000 random sets of one to 200 words of
/// twelve western languages was taken for another encoding.
const FEWEST_WORDS: usize = 4;

/// The encoding of a sample, where it is sure.
pub(super) fn sure(sample: &[u8]) -> Option<&'static Encoding> {
    // Lines of UTF-8 are read as such.
    let lines = sample.split_inclusive(|byte| matches!(byte, b'\n' | b'\r'));
    let bytes: Vec<u8> = lines.filter(|line| std::str::from_utf8(line).is_err()).flatten().copied().collect();
    let encoding = likeliest(&bytes);
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    let is_sure = if LATIN.contains(&encoding) {
        in_other_words(&text, encoding)
    } else {
        OTHER_LETTERS.contains(&encoding) && in_other_letters(&text)
    };
    is_sure.then_some(encoding)
}

/// Whether a sample is Thai, whose words are as long as Chinese ones.
pub(super) fn is_thai(sample: &[u8]) -> bool {
    sure(sample) == Some(WINDOWS_874)
}

fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether most letters beyond ASCII stand in words of nothing else, as letters with accents never do.
fn in_other_letters(text: &str) -> bool {
    // Vowels and tones of Thai are marks.
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\u{0E00}'..='\u{0E7F}');
    let (mut all, mut in_words) = (0, 0);
    for word in text.split(|c| !is_letter(c)).filter(|word| !word.is_ascii()) {
        let letters = word.chars().filter(|c| !c.is_ascii()).count();
        all += letters;
        in_words += if letters >= 3 && letters == word.chars().count() { letters } else { 0 };
    }
    in_words >= FEWEST_LETTERS && in_words * 10 >= all * 7
}

/// Whether many words are others in Windows-1252, and either half of the words tells the same.
fn in_other_words(text: &str, encoding: &'static Encoding) -> bool {
    let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii()).collect();
    let words = words.into_iter().map(|word| (word, encoding.encode(word).0.into_owned()));
    // A unit of measure is no word.
    let words: Vec<(&str, Vec<u8>)> = words.filter(|(_, bytes)| !bytes.starts_with(b"\xB5")).collect();
    let differs = |(word, bytes): &&(&str, Vec<u8>)| WINDOWS_1252.decode_without_bom_handling(bytes).0 != *word;
    let tells = |half: usize| {
        let bytes: Vec<&[u8]> = words.iter().skip(half).step_by(2).map(|(_, bytes)| bytes.as_slice()).collect();
        family(likeliest(&bytes.join(&b' '))) == family(encoding)
    };
    words.iter().filter(differs).count() >= FEWEST_WORDS && tells(0) && tells(1)
}

/// One of the encodings that have nearly all letters in common.
fn family(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == ISO_8859_2 { WINDOWS_1250 } else { encoding }
}
