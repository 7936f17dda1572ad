//! Labelled text as Ovid, Embase, EBSCO, ProQuest and the databases of BIREME (iAH) write it: lines in, records out.
//!
//! A record starts at a line that counts it ("<3>", "RECORD 3", "Document 3 of 12", "3 / 12 LILACS"); Ovid's numbers may
//! begin anywhere and have gaps. Where the first line of a file is a field ("Reference Type: …" of EndNote's "Show All",
//! "Title: …" in lists of one's own), a record starts where its name comes again. A field starts with a name, before a
//! colon or on a line of its own; `marks` tells both, and knows the names from the columns of tables. What follows belongs
//! to the field; a line above all fields is the title, where no field is.

mod marks;

use std::io::{self, BufRead};

use super::bvs;
use super::draft::Draft;
use super::lines;
use super::ovid;
use super::record::Role;
use super::sink::Sink;
use super::values::find_year;
use marks::{Mark, Style};

/// Lines of a file that are looked at to tell it.
const LOOKED_AT: usize = 80;
/// Lines above the first record, at most, where its number could be another one's.
const ABOVE: usize = 15;

/// What Ovid says of the status of a record where its unique identifier is a PMID.
const OF_MEDLINE: [&str; 6] =
    ["MEDLINE", "OLDMEDLINE", "In-Process", "In-Data-Review", "PubMed-not-MEDLINE", "Publisher"];

/// Reads labelled text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line, sink));
    reader.finish(sink);
    result
}

/// Whether the first text of a file is labelled text: a line that counts a record, then fields, one of them a title or
/// an abstract.
pub fn sniff(head: &str) -> bool {
    is_uncounted(head) || is_counted(head)
}

/// Whether records begin with a name, and among their fields are a title and, where the name tells less, an abstract.
fn is_uncounted(head: &str) -> bool {
    let mut lines = lines::of_head(head).filter(|line| !line.trim().is_empty());
    let Some((_, first)) = lines.next().and_then(opener) else { return false };
    let mut roles = vec![first];
    for line in lines.take(LOOKED_AT) {
        if let Mark::Field { role, .. } = marks::of(line, 0, roles.last().copied(), Some(Style::Colon)) {
            roles.push(role);
        }
    }
    let has = |role: Role| roles.contains(&role);
    let n_known = roles.iter().filter(|role| **role != Role::Other).count();
    n_known >= 3 && has(Role::Title) && (first == Role::Type || has(Role::Abstract))
}

/// Name and role of a field that may be the first of a record that is not counted.
fn opener(line: &str) -> Option<(&str, Role)> {
    match marks::of(line, 0, None, Some(Style::Colon)) {
        Mark::Field { name, role, value } => {
            let is_first =
                matches!(role, Role::Title | Role::AuthorList | Role::Type | Role::Id | Role::Pmid | Role::Doi);
            (is_first && !value.is_empty()).then_some((name, role))
        }
        _ => None,
    }
}

fn is_counted(head: &str) -> bool {
    let lines = lines::of_head(head);
    let mut lines = lines.filter(|line| !line.trim().is_empty()).enumerate();
    let is_start = |(at, line): &(usize, &str)| {
        ovid::count(line).is_some() || *at < ABOVE && marks::of(line, 0, None, None) == Mark::Record(1)
    };
    let Some((_, start)) = lines.find(is_start) else { return false };
    let roles: Vec<Role> = lines
        .take(LOOKED_AT)
        .map(|(_, line)| line)
        .filter_map(|line| match marks::of(line, 0, None, None) {
            Mark::Field { role, .. } if role != Role::Other => Some(role),
            _ => None,
        })
        .collect();
    // Pages of the BVS portal number records so, and name abstracts and subjects.
    let is_bare = start.trim_end().ends_with('.');
    roles.len() >= 2 && roles.iter().any(|role| *role == Role::Title || !is_bare && *role == Role::Abstract)
}

#[derive(Default)]
struct Reader {
    /// Number of the record, 0 above the first.
    count: u32,
    /// Told by the first field, and by whether its value is set in.
    style: Option<Style>,
    is_told: bool,
    /// Whether a line was read.
    is_begun: bool,
    /// Name that a record begins with, where records are not counted.
    first: Option<String>,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        if self.opens(line) {
            self.finish(sink);
            self.draft.start(number);
            (self.count, self.style, self.is_told) = (1, Some(Style::Colon), true);
        }
        self.tell_style(line);
        match marks::of(line, self.count, self.draft.last_role(), self.style) {
            Mark::Record(_) if self.first.is_some() => self.text(line.trim()),
            Mark::Record(count) => {
                self.finish(sink);
                self.draft.start(number);
                self.count = count;
            }
            Mark::Ruler => {}
            // Names of the platform and of the search.
            _ if self.count == 0 => {}
            Mark::Text(text) if self.draft.is_empty() && bvs::is_button(text) => {}
            // The first line of a record is a title ("Sleep: a review") where it is no name that is known.
            mark if self.draft.is_empty() && !self.is_alone() && !marks::is_known(&mark) => self.text(line.trim()),
            // The abstract comes before; what names it again is the paper's own.
            Mark::Field { role: Role::Abstract, .. } if self.is_in_full_text() => self.text(line.trim()),
            Mark::Field { name, role, value } => self.draft.push(name, role, value),
            Mark::Text(text) if text.starts_with("Copyright of ") => self.draft.push("Copyright", Role::Other, text),
            Mark::Text(text) if text == "ProQuest document link" => self.draft.push("Link", Role::Other, text),
            Mark::Text(text) => self.text(text),
        }
    }

    /// Whether a line is the first of a record in a file that does not count them, which its first line tells.
    fn opens(&mut self, line: &str) -> bool {
        if !self.is_begun && !line.trim().is_empty() {
            self.is_begun = true;
            self.first = opener(line).map(|(name, _)| name.to_string());
        }
        let Some(first) = &self.first else { return false };
        opener(line).is_some_and(|(name, _)| name == first)
    }

    fn tell_style(&mut self, line: &str) {
        if self.count == 0 || self.is_told || line.trim().is_empty() {
            return;
        }
        match self.style {
            None => self.style = marks::style(line),
            Some(style) => {
                let is_set_in = style == Style::Alone && line.starts_with([' ', '\t']);
                self.style = Some(if is_set_in { Style::Outdented } else { style });
                self.is_told = true;
            }
        }
    }

    /// Whether names stand on lines of their own, so that no line is name and title.
    fn is_alone(&self) -> bool {
        matches!(self.style, Some(Style::Alone | Style::Outdented | Style::Capitals))
    }

    /// Whether the last field is the text of a whole paper.
    fn is_in_full_text(&self) -> bool {
        self.draft.len().checked_sub(1).is_some_and(|last| self.draft.tag(last).eq_ignore_ascii_case("full text"))
    }

    fn text(&mut self, text: &str) {
        match self.draft.last_role() {
            None => self.draft.push("Title", Role::Title, text),
            Some(Role::Issn) if text.starts_with(|c: char| c.is_ascii_digit()) => self.issn(text),
            // Each on a line of its own.
            Some(Role::AuthorList | Role::KeywordList | Role::SubjectList) => self.draft.append("\n", text),
            Some(_) => self.draft.append(" ", text),
        }
    }

    /// Another ISSN is a field of its own.
    fn issn(&mut self, text: &str) {
        let last = self.draft.len().saturating_sub(1);
        if self.draft.value(last).is_empty() {
            return self.draft.append(" ", text);
        }
        let name = self.draft.tag(last).to_string();
        self.draft.push(&name, Role::Issn, text);
    }

    /// The value of a field with this name.
    fn value(&self, name: &str) -> Option<String> {
        let at = (0..self.draft.len()).find(|&i| self.draft.tag(i).eq_ignore_ascii_case(name));
        at.map(|i| self.draft.value(i).to_string())
    }

    /// What Ovid's status says: the year of what is ahead of print, and whether the record is MEDLINE's.
    fn status(&mut self, status: &str) {
        let is_ahead = status.starts_with("Publish Ahead of Print") && !self.draft.has_role(Role::Year);
        if let Some(year) = find_year(status).filter(|_| is_ahead) {
            self.draft.push("Year", Role::Year, &year.to_string());
        }
        let is_pmid = |value: &str| value.len() <= 8 && value.bytes().all(|byte| byte.is_ascii_digit());
        let number = self.draft.tagged("Unique Identifier").find(|&i| is_pmid(self.draft.value(i)));
        if let Some(number) = number.filter(|_| OF_MEDLINE.contains(&status)) {
            self.draft.field_mut(number).role = Role::Pmid;
        }
    }

    fn finish(&mut self, sink: &mut Sink) {
        // The line above all fields names the record again where a field gives the title.
        let titles: Vec<usize> = (0..self.draft.len()).filter(|&i| self.draft.field(i).role == Role::Title).collect();
        titles.iter().skip(1).for_each(|&i| self.draft.field_mut(i).role = Role::Other);
        ovid::names::settle(&mut self.draft);
        if let Some(source) = self.value("source") {
            ovid::source::read(&source, &mut self.draft);
        } else if let Some(source) = self.value("fonte").or_else(|| self.value("fuente")) {
            let mut fields = Vec::new();
            bvs::source(&source, &mut fields);
            fields.iter().for_each(|(tag, role, value)| self.draft.push(tag, *role, value));
        }
        if let Some(status) = self.value("status") {
            self.status(&status);
        }
        ovid::links::settle(&mut self.draft);
        if !self.draft.is_empty() {
            self.draft.finish(sink);
        }
    }
}

#[cfg(test)]
mod tests;
