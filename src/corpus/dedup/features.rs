//! Features: a record in, what is compared of it out, in normal form.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::corpus::record::{Record, Role};

/// A record as the comparison sees it; empty strings and none where the record does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Features {
    pub doi: String,
    pub pmid: String,
    pub accessions: Vec<String>,
    /// Title as words of letters and digits, in lower case without accents.
    pub title: Vec<String>,
    /// Numbers and roman numerals of the title, in order ("part 2", "III").
    pub numerals: Vec<String>,
    /// Whether it is an erratum, a comment, a reply, a retraction notice.
    pub kind: Kind,
    pub year: Option<i32>,
    pub volume: String,
    pub issue: String,
    pub first_page: String,
    pub last_page: String,
    pub journal: Vec<String>,
    /// Family names in order.
    pub authors: Vec<String>,
    /// First letters of the abstract, enough to tell it from others.
    pub opening: String,
}

/// What an entry is with regard to another work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A work of its own.
    #[default]
    Work,
    /// A correction of a work.
    Erratum,
    /// A comment on a work, or a reply to one.
    Comment,
    /// A notice that a work is retracted.
    Retraction,
}

impl Features {
    pub(super) fn new(record: &Record) -> Features {
        let raw_title = strip_markup(record.title());
        let title = words(&raw_title);
        let (first_page, last_page) = pages(record);
        Features {
            doi: record.doi().unwrap_or_default(),
            pmid: record.pmid().unwrap_or_default().trim_start_matches('0').to_string(),
            accessions: record
                .all(Role::Accession)
                .map(|f| f.value.trim().to_lowercase())
                .filter(|v| v.len() > 4)
                .collect(),
            numerals: title.iter().filter(|w| is_numeral(w)).cloned().collect(),
            kind: kind(&title),
            title,
            year: record.year(),
            volume: number(record.first(Role::Volume)),
            issue: number(record.first(Role::Issue)),
            first_page,
            last_page,
            journal: words(
                record.first(Role::Journal).or_else(|| record.first(Role::JournalAbbrev)).unwrap_or_default(),
            ),
            authors: record.authors().iter().take(50).filter_map(|a| family(a)).collect(),
            opening: record
                .abstracts()
                .next()
                .map(|a| words(a.1.get(..400).unwrap_or(a.1)).join(" "))
                .unwrap_or_default()
                .chars()
                .take(150)
                .collect(),
        }
    }

    /// The title without blanks.
    pub(super) fn title_key(&self) -> String {
        self.title.concat()
    }
}

/// Lower case, without accents; letters of other scripts stay.
pub(super) fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'ø' | 'Ø' => 'o',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' => 'd',
        'ı' => 'i',
        other => other,
    };
    let folded: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).map(plain).flat_map(char::to_lowercase).collect();
    folded.replace('ß', "ss").replace('æ', "ae").replace('œ', "oe")
}

pub(super) fn words(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect()
}

/// Takes tags (`<i>`), entities and LaTeX commands out of a title.
fn strip_markup(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(at) = rest.find(['<', '&', '\\']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let end = match tail.as_bytes()[0] {
            b'<' => tail
                .find('>')
                .filter(|n| *n < 40 && tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')),
            b'&' => {
                tail.find(';').filter(|n| *n < 10 && tail[1..*n].chars().all(|c| c.is_ascii_alphanumeric() || c == '#'))
            }
            _ => tail[1..].find(|c: char| !c.is_ascii_alphabetic()).filter(|n| *n > 0),
        };
        let skip = end.map_or(1, |n| n + 1);
        rest = &tail[skip..];
    }
    out.push_str(rest);
    out
}

fn kind(title: &[String]) -> Kind {
    let start: Vec<&str> = title.iter().take(4).map(String::as_str).collect();
    let starts = |words: &[&str]| start.starts_with(words);
    if starts(&["erratum"])
        || starts(&["errata"])
        || starts(&["corrigendum"])
        || starts(&["correction"])
        || starts(&["correction", "to"])
        || starts(&["author", "correction"])
        || starts(&["fe", "de", "errata"])
    {
        Kind::Erratum
    } else if starts(&["retraction"]) || starts(&["retracted"]) || starts(&["retractacion"]) {
        Kind::Retraction
    } else if starts(&["comment"])
        || starts(&["commentary"])
        || starts(&["reply"])
        || starts(&["re"])
        || starts(&["response", "to"])
        || starts(&["in", "reply"])
        || starts(&["letter"])
        || starts(&["author", "s", "reply"])
        || starts(&["authors", "reply"])
        || starts(&["comentario"])
        || starts(&["respuesta"])
    {
        Kind::Comment
    } else {
        Kind::Work
    }
}

fn is_numeral(word: &str) -> bool {
    let roman = matches!(word, "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x");
    roman || word.len() < 5 && word.bytes().all(|b| b.is_ascii_digit())
}

/// The digits that begin a volume or issue ("12 Suppl 1" is 12).
fn number(text: Option<&str>) -> String {
    let text = fold(text.unwrap_or_default());
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_string()
}

/// First and last page; an abbreviated last page is completed ("288-97").
fn pages(record: &Record) -> (String, String) {
    let text = match (record.first(Role::Pages), record.first(Role::StartPage), record.first(Role::EndPage)) {
        (Some(pages), _, _) => pages.to_string(),
        (None, Some(start), Some(end)) => format!("{start}-{end}"),
        (None, Some(start), None) => start.to_string(),
        _ => String::new(),
    };
    let folded = fold(&text);
    let mut parts = folded.split(['-', '–', '—', ',', ';', ' ', '+']).map(page).filter(|p| !p.is_empty());
    let first = parts.next().unwrap_or_default();
    let last = parts.next().unwrap_or_default();
    let missing = first.len().saturating_sub(last.len());
    let last =
        if !last.is_empty() && missing > 0 && first.is_ascii() { format!("{}{last}", &first[..missing]) } else { last };
    (first, last)
}

/// A page without "p.", "pp" and leading zeros; words without a digit are no pages.
fn page(text: &str) -> String {
    let clean: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let clean = clean.trim_start_matches("pp").trim_start_matches('p').trim_start_matches('0');
    if clean.bytes().any(|b| b.is_ascii_digit()) { clean.to_string() } else { String::new() }
}

/// The family name: before the comma, else the longest word that is no initial.
fn family(author: &str) -> Option<String> {
    let name = match author.split_once(',') {
        Some((family, _)) => words(family).concat(),
        None => {
            let parts = words(author);
            let full: BTreeSet<(usize, &String)> = parts.iter().map(|p| (p.chars().count(), p)).collect();
            full.last().map(|p| p.1.clone()).unwrap_or_default()
        }
    };
    (!name.is_empty()).then_some(name)
}
