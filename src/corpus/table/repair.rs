//! Rows with quotation marks in wrong places: the text of such a row in, what it should have been out.
//!
//! A mark that was left out at the end of a cell lets it run on into the next rows; one inside of a cell that was not
//! doubled ends it too soon. Only what then has a cell for every column counts; what fits in no way stays as it is.

use std::io::Read;

use super::filtered::Filtered;
use super::mended::Mended;

/// Longest row that is looked at again, in bytes.
pub(super) const LONGEST: usize = 16 << 20;
/// Line ends of a row at which it may have ended.
const MOST_BREAKS: usize = 32;

/// What a row should have been.
pub(super) enum Repair {
    /// This text, in which the marks inside of cells are doubled.
    Doubled(Vec<u8>),
    /// What stands before this place; the next row starts there.
    Ended(usize),
}

impl Repair {
    /// What happened, for whoever can mend the file.
    pub fn message(&self) -> &'static str {
        match self {
            Repair::Doubled(_) => "quotation marks inside of a cell are not doubled; the row was read as if they were",
            Repair::Ended(_) => "a quotation mark is missing; the row was read as if it ended with the line",
        }
    }
}

/// Whether every mark of a row stands around a cell, or doubled inside of one.
pub(super) fn is_sound(row: &[u8], delimiter: u8) -> bool {
    memchr::memchr(b'"', row).is_none() || first(row, delimiter).is_some()
}

/// How a row of `width` columns could have been meant.
pub(super) fn repair(row: &[u8], delimiter: u8, width: usize) -> Option<Repair> {
    ended(row, delimiter, width).map(Repair::Ended).or_else(|| doubled(row, delimiter, width).map(Repair::Doubled))
}

/// The row with the marks doubled that are inside of cells.
fn doubled(row: &[u8], delimiter: u8, width: usize) -> Option<Vec<u8>> {
    let (mut input, mut mended) = (row, Vec::with_capacity(row.len()));
    Filtered::new(&mut input, Mended::new(delimiter)).read_to_end(&mut mended).ok()?;
    let (n_cells, n) = first(&mended, delimiter)?;
    (n_cells == width && mended[n..].iter().all(u8::is_ascii_whitespace)).then_some(mended)
}

/// The place behind the first line end with a whole row after it.
fn ended(row: &[u8], delimiter: u8, width: usize) -> Option<usize> {
    let breaks = memchr::memchr2_iter(b'\n', b'\r', row).take(MOST_BREAKS).map(|at| at + 1);
    let is_start = |at: &usize| !matches!(row.get(*at), None | Some(b'\n' | b'\r'));
    breaks.filter(is_start).find(|&at| first(&row[at..], delimiter).is_some_and(|(n_cells, _)| n_cells == width))
}

/// The number of cells of the first row of a text and its length; none where a mark stands elsewhere than around a cell
/// or doubled inside of one.
fn first(text: &[u8], delimiter: u8) -> Option<(usize, usize)> {
    let (mut n_cells, mut at) = (0, 0);
    loop {
        at += cell(&text[at..], delimiter)?;
        n_cells += 1;
        if text.get(at) != Some(&delimiter) {
            return Some((n_cells, at));
        }
        at += 1;
    }
}

/// The length of the first cell of a text with its marks.
fn cell(text: &[u8], delimiter: u8) -> Option<usize> {
    let end = || memchr::memchr3(delimiter, b'\n', b'\r', text).unwrap_or(text.len());
    if text.first() != Some(&b'"') {
        return Some(end()).filter(|n| !text[..*n].contains(&b'"'));
    }
    let mut at = 1;
    loop {
        at += memchr::memchr(b'"', &text[at..])? + 1;
        match text.get(at) {
            Some(b'"') => at += 1,
            Some(&byte) if byte != delimiter && !matches!(byte, b'\n' | b'\r') => return None,
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::corpus::record::Role;
    use crate::corpus::sink::Sink;

    /// Texts with their lines.
    type Lines = Vec<(u32, String)>;

    /// Title, abstract and year of each record, and the message of each issue.
    fn read(rows: &str) -> (Lines, Lines) {
        let mut sink = Sink::default();
        parse(&mut format!("Title,Abstract,Year\n{rows}").as_bytes(), &mut sink).unwrap();
        let roles = [Role::Title, Role::Abstract, Role::Year];
        let records = sink.records.iter().map(|record| {
            (record.source.line, roles.map(|role| record.first(role).unwrap_or_default().to_string()).join("|"))
        });
        (records.collect(), sink.issues.into_iter().map(|issue| (issue.line, issue.message)).collect())
    }

    #[track_caller]
    fn holds(rows: &str, records: &[(u32, &str)], issues: &[(u32, &str)]) {
        let found = read(rows);
        let same = |(line, text): &(u32, String), wanted: &(u32, &str)| *line == wanted.0 && text == wanted.1;
        assert!(found.0.len() == records.len() && found.0.iter().zip(records).all(|(a, b)| same(a, b)), "{found:?}");
        let begins =
            |(line, text): &(u32, String), wanted: &(u32, &str)| *line == wanted.0 && text.starts_with(wanted.1);
        assert!(found.1.len() == issues.len() && found.1.iter().zip(issues).all(|(a, b)| begins(a, b)), "{found:?}");
    }

    #[test]
    fn a_mark_that_is_missing_costs_no_row() {
        let (one, two) = ((2, "One|Genes, \"new\"|2001"), (3, "Two|Cells, old|2002"));
        let missing = "a quotation mark is missing";
        let row = "\"One\",\"Genes, \"\"new\"\"\",\"2001\"\n";
        holds(
            &format!("{row}\"Two\",\"Cells, old\",\"2002\n"),
            &[one, two],
            &[(3, "a quotation mark is never closed")],
        );
        holds(
            &format!("{row}\"Two\",\"Cells, old\",\"2002\n\"Three\",\"Salt\",\"2003\"\n\"Four\",\"Sun\",\"2004\"\n"),
            &[one, two, (4, "Three|Salt|2003"), (5, "Four|Sun|2004")],
            &[(3, missing)],
        );
        // In the middle of a row what stands behind it goes with its cell, and no more than that.
        holds(
            &format!("{row}Two,\"Cells old,2002\r\nThree,\"Salt\",2003\r\nFour,Sun,2004\r\n"),
            &[one, (3, "Two|Cells old,2002|"), (4, "Three|Salt|2003"), (5, "Four|Sun|2004")],
            &[(3, missing)],
        );
        // Nothing closes it up to the end.
        holds(
            &format!("{row}Two,\"Cells old,2002\nThree,Salt,2003\nFour,Sun,2004\n"),
            &[one, (3, "Two|Cells old,2002|"), (4, "Three|Salt|2003"), (5, "Four|Sun|2004")],
            &[(3, missing)],
        );
    }

    #[test]
    fn marks_that_are_not_doubled_cost_no_cell() {
        holds(
            "\"One\",\"The \"new\", so-called, genes\",2001\n\"Two\",\"Cells\",2002\n",
            &[(2, "One|The \"new\", so-called, genes|2001"), (3, "Two|Cells|2002")],
            &[(2, "quotation marks inside of a cell")],
        );
    }

    #[test]
    fn what_fits_in_no_way_stays() {
        holds("In 5\" tubes,\"Genes\" ,2001\n", &[(2, "In 5\" tubes|Genes|2001")], &[]);
        holds(
            "One,\"Genes\nand cells\",2001,more\nTwo,\"Salt,\n\",2002,\"x\"\n",
            &[(2, "One|Genes\nand cells|2001"), (4, "Two|Salt,|2002")],
            &[(2, "4 cells under 3 columns"), (4, "4 cells under 3 columns")],
        );
        holds("One,\"Genes\nand cells\n", &[(2, "One|Genes\nand cells|")], &[(2, "a quotation mark is never closed")]);
    }
}
