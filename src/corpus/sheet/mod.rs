//! Spreadsheets of Excel, new (.xlsx) and old (.xls), and of OpenDocument (.ods): the bytes of the whole file in, records out.
//!
//! The sheets with a header of known names are read, by the rules of tables. Only cell values are read: no formulas, no
//! macros, no links are followed. `xlsx`, `xls` and `ods` give the cells of a sheet one by one; no more than a row is held,
//! and the first few for a while.

mod biff;
mod ods;
mod xls;
mod xlsx;

use std::borrow::Cow;
use std::io;

use calamine::Data;

use super::issue::IssueKind;
use super::sink::Sink;
use super::table::rows::Rows;
use super::table::{ENOUGH, MAX_COLUMNS, has_whole_names, header_score};

/// Rows in which the header is looked for.
const MAX_ABOVE: usize = 40;
/// Most text of the first rows that is kept while they are looked at.
const MAX_SAMPLE: usize = 1 << 20;
/// Largest content that a spreadsheet may unpack to, and most text of its cells: cells may share one text.
const MAX_UNPACKED: u64 = 1 << 30;

/// A workbook that gives its cells.
trait Book {
    /// The names of its sheets, in their order.
    fn names(&self) -> Vec<String>;

    /// Calls `on_cell` with row, column (both from 0) and value of the cells of a sheet, row by row, until it says no.
    fn each_cell(&mut self, sheet: &str, on_cell: &mut dyn FnMut(u32, u32, &Data) -> bool) -> Result<(), String>;
}

/// Whether a spreadsheet of this kind starts with these bytes.
pub use ods::is_ods;
pub use xls::is_xls;
pub use xlsx::is_xlsx;

/// Reads a spreadsheet.
///
/// # Errors
/// None today: what is wrong becomes an issue.
pub fn parse(bytes: &[u8], sink: &mut Sink) -> io::Result<()> {
    let result = if is_xls(bytes) {
        xls::open(bytes).and_then(|mut book| read(&mut book, sink))
    } else if is_ods(bytes) {
        ods::open(bytes).and_then(|mut book| read(&mut book, sink))
    } else {
        xlsx::open(bytes).and_then(|mut book| read(&mut book, sink))
    };
    if let Err(message) = result {
        let how_far = if sink.records.is_empty() { "not read" } else { "not read to its end" };
        sink.issue(0, IssueKind::Malformed, format!("spreadsheet {how_far}: {message}; save it as CSV and try again"));
    }
    Ok(())
}

fn read(book: &mut dyn Book, sink: &mut Sink) -> Result<(), String> {
    let mut found = Vec::new();
    for sheet in book.names() {
        found.extend(header(book, &sheet)?.map(|header| (header, sheet)));
    }
    let best = (0..found.len()).rev().max_by_key(|&at| found[at].0.score).ok_or("it has no rows")?;
    // One sheet is read in any case; of others those with a header of their own.
    for (at, (header, sheet)) in found.iter().enumerate() {
        if at == best || header.score >= ENOUGH {
            read_sheet(book, sheet, header, sink)?;
        } else {
            let message = format!("sheet \"{sheet}\" left out: none of its rows names a title or an abstract");
            sink.issue(header.line, IssueKind::MissingColumn, message);
        }
    }
    Ok(())
}

fn read_sheet(book: &mut dyn Book, sheet: &str, header: &Header, sink: &mut Sink) -> Result<(), String> {
    let mut rows = Rows::new(header.has_whole_names);
    let mut cut = None;
    let result = each_row(book, sheet, &mut |row| {
        let cells = row.cells.iter().map(|cell| Cow::Borrowed(cell.as_str()));
        match row.line {
            line if line < header.line => {}
            line if line == header.line => rows.header(cells, line, sink),
            line => rows.row(cells, line, sink),
        }
        cut = cut.or(row.is_cut.then_some(row.line));
        true
    });
    if let Some(line) = cut {
        sink.issue(
            line,
            IssueKind::Limit,
            format!("cells behind column {MAX_COLUMNS} left out, here and perhaps below"),
        );
    }
    sink.dialect = rows.dialect().map(str::to_string).or(sink.dialect.take());
    result
}

/// The row that names columns best.
struct Header {
    /// How well it does so.
    score: usize,
    line: u32,
    /// Whether the comma parts people in the rows below it.
    has_whole_names: bool,
}

/// The header of a sheet; none where it has no row.
fn header(book: &mut dyn Book, sheet: &str) -> Result<Option<Header>, String> {
    let mut best: Option<(usize, u32, usize)> = None;
    let (mut seen, mut size, mut sample) = (0, 0, Vec::new());
    each_row(book, sheet, &mut |row| {
        let score = header_score(&row.cells);
        if best.is_none_or(|(most, ..)| score > most) {
            best = Some((score, row.line, seen));
        }
        size += row.cells.iter().map(|cell| cell.len() + 1).sum::<usize>();
        if size <= MAX_SAMPLE {
            sample.push(row.cells.clone());
        }
        seen += 1;
        seen < MAX_ABOVE
    })?;
    Ok(best.map(|(score, line, at)| Header { score, line, has_whole_names: has_whole_names(&sample, at) }))
}

/// A row as far as its cells have come.
#[derive(Default)]
struct Row {
    /// From 1; 0 before the first cell.
    line: u32,
    /// From the first column on.
    cells: Vec<String>,
    /// Whether there were more cells than are kept.
    is_cut: bool,
}

impl Row {
    fn put(&mut self, column: u32, text: Cow<'_, str>) {
        let column = column as usize;
        self.is_cut |= column >= MAX_COLUMNS;
        if column < MAX_COLUMNS {
            self.cells.resize(self.cells.len().max(column + 1), String::new());
            self.cells[column] = text.into_owned();
        }
    }
}

/// Calls `on_row` with every row that has something in it, until it says no.
///
/// One row is held at a time: a sheet may have a cell in its first corner and one in its last.
fn each_row(book: &mut dyn Book, sheet: &str, on_row: &mut dyn FnMut(&Row) -> bool) -> Result<(), String> {
    let (mut row, mut goes_on, mut size) = (Row::default(), true, 0);
    book.each_cell(sheet, &mut |at, column, value| {
        let text = text(value);
        if text.is_empty() {
            return true;
        }
        size += text.len() as u64;
        let line = at.saturating_add(1);
        if line != row.line {
            let before = std::mem::replace(&mut row, Row { line, ..Row::default() });
            goes_on = before.line == 0 || on_row(&before);
        }
        row.put(column, text);
        goes_on && size <= MAX_UNPACKED
    })?;
    if row.line > 0 && goes_on {
        on_row(&row);
    }
    if size > MAX_UNPACKED { Err(format!("its cells hold more than {MAX_UNPACKED} bytes")) } else { Ok(()) }
}

/// A cell as text: whole numbers without a fraction, dates in ISO order.
fn text(cell: &Data) -> Cow<'_, str> {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cow::Borrowed(text),
        Data::Float(x) => Cow::Owned(x.to_string()),
        Data::Int(x) => Cow::Owned(x.to_string()),
        Data::Bool(x) => Cow::Borrowed(if *x { "true" } else { "false" }),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            Cow::Owned(format!("{year:04}-{month:02}-{day:02}"))
        }
        Data::Error(_) | Data::Empty => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests;
