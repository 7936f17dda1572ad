//! Features: records in, what is compared of each out, in normal form; computed once a record and packed.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::notice::Kind;
use super::title;
use super::words::{Words, fold};
use crate::corpus::pages::range;
use crate::corpus::record::{Record, Role};
use crate::memory::{List, Place};

/// A record as the comparison sees it; empty strings and none where the record does not say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Features<'f> {
    pub title: Words<'f>,
    /// The title in other languages, where the record gives several.
    other_titles: &'f str,
    pub doi: &'f str,
    pub pmid: &'f str,
    pub accessions: Words<'f>,
    /// Numbers under which registries have the trial that the record is the entry of ("nct00000001").
    pub trials: Words<'f>,
    /// Whether the title is a database's translation.
    pub is_translated: bool,
    /// Whether it is the abstract of a talk or poster; none where the kind of publication is not told.
    pub is_abstract: Option<bool>,
    /// Numbers and roman numerals of the title, in order ("part 2", "III").
    pub numerals: Words<'f>,
    pub kind: Kind,
    pub year: Option<i32>,
    pub volume: &'f str,
    pub issue: &'f str,
    pub first: Page<'f>,
    pub last: Page<'f>,
    /// Words of the journal's name without the small ones.
    pub journal: Words<'f>,
    /// Family names in order.
    pub authors: Words<'f>,
    /// All names of the first three authors in order of the alphabet, for lists that put given names first.
    pub names: Words<'f>,
    /// Fingerprint of how the abstract begins; none where it is shorter than a sentence.
    pub opening: Option<[u8; 16]>,
}

/// A page as it is written ("S12") and its digits ("12").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Page<'f> {
    pub text: &'f str,
    pub digits: &'f str,
}

impl<'f> Features<'f> {
    /// The title in all its languages.
    pub(super) fn titles(&self) -> impl Iterator<Item = Words<'f>> {
        let others = self.other_titles.split(OF_SEVERAL).filter(|title| !title.is_empty());
        std::iter::once(self.title.clone()).chain(others.map(Words::packed))
    }

    /// The digits of the last page; those of the first where only one is given.
    pub(super) fn last_digits(&self) -> &'f str {
        if self.last.text.is_empty() { self.first.digits } else { self.last.digits }
    }
}

/// Ends a packed field.
const END: char = '\0';
/// Stands between titles.
const OF_SEVERAL: char = '\u{1}';

/// The features of all records, the texts packed one behind another.
#[derive(Debug)]
pub(super) struct Table {
    text: List<u8>,
    heads: Vec<Head>,
}

/// What is no text, and where the texts of the record end.
#[derive(Clone, Copy, Debug)]
struct Head {
    end: usize,
    kind: Kind,
    is_translated: bool,
    is_abstract: Option<bool>,
    year: Option<i32>,
    opening: Option<[u8; 16]>,
}

/// Records that one thread reads before they are put to the rest, and all threads together.
const AT_ONCE: usize = 256;
const OF_ALL: usize = 64 * AT_ONCE;

impl Table {
    /// Reads all records, see [`super::join_with`].
    pub fn new(records: &[Record], place: &Place, on_read: &(dyn Fn(usize) + Sync)) -> Table {
        let mut table = Table { text: List::new(place), heads: Vec::with_capacity(records.len()) };
        for (round, some) in records.chunks(OF_ALL).enumerate() {
            let read = |(part, records): (usize, &[Record])| {
                let (mut text, mut heads) = (String::new(), Vec::with_capacity(records.len()));
                for (at, record) in records.iter().enumerate() {
                    on_read(round * OF_ALL + part * AT_ONCE + at);
                    heads.push(pack(record, &mut text));
                }
                (text, heads)
            };
            let parts: Vec<(String, Vec<Head>)> = some.par_chunks(AT_ONCE).enumerate().map(read).collect();
            for (text, heads) in parts {
                let start = table.text.len();
                table.text.extend_from_slice(text.as_bytes());
                table.heads.extend(heads.into_iter().map(|head| Head { end: start + head.end, ..head }));
            }
        }
        table
    }

    /// Records.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// The features of one record.
    pub fn of(&self, at: usize) -> Features<'_> {
        let Head { kind, is_translated, is_abstract, year, opening, .. } = self.heads[at];
        let mut rest = self.texts(at);
        let mut next = || first_field(&mut rest);
        Features {
            title: Words::packed(next()),
            other_titles: next(),
            doi: next(),
            pmid: next(),
            accessions: Words::packed(next()),
            trials: Words::packed(next()),
            numerals: Words::packed(next()),
            volume: next(),
            issue: next(),
            first: Page { text: next(), digits: next() },
            last: Page { text: next(), digits: next() },
            journal: Words::packed(next()),
            authors: Words::packed(next()),
            names: Words::packed(next()),
            kind,
            is_translated,
            is_abstract,
            year,
            opening,
        }
    }

    /// The title of one record.
    pub fn title(&self, at: usize) -> Words<'_> {
        Words::packed(first_field(&mut self.texts(at)))
    }

    fn texts(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.heads[at - 1].end };
        std::str::from_utf8(&self.text[start..self.heads[at].end]).unwrap_or_default()
    }
}

/// Most authors that are compared.
const MOST_AUTHORS: usize = 50;
/// Letters of an abstract that are compared, and the fewest that tell it from others.
const OPENING: usize = 125;
const LEAST_OPENING: usize = 66;

/// Takes the first packed field off.
fn first_field<'t>(rest: &mut &'t str) -> &'t str {
    let end = memchr::memchr(END as u8, rest.as_bytes()).unwrap_or(rest.len());
    let (field, others) = rest.split_at(end);
    *rest = others.get(1..).unwrap_or_default();
    field
}

/// Adds the texts of a record in the order in which [`Table::of`] takes them; gives the rest.
fn pack(record: &Record, out: &mut String) -> Head {
    let (title, kind) = title::read(record.title());
    let mut other_titles = title::parts(record.title());
    other_titles.extend(record.all(Role::TranslatedTitle).map(|f| title::read(f.value).0).filter(|t| t.len() >= 4));
    let year = record.year();
    // A volume that is the year tells nothing that the year does not.
    let volume = number(record.first(Role::Volume));
    let volume = if year.is_some_and(|year| volume == year.to_string()) { String::new() } else { volume };
    let (first, last) = pages(record);
    let authors = record.authors();
    let mut put = |text: &str| {
        text.split(END).for_each(|part| out.push_str(part));
        out.push(END);
    };
    put(title.as_str());
    put(&other_titles.iter().map(Words::as_str).collect::<Vec<_>>().join(OF_SEVERAL.encode_utf8(&mut [0; 4])));
    // CENTRAL gives each of its entries a DOI, beside that of the work.
    put(&record.doi().filter(|doi| !doi.starts_with("10.1002/central/")).unwrap_or_default());
    put(record.pmid().unwrap_or_default().trim_start_matches('0'));
    put(accessions(record).as_str());
    put(trials(record).as_str());
    put(title.filtered(|_, word| title::is_numeral(word)).as_str());
    put(&volume);
    put(&number(record.first(Role::Issue)));
    for page in [&first, &last] {
        put(page);
        put(&page.chars().filter(char::is_ascii_digit).collect::<String>());
    }
    put(journal(record).as_str());
    put(families(&authors).as_str());
    put(names(&authors).as_str());
    let is_translated = title::is_translated(record.title());
    let is_abstract = is_abstract(record, &first, &last);
    Head { end: out.len(), kind, is_translated, is_abstract, year, opening: opening(record) }
}

/// By the kind of publication, else by pages: abstracts of a congress stand on one page of a supplement, "S120".
fn is_abstract(record: &Record, first: &str, last: &str) -> Option<bool> {
    let types: Vec<String> = record.all(Role::Type).map(|field| field.value.to_ascii_lowercase()).collect();
    let by_type = types.iter().any(|kind| kind.contains("conference abstract") || kind.contains("meeting abstract"));
    // "a1754" is an article of the BMJ.
    let by_page = last.is_empty() && first.starts_with(['a', 'o', 'p', 's']) && first.len() <= 4;
    let is_told = by_type || by_page || !types.is_empty() || !last.is_empty() && last != first;
    is_told.then_some(by_type || by_page)
}

fn accessions(record: &Record) -> Words<'static> {
    let numbers = record.all(Role::Accession).map(|f| f.value.trim().to_lowercase()).filter(|v| v.len() > 4);
    Words::list(numbers.collect::<Vec<_>>().iter().map(String::as_str))
}

fn trials(record: &Record) -> Words<'static> {
    let roles = [Role::Accession, Role::Url, Role::Journal];
    let texts = roles.into_iter().flat_map(|role| record.all(role)).map(|field| field.value.to_ascii_lowercase());
    let numbers: Vec<String> = texts.flat_map(|text| trial_numbers(&text)).collect();
    Words::list(numbers.iter().map(String::as_str))
}

/// All numbers of trials in a text in small letters; a word may hold the letters of a registry ("distinct").
fn trial_numbers(text: &str) -> Vec<String> {
    const REGISTRIES: [(&str, usize); 4] = [("nct", 8), ("isrctn", 8), ("actrn", 14), ("drks", 8)];
    let number = |start: usize, registry: &str, digits: usize| {
        let number = text.get(start..start + registry.len() + digits)?;
        number[registry.len()..].bytes().all(|b| b.is_ascii_digit()).then(|| number.to_string())
    };
    let of = |(registry, digits): (&'static str, usize)| {
        text.match_indices(registry).filter_map(move |(start, _)| number(start, registry, digits)).collect::<Vec<_>>()
    };
    REGISTRIES.into_iter().flat_map(of).collect()
}

fn journal(record: &Record) -> Words<'static> {
    const SMALL: [&str; 13] = ["the", "of", "on", "and", "in", "for", "de", "la", "del", "y", "e", "journal", "j"];
    let name = record.first(Role::Journal).or_else(|| record.first(Role::JournalAbbrev)).unwrap_or_default();
    // Of a name that is cut short the last word is too.
    let cut = name.trim_end().strip_suffix('…').or_else(|| name.trim_end().strip_suffix("..."));
    let name = cut.map_or(name, |cut| cut.rsplit_once(' ').map_or("", |(whole, _)| whole));
    Words::of(name).filtered(|_, word| !SMALL.contains(&word))
}

fn names(authors: &[&str]) -> Words<'static> {
    let authors: Vec<Words<'_>> = authors.iter().take(3).map(|author| Words::of(author)).collect();
    let mut names: Vec<&str> = authors.iter().flat_map(Words::iter).filter(|name| name.chars().count() >= 4).collect();
    names.sort_unstable();
    names.dedup();
    Words::list(names)
}

fn families(authors: &[&str]) -> Words<'static> {
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
fn number(text: Option<&str>) -> String {
    let folded = fold(text.unwrap_or_default());
    let digits: String = folded.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').into()
}

/// First and last page; an abbreviated last page is completed ("288-97").
fn pages(record: &Record) -> (String, String) {
    let Some(text) = range(record) else { return (String::new(), String::new()) };
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
