//! Citations as PubMed writes them: one in, its fields out.
//!
//! "J Imag Carr. 2023 Mar;355(2):123-40. doi: 10.5555/1. Epub 2023 Jan 10." above an abstract; a summary has authors and
//! title before that and "PMID: 1; PMCID: PMC2." behind it.

use std::borrow::Cow;

use crate::corpus::doi;
use crate::corpus::draft::Draft;
use crate::corpus::record::Role;

/// Where the date of publication stands: behind the last ". " before a year, of those in front of DOI and PMID.
pub(super) fn date(citation: &str) -> Option<usize> {
    let end = ["doi: ", "PMID: ", "PMCID: ", "Epub "].iter().filter_map(|mark| citation.find(mark)).min();
    let searched = &citation[..end.unwrap_or(citation.len())];
    let is_year = |at: &usize| {
        let year = searched.as_bytes().get(*at..*at + 4).unwrap_or_default();
        let goes_on = searched.as_bytes().get(*at + 4).is_some_and(u8::is_ascii_alphanumeric);
        !goes_on && year.iter().all(u8::is_ascii_digit) && matches!(year, [b'1', b'7'..=b'9', ..] | [b'2', b'0', ..])
    };
    searched.rmatch_indices(". ").map(|(at, _)| at + 2).find(is_year)
}

/// Whether a line has the form of a citation: a date, and behind its year a month, numbers or the end ("J Imag. 2023
/// Mar;355(2):123-40."), and no words as behind a year in a sentence ("It began. 2020 was a year").
pub(super) fn is_source(line: &str) -> bool {
    const MONTHS: [&str; 16] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Spring", "Summer", "Fall",
        "Winter",
    ];
    let Some(at) = date(line) else { return false };
    let behind = &line[at + 4..];
    let month = behind.strip_prefix(' ').unwrap_or_default();
    behind.is_empty() || behind.starts_with([';', '.', ':']) || MONTHS.iter().any(|name| month.starts_with(name))
}

/// The citation above an abstract.
pub(super) fn above(citation: &str, draft: &mut Draft) {
    draft.push("Citation", Role::Other, citation);
    match date(citation) {
        Some(at) => source(&citation[..at], &citation[at..], draft),
        None => draft.push("Year", Role::Year, citation),
    }
    identifiers(citation, draft);
}

/// The book of a chapter: "In: Book [Internet]. Town: Publisher; 2024 Jan–. 2023 Aug 14."; `own` is the date of the
/// chapter where it stands elsewhere.
pub(super) fn book(text: &str, own: Option<&str>, draft: &mut Draft) {
    let text = text["In: ".len()..].trim();
    draft.push("Book", Role::Journal, without_editors(text).split(". ").next().unwrap_or_default());
    let behind = || date(text).map(|at| &text[at..]);
    let of_book = || text.rsplit_once("; ").map(|(_, date)| date);
    draft.push("Date", Role::Year, own.or_else(behind).or_else(of_book).unwrap_or(text));
    draft.push("Type", Role::Type, "Book Chapter");
}

/// A book without those who edited it: "Roe A, Poe B, editors. Book [Internet]."
fn without_editors(book: &str) -> &str {
    let parted = [", editors. ", ", editor. "].iter().find_map(|mark| book.split_once(mark));
    parted.filter(|(names, _)| are_names(names)).map_or(book, |(_, book)| book)
}

/// A summary: authors, title, journal and the rest in one citation.
pub(super) fn summary(citation: &str, draft: &mut Draft) {
    draft.push("Citation", Role::Other, citation);
    if let Some((chapter, behind)) = citation.split_once(". In: ") {
        let at = date(chapter);
        let (works, own) = at.map_or((chapter, None), |at| (&chapter[..at], Some(&chapter[at..])));
        names_and_title(works, draft);
        let rest = behind.split("PMID:").next().unwrap_or(behind);
        book(&format!("In: {rest}"), own, draft);
        return identifiers(citation, draft);
    }
    let at = date(citation);
    let before = citation[..at.unwrap_or(citation.len())].trim_end().trim_end_matches('.');
    let (works, journal) = match at.and_then(|_| last_sentence(before)) {
        Some(from) => (before[..from].trim_end(), &before[from..]),
        None => (before, ""),
    };
    names_and_title(works, draft);
    if let Some(at) = at {
        source(journal, &citation[at..], draft);
    }
    identifiers(citation, draft);
}

/// Authors, where the text begins with them, and the title behind.
fn names_and_title(works: &str, draft: &mut Draft) {
    let (names, title) = match works.split_once(". ") {
        Some((names, title)) if are_names(names) => (names, title),
        _ => ("", works),
    };
    authors(names, draft);
    draft.push("Title", Role::Title, title.trim());
}

/// Where the last sentence of a text starts.
fn last_sentence(text: &str) -> Option<usize> {
    [". ", "? ", "! ", ".] ", "?] ", "!] "].iter().filter_map(|end| text.rfind(end).map(|at| at + end.len())).max()
}

/// Journal, date, volume, issue and pages, and the DOI, of a citation that begins with the journal.
pub(in crate::corpus) fn fields(citation: &str) -> Vec<(&'static str, Role, Cow<'_, str>)> {
    let Some(at) = date(citation) else { return Vec::new() };
    let found = parts(&citation[..at], &citation[at..]);
    let doi = citation.split_once("doi: ").and_then(|(_, text)| doi::find(text.split(' ').next()?));
    let tag = |tag, role| if role == Role::JournalAbbrev { "JournalAbbreviation" } else { tag };
    let found = found.into_iter().map(|(name, role, value)| (tag(name, role), role, Cow::Borrowed(value)));
    found.chain(doi.map(|doi| ("DOI", Role::Doi, Cow::Owned(doi)))).collect()
}

/// Adds journal, date, volume, issue and pages.
fn source(journal: &str, rest: &str, draft: &mut Draft) {
    for (tag, role, value) in parts(journal, rest) {
        draft.push(tag, role, value);
    }
}

/// Journal and date, and of volume, issue and pages what there is.
fn parts<'c>(journal: &'c str, rest: &'c str) -> Vec<(&'static str, Role, &'c str)> {
    let sentence = rest.split(". ").next().unwrap_or_default().trim_end_matches('.');
    let (date, numbers) = sentence.split_once(';').unwrap_or((sentence, ""));
    let (volume, pages) = numbers.split_once(':').unwrap_or((numbers, ""));
    let (volume, issue) = volume.split_once('(').unwrap_or((volume, ""));
    let numbers = [
        ("Volume", Role::Volume, volume.trim()),
        ("Issue", Role::Issue, issue.trim_end_matches(')').trim()),
        ("Pages", Role::Pages, pages.trim()),
    ];
    let always =
        [("Journal", Role::JournalAbbrev, journal.trim_end().trim_end_matches('.')), ("Date", Role::Year, date.trim())];
    always.into_iter().chain(numbers.into_iter().filter(|(.., value)| !value.is_empty())).collect()
}

/// DOI, PMID and PMCID of a text, where the record has none yet.
pub(super) fn identifiers(text: &str, draft: &mut Draft) {
    let after = |mark: &str| text.find(mark).map(|at| text[at + mark.len()..].trim_start());
    let word = |text: &'_ str| text.split([' ', ';', '[']).next().unwrap_or_default().trim_end_matches('.').to_string();
    let doi = after("DOI:").or_else(|| after("doi:")).and_then(|text| doi::find(text.split(' ').next()?));
    let pmid = after("PMID:").map(word).filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()));
    let pmcid = after("PMCID:").map(word).filter(|id| id.starts_with("PMC"));
    for (tag, role, value) in [("DOI", Role::Doi, doi), ("PMID", Role::Pmid, pmid), ("PMCID", Role::Other, pmcid)] {
        if let Some(value) = value.filter(|_| !draft.has(tag)) {
            draft.push(tag, role, &value);
        }
    }
}

/// The names of a list, without the numbers of their addresses.
pub(super) fn authors(names: &str, draft: &mut Draft) {
    for name in names.trim_end_matches('.').split([',', ';']) {
        let bare =
            name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '#' | '*' | ' '));
        let bare = bare.strip_prefix("on behalf of the ").unwrap_or(bare);
        if !bare.is_empty() {
            draft.push("Author", Role::Author, bare);
        }
    }
}

/// Whether a text is a list of names: nearly all of them end in initials ("García-López M(2)", "van Dijk AB Jr").
pub(super) fn are_names(text: &str) -> bool {
    let is_name = |name: &str| {
        let name =
            name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '#' | '*' | '.'));
        let words: Vec<&str> = name.split_whitespace().collect();
        let initials = |word: &&str| word.chars().count() <= 4 && word.chars().all(|c| c.is_uppercase() || c == '-');
        words.len() >= 2
            && words.len() <= 6
            && words.iter().skip(1).rev().take(2).any(initials)
            && words.iter().any(|word| word.chars().count() > 1)
    };
    let names: Vec<&str> = text.split([',', ';']).filter(|name| !name.trim().is_empty()).collect();
    let found = names.iter().filter(|name| is_name(name)).count();
    found > 0 && found * 3 >= names.len() * 2
}
