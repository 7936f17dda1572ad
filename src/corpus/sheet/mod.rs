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
use super::table::on_side::{self, OnSide};
use super::table::rows::Rows;
use super::table::{ENOUGH, MAX_COLUMNS, has_whole_names, header_score};

/// Rows in which the header is looked for.
const MAX_ABOVE: usize = 40;
/// Most text of the first rows that is kept while they are looked at.
const MAX_SAMPLE: usize = 1 << 20;
/// Largest content that a spreadsheet may unpack to, and most text of its cells: cells may share one text.
const MAX_UNPACKED: u64 = 1 << 30;

/// Takes the place of a sheet among the names, row and column (all from 0) and value of a cell; where it says no, the
/// rest of that sheet is left out.
type OnCell<'c> = &'c mut dyn FnMut(usize, (u32, u32), &Data) -> bool;

/// A workbook that gives its cells.
trait Book {
    /// The names of its sheets, in their order.
    fn names(&self) -> Vec<String>;

    /// Calls `on_cell` with the cells of these sheets, sheet by sheet in their order and row by row.
    fn each_cell(&mut self, sheets: &[usize], on_cell: OnCell<'_>) -> Result<(), String>;
}

// Whether a spreadsheet of this kind starts with these bytes.
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
    let names = book.names();
    let found = headers(book, names.len())?;
    let best = (0..found.len()).rev().max_by_key(|&at| found[at].score).ok_or("it has no rows")?;
    // One sheet is read in any case; of others those with a header of their own.
    let is_read = |(at, header): &(usize, Header)| *at == best || header.score >= ENOUGH;
    let (chosen, left_out): (Vec<_>, Vec<_>) = found.into_iter().enumerate().partition(is_read);
    for (_, header) in left_out {
        let message =
            format!("sheet \"{}\" left out: none of its rows names a title or an abstract", names[header.sheet]);
        sink.issue(header.line, IssueKind::MissingColumn, message);
    }
    read_sheets(book, &chosen.into_iter().map(|(_, header)| header).collect::<Vec<_>>(), sink)
}

/// Reads the sheets that have these headers.
fn read_sheets(book: &mut dyn Book, headers: &[Header], sink: &mut Sink) -> Result<(), String> {
    let sheets: Vec<usize> = headers.iter().map(|header| header.sheet).collect();
    let mut headers = headers.iter();
    let mut open: Option<Sheet<'_>> = None;
    let result = each_row(book, &sheets, &mut |row| {
        if let Some(before) = open.take_if(|sheet| sheet.header.sheet != row.sheet) {
            before.end(sink);
        }
        if open.is_none() {
            open = headers.find(|header| header.sheet == row.sheet).map(Sheet::new);
        }
        if let Some(sheet) = &mut open {
            sheet.row(row, sink);
        }
        true
    });
    if let Some(last) = open {
        last.end(sink);
    }
    result
}

/// A sheet that is being read.
struct Sheet<'h> {
    header: &'h Header,
    rows: Rows,
    /// Reads a table on its side instead.
    turned: Option<OnSide>,
    /// The first row with more cells than are kept.
    cut: Option<u32>,
}

impl<'h> Sheet<'h> {
    fn new(header: &'h Header) -> Sheet<'h> {
        let turned = header.is_on_side.then(OnSide::default);
        Sheet { header, rows: Rows::new(header.has_whole_names), turned, cut: None }
    }

    fn row(&mut self, row: &Row, sink: &mut Sink) {
        let cells = row.cells.iter().map(|cell| Cow::Borrowed(cell.as_str()));
        match row.line {
            line if self.turned.is_some() => {
                self.turned.iter_mut().for_each(|rows| rows.row(cells.clone(), line, sink))
            }
            line if line < self.header.line => {}
            line if line == self.header.line => self.rows.header(cells, line, sink),
            line => self.rows.row(cells, line, sink),
        }
        self.cut = self.cut.or(row.is_cut.then_some(row.line));
    }

    fn end(mut self, sink: &mut Sink) {
        if let Some(rows) = &mut self.turned {
            rows.end(sink);
        }
        if let Some(line) = self.cut {
            let message = format!("cells behind column {MAX_COLUMNS} left out, here and perhaps below");
            sink.issue(line, IssueKind::Limit, message);
        }
        sink.dialect = self.rows.dialect().map(str::to_string).or(sink.dialect.take());
    }
}

/// The row of a sheet that names columns best.
struct Header {
    sheet: usize,
    /// How well it does so.
    score: usize,
    line: u32,
    /// Whether the sheet has a field a row and a record a column instead.
    is_on_side: bool,
    /// Whether the comma parts people in the rows below it.
    has_whole_names: bool,
}

/// The headers of all sheets that have a row.
fn headers(book: &mut dyn Book, n_sheets: usize) -> Result<Vec<Header>, String> {
    let mut found = Vec::new();
    let mut search = Search::default();
    each_row(book, &(0..n_sheets).collect::<Vec<_>>(), &mut |row| {
        if search.sheet != row.sheet {
            found.extend(std::mem::take(&mut search).end());
        }
        search.row(row);
        search.seen < MAX_ABOVE
    })?;
    found.extend(search.end());
    Ok(found)
}

/// The search for the header of a sheet.
#[derive(Default)]
struct Search {
    sheet: usize,
    /// Score and line of the best row so far, and which row it is.
    best: Option<(usize, u32, usize)>,
    seen: usize,
    size: usize,
    /// The first rows.
    sample: Vec<Vec<String>>,
}

impl Search {
    fn row(&mut self, row: &Row) {
        self.sheet = row.sheet;
        let score = header_score(&row.cells);
        if self.best.is_none_or(|(most, ..)| score > most) {
            self.best = Some((score, row.line, self.seen));
        }
        self.size += row.cells.iter().map(|cell| cell.len() + 1).sum::<usize>();
        if self.size <= MAX_SAMPLE {
            self.sample.push(row.cells.clone());
        }
        self.seen += 1;
    }

    /// The header; none where there was no row.
    fn end(self) -> Option<Header> {
        let (score, line, at) = self.best?;
        let is_on_side = score < ENOUGH && on_side::fits(&self.sample);
        let score = if is_on_side { ENOUGH } else { score };
        Some(Header { sheet: self.sheet, score, line, is_on_side, has_whole_names: has_whole_names(&self.sample, at) })
    }
}

/// A row as far as its cells have come.
#[derive(Default)]
struct Row {
    sheet: usize,
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

/// Calls `on_row` with every row of these sheets that has something in it, until it says no to the rest of a sheet.
///
/// One row is held at a time: a sheet may have a cell in its first corner and one in its last.
fn each_row(book: &mut dyn Book, sheets: &[usize], on_row: &mut dyn FnMut(&Row) -> bool) -> Result<(), String> {
    let (mut row, mut over, mut size) = (Row::default(), None, 0);
    book.each_cell(sheets, &mut |sheet, (line, column), value| {
        let text = text(value);
        if text.is_empty() {
            return true;
        }
        size += text.len() as u64;
        let line = line.saturating_add(1);
        if (sheet, line) != (row.sheet, row.line) {
            let before = std::mem::replace(&mut row, Row { sheet, line, ..Row::default() });
            let goes_on = before.line == 0 || over == Some(before.sheet) || on_row(&before);
            over = if goes_on { over } else { Some(before.sheet) };
        }
        row.put(column, text);
        over != Some(sheet) && size <= MAX_UNPACKED
    })?;
    if row.line > 0 && over != Some(row.sheet) {
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
