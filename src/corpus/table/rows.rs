//! Rows: cells under a header in, records out.
//!
//! Every cell is kept under the name of its column. Blank cells are kept in the first record alone, where they hold
//! the order of the columns; a row that is blank throughout is none. Where files were put one behind another, a second
//! header names the columns from there on.

use std::borrow::Cow;

use super::columns::{self, Column};
use super::dialect::Cell;
use super::mixed::Kind;
use super::{MAX_COLUMNS, dialect, footer, layout, mixed, of_bibtex, people};
use crate::corpus::doi;
use crate::corpus::issue::IssueKind;
use crate::corpus::json;
use crate::corpus::markup;
use crate::corpus::record::{Field, RecordBuilder, Role};
use crate::corpus::sink::Sink;
use crate::corpus::values::{find_pmid, find_year};

/// Reads rows one after another.
#[derive(Default)]
pub(in crate::corpus) struct Rows {
    /// The header as it stands, and the names made of it.
    found: Vec<String>,
    names: Vec<String>,
    /// The names as letters and digits.
    keys: Vec<String>,
    columns: Vec<Column>,
    /// What cells may hold together.
    mixed: Vec<Option<Kind>>,
    dialect: Option<&'static str>,
    has_whole_names: bool,
    /// Whether the table was BibTeX.
    is_of_bibtex: bool,
    any: bool,
}

impl Rows {
    /// Of a table where the comma parts people, or does not.
    pub fn new(has_whole_names: bool) -> Rows {
        Rows { has_whole_names, ..Rows::default() }
    }

    /// Whether the header was there.
    pub fn has_header(&self) -> bool {
        !self.names.is_empty()
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.names.len()
    }

    /// Whether cells with text stand behind the last column.
    pub fn has_more<'a>(&self, cells: impl Iterator<Item = Cow<'a, str>>) -> bool {
        cells.skip(self.width()).any(|cell| !cell.trim().is_empty())
    }

    /// The database that writes such a header.
    pub fn dialect(&self) -> Option<&'static str> {
        self.dialect
    }

    /// Takes the header.
    pub fn header<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>, line: u32, sink: &mut Sink) {
        let found: Vec<String> = cells.map(|cell| cell.trim_start_matches('\u{FEFF}').to_string()).collect();
        self.columns = dialect::columns(&found);
        self.dialect = dialect::name(&found);
        let has = |roles: &[Role]| self.columns.iter().any(|column| roles.contains(&column.role));
        if !has(&[Role::Title, Role::TranslatedTitle, Role::Abstract]) {
            let names: Vec<&str> = found.iter().map(|name| name.trim()).take(30).collect();
            let message = format!(
                "no column is named title or abstract; the columns are: {}; rename one in the first line of the file",
                names.join(", ")
            );
            sink.issue(line, IssueKind::MissingColumn, message);
        } else if let Some(name) = self.only_described(&found) {
            let message = format!(
                "no column is named title or abstract: \"{name}\" is read as the abstract; if this table has no records, leave it out"
            );
            sink.issue(line, IssueKind::MissingColumn, message);
        }
        // Databases give each thing a column of its own.
        let is_free = self.dialect.is_none();
        self.mixed = if is_free { mixed::kinds(&found, &self.columns) } else { vec![None; found.len()] };
        self.names = unique(&found);
        self.keys = found.iter().map(|name| columns::key(name)).collect();
        self.is_of_bibtex = self.dialect.is_none() && of_bibtex::is_table(&self.keys);
        self.found = found;
    }

    /// The column whose name says no more than that it describes something, where nothing else has text: what a codebook
    /// has, too.
    fn only_described<'n>(&self, names: &'n [String]) -> Option<&'n str> {
        let is_text = |role: Role| matches!(role, Role::Title | Role::TranslatedTitle | Role::Abstract);
        let mut texts = names.iter().zip(&self.columns).filter(|(_, column)| is_text(column.role));
        let (name, _) =
            texts.next().filter(|(name, _)| matches!(columns::guess_loosely(name), (Role::Abstract, 2.., _)))?;
        texts.next().is_none().then_some(name.trim())
    }

    /// The field of the cell at `at`, as its database means it.
    fn push(&self, at: usize, value: &str, cells: &[Cow<'_, str>], builder: &mut RecordBuilder) {
        let (tag, Column { role, lang }) = (&self.names[at], self.columns[at]);
        // "PMID/DOI".
        let is_doi = role == Role::Pmid && find_pmid(value).is_none() && doi::find(value).is_some();
        let role = if is_doi { Role::Doi } else { role };
        if role != Role::Label && is_missing(value) {
            return builder.field(Field { tag, role: Role::Other, lang: None, value });
        }
        if self.is_of_bibtex && of_bibtex::text(role, value) != value {
            return builder.field(Field { tag, role, lang, value: &of_bibtex::text(role, value) });
        }
        if role == Role::Label && self.is_key(at, value, cells) {
            let role = if self.has(&[Role::Id], at, cells) { Role::Other } else { Role::Id };
            return builder.field(Field { tag, role, lang: None, value });
        }
        // Programs write lists and objects as they stand in their code.
        if json::is_literal(value) && json::cell(tag, role, value, builder) {
            return;
        }
        if self.push_mixed(at, value, cells, builder) {
            return;
        }
        let value = plain_list(role, number(role, value), self.has_whole_names);
        let Some(dialect) = self.dialect else {
            return builder.field(Field { tag, role, lang, value: &markup::value(role, &value) });
        };
        let of = |wanted: &str| {
            let at = self.keys.iter().position(|key| key.eq_ignore_ascii_case(wanted));
            at.and_then(|at| cells.get(at)).map_or("", |cell| plain(cell))
        };
        let cell = Cell { name: &self.found[at], key: &self.keys[at], role, value: &value };
        let role = dialect::in_row(dialect, &cell, &of);
        let plain = dialect::value(dialect, &cell);
        builder.field(Field { tag, role, lang, value: &markup::value(role, &plain) });
        // What was written once has a column of its own.
        for (tag, role, value) in dialect::cited(dialect, &cell) {
            if of(tag).is_empty() && !self.is_said(role, &value, cells) {
                builder.field(Field { tag, role, lang: None, value: &value });
            }
        }
    }

    /// Whether a column of this role, or any with this value, has a cell in the row.
    fn is_said(&self, role: Role, value: &str, cells: &[Cow<'_, str>]) -> bool {
        let mut said = self.columns.iter().zip(cells).map(|(column, cell)| (column.role, cell.trim()));
        said.any(|(other, cell)| other == role && !cell.is_empty() || cell == value)
    }

    /// Whether a label is the key of an entry.
    fn is_key(&self, at: usize, label: &str, cells: &[Cow<'_, str>]) -> bool {
        let of = |role: Role| {
            let column = self.columns.iter().position(|column| column.role == role);
            column.and_then(|at| cells.get(at)).map_or("", |cell| plain(cell))
        };
        self.keys[at] == "label"
            && self.dialect.is_none()
            && of_bibtex::is_key(label, of(Role::AuthorList), of(Role::Year))
    }

    /// The fields of a cell that holds two things, and the cell as it stands; false where it is like any other.
    fn push_mixed(&self, at: usize, value: &str, cells: &[Cow<'_, str>], builder: &mut RecordBuilder) -> bool {
        let Some(kind) = self.mixed[at] else { return false };
        let fields = mixed::fields(kind, value, &|roles| self.has(roles, at, cells));
        let (tag, role) = (&self.names[at], self.columns[at].role);
        for (role, value) in &fields {
            builder.field(Field { tag, role: *role, lang: None, value: &markup::value(*role, value) });
        }
        let is_read = match role {
            // What is only called a study is its title where nothing else is.
            Role::Title => kind == Kind::Study && self.has(&[Role::Title], at, cells),
            _ => !fields.is_empty(),
        };
        if is_read {
            builder.field(Field { tag, role: Role::Other, lang: None, value });
        }
        is_read
    }

    /// Whether a cell of a row beside that at `but` has one of these roles.
    fn has(&self, roles: &[Role], but: usize, cells: &[Cow<'_, str>]) -> bool {
        let others = cells.iter().zip(&self.columns).zip(&self.mixed).enumerate().filter(|(at, _)| *at != but);
        let filled = others.map(|(_, ((cell, column), kind))| (cell.trim(), column.role, *kind));
        let mut filled = filled.filter(|(cell, ..)| !cell.is_empty() && !is_missing(cell));
        filled.any(|(cell, role, kind)| match kind {
            Some(Kind::Study) if role == Role::Title => false,
            _ if matches!(role, Role::Year | Role::Date) => roles.contains(&role) && find_year(cell).is_some(),
            Some(kind @ (Kind::TitleAbstract | Kind::TitleText)) => {
                mixed::fields(kind, cell, &|_| false).iter().any(|(role, _)| roles.contains(role))
            }
            _ => roles.contains(&role),
        })
    }

    /// Takes a row that starts on `line`.
    pub fn row<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>, line: u32, sink: &mut Sink) {
        let cells: Vec<Cow<'a, str>> = cells.take(MAX_COLUMNS).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) || is_rule(&cells) || self.is_header_again(&cells) {
            return;
        }
        if is_header(&cells) {
            self.header(cells.into_iter(), line, sink);
            let message = "a second header: the rows below it are read by its names";
            return sink.issue(line, IssueKind::Malformed, message);
        }
        if let Some(text) = self.footer(&cells) {
            let message = format!("no record, left out: this row has nothing but \"{text}\"");
            return sink.issue(line, IssueKind::Malformed, message);
        }
        let size =
            cells.iter().map(|cell| cell.len()).sum::<usize>() + self.names.iter().map(String::len).sum::<usize>();
        let mut builder = RecordBuilder::with_capacity(line, size, cells.len());
        let first = !self.any;
        for at in 0..cells.len().max(if first { self.names.len() } else { 0 }) {
            let value = cells.get(at).map_or("", |cell| plain(cell));
            if at >= self.names.len() {
                if !value.is_empty() {
                    builder.push(&format!("column {}", at + 1), Role::Other, value);
                }
            } else if first || !value.is_empty() {
                self.push(at, value, &cells, &mut builder);
            }
        }
        if self.has_more(cells.iter().map(|cell| Cow::Borrowed(&**cell))) {
            let message = format!("{} cells under {} columns; all were kept", cells.len(), self.names.len());
            sink.issue(line, IssueKind::Malformed, message);
        }
        self.any = true;
        sink.record(builder);
    }

    /// The text of a row that has nothing of a record, in a table of records.
    fn footer(&self, cells: &[Cow<'_, str>]) -> Option<String> {
        let is_text = |column: &Column| matches!(column.role, Role::Title | Role::TranslatedTitle | Role::Abstract);
        // Cells behind the last column are told apart.
        let is_name = |at: usize| ["title", "name", "acronym"].iter().any(|word| self.keys[at].contains(word));
        let role = |at: usize| match self.columns.get(at) {
            Some(column) if column.role != Role::Other || !is_name(at) => column.role,
            _ => Role::Note,
        };
        let cells = cells.iter().enumerate().map(|(at, cell)| (plain(cell), role(at)));
        self.columns.iter().any(is_text).then(|| footer::text(cells))?
    }

    /// Page breaks of some databases repeat the header, and so do files put one behind the other.
    fn is_header_again(&self, cells: &[Cow<'_, str>]) -> bool {
        cells.len() >= 2
            && cells.len() == self.found.len()
            && cells.iter().zip(&self.found).all(|(cell, name)| cell.trim_start_matches('\u{FEFF}') == name)
    }
}

/// Whether a row is the line between the header and the rows of Markdown: `|---|:---:|`.
fn is_rule(cells: &[Cow<'_, str>]) -> bool {
    let is_dashes = |cell: &str| cell.contains("--") && cell.bytes().all(|byte| matches!(byte, b'-' | b':'));
    let mut named = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
    cells.len() > 2 && named.peek().is_some() && named.all(is_dashes)
}

/// Whether a row is a header, in another order or with other columns than the first: nothing but short names, of which
/// three in four are known, one of them of a title or an abstract.
fn is_header(cells: &[Cow<'_, str>]) -> bool {
    const LONGEST: usize = 40;
    let named = || cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let is_short = named().count() >= 3 && named().all(|name| name.len() <= LONGEST);
    // Most rows have a cell that is no name, which is soon found.
    if !is_short || named().any(|name| name.starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let names: Vec<String> = cells.iter().map(|cell| cell.trim_start_matches('\u{FEFF}').to_string()).collect();
    // A title or an abstract counts five more.
    let score = layout::score(&names);
    score >= 5 + 3 && (score - 5) * 4 >= named().count() * 3
}

/// The value of a cell: Excel's `="…"` is taken off, and so is the mark that keeps a formula from being one.
fn plain(cell: &str) -> &str {
    let cell = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell);
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// Whether a cell says that there is none, as R, Python and databases write it.
fn is_missing(cell: &str) -> bool {
    const WORDS: [&str; 16] = [
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "<NA>",
        "NaN",
        "nan",
        "None",
        "NULL",
        "null",
        "NaT",
        "[]",
        "-",
        "character(0)",
        "list()",
        "c()",
    ];
    WORDS.contains(&cell.trim())
}

/// A number without the decimal that spreadsheets and programs give it: volume "12.0".
fn number(role: Role, cell: &str) -> &str {
    use Role::{EndPage, Issue, Pages, StartPage, Volume};
    let whole = cell.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
    whole.filter(|_| matches!(role, Volume | Issue | Pages | StartPage | EndPage)).unwrap_or(cell)
}

/// A list in the form that it has everywhere else: keywords that R joined by "and", two people with a comma between.
fn plain_list(role: Role, cell: &str, has_whole_names: bool) -> Cow<'_, str> {
    let is_joined = || !cell.contains([';', ',', '|', '\n']) && cell.matches(" and ").count() > 1;
    match role {
        Role::AuthorList if has_whole_names => people::two(cell),
        Role::KeywordList if is_joined() => Cow::Owned(cell.replace(" and ", "; ")),
        _ => Cow::Borrowed(cell),
    }
}

/// Names that stand once each: `labeled_at`, `labeled_at#2`; a column without a name is `column 3`.
fn unique(found: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(found.len());
    let mut sorted = std::collections::BTreeSet::new();
    for (at, name) in found.iter().enumerate() {
        let base = if name.trim().is_empty() { format!("column {}", at + 1) } else { name.clone() };
        let mut name = base.clone();
        let mut number = 2;
        while !sorted.insert(name.clone()) {
            name = format!("{base}#{number}");
            number += 1;
        }
        names.push(name);
    }
    names
}
