//! One JSON value: its text in, the records of it out.
//!
//! An object is a record, unless it is the envelope of an answer (`results`, `message.items`, `data` …) or a map from
//! identifiers to records. Strings are decoded; nested values are kept as their JSON text, after the fields that
//! `nested` reads from them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::issue::IssueKind;
use super::super::record::{Field, RecordBuilder, Role};
use super::super::sink::Sink;
use super::super::table::columns::{self, Column, Guess};
use super::scan::{Broken, Scanner, unquote};
use super::{keys, nested, text, texts, titles};

/// How deep envelopes may stand in one another.
const MAX_ENVELOPES: u32 = 8;

/// Most keys whose meaning is remembered.
const MAX_KEYS: usize = 4_096;

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
    /// What the keys met so far are taken for.
    guesses: BTreeMap<String, Guess>,
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
        if let Ok(Some(first)) = Scanner::inside(text).element()
            && let Some(names) = names(first)
        {
            return self.rows(text, &names, 1, line, sink);
        }
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
        if is_action(&entries) || is_child(&entries) {
            return;
        }
        unfold(&mut entries);
        let at = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| entry.value);
        if let (Some(columns), Some(data)) = (at("columns"), at("data"))
            && let Some(names) = names(columns)
        {
            return self.rows(data, &names, 0, line, sink);
        }
        self.settle(&entries);
        if self.has_text() && self.by_column(&entries, line, sink) {
            return;
        }
        if depth < MAX_ENVELOPES && !self.is_record(&entries) && self.envelope(text, &entries, line, depth, sink) {
            return;
        }
        if let Some(broken) = broken {
            malformed(broken, LineCounter::new(text, line).at(broken.at), sink);
        }
        self.record(&entries, line, text.len(), sink);
    }

    /// Reads a list of rows under the names of its columns, as programs write tables; `n_above` rows are no records.
    fn rows(&mut self, text: &str, names: &[Cow<'_, str>], n_above: usize, line: u32, sink: &mut Sink) {
        let (mut scanner, mut lines, mut n_rows) = (Scanner::inside(text), LineCounter::new(text, line), 0);
        loop {
            let row = match scanner.element() {
                Ok(Some(row)) => row,
                Ok(None) => return,
                Err(broken) => return malformed(broken, lines.at(scanner.at()), sink),
            };
            n_rows += 1;
            if n_rows <= n_above {
                continue;
            }
            let line = lines.at(scanner.at() - row.len());
            let Some(cells) = cells(row).filter(|_| row.starts_with('[')) else {
                sink.issue(line, IssueKind::Malformed, format!("no row: {}", excerpt(row)));
                continue;
            };
            let name = |at: usize| names.get(at).cloned().unwrap_or_else(|| format!("column {}", at + 1).into());
            let entries: Vec<Entry> =
                cells.iter().enumerate().map(|(at, cell)| Entry { key: name(at), value: cell.1, start: 0 }).collect();
            self.settle(&entries);
            self.record(&entries, line, row.len(), sink);
        }
    }

    /// Finds the roles of the keys, unless the last object had the same ones.
    fn settle(&mut self, entries: &[Entry]) {
        if self.keys.len() == entries.len() && self.keys.iter().zip(entries).all(|(old, new)| *old == new.key) {
            return;
        }
        self.keys = entries.iter().map(|entry| entry.key.to_string()).collect();
        let guesses = &mut self.guesses;
        let guess = |key: &String| match guesses.get(key) {
            Some(guess) => *guess,
            None => {
                // Objects that map identifiers have no end of keys.
                let guess = columns::guess_loosely(key);
                if guesses.len() < MAX_KEYS {
                    guesses.insert(key.clone(), guess);
                }
                guess
            }
        };
        self.columns = columns::settle(&self.keys.iter().map(guess).collect::<Vec<_>>());
        for (column, key) in self.columns.iter_mut().zip(&self.keys) {
            let known = keys::role(key).or_else(|| keys::role_of_portal(key, &self.keys));
            column.role = known.unwrap_or(column.role);
            if keys::is_repeated(key, &self.keys) {
                column.role = Role::Other;
            }
        }
    }

    /// Whether the keys are those of a bibliographic entry.
    fn is_record(&self, entries: &[Entry]) -> bool {
        use Role::{Abstract, Author, AuthorList, Doi, Journal, Pmid, Title, TranslatedTitle};
        let telling = [Abstract, Author, AuthorList, Doi, Journal, Pmid, Title, TranslatedTitle];
        // Lists of records may have the names of the databases that they are from.
        let is_list = |role: Role, value: &str| role == Pmid && value.starts_with('[') && leads(value, 2);
        let mut columns = self.columns.iter().zip(entries).filter(|(_, entry)| !is_outline(&entry.key, entry.value));
        columns.any(|(column, entry)| telling.contains(&column.role) && !is_list(column.role, entry.value))
    }

    /// Whether the keys name a title or an abstract.
    fn has_text(&self) -> bool {
        self.columns.iter().any(|column| matches!(column.role, Role::Title | Role::Abstract))
    }

    /// Reads an object that holds a column under each key (`{"title": {"0": …, "1": …}, "abstract": …}`), as programs
    /// write tables; false where it is none.
    fn by_column(&mut self, columns: &[Entry], line: u32, sink: &mut Sink) -> bool {
        let Some(first) = columns.first().and_then(|column| cells(column.value)) else { return false };
        let rest: Option<Vec<_>> = columns[1..].iter().map(|column| cells(column.value)).collect();
        let Some(rest) = rest.filter(|rest| first.len() > 1 && rest.iter().all(|cells| cells.len() == first.len()))
        else {
            return false;
        };
        let same = |at: usize| rest.iter().all(|cells| cells[at].0 == first[at].0);
        if columns.len() < 2 || !(0..first.len()).all(same) {
            return false;
        }
        for at in 0..first.len() {
            let cells = std::iter::once(&first).chain(&rest).zip(columns);
            let row: Vec<Entry> =
                cells.map(|(cells, column)| Entry { key: column.key.clone(), value: cells[at].1, start: 0 }).collect();
            self.record(&row, line, 0, sink);
        }
        true
    }

    /// Reads the records inside an envelope; false where the object is none. A known name goes first, then what holds
    /// records, however it is called.
    fn envelope(&mut self, text: &str, entries: &[Entry], line: u32, depth: u32, sink: &mut Sink) -> bool {
        let with_objects = || entries.iter().filter(|entry| holds_objects(entry.value));
        let named = || with_objects().find(|entry| is_envelope(&entry.key));
        let with_records: Vec<&Entry> =
            with_objects().filter(|entry| leads(entry.value, MAX_ENVELOPES.saturating_sub(depth))).collect();
        let inside = match named() {
            Some(entry) if with_records.is_empty() || with_records.iter().any(|e| e.start == entry.start) => {
                vec![entry]
            }
            _ if !with_records.is_empty() => with_records,
            _ if !entries.is_empty() && with_objects().count() == entries.len() => entries.iter().collect(),
            _ => return false,
        };
        let mut lines = LineCounter::new(text, line);
        for entry in inside {
            self.value(entry.value, lines.at(entry.start), depth + 1, sink);
        }
        true
    }

    fn record(&mut self, entries: &[Entry], line: u32, size: usize, sink: &mut Sink) {
        let mut builder = RecordBuilder::with_capacity(line, size, entries.len());
        let subtitle = entries.iter().find(|entry| entry.key == titles::SUBTITLE);
        let subtitle = subtitle.map(|entry| titles::subtitle(entry.value)).unwrap_or_default();
        for (Entry { key, value, .. }, &column) in entries.iter().zip(&self.columns) {
            if column.role == Role::Title && !subtitle.is_empty() && titles::push(key, value, &subtitle, &mut builder) {
                continue;
            }
            match value.as_bytes().first() {
                Some(b'"') => {
                    let text = unquote(value);
                    // An index, or a list that was written as a text.
                    if text.starts_with(['{', '['])
                        && keys::role(key) == Some(Role::Abstract)
                        && super::cell(key, column.role, &text, &mut builder)
                    {
                        continue;
                    }
                    let text = text::plain_text(column.role, &text);
                    let role = keys::text_role(key, column.role, &text, &self.keys);
                    builder.field(Field { tag: key, role, lang: column.lang, value: &text });
                }
                Some(b'{') if is_outline(key, value) => builder.push(key, Role::Other, value),
                Some(b'{' | b'[') => nested::push(key, column.role, value, &mut builder),
                _ => {
                    // What is not there means nothing, but that no one decided on a label.
                    let (text, role) = match *value {
                        "null" | "NaN" if column.role == Role::Label => ("", Role::Label),
                        "null" | "NaN" => ("", Role::Other),
                        value => (value, column.role),
                    };
                    builder.field(Field { tag: key, role, lang: column.lang, value: text });
                }
            }
        }
        if sink.dialect.is_none() && sink.records.is_empty() {
            sink.dialect = keys::dialect(entries.iter().map(|entry| entry.key.as_ref())).map(str::to_string);
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

/// Puts the entries of an object in the place of it, where that one holds the record and what is around it is of the
/// answer: DOAJ, DataCite, Zenodo, dblp, Scopus, lists of citations.
fn unfold(entries: &mut Vec<Entry<'_>>) {
    const AROUND: [&str; 9] =
        ["bibjson", "attributes", "metadata", "info", "_source", "citingPaper", "citedPaper", "document", "coredata"];
    let has_title = |entries: &[Entry]| {
        let columns = columns::roles(entries.iter().map(|entry| entry.key.as_ref()));
        let roles = entries.iter().zip(columns).map(|(entry, column)| keys::role(&entry.key).unwrap_or(column.role));
        roles.into_iter().any(|role| role == Role::Title)
    };
    let inside = entries.iter().position(|entry| AROUND.contains(&entry.key.as_ref()) && entry.value.starts_with('{'));
    let Some(at) = inside.filter(|_| !has_title(entries)) else { return };
    let (mut inner, broken) = self::entries(entries[at].value, 16);
    if broken.is_some() || !has_title(&inner) {
        return;
    }
    inner.iter_mut().for_each(|entry| entry.start += entries[at].start);
    entries.splice(at..=at, inner);
}

/// The names of columns that a list is, one of them of a title or an abstract.
fn names(list: &str) -> Option<Vec<Cow<'_, str>>> {
    let cells =
        cells(list).filter(|cells| list.starts_with('[') && cells.iter().all(|cell| cell.1.starts_with('"')))?;
    let names: Vec<Cow<'_, str>> = cells.iter().map(|cell| unquote(cell.1)).collect();
    let columns = columns::roles(names.iter().map(Cow::as_ref));
    let n_known = columns.iter().filter(|column| column.role != Role::Other).count();
    let is_text = columns.iter().any(|column| matches!(column.role, Role::Title | Role::Abstract));
    (is_text && n_known > 1).then_some(names)
}

/// Whether a value holds records: objects with a title or an abstract, the first of a list at least.
fn leads(value: &str, depth: u32) -> bool {
    if depth == 0 || !holds_objects(value) {
        return false;
    }
    if value.starts_with('[') {
        return matches!(Scanner::inside(value).element(), Ok(Some(first)) if leads(first, depth - 1));
    }
    let (mut entries, _) = self::entries(value, 8);
    unfold(&mut entries);
    let columns = columns::roles(entries.iter().map(|entry| entry.key.as_ref()));
    let is_text = |(entry, column): (&Entry, &Column)| {
        matches!(keys::role(&entry.key).unwrap_or(column.role), Role::Title | Role::Abstract)
            && !is_outline(&entry.key, entry.value)
    };
    entries.iter().zip(&columns).any(is_text) || entries.iter().any(|entry| leads(entry.value, depth - 1))
}

/// Whether an object only says what is to be done with the one on the next line, as Elasticsearch takes many at once.
fn is_action(entries: &[Entry]) -> bool {
    let [only] = entries else { return false };
    let is_of_index = |entry: &Entry| entry.key.starts_with('_') || entry.key == "routing";
    matches!(&*only.key, "index" | "create" | "update" | "delete")
        && only.value.starts_with('{')
        && self::entries(only.value, 4).0.iter().all(is_of_index)
}

/// Whether an object is what Zotero keeps beside a record: a note, a mark in a text, or a file of another item.
fn is_child(entries: &[Entry]) -> bool {
    let text = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| unquote(entry.value));
    match text("itemType").as_deref() {
        Some("note" | "annotation") => true,
        Some("attachment") => text("parentItem").is_some(),
        _ => false,
    }
}

/// Whether an object that is called a summary is no text, but what sums an answer or a record up.
fn is_outline(key: &str, value: &str) -> bool {
    let is_text = |entry: &Entry| texts::TEXTS.contains(&entry.key.as_ref()) && entry.value.starts_with('"');
    key.eq_ignore_ascii_case("summary") && value.starts_with('{') && !entries(value, 8).0.iter().any(is_text)
}

/// The cells of a column with the names of their rows; blank names for those of a list.
fn cells(column: &str) -> Option<Vec<(Cow<'_, str>, &str)>> {
    if column.starts_with('{') {
        let (cells, broken) = entries(column, 8);
        return broken.is_none().then(|| cells.into_iter().map(|cell| (cell.key, cell.value)).collect());
    }
    if !column.starts_with('[') {
        return None;
    }
    let (mut scanner, mut cells) = (Scanner::inside(column), Vec::new());
    while let Some(cell) = scanner.element().ok()? {
        cells.push((Cow::Borrowed(""), cell));
    }
    Some(cells)
}

/// Names under which answers of programs hold their records.
fn is_envelope(key: &str) -> bool {
    const NAMES: [&str; 21] = [
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
        "hit",
        "entry",
        "publications",
        "search-results",
    ];
    NAMES.iter().any(|name| key.eq_ignore_ascii_case(name))
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
