//! Fields: the text between the braces of one entry in, a record out.
//!
//! Values are braced, quoted or bare, joined by `#`; `@string` macros are put in. Several authors become a field each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::issue::IssueKind;
use super::super::record::{RecordBuilder, Role};
use super::super::sink::Sink;
use super::super::values;
use super::{KEY, TYPE, tex};
use crate::corpus::markup;

/// Longest name of a field in bytes; what is longer is text that lost its braces.
const MAX_NAME: usize = 80;
/// Longest text that macros may make of one value, in bytes.
const MAX_VALUE: usize = 32 << 20;

/// What `@string` entries stand for, by lower-case name.
pub(super) type Macros = BTreeMap<String, String>;

/// Reads one entry.
pub(super) fn entry(kind: &str, text: &str, line: u32, macros: &mut Macros, sink: &mut Sink) {
    match kind.to_ascii_lowercase().as_str() {
        "comment" | "preamble" => {}
        "string" => {
            let mut rest = text;
            while let Some((name, value, after)) = field(rest, macros) {
                macros.insert(name.to_lowercase(), value.into_owned());
                rest = after;
            }
        }
        _ => record(kind, text, line, macros, sink),
    }
}

fn record(kind: &str, text: &str, line: u32, macros: &Macros, sink: &mut Sink) {
    let (key, mut rest) = key(text);
    let mut fields = Vec::new();
    while let Some((name, value, after)) = field(rest, macros) {
        fields.push((name, value));
        rest = after;
    }
    let mut builder = RecordBuilder::with_capacity(line, text.len() + 16, 16);
    builder.push(TYPE, Role::Type, kind);
    builder.push(KEY, role_of_key(key), key);
    let is_pubmed = fields.iter().any(|(name, value)| tells_pubmed(name, value));
    for (name, value) in &fields {
        let role = if is_pubmed && name.eq_ignore_ascii_case("eprint") { Role::Pmid } else { role(name) };
        push(&mut builder, name, role, value);
    }
    let left = rest.trim_matches(|c: char| c.is_whitespace() || c == ',');
    if !left.is_empty() {
        let start: String = left.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
        sink.issue(line, IssueKind::Malformed, format!("no `name = value` in this entry, left out from here: {start}"));
    }
    sink.record(builder);
}

/// The key, and what follows it. An entry without a key begins with a field.
fn key(text: &str) -> (&str, &str) {
    let end = text.find(['=', ',', '"', '{']).unwrap_or(text.len());
    match text.as_bytes().get(end) {
        Some(b',') => (text[..end].trim(), &text[end + 1..]),
        None => (text.trim(), ""),
        Some(_) => ("", text),
    }
}

/// What a key is: an id, or the PMID with its name, as converters of PubMed's records write it ("pmid91234567").
fn role_of_key(key: &str) -> Role {
    match key.strip_prefix("pmid") {
        Some(number) if values::is_pmid(number) => Role::Pmid,
        _ if key.is_empty() => Role::Other,
        _ => Role::Id,
    }
}

/// Whether a field says that `eprint` is a PMID.
fn tells_pubmed(name: &str, value: &str) -> bool {
    let is_type = ["eprinttype", "archiveprefix"].iter().any(|known| name.eq_ignore_ascii_case(known));
    is_type && ["pmid", "pubmed"].iter().any(|known| value.trim().eq_ignore_ascii_case(known))
}

fn push(builder: &mut RecordBuilder, name: &str, role: Role, raw: &str) {
    let text = |raw: &str| collapse(&markup::value(role, &tex::decode(raw)));
    match role {
        Role::Author => authors(raw).iter().for_each(|author| builder.push(name, role, &text(author))),
        // Cochrane: "PUBMED 91234567,EMBASE 2012345678".
        Role::Accession if raw.trim_start().starts_with("PUBMED ") => builder.push(name, Role::Pmid, &text(raw)),
        Role::Doi | Role::Url => builder.push(name, role, &collapse(&markup::value(role, &tex::unescape(raw)))),
        Role::Pages => builder.push(name, role, &text(raw).replace(['–', '—'], "-")),
        _ => builder.push(name, role, &text(raw)),
    }
}

/// Splits at `and` outside braces.
fn authors(raw: &str) -> Vec<&str> {
    let bytes = raw.as_bytes();
    let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    let (mut depth, mut start, mut names) = (0usize, 0, Vec::new());
    for (at, byte) in raw.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'a' if depth == 0 && bytes[at..].starts_with(b"and") && at > start && blank(at - 1) && blank(at + 3) => {
                names.push(&raw[start..at]);
                start = at + 3;
            }
            _ => {}
        }
    }
    names.push(&raw[start.min(raw.len())..]);
    let mut names: Vec<&str> = names.into_iter().flat_map(between).collect();
    names.retain(|name| !name.is_empty());
    if names.is_empty() { vec![""] } else { names }
}

/// The names between two `and`: one, or several as Cochrane writes them, "Ruiz, AB, Brandt, O," for two.
fn between(names: &str) -> Vec<&str> {
    let names = names.trim().trim_end_matches(',').trim_end();
    values::initialed(names).unwrap_or_else(|| vec![names])
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The next `name = value`: the name, the value as written, and what follows.
fn field<'a>(text: &'a str, macros: &Macros) -> Option<(&'a str, Cow<'a, str>, &'a str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    let (name, rest) = text.split_once('=')?;
    let name = name.trim();
    if name.is_empty() || name.len() > MAX_NAME || name.contains(['{', '}', '"', '\n', ',']) {
        return None;
    }
    let (value, rest) = value(rest, macros);
    Some((name, value, rest))
}

fn value<'a>(text: &'a str, macros: &Macros) -> (Cow<'a, str>, &'a str) {
    let (mut whole, mut rest) = part(text.trim_start(), macros);
    while let Some(next) = rest.trim_start().strip_prefix('#') {
        let (more, after) = part(next.trim_start(), macros);
        if whole.len() + more.len() <= MAX_VALUE {
            whole.to_mut().push_str(&more);
        }
        rest = after;
    }
    (whole, rest)
}

fn part<'a>(text: &'a str, macros: &Macros) -> (Cow<'a, str>, &'a str) {
    let Some(first) = text.bytes().next().filter(|byte| matches!(byte, b'{' | b'"')) else {
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '#')).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let value = macros.get(&word.to_lowercase()).map_or(Cow::Borrowed(word), |value| Cow::Owned(value.clone()));
        return (value, rest);
    };
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'"' if first == b'"' && depth == 0 => return (Cow::Borrowed(&text[1..at]), &text[at + 1..]),
            b'}' if first == b'{' && depth == 0 => return (Cow::Borrowed(&text[1..at]), &text[at + 1..]),
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (Cow::Borrowed(&text[1..]), "")
}

/// What a field means.
pub(super) fn role(name: &str) -> Role {
    match name.to_ascii_lowercase().replace(['_', ' '], "-").as_str() {
        "title" => Role::Title,
        "origtitle" => Role::TranslatedTitle,
        "author" => Role::Author,
        "journal" | "journaltitle" | "booktitle" => Role::Journal,
        "shortjournal" | "journal-iso" | "journalabbr" | "abbrev-source-title" => Role::JournalAbbrev,
        "year" => Role::Year,
        "date" | "month" | "earlyaccessdate" | "publication-date" => Role::Date,
        "volume" => Role::Volume,
        "number" | "issue" => Role::Issue,
        "pages" | "article-number" | "art-number" | "eid" => Role::Pages,
        "doi" => Role::Doi,
        "url" | "link" => Role::Url,
        "pmid" | "pubmed" | "pubmedid" | "pubmed-id" => Role::Pmid,
        "unique-id" | "accession-number" => Role::Accession,
        "abstract" => Role::Abstract,
        "keywords" | "keyword" | "key-words" | "author-keywords" | "keywords-plus" => Role::KeywordList,
        "mesh" | "mesh-terms" | "mesh-headings" => Role::SubjectList,
        "issn" | "isbn" | "eissn" => Role::Issn,
        "publisher" => Role::Publisher,
        "language" | "langid" => Role::Language,
        "type" | "document-type" | "howpublished" => Role::Type,
        "note" | "notes" | "annote" | "annotation" => Role::Note,
        "database" | "source" => Role::Database,
        "label" => Role::Label,
        _ => Role::Other,
    }
}
