//! Ovid's tagged text ("Reprint/Medlars", for EndNote or Citavi): lines in, records out.
//!
//! A record starts with its number in the list, `<3001. >` or `<12>`, from which a selection keeps gaps, or with
//! `VN  - Ovid Technologies`; then come fields as in RIS, without `TY` and `ER`. Lines without a tag go on with the
//! field above. Tags mean other things than in RIS, and volume, issue and pages stand in the source alone. Ovid's text
//! with named fields is `labelled`, which reads sources and names by the same rules.

mod databases;
pub(super) mod links;
pub(super) mod names;
pub(super) mod source;

use std::io::{self, BufRead};

use super::draft::Draft;
use super::lines;
use super::record::Role;
use super::ris;
use super::sink::Sink;

/// The tag with which Ovid's records begin.
const VENDOR: (&str, &str) = ("VN", "Ovid Technologies");

/// Reads Ovid's tagged text.
///
/// # Errors
/// What `input` says.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line, sink));
    reader.finish(sink);
    sink.dialect = Some("Ovid".into());
    result
}

/// Whether the first text of a file is so: the vendor's name, or a number and a tagged line below it.
pub fn sniff(head: &str) -> bool {
    let lines = lines::of_head(head);
    let mut is_counted = false;
    for line in lines.filter(|line| !line.trim().is_empty()) {
        match split(line) {
            Some(("TY", _)) => return false,
            Some(field) if is_counted || field == VENDOR => return true,
            _ => is_counted = count(line).is_some(),
        }
    }
    false
}

/// The number in a line that counts a record: `<12>`, `<3001. >`.
pub(super) fn count(line: &str) -> Option<u32> {
    let number = line.trim_end().strip_prefix('<')?.strip_suffix('>')?.trim_end();
    let digits = number.strip_suffix('.').unwrap_or(number);
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Tag and value of a tagged line.
fn split(line: &str) -> Option<(&str, &str)> {
    ris::split(line).and_then(|(tag, value)| Some((std::str::from_utf8(tag).ok()?, value)))
}

#[derive(Default)]
struct Reader {
    /// Whether a record has begun; the search may stand above the first.
    is_inside: bool,
    /// A line that may count a record, with its number; it does where a field follows.
    counted: Option<(u32, String)>,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        if line.trim().is_empty() {
            return;
        }
        let field = split(line);
        match self.counted.take() {
            Some((counted, _)) if field.is_some() => self.start(counted, sink),
            Some((_, text)) => self.text(&text),
            None => (),
        }
        if count(line).is_some() {
            self.counted = Some((number, line.to_string()));
            return;
        }
        match field {
            Some(field) => {
                if field.0 == VENDOR.0 && (!self.is_inside || self.draft.has(VENDOR.0)) {
                    self.start(number, sink);
                }
                if self.is_inside {
                    self.draft.push(field.0, role(field.0), field.1);
                }
            }
            None => self.text(line),
        }
    }

    fn text(&mut self, line: &str) {
        self.draft.append(separator(self.draft.last_role()), line.trim());
    }

    fn start(&mut self, number: u32, sink: &mut Sink) {
        self.finish(sink);
        self.is_inside = true;
        self.draft.start(number);
    }

    fn finish(&mut self, sink: &mut Sink) {
        if !self.draft.is_empty() {
            settle(&mut self.draft);
            self.draft.finish(sink);
        }
    }
}

/// What stands between two lines of a field: in titles, names and sources a line end is a fold.
fn separator(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Abstract | Role::KeywordList | Role::SubjectList | Role::Note) => "\n",
        _ => " ",
    }
}

/// What a tag means as a rule.
pub(super) fn role(tag: &str) -> Role {
    match tag {
        // Country, concepts and status, where RIS has an issue, an identifier and a short title.
        "CP" | "ST" => Role::Other,
        "ID" => Role::KeywordList,
        "IS" | "IB" | "ES" => Role::Issn,
        "DI" => Role::Doi,
        "DT" => Role::Type,
        "DP" => Role::Date,
        "DE" | "OD" | "MC" | "SH" => Role::Subject,
        "PM" => Role::Pmid,
        "XL" => Role::Url,
        _ => ris::role(tag),
    }
}

/// Settles what depends on the whole record, and reads the source.
fn settle(draft: &mut Draft) {
    databases::settle(draft);
    let is_medline = draft.tagged("DB").any(|i| draft.value(i).contains("MEDLINE"));
    for i in 0..draft.len() {
        let (tag, value) = (draft.tag(i), draft.value(i));
        let new = match (tag, draft.field(i).role) {
            ("UI", _) if is_medline && is_number(value) => Role::Pmid,
            ("OD", _) if repeats_heading(draft, value) => Role::Other,
            (_, Role::Keyword) if value.contains([';', '\n']) => Role::KeywordList,
            (_, Role::Subject) if value.contains([';', '\n']) => Role::SubjectList,
            _ => continue,
        };
        draft.field_mut(i).role = new;
    }
    names::settle(draft);
    let source = draft.tagged("SO").next().map(|i| draft.value(i).to_string());
    source.into_iter().for_each(|source| source::read(&source, draft));
    links::settle(draft);
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether Embase's descriptor is one of the headings too, as they all are in some exports.
fn repeats_heading(draft: &Draft, descriptor: &str) -> bool {
    draft.tagged("MH").any(|i| draft.value(i) == descriptor)
}

#[cfg(test)]
mod tests;
