//! Tables turned on their side as people keep them: a field a row with its name first, a record a column; rows in,
//! records out.
//!
//! All rows are held until the table ends. A table of Embase has its records one below the other (`by_row`).

use std::borrow::Cow;

use super::rows::Rows;
use super::{MAX_COLUMNS, columns, layout};
use crate::corpus::issue::IssueKind;
use crate::corpus::record::Role;
use crate::corpus::sink::Sink;
use crate::corpus::values::find_year;

/// Most rows that are turned.
const MAX_ROWS: usize = 1_000;
/// Most text that is held.
const MAX_TEXT: usize = 64 << 20;

/// Whether the first rows of a file are so: half of them or more begin with a known name, or four beside years; no name
/// comes twice, and two titles and more stand beside each other.
pub(in crate::corpus) fn fits(rows: &[Vec<String>]) -> bool {
    let named: Vec<(Role, &Vec<String>)> = rows.iter().filter_map(|row| Some((role(row.first()?), row))).collect();
    let known: Vec<&(Role, &Vec<String>)> = named.iter().filter(|(role, _)| *role != Role::Other).collect();
    let of = |wanted: Role| known.iter().find(|(role, _)| *role == wanted).map(|(_, row)| filled(row));
    let Some(titles) = of(Role::Title).filter(|titles| titles.len() >= 2) else { return false };
    let mut names: Vec<String> = known.iter().map(|(_, row)| columns::key(&row[0])).collect();
    names.sort_unstable();
    let n_blank = rows.iter().filter(|row| row.iter().all(|cell| cell.trim().is_empty())).count();
    let is_told =
        [Role::Abstract, Role::AuthorList, Role::Year, Role::Doi].into_iter().filter(|role| of(*role).is_some());
    // A list that says what each name means has names in its first column, too.
    let years = of(Role::Year);
    let has_years = |years: &Vec<&str>| years.iter().filter(|year| find_year(year).is_some()).count() * 2 > years.len();
    let is_dated = years.as_ref().is_some_and(has_years);
    known.len() >= 3
        // What a review takes from each work has names of its own.
        && (known.len() * 2 >= rows.len() - n_blank || known.len() >= 4 && is_dated)
        && (years.is_none() || is_dated)
        && is_told.count() >= 2
        && names.windows(2).all(|pair| pair[0] != pair[1])
        && titles.windows(2).all(|pair| pair[0] != pair[1])
        && !rows.iter().any(|row| layout::score(row) >= layout::ENOUGH)
}

fn role(name: &str) -> Role {
    columns::guess(name.trim_start_matches('\u{FEFF}')).0
}

/// The cells behind the name that have text.
fn filled(row: &[String]) -> Vec<&str> {
    row[1..].iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect()
}

/// Reads rows one after another.
#[derive(Default)]
pub(in crate::corpus) struct OnSide {
    line: u32,
    rows: Vec<Vec<String>>,
    size: usize,
    is_over: bool,
}

impl OnSide {
    /// Takes a row that starts on `line`.
    pub fn row<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>, line: u32, sink: &mut Sink) {
        let cells: Vec<String> = cells.take(MAX_COLUMNS).map(Cow::into_owned).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) || self.is_over {
            return;
        }
        self.size += cells.iter().map(|cell| cell.len() + size_of::<String>()).sum::<usize>();
        if self.rows.len() == MAX_ROWS || self.size > MAX_TEXT {
            self.is_over = true;
            return sink.issue(line, IssueKind::Limit, "a table on its side is too long: the rest was left out");
        }
        let is_title = |row: &Vec<String>| row.first().is_some_and(|name| role(name) == Role::Title);
        // Another table stands below.
        if is_title(&cells) && self.rows.iter().any(|row| is_title(row) && row[0] == cells[0]) {
            self.end(sink);
        }
        if self.rows.is_empty() {
            self.line = line;
        }
        self.rows.push(cells);
    }

    /// Gives the records to the sink.
    pub fn end(&mut self, sink: &mut Sink) {
        if self.rows.is_empty() {
            return;
        }
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let column = |at: usize| self.rows.iter().map(move |row| Cow::Borrowed(row.get(at).map_or("", String::as_str)));
        let people = self.rows.iter().find(|row| role(&row[0]) == Role::AuthorList);
        let people: Vec<Vec<String>> = people.into_iter().flatten().map(|cell| vec![cell.clone()]).collect();
        let mut turned = Rows::new(layout::has_whole_names(&people, 0));
        turned.header(column(0), self.line, sink);
        (1..width).for_each(|at| turned.row(column(at), self.line, sink));
        *self = OnSide { is_over: self.is_over, ..OnSide::default() };
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::record::Record;
    use crate::corpus::sink::Sink;
    use crate::corpus::table::{parse, sniff};

    fn read(text: &str) -> Sink {
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        sink
    }

    #[test]
    fn a_record_a_column() {
        let text = "Field,Paper 1,Paper 2,Paper 3\nTitle,Rest of nurses,Calm,Sleep\nAuthors,\"Ruiz A, Soto B\",Brandt O,\n\
            Year,2018,2019,2020\nDatabase,PubMed,Embase,PubMed\nAbstract,We asked.,,We slept.\n";
        assert!(sniff(text));
        let sink = read(text);
        let titles: Vec<&str> = sink.records.iter().map(Record::title).collect();
        assert_eq!((titles, sink.issues.len()), (vec!["Rest of nurses", "Calm", "Sleep"], 0));
        assert_eq!((sink.records[0].authors(), sink.records[1].year()), (vec!["Ruiz A", "Soto B"], Some(2019)));
        assert_eq!(sink.records[2].abstracts().next().map(|(_, text)| text), Some("We slept."));
    }

    #[test]
    fn other_tables_are_not_turned() {
        // Embase's, of one record and of more; one with a header.
        let whole =
            "Title,Rest,Calm\nAuthors,\"Ana Ruiz, Otto Brandt, Bea Soto\",\"Ana Ruiz, Bea Soto\"\nYear,2018,2019\n";
        assert_eq!(read(whole).records[1].authors(), ["Ana Ruiz", "Bea Soto"]);
        for (text, n_records) in [
            ("\"TITLE\",\"Rest\"\n\"AUTHOR NAMES\",\"Ruiz A.\",\"Brandt O.\"\n\"ABSTRACT\",\"We asked.\"\n", 1),
            ("TITLE,Rest\nAUTHOR NAMES,Ruiz A.,Brandt O.\nABSTRACT,We.\nTITLE,Calm\nAUTHOR NAMES,Soto B.\n", 2),
            ("Title,Authors,Year\nAuthors,Ruiz A,2018\nYear,Soto B,2019\nAbstract,Brandt O,2020\n", 3),
        ] {
            assert_eq!(read(text).records.len(), n_records, "{text}");
        }
    }
}
