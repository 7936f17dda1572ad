//! Naming: the name that a topic had and what this run found of the topic in, whether the name is still true out.
//!
//! A name stays as long as it can, since readers know the topic by it; but one whose words left the topic says what is
//! not there. Whether a person gave the name is asked elsewhere, and nothing is renamed here.

use std::collections::BTreeSet;

use super::snapshot::SnapshotTopic;

/// Share of the parts of a name that must be terms of the topic.
const TRUE_SHARE: f64 = 0.5;

/// Whether a name that was made of terms still fits the topic as this run found it.
///
/// At least half of its parts are among the topic's terms: those shown and those of which this run made a label. A part
/// and a term go together when the words of one stand in the other, whatever their case and number. A name with a word
/// that the reviewer stopped since then never fits; where no terms or no better name are known, any other does.
pub fn still_fits(name: &str, now: &SnapshotTopic, stop_words: &[String]) -> bool {
    if now.terms.is_empty() || is_placeholder(&now.label) || name == now.label {
        return true;
    }
    if holds_any(name, stop_words) && !holds_any(&now.label, stop_words) {
        return false;
    }
    let terms: Vec<BTreeSet<String>> =
        now.terms.iter().map(String::as_str).chain(parts(&now.label)).map(words).collect();
    let is_term = |part: &&str| {
        let part = words(part);
        terms.iter().any(|term| !term.is_empty() && (part.is_subset(term) || term.is_subset(&part)))
    };
    let n_true = parts(name).filter(is_term).count();
    n_true as f64 >= TRUE_SHARE * parts(name).count() as f64
}

/// The terms that a name is made of.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(", ").filter(|part| !part.trim().is_empty())
}

/// The words of a term in lower case, without the s of a plural.
fn words(term: &str) -> BTreeSet<String> {
    let lower = term.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.strip_suffix('s').unwrap_or(word).to_string()).collect()
}

/// Whether a name holds one of some words as it is written.
fn holds_any(name: &str, stop_words: &[String]) -> bool {
    let lower = name.to_lowercase();
    let is_stopped = |word: &str| stop_words.iter().any(|stop| stop.to_lowercase() == word);
    lower.split([' ', ',']).any(is_stopped) || lower.split(|c: char| !c.is_alphanumeric()).any(is_stopped)
}

/// Whether a label is the one of a topic without any term of its own, which says nothing.
fn is_placeholder(label: &str) -> bool {
    label.strip_prefix("topic ").is_some_and(|number| number.parse::<usize>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, label: &str, terms: &[&str], stop_words: &[&str], fits: bool) {
        let terms = terms.iter().map(|term| term.to_string()).collect();
        let topic = SnapshotTopic { label: label.into(), terms, ..SnapshotTopic::default() };
        let stop_words: Vec<String> = stop_words.iter().map(|word| word.to_string()).collect();
        assert_eq!(still_fits(name, &topic, &stop_words), fits, "{name} for {label}");
    }

    #[test]
    fn half_of_the_parts_must_be_terms() {
        check("cough, inhaled capsaicin", "throat", &["throat", "reflux"], &[], false);
        check("cough, inhaled capsaicin", "throat", &["throat", "cough"], &[], true);
        check("cough, capsaicin, asthma", "throat", &["throat", "cough"], &[], false);
        // Case, number, and words that stand within the other one.
        check("Coughs", "throat", &["chronic cough"], &[], true);
        check("inhaled capsaicin", "throat", &["capsaicin"], &[], true);
        check("inhaled capsaicin", "throat", &["inhaled steroids"], &[], false);
        // A label may hold a term that ranks behind those shown.
        check("gene, lost", "niosomes, gene", &["niosomes"], &[], true);
    }

    #[test]
    fn stopped_words_go_and_nothing_is_judged_by_nothing() {
        check("cough, study", "cough, throat", &["cough", "throat"], &["Study"], false);
        check("cough, study-based", "cough, throat", &["cough", "throat"], &["study"], false);
        check("cough, studies", "cough, throat", &["cough", "throat"], &["study"], true);
        check("cough, study", "study", &["cough", "study"], &["study"], true);
        check("lost", "", &[], &[], true);
        check("lost", "topic 4", &["cough"], &[], true);
    }
}
