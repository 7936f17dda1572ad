//! XML of many records: text in, one small tree per record out.
//!
//! Reads as a stream and holds one record at a time. What is not well-formed is told of and does not take the next
//! record with it. No entity is ever defined by a document, so nothing can grow: the five of XML, numbers and a few
//! names of HTML are known, any other stays as it is written. Knows nothing of what elements mean.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use quick_xml::errors::Error;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::entities;
use super::issue::IssueKind;
use super::sink::Sink;

mod tree;

pub(super) use tree::{Node, Tree, squeeze};

/// Longest single text or tag, in bytes.
const MAX_EVENT: u64 = 64 << 20;
/// Most faults of form after which reading goes on.
const MAX_FAULTS: usize = 1_000;

/// Calls `found` with every element named in `names`, and the line on which it starts.
///
/// # Errors
/// What `input` says, and `FileTooLarge` for a text or tag beyond all measure.
pub(super) fn records(
    input: &mut dyn BufRead,
    names: &[&str],
    sink: &mut Sink,
    found: &mut dyn FnMut(Node<'_>, u32, &mut Sink),
) -> io::Result<()> {
    let mut found = |node: Node<'_>, line, sink: &mut Sink| {
        found(node, line, sink);
        true
    };
    records_in(input, "", names, sink, &mut found)
}

/// Takes an element, the line on which it starts and the sink, and says whether to read on.
type Found<'f> = &'f mut dyn FnMut(Node<'_>, u32, &mut Sink) -> bool;

/// Like [`records`], calling `found` with every element named `outer`, too, as soon as it is opened: it has its
/// attributes then and nothing else. Reads no further where `found` says no.
///
/// # Errors
/// As [`records`].
pub(super) fn records_in(
    input: &mut dyn BufRead,
    outer: &str,
    names: &[&str],
    sink: &mut Sink,
    found: Found<'_>,
) -> io::Result<()> {
    let mut reader = Reader::from_reader(Counted { input, line: 1, taken: 0 });
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
    let mut builder = Builder { tree: Tree::default(), open: false, goes_on: true, line: 0, outer, names };
    let mut buffer = Vec::new();
    let mut faults = 0;
    while builder.goes_on {
        buffer.clear();
        let line = reader.get_mut().line;
        reader.get_mut().taken = 0;
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => builder.event(&event, line, sink, found),
            Err(Error::Io(error)) => {
                builder.finish(Some(IssueKind::Truncated), sink, found);
                return Err(io::Error::new(error.kind(), error.to_string()));
            }
            Err(error) => {
                faults += 1;
                sink.issue(line, IssueKind::Malformed, format!("not well-formed XML: {error}; read on behind it"));
                if faults == MAX_FAULTS {
                    break;
                }
            }
        }
    }
    builder.finish(Some(IssueKind::Truncated), sink, found);
    Ok(())
}

/// Makes trees of events.
struct Builder<'n> {
    tree: Tree,
    open: bool,
    /// Whether more is to be read.
    goes_on: bool,
    line: u32,
    outer: &'n str,
    names: &'n [&'n str],
}

impl Builder<'_> {
    fn event(&mut self, event: &Event<'_>, line: u32, sink: &mut Sink, found: Found<'_>) {
        match event {
            Event::Start(start) => self.start(start, line, sink, found),
            Event::Empty(start) => {
                self.start(start, line, sink, found);
                self.end(start.name().as_ref(), sink, found);
            }
            Event::End(end) => self.end(end.name().as_ref(), sink, found),
            Event::Text(text) if self.open => self.tree.text(text),
            Event::CData(text) if self.open => self.tree.text(text),
            Event::GeneralRef(name) if self.open => self.tree.text(&resolve(name)),
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => {
                let message = "the file defines entities of its own: they are not read, and stay as they are written";
                sink.issue(line, IssueKind::Limit, message);
            }
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, line: u32, sink: &mut Sink, found: Found<'_>) {
        let name = start.name();
        let name: &str = name.as_ref();
        let is_outer = name == self.outer;
        if is_outer || self.names.contains(&name) {
            self.finish(Some(IssueKind::Malformed), sink, found);
            (self.open, self.line) = (true, line);
        }
        if self.open {
            self.tree.open(name);
            for attribute in start.html_attributes().with_checks(false).flatten() {
                self.tree.attribute(attribute.key.as_ref(), &unescape(&attribute.value));
            }
        }
        if is_outer {
            self.finish(None, sink, found);
        }
    }

    fn end(&mut self, name: &str, sink: &mut Sink, found: Found<'_>) {
        if self.open && self.tree.close(name) {
            self.finish(None, sink, found);
        }
    }

    /// Hands the tree out; `broken` says what is amiss where the element was not closed.
    fn finish(&mut self, broken: Option<IssueKind>, sink: &mut Sink, found: Found<'_>) {
        if !self.open || !self.goes_on {
            return;
        }
        if let Some(kind) = broken {
            let what = if kind == IssueKind::Truncated {
                "the file ends inside this record"
            } else {
                "this record is not closed"
            };
            sink.issue(self.line, kind, format!("{what}; what was read of it was kept"));
        }
        if self.tree.cut() {
            sink.issue(self.line, IssueKind::Limit, "record beyond all measure: the rest of it was left out");
        }
        if let Some(root) = self.tree.root() {
            self.goes_on = found(root, self.line, sink);
        }
        self.tree.clear();
        self.open = false;
    }
}

fn resolve(name: &BytesRef<'_>) -> String {
    if let Ok(Some(sign)) = name.resolve_char_ref() {
        return sign.to_string();
    }
    let name: &str = name;
    entities::named(name).map_or_else(|| format!("&{name};"), String::from)
}

/// The value of an attribute.
fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match rest.find(';').filter(|end| *end < 12) {
            Some(end) => {
                out.push_str(&resolve(&BytesRef::new(&rest[1..end])));
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    Cow::Owned(out + rest)
}

/// Counts lines, and ends an event that does not end by itself.
struct Counted<'r> {
    input: &'r mut dyn BufRead,
    line: u32,
    taken: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken > MAX_EVENT {
            let message = format!("a text or tag of more than {MAX_EVENT} bytes, stopped");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        if let Ok(bytes) = self.input.fill_buf() {
            let breaks = memchr::memchr_iter(b'\n', &bytes[..n.min(bytes.len())]).count();
            self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        }
        self.taken += n as u64;
        self.input.consume(n);
    }
}
