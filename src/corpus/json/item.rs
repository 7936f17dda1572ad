//! One JSON value: its text in, the records of it out.
//!
//! An object is a record, unless it is the envelope of an answer (`results`, `message.items`, `data` …) or a map from
//! identifiers to records. Strings are decoded; nested values are kept as their JSON text, after the fields that
//! `nested` reads from them.

use std::borrow::Cow;

use super::super::issue::IssueKind;
use super::super::record::{Field, RecordBuilder, Role};
use super::super::sink::Sink;
use super::super::table::columns::{self, Column};
use super::nested;
use super::scan::{Broken, Scanner, unquote};

/// How deep envelopes may stand in one another.
const MAX_ENVELOPES: u32 = 4;

/// A key and its value as they stand in an object.
struct Entry<'a> {
    key: Cow<'a, str>,
    value: &'a str,
    start: usize,
}

/// Reads values one after another; remembers the roles of the keys of the last object.
#[derive(Default)]
pub(super) struct Reader {
    keys: Vec<String>,
    columns: Vec<Column>,
}

impl Reader {
    /// Reads the value `text`, which starts on `line`.
    pub(super) fn item(&mut self, text: &str, line: u32, sink: &mut Sink) {
        self.value(text, line, 0, sink);
    }

    fn value(&mut self, text: &str, line: u32, depth: u32, sink: &mut Sink) {
        let text = text.trim();
        match text.as_bytes().first() {
            Some(b'{') => self.object(text, line, depth, sink),
            Some(b'[') if depth < MAX_ENVELOPES => self.array(text, line, depth, sink),
            _ => sink.issue(line, IssueKind::Malformed, format!("no JSON object: {}", excerpt(text))),
        }
    }

    fn array(&mut self, text: &str, line: u32, depth: u32, sink: &mut Sink) {
        let mut scanner = Scanner::inside(text);
        let mut lines = LineCounter::new(text, line);
        loop {
            match scanner.element() {
                Ok(Some(element)) => {
                    let line = lines.at(scanner.at() - element.len());
                    self.value(element, line, depth + 1, sink);
                }
                Ok(None) => return,
                Err(broken) => return malformed(broken, lines.at(scanner.at()), sink),
            }
        }
    }

    fn object(&mut self, text: &str, line: u32, depth: u32, sink: &mut Sink) {
        let (mut entries, broken) = entries(text, self.keys.len());
        // DOAJ puts the entry one level below its own dates.
        if let Some(at) = entries.iter().position(|entry| entry.key == "bibjson" && entry.value.starts_with('{')) {
            let (mut inner, broken) = self::entries(entries[at].value, 16);
            inner.iter_mut().for_each(|entry| entry.start += entries[at].start);
            if broken.is_none() {
                entries.splice(at..=at, inner);
            }
        }
        self.settle(&entries);
        if depth < MAX_ENVELOPES && !self.is_record() && self.envelope(text, &entries, line, depth, sink) {
            return;
        }
        if let Some(broken) = broken {
            malformed(broken, LineCounter::new(text, line).at(broken.at), sink);
        }
        self.record(&entries, line, text.len(), sink);
    }

    /// Finds the roles of the keys, unless the last object had the same ones.
    fn settle(&mut self, entries: &[Entry]) {
        if self.keys.len() == entries.len() && self.keys.iter().zip(entries).all(|(old, new)| *old == new.key) {
            return;
        }
        self.keys = entries.iter().map(|entry| entry.key.to_string()).collect();
        self.columns = columns::roles(self.keys.iter().map(String::as_str));
        for (column, key) in self.columns.iter_mut().zip(&self.keys) {
            column.role = nested::role(key).unwrap_or(column.role);
            if nested::is_repeated(key, &self.keys) {
                column.role = Role::Other;
            }
        }
    }

    /// Whether the keys are those of a bibliographic entry.
    fn is_record(&self) -> bool {
        use Role::{Abstract, Author, AuthorList, Doi, Journal, Pmid, Title, TranslatedTitle};
        let telling = [Abstract, Author, AuthorList, Doi, Journal, Pmid, Title, TranslatedTitle];
        self.columns.iter().any(|column| telling.contains(&column.role))
    }

    /// Reads the records inside an envelope; false where the object is none.
    fn envelope(&mut self, text: &str, entries: &[Entry], line: u32, depth: u32, sink: &mut Sink) -> bool {
        let inside: Vec<&Entry> = match entries.iter().find(|e| is_envelope(&e.key) && holds_objects(e.value)) {
            Some(entry) => vec![entry],
            None if !entries.is_empty() && entries.iter().all(|e| holds_objects(e.value)) => entries.iter().collect(),
            None => return false,
        };
        let mut lines = LineCounter::new(text, line);
        for entry in inside {
            self.value(entry.value, lines.at(entry.start), depth + 1, sink);
        }
        true
    }

    fn record(&mut self, entries: &[Entry], line: u32, size: usize, sink: &mut Sink) {
        let mut builder = RecordBuilder::with_capacity(line, size, entries.len());
        for (Entry { key, value, .. }, &column) in entries.iter().zip(&self.columns) {
            match value.as_bytes().first() {
                Some(b'"') => {
                    let text = unquote(value);
                    let text = nested::plain_text(column.role, &text);
                    let role = nested::text_role(key, column.role, &text, &self.keys);
                    builder.field(Field { tag: key, role, lang: column.lang, value: &text });
                }
                Some(b'{' | b'[') => nested::push(key, column.role, value, &mut builder),
                _ => {
                    let text = if matches!(*value, "null" | "NaN") { "" } else { value };
                    builder.field(Field { tag: key, role: column.role, lang: column.lang, value: text });
                }
            }
        }
        if sink.dialect.is_none() && sink.records.is_empty() {
            sink.dialect = nested::dialect(entries.iter().map(|entry| entry.key.as_ref())).map(str::to_string);
        }
        sink.record(builder);
    }
}

/// The entries of an object, as many as can be read, and what is wrong behind them.
fn entries(text: &str, room: usize) -> (Vec<Entry<'_>>, Option<Broken>) {
    let mut scanner = Scanner::inside(text);
    let mut entries: Vec<Entry> = Vec::with_capacity(room.max(8));
    let broken = loop {
        match scanner.entry() {
            Ok(Some((key, value))) => {
                entries.push(Entry { key: unquote(key), value, start: scanner.at() - value.len() })
            }
            Ok(None) if scanner.rest().trim().is_empty() => break None,
            Ok(None) => break Some(Broken { at: scanner.at(), what: "text after the object" }),
            Err(broken) => break Some(broken),
        }
    };
    (entries, broken)
}

/// Names under which answers of programs hold their records.
fn is_envelope(key: &str) -> bool {
    const NAMES: [&str; 17] = [
        "results",
        "result",
        "resultList",
        "message",
        "items",
        "data",
        "works",
        "articles",
        "collection",
        "records",
        "references",
        "hits",
        "docs",
        "papers",
        "response",
        "recommendedPapers",
        "studies",
    ];
    NAMES.contains(&key)
}

fn holds_objects(value: &str) -> bool {
    value.starts_with('{') || value.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']))
}

fn malformed(broken: Broken, line: u32, sink: &mut Sink) {
    let kind = if broken.what.starts_with("ends") { IssueKind::Truncated } else { IssueKind::Malformed };
    sink.issue(
        line,
        kind,
        format!("broken JSON: {} at byte {}; what stands before it was kept", broken.what, broken.at),
    );
}

/// The first characters of a text, for a message.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Counts the lines before ever later places of a text.
struct LineCounter<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> LineCounter<'a> {
    fn new(text: &'a str, line: u32) -> LineCounter<'a> {
        LineCounter { text: text.as_bytes(), at: 0, line }
    }

    fn at(&mut self, offset: usize) -> u32 {
        let offset = offset.clamp(self.at, self.text.len());
        let count = memchr::memchr_iter(b'\n', &self.text[self.at..offset]).count();
        self.line = self.line.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        self.at = offset;
        self.line
    }
}
