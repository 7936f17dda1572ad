//! Marks of labelled text: a line in, and out whether it counts a record, names a field, or goes on with one.

use crate::corpus::ovid;
use crate::corpus::record::Role;
use crate::corpus::table::columns;

/// Longest name of a field in characters, and in words; "Link to the Ovid Full Text or citation" has eight.
const LONGEST: (usize, usize) = (45, 8);

/// Names of one word that Embase writes in capitals and no table has.
const CAPITALS: &[&str] = &["COPYRIGHT", "SOURCE", "CODEN", "PII", "STATUS"];

/// Names that no column of a table has, as letters and digits.
const NAMES: &[(&str, Role)] = &[
    ("uniqueidentifier", Role::Accession),
    ("authorsfullname", Role::Other),
    ("institution", Role::Other),
    ("source", Role::Other),
    ("publicationinfo", Role::Other),
    ("originalnonenglishtitle", Role::TranslatedTitle),
    ("originalnonenglishabstract", Role::Abstract),
    ("otherabstract", Role::Abstract),
    ("meshsubjectheadings", Role::SubjectList),
    ("emtreeheading", Role::SubjectList),
    ("keywordheading", Role::KeywordList),
    ("majorsubjects", Role::SubjectList),
    ("minorsubjects", Role::SubjectList),
    ("authorsuppliedkeywords", Role::KeywordList),
    ("proquestdocumentid", Role::Accession),
    ("persistentlinktothisrecordpermalink", Role::Url),
    ("languageofpublication", Role::Language),
    ("languageofarticle", Role::Language),
    ("languageofdocument", Role::Language),
    ("languageofsummary", Role::Other),
    ("copyrightnotice", Role::Other),
    ("fulltextlink", Role::Url),
    ("linktotheovidfulltextorcitation", Role::Url),
    ("linktotheexternallinkresolver", Role::Other),
    ("identifierkeyword", Role::KeywordList),
    ("documenturl", Role::Url),
    ("doinumber", Role::Doi),
    // Of the databases of BIREME.
    ("fonte", Role::Other),
    ("fuente", Role::Other),
];

/// Names of Ovid, as letters and digits, that are told where they stand alone; before a colon they are text.
const ALONE: &[&str] = &["score", "status", "references", "journalsubset", "nlmjournalcode"];

/// Names of ProQuest that say nothing of their own, as letters and digits; in small letters behind the first, so that
/// they must be known to be told from text.
const SILENT: &[&str] = &[
    "alternatetitle",
    "authoraffiliation",
    "authoremailaddress",
    "businessindexingterm",
    "companyorganization",
    "conferencelocation",
    "conferencetitle",
    "correspondenceauthor",
    "countryofpublication",
    "datecreated",
    "documentfeature",
    "electronicpublicationdate",
    "entrydate",
    "fulltext",
    "lastupdated",
    "milestonedates",
    "numberofpages",
    "numberofreferences",
    "onlinepublicationdate",
    "peerreviewed",
    "placeofpublication",
    "publicationhistory",
    "publicationsubject",
    "revisiondate",
    "sourceattribution",
    "sourcetype",
    "supplementalmaterial",
    "universityinstitution",
    "universitylocation",
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

/// How a file names its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// On lines of their own.
    Alone,
    /// On lines of their own, values set in, so that a name need not be known (Ovid).
    Outdented,
    /// In capitals on lines of their own (Embase).
    Capitals,
    /// Before a colon (EBSCO, ProQuest).
    Colon,
}

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

/// What a line is, behind record `last` and inside a field of this role, in a file of this style, where it is known.
pub(super) fn of<'l>(line: &'l str, last: u32, inside: Option<Role>, style: Option<Style>) -> Mark<'l> {
    let text = line.trim();
    let mut signs = text.chars();
    if signs.next().is_none_or(|first| matches!(first, '_' | '-' | '=' | '*') && signs.all(|sign| sign == first)) {
        return Mark::Ruler;
    }
    // A selection of Ovid's keeps the numbers of the list.
    let is_open = matches!(style, None | Some(Style::Alone | Style::Outdented));
    if let Some(count) = ovid::count(line).filter(|_| is_open) {
        return Mark::Record(count);
    }
    if let Some(count) = count(text).filter(|count| *count == last.saturating_add(1) || *count == 1) {
        return Mark::Record(count);
    }
    let field = match style {
        Some(Style::Alone) => alone(line),
        Some(Style::Outdented) => outdented(line),
        Some(Style::Capitals) => in_capitals(text),
        Some(Style::Colon) => before_colon(text, inside),
        None => alone(line).or_else(|| before_colon(text, inside)),
    };
    field.unwrap_or(Mark::Text(text))
}

/// The style that the first field of a file shows.
pub(super) fn style(line: &str) -> Option<Style> {
    let text = line.trim();
    match alone(line) {
        Some(_) if is_shouted(text) => Some(Style::Capitals),
        Some(_) => Some(Style::Alone),
        None => before_colon(text, None).filter(is_known).map(|_| Style::Colon),
    }
}

/// The number in a line that counts records.
fn count(line: &str) -> Option<u32> {
    let digits = |text: &str| text.parse::<u32>().ok();
    if let Some(number) = line.strip_suffix('.') {
        return digits(number);
    }
    // "3 / 210   LILACS", as iAH counts.
    if let Some((number, rest)) = line.split_once(" / ") {
        let is_whole = rest.split_whitespace().next().and_then(digits).is_some();
        return digits(number.trim()).filter(|_| is_whole && rest.len() <= LONGEST.0);
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

/// Whether a field has a name that is known.
pub(super) fn is_known(mark: &Mark<'_>) -> bool {
    matches!(mark, Mark::Field { role, .. } if *role != Role::Other)
}

/// A name that is known on a line of its own.
fn alone(line: &str) -> Option<Mark<'_>> {
    let name = line.trim_end();
    let role = || role(name).or_else(|| ALONE.contains(&columns::key(name).as_str()).then_some(Role::Other));
    is_short(name).then(role).flatten().map(|role| Mark::Field { name, role, value: "" })
}

fn outdented(line: &str) -> Option<Mark<'_>> {
    let name = line.trim_end();
    let is_name = is_short(name) && !name.ends_with(['.', ',', ';']);
    is_name.then(|| Mark::Field { name, role: role(name).unwrap_or(Role::Other), value: "" })
}

fn in_capitals(name: &str) -> Option<Mark<'_>> {
    let is_name = is_shouted(name) && (role(name).is_some() || name.contains(' ') || CAPITALS.contains(&name));
    is_name.then(|| Mark::Field { name, role: role(name).unwrap_or(Role::Other), value: "" })
}

fn is_shouted(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '(' | ')' | '-'))
}

fn is_short(name: &str) -> bool {
    let is_within = name.chars().count() <= LONGEST.0 && name.split_whitespace().count() <= LONGEST.1;
    is_within && name.starts_with(char::is_uppercase)
}

fn before_colon<'l>(line: &'l str, inside: Option<Role>) -> Option<Mark<'l>> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    if !is_short(name) && name != "e-ISSN"
        || inside == Some(Role::Abstract) && HEADINGS.contains(&name.to_lowercase().as_str())
    {
        return None;
    }
    let role = role(name);
    // A name that is not known has few words, all of them with a capital.
    let is_name = || {
        let small = |word: &str| word.starts_with(char::is_lowercase) && !matches!(word, "of" | "and" | "to" | "info");
        name.split_whitespace().count() <= 4 && !name.split_whitespace().any(small) && value.starts_with(' ')
    };
    (role.is_some() || is_name()).then(|| Mark::Field { name, role: role.unwrap_or(Role::Other), value: value.trim() })
}

/// What a name that is known means.
fn role(name: &str) -> Option<Role> {
    let key = columns::key(name);
    let known = NAMES.iter().find(|(known, _)| *known == key).map(|(_, role)| *role);
    let known = known.or_else(|| Some(columns::guess(name).0).filter(|role| *role != Role::Other));
    known.or_else(|| SILENT.contains(&key.as_str()).then_some(Role::Other))
}
