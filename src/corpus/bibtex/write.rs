//! Writes BibTeX: a record that came from BibTeX keeps its type, key, fields and their order; any other is mapped by
//! what its fields mean.
//!
//! Text is written as Unicode with the signs escaped that TeX would take for its own.

use std::borrow::Cow;
use std::io::{self, Write};

use super::super::format::Format;
use super::super::pages;
use super::super::record::{Record, Role};
use super::{INHERITED, KEY, TYPE, names, tex, titles};

/// Writes records, each with the format it came from.
///
/// # Errors
/// What `out` says.
pub fn write<'a>(records: impl Iterator<Item = (&'a Record, Format)>, out: &mut dyn Write) -> io::Result<()> {
    for (record, format) in records {
        if format == Format::Bibtex { own(record, out)? } else { mapped(record, out)? }
    }
    Ok(())
}

fn own(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let named = |tag: &str| record.fields().find(|f| f.tag == tag).map(|f| f.value);
    writeln!(out, "@{}{{{},", named(TYPE).unwrap_or("misc"), named(KEY).unwrap_or_default())?;
    let fields: Vec<_> = record
        .fields()
        .filter(|f| !matches!(f.tag, TYPE | KEY) && !f.tag.starts_with(INHERITED) && is_name(f.tag))
        .collect();
    let subtitle = fields.iter().find(|f| f.tag.eq_ignore_ascii_case(titles::SUBTITLE)).map(|f| f.value);
    // What was joined when it was read.
    let of_title = |role, value| match subtitle {
        Some(subtitle) if role == Role::Title => titles::part(value, subtitle),
        _ => value,
    };
    for group in fields.chunk_by(|a, b| a.tag == b.tag && a.role == Role::Author && b.role == Role::Author) {
        let values: Vec<Cow<'_, str>> = group.iter().map(|f| encode(f.role, of_title(f.role, f.value))).collect();
        field(out, group[0].tag, &values.join(" and "))?;
    }
    writeln!(out, "}}\n")
}

fn is_name(tag: &str) -> bool {
    !tag.is_empty() && !tag.contains(['=', ',', '{', '}', '"', '#', '@', '\n', '\r'])
}

fn mapped(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "@{}{{{},", kind(record), key(record))?;
    let authors: Vec<Cow<'_, str>> = record.authors().into_iter().map(|name| encode(Role::Author, name)).collect();
    if !authors.is_empty() {
        field(out, "author", &authors.join(" and "))?;
    }
    let joined = |role: Role| {
        let values: Vec<&str> = record.all(role).map(|f| f.value.trim()).filter(|value| !value.is_empty()).collect();
        (!values.is_empty()).then(|| values.join("; "))
    };
    let mut put = |name: &str, role: Role, value: Option<String>| match value {
        Some(value) if !value.trim().is_empty() => field(out, name, &encode(role, &value)),
        _ => Ok(()),
    };
    put(
        "title",
        Role::Title,
        record.first(Role::Title).or_else(|| record.first(Role::TranslatedTitle)).map(str::to_string),
    )?;
    put(
        "journal",
        Role::Journal,
        record.first(Role::Journal).or_else(|| record.first(Role::JournalAbbrev)).map(str::to_string),
    )?;
    put("year", Role::Year, record.year().map(|year| year.to_string()))?;
    put("volume", Role::Volume, joined(Role::Volume))?;
    put("number", Role::Issue, joined(Role::Issue))?;
    put("pages", Role::Pages, pages::range(record))?;
    put("doi", Role::Doi, record.doi())?;
    put("pmid", Role::Pmid, record.pmid().map(str::to_string))?;
    put("url", Role::Url, record.first(Role::Url).map(str::to_string))?;
    put("issn", Role::Issn, joined(Role::Issn))?;
    put("publisher", Role::Publisher, joined(Role::Publisher))?;
    put("language", Role::Language, joined(Role::Language))?;
    put("keywords", Role::KeywordList, Some(record.keywords().join("; ")))?;
    put("mesh", Role::SubjectList, Some(record.headings().join("; ")))?;
    put("abstract", Role::Abstract, joined(Role::Abstract))?;
    put("note", Role::Note, joined(Role::Note))?;
    put("label", Role::Label, joined(Role::Label))?;
    writeln!(out, "}}\n")
}

/// The id without the signs that end a key.
fn key(record: &Record) -> String {
    let sign = |c: char| if c.is_whitespace() || c.is_control() || "{},=\"#%~\\()'".contains(c) { '_' } else { c };
    record.id.chars().map(sign).collect()
}

fn kind(record: &Record) -> &'static str {
    const KINDS: &[(&str, &str)] = &[
        ("proceedings", "inproceedings"),
        ("conference", "inproceedings"),
        ("cpaper", "inproceedings"),
        ("chap", "incollection"),
        ("thesis", "phdthesis"),
        ("thes", "phdthesis"),
        ("dissertation", "phdthesis"),
        ("report", "techreport"),
        ("rprt", "techreport"),
        ("book", "book"),
        ("preprint", "unpublished"),
    ];
    let kinds: Vec<String> = record.all(Role::Type).map(|f| f.value.to_lowercase()).collect();
    let article = kinds.iter().any(|kind| kind.contains("jour") || kind.contains("article"));
    if article || kinds.is_empty() && record.first(Role::Journal).is_some() {
        return "article";
    }
    let found = KINDS.iter().find(|(part, _)| kinds.iter().any(|kind| kind.contains(part)));
    found.map_or(if record.first(Role::Journal).is_some() { "article" } else { "misc" }, |(_, kind)| kind)
}

fn encode(role: Role, value: &str) -> Cow<'_, str> {
    match role {
        // A link stands as it is; percent signs and the like are its own.
        Role::Doi | Role::Url => Cow::Owned(value.replace(['{', '}', '\\'], "")),
        Role::Author => {
            let name = tex::encode(value);
            // What would be read as several names, or as another one, is set in braces.
            let is_plain = matches!(&names::split(&name)[..], [Cow::Borrowed(one)] if *one == name.trim());
            Cow::Owned(if is_plain { name } else { format!("{{{name}}}") })
        }
        Role::Pages => Cow::Owned(tex::encode(value).replace("{}-", "-")),
        _ => Cow::Owned(tex::encode(value)),
    }
}

fn field(out: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    let line: Vec<&str> = value.split_whitespace().collect();
    writeln!(out, "  {name} = {{{}}},", line.join(" "))
}
