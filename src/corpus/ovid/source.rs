//! The source of a record: the line in which Ovid, Embase and EBSCO say where it was published in, journal, volume,
//! issue, pages and year out.
//!
//! "J Imag. 5(3):1-9, 2023 Jan 01.", "Imaginary Journal March 2010;14(1):56", "J Imag. Vol.53(2), 2021, pp. 1-9.", "J
//! Imag (2018) 12:3 (123-130)", "J Imag; Mar2021, Vol. 53 Issue 2, p1-9", "J Imag 12, Winter 2007: 7-14.". What a field
//! of its own says is not read here.

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
    let has_pages = draft.has_role(Role::StartPage);
    for (tag, role, value) in fields(text) {
        let is_said = draft.has_role(role) || role == Role::Pages && has_pages;
        if !is_said {
            draft.push(tag, role, &value);
        }
    }
}

/// What a source says: tag, role and value of each field that it has.
pub(in crate::corpus) fn fields(text: &str) -> Vec<(&'static str, Role, String)> {
    let source = parse(text);
    let year = source.year.map(|year| year.to_string()).unwrap_or_default();
    let pages = Some(source.numbers.pages).filter(|pages| !pages.is_empty());
    let all = [
        ("Journal", Role::Journal, source.journal),
        ("Volume", Role::Volume, source.numbers.volume),
        ("Issue", Role::Issue, source.numbers.issue),
        ("Pages", Role::Pages, pages.or_else(|| article_number(text)).unwrap_or_default()),
        ("Year", Role::Year, &year),
    ];
    all.into_iter()
        .filter(|(.., value)| !value.is_empty())
        .map(|(tag, role, value)| (tag, role, value.to_string()))
        .collect()
}

/// Embase: "J Imag (2026) 73:2 Article Number: e321."
fn article_number(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("Article Number: ")?;
    rest.split_whitespace().next().map(|number| number.trim_end_matches(['.', ',', ';']))
}

fn parse(text: &str) -> Source<'_> {
    let text = behind_editors(text.trim());
    let numbered = with_named_volume(text).or_else(|| behind_date(text)).or_else(|| dated(text));
    let numbered = numbered.or_else(|| with_year_in_brackets(text)).or_else(|| before_pages(text));
    numbered.unwrap_or_else(|| sentences(text))
}

/// IPSA: "J Imag 12, Winter 2007: 7-14.", "J Imag 12(3), July 2007: 7-14.", "J Imag, 2013(1): 3-28.": date, colon, pages.
fn before_pages(text: &str) -> Option<Source<'_>> {
    let (head, pages) = text.trim_end_matches('.').rsplit_once(": ")?;
    let is_range = pages.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && pages.contains('-');
    let (rest, date) = head.rsplit_once(", ").filter(|_| is_range)?;
    let (when, issue) = split_issue(date);
    let (season, year) = when.rsplit_once(' ').unwrap_or(("", when));
    let year = find_year(year).filter(|_| year.len() == 4 && season.split_whitespace().all(is_month_or_day))?;
    let (journal, numbers) = rest.rsplit_once(' ').unwrap_or((rest, ""));
    let (volume, own_issue) = split_issue(numbers);
    let is_volume = volume.bytes().all(|byte| byte.is_ascii_digit()) && !volume.is_empty() && issue.is_empty();
    let (journal, volume, issue) = if is_volume { (journal, volume, own_issue) } else { (rest, "", issue) };
    Some(Source { journal, numbers: Numbers { volume, issue, pages }, year: Some(year) })
}

/// "12(3)" as 12 and 3.
fn split_issue(text: &str) -> (&str, &str) {
    text.strip_suffix(')').and_then(|text| text.split_once('(')).unwrap_or((text, ""))
}

fn is_month_or_day(word: &str) -> bool {
    is_month(word) || is_day(word)
}

/// EBSCO: "J Imag. Feb2021, Vol. 330 Issue 2, p1-9. 9p.", "J Imag; 3/14/2019, Vol. 5 …", "J Imag, Vol 39(2), Feb, 2020.
/// pp. 1-9.", "J Imag [J Im] 2020 Jan; Vol. 84, pp. 1-9.", "J Imag, v5 n2 p1-9 Jan 2020.": the volume has a name.
fn with_named_volume(text: &str) -> Option<Source<'_>> {
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let named = |name: &'static str| {
        let places = text.match_indices(name).map(move |(at, _)| (at, at + name.len()));
        places.map(|(at, end)| (at, end + text[end..].len() - text[end..].trim_start().len()))
    };
    let is_volume = |&(at, end): &(usize, usize)| {
        is_number(&text[end..]) && text[..at].ends_with(|c: char| matches!(c, ',' | ';' | '.') || c.is_ascii_digit())
    };
    let (at, end) =
        [" Vol.", " Vol ", " vol. ", " v. ", " v"].into_iter().find_map(|name| named(name).find(is_volume))?;
    let (volume, rest) = number(&text[end..]);
    let issue = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inside, _)) => inside.trim(),
        None => behind_any(rest, &["Issue ", "no. ", " n"]),
    };
    let numbers = Numbers { volume, issue, pages: behind_any(rest, &[", p", "pp. ", " p"]) };
    let (journal, year) = without_date(&text[..at]);
    Some(Source { journal, numbers, year: year.or_else(|| find_year(rest)) })
}

/// The number behind the first of these names that one stands behind.
fn behind_any<'s>(text: &'s str, names: &[&str]) -> &'s str {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '+');
    let behind = |name: &&str| {
        let mut rest = text.match_indices(*name).map(|(at, _)| &text[at + name.len()..]);
        rest.find(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    names.iter().find_map(behind).map_or("", |rest| rest.split(|c| !is_sign(c)).next().unwrap_or_default())
}

/// A journal without the date behind it, and the year of that.
fn without_date(text: &str) -> (&str, Option<i32>) {
    let signs = [' ', ',', ';', '.'];
    let mut starts = text.char_indices().filter(|(at, _)| *at == 0 || text[..*at].ends_with(' ')).map(|(at, _)| at);
    let is_dated = |at: &usize| find_year(text[*at..].split(' ').next().unwrap_or_default()).is_some();
    let Some(at) = starts.rfind(is_dated) else { return (text.trim_end_matches(signs), None) };
    let mut journal = text[..at].trim_end_matches(signs);
    while let Some((before, _)) = journal.rsplit_once(' ').filter(|(_, word)| is_month(word) || is_day(word)) {
        journal = before.trim_end_matches(signs);
    }
    (journal.split(" [").next().unwrap_or(journal), find_year(&text[at..]))
}

/// "Ruiz, Ana [Editor], Brandt, Otto [Editor]. Book.": the book.
fn behind_editors(text: &str) -> &str {
    let last = text.rfind("[Editor").and_then(|at| text[at..].find("]. ").map(|end| at + end + 3));
    last.map_or(text, |at| &text[at..])
}

/// "J Imag. 2019 Mar 12; 34(5):112-9", "J Imag March 2010;14(1):56", "J Imag. 2019, 34(5):112-9": the date stands
/// before the numbers. Only a semicolon parts them surely; years are in names of journals, too ("Imag 2000.
/// 34(5):1-9, 2019.").
fn behind_date(text: &str) -> Option<Source<'_>> {
    let named = &text[..text.find(". Conference: ").unwrap_or(text.len())];
    let blanks = named.match_indices(' ').map(|(at, _)| at + 1);
    blanks.filter_map(|at| text.get(at..at + 4).map(|year| (at, year))).find_map(|(at, year)| {
        let year = find_year(year)?;
        let (rest, has_month) = behind_month(&text[at + 4..]);
        let before = text[..at].trim_end();
        let journal = without_month(before);
        let (numbers, rest) = match rest.strip_prefix(':').filter(|_| has_month) {
            Some(pages) => Some(number(pages.trim_start())).map(|(pages, rest)| (Numbers::of_pages(pages), rest))?,
            None => numbers(rest.strip_prefix([';', '.', ',', ' '])?.trim_start())?,
        };
        let is_whole = !numbers.issue.is_empty() || !numbers.pages.is_empty();
        let is_parted = has_month || before.ends_with(['.', ',', ';']);
        let is_sure = text[at..].bytes().take("2019 September 30".len()).any(|byte| byte == b';');
        let is_likely = is_sure || is_whole && is_parted && find_year(rest).is_none();
        (is_likely && journal.contains(char::is_alphabetic)).then_some(Source { journal, numbers, year: Some(year) })
    })
}

/// What stands behind the month and the day that follow a year, and whether a month is there.
fn behind_month(text: &str) -> (&str, bool) {
    let word = |text: &str| {
        let start = text.len() - text.trim_start_matches([' ', ',']).len();
        let end = text[start..].find([' ', ';', '.', ',', ':', '(']).map_or(text.len(), |end| start + end);
        (start, end)
    };
    let (mut start, mut end) = word(text);
    // "2007 15 June".
    if start > 0 && is_day(&text[start..end]) && text[end..].starts_with(' ') {
        (start, end) = (end + 1, end + word(&text[end..]).1);
    }
    if start == 0 || !is_month(&text[start..end]) {
        return (text, false);
    }
    let rest = &text[end..];
    let rest = rest.strip_prefix('.').filter(|rest| rest.starts_with(' ')).unwrap_or(rest);
    let (start, end) = word(rest);
    let has_day = start > 0 && is_day(&rest[start..end]) && !rest[end..].starts_with('(');
    (if has_day { &rest[end..] } else { rest }, true)
}

/// A journal without the month, and the day, behind it.
fn without_month(text: &str) -> &str {
    let signs = [' ', '.', ',', ';'];
    let mut rest = text;
    while let Some((before, _)) = rest.rsplit_once(' ').filter(|(_, word)| is_month(word) || is_day(word)) {
        rest = before.trim_end();
    }
    rest.trim_end_matches(signs)
}

/// "J Imag; 2010. 12(3):12-20", "J Imag; 3/14/2019, 12(3):12-20": a date behind a semicolon.
fn dated(text: &str) -> Option<Source<'_>> {
    let (head, tail) = text.split_once(';')?;
    let date = tail.split([',', '.']).next()?;
    let year = find_year(date).filter(|_| date.len() <= "September 30, 2021".len())?;
    let rest = tail[date.len()..].trim_start_matches([',', '.', ' ']);
    let numbers = numbers(rest).map(|(numbers, _)| numbers).unwrap_or_default();
    Some(Source { journal: head.trim(), numbers, year: Some(year) })
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
        (found.pages, rest) = number(behind.trim_start());
        // Embase has the issue there, and the pages in brackets.
        if let Some((inside, behind)) = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')')) {
            (found.issue, found.pages, rest) = (found.pages, inside, behind);
        }
        // CABI has a date there where an article has no pages.
        if let Some((_, behind)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            rest = behind;
        }
    }
    if found.pages.is_empty() && found.issue.is_empty() && volume.contains('-') {
        (found.volume, found.pages) = ("", volume);
    }
    if !rest.is_empty() && !rest.starts_with([',', '.', ';']) {
        return None;
    }
    if let Some((_, pages)) = rest.split_once("pp. ").filter(|_| found.pages.is_empty()) {
        found.pages = pages.split([',', '.', ';']).next().unwrap_or_default().trim();
    }
    found.is_likely().then_some((found, rest))
}

/// A volume or a range of pages at the start of a text, and what stands behind it.
fn number(text: &str) -> (&str, &str) {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '/' | '+');
    text.split_at(text.find(|c| !is_sign(c)).unwrap_or(text.len()))
}

impl<'s> Numbers<'s> {
    fn of_pages(pages: &'s str) -> Numbers<'s> {
        Numbers { pages, ..Numbers::default() }
    }

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
        // "15p" and "15pp" are how many pages there are.
        let is_count =
            |text: &str| text.ends_with('p') && text.trim_end_matches('p').bytes().all(|byte| byte.is_ascii_digit());
        let is_number =
            |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.len() <= 10 && !is_count(text);
        let is_alone = self.issue.is_empty() && self.pages.is_empty();
        let is_volume = is_number(self.volume) && !(is_alone && find_year(self.volume).is_some());
        let is_pages = self.volume.is_empty() && self.pages.starts_with(|c: char| c.is_ascii_digit());
        is_volume || is_pages
    }
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
            ("J Imag. Feb2021, Vol. 330 Issue 2, p11-25. 15p.", "J Imag", ["330", "2", "11-25"], Some(2021)),
            (
                "Revista de Imag. mar/abr2019, Vol. 21 Issue 2, p5-9. 5p.",
                "Revista de Imag",
                ["21", "2", "5-9"],
                Some(2019),
            ),
            ("Imag Times; 3/14/2019, Vol. 115 Issue 5, p20-22, 3p", "Imag Times", ["115", "5", "20-22"], Some(2019)),
            (
                "Imag Standard (IMAG S), 2014; 28(20): 50-57. (8p)",
                "Imag Standard (IMAG S)",
                ["28", "20", "50-57"],
                Some(2014),
            ),
            ("Imag Ways, Vol 39(2), Feb, 2020. pp. 101-112.", "Imag Ways", ["39", "2", "101-112"], Some(2020)),
            (
                "Imag today [Imag T] 2020 Jan; Vol. 84, pp. 104-110. Date of Electronic Publication: 2019 Oct 24.",
                "Imag today",
                ["84", "", "104-110"],
                Some(2020),
            ),
            ("Journal of Imag, v5 n2 p1-9 Jan 2020. 9 pp.", "Journal of Imag", ["5", "2", "1-9"], Some(2020)),
            ("J Imag. 15p.", "J Imag", ["", "", ""], None),
            ("Journal of Imag 12, Winter 2007: 7-14.", "Journal of Imag", ["12", "", "7-14"], Some(2007)),
            ("Journal of Imag 12(3), July 2007: 7-14.", "Journal of Imag", ["12", "3", "7-14"], Some(2007)),
            ("Journal of Imag, 2013(1): 3-28.", "Journal of Imag", ["", "1", "3-28"], Some(2013)),
            ("Imag of 2013, a year: 3-28.", "Imag of 2013, a year: 3-28", ["", "", ""], None),
            ("J Imag. 2019 Mar 12; 34(5):112-9", "J Imag", ["34", "5", "112-9"], Some(2019)),
            ("J Imag. 2019 Mar;34:e112. doi: 10.5555/s.1", "J Imag", ["34", "", "e112"], Some(2019)),
            ("J Imag. 2019;34(Suppl 1):S12–S19.", "J Imag", ["34", "Suppl 1", "S12–S19"], Some(2019)),
            ("J Imag 2019 Mar-Apr;34(5):112-9", "J Imag", ["34", "5", "112-9"], Some(2019)),
            ("J Imag, 2019 Mar 12; 34(5): 112-9.", "J Imag", ["34", "5", "112-9"], Some(2019)),
            ("J Imag. 2019 Mar. 34(5):112-9.", "J Imag", ["34", "5", "112-9"], Some(2019)),
            ("J Imag. 2019 Mar 12 34(5):112-9", "J Imag", ["34", "5", "112-9"], Some(2019)),
            ("J Imag. 2019 Mar 12(5):112-9", "J Imag", ["12", "5", "112-9"], Some(2019)),
            ("J Imag. 2019 Mar 12:1-9.", "J Imag", ["", "", "1-9"], Some(2019)),
            ("J Imag. 2019, 34(5):112-119", "J Imag", ["34", "5", "112-119"], Some(2019)),
            ("J Imag. March 2019; 34(5):112-119", "J Imag", ["34", "5", "112-119"], Some(2019)),
            ("J Imag. Series A. 2019 Spring;34(5):1-9", "J Imag. Series A", ["34", "5", "1-9"], Some(2019)),
            ("J Imag. 2007 15 June; 433-441.", "J Imag", ["", "", "433-441"], Some(2007)),
            ("J Imag. 2005; 9pp.", "J Imag", ["", "", ""], Some(2005)),
            ("J Imag. 2019. 18(123):(4 January 2019). 40 ref.", "J Imag", ["18", "123", ""], Some(2019)),
            ("J Imag. 2019. 175:12-20. 30 ref.", "J Imag", ["175", "", "12-20"], Some(2019)),
            ("Imag 2000. 34(5):112-9, 2019 Mar.", "Imag 2000", ["34", "5", "112-9"], Some(2019)),
            ("Imag 2000. 34(5):112-9.", "Imag 2000", ["34", "5", "112-9"], None),
            ("Imag 2000 2019 Mar;34(5):112-9.", "Imag 2000", ["34", "5", "112-9"], Some(2019)),
            ("Imag. Conference: Sleep 2018; 3. Spain. 12(3):1-9, 2019.", "Imag", ["12", "3", "1-9"], Some(2019)),
            ("J Imag 2019; London", "J Imag 2019", ["", "", ""], None),
            ("", "", ["", "", ""], None),
        ] {
            let [volume, issue, pages] = numbers;
            let expected = Source { journal, numbers: Numbers { volume, issue, pages }, year };
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
