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
    /// All names of the first three authors, for lists that put given names first.
    pub names: BTreeSet<String>,
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
        let kind = kind(&raw_title);
        let title = words(bare_title(&raw_title));
        let title = title[lead(&title)..].to_vec();
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
            kind,
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
            names: record.authors().iter().take(3).flat_map(|a| words(a)).filter(|w| w.chars().count() >= 4).collect(),
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

/// The title without notes in brackets at its end ("[Erratum appears in …]", "(vol 142, pg 310, 2003)", "[33 refs]").
fn bare_title(title: &str) -> &str {
    let mut bare = title.trim_end_matches(['.', ' ']);
    loop {
        let Some(open) = bare.ends_with([']', ')']).then(|| matching_open(bare)).flatten() else { return bare };
        let inside = fold(&bare[open..]);
        let note = ["erratum", "vol ", "pg ", "review", "refs", "letter", "comment", "journal", "proceeding"]
            .iter()
            .any(|n| inside.contains(n));
        if !note || open < 10 {
            return bare;
        }
        bare = bare[..open].trim_end_matches(['.', ' ']);
    }
}

/// Where the bracket opens that the text ends with.
fn matching_open(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        match c {
            ']' | ')' => depth += 1,
            '[' | '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Words at the start of a notice's title that only say that it is one.
const LEADS: &[&[&str]] = &[
    &["erratum", "to"],
    &["erratum"],
    &["errata"],
    &["corrigendum", "to"],
    &["corrigendum"],
    &["correction", "to"],
    &["correction"],
    &["author", "correction"],
    &["fe", "de", "errata"],
    &["retraction"],
    &["retracted"],
    &["retractacion"],
    &["comment", "on"],
];

fn lead(title: &[String]) -> usize {
    let begins = |words: &&&[&str]| title.len() > words.len() + 2 && words.iter().zip(title).all(|(w, t)| w == t);
    LEADS.iter().find(begins).map_or(0, |words| words.len())
}

fn kind(title: &str) -> Kind {
    let words = words(title);
    let starts = |lead: &[&str]| words.len() >= lead.len() && lead.iter().zip(&words).all(|(l, w)| l == w);
    let ends =
        |tail: &[&str]| words.len() > tail.len() && tail.iter().rev().zip(words.iter().rev()).all(|(t, w)| t == w);
    let any = |leads: &[&[&str]]| leads.iter().any(|l| starts(l));
    if any(&[
        &["erratum"],
        &["errata"],
        &["corrigendum"],
        &["correction"],
        &["author", "correction"],
        &["fe", "de", "errata"],
    ]) || cites_itself(&words)
    {
        Kind::Erratum
    } else if any(&[&["retraction"], &["retracted"], &["retractacion"]]) {
        Kind::Retraction
    } else if any(&[
        &["comment"],
        &["commentary"],
        &["reply"],
        &["re"],
        &["response", "to"],
        &["in", "reply"],
        &["letter"],
        &["author", "s", "reply"],
        &["authors", "reply"],
        &["comentario"],
        &["respuesta"],
    ]) || [&["reply"][..], &["authors", "reply"], &["the", "authors", "respond"]].iter().any(|t| ends(t))
    {
        Kind::Comment
    } else {
        Kind::Work
    }
}

/// A correction as Web of Science titles it, "Title (vol 142, pg 310, 2003)", or Scopus, "Title (Journal (2003) 142 (310-315))".
fn cites_itself(words: &[String]) -> bool {
    let number = |w: &String| w.bytes().all(|b| b.is_ascii_digit());
    let year = |w: &String| w.len() == 4 && number(w) && (w.starts_with("19") || w.starts_with("20"));
    if let [.., when, volume, first, last] = words
        && year(when)
        && number(volume)
        && number(first)
        && number(last)
    {
        return true;
    }
    words.windows(4).any(|w| w[0] == "vol" && number(&w[1]) && matches!(w[2].as_str(), "pg" | "p" | "art" | "page"))
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
    let mut parts = folded
        .split(['-', '\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '\u{2212}', ',', ';', ' ', '+'])
        .filter(|p| !p.is_empty());
    let first = parts.next().map(page).unwrap_or_default();
    let last = parts.map(page).find(|p| !p.is_empty()).unwrap_or_default();
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
