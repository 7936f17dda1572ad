//! Office Open XML spreadsheets: the bytes of the whole file in, cells out.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::super::detect;
use super::{Book, MAX_UNPACKED, OnCell};

/// Whether these first bytes are those of a spreadsheet in a ZIP archive.
pub fn is_xlsx(head: &[u8]) -> bool {
    let names = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    head.starts_with(b"PK\x03\x04")
        && (names(b"xl/") || names(b"[Content_Types].xml") && detect::packed(head).is_none())
}

pub(super) fn open(bytes: &[u8]) -> Result<impl Book, String> {
    let unpacked = unpacked_size(bytes);
    if unpacked > MAX_UNPACKED {
        return Err(format!("it says that it unpacks to {unpacked} bytes"));
    }
    Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())
}

impl Book for Xlsx<Cursor<&[u8]>> {
    fn names(&self) -> Vec<String> {
        self.sheet_names()
    }

    fn each_cell(&mut self, sheets: &[usize], on_cell: OnCell<'_>) -> Result<(), String> {
        let names = self.sheet_names();
        for (sheet, name) in sheets.iter().filter_map(|&sheet| Some((sheet, names.get(sheet)?))) {
            let mut cells = self.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
            while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
                if !on_cell(sheet, cell.get_position(), &Data::from(cell.get_value().clone())) {
                    break;
                }
            }
        }
        Ok(())
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
