//! Workbooks of both kinds, made here and read.

use std::io::{Cursor, Write as _};

use super::*;
use crate::corpus::record::Role;

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
fn a_sheet_on_its_side_has_a_record_a_column() {
    let side = rows(&[
        &["Title", "Rest of nurses", "Calm"],
        &["Authors", "Ruiz A", "Brandt O"],
        &["Year", "2018", "2019"],
        &["Ward", "A", "B"],
    ]);
    let mut sink = Sink::default();
    parse(&book(&[side]), &mut sink).unwrap();
    let found: Vec<_> = sink.records.iter().map(|one| (one.title(), one.year())).collect();
    assert_eq!(found, [("Rest of nurses", Some(2018)), ("Calm", Some(2019))]);
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

/// A record of a workbook.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
}

/// The body of a cell: row, column, format, value.
fn cell(row: u16, column: u16, format: u16, value: &[u8]) -> Vec<u8> {
    [&row.to_le_bytes()[..], &column.to_le_bytes(), &format.to_le_bytes(), value].concat()
}

/// An Office document with a workbook of one sheet, "S1", that has these records, and these texts.
fn old_book(texts: &[&str], cells: &[Vec<u8>]) -> Vec<u8> {
    let start = |what: u16| record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &what.to_le_bytes(), &[0; 12]].concat());
    let mut shared = vec![0; 8];
    for text in texts {
        shared.extend((text.chars().count() as u16).to_le_bytes());
        shared.push(0);
        shared.extend(text.chars().map(|c| u8::try_from(c).unwrap()));
    }
    // Format 1 is a date.
    let formats = [record(0x00E0, &[0; 20]), record(0x00E0, &[&[0, 0, 14, 0][..], &[0; 16]].concat())].concat();
    // The texts go on in another record, which tells again how wide its characters are.
    let (one, two) = shared.split_at(8 + 3 + 2);
    let shared = [record(0x00FC, one), record(0x003C, &[&[0][..], two].concat())].concat();
    let head = [start(5), formats, shared].concat();
    let name = [&[0, 0, 2, 0][..], b"S1"].concat();
    let place = (head.len() + 4 + 4 + name.len() + 4) as u32;
    let sheet = record(0x0085, &[&place.to_le_bytes()[..], &name].concat());
    let stream = [head, sheet, record(0x000A, &[]), start(16), cells.concat(), record(0x000A, &[])].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.into_inner().into_inner()
}

fn old_rows() -> Vec<Vec<u8>> {
    let shared = |row, column, text: u32| record(0x00FD, &cell(row, column, 0, &text.to_le_bytes()));
    vec![
        shared(0, 0, 0),
        shared(0, 1, 1),
        shared(0, 2, 2),
        record(0x0204, &cell(0, 3, 0, b"\x04\0\0Date")),
        shared(1, 0, 3),
        record(
            0x00BD,
            &[&cell(1, 2, 0, &0x1F8E_u32.to_le_bytes())[..], &[1, 0], &176_658_u32.to_le_bytes(), &[3, 0]].concat(),
        ),
        record(0x0006, &cell(2, 0, 0, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0])),
        record(0x0207, b"\x06\0\0Second"),
        record(0x0203, &cell(2, 2, 0, &2020_f64.to_le_bytes())),
        record(0x0203, &cell(0xFFFF, 0xFF, 0, &1_f64.to_le_bytes())),
    ]
}

#[test]
fn an_old_sheet_is_read_the_same_way() {
    let texts = ["Title", "Abstract", "Publication Year", "One \u{e9}"];
    let bytes = old_book(&texts, &old_rows());
    assert!(is_xls(&bytes) && !is_xlsx(&bytes));
    let mut sink = Sink::default();
    parse(&bytes, &mut sink).unwrap();
    let found: Vec<_> = sink.records.iter().map(|r| (r.title(), r.year(), r.source.line)).collect();
    let last = ("", None, 65_536);
    assert_eq!(found, [("One \u{e9}", Some(2019), 2), ("Second", Some(2020), 3), last], "{:?}", sink.issues);
    let date = sink.records[0].fields().find(|field| field.tag == "Date");
    assert_eq!(date.map(|field| field.value), Some("2020-11-29"));
}

#[test]
fn an_old_sheet_that_is_cut_or_protected_or_no_sheet_is_an_issue() {
    let bytes = old_book(&["Title", "Year"], &old_rows());
    let mut document = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    document.create_stream("/WordDocument").unwrap();
    for bytes in [bytes[..600].to_vec(), document.into_inner().into_inner()] {
        let mut sink = Sink::default();
        parse(&bytes, &mut sink).unwrap();
        assert_eq!((sink.records.len(), sink.issues[0].kind), (0, IssueKind::Malformed));
    }
}

#[test]
fn an_old_sheet_with_any_byte_turned_does_no_harm() {
    let bytes = old_book(&["Title", "Abstract", "Publication Year", "One"], &old_rows());
    let mut whole = 0;
    for at in (8..bytes.len()).step_by(5) {
        let mut bytes = bytes.clone();
        bytes[at] = !bytes[at];
        let mut sink = Sink::default();
        parse(&bytes, &mut sink).unwrap();
        whole += usize::from(sink.records.len() == 3);
    }
    assert!(whole * 2 > bytes.len() / 5, "most bytes are no part of a cell");
}

/// An OpenDocument spreadsheet with these sheets.
fn open_book(sheets: &str, manifest: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ])
}

const OPEN_SHEETS: &str = "<table:table table:name=\"Search\"><table:table-row table:number-rows-repeated=\"2\">\
    <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row><table:table-row>\
    <table:table-cell><text:p>PMID</text:p></table:table-cell><table:table-cell><text:p>Title</text:p></table:table-cell>\
    <table:table-cell><text:p>Abstract</text:p></table:table-cell><table:table-cell><text:p>Date</text:p></table:table-cell>\
    </table:table-row><table:table-header-rows><table:table-row><table:table-cell office:value-type=\"float\" \
    office:value=\"91234567\"><text:p>91,234,567</text:p></table:table-cell><table:table-cell>\
    <office:annotation><text:p>A comment</text:p></office:annotation><text:p>One &amp; <text:span>two</text:span></text:p>\
    </table:table-cell><table:table-cell><text:p>First.</text:p><text:p>Second.</text:p></table:table-cell>\
    <table:table-cell office:value-type=\"date\" office:date-value=\"2019-03-04T00:00:00\"><text:p>04.03.19</text:p></table:table-cell>\
    </table:table-row></table:table-header-rows><table:table-row table:number-rows-repeated=\"2\">\
    <table:covered-table-cell/><table:table-cell><text:p>Again</text:p></table:table-cell></table:table-row>\
    <table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell/></table:table-row></table:table>\
    <table:table table:name=\"Notes\"><table:table-row><table:table-cell><text:p>me</text:p></table:table-cell>\
    </table:table-row></table:table>";

#[test]
fn an_open_document_sheet_is_read_the_same_way() {
    let bytes = open_book(OPEN_SHEETS, "");
    assert!(is_ods(&bytes) && !is_xls(&bytes));
    let mut sink = Sink::default();
    parse(&bytes, &mut sink).unwrap();
    let found: Vec<_> = sink.records.iter().map(|r| (r.title(), r.pmid(), r.year(), r.source.line)).collect();
    let first = ("One & two", Some("91234567"), Some(2019), 4);
    assert_eq!(found, [first, ("Again", None, None, 5), ("Again", None, None, 6)], "{:?}", sink.issues);
    assert_eq!(sink.records[0].abstracts().next(), Some((None, "First.\nSecond.")));
    let issues: Vec<_> = sink.issues.iter().map(|issue| issue.message.as_str()).collect();
    assert_eq!(issues, ["sheet \"Notes\" left out: none of its rows names a title or an abstract"]);
}

#[test]
fn many_sheets_of_an_open_document_are_read_in_one_go() {
    // Each sheet was read from the start of the document, twice: half a minute for so many.
    let row = |cells: [&str; 2]| {
        let cells = cells.map(|text| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>")).concat();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let sheet = |n: usize| {
        let rows: String = (0..MAX_ABOVE + 5).map(|at| row([&format!("{n} {at}"), "Text."])).collect();
        format!("<table:table table:name=\"S{n}\">{}{rows}</table:table>", row(["Title", "Abstract"]))
    };
    let notes = format!("<table:table table:name=\"Notes\">{}</table:table>", row(["me", "searched"]));
    let sheets: String = (0..300).map(sheet).collect();
    let mut sink = Sink::default();
    parse(&open_book(&format!("{notes}{sheets}"), ""), &mut sink).unwrap();
    assert_eq!(sink.records.len(), 300 * (MAX_ABOVE + 5));
    let mut titles = sink.records.iter().map(|record| record.title().to_string());
    assert_eq!((titles.next().as_deref(), titles.next_back().as_deref()), (Some("0 0"), Some("299 44")));
    assert_eq!(sink.issues.len(), 1, "{:?}", sink.issues);
}

#[test]
fn an_open_document_that_is_cut_protected_or_without_end_is_an_issue() {
    let protected = open_book(OPEN_SHEETS, "<manifest:encryption-data/>");
    let cut = open_book(&OPEN_SHEETS[..OPEN_SHEETS.find("Notes").unwrap()], "");
    let whole = open_book(OPEN_SHEETS, "");
    for (bytes, count) in [(&protected[..], 0), (&cut, 0), (&whole[..whole.len() / 2], 0)] {
        let mut sink = Sink::default();
        parse(bytes, &mut sink).unwrap();
        assert_eq!((sink.records.len(), sink.issues[0].kind), (count, IssueKind::Malformed), "{:?}", sink.issues);
    }
    let huge = "<table:table table:name=\"S\"><table:table-row><table:table-cell><text:p>Title</text:p></table:table-cell>\
        </table:table-row><table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell \
        table:number-columns-repeated=\"4000000000\"/></table:table-row><table:table-row><table:table-cell>\
        <text:p>Behind</text:p></table:table-cell></table:table-row></table:table>";
    let mut sink = Sink::default();
    parse(&open_book(huge, ""), &mut sink).unwrap();
    assert_eq!(sink.records.iter().map(|record| record.title()).collect::<Vec<_>>(), ["Behind"], "{:?}", sink.issues);
}

#[test]
fn a_column_of_a_sheet_tells_what_the_comma_parts() {
    let sheet = rows(&[
        &["Title", "Authors", "Journal", "Volume"],
        &["One", "Ana Ruiz, Otto Brandt", "NA", "12"],
        &["Two", "Ana Ruiz, Bea Soto, Li Pan", "J", "3"],
    ]);
    let mut sink = Sink::default();
    parse(&book(&[sheet]), &mut sink).unwrap();
    let one = &sink.records[0];
    assert_eq!((one.authors(), one.first(Role::Journal)), (vec!["Ana Ruiz", "Otto Brandt"], None));
}
