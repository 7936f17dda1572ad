//! MEDLINE / NBIB as PubMed and ERIC write it: lines in, records out; and the way back.
//!
//! A tag fills four columns, then `- `; a line that starts with blanks goes on with the field above. A record starts
//! at `PMID`, also where that was glued to the last line of another file, or after a blank line, as PMC's do at `PMC`.
//! A file cut off in a line or a record gives what is there and says so. Tags are those of the National Library of
//! Medicine (MEDLINE/PubMed Data Element Descriptions).

use std::io::{self, BufRead, Write};

use super::draft::Draft;
use super::issue::IssueKind;
use super::lang::Lang;
use super::lines;
use super::pages::range;
use super::record::{Record, Role};
use super::sink::Sink;
use super::{Format, tagged};

/// Column at which PubMed folds.
const WIDTH: usize = 87;

/// Reads MEDLINE text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    tagged::parse(Format::Medline, input, sink)
}

/// Whether the first text of a file is MEDLINE.
pub fn sniff(head: &str) -> bool {
    let mut own = 0;
    let mut first = true;
    for line in lines::of_head(head).take(300) {
        match split(line) {
            Some(("TY", _)) => return false,
            Some(("PMID", value)) if value.bytes().next().is_some_and(|b| b.is_ascii_digit()) => return true,
            Some((tag, _)) if first && OWN.contains(&tag) => return true,
            Some((tag, _)) => own += usize::from(OWN.contains(&tag)),
            None => {}
        }
        first &= line.trim().is_empty();
    }
    own >= 3
}

/// Tags that other tagged formats do not have.
const OWN: &[&str] = &["OWN", "STAT", "FAU", "JT", "VI", "PG", "LID", "AID", "OID", "DCOM", "PHST", "EDAT", "CRDT"];

/// Splits a tagged line into tag and value.
fn split(line: &str) -> Option<(&str, &str)> {
    let bytes = line.as_bytes();
    let (tag, rest) = match bytes {
        [a, b, c, d, b'-', rest @ ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => {
            let tag = 2 + usize::from(*c != b' ') + usize::from(*d != b' ');
            let letters = bytes[..tag].iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            (letters.then_some(tag)?, rest)
        }
        // `ISSN - `, as ERIC writes it.
        [a, b, c, d, b' ', b'-', rest @ ..] if [a, b, c, d].iter().all(|x| x.is_ascii_uppercase()) => (4, rest),
        _ => return None,
    };
    matches!(rest.first(), None | Some(b' ')).then(|| (&line[..tag], line[line.len() - rest.len()..].trim_ascii()))
}

/// Where a record begins inside of a line, as it does where files were put one behind another and the last line had no
/// end: `SO  - J. 2020PMID- 91234567`.
fn glued(line: &str) -> Option<usize> {
    const LONGEST: usize = "PMID- 123456789".len();
    let line = line.trim_ascii_end();
    let from = line.len().saturating_sub(LONGEST);
    let at = from + memchr::memmem::find(&line.as_bytes()[from..], b"PMID- ")?;
    let digits = &line.as_bytes()[at + 6..];
    // Behind a blank it may stand in a text.
    let is_glued = line[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
    (is_glued && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some(at)
}

/// Reads lines one after another.
#[derive(Default)]
pub(super) struct Reader {
    number: u32,
    blank: bool,
    strays: bool,
    sourced: bool,
    draft: Draft,
}

impl Reader {
    /// Reads a line, in its parts where records are glued.
    pub(super) fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        self.number = number;
        lines::parted(line, glued(line), |part| self.part(part, sink));
    }

    fn part(&mut self, line: &str, sink: &mut Sink) {
        if let Some((tag, value)) = split(line) {
            let known = self.draft.has("PMID");
            let next = if tag == "PMID" {
                self.blank || known
            } else {
                // PMC numbers a record before PubMed's number of it.
                self.blank && (!known || matches!(tag, "OWN" | "OID" | "PMC"))
            };
            if next || self.draft.is_empty() {
                self.finish(sink);
                self.draft.start(self.number);
            }
            self.draft.push(tag, role(tag, value), value);
            (self.blank, self.strays) = (false, false);
        } else if line.trim_ascii().is_empty() {
            self.blank = true;
        } else if line.starts_with([' ', '\t']) && !self.draft.is_empty() && !self.blank {
            self.draft.append(" ", line.trim_ascii());
        } else {
            self.stray(line.trim(), sink);
        }
    }

    /// A line that is neither field nor fold: known numbering between records, a fold that lost its blanks, or noise.
    fn stray(&mut self, line: &str, sink: &mut Sink) {
        let numbered = line.trim_end_matches(['.', ':']).bytes().all(|b| b.is_ascii_digit());
        if numbered && (self.blank || self.draft.is_empty()) {
            return;
        }
        if self.draft.is_empty() || self.blank {
            if !self.strays {
                let start: String = line.chars().take(40).collect();
                sink.issue(self.number, IssueKind::Malformed, format!("text outside any field, left out: {start}"));
            }
            self.strays = true;
        } else {
            self.draft.append(" ", line);
        }
    }

    fn finish(&mut self, sink: &mut Sink) {
        if !self.draft.is_empty() {
            self.sourced |= self.draft.has("SO");
            settle(&mut self.draft);
            self.draft.finish(sink);
        }
    }

    /// Ends with the file.
    pub(super) fn end(&mut self, ended_with_break: bool, sink: &mut Sink) {
        // `SO` is the last field of a record and ends with a full stop.
        let whole = (0..self.draft.len()).rev().find(|&i| self.draft.tag(i) == "SO");
        let cut = !self.draft.is_empty()
            && match whole {
                Some(i) => !ended_with_break && !self.draft.value(i).ends_with('.'),
                // ERIC has it in the middle, and not always, a chapter of a book never.
                None => !ended_with_break || self.sourced && self.draft.has("PMID") && !self.draft.has("BTI"),
            };
        if cut {
            let message = "the file ends inside a record; what is there was kept";
            sink.issue(self.number, IssueKind::Truncated, message);
        }
        if sink.dialect.is_none() && (0..self.draft.len()).any(|i| self.draft.value(i) == "ERIC") {
            sink.dialect = Some("ERIC".into());
        }
        self.finish(sink);
        if sink.dialect.is_none() && !sink.records.is_empty() {
            sink.dialect = Some("PubMed".into());
        }
    }
}

fn role(tag: &str, value: &str) -> Role {
    match tag {
        "PMID" => Role::Pmid,
        "TI" => Role::Title,
        "TT" => Role::TranslatedTitle,
        "AB" | "OAB" => Role::Abstract,
        "AU" | "CN" => Role::Author,
        // KoreaMed has them there.
        "OT" | "KW" => Role::Keyword,
        "MH" => Role::Subject,
        "DP" => Role::Year,
        "DEP" => Role::Date,
        "JT" => Role::Journal,
        "TA" => Role::JournalAbbrev,
        "VI" => Role::Volume,
        "IP" => Role::Issue,
        "PG" => Role::Pages,
        "LID" | "AID" if value.ends_with("[doi]") || value.contains("doi.org/10.") => Role::Doi,
        "LID" if value.starts_with("http") => Role::Url,
        "OID" => Role::Accession,
        "LA" => Role::Language,
        "PT" => Role::Type,
        "IS" | "ISSN" | "ISBN" => Role::Issn,
        "GN" => Role::Note,
        "OWN" => Role::Database,
        "PB" => Role::Publisher,
        _ => Role::Other,
    }
}

/// Settles what depends on the whole record: languages of abstracts, titles of books, full names instead of short ones.
fn settle(draft: &mut Draft) {
    let title = draft.has("TI");
    let journal = draft.has("JT");
    let full_names = draft.has("FAU");
    let mut other_abstract = None;
    for i in 0..draft.len() {
        match draft.tag(i) {
            "OAB" => other_abstract = Some(i),
            "OABL" => {
                let lang = Lang::parse(draft.value(i));
                if let Some(abstract_at) = other_abstract.take() {
                    draft.field_mut(abstract_at).lang = lang;
                }
            }
            "FAU" => draft.field_mut(i).role = Role::Author,
            "AU" if full_names => draft.field_mut(i).role = Role::Other,
            "BTI" if !title => draft.field_mut(i).role = Role::Title,
            "BTI" if !journal => draft.field_mut(i).role = Role::Journal,
            _ => {}
        }
    }
    if draft.has("OAB") {
        let plain = (0..draft.len()).find(|&i| draft.tag(i) == "AB");
        plain.into_iter().for_each(|i| draft.field_mut(i).lang = Some(Lang::ENG));
    }
}

/// Writes records: those with MEDLINE tags of their own unchanged, others by what their fields mean.
pub fn write<'a>(records: impl Iterator<Item = (&'a Record, super::Format)>, out: &mut dyn Write) -> io::Result<()> {
    for (record, format) in records {
        if format == super::Format::Medline {
            record.fields().filter(|f| is_tag(f.tag)).try_for_each(|f| field(out, f.tag, f.value))?;
        } else {
            mapped(record, out)?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn is_tag(tag: &str) -> bool {
    (2..=4).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// "Rivas, Ana María" as MEDLINE shortens it: "Rivas AM"; a name without a comma as it is.
fn short_name(author: &str) -> String {
    let Some((family, given)) = author.split_once(',') else { return author.to_string() };
    let words = given.split([' ', '-', '.', ',']);
    let initials: String = words.filter_map(|word| word.chars().next()).filter(|c| c.is_alphabetic()).collect();
    format!("{} {}", family.trim(), initials.to_uppercase()).trim_end().to_string()
}

fn mapped(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let all = |out: &mut dyn Write, tag: &str, role: Role| {
        record.all(role).filter(|f| !f.value.trim().is_empty()).try_for_each(|f| field(out, tag, f.value))
    };
    // Without a PMID the record starts with its own id, so that reading finds a start.
    match record.pmid() {
        Some(pmid) => field(out, "PMID", pmid)?,
        None => field(out, "OID", &record.id)?,
    }
    all(out, "OWN", Role::Database)?;
    all(out, "IS", Role::Issn)?;
    for (tag, role) in [("VI", Role::Volume), ("IP", Role::Issue)] {
        all(out, tag, role)?;
    }
    if let Some(year) = record.year() {
        field(out, "DP", &year.to_string())?;
    }
    all(out, "TI", Role::Title)?;
    all(out, "TT", Role::TranslatedTitle)?;
    pages(record, out)?;
    if let Some(doi) = record.doi() {
        field(out, "LID", &format!("{doi} [doi]"))?;
    }
    for (i, (lang, text)) in record.abstracts().enumerate() {
        field(out, if i == 0 { "AB" } else { "OAB" }, text)?;
        if let (Some(lang), true) = (lang, i > 0) {
            field(out, "OABL", lang.as_str())?;
        }
    }
    let authors = record.authors();
    let full_names = authors.iter().any(|author| author.contains(','));
    for author in authors {
        if full_names {
            field(out, "FAU", author)?;
        }
        field(out, "AU", &short_name(author))?;
    }
    for (tag, role) in [
        ("LA", Role::Language),
        ("PT", Role::Type),
        ("PB", Role::Publisher),
        ("TA", Role::JournalAbbrev),
        ("JT", Role::Journal),
    ] {
        all(out, tag, role)?;
    }
    record.headings().iter().try_for_each(|heading| field(out, "MH", heading))?;
    record.keywords().iter().try_for_each(|keyword| field(out, "OT", keyword))?;
    all(out, "GN", Role::Note)
}

fn pages(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    // A number beside the first page is one of the article.
    let is_own = |pages: &&str| record.first(Role::StartPage).is_some_and(|start| start != *pages);
    let own = record.first(Role::Pages).filter(is_own).map(str::to_string);
    own.or_else(|| range(record)).map_or(Ok(()), |pages| field(out, "PG", &pages))
}

/// Writes one field, folded between words so that reading joins it to the same text.
fn field(out: &mut dyn Write, tag: &str, value: &str) -> io::Result<()> {
    write!(out, "{tag:<4}-")?;
    let mut column = 5;
    let mut glue = String::from(" ");
    let mut last = "";
    for part in value.split([' ', '\n', '\r']) {
        if part.is_empty() {
            glue.push(' ');
            continue;
        }
        // "xPMID- 1" at the end of a line is read as the start of a record.
        let is_glued = last.len() > 5 && last.ends_with("PMID-") && part.bytes().all(|b| b.is_ascii_digit());
        if glue == " " && column > 6 && (is_glued || column + 1 + part.chars().count() > WIDTH) {
            out.write_all(b"\n      ")?;
            column = 6;
        } else {
            out.write_all(glue.as_bytes())?;
            column += glue.len();
        }
        out.write_all(part.as_bytes())?;
        column += part.chars().count();
        last = part;
        glue = String::from(" ");
    }
    if column == 5 {
        out.write_all(b" ")?;
    }
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests;
