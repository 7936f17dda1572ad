//! Writes EndNote XML: a record that came from it keeps its elements in their order; any other is mapped by what its
//! fields mean.

use std::io::{self, Write};

use super::TYPE;
use crate::corpus::format::Format;
use crate::corpus::pages;
use crate::corpus::record::{Record, Role};

/// EndNote's numbers of the commonest types.
const TYPES: &[(&str, &str, &[&str])] = &[
    ("Journal Article", "17", &["jour", "article"]),
    ("Conference Proceedings", "10", &["proceedings", "conf", "cpaper"]),
    ("Book Section", "5", &["chap", "incollection", "inbook"]),
    ("Book", "6", &["book"]),
    ("Thesis", "32", &["thes", "dissertation"]),
    ("Report", "27", &["report", "rprt"]),
];

/// Writes records, each with the format it came from.
///
/// # Errors
/// What `out` says.
pub fn write<'a>(records: impl Iterator<Item = (&'a Record, Format)>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n")?;
    for (record, format) in records {
        out.write_all(b"<record>")?;
        let fields = if format == Format::EndnoteXml { own(record) } else { mapped(record) };
        elements(&fields, out)?;
        out.write_all(b"</record>\n")?;
    }
    out.write_all(b"</records></xml>\n")
}

type Fields = Vec<(String, String)>;

fn own(record: &Record) -> Fields {
    let fields =
        record.fields().filter(|f| f.tag.split(['/', ':']).all(is_name) && !escaped(f.value).trim().is_empty());
    let fields: Fields = fields.map(|f| (f.tag.to_string(), f.value.to_string())).collect();
    if fields.is_empty() { vec![("rec-number".to_string(), record.id.clone())] } else { fields }
}

fn is_name(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) && !part.is_empty()
}

fn mapped(record: &Record) -> Fields {
    let kinds: Vec<String> = record.all(Role::Type).map(|f| f.value.to_lowercase()).collect();
    let fits = |parts: &[&str]| parts.iter().any(|part| kinds.iter().any(|kind| kind.contains(part)));
    let (kind, number, _) = TYPES.iter().find(|(_, _, parts)| fits(parts)).unwrap_or(&TYPES[0]);
    let mut fields =
        vec![("rec-number".to_string(), record.id.clone()), (format!("{TYPE}:{number}"), kind.to_string())];
    let mut put = |path: &str, value: &str| {
        if !value.trim().is_empty() {
            fields.push((path.to_string(), value.trim().to_string()));
        }
    };
    record.authors().into_iter().for_each(|author| put("contributors/authors/author", author));
    let each = |role: Role| record.all(role).map(|f| f.value).collect::<Vec<_>>();
    each(Role::Title).into_iter().for_each(|v| put("titles/title", v));
    each(Role::Journal).into_iter().take(1).for_each(|v| put("titles/secondary-title", v));
    each(Role::TranslatedTitle).into_iter().for_each(|v| put("titles/translated-title", v));
    each(Role::Journal).into_iter().take(1).for_each(|v| put("periodical/full-title", v));
    each(Role::JournalAbbrev).into_iter().for_each(|v| put("periodical/abbr-1", v));
    put("pages", &pages::range(record).unwrap_or_default());
    put("volume", record.first(Role::Volume).unwrap_or_default());
    put("number", record.first(Role::Issue).unwrap_or_default());
    record.keywords().into_iter().for_each(|keyword| put("keywords/keyword", keyword));
    record.headings().into_iter().for_each(|heading| put("keywords/keyword", heading));
    put("dates/year", &record.year().map(|year| year.to_string()).unwrap_or_default());
    put("publisher", record.first(Role::Publisher).unwrap_or_default());
    put("isbn", &each(Role::Issn).join("; "));
    put("accession-num", record.pmid().or(record.first(Role::Accession)).unwrap_or_default());
    put("abstract", &record.abstracts().map(|(_, text)| text).collect::<Vec<_>>().join("\n"));
    put("notes", &each(Role::Note).join("; "));
    each(Role::Url).into_iter().for_each(|v| put("urls/related-urls/url", v));
    put("electronic-resource-num", &record.doi().unwrap_or_default());
    put("remote-database-name", record.first(Role::Database).unwrap_or_default());
    put("language", record.first(Role::Language).unwrap_or_default());
    fields
}

/// Writes values under the ways of their elements; what two neighbors share is opened once.
fn elements(fields: &Fields, out: &mut dyn Write) -> io::Result<()> {
    let mut open: Vec<&str> = Vec::new();
    for (path, value) in fields {
        let (path, number) = path.split_once(':').map_or((path.as_str(), None), |(path, number)| (path, Some(number)));
        let parts: Vec<&str> = path.split('/').collect();
        let (leaf, way) = (parts[parts.len() - 1], &parts[..parts.len() - 1]);
        let shared = open.iter().zip(way).take_while(|(a, b)| a == b).count();
        close(&mut open, shared, out)?;
        for part in &way[shared..] {
            write!(out, "<{part}>")?;
            open.push(part);
        }
        match number {
            Some(number) => write!(out, "<{leaf} name=\"{}\">{}</{leaf}>", escaped(value), escaped(number))?,
            None => write!(out, "<{leaf}>{}</{leaf}>", escaped(value))?,
        }
    }
    close(&mut open, 0, out)
}

fn close(open: &mut Vec<&str>, keep: usize, out: &mut dyn Write) -> io::Result<()> {
    while open.len() > keep {
        if let Some(part) = open.pop() {
            write!(out, "</{part}>")?;
        }
    }
    Ok(())
}

/// Text without the signs of markup and without characters that XML forbids; line ends as EndNote writes them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' => out.push_str("&#xD;"),
            '\t' => out.push('\t'),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}
