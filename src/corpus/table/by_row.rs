//! Tables turned on their side, as Embase writes them on request: a field a row, its name first, the records one below
//! the other; rows in, records out.

use std::borrow::Cow;

use super::columns;
use crate::corpus::draft::Draft;
use crate::corpus::record::Role;
use crate::corpus::sink::Sink;

/// Whether the first rows of a file are so: half of them or more begin with a name, and none has two.
pub(super) fn fits(rows: &[Vec<String>]) -> bool {
    let named: Vec<Role> = rows.iter().filter_map(|row| row.first()).map(|name| role(name)).collect();
    let known = named.iter().filter(|role| **role != Role::Other).count();
    let has = |wanted: Role| named.contains(&wanted);
    let is_header = |row: &Vec<String>| row.iter().filter(|cell| role(cell) != Role::Other).count() > 1;
    // Where the first records have no abstract, people, source, year, DOI and links tell; of these, two.
    let others = [Role::AuthorList, Role::Journal, Role::Year, Role::Doi, Role::Url];
    let is_told = has(Role::Abstract) || others.into_iter().filter(|role| has(*role)).count() >= 2;
    known >= 3 && known * 2 >= rows.len() && has(Role::Title) && is_told && !rows.iter().any(is_header)
}

fn role(name: &str) -> Role {
    columns::guess(name).0
}

/// Reads rows one after another.
#[derive(Default)]
pub(super) struct ByRow {
    draft: Draft,
}

impl ByRow {
    /// Takes a row that starts on `line`; a title starts a record. What stands above the first one is of the search.
    pub fn row<'a>(&mut self, mut cells: impl Iterator<Item = Cow<'a, str>>, line: u32, sink: &mut Sink) {
        let Some(name) = cells.next().filter(|name| !name.trim().is_empty()) else { return };
        let role = role(&name);
        if role == Role::Title {
            self.end(sink);
            self.draft.start(line);
        } else if self.draft.is_empty() {
            return;
        }
        let values: Vec<Cow<'_, str>> = cells.filter(|value| !value.trim().is_empty()).collect();
        let separator =
            if matches!(role, Role::AuthorList | Role::KeywordList | Role::SubjectList) { "\n" } else { ", " };
        self.draft.push(&name, role, &values.join(separator));
    }

    /// Gives the last record to the sink.
    pub fn end(&mut self, sink: &mut Sink) {
        if !self.draft.is_empty() {
            self.draft.finish(sink);
        }
    }
}
