//! The address of the first author, as PubMed gave it before 2014 in a block of its own above the abstract: a block in,
//! whether it is one out.

/// Words that an address begins with.
const STARTS: [&str; 15] = [
    "Department",
    "Division",
    "Institute",
    "School",
    "Faculty",
    "Center",
    "Centre",
    "Hospital",
    "Clinic",
    "University",
    "Laboratory",
    "Section",
    "From the",
    "Unit",
    "Dept",
];
/// Longest address without an e-mail address, in bytes.
const MAX_ADDRESS: usize = 300;
/// Small words of names ("School of Public Health, Ciudad de México").
const SMALL: [&str; 22] = [
    "of", "the", "and", "for", "in", "at", "on", "to", "de", "del", "la", "las", "los", "do", "da", "di", "du", "des",
    "e", "y", "et", "und",
];

/// Whether a block is an address: by an e-mail address or its first word, and by names in place of a sentence.
pub(super) fn is_address(text: &str) -> bool {
    let starts = || text.len() <= MAX_ADDRESS && STARTS.iter().any(|start| begins(text, start));
    (text.split(' ').any(is_email) || starts()) && are_names(text)
}

fn begins(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn is_email(word: &str) -> bool {
    word.trim_end_matches('.').split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

/// Whether nearly all words are names, as in no sentence.
fn are_names(text: &str) -> bool {
    const OF_WORDS: usize = 8;
    let is_common = |word: &&str| word.starts_with(char::is_lowercase) && !is_email(word) && !SMALL.contains(word);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().filter(|word| is_common(word)).count() * OF_WORDS <= words.len()
}
