//! OpenDocument spreadsheets, as LibreOffice writes them: the bytes of the whole file in, cells out.
//!
//! All sheets stand in one XML, which is read a row at a time, all that is wanted of it at once. Blank cells and rows
//! are counted there and not written, those that repeat are written once.

use std::io::{BufReader, Cursor, Read};
use std::ops::Range;

use calamine::Data;
use zip::ZipArchive;

use super::{Book, MAX_COLUMNS, MAX_UNPACKED, OnCell};
use crate::corpus::sink::Sink;
use crate::corpus::xml::{self, Node};

const SHEET: &str = "table:table";
const ROW: &str = "table:table-row";
const CELLS: [&str; 2] = ["table:table-cell", "table:covered-table-cell"];
/// Elements at which a line of a cell ends.
const BREAKS: [&str; 2] = ["text:line-break", "text:tab"];
/// Most rows that a sheet has, and so the most that one may stand for.
const MAX_ROWS: usize = 1 << 20;
/// The first column that is not kept.
const END: u32 = MAX_COLUMNS as u32;

/// Whether these first bytes are those of an OpenDocument spreadsheet.
pub fn is_ods(head: &[u8]) -> bool {
    const KIND: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    head.starts_with(b"PK\x03\x04") && head.get(30..).is_some_and(|rest| rest.starts_with(KIND))
}

struct Ods<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    names: Vec<String>,
}

pub(super) fn open(bytes: &[u8]) -> Result<impl Book, String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut book = Ods { archive, names: Vec::new() };
    let mut manifest = String::new();
    if let Ok(file) = book.archive.by_name("META-INF/manifest.xml") {
        let _ = file.take(1 << 20).read_to_string(&mut manifest);
    }
    if manifest.contains("encryption-data") {
        return Err("it is protected by a password".into());
    }
    let mut names = Vec::new();
    book.each(&mut |node| {
        names.extend(node.attribute("table:name").filter(|_| node.name() == SHEET).map(String::from));
        true
    })?;
    book.names = names;
    Ok(book)
}

impl Ods<'_> {
    /// Calls `on_node` with every sheet, without what is in it, and every row, until it says no.
    fn each(&mut self, on_node: &mut dyn FnMut(Node<'_>) -> bool) -> Result<(), String> {
        let file = self.archive.by_name("content.xml").map_err(|error| error.to_string())?;
        if file.size() > MAX_UNPACKED {
            return Err(format!("it says that it unpacks to {} bytes", file.size()));
        }
        let mut sink = Sink::default();
        let mut input = BufReader::new(file.take(MAX_UNPACKED));
        xml::records_in(&mut input, SHEET, &[ROW], &mut sink, &mut |node, _, _| on_node(node))
            .map_err(|error| error.to_string())?;
        sink.issues.first().map_or(Ok(()), |issue| Err(issue.message.clone()))
    }
}

impl Book for Ods<'_> {
    fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    fn each_cell(&mut self, sheets: &[usize], on_cell: OnCell<'_>) -> Result<(), String> {
        let Some(&last) = sheets.last() else { return Ok(()) };
        // Sheets met so far, and the one that is read.
        let (mut n_met, mut inside, mut next) = (0, None, 0_u32);
        self.each(&mut |node| {
            if node.name() == SHEET {
                let sheet = node.attribute("table:name").map(|_| n_met);
                n_met += usize::from(sheet.is_some());
                (inside, next) = (sheet.filter(|sheet| sheets.binary_search(sheet).is_ok()), 0);
            } else if let Some(sheet) = inside {
                let cells = cells(node);
                let rows = next..next.saturating_add(times(node, "table:number-rows-repeated"));
                next = rows.end;
                let mut on_row = |row| {
                    let mut on_columns = |(columns, value): &(Range<u32>, Data)| {
                        columns.clone().all(|column| on_cell(sheet, (row, column), value))
                    };
                    cells.iter().all(&mut on_columns)
                };
                inside = inside.filter(|_| cells.is_empty() || rows.take(MAX_ROWS).all(&mut on_row));
            }
            inside.is_some() || n_met <= last
        })
    }
}

/// The cells of a row that have a value, and the columns that they stand in; behind the last one that is kept, one.
fn cells(row: Node<'_>) -> Vec<(Range<u32>, Data)> {
    let mut next = 0_u32;
    let mut found = Vec::new();
    for cell in row.children().filter(|child| CELLS.contains(&child.name())) {
        let columns = next..next.saturating_add(times(cell, "table:number-columns-repeated"));
        next = columns.end;
        found.extend(value(cell).map(|value| (columns.start..columns.end.min(columns.start.max(END) + 1), value)));
    }
    found
}

fn times(node: Node<'_>, name: &str) -> u32 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(1)
}

/// The value of a cell; what is shown may be rounded, and comments are no part of it.
fn value(cell: Node<'_>) -> Option<Data> {
    let of = |name: &str| cell.attribute(name);
    if let Some(date) = of("office:date-value") {
        return Some(Data::DateTimeIso(date.split('T').next().unwrap_or(date).to_string()));
    }
    if let Some(number) = of("office:value").and_then(|value| value.parse().ok()) {
        return Some(Data::Float(number));
    }
    if let Some(text) = of("office:string-value").or_else(|| of("office:boolean-value")) {
        return Some(Data::String(text.to_string()));
    }
    let lines = cell.children().filter(|child| child.name() == "text:p");
    let text = lines.map(|line| line.text_by_lines(&BREAKS)).collect::<Vec<_>>().join("\n");
    (!text.is_empty()).then_some(Data::String(text))
}
