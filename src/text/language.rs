//! Language: the text of a record in, the language it is written in out.
//!
//! Function words decide where they are clear (nearly always, and fast); whatlang where they are not. Short texts
//! without a clear answer get the language that the source states, else none.

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

/// The language of a text; `stated` is what the source says, used where the text does not tell.
pub fn detect(text: &str, stated: Option<Lang>) -> Option<Lang> {
    let (mut english, mut spanish, mut portuguese, mut words) = (0, 0, 0, 0);
    for word in text.split_whitespace().take(MOST_WORDS) {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        let lower = if word.bytes().any(|b| b.is_ascii_uppercase()) { word.to_lowercase() } else { String::new() };
        let word = if lower.is_empty() { word } else { lower.as_str() };
        english += usize::from(ENGLISH.contains(&word));
        spanish += usize::from(SPANISH.contains(&word));
        portuguese += usize::from(PORTUGUESE.contains(&word));
        words += 1;
    }
    let mut ranked = [(english, Lang::ENG), (spanish, Lang::SPA), (portuguese, Lang::POR)];
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    if ranked[0].0 >= 3 && ranked[0].0 * 2 >= ranked[1].0 * 3 && ranked[0].0 * 12 >= words {
        return Some(ranked[0].1);
    }
    let guess = whatlang::detect(text).filter(|found| found.is_reliable() || words > 30);
    guess.and_then(|found| Lang::parse(found.lang().code())).filter(|_| words > 6).or(stated)
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
        assert_eq!(detect("Niosomes", Some(Lang::SPA)), Some(Lang::SPA));
        assert_eq!(detect("", None), None);
    }
}
