//! Tables with a header: comma-, semicolon-, tab- or bar-separated text in, records out, and back.
//!
//! `layout` finds the delimiter and the header (lines of a search query may stand above it), `columns` says what each
//! name means, `rows` makes records of rows (spreadsheets use it too), `write` gives records back as a table.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use super::issue::IssueKind;
use super::sink::Sink;
use by_row::ByRow;
use filtered::Filtered;
use layout::Layout;
use mended::Mended;
use on_side::OnSide;
use row::{Reread, Row};
use rows::Rows;
use spaced::Tight;
use wrapped::Unwrapped;

mod by_row;
pub mod columns;
mod dialect;
mod filtered;
mod footer;
mod layout;
mod mended;
mod mixed;
mod names;
mod names_abroad;
mod of_bibtex;
pub(super) mod on_side;
mod ovid;
mod people;
mod repair;
mod row;
pub(super) mod rows;
mod spaced;
#[cfg(test)]
mod tests;
mod wrapped;
mod write;

pub(super) use dialect::{Cell, ICTRP, in_row, own};
pub(super) use layout::{ENOUGH, has_whole_names};
pub use write::write;

/// How much a row looks like a header; 0: not at all.
pub(super) fn header_score(row: &[String]) -> usize {
    layout::score(row)
}

/// Most columns of a table.
pub(super) const MAX_COLUMNS: usize = 5_000;
/// Bytes in which the delimiter and the header are looked for.
const HEAD: usize = 64 << 10;

/// Reads a table from UTF-8 text.
///
/// # Errors
/// What `input` says.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut head = Vec::with_capacity(HEAD);
    io::Read::take(&mut *input, HEAD as u64).read_to_end(&mut head)?;
    let Some(layout) = layout::find(&String::from_utf8_lossy(&head)) else {
        sink.issue(1, IssueKind::MissingColumn, "no table: no line looks like a header");
        return Ok(());
    };
    let line_end = if head.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut input = Read::chain(&head[..], input);
    if layout.is_of_bvs {
        let mut mended = Filtered::new(&mut input, Mended::new(layout.delimiter));
        return records(&mut mended, &layout, line_end, sink);
    }
    if layout.is_wrapped {
        return records(&mut Filtered::new(&mut input, Unwrapped::default()), &layout, line_end, sink);
    }
    if layout.is_spaced {
        let mut tight = Filtered::new(&mut input, Tight::new(layout.delimiter));
        return records(&mut tight, &layout, line_end, sink);
    }
    records(&mut input, &layout, line_end, sink)
}

fn records(input: &mut dyn BufRead, layout: &Layout, line_end: u8, sink: &mut Sink) -> io::Result<()> {
    let mut row = Row::new(layout, line_end);
    let input = &mut Reread::new(input);
    if layout.is_by_row {
        let mut rows = ByRow::default();
        each_row(&mut row, input, sink, &mut |row, sink| rows.row(row.cells(), row.line, sink))?;
        rows.end(sink);
        sink.dialect = Some("Embase, a field a row".into());
        return Ok(());
    }
    if layout.is_on_side {
        let mut rows = OnSide::default();
        each_row(&mut row, input, sink, &mut |row, sink| rows.row(row.cells(), row.line, sink))?;
        rows.end(sink);
        sink.dialect = Some("a record a column".into());
        return Ok(());
    }
    let mut rows = Rows::new(layout.has_whole_names);
    // The names of rows have none themselves.
    let unnamed = || layout.is_shifted.then_some(Cow::Borrowed("")).into_iter();
    while row.next(input)? {
        match row.over {
            Some(what) if rows.has_header() => sink.issue(row.line, IssueKind::Limit, format!("{what}: left out")),
            Some(what) => {
                sink.issue(row.line, IssueKind::Limit, format!("{what}: the file was not read"));
                return Ok(());
            }
            None if row.number < layout.header => {}
            None if row.number == layout.header => rows.header(unnamed().chain(row.cells()), row.line, sink),
            None => whole_row(&mut row, &mut rows, layout, input, sink),
        }
        if row.unclosed {
            let message = "a quotation mark is never closed; all up to the end of the file became one cell";
            sink.issue(row.line, IssueKind::Truncated, message);
        }
    }
    sink.dialect = rows.dialect().map(str::to_string).or(Some(layout.name().to_string()));
    Ok(())
}

/// Gives all rows of a table without a header to `take`.
fn each_row(
    row: &mut Row,
    input: &mut Reread<'_>,
    sink: &mut Sink,
    take: &mut dyn FnMut(&Row, &mut Sink),
) -> io::Result<()> {
    while row.next(input)? {
        match row.over {
            Some(what) => sink.issue(row.line, IssueKind::Limit, format!("{what}: left out")),
            None => take(row, sink),
        }
    }
    Ok(())
}

/// Takes a row, mended where its quotation marks stand in wrong places.
fn whole_row(row: &mut Row, rows: &mut Rows, layout: &Layout, input: &mut Reread<'_>, sink: &mut Sink) {
    let is_odd = |raw: &&[u8]| row.unclosed || rows.has_more(row.cells()) || !repair::is_sound(raw, layout.delimiter);
    let raw = row.raw().filter(|_| layout.quoted && !layout.is_escaped).filter(is_odd);
    if let Some(repair) = raw.and_then(|raw| repair::repair(raw, layout.delimiter, rows.width())) {
        sink.issue(row.line, IssueKind::Malformed, repair.message());
        row.repair(repair, input);
    }
    rows.row(row.cells(), row.line, sink);
}

/// Whether a text that opens like this is a table.
pub fn sniff(head: &str) -> bool {
    !is_marked(head) && layout::find(head).is_some()
}

/// Whether a text is surely a table, whatever stands in its cells: its first line names a title or an abstract and more.
pub fn sniff_by_header(head: &str) -> bool {
    !is_marked(head) && layout::is_headed(head)
}

/// Whether a text opens like one of another kind.
fn is_marked(head: &str) -> bool {
    head.trim_start_matches('\u{FEFF}').trim_start().starts_with(['<', '{', '[', '@', '\\'])
}
