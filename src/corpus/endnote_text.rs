//! Bibliographies of EndNote in the style "Annotated", and in others that set an abstract below a citation: lines in,
//! records out.
//!
//! A citation stands on one line, `Ruiz, A., B. Soto and O. Brandt (2019). "Title." Journal 12(3): 1-9.`; its abstract
//! follows on lines that begin with a tab. Authors, year or journal may be missing. What is no article has no quotation
//! marks, `Ruiz, A. (2019). A book. Town, Publisher.`, and gives authors, year and title alone. Lists of references without
//! abstracts are not read here.

use std::io::{self, BufRead};

use super::doi;
use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::values::find_year;

mod names;

/// Reads a bibliography.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader { is_apart: true, ..Reader::default() };
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line, sink));
    reader.finish(sink);
    result
}

/// Citations in a file that need not begin with one.
const SURELY: usize = 5;

/// Whether the first text of a file is such a bibliography: it begins with a citation, two and more of its lines are
/// surely some, as are half of those that are not set in, and below one stands an abstract. Where there are more, a
/// heading may stand above them.
pub fn sniff(head: &str) -> bool {
    let (mut n_sure, mut n_outside, mut n_texts) = (0, 0, 0);
    let mut is_apart = true;
    let mut is_begun = None;
    for line in lines::of_head(head) {
        let is_blank = line.trim().is_empty();
        let found = Citation::of(line, is_apart);
        if !is_blank {
            is_begun.get_or_insert(found.is_some());
        }
        is_apart = is_blank;
        match found {
            Some(citation) => {
                n_sure += usize::from(citation.is_sure());
                n_outside += 1;
            }
            None if is_blank => {}
            None if line.starts_with('\t') => n_texts += 1,
            // Weighs against the citations.
            None => n_outside += 2,
        }
    }
    let n_needed = if is_begun == Some(true) { 2 } else { SURELY };
    n_sure >= n_needed && n_texts > 0 && n_sure * 3 >= n_outside
}

/// A citation, taken apart; parts that are missing are blank.
#[derive(Debug, Default, PartialEq, Eq)]
struct Citation<'l> {
    names: &'l str,
    year: &'l str,
    title: &'l str,
    /// What stands behind the title.
    source: &'l str,
    /// Whether the title stands between quotation marks.
    is_quoted: bool,
}

impl<'l> Citation<'l> {
    /// The citation on a line; behind a blank line (`is_apart`) it may also be one that lacks authors, year or marks.
    fn of(line: &'l str, is_apart: bool) -> Option<Citation<'l>> {
        if line.starts_with([' ', '\t']) {
            return None;
        }
        let line = line.trim_start_matches('\u{FEFF}').trim_end();
        let dated = dated(line).map(|(names, year, rest)| (names, year, quoted(rest), rest));
        match dated {
            Some((names, year, Some((title, source)), _)) => {
                Some(Citation { names, year, title, source, is_quoted: true })
            }
            Some((names, year, None, rest)) if is_apart && names::are(names) => {
                let (title, source) = rest.split_once(". ").unwrap_or((rest, ""));
                Some(Citation { names, year, title, source, is_quoted: false })
            }
            _ if !is_apart => None,
            _ => {
                let (names, rest) = line.split_at(line.find(['"', '“'])?);
                let (title, source) = quoted(rest)?;
                let is_whole = names.is_empty() || names.ends_with(". ") && names::are(names);
                is_whole.then_some(Citation { names, year: "", title, source, is_quoted: true })
            }
        }
    }

    /// Whether it cannot be a line of an abstract.
    fn is_sure(&self) -> bool {
        self.is_quoted && !self.year.is_empty()
    }
}

/// Names, year and what follows of `Ruiz, A. (2019). …`.
fn dated(line: &str) -> Option<(&str, &str, &str)> {
    const LONGEST: usize = "(forthcoming)".len();
    const WORDS: [&str; 3] = ["n.d.", "in press", "forthcoming"];
    let is_year = |inside: &str| {
        let digits = inside.trim_end_matches(|c: char| c.is_ascii_lowercase());
        digits.len() == 4 && find_year(digits).is_some() || WORDS.iter().any(|word| inside.eq_ignore_ascii_case(word))
    };
    line.match_indices('(').find_map(|(at, _)| {
        let (inside, _) = line[at + 1..line.floor_char_boundary(at + LONGEST)].split_once(')')?;
        let rest = line[at + inside.len() + 2..].strip_prefix(". ")?;
        (is_year(inside) && (at == 0 || line[..at].ends_with(' ')))
            .then(|| (line[..at].trim_end(), inside, rest.trim()))
    })
}

/// A title between quotation marks at the start of a text, without the full stop that the style sets behind it, and what
/// follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(['"', '“'])?;
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let end =
        |mark: &str| inner.match_indices(mark).map(|(at, _)| (at, at + mark.len())).find(|at| is_end(&inner[at.1..]));
    let of_any = |marks: &[&str]| marks.iter().filter_map(|mark| end(mark)).min();
    // A title may hold marks of its own, but rarely with a full stop before them.
    let (at, behind) =
        of_any(&[".\"", ".”"]).or_else(|| of_any(&["?\"", "!\"", "?”", "!”", "\"", "”", "\".", "\","]))?;
    let kept = at + inner[at..behind].find(|c: char| !matches!(c, '?' | '!')).unwrap_or(0);
    let title = inner[..kept].trim();
    (!title.is_empty()).then(|| (title, inner[behind..].trim()))
}

/// Journal, volume, issue and pages of `Journal 12(3): 1-9.`, each blank where it is not said.
fn source(text: &str) -> [&str; 4] {
    let text = text.trim().trim_end_matches(['.', ',']);
    let is_number = |text: &str| text.len() <= 12 && text.contains(|c: char| c.is_ascii_digit());
    let is_pages = |pages: &str| pages.split([',', '-', '–', ' ']).all(|page| page.is_empty() || is_number(page));
    let (rest, pages) = match text.rsplit_once(": ") {
        Some((rest, pages)) if is_pages(pages) => (rest, pages),
        _ => (text, ""),
    };
    let (rest, issue) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        // Before the bracket of a place there is a blank: "Lancet (London)".
        Some((rest, issue)) if !rest.ends_with(' ') => (rest, issue),
        _ => (rest, ""),
    };
    let is_alone = pages.is_empty() && issue.is_empty();
    let words = || rest.match_indices(' ').map(|(at, _)| at).rev().take(3);
    let is_volume = |at: &usize| {
        let volume = rest[at + 1..].trim();
        let (first, more) = volume.split_once(' ').unwrap_or((volume, ""));
        let is_supplement = more.is_empty() || ["Suppl", "Pt", "Spec"].iter().any(|word| more.starts_with(word));
        is_number(first) && first.starts_with(|c: char| c.is_ascii_digit()) && is_supplement
    };
    match words().filter(is_volume).last().filter(|at| !is_alone || find_year(&rest[at + 1..]).is_none()) {
        Some(at) => [rest[..at].trim_end_matches([' ', ',']), rest[at + 1..].trim(), issue, pages],
        None => [rest, "", issue, pages],
    }
}

#[derive(Default)]
struct Reader {
    /// Whether a blank line came before, or none at all.
    is_apart: bool,
    strays: bool,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        let text = line.trim();
        let is_apart = std::mem::replace(&mut self.is_apart, text.is_empty());
        if text.is_empty() {
        } else if let Some(citation) = Citation::of(line, is_apart) {
            self.finish(sink);
            self.draft.start(number);
            self.draft.push("Citation", Role::Other, text);
            self.cite(&citation);
        } else if self.draft.is_empty() {
            if !std::mem::replace(&mut self.strays, true) {
                let start: String = text.chars().take(40).collect();
                sink.issue(number, IssueKind::Malformed, format!("text outside any record, left out: {start}"));
            }
        } else if self.draft.last_role() == Some(Role::Abstract) {
            self.draft.append("\n", text);
        } else {
            self.draft.push("Abstract", Role::Abstract, text);
        }
    }

    fn cite(&mut self, citation: &Citation<'_>) {
        names::all(citation.names).iter().for_each(|name| self.draft.push("Author", Role::Author, name));
        let title = citation.title.trim_end_matches('.');
        for (tag, role, value) in [("Year", Role::Year, citation.year), ("Title", Role::Title, title)] {
            if !value.is_empty() {
                self.draft.push(tag, role, value);
            }
        }
        self.found(citation);
    }

    /// What stands behind the title: where the article is, its DOI, its link.
    fn found(&mut self, citation: &Citation<'_>) {
        let marks = ["https://", "http://", "doi:", "DOI:", "DOI "];
        let end = marks.iter().filter_map(|mark| citation.source.find(mark)).min().unwrap_or(citation.source.len());
        let (place, links) = citation.source.split_at(end);
        let place = place.trim_end().trim_end_matches("from").trim_end_matches("Retrieved").trim_end();
        if let Some(doi) = doi::find(links) {
            self.draft.push("DOI", Role::Doi, &doi);
        } else if links.starts_with("http") {
            self.draft.push("URL", Role::Url, links.split(' ').next().unwrap_or(links).trim_end_matches(['.', ',']));
        }
        if !citation.is_quoted {
            return;
        }
        let roles =
            [("Journal", Role::Journal), ("Volume", Role::Volume), ("Issue", Role::Issue), ("Pages", Role::Pages)];
        for ((tag, role), value) in roles.into_iter().zip(source(place)).filter(|(_, value)| !value.is_empty()) {
            self.draft.push(tag, role, value);
        }
    }

    fn finish(&mut self, sink: &mut Sink) {
        if !self.draft.is_empty() {
            self.draft.finish(sink);
        }
    }
}

#[cfg(test)]
mod tests;
