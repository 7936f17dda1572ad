//! Office Open XML spreadsheets: the bytes of the whole file in, records out.
//!
//! The sheets with a header of known names are read, by the rules of tables. Only cell values are read: no
//! formulas, no macros, no links are followed.

use std::borrow::Cow;
use std::io::{self, Cursor};

use calamine::{Data, Reader, Xlsx};

use super::issue::IssueKind;
use super::sink::Sink;
use super::table::rows::Rows;
use super::table::{MAX_COLUMNS, header_score};

/// Rows in which the header is looked for.
const MAX_ABOVE: usize = 40;
/// Score from which a row is a header: a title or an abstract, and one more name.
const ENOUGH: usize = 7;
/// Largest content that a spreadsheet may unpack to.
const MAX_UNPACKED: u64 = 1 << 30;

/// Reads a spreadsheet.
///
/// # Errors
/// None today: what is wrong becomes an issue.
pub fn parse(bytes: &[u8], sink: &mut Sink) -> io::Result<()> {
    if let Err(message) = read(bytes, sink) {
        let how_far = if sink.records.is_empty() { "not read" } else { "not read to its end" };
        sink.issue(0, IssueKind::Malformed, format!("spreadsheet {how_far}: {message}; save it as CSV and try again"));
    }
    Ok(())
}

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

fn read(bytes: &[u8], sink: &mut Sink) -> Result<(), String> {
    let unpacked = unpacked_size(bytes);
    if unpacked > MAX_UNPACKED {
        return Err(format!("it says that it unpacks to {unpacked} bytes"));
    }
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    for sheet in book.sheet_names() {
        found.extend(header(&mut book, &sheet)?.map(|(score, line)| (score, line, sheet)));
    }
    let best = (0..found.len()).rev().max_by_key(|&at| found[at].0).ok_or("it has no rows")?;
    // One sheet is read in any case; of others those with a header of their own.
    for (at, (score, header, sheet)) in found.iter().enumerate() {
        if at == best || *score >= ENOUGH {
            read_sheet(&mut book, sheet, *header, sink)?;
        } else {
            let message = format!("sheet \"{sheet}\" left out: none of its rows names a title or an abstract");
            sink.issue(*header, IssueKind::MissingColumn, message);
        }
    }
    Ok(())
}

fn read_sheet(book: &mut Book<'_>, sheet: &str, header: u32, sink: &mut Sink) -> Result<(), String> {
    let mut rows = Rows::default();
    let mut cut = None;
    let result = each_row(book, sheet, &mut |row| {
        let cells = row.cells.iter().map(|cell| Cow::Borrowed(cell.as_str()));
        match row.line {
            line if line < header => {}
            line if line == header => rows.header(cells, line, sink),
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

/// How well the row that names columns best does so, and its line; none where the sheet has no row.
fn header(book: &mut Book<'_>, sheet: &str) -> Result<Option<(usize, u32)>, String> {
    let (mut best, mut seen) = (None, 0);
    each_row(book, sheet, &mut |row| {
        let score = header_score(&row.cells);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, row.line));
        }
        seen += 1;
        seen < MAX_ABOVE
    })?;
    Ok(best)
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
fn each_row(book: &mut Book<'_>, sheet: &str, on_row: &mut dyn FnMut(&Row) -> bool) -> Result<(), String> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let value = Data::from(cell.get_value().clone());
        let text = text(&value);
        if text.is_empty() {
            continue;
        }
        let (at, column) = cell.get_position();
        let line = at.saturating_add(1);
        if line != row.line {
            let before = std::mem::replace(&mut row, Row { line, ..Row::default() });
            if before.line > 0 && !on_row(&before) {
                return Ok(());
            }
        }
        row.put(column, text);
    }
    if row.line > 0 {
        on_row(&row);
    }
    Ok(())
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

/// Sum of the unpacked sizes that the central directory of a ZIP archive states.
fn unpacked_size(bytes: &[u8]) -> u64 {
    const ENTRY: &[u8] = b"PK\x01\x02";
    memchr::memmem::find_iter(bytes, ENTRY)
        .filter_map(|at| bytes.get(at + 24..at + 28))
        .map(|size| size.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ZIP archive of stored files.
    fn zip(files: &[(&str, &str)]) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in files {
            let mut crc = flate2::Crc::new();
            crc.update(text.as_bytes());
            let mut facts = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            for number in [crc.sum(), text.len() as u32, text.len() as u32, name.len() as u32] {
                facts.extend_from_slice(&number.to_le_bytes());
            }
            directory.extend_from_slice(b"PK\x01\x02\x14\0");
            directory.extend_from_slice(&facts);
            directory.extend_from_slice(&[0; 10]);
            directory.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            directory.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b"PK\x03\x04");
            bytes.extend_from_slice(&facts);
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        let (count, start) = (files.len() as u16, bytes.len() as u32);
        bytes.extend_from_slice(&directory);
        bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        bytes.extend_from_slice(&[count.to_le_bytes(), count.to_le_bytes()].concat());
        bytes.extend_from_slice(&[(directory.len() as u32).to_le_bytes(), start.to_le_bytes()].concat());
        bytes.extend_from_slice(&[0, 0]);
        bytes
    }

    fn rows(rows: &[&[&str]]) -> String {
        let cell = |text: &&str| match text.parse::<f64>() {
            Ok(number) => format!("<c><v>{number}</v></c>"),
            Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        };
        let row = |cells: &&[&str]| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
        rows.iter().map(row).collect()
    }

    /// A workbook with a sheet for each of these rows.
    fn book(sheets: &[String]) -> Vec<u8> {
        const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = |list: String| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
            )
        };
        let relation = |id: usize, target: &str, kind: &str| {
            format!("<Relationship Id=\"r{id}\" Target=\"{target}\" Type=\"{OFFICE}/{kind}\"/>")
        };
        let each = |make: &dyn Fn(usize) -> String| (1..=sheets.len()).map(make).collect::<String>();
        let list = each(&|n| format!("<sheet name=\"S{n}\" sheetId=\"{n}\" r:id=\"r{n}\"/>"));
        let files = sheets.iter().enumerate().map(|(at, rows)| {
            let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
            (format!("xl/worksheets/sheet{}.xml", at + 1), sheet)
        });
        let fixed = [
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".into(),
            ),
            ("_rels/.rels", relations(relation(1, "xl/workbook.xml", "officeDocument"))),
            (
                "xl/workbook.xml",
                format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                relations(each(&|n| relation(n, &format!("worksheets/sheet{n}.xml"), "worksheet"))),
            ),
        ];
        let files: Vec<(String, String)> =
            fixed.map(|(name, text)| (name.to_string(), text)).into_iter().chain(files).collect();
        zip(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
    }

    #[test]
    fn a_sheet_is_read_by_the_rules_of_tables() {
        let bytes = book(&[rows(&[
            &["Search of today"],
            &["PMID", "Title", "Abstract", "Publication Year"],
            &["91234567", "One &amp; two", "Text.", "2019"],
            &["", "Second", "", "2020"],
        ])]);
        let mut sink = Sink::default();
        parse(&bytes, &mut sink).unwrap();
        let found: Vec<_> = sink.records.iter().map(|r| (r.title(), r.pmid(), r.year(), r.source.line)).collect();
        assert_eq!(
            found,
            [("One & two", Some("91234567"), Some(2019), 3), ("Second", None, Some(2020), 4)],
            "{:?}",
            sink.issues
        );
    }

    #[test]
    fn every_sheet_with_a_header_is_read_and_the_others_told() {
        let one = rows(&[&["Title", "Year"], &["One", "2019"]]);
        let notes = rows(&[&["who", "what"], &["me", "searched"]]);
        let two = rows(&[&["Title", "Abstract"], &["Two", "Text."]]);
        let mut sink = Sink::default();
        parse(&book(&[one, notes, two]), &mut sink).unwrap();
        assert_eq!(sink.records.iter().map(|record| record.title()).collect::<Vec<_>>(), ["One", "Two"]);
        let issues: Vec<_> = sink.issues.iter().map(|issue| issue.message.as_str()).collect();
        assert_eq!(issues, ["sheet \"S2\" left out: none of its rows names a title or an abstract"]);
    }

    #[test]
    fn a_cell_in_the_last_corner_takes_no_memory() {
        let far = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Title</t></is></c></row>\
            <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>One</t></is></c></row>\
            <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
        let mut sink = Sink::default();
        parse(&book(&[far.to_string()]), &mut sink).unwrap();
        assert_eq!(sink.records.iter().map(|record| record.title()).collect::<Vec<_>>(), ["One"]);
        let issues: Vec<_> = sink.issues.iter().map(|issue| (issue.line, issue.kind)).collect();
        assert_eq!(issues, [(1_048_576, IssueKind::Limit)]);
    }

    #[test]
    fn bytes_that_are_no_spreadsheet_are_an_issue() {
        let mut sink = Sink::default();
        parse(b"PK\x03\x04 and nothing more", &mut sink).unwrap();
        assert_eq!((sink.records.len(), sink.issues[0].kind), (0, IssueKind::Malformed));
    }
}
