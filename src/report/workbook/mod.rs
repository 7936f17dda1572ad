//! `topics.xlsx`: an analysis in, a workbook for a person out: topics, records by topic, what the columns mean.
//!
//! What `topics.csv` and `documents.csv` say in numbers for programs stands here as a reader of a spreadsheet wants it:
//! every accent and decimal as it is in any country, links that open, filters, the colors of the charts. Texts are cut
//! where a cell is full; `library.ris` has them whole.

use std::io::{self, Write};

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::clean::line;
use super::order::by_topic;
use crate::analysis::Analysis;
use crate::chart::{color, is_dark};
use columns::{Cell, Column, RECORDS, TOPICS};

mod columns;

/// Records up to which there is a workbook; one of more takes longer to write, and to open, than the report itself.
const MOST_RECORDS: usize = 10_000;
/// Its name.
pub const NAME: &str = "topics.xlsx";

/// Whether there is a workbook.
pub fn is_made(analysis: &Analysis) -> bool {
    analysis.corpus.records.len() <= MOST_RECORDS
}

/// Writes the workbook.
///
/// # Errors
/// What `out` says.
pub fn workbook(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let mut workbook = Workbook::new();
    fill(analysis, &mut workbook).map_err(io::Error::other)?;
    out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)
}

fn fill(analysis: &Analysis, workbook: &mut Workbook) -> Result<(), XlsxError> {
    // The same records give the same bytes: no time of today.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(line(&analysis.title)).set_creation_datetime(&made));
    let formats = Formats::new(analysis);
    let topics: Vec<usize> = (0..analysis.topics.len()).collect();
    let sheet = workbook.add_worksheet().set_name("Topics")?;
    sheet.set_print_fit_to_pages(1, 0);
    table(sheet, analysis, &TOPICS, &topics, &formats)?;
    let sheet = workbook.add_worksheet().set_name("Records")?;
    table(sheet, analysis, &RECORDS, &by_topic(analysis), &formats)?;
    notes(workbook.add_worksheet().set_name("Columns")?, &formats)
}

fn table(
    sheet: &mut Worksheet,
    analysis: &Analysis,
    columns: &[Column],
    things: &[usize],
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, column.name, &formats.head)?;
    }
    sheet.set_freeze_panes(1, 0)?.set_landscape().set_repeat_rows(0, 0)?;
    let (last_row, last_column) = (things.len() as u32, columns.len() as u16 - 1);
    sheet.autofilter(0, 0, last_row, last_column)?;
    for (row, &thing) in (1..).zip(things) {
        analysis.corpus.leaps(row as usize);
        for (at, column) in (0..).zip(columns) {
            write(sheet, row, at, &(column.cell)(analysis, thing), analysis, formats)?;
        }
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    analysis: &Analysis,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => sheet.write_string(row, column, text)?,
        Cell::Link(link) => sheet.write_url(row, column, Url::new(link))?,
        Cell::Whole(n) => sheet.write_number(row, column, *n as f64)?,
        Cell::Decimal(value) => sheet.write_number_with_format(row, column, *value, &formats.decimal)?,
        Cell::Share(value) => sheet.write_number_with_format(row, column, *value, &formats.share)?,
        Cell::Topic(topic) => {
            let (shown, format) = (analysis.number(*topic), &formats.topics[*topic]);
            match shown.parse::<u32>() {
                Ok(number) => sheet.write_number_with_format(row, column, number, format)?,
                Err(_) => sheet.write_string_with_format(row, column, shown, format)?,
            }
        }
    };
    Ok(())
}

/// What the columns mean.
fn notes(sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 12)?.set_column_width(1, 22)?.set_column_width(2, 100)?;
    for (at, name) in (0..).zip(["Sheet", "Column", "Meaning"]) {
        sheet.write_string_with_format(0, at, name, &formats.head)?;
    }
    let topics = TOPICS.iter().map(|column| ("Topics", column));
    let records = RECORDS.iter().map(|column| ("Records", column));
    for (row, (name, column)) in (1..).zip(topics.chain(records).filter(|(_, column)| !column.meaning.is_empty())) {
        sheet.write_string(row, 0, name)?.write_string(row, 1, column.name)?.write_string(row, 2, column.meaning)?;
    }
    Ok(())
}

struct Formats {
    head: Format,
    decimal: Format,
    share: Format,
    /// One a topic.
    topics: Vec<Format>,
}

impl Formats {
    fn new(analysis: &Analysis) -> Formats {
        let topic = |color: &str| {
            let letters = if is_dark(color) { Color::White } else { Color::Black };
            let format = Format::new().set_align(FormatAlign::Center).set_font_color(letters);
            format.set_background_color(color)
        };
        Formats {
            head: Format::new().set_bold(),
            decimal: Format::new().set_num_format("0.00"),
            share: Format::new().set_num_format("0 %"),
            topics: analysis.topics.iter().map(|of| topic(color(of.color))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::analysis::{Document, Topic};
    use crate::corpus::{Corpus, Format, RecordBuilder, Role, SourceFile};

    fn analysis() -> Analysis {
        let record = |title: &str| {
            let mut builder = RecordBuilder::new(1);
            builder.push("TI", Role::Title, title);
            builder.push("DO", Role::Doi, "10.1000/a");
            builder.finish()
        };
        let titles = ["=SUM(A1)", "Sueño en niños", "<b>gels</b> & inks", "gels again"];
        let file = SourceFile {
            path: "a.ris".into(),
            format: Format::Ris,
            parts: Vec::new(),
            dialect: None,
            encoding: "UTF-8",
            bytes: 0,
            sha256: String::new(),
            n_records: 4,
        };
        let document = |(topic, similarity)| Document { topic, similarity, ..Document::default() };
        Analysis {
            corpus: Corpus { files: vec![file], records: titles.map(record).into(), ..Corpus::default() },
            joined: crate::corpus::dedup::Joined { stands_for: vec![0, 1, 2, 2], ..Default::default() },
            documents: [(None, 0.0), (Some(1), 0.5), (Some(0), 0.3), (Some(0), 0.9)].map(document).into(),
            topics: ["gels", "sueño"].map(|label| Topic { label: label.into(), ..Topic::default() }).into(),
            ..Analysis::default()
        }
    }

    fn rows(sheet: &str) -> Vec<Vec<String>> {
        let mut bytes = Vec::new();
        workbook(&analysis(), &mut bytes).unwrap();
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = read.worksheet_range(sheet).unwrap();
        range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
    }

    #[test]
    fn every_record_is_there_by_topic_and_no_text_is_a_formula() {
        let rows = rows("Records");
        let shown: Vec<[&str; 3]> = rows.iter().map(|row| [&*row[0], &*row[1], &*row[2]]).collect();
        assert_eq!(
            shown,
            [
                ["Topic", "Label", "Title"],
                ["1", "gels", "gels & inks"],
                ["1", "gels", "gels again"],
                ["2", "sueño", "Sueño en niños"],
                ["", "", "=SUM(A1)"],
            ]
        );
        assert_eq!((rows[1][6].as_str(), rows[1][7].as_str()), ("https://doi.org/10.1000/a", "0.3"));
        assert!(rows[2][14] == rows[1][15] && rows[1][14].is_empty(), "{:?}", rows[2]);
    }

    #[test]
    fn columns_are_explained() {
        let (columns, topics) = (rows("Columns"), rows("Topics"));
        assert!(columns.iter().any(|row| row[1] == "Margin" && row[2].contains("stands between")), "{columns:?}");
        assert_eq!((topics.len(), topics[2][1].as_str()), (3, "sueño"));
    }

    #[test]
    fn the_same_records_give_the_same_bytes() {
        let [mut a, mut b] = [Vec::new(), Vec::new()];
        workbook(&analysis(), &mut a).unwrap();
        workbook(&analysis(), &mut b).unwrap();
        assert!(a == b && !a.is_empty());
    }
}
