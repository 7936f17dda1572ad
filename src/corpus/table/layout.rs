//! The layout of a table: the first text of a file in, its delimiter, quoting and header row out.

use std::borrow::Cow;

use super::{by_row, dialect, on_side, people, spaced, wrapped};
use crate::corpus::record::Role;

/// Rows in which the header is looked for.
const MAX_ROWS: usize = 40;
/// Score from which a row is surely a header: a title or an abstract, and one more name.
pub(in crate::corpus) const ENOUGH: usize = 7;
/// Longest name of a column.
const MAX_NAME: usize = 120;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub delimiter: u8,
    pub quoted: bool,
    /// Number of the header row, from 0.
    pub header: usize,
    /// Whether every row is a field instead, and there is no header.
    pub is_by_row: bool,
    /// Whether every row is a field and every column a record.
    pub is_on_side: bool,
    /// Whether the BVS portal wrote it, which leaves quotation marks inside of cells as they are.
    pub is_of_bvs: bool,
    /// Whether each row was saved as one cell.
    pub is_wrapped: bool,
    /// Whether blanks stand before quotation marks.
    pub is_spaced: bool,
    /// Whether marks inside of cells have a backslash before them instead of being doubled.
    pub is_escaped: bool,
    /// Whether rows have their number before the first named cell, as R writes them.
    pub is_shifted: bool,
    /// Whether the comma parts people in the column of authors.
    pub has_whole_names: bool,
}

impl Layout {
    fn new(head: &str, delimiter: u8, header: usize) -> Layout {
        let quoted = is_quoted(head, delimiter);
        Layout {
            delimiter,
            quoted,
            header,
            is_by_row: false,
            is_on_side: false,
            is_of_bvs: false,
            is_wrapped: false,
            is_spaced: false,
            is_escaped: false,
            is_shifted: false,
            has_whole_names: false,
        }
    }

    /// A parser of such a table.
    pub fn parser(&self) -> csv_core::Reader {
        let escape = self.is_escaped.then_some(b'\\');
        csv_core::ReaderBuilder::new().delimiter(self.delimiter).quoting(self.quoted).escape(escape).build()
    }

    /// The kind of table in words.
    pub fn name(&self) -> &'static str {
        match self.delimiter {
            b';' => "semicolon-separated",
            b'\t' => "tab-separated",
            b'|' => "bar-separated",
            _ => "comma-separated",
        }
    }
}

/// The layout whose header names the most known columns; a title or an abstract counts more.
///
/// Where no header has a known name, a table is what has the same number of short, different names and cells in its
/// first rows.
pub(super) fn find(head: &str) -> Option<Layout> {
    let inner = wrapped::head(head).and_then(|inner| best(&inner)).filter(|(score, _)| *score >= ENOUGH);
    if let Some((_, layout)) = inner {
        return Some(Layout { is_wrapped: true, ..layout });
    }
    best(head).map(|(_, layout)| settled(head, layout))
}

/// Whether the first line is surely a header.
pub(super) fn is_headed(head: &str) -> bool {
    best(head).is_some_and(|(score, layout)| score >= ENOUGH && layout.header == 0)
}

/// The layout with what only the rows below the header tell.
fn settled(head: &str, layout: Layout) -> Layout {
    if layout.is_by_row || layout.is_on_side || layout.is_of_bvs {
        return layout;
    }
    let mut best = (layout, rows(head, layout));
    let n_odd =
        |rows: &[Vec<String>]| below(rows, layout.header).filter(|row| row.len() != width(rows, layout)).count();
    let is_spaced =
        |row: &Vec<String>| row.iter().any(|cell| cell.starts_with(' ') && cell.trim_start().starts_with('"'));
    if layout.quoted && best.1.iter().any(is_spaced) {
        let tight = Layout { is_spaced: true, ..best.0 };
        let found = rows(head, tight);
        if n_odd(&found) <= n_odd(&best.1) {
            best = (tight, found);
        }
    }
    if layout.quoted && head.contains("\\\"") {
        let escaped = Layout { is_escaped: true, ..best.0 };
        let found = rows(head, escaped);
        if n_odd(&found) < n_odd(&best.1) {
            best = (escaped, found);
        }
    }
    let (layout, rows) = best;
    Layout { is_shifted: is_shifted(&rows, layout), has_whole_names: has_whole_names(&rows, layout.header), ..layout }
}

/// The rows below the header; the last of many may be cut off.
fn below(rows: &[Vec<String>], header: usize) -> impl Iterator<Item = &Vec<String>> {
    let end = if rows.len() > header + 6 { rows.len() - 1 } else { rows.len() };
    rows[..end].iter().skip(header + 1)
}

fn width(rows: &[Vec<String>], layout: Layout) -> usize {
    rows.get(layout.header).map_or(0, Vec::len)
}

/// Whether every row has one cell more than the header, the first of which is a number.
fn is_shifted(rows: &[Vec<String>], layout: Layout) -> bool {
    let is_number = |cell: &String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let fits = |row: &Vec<String>| row.len() == width(rows, layout) + 1 && row.first().is_some_and(is_number);
    let is_more = |row: &Vec<String>| row.last().is_some_and(|cell| !cell.trim().is_empty());
    below(rows, layout.header).all(fits) && below(rows, layout.header).any(is_more)
}

/// Whether the comma parts people in the column of authors of these rows.
pub(in crate::corpus) fn has_whole_names(rows: &[Vec<String>], header: usize) -> bool {
    let Some(names) = rows.get(header) else { return false };
    let column = dialect::columns(names).iter().position(|column| column.role == Role::AuthorList);
    column.is_some_and(|at| people::are_whole(below(rows, header).filter_map(|row| row.get(at)).map(String::as_str)))
}

/// The best layout with the score of its header.
fn best(head: &str) -> Option<(usize, Layout)> {
    let candidates = || [b',', b';', b'\t', b'|'].into_iter().map(|d| (d, rows(head, Layout::new(head, d, 0))));
    let mut best: Option<(usize, Layout)> = None;
    for (delimiter, rows) in candidates() {
        if on_side::fits(&rows) {
            return Some((0, Layout { quoted: true, is_on_side: true, ..Layout::new(head, delimiter, 0) }));
        }
        if by_row::fits(&rows) {
            return Some((0, Layout { quoted: true, is_by_row: true, ..Layout::new(head, delimiter, 0) }));
        }
        let found =
            rows.iter().enumerate().map(|(at, row)| (score(row), at)).max_by_key(|&(s, at)| (s, usize::MAX - at));
        if let Some((score, header)) =
            found.filter(|(score, at)| *score >= 2 && (*score >= ENOUGH || is_kept(&rows, *at)))
            && best.is_none_or(|(s, _)| score > s)
        {
            // Whoever writes marks where none are needed is the portal itself; others double those inside of cells.
            let is_marked = head.lines().nth(header + 1).is_some_and(|line| line.starts_with('"'));
            let is_of_bvs = is_marked && dialect::name(&rows[header]) == Some("BVS");
            best = Some((score, Layout { is_of_bvs, ..Layout::new(head, delimiter, header) }));
        }
    }
    best.or_else(|| {
        let plain = candidates().find(|(_, rows)| is_even(rows));
        plain.map(|(delimiter, _)| (0, Layout::new(head, delimiter, 0)))
    })
}

/// Tabs need no quotation marks: there they count only where cells are closed by them.
fn is_quoted(head: &str, delimiter: u8) -> bool {
    delimiter != b'\t' || head.contains("\"\t") || !head.contains("\t\"")
}

fn rows(head: &str, layout: Layout) -> Vec<Vec<String>> {
    let head = if layout.is_spaced { Cow::Owned(spaced::head(head, layout.delimiter)) } else { Cow::Borrowed(head) };
    let mut parser = layout.parser();
    let (mut text, mut ends) = (vec![0; head.len() + 1], vec![0; 10_000]);
    let (mut at, mut rows) = (0, Vec::new());
    while rows.len() < MAX_ROWS && at < head.len() {
        let (_, n_in, _, n_ends) = parser.read_record(&head.as_bytes()[at..], &mut text, &mut ends);
        at += n_in;
        let mut start = 0;
        let cells = ends[..n_ends].iter().map(|&end| {
            let cell = String::from_utf8_lossy(&text[start..end]).into_owned();
            start = end;
            cell
        });
        rows.push(cells.collect());
        if n_in == 0 {
            break;
        }
    }
    rows
}

/// How much a row looks like a header: known names, with five more for a title or an abstract.
pub(super) fn score(row: &[String]) -> usize {
    if row.len() < 2 {
        return 0;
    }
    if row.iter().any(|cell| cell.len() > MAX_NAME) {
        return 0;
    }
    let roles = dialect::columns(row);
    let known = roles.iter().filter(|column| column.role != Role::Other).count();
    let telling = roles.iter().any(|c| matches!(c.role, Role::Title | Role::TranslatedTitle | Role::Abstract));
    if known == 0 { 0 } else { known + 5 * usize::from(telling) }
}

/// Whether the rows below a header that names no title and no abstract have cells for its names, half of them at least:
/// scripts and pages of help hold lines with commas, too.
fn is_kept(rows: &[Vec<String>], header: usize) -> bool {
    let below = &rows[header + 1..];
    let n_whole = below.iter().filter(|row| row.len() >= rows[header].len()).count();
    if below.is_empty() { header == 0 } else { n_whole * 2 >= below.len() }
}

/// Whether the rows have the same number of cells, under short and different names.
fn is_even(rows: &[Vec<String>]) -> bool {
    let Some((names, rest)) = rows.split_first() else { return false };
    let whole = &rest[..rest.len().saturating_sub(1).max(1).min(rest.len())];
    let mut sorted: Vec<&str> = names.iter().map(|name| name.trim()).collect();
    sorted.sort_unstable();
    let distinct = sorted.windows(2).all(|pair| pair[0] != pair[1]);
    let short = |name: &String| !name.trim().is_empty() && name.len() <= 60 && name.split_whitespace().count() <= 6;
    // Programs that number the rows give the numbers no name.
    let named = if names.len() > 2 && names[0].trim().is_empty() { &names[1..] } else { names };
    names.len() >= 2
        && distinct
        && named.iter().all(short)
        && !whole.is_empty()
        && whole.iter().all(|r| r.len() == names.len())
}
