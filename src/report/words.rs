//! Words: counts and codes in, what a reader would say out.

/// "1 record", "2 records".
pub fn counted(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// "a", "a and b", "a, b and c".
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The name of a language by its three-letter code; the code where no name is known, and "not told" for `und`.
pub fn language(code: &str) -> &str {
    LANGUAGES.iter().find(|known| known.0 == code).map_or(code, |known| known.2)
}

/// The code of a language in HTML, which is the shortest one there is; browsers choose letter forms and break words by it.
pub fn language_tag(code: &str) -> &str {
    LANGUAGES.iter().find(|known| known.0 == code).map_or(code, |known| known.1)
}

/// The languages that exports state or that a text is told to be in: three letters, shortest code, name.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("und", "", "not told"),
    ("eng", "en", "English"),
    ("spa", "es", "Spanish"),
    ("por", "pt", "Portuguese"),
    ("fra", "fr", "French"),
    ("deu", "de", "German"),
    ("ita", "it", "Italian"),
    ("cat", "ca", "Catalan"),
    ("nld", "nl", "Dutch"),
    ("dan", "da", "Danish"),
    ("swe", "sv", "Swedish"),
    ("nob", "nb", "Norwegian"),
    ("nor", "no", "Norwegian"),
    ("fin", "fi", "Finnish"),
    ("pol", "pl", "Polish"),
    ("ces", "cs", "Czech"),
    ("slk", "sk", "Slovak"),
    ("slv", "sl", "Slovenian"),
    ("hrv", "hr", "Croatian"),
    ("srp", "sr", "Serbian"),
    ("hun", "hu", "Hungarian"),
    ("ron", "ro", "Romanian"),
    ("bul", "bg", "Bulgarian"),
    ("ell", "el", "Greek"),
    ("rus", "ru", "Russian"),
    ("ukr", "uk", "Ukrainian"),
    ("bel", "be", "Belarusian"),
    ("mkd", "mk", "Macedonian"),
    ("lit", "lt", "Lithuanian"),
    ("lav", "lv", "Latvian"),
    ("est", "et", "Estonian"),
    ("tur", "tr", "Turkish"),
    ("ara", "ar", "Arabic"),
    ("fas", "fa", "Persian"),
    ("pes", "fa", "Persian"),
    ("heb", "he", "Hebrew"),
    ("hin", "hi", "Hindi"),
    ("ben", "bn", "Bengali"),
    ("urd", "ur", "Urdu"),
    ("tha", "th", "Thai"),
    ("vie", "vi", "Vietnamese"),
    ("ind", "id", "Indonesian"),
    ("zho", "zh", "Chinese"),
    ("cmn", "zh", "Chinese"),
    ("jpn", "ja", "Japanese"),
    ("kor", "ko", "Korean"),
    ("lat", "la", "Latin"),
    ("afr", "af", "Afrikaans"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_codes_become_words() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "record")), ["0 records", "1 record", "2 records"]);
        let parts = ["a", "b", "c"].map(String::from);
        assert_eq!([1, 2, 3].map(|n| listed(&parts[..n])), ["a", "a and b", "a, b and c"]);
        assert_eq!(["eng", "und", "xyz"].map(language), ["English", "not told", "xyz"]);
        assert_eq!(["deu", "cmn", "und", "xyz"].map(language_tag), ["de", "zh", "", "xyz"]);
    }
}
