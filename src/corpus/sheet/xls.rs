//! Spreadsheets of Excel 97 to 2003, as Web of Science exports them: the bytes of the whole file in, cells out.
//!
//! `cfb` finds the stream of the workbook; what it lists at its beginning (sheets, texts, formats of dates) is kept, the
//! cells are told from its records one after another. Older books, whose texts are not Unicode, are not read.

use std::io::{Cursor, Read};

use calamine::{Data, ExcelDateTime, ExcelDateTimeType};
use cfb::CompoundFile as Document;

use super::biff::{Parts, Records, f64_at, rk, u16_at, u32_at};
use super::{Book, OnCell};

/// Kinds of records.
mod kind {
    pub const BOF: u16 = 0x0809;
    pub const EOF: u16 = 0x000A;
    pub const FILEPASS: u16 = 0x002F;
    pub const DATES_FROM_1904: u16 = 0x0022;
    pub const BOUNDSHEET: u16 = 0x0085;
    pub const SST: u16 = 0x00FC;
    pub const FORMAT: u16 = 0x041E;
    pub const XF: u16 = 0x00E0;
    pub const LABELSST: u16 = 0x00FD;
    pub const LABEL: u16 = 0x0204;
    pub const RSTRING: u16 = 0x00D6;
    pub const NUMBER: u16 = 0x0203;
    pub const RK: u16 = 0x027E;
    pub const MULRK: u16 = 0x00BD;
    pub const BOOLERR: u16 = 0x0205;
    pub const FORMULA: u16 = 0x0006;
    pub const STRING: u16 = 0x0207;
}

/// Whether these first bytes are those of an old Office document.
pub fn is_xls(head: &[u8]) -> bool {
    head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// A workbook without its cells.
#[derive(Default)]
struct Xls {
    stream: Vec<u8>,
    /// Name and place of every sheet.
    sheets: Vec<(String, usize)>,
    /// The texts that cells share.
    texts: Vec<Box<str>>,
    /// Which formats of cells are dates.
    is_date: Vec<bool>,
    from_1904: bool,
}

pub(super) fn open(bytes: &[u8]) -> Result<impl Book, String> {
    let mut file = Document::open(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let stream =
        file.open_stream("/Workbook").map_err(|_| "this Office document holds no workbook of Excel 97 or later")?;
    let mut book = Xls::default();
    stream.take(bytes.len() as u64).read_to_end(&mut book.stream).map_err(|error| error.to_string())?;
    book.globals()?;
    Ok(book)
}

impl Xls {
    /// Takes what the workbook lists before its sheets.
    fn globals(&mut self) -> Result<(), String> {
        let stream = std::mem::take(&mut self.stream);
        let mut records = Records::new(&stream, 0);
        let mut dates: Vec<u16> = (14..=22).chain(45..=47).collect();
        while let Some((kind, body)) = records.next() {
            match kind {
                kind::EOF => break,
                kind::FILEPASS => return Err("it is protected by a password".into()),
                kind::DATES_FROM_1904 => self.from_1904 = u16_at(body, 0) == Some(1),
                kind::FORMAT => {
                    let code = Parts::of(body, 2).text(2).unwrap_or_default();
                    dates.extend(u16_at(body, 0).filter(|_| is_of_date(&code)));
                }
                kind::XF => self.is_date.push(u16_at(body, 2).is_some_and(|format| dates.contains(&format))),
                // Zero in the sixth byte: a sheet with cells, and no chart or macro.
                kind::BOUNDSHEET if body.get(5) == Some(&0) => {
                    let name = Parts::of(body, 6).text(1).unwrap_or_default();
                    self.sheets.extend(u32_at(body, 0).map(|at| (name, at as usize)));
                }
                kind::SST => {
                    let mut parts = records.whole(body);
                    parts.skip(8);
                    self.texts.extend(std::iter::from_fn(|| parts.text(2)).map(String::into_boxed_str));
                }
                _ => {}
            }
        }
        self.stream = stream;
        Ok(())
    }

    /// A number, or the date that it is by its format.
    fn number(&self, format: Option<u16>, value: f64) -> Data {
        if format.and_then(|format| self.is_date.get(usize::from(format))) == Some(&true) {
            return Data::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, self.from_1904));
        }
        Data::Float(value)
    }

    /// The value of a cell that stands alone in its record; none where it comes with the next record.
    fn value(&self, kind: u16, body: &[u8], records: &mut Records<'_>) -> Option<Data> {
        let format = u16_at(body, 4);
        Some(match kind {
            kind::LABELSST => Data::String(self.texts.get(u32_at(body, 6)? as usize)?.to_string()),
            kind::LABEL | kind::RSTRING => Data::String(Parts::of(body, 6).text(2)?),
            kind::NUMBER => self.number(format, f64_at(body, 6)?),
            kind::RK => self.number(format, rk(u32_at(body, 6)?)),
            kind::BOOLERR if body.get(7) == Some(&0) => Data::Bool(body.get(6) == Some(&1)),
            kind::FORMULA if u16_at(body, 12) != Some(0xFFFF) => self.number(format, f64_at(body, 6)?),
            kind::FORMULA => match body.get(6)? {
                0 => Data::String(string_behind(records)?),
                1 => Data::Bool(body.get(8) == Some(&1)),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// Calls `on_cell` with row, column and value of the cells of the sheet at `at`, until it says no.
    fn each_in(&self, at: usize, on_cell: &mut dyn FnMut(u32, u32, &Data) -> bool) {
        let mut records = Records::new(&self.stream, at);
        let mut depth = 0;
        while let Some((kind, body)) = records.next() {
            match kind {
                // Charts inside a sheet have records of their own.
                kind::BOF => depth += 1,
                kind::EOF => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            let (Some(row), Some(column)) = (u16_at(body, 0), u16_at(body, 2)) else { continue };
            let (row, column) = (u32::from(row), u32::from(column));
            let goes_on = if kind == kind::MULRK {
                let cells = body.get(4..).unwrap_or_default().chunks_exact(6).zip(column..);
                let mut cells =
                    cells.filter_map(|(cell, column)| Some((column, u16_at(cell, 0), rk(u32_at(cell, 2)?))));
                cells.all(|(column, format, value)| on_cell(row, column, &self.number(format, value)))
            } else {
                let value = self.value(kind, body, &mut records);
                value.is_none_or(|value| on_cell(row, column, &value))
            };
            if !goes_on {
                break;
            }
        }
    }
}

impl Book for Xls {
    fn names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    fn each_cell(&mut self, sheets: &[usize], on_cell: OnCell<'_>) -> Result<(), String> {
        for (sheet, (_, at)) in sheets.iter().filter_map(|&sheet| Some((sheet, self.sheets.get(sheet)?))) {
            self.each_in(*at, &mut |row, column, value| on_cell(sheet, (row, column), value));
        }
        Ok(())
    }
}

/// The text that a formula gives, which stands in a record of its own behind it.
fn string_behind(records: &mut Records<'_>) -> Option<String> {
    let mut ahead = *records;
    loop {
        match ahead.next()? {
            (kind::STRING, body) => {
                let text = ahead.whole(body).text(2);
                *records = ahead;
                return text;
            }
            // A formula that several cells share, or a table of them.
            (0x04BC | 0x0221 | 0x0236, _) => {}
            _ => return None,
        }
    }
}

/// Whether a format that someone made is one of dates: days, months or years outside quotation marks and brackets.
fn is_of_date(code: &str) -> bool {
    let mut inside = None;
    let open = code.chars().filter(|&c| {
        match (inside, c) {
            (None, '"') => inside = Some('"'),
            (None, '[') => inside = Some(']'),
            (Some(end), c) if c == end => inside = None,
            (None, _) => return true,
            _ => {}
        }
        false
    });
    let marks: Vec<char> = open.map(|c| c.to_ascii_lowercase()).collect();
    marks.contains(&'y') || marks.contains(&'d') && marks.contains(&'m')
}
