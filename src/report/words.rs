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
    LANGUAGES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// The languages that exports state or that a text is told to be in, by their codes.
const LANGUAGES: &[(&str, &str)] = &[
    ("und", "not told"),
    ("eng", "English"),
    ("spa", "Spanish"),
    ("por", "Portuguese"),
    ("fra", "French"),
    ("deu", "German"),
    ("ita", "Italian"),
    ("cat", "Catalan"),
    ("nld", "Dutch"),
    ("dan", "Danish"),
    ("swe", "Swedish"),
    ("nob", "Norwegian"),
    ("nor", "Norwegian"),
    ("fin", "Finnish"),
    ("pol", "Polish"),
    ("ces", "Czech"),
    ("slk", "Slovak"),
    ("slv", "Slovenian"),
    ("hrv", "Croatian"),
    ("srp", "Serbian"),
    ("hun", "Hungarian"),
    ("ron", "Romanian"),
    ("bul", "Bulgarian"),
    ("ell", "Greek"),
    ("rus", "Russian"),
    ("ukr", "Ukrainian"),
    ("bel", "Belarusian"),
    ("mkd", "Macedonian"),
    ("lit", "Lithuanian"),
    ("lav", "Latvian"),
    ("est", "Estonian"),
    ("tur", "Turkish"),
    ("ara", "Arabic"),
    ("fas", "Persian"),
    ("pes", "Persian"),
    ("heb", "Hebrew"),
    ("hin", "Hindi"),
    ("ben", "Bengali"),
    ("urd", "Urdu"),
    ("tha", "Thai"),
    ("vie", "Vietnamese"),
    ("ind", "Indonesian"),
    ("zho", "Chinese"),
    ("cmn", "Chinese"),
    ("jpn", "Japanese"),
    ("kor", "Korean"),
    ("lat", "Latin"),
    ("afr", "Afrikaans"),
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
    }
}
