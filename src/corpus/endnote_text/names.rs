//! Names of authors before a citation: "Ruiz, A., B. Soto and O. Brandt" in, each name with the family name first out.
//!
//! Styles turn the first name alone or all of them; "et al." says that there are more and is no name.

/// What stands before the last name.
const CONJUNCTIONS: [&str; 3] = [" and ", " & ", ", & "];
/// What stands behind a name of a son.
const SUFFIXES: [&str; 4] = ["Jr", "Sr", "II", "III"];

/// Whether a text may be names: every word of more than four letters has a capital.
pub(super) fn are(text: &str) -> bool {
    let is_small = |word: &str| word.chars().count() > 4 && word.starts_with(char::is_lowercase);
    text.starts_with(char::is_alphabetic) && !text.split_whitespace().any(is_small)
}

/// The names of a list.
pub(super) fn all(text: &str) -> Vec<String> {
    // A body: "Department of Genes and Sleep".
    if !text.contains(',') {
        return Some(text.trim().to_string()).filter(|name| !name.is_empty()).into_iter().collect();
    }
    let text = CONJUNCTIONS.iter().fold(text.to_string(), |text, word| text.replace(word, ", "));
    let mut names: Vec<String> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let is_one = names.len() == 1 && !names[0].contains(',');
        match names.last_mut() {
            _ if part.trim_end_matches('.') == "et al" => {}
            // "Ruiz, Ana": the first name is turned.
            Some(name) if is_one || are_initials(part) && !name.contains(',') => *name = format!("{name}, {part}"),
            Some(name) if SUFFIXES.contains(&part.trim_end_matches('.')) => *name = format!("{name}, {part}"),
            _ => names.push(turned(part)),
        }
    }
    names
}

/// "B. A. van Soto" as "van Soto, B. A."; what does not begin with initials stays.
fn turned(name: &str) -> String {
    let words = name.split_inclusive(' ').take_while(|word| are_initials(word.trim()));
    let (initials, family) = name.split_at(words.map(str::len).sum());
    if initials.is_empty() || family.is_empty() {
        return name.to_string();
    }
    format!("{family}, {}", initials.trim_end())
}

/// Whether a text is initials alone: "A.", "A.-B.", "A. B.".
fn are_initials(text: &str) -> bool {
    let is_initial = |word: &str| {
        let mut letters = word.split(['.', '-']).filter(|part| !part.is_empty());
        word.ends_with('.') && letters.all(|part| part.chars().count() <= 2 && part.starts_with(char::is_uppercase))
    };
    !text.is_empty() && text.split(' ').all(is_initial)
}
