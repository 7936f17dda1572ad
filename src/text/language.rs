//! Language: the text of a record in, the language it is written in out.
//!
//! Function words decide where they are clear (nearly always, and fast); whatlang where they are not. Short texts
//! without a clear answer get the language that the source states, else none.

use std::sync::LazyLock;

use crate::corpus::Lang;

/// Function words that occur in one of the three languages only, or nearly so.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "with", "was", "were", "for", "is", "that", "are", "from", "this", "by", "which",
    "between",
];
const SPANISH: &[&str] = &[
    "el",
    "los",
    "las",
    "del",
    "y",
    "una",
    "con",
    "fue",
    "por",
    "un",
    "al",
    "son",
    "la",
    "en",
    "más",
    "entre",
    "pacientes",
];
const PORTUGUESE: &[&str] = &[
    "o", "os", "dos", "das", "do", "da", "e", "uma", "com", "foi", "um", "ao", "são", "não", "em", "na", "no", "mais",
    "entre",
];

/// Words looked at; more change nothing.
const MOST_WORDS: usize = 120;
/// Words that tell nothing by their letters alone.
const FEWEST: usize = 6;
/// Words after which a clear lead is enough.
const FIRST_LOOK: usize = 30;
/// Bytes of the longest function word.
const LONGEST: usize = 9;
/// Slots of the table of function words.
const SLOTS: usize = 512;

/// Function words in small letters as numbers, with the languages that have them as bits; the place of each follows
/// from the number.
static FUNCTION_WORDS: LazyLock<[(u128, u8); SLOTS]> = LazyLock::new(|| {
    let mut slots = [(0, 0); SLOTS];
    for (bit, list) in [ENGLISH, SPANISH, PORTUGUESE].into_iter().enumerate() {
        for key in list.iter().map(|word| pack(word)) {
            let slot = &mut slots[place(&slots, key)];
            *slot = (key, slot.1 | 1 << bit);
        }
    }
    slots
});

/// Where a word is, or the free slot where it would be.
fn place(slots: &[(u128, u8); SLOTS], key: u128) -> usize {
    // Neither the letters of a short word nor those behind them alone spread over the slots.
    let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut at = (mixed >> 55) as usize % SLOTS;
    while slots[at].0 != key && slots[at].0 != 0 {
        at = (at + 1) % SLOTS;
    }
    at
}

/// Up to sixteen bytes as a number, ASCII capitals made small.
fn pack(word: &str) -> u128 {
    word.bytes().rev().fold(0, |key, byte| key << 8 | u128::from(byte.to_ascii_lowercase()))
}

/// The word without the signs around it.
fn bare(word: &str) -> &str {
    let bytes = word.as_bytes();
    let is_bare = bytes[0].is_ascii_alphabetic() && bytes[bytes.len() - 1].is_ascii_alphabetic();
    if is_bare { word } else { word.trim_matches(|c: char| !c.is_alphabetic()) }
}

/// The language of a text; `stated` is what the source says, used where the text does not tell.
pub fn detect(text: &str, stated: Option<Lang>) -> Option<Lang> {
    let function_words = &*FUNCTION_WORDS;
    let mut found = [0_usize; 3];
    let mut words = 0;
    for word in text.split_ascii_whitespace().take(MOST_WORDS) {
        let word = bare(word);
        if (1..=LONGEST).contains(&word.len()) {
            let languages = function_words[place(function_words, pack(word))].1;
            found.iter_mut().enumerate().for_each(|(bit, n)| *n += usize::from(languages >> bit & 1));
        }
        words += 1;
        if words == FIRST_LOOK && is_clear(found) {
            break;
        }
    }
    let mut ranked = [(found[0], Lang::ENG), (found[1], Lang::SPA), (found[2], Lang::POR)];
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    if ranked[0].0 >= 3 && ranked[0].0 * 2 >= ranked[1].0 * 3 && ranked[0].0 * 12 >= words {
        return Some(ranked[0].1);
    }
    let guess = if words > FEWEST { whatlang::detect(text) } else { None };
    let trusted = guess.filter(|found| found.is_reliable() || words > 30);
    trusted.and_then(|found| Lang::parse(found.lang().code())).or(stated)
}

/// Whether one language leads so far that more words would not turn it.
fn is_clear(found: [usize; 3]) -> bool {
    let most = found.into_iter().max().unwrap_or(0);
    most >= 6 && found.iter().filter(|n| **n * 3 > most).count() == 1
}

/// Whether texts of this language are read by rules of their own.
pub fn has_rules(lang: Lang) -> bool {
    matches!(lang, Lang::ENG | Lang::SPA | Lang::POR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let texts = [
            ("The delivery of genes to the cells was studied with the help of nanoparticles", "eng"),
            ("La entrega de genes a las células fue estudiada con la ayuda de nanopartículas en el laboratorio", "spa"),
            (
                "A entrega de genes às células foi estudada com o auxílio de nanopartículas no laboratório e não em animais",
                "por",
            ),
            ("Die Bedeutung der Behandlung von Patienten mit einer Erkrankung der Leber wurde nicht untersucht", "deu"),
        ];
        for (text, code) in texts {
            assert_eq!(detect(text, None).map(|l| l.to_string()).as_deref(), Some(code), "{text}");
        }
        let long = format!("{} {}", texts[1].0.repeat(3), texts[0].0);
        assert_eq!(detect(&long.to_uppercase(), None), Some(Lang::SPA));
        assert_eq!(detect("Niosomes", Some(Lang::SPA)), Some(Lang::SPA));
        assert_eq!(detect("", None), None);
    }
}
