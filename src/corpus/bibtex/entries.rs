//! Entries: lines in, the text of one entry at a time to `fields`.
//!
//! An entry starts with `@type{` or `@type(` and ends where its braces are even; where a field follows all the same,
//! a text had a brace too many, and the entry goes on. A line that starts a new entry ends one that was never closed.
//! Holds one entry at a time; a text beyond the limit is cut.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use super::super::doi;
use super::super::issue::IssueKind;
use super::super::lines::{Lines, MAX_LINE};
use super::super::record::{Field, Record, Role};
use super::super::sink::Sink;
use super::super::spool;
use super::fields::{self, Entry};
use super::value::Macros;
use super::{INHERITED, KEY, value};

/// Longest entry kept, in bytes.
const MAX_ENTRY: usize = 2 * MAX_LINE;

/// How an entry opens.
pub(super) struct Opening<'a> {
    /// Its type, as written.
    pub kind: &'a str,
    /// Whether a parenthesis opens it, and so closes it.
    round: bool,
    /// What stands behind the brace.
    pub rest: &'a str,
}

/// The opening at the start of `text`, if it is one.
pub(super) fn opening(text: &str) -> Option<Opening<'_>> {
    let text = text.strip_prefix('@')?.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).filter(|end| *end > 0)?;
    let (kind, rest) = text.split_at(end);
    let rest = rest.trim_start();
    let round = rest.starts_with('(');
    (kind.starts_with(|c: char| c.is_ascii_alphabetic()) && (round || rest.starts_with('{'))).then(|| Opening {
        kind,
        round,
        rest: &rest[1..],
    })
}

/// What closes an entry, where it is no round one.
const CLOSING: &str = "}";

/// Whether the text behind a brace is still of the entry, as the next brace closes it once more.
fn is_inside(behind: &str) -> bool {
    behind.bytes().find(|byte| matches!(byte, b'{' | b'}' | b'@')) == Some(b'}')
}

/// Reads all entries.
pub(super) fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut lines = Lines::new(input);
    let mut reader = Reader { entry: None, macros: Macros::default() };
    let mut number = 0;
    while let Some(line) = lines.next_line()? {
        number += 1;
        reader.line(line, number, sink);
    }
    reader.close(sink);
    if let Some(entry) = reader.entry.take() {
        reader.broken(entry, IssueKind::Truncated, "the file ends inside this entry", sink);
    }
    lines.report(sink);
    inherit(sink);
    Ok(())
}

/// An entry that is being read.
struct Open {
    line: u32,
    kind: String,
    round: bool,
    text: String,
    depth: u32,
    quoted: bool,
    cut: bool,
    /// What stands behind the brace that may have closed it, which was the last of its line.
    closed: Option<String>,
}

struct Reader {
    entry: Option<Open>,
    macros: Macros,
}

impl Reader {
    fn line(&mut self, line: &str, number: u32, sink: &mut Sink) {
        let mut rest = line;
        match self.entry.as_mut().filter(|_| value::is_field(line)) {
            Some(entry) => entry.reopen(),
            None => self.close(sink),
        }
        if line.starts_with('@') && opening(line).is_some() {
            if let Some(entry) = self.entry.take() {
                self.broken(entry, IssueKind::Malformed, "this entry does not end before the next one starts", sink);
            }
        } else if let Some(entry) = &mut self.entry {
            entry.push("\n");
        }
        loop {
            if let Some(mut entry) = self.entry.take() {
                match entry.end(rest) {
                    Some(end) => {
                        entry.push(&rest[..end]);
                        rest = &rest[end + 1..];
                        if rest.trim_matches([' ', '\t', ',']).is_empty() {
                            entry.closed = Some(rest.to_string());
                            self.entry = Some(entry);
                            return;
                        }
                        if is_inside(rest) {
                            entry.push(CLOSING);
                            self.entry = Some(entry);
                            continue;
                        }
                        self.finish(&entry, true, sink);
                    }
                    None => {
                        entry.push(rest);
                        self.entry = Some(entry);
                        return;
                    }
                }
            }
            let Some(at) = memchr::memchr(b'@', rest.as_bytes()) else { return };
            rest = &rest[at..];
            match opening(rest) {
                Some(open) => {
                    let kind = open.kind.to_string();
                    let (line, round, text) = (number, open.round, String::new());
                    self.entry =
                        Some(Open { line, kind, round, text, depth: 0, quoted: false, cut: false, closed: None });
                    rest = open.rest;
                }
                None => rest = &rest[1..],
            }
        }
    }

    /// Ends the entry whose closing brace was met.
    fn close(&mut self, sink: &mut Sink) {
        if let Some(entry) = self.entry.take_if(|entry| entry.closed.is_some()) {
            self.finish(&entry, true, sink);
        }
    }

    fn finish(&mut self, entry: &Open, is_closed: bool, sink: &mut Sink) {
        if entry.cut {
            let message = format!("entry longer than {MAX_ENTRY} bytes: the rest was left out");
            sink.issue(entry.line, IssueKind::Limit, message);
        }
        let Open { kind, text, line, .. } = entry;
        fields::entry(Entry { kind, text, line: *line, is_closed }, &mut self.macros, sink);
    }

    fn broken(&mut self, entry: Open, kind: IssueKind, what: &str, sink: &mut Sink) {
        sink.issue(entry.line, kind, format!("{what}; close it with a brace; what could be read was kept"));
        self.finish(&entry, false, sink);
    }
}

impl Open {
    fn push(&mut self, text: &str) {
        let room = MAX_ENTRY.saturating_sub(self.text.len());
        let end = text.floor_char_boundary(room.min(text.len()));
        self.cut |= end < text.len();
        self.text.push_str(&text[..end]);
    }

    /// Goes on behind a brace that closed a text with one too many.
    fn reopen(&mut self) {
        if let Some(behind) = self.closed.take() {
            self.push(CLOSING);
            self.push(&behind);
        }
    }

    /// Where in `text` the entry ends, counting braces on the way.
    fn end(&mut self, text: &str) -> Option<usize> {
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'{' => self.depth += 1,
                b'}' if self.depth > 0 => self.depth -= 1,
                b'}' if !self.round => return Some(at),
                b'"' if self.depth == 0 => self.quoted = !self.quoted,
                b')' if self.round && self.depth == 0 && !self.quoted => return Some(at),
                _ => {}
            }
        }
        None
    }
}

/// Gives records that name another one by `crossref` the fields of it that they lack.
fn inherit(sink: &mut Sink) {
    sink.settle();
    let spool = sink.spool.clone();
    let passed = sink.records.iter().enumerate().inspect(|(i, _)| spool::pass(spool.as_slice(), *i));
    let named: Vec<(usize, String)> =
        passed.filter_map(|(i, record)| of_tag(record, "crossref").map(|key| (i, key.to_lowercase()))).collect();
    if named.is_empty() {
        return;
    }
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    for (i, record) in sink.records.iter().enumerate() {
        if let Some(key) = of_tag(record, KEY) {
            by_key.entry(key.to_lowercase()).or_insert(i);
        }
    }
    for (child, key) in named {
        let Some(&parent) = by_key.get(&key).filter(|parent| **parent != child) else {
            // SciELO writes the DOI of an article there.
            if let Some(doi) = doi::find(&key).filter(|doi| *doi == key) {
                let doi = Field { tag: "crossref/doi", role: Role::Doi, lang: None, value: &doi };
                sink.records[child] = sink.records[child].with_fields(std::iter::once(doi));
                continue;
            }
            let line = sink.records[child].source.line;
            sink.issue(line, IssueKind::Malformed, format!("crossref names {key}, which is not in this file"));
            continue;
        };
        let parent = sink.records[parent].clone();
        sink.records[child] = with_inherited(&sink.records[child], &parent);
    }
}

fn with_inherited(child: &Record, parent: &Record) -> Record {
    let has = |tag: &str| child.fields().any(|field| field.tag.eq_ignore_ascii_case(tag));
    let mut found: Vec<(String, Field<'_>)> = Vec::new();
    let named = parent.fields().any(|field| field.tag.eq_ignore_ascii_case("booktitle"));
    for field in parent.fields() {
        let name = field.tag.to_ascii_lowercase();
        // The title of a volume is what its chapters call the title of the book.
        let tag = if name == "title" { "booktitle" } else { field.tag };
        let own = matches!(name.as_str(), "@" | "key" | "crossref" | "doi" | "url" | "abstract" | "pages")
            || name == "title" && named
            || name.starts_with(INHERITED);
        if !own && !has(tag) {
            found.push((format!("{INHERITED}{tag}"), Field { role: fields::role(tag), ..field }));
        }
    }
    child.with_fields(found.iter().map(|(tag, field)| Field { tag, ..*field }))
}

fn of_tag<'r>(record: &'r Record, tag: &str) -> Option<&'r str> {
    record
        .fields()
        .find(|field| field.tag.eq_ignore_ascii_case(tag))
        .map(|field| field.value.trim())
        .filter(|v| !v.is_empty())
}
