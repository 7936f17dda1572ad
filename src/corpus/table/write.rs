//! Writes a table: records in, comma-separated UTF-8 text with a header out.
//!
//! A record that came from a table keeps its own columns; of others, each field goes under the name of its role.
//! Nested JSON that was read into fields is not written a second time as it stood. A cell that a spreadsheet would take
//! for a formula gets a `'` in front, which reading takes off again.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::columns;
use crate::corpus::Format;
use crate::corpus::record::{Field, Record, Role};

/// Writes records, each with the format it came from.
///
/// # Errors
/// What `out` says.
pub fn write<'a>(records: impl Iterator<Item = (&'a Record, Format)>, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Vec<(&str, Cow<'_, str>)>> = records.map(|(record, format)| cells(record, format)).collect();
    let names = header(&rows);
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    if !names.is_empty() {
        writer.write_record(&names)?;
    }
    for row in &rows {
        let mut line: Vec<Cow<'_, str>> = vec![Cow::Borrowed(""); names.len()];
        for (name, value) in row {
            if let Some(&at) = place.get(name) {
                line[at] = safe(value);
            }
        }
        writer.write_record(line.iter().map(|cell| cell.as_bytes()))?;
    }
    writer.flush()
}

fn cells(record: &Record, format: Format) -> Vec<(&str, Cow<'_, str>)> {
    if matches!(format, Format::Csv | Format::Xlsx | Format::Xls | Format::Ods) {
        return record.fields().map(|field| (field.tag, Cow::Borrowed(field.value))).collect();
    }
    let mut cells: Vec<(&str, String)> = Vec::new();
    let read: BTreeSet<&str> = record.fields().filter(|f| f.role != Role::Other).map(|f| f.tag).collect();
    // What other fields of the same key say is no text for a cell: `[{"authorId":"17","name":"Ruiz, A"}]`.
    let is_said = |f: &Field<'_>| {
        matches!(format, Format::Json | Format::Jsonl)
            && f.role == Role::Other
            && f.value.starts_with(['{', '['])
            && (read.contains(f.tag) || matches!(f.value, "[]" | "{}"))
    };
    for field in record.fields().filter(|field| !field.value.trim().is_empty() && !is_said(field)) {
        let name = columns::name(field.role).unwrap_or(field.tag);
        let separator = if field.role == Role::Abstract { "\n" } else { "; " };
        match cells.iter_mut().find(|(have, _)| *have == name) {
            Some((_, value)) => {
                value.push_str(separator);
                value.push_str(field.value.trim());
            }
            None => cells.push((name, field.value.trim().to_string())),
        }
    }
    // These three make the header one that is read again, whatever the record lacks.
    for (at, name) in ["id", "title", "abstract"].into_iter().enumerate() {
        if !cells.iter().any(|(have, _)| *have == name) {
            let value = if name == "id" { record.id.clone() } else { String::new() };
            cells.insert(at.min(cells.len()), (name, value));
        }
    }
    cells.into_iter().map(|(name, value)| (name, Cow::Owned(value))).collect()
}

/// All names, in an order that is the order of every row as far as that can be.
fn header<'r>(rows: &[Vec<(&'r str, Cow<'_, str>)>]) -> Vec<&'r str> {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        let mut at = 0;
        for (name, _) in row {
            match names.iter().position(|have| have == name) {
                Some(found) => at = found + 1,
                None => {
                    names.insert(at, name);
                    at += 1;
                }
            }
        }
    }
    names
}

fn safe(value: &str) -> Cow<'_, str> {
    let formula = value.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
    if formula && value.trim().parse::<f64>().is_err() { Cow::Owned(format!("'{value}")) } else { Cow::Borrowed(value) }
}
