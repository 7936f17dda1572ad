//! Tables of a page or of Excel's XML, as programs write them that call such a file a spreadsheet: rows in, records out,
//! by the rules of tables.

use std::borrow::Cow;

use super::names::local;
use crate::corpus::issue::IssueKind;
use crate::corpus::sink::Sink;
use crate::corpus::table::rows::Rows;
use crate::corpus::table::{ENOUGH, MAX_COLUMNS, header_score};
use crate::corpus::xml::Node;

/// Elements at which a line of a cell ends.
const BREAKS: [&str; 6] = ["br", "BR", "p", "P", "div", "li"];

/// Reads rows one after another; those above the first header are passed.
#[derive(Default)]
pub(super) struct Table {
    rows: Rows,
}

impl Table {
    /// Takes a row that starts on `line`.
    pub fn row(&mut self, node: Node<'_>, line: u32, sink: &mut Sink) {
        let cells = cells(node);
        if self.rows.has_header() {
            self.rows.row(cells.iter().map(|cell| Cow::Borrowed(cell.as_str())), line, sink);
        } else if header_score(&cells) >= ENOUGH {
            self.rows.header(cells.into_iter().map(Cow::Owned), line, sink);
        }
    }

    /// Whether a row that names a title or an abstract was met.
    pub fn has_header(&self) -> bool {
        self.rows.has_header()
    }

    /// Tells of a table without a header.
    pub fn end(self, sink: &mut Sink) {
        if !self.has_header() {
            sink.issue(0, IssueKind::MissingColumn, "no row of this table names a title or an abstract");
        }
        sink.dialect = self.rows.dialect().map(str::to_string).or(sink.dialect.take());
    }
}

/// The cells of a row; those that span several columns, or skip some, leave blank ones.
fn cells(row: Node<'_>) -> Vec<String> {
    let mut cells = Vec::new();
    for cell in row.children().filter(|cell| matches!(local(cell.name()), "td" | "th" | "TD" | "TH" | "Cell")) {
        let number = |names: [&str; 2]| names.iter().find_map(|name| cell.attribute(name)?.parse::<usize>().ok());
        let place = number(["ss:Index", "Index"]).unwrap_or(0).saturating_sub(1).min(MAX_COLUMNS);
        cells.resize(cells.len().max(place), String::new());
        cells.push(cell.text_by_lines(&BREAKS));
        let width = number(["colspan", "COLSPAN"]).unwrap_or(1).clamp(1, MAX_COLUMNS);
        cells.resize((cells.len() + width - 1).min(MAX_COLUMNS), String::new());
    }
    cells
}
