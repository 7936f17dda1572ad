//! Check tags: a subject heading in, and out whether it says what kind of record this is rather than its subject.
//!
//! MEDLINE gives "Humans", "Male" or "Middle Aged" to most records (DeCS the same in Spanish and Portuguese), Emtree adds
//! "article" and "controlled study". Records that are read by their headings would form topics of them. RIS has headings
//! among the keywords ("*Gambling/epidemiology"), and reference managers put marks of their own there ("⛔ No DOI found").

/// In lower case.
const CHECK_TAGS: &[&str] = &[
    "adolescent",
    "adolescente",
    "adult",
    "adulto",
    "adulto jovem",
    "adulto joven",
    "aged",
    "aged, 80 and over",
    "anciano",
    "anciano de 80 o más años",
    "animais",
    "animal",
    "animal experiment",
    "animales",
    "animals",
    "article",
    "child",
    "child, preschool",
    "clinical article",
    "conference paper",
    "controlled study",
    "criança",
    "female",
    "femenino",
    "feminino",
    "human",
    "human cell",
    "human experiment",
    "human tissue",
    "humanos",
    "humans",
    "idoso",
    "idoso de 80 anos ou mais",
    "infant",
    "infant, newborn",
    "lactante",
    "lactente",
    "major clinical study",
    "male",
    "masculino",
    "middle aged",
    "niño",
    "nonhuman",
    "persona de mediana edad",
    "pessoa de meia-idade",
    "preescolar",
    "preschool child",
    "priority journal",
    "pré-escolar",
    "recién nacido",
    "recém-nascido",
    "review",
    "young adult",
];

/// What MeSH sets behind a heading to say which side of it is meant, in lower case.
const QUALIFIERS: &[&str] = &[
    "abnormalities",
    "administration & dosage",
    "adverse effects",
    "agonists",
    "analogs & derivatives",
    "analysis",
    "anatomy & histology",
    "antagonists & inhibitors",
    "biosynthesis",
    "blood",
    "blood supply",
    "cerebrospinal fluid",
    "chemical synthesis",
    "chemically induced",
    "chemistry",
    "classification",
    "complications",
    "congenital",
    "cytology",
    "deficiency",
    "diagnosis",
    "diagnostic imaging",
    "diet therapy",
    "drug effects",
    "drug therapy",
    "economics",
    "education",
    "embryology",
    "enzymology",
    "epidemiology",
    "ethics",
    "ethnology",
    "etiology",
    "genetics",
    "growth & development",
    "history",
    "immunology",
    "injuries",
    "innervation",
    "instrumentation",
    "isolation & purification",
    "legislation & jurisprudence",
    "manpower",
    "metabolism",
    "methods",
    "microbiology",
    "mortality",
    "nursing",
    "organization & administration",
    "parasitology",
    "pathogenicity",
    "pathology",
    "pharmacokinetics",
    "pharmacology",
    "physiology",
    "physiopathology",
    "poisoning",
    "prevention & control",
    "psychology",
    "radiation effects",
    "radiography",
    "radionuclide imaging",
    "radiotherapy",
    "rehabilitation",
    "secondary",
    "secretion",
    "standards",
    "statistics & numerical data",
    "supply & distribution",
    "surgery",
    "therapeutic use",
    "therapy",
    "toxicity",
    "transmission",
    "transplantation",
    "trends",
    "ultrasonography",
    "ultrastructure",
    "urine",
    "utilization",
    "veterinary",
    "virology",
];

/// Tags that programs give to records on their own, in lower case.
const OF_PROGRAMS: &[&str] = &["no doi found"];

/// The heading without its qualifiers and marks; none where it is a check tag.
pub(super) fn subject(heading: &str) -> Option<&str> {
    let bare = heading.trim().trim_matches('*');
    let subject = bare.split('/').next().unwrap_or_default().trim();
    (!subject.is_empty() && !is_tag(subject)).then_some(subject)
}

/// The keyword, as [`subject`] gives it where it is a heading; none where it is a check tag or a mark on the record.
pub(super) fn keyword(word: &str) -> Option<&str> {
    let word = word.trim();
    if is_mark(word) {
        return None;
    }
    if word.starts_with('*') || is_qualified(word) { subject(word) } else { (!is_tag(word)).then_some(word) }
}

/// Whether a qualifier of MeSH stands behind the last slash.
fn is_qualified(word: &str) -> bool {
    let last =
        word.rsplit_once('/').map(|(_, last)| last.trim().trim_matches('*').to_lowercase().replace(" and ", " & "));
    last.is_some_and(|last| QUALIFIERS.binary_search(&last.as_str()).is_ok())
}

/// Whether a keyword says what became of the record: it begins with a picture, or a program set it.
fn is_mark(word: &str) -> bool {
    let is_picture =
        |c: char| matches!(c, '\u{2300}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}');
    word.starts_with(is_picture) || OF_PROGRAMS.contains(&word.to_lowercase().as_str())
}

/// Whether a keyword is one; databases give both in one list.
pub fn is_tag(word: &str) -> bool {
    word.len() <= 30 && CHECK_TAGS.binary_search(&word.trim().to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_qualifiers_go() {
        assert!(CHECK_TAGS.is_sorted());
        let found: Vec<Option<&str>> =
            ["Humans", "*Liposomes/chemistry", "Pré-Escolar ", "/etiology", "Middle aged people"].map(subject).into();
        assert_eq!(found, [None, Some("Liposomes"), None, None, Some("Middle aged people")]);
    }

    #[test]
    fn headings_among_keywords_lose_their_qualifiers_and_marks_go() {
        assert!(QUALIFIERS.is_sorted());
        for (word, expected) in [
            ("*Gambling/epidemiology/prevention & control", Some("Gambling")),
            ("Gambling/*prevention and control", Some("Gambling")),
            ("*Video Games", Some("Video Games")),
            ("alcohol/tobacco use", Some("alcohol/tobacco use")),
            ("epidemiology", Some("epidemiology")),
            ("*Humans", None),
            ("Male", None),
            ("\u{26D4} No DOI found", None),
            ("No DOI found", None),
            ("\u{2B50}\u{FE0F} read this", None),
            ("β-glucan", Some("β-glucan")),
        ] {
            assert_eq!(keyword(word), expected, "{word}");
        }
    }
}
