//! The source of a record: the line in which Ovid, Embase and EBSCO say where it was published in, journal, volume,
//! issue, pages and year out.
//!
//! "J Imag. 5(3):1-9, 2023 Jan 01.", "Imaginary Journal March 2010;14(1):56", "J Imag. Vol.53(2), 2021, pp. 1-9.", "J
//! Imag (2018) 12:3 (123-130)", "J Imag; Mar2021, Vol. 53 Issue 2, p1-9". What a field of its own says is not read
//! here.

use crate::corpus::draft::Draft;
use crate::corpus::record::Role;
use crate::corpus::values::find_year;

/// Months and seasons, which may be shortened.
const MONTHS: [&str; 17] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spring",
    "summer",
    "fall",
    "autumn",
    "winter",
];

/// Volume, issue and pages, each blank where it is not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Numbers<'s> {
    volume: &'s str,
    issue: &'s str,
    pages: &'s str,
}

/// What a source says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Source<'s> {
    journal: &'s str,
    numbers: Numbers<'s>,
    year: Option<i32>,
}

/// Adds to a record what its source says and no other field does.
pub(in crate::corpus) fn read(text: &str, draft: &mut Draft) {
    let source = parse(text);
    let year = source.year.map(|year| year.to_string()).unwrap_or_default();
    let has_pages = draft.has_role(Role::StartPage);
    let pages = Some(source.numbers.pages).filter(|pages| !pages.is_empty());
    for (tag, role, value) in [
        ("Journal", Role::Journal, source.journal),
        ("Volume", Role::Volume, source.numbers.volume),
        ("Issue", Role::Issue, source.numbers.issue),
        ("Pages", Role::Pages, pages.or_else(|| article_number(text)).unwrap_or_default()),
        ("Year", Role::Year, &year),
    ] {
        let is_said = draft.has_role(role) || role == Role::Pages && has_pages;
        if !value.is_empty() && !is_said {
            draft.push(tag, role, value);
        }
    }
}

/// Embase: "J Imag (2026) 73:2 Article Number: e321."
fn article_number(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("Article Number: ")?;
    rest.split_whitespace().next().map(|number| number.trim_end_matches(['.', ',', ';']))
}

fn parse(text: &str) -> Source<'_> {
    let text = behind_editors(text.trim());
    before_semicolon(text).or_else(|| with_year_in_brackets(text)).unwrap_or_else(|| sentences(text))
}

/// "Ruiz, Ana [Editor], Brandt, Otto [Editor]. Book.": the book.
fn behind_editors(text: &str) -> &str {
    let last = text.rfind("[Editor").and_then(|at| text[at..].find("]. ").map(|end| at + end + 3));
    last.map_or(text, |at| &text[at..])
}

/// "Imaginary Journal March 2010;14(1):56", "J Imag; Mar2021, Vol. 53 Issue 2, p1-9", "J Imag; 2010. 12(3):12-20".
fn before_semicolon(text: &str) -> Option<Source<'_>> {
    let (head, tail) = text.split_once(';')?;
    if let Some(journal) = before_date(head) {
        let (numbers, _) = numbers(tail.trim())?;
        return Some(Source { journal, numbers, year: find_year(&head[journal.len()..]) });
    }
    let date = tail.split([',', '.']).next()?;
    let year = find_year(date).filter(|_| date.len() <= "September 30, 2021".len())?;
    let rest = tail[date.len()..].trim_start_matches([',', '.', ' ']);
    let numbers = numbers(rest).map_or_else(|| named_numbers(rest), |(numbers, _)| numbers);
    Some(Source { journal: head.trim(), numbers, year: Some(year) })
}

/// What stands before a date at the end of a text.
fn before_date(text: &str) -> Option<&str> {
    let (mut rest, year) = text.trim_end().rsplit_once(' ')?;
    find_year(year).filter(|_| year.len() == 4)?;
    while let Some((before, _)) = rest.trim_end().rsplit_once(' ').filter(|(_, word)| is_month(word) || is_day(word)) {
        rest = before;
    }
    Some(rest.trim_end())
}

/// "January/February", "Sep.", "Winter".
fn is_month(word: &str) -> bool {
    let is_one = |word: &str| {
        let word = word.trim_matches(['.', ',']).to_lowercase();
        MONTHS.iter().any(|month| *month == word || matches!(word.len(), 3 | 4) && month.starts_with(&word))
    };
    word.split(['/', '-']).all(is_one)
}

fn is_day(word: &str) -> bool {
    let digits = word.trim_end_matches(',');
    (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Embase: "J Imag (2018) 12:3 (123-130). Date of Publication: 1 May 2018".
fn with_year_in_brackets(text: &str) -> Option<Source<'_>> {
    let bracket = |(at, _): (usize, &str)| {
        let inside = text.get(at + 2..at + 6)?;
        find_year(inside).filter(|_| text[at + 6..].starts_with(')')).map(|year| (at, year))
    };
    let (at, year) = text.match_indices(" (").find_map(bracket)?;
    let numbers = numbers(text[at + 7..].trim_start()).map(|(numbers, _)| numbers).unwrap_or_default();
    Some(Source { journal: text[..at].trim(), numbers, year: Some(year) })
}

/// "J Imag. Series A. 5(3):1-9, 2023.": the numbers begin a sentence, and the journal stands before them.
fn sentences(text: &str) -> Source<'_> {
    let conference = text.find(". Conference: ").unwrap_or(text.len());
    let starts = || text.match_indices('.').map(|(at, _)| at).filter(|at| text[at + 1..].starts_with([' ', ':']));
    let found = starts().find_map(|at| numbers(text[at + 1..].trim_start()).map(|found| (at, found)));
    let (end, numbers, rest) = match found {
        Some((at, (numbers, rest))) => (at, numbers, rest),
        None => {
            let end = starts().next().into_iter().chain(text.find(';')).min();
            let end = end.unwrap_or(text.trim_end_matches('.').len());
            (end, Numbers::default(), &text[end..])
        }
    };
    let year = find_year(rest).or_else(|| find_year(&text[end..]));
    Source { journal: text[..end.min(conference)].trim(), numbers, year }
}

/// The numbers at the start of a text, and what stands behind them: "5(3):1-9, 2023", "12 (Suppl 3) (pp 1-9), 2018",
/// "12:3 (123-130)", ":371-397, 2004".
fn numbers(text: &str) -> Option<(Numbers<'_>, &str)> {
    let text = text.strip_prefix("Vol.").map_or(text, str::trim_start);
    let (volume, mut rest) = number(text);
    let mut found = Numbers { volume, ..Numbers::default() };
    while let Some((inside, behind)) = rest.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        found.bracket(inside);
        rest = behind;
    }
    if let Some(behind) = rest.strip_prefix(':') {
        (found.pages, rest) = number(behind);
        // Embase has the issue there, and the pages in brackets.
        if let Some((inside, behind)) = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')')) {
            (found.issue, found.pages, rest) = (found.pages, inside, behind);
        }
    }
    if found.pages.is_empty() && found.issue.is_empty() && volume.contains('-') {
        (found.volume, found.pages) = ("", volume);
    }
    if let Some((_, pages)) = rest.split_once("pp. ").filter(|_| found.pages.is_empty()) {
        found.pages = pages.split([',', '.', ';']).next().unwrap_or_default().trim();
    }
    let is_end = rest.is_empty() || rest.starts_with([',', '.', ';']);
    (is_end && found.is_likely()).then_some((found, rest))
}

/// A volume or a range of pages at the start of a text, and what stands behind it.
fn number(text: &str) -> (&str, &str) {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'+');
    text.split_at(text.bytes().take_while(is_sign).count())
}

impl<'s> Numbers<'s> {
    /// What stands in brackets behind a volume: an issue, pages, or that there are none.
    fn bracket(&mut self, inside: &'s str) {
        match inside.strip_prefix("pp ") {
            Some(pages) => self.pages = pages.trim(),
            None if inside == "no pagination" => {}
            None if self.issue.is_empty() => self.issue = inside.trim(),
            None => {}
        }
    }

    /// Whether these are numbers and no words or dates.
    fn is_likely(&self) -> bool {
        let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.len() <= 10;
        let is_alone = self.issue.is_empty() && self.pages.is_empty();
        let is_volume = is_number(self.volume) && !(is_alone && find_year(self.volume).is_some());
        let is_pages = self.volume.is_empty() && self.pages.starts_with(|c: char| c.is_ascii_digit());
        is_volume || is_pages
    }
}

/// EBSCO's numbers, with their names: "Vol. 53 Issue 2, p1-9".
fn named_numbers(text: &str) -> Numbers<'_> {
    let behind = |name: &str| {
        let (_, rest) = text.split_once(name)?;
        rest.split([' ', ',']).next().filter(|number| number.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let [volume, issue, pages] = ["Vol. ", "Issue ", ", p"].map(|name| behind(name).unwrap_or_default());
    Numbers { volume, issue, pages }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_every_habit() {
        for (text, journal, numbers, year) in [
            ("J Imag. 39(3):411-420, 2021 03 01.", "J Imag", ["39", "3", "411-420"], Some(2021)),
            ("Imaginology.   8(6):1048-1064, September 2015.", "Imaginology", ["8", "6", "1048-1064"], Some(2015)),
            (
                "Things & Trees. 201(2-3):327-334, November 15, 2004.",
                "Things & Trees",
                ["201", "2-3", "327-334"],
                Some(2004),
            ),
            (
                "Gazette of Small Things Patents. 1288(3), Nov. 16, 2004.",
                "Gazette of Small Things Patents",
                ["1288", "3", ""],
                Some(2004),
            ),
            (
                "Imag Proceedings. Conference: 2nd Course: Part 2. Spain. 12 (Supplement 3) (no pagination), 2018. Date of Publication: 2018.",
                "Imag Proceedings",
                ["12", "Supplement 3", ""],
                Some(2018),
            ),
            (
                "IMAG'S Health & Toys Journal January/February 2010;14(1):56",
                "IMAG'S Health & Toys Journal",
                ["14", "1", "56"],
                Some(2010),
            ),
            ("Acta Imaginaria August 12, 2011;43(8):647-653", "Acta Imaginaria", ["43", "8", "647-653"], Some(2011)),
            (
                "Ruiz, Ana [Editor, Reprint Author], Paz, L. J. [Editor]. Methods in toys.:371-397, 2004.",
                "Methods in toys",
                ["", "", "371-397"],
                Some(2004),
            ),
            ("Journal of Imagined Toys. ", "Journal of Imagined Toys", ["", "", ""], None),
            ("Imag. Series A. 340:c869, 2010 Mar 23.", "Imag. Series A", ["340", "", "c869"], Some(2010)),
            (
                "Imag (Clinical ed.). 12 (3) (pp 123-130), 2018. Article Number: 45.",
                "Imag (Clinical ed.)",
                ["12", "3", "123-130"],
                Some(2018),
            ),
            (
                "J Imag (Town, St. : 1985). 130(2):10-S12, 2021.",
                "J Imag (Town, St. : 1985)",
                ["130", "2", "10-S12"],
                Some(2021),
            ),
            ("Journal of Marketing Spring 2010;14(1):56", "Journal of Marketing", ["14", "1", "56"], Some(2010)),
            ("J Imag; London", "J Imag", ["", "", ""], None),
            ("J Imag. 2021 Mar 01.", "J Imag", ["", "", ""], Some(2021)),
            ("J Imag. 1-12, 2020 Jan 15.", "J Imag", ["", "", "1-12"], Some(2020)),
            ("J Imag. Vol.43(2), 2020, pp. 123-134.", "J Imag", ["43", "2", "123-134"], Some(2020)),
            (
                "J Imag (2018) 12:3 (123-130). Date of Publication: 1 May 2018",
                "J Imag",
                ["12", "3", "123-130"],
                Some(2018),
            ),
            ("J Imag; Mar2021, Vol. 53 Issue 2, p1-9, 9p", "J Imag", ["53", "2", "1-9"], Some(2021)),
            ("J Imag; 2010. 12(3):12-20.", "J Imag", ["12", "3", "12-20"], Some(2010)),
            ("", "", ["", "", ""], None),
        ] {
            let [volume, issue, pages] = numbers;
            let expected = Source { journal, numbers: Numbers { volume, issue, pages }, year };
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
