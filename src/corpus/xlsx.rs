//! Office Open XML spreadsheets: the bytes of the whole file in, records out.
//!
//! The first sheet with a header of known names is read, by the rules of tables. Only cell values are read: no
//! formulas, no macros, no links are followed.

use std::borrow::Cow;
use std::io::{self, Cursor};

use calamine::{Data, Range, Reader, Xlsx};

use super::issue::IssueKind;
use super::sink::Sink;
use super::table::rows::Rows;
use super::table::{MAX_COLUMNS, header_score};

/// Rows in which the header is looked for.
const MAX_ABOVE: usize = 40;
/// Largest content that a spreadsheet may unpack to.
const MAX_UNPACKED: u64 = 1 << 30;

/// Reads a spreadsheet.
///
/// # Errors
/// None today: what is wrong becomes an issue.
pub fn parse(bytes: &[u8], sink: &mut Sink) -> io::Result<()> {
    if let Err(message) = read(bytes, sink) {
        sink.issue(0, IssueKind::Malformed, format!("spreadsheet not read: {message}; save it as CSV and try again"));
    }
    Ok(())
}

fn read(bytes: &[u8], sink: &mut Sink) -> Result<(), String> {
    let unpacked = unpacked_size(bytes);
    if unpacked > MAX_UNPACKED {
        return Err(format!("it says that it unpacks to {unpacked} bytes"));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut best: Option<(usize, usize, Range<Data>)> = None;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|error| error.to_string())?;
        let found = range.rows().take(MAX_ABOVE).enumerate().map(|(at, row)| (score(row), at));
        if let Some((score, at)) = found.max_by_key(|&(score, at)| (score, usize::MAX - at))
            && best.as_ref().is_none_or(|(s, _, _)| score > *s)
        {
            best = Some((score, at, range));
        }
    }
    let (_, header, range) = best.ok_or("it has no rows")?;
    let first = range.start().map_or(0, |(row, _)| row);
    let mut rows = Rows::default();
    for (at, row) in range.rows().enumerate().skip(header) {
        let line = first.saturating_add(u32::try_from(at + 1).unwrap_or(u32::MAX));
        let cells = row.iter().take(MAX_COLUMNS).map(text);
        if at == header { rows.header(cells, line, sink) } else { rows.row(cells, line, sink) }
    }
    sink.dialect = rows.dialect().map(str::to_string);
    Ok(())
}

fn score(row: &[Data]) -> usize {
    header_score(&row.iter().map(|cell| text(cell).into_owned()).collect::<Vec<_>>())
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

    fn book(rows: &[&[&str]]) -> Vec<u8> {
        let cell = |text: &&str| match text.parse::<f64>() {
            Ok(number) => format!("<c><v>{number}</v></c>"),
            Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        };
        let row = |cells: &&[&str]| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{}</sheetData></worksheet>",
            rows.iter().map(row).collect::<String>()
        );
        let workbook = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
            xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
            <sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
        let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
            <Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\" \
            Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>";
        let root = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
            <Relationship Id=\"r1\" Target=\"xl/workbook.xml\" \
            Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>";
        zip(&[
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", root),
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/worksheets/sheet1.xml", &sheet),
        ])
    }

    #[test]
    fn a_sheet_is_read_by_the_rules_of_tables() {
        let bytes = book(&[
            &["Search of today"],
            &["PMID", "Title", "Abstract", "Publication Year"],
            &["91234567", "One &amp; two", "Text.", "2019"],
            &["", "Second", "", "2020"],
        ]);
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
    fn bytes_that_are_no_spreadsheet_are_an_issue() {
        let mut sink = Sink::default();
        parse(b"PK\x03\x04 and nothing more", &mut sink).unwrap();
        assert_eq!((sink.records.len(), sink.issues[0].kind), (0, IssueKind::Malformed));
    }
}
