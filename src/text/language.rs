//! Language: the text of a record in, the language it is written in out.
//!
//! Function words decide where they are clear (nearly always, and fast); whatlang where they are not. Short texts
//! without a clear answer get the language that the source states, else none.

use std::collections::BTreeMap;
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
/// Words after which a clear lead is enough.
const FIRST_LOOK: usize = 30;

/// Function words as numbers, in order, with the languages that have them as bits.
static FUNCTION_WORDS: LazyLock<Vec<(u128, u8)>> = LazyLock::new(|| {
    let mut words: BTreeMap<u128, u8> = BTreeMap::new();
    for (bit, list) in [ENGLISH, SPANISH, PORTUGUESE].into_iter().enumerate() {
        list.iter().for_each(|word| *words.entry(pack(word)).or_default() |= 1 << bit);
    }
    words.into_iter().collect()
});

/// Up to sixteen bytes as a number, ASCII capitals made small; 0, which is no word, for longer ones.
fn pack(word: &str) -> u128 {
    let small = |key: u128, byte: &u8| key << 8 | u128::from(byte.to_ascii_lowercase());
    if word.len() > 16 { 0 } else { word.as_bytes().iter().rev().fold(0, small) }
}

/// The language of a text; `stated` is what the source says, used where the text does not tell.
pub fn detect(text: &str, stated: Option<Lang>) -> Option<Lang> {
    let mut found = [0_usize; 3];
    let mut words = 0;
    for word in text.split_ascii_whitespace().take(MOST_WORDS) {
        let key = pack(word.trim_matches(|c: char| !c.is_alphabetic()));
        if let Ok(at) = FUNCTION_WORDS.binary_search_by_key(&key, |f| f.0) {
            let languages = FUNCTION_WORDS[at].1;
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
    let guess = whatlang::detect(text).filter(|found| found.is_reliable() || words > 30);
    guess.and_then(|found| Lang::parse(found.lang().code())).filter(|_| words > 6).or(stated)
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
