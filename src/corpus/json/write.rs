//! Writes JSON: records in, one object a line (JSONL) or one CSL-JSON array out.
//!
//! A record that came from JSON keeps its own keys and values; any other is mapped by what its fields mean, for JSONL
//! to the keys that themata reads best, for a document to those of CSL.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::super::format::Format;
use super::super::pages;
use super::super::record::{Field, Record, Role};
use super::super::values::SUFFIXES;
use super::titles;

/// The key of a list of notes.
const NOTES: &str = "notes";

/// Writes one object a line.
///
/// # Errors
/// What `out` says.
pub fn write_lines<'a>(records: impl Iterator<Item = (&'a Record, Format)>, out: &mut dyn Write) -> io::Result<()> {
    for (record, format) in records {
        let object = if is_json(format) { own(record) } else { plain(record) };
        writeln!(out, "{}", Value::Object(object))?;
    }
    Ok(())
}

/// Writes one array, in CSL's terms where a record has no keys of its own.
///
/// # Errors
/// What `out` says.
pub fn write_document<'a>(records: impl Iterator<Item = (&'a Record, Format)>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, (record, format)) in records.enumerate() {
        let object = if is_json(format) { as_csl(own(record)) } else { csl(record) };
        write!(out, "{}\n{}", if i > 0 { "," } else { "" }, Value::Object(object))?;
    }
    out.write_all(b"\n]\n")
}

fn is_json(format: Format) -> bool {
    matches!(format, Format::Json | Format::Jsonl)
}

/// The keys of the source in their order; nested values as they were.
fn own(record: &Record) -> Map<String, Value> {
    let fields: Vec<Field<'_>> = record.fields().collect();
    let mut object = Map::new();
    let subtitle = fields.iter().find(|f| f.tag == titles::SUBTITLE).map(|f| f.value);
    // What was joined when it was read.
    let text = |f: &Field<'_>| match f.role {
        Role::Title => Value::from(titles::bare(f.value, subtitle)),
        _ => scalar(*f),
    };
    for group in fields.chunk_by(|a, b| a.tag == b.tag) {
        let nested = group.iter().filter(|f| f.role == Role::Other && f.value.starts_with(['{', '[']));
        let nested = nested.filter_map(|f| serde_json::from_str(f.value).ok()).next();
        let is_list = |f: &Field<'_>| match f.role {
            Role::Author | Role::Keyword | Role::Subject => true,
            Role::Note => f.tag == NOTES,
            _ => false,
        };
        let many = group.len() > 1 || is_list(&group[0]);
        let value = match nested {
            Some(value) => value,
            None if many => group.iter().map(|f| Value::from(f.value)).collect(),
            None => text(&group[0]),
        };
        object.insert(group[0].tag.to_string(), value);
    }
    object
}

/// A number where the source may have had one, else a text.
fn scalar(field: Field<'_>) -> Value {
    let number = field.value.parse::<i64>().ok().filter(|n| n.to_string() == field.value);
    match number {
        Some(number) if matches!(field.role, Role::Year) => number.into(),
        _ => field.value.into(),
    }
}

fn plain(record: &Record) -> Map<String, Value> {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| {
        let empty = value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            object.insert(key.to_string(), value);
        }
    };
    let first = |role: Role| Value::from(record.first(role));
    put("id", record.id.as_str().into());
    put("title", record.title().into());
    put("abstract", texts(record).into());
    put("authors", record.authors().into());
    put("year", record.year().into());
    put("journal", record.first(Role::Journal).or_else(|| record.first(Role::JournalAbbrev)).into());
    put("volume", first(Role::Volume));
    put("issue", first(Role::Issue));
    put("pages", pages::range(record).into());
    put("doi", record.doi().into());
    put("pmid", record.pmid().into());
    put("keywords", record.keywords().into());
    put("mesh", record.headings().into());
    put("language", first(Role::Language));
    put("url", first(Role::Url));
    put("issn", first(Role::Issn));
    put("publisher", first(Role::Publisher));
    put(NOTES, notes(record).into());
    put("label", first(Role::Label));
    object
}

fn csl(record: &Record) -> Map<String, Value> {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| {
        if !(value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty)) {
            object.insert(key.to_string(), value);
        }
    };
    let first = |role: Role| Value::from(record.first(role));
    put("id", record.id.as_str().into());
    put("type", kind(record).into());
    put("title", record.title().into());
    put("author", record.authors().into_iter().map(name).collect());
    if let Some(year) = record.year() {
        put("issued", json!({ "date-parts": [[year]] }));
    }
    put("container-title", record.first(Role::Journal).or_else(|| record.first(Role::JournalAbbrev)).into());
    put("container-title-short", first(Role::JournalAbbrev));
    put("volume", first(Role::Volume));
    put("issue", first(Role::Issue));
    put("page", pages::range(record).into());
    put("DOI", record.doi().into());
    put("PMID", record.pmid().into());
    put("URL", first(Role::Url));
    put("ISSN", first(Role::Issn));
    put("publisher", first(Role::Publisher));
    put("language", first(Role::Language));
    put("abstract", texts(record).into());
    put("keyword", [record.keywords(), record.headings()].concat().join("; ").into());
    put("note", notes(record).join("\n").into());
    object
}

/// An entry of CSL with its names and its date in their parts; other objects as they are.
fn as_csl(mut object: Map<String, Value>) -> Map<String, Value> {
    if !object.contains_key("issued") && !object.contains_key("container-title") {
        return object;
    }
    for role in ["author", "editor"] {
        if let Some(Value::Array(names)) = object.get_mut(role) {
            names.iter_mut().for_each(|one| *one = one.as_str().map_or(one.clone(), name));
        }
    }
    if let Some(date) = object.get_mut("issued") {
        let text = date.as_i64().map(|year| year.to_string()).or_else(|| date.as_str().map(str::to_string));
        let parts = text.map(|text| text.split('-').map(str::parse).collect::<Result<Vec<u32>, _>>());
        if let Some(Ok(parts)) = parts {
            *date = json!({ "date-parts": [parts] });
        }
    }
    object
}

/// `Ruiz, Ana` and `Ruiz, Ana, Jr` as family and given name and suffix; any other form as it stands.
fn name(author: &str) -> Value {
    let suffixed = author.rsplit_once(',').map(|(name, suffix)| (name, suffix.trim()));
    if let Some((name, suffix)) = suffixed.filter(|(_, suffix)| SUFFIXES.contains(&suffix.trim_end_matches('.')))
        && let Some((family, given)) = name.split_once(',')
    {
        return json!({ "family": family.trim(), "given": given.trim(), "suffix": suffix });
    }
    match author.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() => json!({ "family": family.trim(), "given": given.trim() }),
        _ => json!({ "literal": author }),
    }
}

fn kind(record: &Record) -> &'static str {
    let kinds: Vec<String> = record.all(Role::Type).map(|f| f.value.to_lowercase()).collect();
    let has = |parts: &[&str]| parts.iter().any(|part| kinds.iter().any(|kind| kind.contains(part)));
    match () {
        () if has(&["jour", "article"]) => "article-journal",
        () if has(&["proceedings", "conf", "cpaper"]) => "paper-conference",
        () if has(&["chap", "incollection"]) => "chapter",
        () if has(&["book"]) => "book",
        () if has(&["thes", "dissertation"]) => "thesis",
        () if has(&["report", "rprt"]) => "report",
        () if record.first(Role::Journal).is_some() => "article-journal",
        () => "document",
    }
}

fn notes(record: &Record) -> Vec<&str> {
    record.all(Role::Note).map(|f| f.value).filter(|note| !note.trim().is_empty()).collect()
}

fn texts(record: &Record) -> String {
    record.abstracts().map(|(_, text)| text).collect::<Vec<_>>().join("\n")
}
