//! Marks of labelled text: a line in, and out whether it counts a record, names a field, or goes on with one.

use crate::corpus::record::Role;
use crate::corpus::table::columns;

/// Longest name of a field in characters, and in words.
const LONGEST: (usize, usize) = (40, 5);

/// Names that no column of a table has, as letters and digits.
const NAMES: &[(&str, Role)] = &[
    ("uniqueidentifier", Role::Accession),
    ("pui", Role::Accession),
    ("authornames", Role::AuthorList),
    ("authorsfullname", Role::Other),
    ("institution", Role::Other),
    ("source", Role::Other),
    ("publicationinfo", Role::Other),
    ("emtreedrugindexterms", Role::SubjectList),
    ("emtreedrugindextermsmajorfocus", Role::SubjectList),
    ("emtreemedicalindexterms", Role::SubjectList),
    ("emtreemedicalindextermsmajorfocus", Role::SubjectList),
    ("languageofarticle", Role::Language),
    ("languageofdocument", Role::Language),
    ("languageofsummary", Role::Other),
    ("copyrightnotice", Role::Other),
    ("fulltextlink", Role::Url),
    ("linktotheovidfulltextorcitation", Role::Url),
];

/// Headings inside abstracts, which name no field.
const HEADINGS: &[&str] = &[
    "aim",
    "aims",
    "background",
    "conclusion",
    "conclusions",
    "context",
    "design",
    "discussion",
    "findings",
    "importance",
    "interpretation",
    "interventions",
    "introduction",
    "main outcome measures",
    "main results",
    "materials and methods",
    "measurements",
    "method",
    "methods",
    "objective",
    "objectives",
    "outcomes",
    "patients",
    "participants",
    "purpose",
    "rationale",
    "result",
    "results",
    "setting",
    "settings",
    "significance",
    "study design",
    "trial registration",
];

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mark<'l> {
    /// The record of this number starts.
    Record(u32),
    /// A line of signs, or a blank one.
    Ruler,
    /// A field starts.
    Field { name: &'l str, role: Role, value: &'l str },
    /// Text.
    Text(&'l str),
}

/// What a line is, behind record `last` and inside a field of this role.
pub(super) fn of<'l>(line: &'l str, last: u32, inside: Option<Role>) -> Mark<'l> {
    let mut signs = line.chars();
    if signs.next().is_none_or(|first| matches!(first, '_' | '-' | '=' | '*') && signs.all(|sign| sign == first)) {
        return Mark::Ruler;
    }
    if let Some(count) = count(line).filter(|count| *count == last.saturating_add(1) || *count == 1) {
        return Mark::Record(count);
    }
    field(line, inside).unwrap_or(Mark::Text(line))
}

/// The number in a line that counts records.
fn count(line: &str) -> Option<u32> {
    let digits = |text: &str| text.parse::<u32>().ok();
    if let Some(number) = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return digits(number);
    }
    if let Some(number) = line.strip_suffix('.') {
        return digits(number);
    }
    let (word, rest) = line.split_once([' ', ':'])?;
    let is_count = ["record", "document", "documento", "registro"].iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut rest = rest.trim_start_matches([' ', '#', ':']).split(' ');
    let number = rest.next().and_then(digits)?;
    let is_whole = match rest.next() {
        None => true,
        Some(of) => matches!(of, "of" | "de") && rest.next().and_then(digits).is_some() && rest.next().is_none(),
    };
    (is_count && is_whole).then_some(number)
}

fn field<'l>(line: &'l str, inside: Option<Role>) -> Option<Mark<'l>> {
    let (name, value) = line.split_once(':').unwrap_or((line, ""));
    let name = name.trim_end();
    let is_alone = !line.contains(':');
    let words = name.split_whitespace().count();
    if name.chars().count() > LONGEST.0 || words > LONGEST.1 || !name.starts_with(char::is_uppercase) {
        return None;
    }
    if inside == Some(Role::Abstract) && HEADINGS.contains(&name.to_lowercase().as_str()) {
        return None;
    }
    let role = role(name);
    let is_shouted = name.chars().all(|c| c.is_uppercase() || c == ' ') && words > 1;
    // A name that is not known is one before a colon, or in capitals on a line of its own.
    let is_name = match role {
        Some(_) => true,
        None if is_alone => is_shouted,
        None => words <= 3 && !value.is_empty() && value.starts_with(' ') && inside != Some(Role::Abstract),
    };
    is_name.then_some(Mark::Field { name, role: role.unwrap_or(Role::Other), value: value.trim() })
}

/// What a name that is known means.
fn role(name: &str) -> Option<Role> {
    let key = columns::key(name);
    let known = NAMES.iter().find(|(known, _)| *known == key).map(|(_, role)| *role);
    known.or_else(|| Some(columns::guess(name).0).filter(|role| *role != Role::Other))
}
