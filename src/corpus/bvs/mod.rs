//! A page of results copied from the BVS portal: text in, records out.
//!
//! The page has an abstract under `RESUMEN`, `ABSTRACT` or `RESUMO` and, for most records, a list of headings under
//! `Asunto(s)`, `Subject(s)` or `Assunto(s)`. Copying often glues the next heading to the end of a line
//! (`NanopartículasRESUMEN`). A title, authors, source and id may stand above the abstract, or nothing at all; a record
//! without a title stays without one. Abstracts in several languages follow each other under different words.

mod lead;
mod marks;

use std::io::{self, BufRead};

use super::issue::IssueKind;
use super::lang::Lang;
use super::lines;
use super::record::{RecordBuilder, Role};
use super::sink::Sink;
pub(super) use lead::{is_button, source};
use marks::{Abstract, Mark};

/// Reads page text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut page = Page::default();
    let result = lines::each(input, sink, |number, line, sink| page.line(number, line, sink));
    page.end(sink);
    result
}

/// Whether the first text of a file is a BVS page: headed by an abstract, or with abstracts and subject lists.
pub fn sniff(head: &str) -> bool {
    let (mut abstracts, mut subjects, mut first) = (0, 0, None);
    for line in lines::of_head(head).filter(|line| !line.trim().is_empty()) {
        let found = marks::split(line, false);
        abstracts += found.iter().filter(|mark| matches!(mark, Mark::Abstract(_))).count();
        subjects += found.iter().filter(|mark| matches!(mark, Mark::Subjects(_))).count();
        first.get_or_insert(matches!(found.first(), Some(Mark::Abstract(_))));
    }
    abstracts > 0 && (subjects > 0 || first == Some(true) || abstracts > 2)
}

/// One line of text with its number.
#[derive(Clone, Debug)]
struct Text {
    line: u32,
    text: String,
}

/// Which part of a record the lines belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// Above the abstract.
    #[default]
    Lead,
    Abstract,
    Subjects,
    Keywords,
}

#[derive(Debug)]
struct Body {
    heading: Abstract,
    lines: Vec<Text>,
}

/// The page as far as it is read.
#[derive(Default)]
struct Page {
    part: Part,
    /// Line of the heading that the record starts with, where it has no lead.
    start: u32,
    lead: Vec<Text>,
    bodies: Vec<Body>,
    terms: Vec<(Role, String, String)>,
    list: String,
    /// What stands behind the lists: the lead of the next record.
    next: Vec<Text>,
    /// Whether the page shows titles, told from its first record.
    titled: Option<bool>,
}

impl Page {
    fn line(&mut self, line: u32, text: &str, sink: &mut Sink) {
        let in_list = matches!(self.part, Part::Subjects | Part::Keywords);
        let fresh = self.part == Part::Abstract && self.bodies.last().is_some_and(|body| body.lines.is_empty());
        for mark in marks::split(text, in_list) {
            match mark {
                Mark::Abstract(heading) if fresh && !heading.alone => {
                    self.text(line, text.trim());
                    return;
                }
                Mark::Abstract(heading) => self.heading(line, heading, sink),
                Mark::Subjects(label) => self.list(Part::Subjects, label),
                Mark::Keywords(label) => self.list(Part::Keywords, label),
                Mark::Text(text) => self.text(line, text.trim()),
            }
        }
    }

    fn text(&mut self, line: u32, text: &str) {
        let own = Text { line, text: text.to_string() };
        match self.part {
            Part::Lead if self.bodies.is_empty() => self.lead.push(own),
            Part::Lead => self.next.push(own),
            Part::Abstract => {
                if let Some(body) = self.bodies.last_mut()
                    && !(text.is_empty() && body.lines.is_empty())
                {
                    body.lines.push(own);
                }
            }
            Part::Subjects | Part::Keywords => self.terms_of(own),
        }
    }

    /// A line under a list: the first one, and those the list runs on to; anything else leads to the next record.
    fn terms_of(&mut self, own: Text) {
        let role = if self.part == Part::Subjects { Role::Subject } else { Role::Keyword };
        let text = own.text.trim();
        let separators: &[char] = if text.contains(';') { &[';'] } else { &[','] };
        let open = self.terms.last().is_none_or(|(last, _, value)| *last != role || value.is_empty());
        if text.is_empty() || !(open || text.starts_with(separators)) {
            if !text.is_empty() || !open {
                self.part = Part::Lead;
                self.next.push(own);
            }
            return;
        }
        self.terms.retain(|(_, _, value)| !value.is_empty());
        // The portal sets a blank before the comma, so that commas inside a heading stay.
        let parts: Vec<&str> =
            if text.contains(" , ") { text.split(" , ").collect() } else { text.split(separators).collect() };
        let label = self.list.clone();
        for part in parts.iter().map(|part| part.trim().trim_matches(separators).trim()).filter(|p| !p.is_empty()) {
            self.terms.push((role, label.clone(), part.to_string()));
        }
        if text.ends_with(separators) {
            self.terms.push((role, label, String::new()));
        }
    }

    fn list(&mut self, part: Part, label: &str) {
        if self.bodies.is_empty() && self.lead.is_empty() {
            return;
        }
        self.list = label.to_string();
        self.part = part;
        let role = if part == Part::Subjects { Role::Subject } else { Role::Keyword };
        self.terms.push((role, self.list.clone(), String::new()));
    }

    fn heading(&mut self, line: u32, heading: Abstract, sink: &mut Sink) {
        if !self.bodies.is_empty() {
            let lead = self.lead_of_next();
            let another = self.part == Part::Abstract
                && lead.is_empty()
                && self.terms.is_empty()
                && self.bodies.iter().all(|body| body.heading.word != heading.word);
            if !another {
                self.finish(sink);
                self.lead = lead;
            }
        } else if !self.terms.is_empty() {
            let lead = std::mem::take(&mut self.next);
            self.finish(sink);
            self.lead = lead;
        }
        if self.bodies.is_empty() {
            self.start = line;
            let lead = &self.lead;
            self.titled.get_or_insert_with(|| !lead::read(lead).is_empty());
        }
        self.bodies.push(Body { heading, lines: Vec::new() });
        self.part = Part::Abstract;
    }

    /// Takes the lines that belong to the record that comes next: behind the lists, or at the end of an abstract.
    fn lead_of_next(&mut self) -> Vec<Text> {
        let mut lead = std::mem::take(&mut self.next);
        if let (Part::Abstract, Some(body)) = (self.part, self.bodies.last_mut()) {
            let at = lead::start(&body.lines, self.titled == Some(true));
            lead = body.lines.split_off(at);
        }
        lead
    }

    fn finish(&mut self, sink: &mut Sink) {
        let line = self.lead.iter().find(|text| !text.text.is_empty()).map_or(self.start, |text| text.line);
        let mut builder = RecordBuilder::new(line);
        for (tag, role, value) in lead::read(&self.lead) {
            builder.push(tag, role, &value);
        }
        let several = self.bodies.len() > 1;
        for body in self.bodies.drain(..) {
            let text: Vec<&str> = body.lines.iter().map(|text| text.text.as_str()).collect();
            let text = lead::without_buttons(&text).join("\n");
            let lang = body.heading.lang.or_else(|| Lang::parse(body.heading.word).filter(|_| several));
            builder.push_lang(&body.heading.text, Role::Abstract, lang, text.trim());
        }
        for (role, label, value) in self.terms.drain(..).filter(|(_, _, value)| !value.is_empty()) {
            builder.push(&label, role, &value);
        }
        sink.record(builder);
        self.lead.clear();
        self.next.clear();
        self.part = Part::Lead;
    }

    fn end(&mut self, sink: &mut Sink) {
        let rest = std::mem::take(&mut self.next);
        if !self.bodies.is_empty() || !self.terms.is_empty() {
            self.finish(sink);
        } else if !lead::read(&self.lead).is_empty() {
            // A record at the end of what was copied, its abstract left behind.
            self.finish(sink);
        }
        if let Some(((_, _, value), text)) = lead::read(&rest).first().zip(rest.first()) {
            let start: String = value.chars().take(40).collect();
            sink.issue(text.line, IssueKind::Malformed, format!("text behind the last record, left out: {start}"));
        }
    }
}

#[cfg(test)]
mod tests;
