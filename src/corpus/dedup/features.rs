//! Features: a record in, what is compared of it out, in normal form; computed once a record.

use sha2::{Digest, Sha256};

use super::title::{self, Kind};
use super::words::{Words, fold};
use crate::corpus::record::{Record, Role};

/// A record as the comparison sees it; empty strings and none where the record does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Features {
    pub doi: Box<str>,
    pub pmid: Box<str>,
    pub accessions: Words,
    pub title: Words,
    /// The title in other languages, where the record gives several.
    pub other_titles: Box<[Words]>,
    /// Whether the title is a database's translation.
    pub is_translated: bool,
    /// Numbers and roman numerals of the title, in order ("part 2", "III").
    pub numerals: Words,
    pub kind: Kind,
    pub year: Option<i32>,
    pub volume: Box<str>,
    pub issue: Box<str>,
    pub first: Page,
    pub last: Page,
    /// Words of the journal's name without the small ones.
    pub journal: Words,
    /// Family names in order.
    pub authors: Words,
    /// All names of the first three authors in order of the alphabet, for lists that put given names first.
    pub names: Words,
    /// Fingerprint of how the abstract begins; none where it is shorter than a sentence.
    pub opening: Option<[u8; 16]>,
}

/// A page as it is written ("S12") and its digits ("12").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub text: Box<str>,
    pub digits: Box<str>,
}

/// Most authors that are compared.
const MOST_AUTHORS: usize = 50;
/// Letters of an abstract that are compared, and the fewest that tell it from others.
const OPENING: usize = 125;
const LEAST_OPENING: usize = 66;

impl Features {
    pub(super) fn new(record: &Record) -> Features {
        let (title, kind) = title::read(record.title());
        let mut other_titles = title::parts(record.title());
        other_titles.extend(record.all(Role::TranslatedTitle).map(|f| title::read(f.value).0).filter(|t| t.len() >= 4));
        let year = record.year();
        // A volume that is the year tells nothing that the year does not.
        let volume = number(record.first(Role::Volume));
        let volume = if year.is_some_and(|year| *volume == year.to_string()) { Box::default() } else { volume };
        let (first, last) = pages(record);
        let authors = record.authors();
        Features {
            doi: record.doi().unwrap_or_default().into(),
            pmid: record.pmid().unwrap_or_default().trim_start_matches('0').into(),
            accessions: accessions(record),
            numerals: title.filtered(|_, word| title::is_numeral(word)),
            kind,
            title,
            other_titles: other_titles.into(),
            is_translated: title::is_translated(record.title()),
            year,
            volume,
            issue: number(record.first(Role::Issue)),
            first,
            last,
            journal: journal(record),
            names: names(&authors),
            authors: families(&authors),
            opening: opening(record),
        }
    }

    /// The title in all its languages.
    pub(super) fn titles(&self) -> impl Iterator<Item = &Words> {
        std::iter::once(&self.title).chain(&self.other_titles)
    }

    /// The digits of the last page; those of the first where only one is given.
    pub(super) fn last_digits(&self) -> &str {
        if self.last.text.is_empty() { &self.first.digits } else { &self.last.digits }
    }
}

fn accessions(record: &Record) -> Words {
    let numbers = record.all(Role::Accession).map(|f| f.value.trim().to_lowercase()).filter(|v| v.len() > 4);
    Words::list(numbers.collect::<Vec<_>>().iter().map(String::as_str))
}

fn journal(record: &Record) -> Words {
    const SMALL: [&str; 13] = ["the", "of", "on", "and", "in", "for", "de", "la", "del", "y", "e", "journal", "j"];
    let name = record.first(Role::Journal).or_else(|| record.first(Role::JournalAbbrev)).unwrap_or_default();
    Words::of(name).filtered(|_, word| !SMALL.contains(&word))
}

fn names(authors: &[&str]) -> Words {
    let authors: Vec<Words> = authors.iter().take(3).map(|author| Words::of(author)).collect();
    let mut names: Vec<&str> = authors.iter().flat_map(Words::iter).filter(|name| name.chars().count() >= 4).collect();
    names.sort_unstable();
    names.dedup();
    Words::list(names)
}

fn families(authors: &[&str]) -> Words {
    let families: Vec<String> = authors.iter().take(MOST_AUTHORS).map(|author| family(author)).collect();
    Words::list(families.iter().map(String::as_str))
}

fn opening(record: &Record) -> Option<[u8; 16]> {
    let (_, text) = record.abstracts().next()?;
    let words = Words::of(&text[..text.floor_char_boundary(400)]);
    let letters = words.joined();
    let end = letters.char_indices().nth(OPENING).map_or(letters.len(), |(end, _)| end);
    let digest = Sha256::digest(&letters.as_bytes()[..end]);
    if letters.len() < LEAST_OPENING { None } else { digest.first_chunk().copied() }
}

/// The digits that begin a volume or issue ("12 Suppl 1" is 12).
fn number(text: Option<&str>) -> Box<str> {
    let folded = fold(text.unwrap_or_default());
    let digits: String = folded.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').into()
}

/// First and last page; an abbreviated last page is completed ("288-97").
fn pages(record: &Record) -> (Page, Page) {
    let text = match (record.first(Role::Pages), record.first(Role::StartPage), record.first(Role::EndPage)) {
        (Some(pages), _, _) => pages.to_string(),
        (None, Some(start), Some(end)) => format!("{start}-{end}"),
        (None, Some(start), None) => start.to_string(),
        _ => return (Page::default(), Page::default()),
    };
    let folded = fold(&text);
    let mut parts = folded
        .split(['-', '\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '\u{2212}', ',', ';', ' ', '+'])
        .filter(|p| !p.is_empty());
    let first = parts.next().map(page).unwrap_or_default();
    let last = parts.map(page).find(|p| !p.is_empty()).unwrap_or_default();
    let missing = first.len().saturating_sub(last.len());
    let last =
        if !last.is_empty() && missing > 0 && first.is_ascii() { format!("{}{last}", &first[..missing]) } else { last };
    (with_digits(first), with_digits(last))
}

fn with_digits(text: String) -> Page {
    Page { digits: text.chars().filter(char::is_ascii_digit).collect(), text: text.into() }
}

/// A page without "p.", "pp" and leading zeros; words without a digit are no pages.
fn page(text: &str) -> String {
    let clean: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let clean = clean.trim_start_matches("pp").trim_start_matches('p').trim_start_matches('0');
    if clean.bytes().any(|b| b.is_ascii_digit()) { clean.to_string() } else { String::new() }
}

/// The family name: before the comma, else the longest word that is no initial; empty where there is none.
fn family(author: &str) -> String {
    match author.split_once(',') {
        Some((family, _)) => Words::of(family).joined(),
        None => {
            let parts = Words::of(author);
            parts.iter().max_by_key(|p| (p.chars().count(), *p)).unwrap_or_default().to_string()
        }
    }
}
