//! Check tags: a subject heading in, and out whether it says what kind of record this is rather than its subject.
//!
//! MEDLINE gives "Humans", "Male" or "Middle Aged" to most records (DeCS the same in Spanish and Portuguese), Emtree adds
//! "article" and "controlled study". Records that are read by their headings would form topics of them.

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

/// The heading without its qualifiers and marks; none where it is a check tag.
pub(super) fn subject(heading: &str) -> Option<&str> {
    let bare = heading.trim().trim_matches('*');
    let subject = bare.split('/').next().unwrap_or_default().trim();
    (!subject.is_empty() && !is_tag(subject)).then_some(subject)
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
}
