//! Writes RIS: a record that came from RIS keeps all its fields and tags; any other is mapped by what its fields mean.
//!
//! Reading back what was written gives the same fields. A line end inside a value is kept where RIS would read it as
//! part of the value, and becomes a blank where it would not.

use std::io::{self, Write};

use super::tags;
use crate::corpus::Format;
use crate::corpus::pages;
use crate::corpus::record::{Field, Record, Role};
use crate::corpus::values::find_pmid;

/// Writes records, each with the format it came from.
pub fn write<'a>(mut records: impl Iterator<Item = (&'a Record, Format)>, out: &mut dyn Write) -> io::Result<()> {
    records.try_for_each(|(record, format)| one(record, format, &Added::default(), out))
}

/// What an analysis says of a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a> {
    /// The label of its topic.
    pub topic: Option<&'a str>,
    /// The id of the record that it is a duplicate of.
    pub duplicate_of: Option<&'a str>,
}

/// Writes a record with what an analysis says of it: `KW  - topic: LABEL` behind the keywords, and before the notes
/// `N1  - themata_topic: "LABEL"` and `N1  - themata_duplicate_of: ID`.
pub fn write_with_marks(record: &Record, format: Format, marks: &Marks<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut added = Added::default();
    if let Some(label) = marks.topic {
        let label: String = label.chars().map(|c| if c == ';' || c.is_control() { ',' } else { c }).collect();
        added.notes.push(format!("themata_topic: \"{}\"", label.replace('"', "'")));
        added.keyword = Some(format!("topic: {label}"));
    }
    if let Some(id) = marks.duplicate_of {
        let id: String = id.chars().filter(|c| !c.is_control()).collect();
        added.notes.push(format!("themata_duplicate_of: {id}"));
    }
    one(record, format, &added, out)
}

/// Lines that a record has beside its own.
#[derive(Default)]
struct Added {
    keyword: Option<String>,
    notes: Vec<String>,
}

impl Added {
    fn keyword(&self, out: &mut dyn Write) -> io::Result<()> {
        self.keyword.iter().try_for_each(|keyword| line(out, "KW", keyword))
    }

    /// Whether a field is of an earlier run, which these lines stand in place of.
    fn replaces(&self, field: &Field<'_>) -> bool {
        let is_note = field.tag == "N1" && field.value.starts_with("themata_");
        let is_keyword = field.tag == "KW" && field.role == Role::Other && field.value.starts_with("topic: ");
        !self.notes.is_empty() && (is_note || is_keyword)
    }

    fn notes(&self, out: &mut dyn Write) -> io::Result<()> {
        self.notes.iter().try_for_each(|note| line(out, "N1", note))
    }
}

fn one(record: &Record, format: Format, added: &Added, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Ris {
        own(record, added, out)?;
    } else {
        mapped(record, added, out)?;
    }
    out.write_all(b"ER  - \n\n")
}

/// A record with RIS tags of its own.
fn own(record: &Record, added: &Added, out: &mut dyn Write) -> io::Result<()> {
    let fields: Vec<Field<'_>> = record.fields().filter(|field| !added.replaces(field)).collect();
    if fields.first().is_none_or(|f| f.tag != "TY") {
        line(out, "TY", "GEN")?;
    }
    let is_keyword =
        |f: &Field<'_>| matches!(f.role, Role::Keyword | Role::KeywordList | Role::Subject | Role::SubjectList);
    let after_keywords = fields.iter().rposition(is_keyword).map_or(fields.len(), |i| i + 1);
    let before_notes = fields.iter().position(|f| f.role == Role::Note || f.tag == "N1").unwrap_or(fields.len());
    for i in 0..=fields.len() {
        if i == after_keywords {
            added.keyword(out)?;
        }
        if i == before_notes {
            added.notes(out)?;
        }
        if let Some(own) = fields.get(i).filter(|f| i == 0 || f.tag != "TY") {
            field(out, *own)?;
        }
    }
    Ok(())
}

fn field(out: &mut dyn Write, field: Field<'_>) -> io::Result<()> {
    if tags::is_tag(field.tag) { line(out, field.tag, field.value) } else { Ok(()) }
}

/// A record of another format.
fn mapped(record: &Record, added: &Added, out: &mut dyn Write) -> io::Result<()> {
    line(out, "TY", reference_type(record))?;
    let all = |out: &mut dyn Write, tag: &str, role: Role| {
        record.all(role).filter(|f| !f.value.trim().is_empty()).try_for_each(|f| flat(out, tag, f.value))
    };
    all(out, "TI", Role::Title)?;
    all(out, "TT", Role::TranslatedTitle)?;
    record.authors().iter().try_for_each(|author| flat(out, "AU", author))?;
    if let Some(year) = record.year() {
        line(out, "PY", &year.to_string())?;
    }
    for (tag, role) in [
        ("DA", Role::Date),
        ("T2", Role::Journal),
        ("J2", Role::JournalAbbrev),
        ("VL", Role::Volume),
        ("IS", Role::Issue),
    ] {
        all(out, tag, role)?;
    }
    page_lines(record, out)?;
    if let Some(doi) = record.doi() {
        flat(out, "DO", &doi)?;
    }
    // Readers take a tag of four letters for more of the field before.
    let pmid = |value| find_pmid(value).map_or_else(|| value.to_string(), |pmid| format!("{pmid}[pmid]"));
    record.all(Role::Pmid).try_for_each(|f| flat(out, "U1", &pmid(f.value)))?;
    for (tag, role) in [
        ("AN", Role::Accession),
        ("SN", Role::Issn),
        ("PB", Role::Publisher),
        ("LA", Role::Language),
        ("DB", Role::Database),
        ("M3", Role::Type),
    ] {
        all(out, tag, role)?;
    }
    record.headings().iter().try_for_each(|heading| flat(out, "MH", heading))?;
    record.keywords().iter().try_for_each(|keyword| flat(out, "KW", keyword))?;
    added.keyword(out)?;
    all(out, "AB", Role::Abstract)?;
    added.notes(out)?;
    for (tag, role) in [("N1", Role::Note), ("UR", Role::Url), ("LB", Role::Label)] {
        all(out, tag, role)?;
    }
    all(out, "ID", Role::Id)
}

fn page_lines(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    match pages::ends(record) {
        Some((start, end)) => {
            flat(out, "SP", &start)?;
            flat(out, "EP", &end)
        }
        None => pages::range(record).map_or(Ok(()), |pages| flat(out, "SP", &pages)),
    }
}

/// The reference type that fits the kinds of publication a record names.
fn reference_type(record: &Record) -> &'static str {
    const KINDS: &[(&str, &str)] = &[
        ("inproceedings", "CPAPER"),
        ("conference", "CPAPER"),
        ("proceedings", "CONF"),
        ("incollection", "CHAP"),
        ("inbook", "CHAP"),
        ("chapter", "CHAP"),
        ("book", "BOOK"),
        ("thesis", "THES"),
        ("dissertation", "THES"),
        ("report", "RPRT"),
        ("preprint", "UNPB"),
        ("patent", "PAT"),
        ("dataset", "DATA"),
    ];
    let kinds: Vec<String> = record.all(Role::Type).map(|f| f.value.to_lowercase()).collect();
    let article = kinds.iter().any(|k| k.contains("journal") || k.contains("article"));
    if article || kinds.is_empty() && record.first(Role::Journal).is_some() {
        return "JOUR";
    }
    let named = KINDS.iter().find(|(part, _)| kinds.iter().any(|kind| kind.contains(part)));
    named.map_or(if record.first(Role::Journal).is_some() { "JOUR" } else { "GEN" }, |(_, ty)| *ty)
}

/// Writes a value on one line.
fn flat(out: &mut dyn Write, tag: &str, value: &str) -> io::Result<()> {
    if has_line_end(value) {
        let joined: Vec<&str> = value.split(['\n', '\r']).map(str::trim).filter(|part| !part.is_empty()).collect();
        line(out, tag, &joined.join(" "))
    } else {
        line(out, tag, value.trim())
    }
}

fn has_line_end(value: &str) -> bool {
    memchr::memchr2(b'\n', b'\r', value.as_bytes()).is_some()
}

/// Writes a value, on several lines where it has line ends that a reader takes for its own.
fn line(out: &mut dyn Write, tag: &str, value: &str) -> io::Result<()> {
    for part in [tag, "  - "] {
        out.write_all(part.as_bytes())?;
    }
    if !has_line_end(value) {
        part_of(out, value)?;
        return out.write_all(b"\n");
    }
    let mut blank = false;
    for (i, part) in value.split(['\n', '\r']).enumerate() {
        if i == 0 {
            part_of(out, part)?;
        } else if part.trim().is_empty() {
            blank = true;
        } else {
            let foreign = tags::split(part).is_some() || blank && tags::is_banner(part.trim());
            let separator: &[u8] = if foreign {
                b" "
            } else if blank {
                b"\n\n"
            } else {
                b"\n"
            };
            out.write_all(separator)?;
            part_of(out, part)?;
            blank = false;
        }
    }
    out.write_all(b"\n")
}

/// Writes a line of a value; one that would be read as the start of another record loses a blank.
fn part_of(out: &mut dyn Write, part: &str) -> io::Result<()> {
    let (before, rest) = part.split_at(tags::glued(part).unwrap_or(part.len()));
    out.write_all(before.as_bytes())?;
    match rest.strip_prefix("TY  - ") {
        Some(kind) => write!(out, "TY - {kind}"),
        None => Ok(()),
    }
}
