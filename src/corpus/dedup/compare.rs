//! Comparison: two records in, a verdict with its reason out.
//!
//! Evidence is weighed field by field: each field agrees, contradicts, or says nothing. A pair is the same work when
//! the title agrees and enough of the rest does without contradiction, or when nearly all of the rest agrees and the
//! title does not contradict. The rules are stated once, in [`compare`].

use super::features::Features;

/// What two records are to each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// The same work.
    Same(f64, String),
    /// Perhaps; for a person to decide.
    Possible(f64, String),
    /// Not the same.
    Different,
}

/// A field's word on a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Say {
    Agree,
    Contradict,
    Nothing,
}

use Say::{Agree, Contradict, Nothing};

struct Evidence {
    /// Likeness of the titles, filled in where the rest leaves a doubt.
    title: f64,
    has_titles: bool,
    authors: Say,
    year: Say,
    /// The years lie one apart, as with electronic and printed publication.
    near_year: bool,
    volume: Say,
    issue: Say,
    pages: Say,
    journal: Say,
    doi: Say,
    pmid: Say,
    accession: Say,
    opening: Say,
}

/// Titles from here on agree.
const TITLE_AGREES: f64 = 0.92;
/// Titles from here on are alike.
const TITLE_ALIKE: f64 = 0.8;
/// Titles below do not belong to one work, whatever the rest says.
const TITLE_DIFFERS: f64 = 0.45;

/// Judges a pair.
pub(super) fn compare(a: &Features, b: &Features) -> Verdict {
    let mut e = weigh(a, b);
    let says = [e.authors, e.year, e.volume, e.pages, e.journal];
    let agree = says.iter().filter(|s| **s == Agree).count();
    let contradict = says.iter().filter(|s| **s == Contradict).count();
    let identified = [e.doi, e.pmid, e.accession, e.opening].contains(&Agree);
    if !identified && agree < 2 && e.authors != Agree {
        return Verdict::Different;
    }
    e.title = title_similarity(&a.title, &b.title);
    // Nothing else begins and ends on the same pages of the same volume by the same authors.
    let same_place = contradict == 0
        && e.pages == Agree
        && e.authors == Agree
        && last_page(a) == last_page(b)
        && (agree == says.len() && e.issue != Contradict || agree + 1 >= says.len() && counted_through(a));
    if a.kind != b.kind || numerals_differ(a, b) && e.title >= TITLE_DIFFERS && !(same_place && e.title >= TITLE_AGREES)
    {
        return if e.title >= TITLE_AGREES && a.kind == b.kind && e.doi != Contradict {
            possible(&e, "titles differ in a number")
        } else {
            Verdict::Different
        };
    }
    if let Some(verdict) = by_identifier(&e, agree, contradict) {
        return verdict;
    }
    if a.title.len() <= 2 && !(e.pages == Agree && e.volume == Agree && e.authors != Contradict) {
        return Verdict::Different;
    }
    let firm = e.pages == Agree || e.opening == Agree || e.volume == Agree && e.journal == Agree;
    let long = a.title.len().min(b.title.len()) >= 5;
    // One title on several pages of a volume: abstracts of a congress, letters, a column.
    let elsewhere = e.pages == Contradict && e.volume != Contradict && !close_pages(a, b);
    let column = is_column(a) || is_column(b);
    let team = long && e.year == Agree && same_team(a, b);
    let same = if !e.has_titles {
        false
    } else if same_place && e.title >= if spans(a) && spans(b) { TITLE_DIFFERS } else { TITLE_ALIKE } {
        true
    } else if column {
        e.title >= TITLE_AGREES && e.pages == Agree && agree >= 4 && e.issue != Contradict && a.last_page == b.last_page
    } else if e.title >= TITLE_AGREES && team && e.journal != Contradict && e.volume != Contradict {
        // Pages of one work often differ: in print, online, in a correction; its title and team do not.
        e.pages != Contradict || e.title >= 0.98 && e.volume == Agree && a.title.len().min(b.title.len()) >= 8
    } else if e.title >= TITLE_AGREES {
        match contradict {
            0 => {
                (agree >= 3 || agree >= 2 && (firm || long) || agree == 1 && long && e.authors == Agree)
                    && (e.issue != Contradict || firm)
            }
            1 => {
                !elsewhere
                    && (agree >= 3 && (firm || e.authors == Agree)
                        || e.near_year && agree >= 2 && e.authors == Agree && long)
            }
            2 => agree >= 3 && e.pages == Agree && e.authors == Agree,
            _ => false,
        }
    } else if e.title >= TITLE_ALIKE {
        e.authors != Contradict && e.pages == Agree && contradict <= 1 && agree >= 3 + contradict
    } else {
        false
    };
    // Two registered identifiers speak against a join; only full agreement outweighs them.
    let outweighed = e.doi == Contradict || e.pmid == Contradict;
    if same && (!outweighed || e.title >= TITLE_AGREES && agree >= 4 && contradict == 0 && e.pages == Agree) {
        return Verdict::Same(score(&e, agree, contradict), reason(&e));
    }
    let worth = e.title >= TITLE_AGREES && (agree >= 2 || e.authors == Agree)
        || e.title >= TITLE_ALIKE && agree >= 3
        || !e.has_titles && agree >= 3
        || e.opening == Agree && agree >= 1;
    if worth { possible(&e, &reason(&e)) } else { Verdict::Different }
}

/// Titles of columns that come back with every issue.
fn is_column(f: &Features) -> bool {
    const COLUMNS: [&str; 16] = [
        "editor",
        "editors",
        "editorial",
        "editorials",
        "introduction",
        "preface",
        "foreword",
        "letter",
        "letters",
        "reviews",
        "news",
        "contents",
        "remarks",
        "index",
        "announcement",
        "obituary",
    ];
    f.title.len() <= 4 || f.title.len() <= 8 && f.title.iter().any(|w| COLUMNS.contains(&w.as_str()))
}

/// Shared identifiers decide unless the titles say that one of them is wrong.
fn by_identifier(e: &Evidence, agree: usize, contradict: usize) -> Option<Verdict> {
    let name = match (e.doi, e.pmid, e.accession) {
        (Agree, _, _) => "same DOI",
        (_, Agree, _) => "same PMID",
        (_, _, Agree) => "same accession number",
        _ => return None,
    };
    let fits = !e.has_titles
        || e.title >= TITLE_ALIKE
        || e.title >= TITLE_DIFFERS && agree >= 2
        || agree >= 4 && contradict == 0;
    if fits && contradict <= 3 {
        return Some(Verdict::Same(0.99, name.to_string()));
    }
    Some(possible(e, &format!("{name}, but the titles differ")))
}

fn possible(e: &Evidence, reason: &str) -> Verdict {
    Verdict::Possible((e.title * 0.8).clamp(0.1, 0.8), reason.to_string())
}

fn score(e: &Evidence, agree: usize, contradict: usize) -> f64 {
    (0.5 + 0.3 * e.title + 0.05 * agree as f64 - 0.08 * contradict as f64).clamp(0.5, 0.99)
}

fn reason(e: &Evidence) -> String {
    let mut parts = Vec::new();
    if e.has_titles {
        parts.push(if e.title >= 0.999 {
            "same title"
        } else if e.title >= TITLE_AGREES {
            "nearly the same title"
        } else {
            "similar title"
        });
    }
    let fields = [
        (e.authors, "authors"),
        (e.year, "year"),
        (e.journal, "journal"),
        (e.volume, "volume"),
        (e.pages, "pages"),
        (e.opening, "abstract"),
    ];
    parts.extend(fields.iter().filter(|f| f.0 == Agree).map(|f| f.1));
    let against: Vec<&str> = fields.iter().filter(|f| f.0 == Contradict).map(|f| f.1).collect();
    let mut text = parts.join(", ");
    if !against.is_empty() {
        text += &format!("; different {}", against.join(", "));
    }
    text
}

fn weigh(a: &Features, b: &Features) -> Evidence {
    let same = |x: &str, y: &str| {
        if x.is_empty() || y.is_empty() {
            Nothing
        } else if x == y {
            Agree
        } else {
            Contradict
        }
    };
    let apart = match (a.year, b.year) {
        (Some(x), Some(y)) => Some((x - y).abs()),
        _ => None,
    };
    Evidence {
        title: 0.0,
        has_titles: !a.title.is_empty() && !b.title.is_empty(),
        authors: authors(a, b),
        year: apart.map_or(Nothing, |n| if n == 0 { Agree } else { Contradict }),
        near_year: apart == Some(1),
        volume: same(&a.volume, &b.volume),
        issue: same(&a.issue, &b.issue),
        pages: pages(a, b),
        journal: journals(&a.journal, &b.journal),
        doi: same(&a.doi, &b.doi),
        pmid: same(&a.pmid, &b.pmid),
        accession: if a.accessions.iter().any(|x| b.accessions.contains(x)) { Agree } else { Nothing },
        opening: if a.opening.len() > 80 && a.opening == b.opening { Agree } else { Nothing },
    }
}

fn pages(a: &Features, b: &Features) -> Say {
    if a.first_page.is_empty() || b.first_page.is_empty() {
        return Nothing;
    }
    if a.first_page == b.first_page {
        return Agree;
    }
    // An article number says nothing against pages counted from 1.
    let is_article = |f: &Features| f.first_page.starts_with('e') || digits(&f.first_page).len() >= 5;
    if is_article(a) && b.first_page == "1" || is_article(b) && a.first_page == "1" {
        return Nothing;
    }
    // "S12" and "12", "e1004" and "1004": letters are written or left out.
    if digits(&a.first_page) == digits(&b.first_page) && digits(&a.first_page).len() > 1 { Agree } else { Contradict }
}

fn digits(page: &str) -> String {
    page.chars().filter(char::is_ascii_digit).collect()
}

/// The number of the last page; that of the first where only one is given.
fn last_page(f: &Features) -> String {
    digits(if f.last_page.is_empty() { &f.first_page } else { &f.last_page })
}

/// Whether several pages are given; short abstracts share a single one.
fn spans(f: &Features) -> bool {
    digits(&f.first_page) != last_page(f)
}

/// Whether pages are counted through the volume, so that no two issues of it have the same ones.
fn counted_through(a: &Features) -> bool {
    digits(&a.first_page).parse::<u32>().is_ok_and(|page| page > 20)
}

/// Whether two articles begin within a few pages of each other, as when one record counts a page differently.
fn close_pages(a: &Features, b: &Features) -> bool {
    let start = |f: &Features| digits(&f.first_page).parse::<i64>().ok();
    matches!((start(a), start(b)), (Some(x), Some(y)) if (x - y).abs() <= 8)
}

/// Two lists agree when the first names do, or one of the first three stands first in the other list.
fn authors(left: &Features, right: &Features) -> Say {
    let (a, b) = (&left.authors, &right.authors);
    let (Some(x), Some(y)) = (a.first(), b.first()) else { return Nothing };
    if left.names.intersection(&right.names).count() >= 2.min(left.names.len()).min(right.names.len()).max(1) {
        return Agree;
    }
    if name_matches(x, y) {
        return Agree;
    }
    let shared = a.iter().filter(|x| b.iter().any(|y| name_matches(x, y))).count();
    if shared * 2 >= a.len().min(b.len()) && shared >= 2 || shared >= 1 && a.len().min(b.len()) == 1 {
        Agree
    } else {
        Contradict
    }
}

/// Whether three authors and more are shared, and most of the shorter list.
fn same_team(a: &Features, b: &Features) -> bool {
    let (short, long) =
        if a.authors.len() <= b.authors.len() { (&a.authors, &b.authors) } else { (&b.authors, &a.authors) };
    let shared = short.iter().filter(|x| long.iter().any(|y| name_matches(x, y))).count();
    shared >= 3 && shared * 5 >= short.len() * 3
}

/// Same family name, or one with a part or a letter more ("delacruz" and "cruz", "mueller" and "muller").
fn name_matches(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    a == b
        || short.len() >= 4 && (long.starts_with(short) || long.ends_with(short))
        || short.len() >= 5 && edit_share(a, b) >= 0.8
}

/// Journals agree when their words do, abbreviated or not; without the small words.
fn journals(a: &[String], b: &[String]) -> Say {
    if a.is_empty() || b.is_empty() {
        return Nothing;
    }
    const SMALL: [&str; 13] = ["the", "of", "on", "and", "in", "for", "de", "la", "del", "y", "e", "journal", "j"];
    // Words that stand in the names of too many series to tell them apart.
    const COMMON: [&str; 8] =
        ["international", "conference", "proceedings", "annual", "symposium", "workshop", "meeting", "congress"];
    let content = |words: &[String]| words.iter().filter(|w| !SMALL.contains(&w.as_str())).cloned().collect::<Vec<_>>();
    let (a, b) = (content(a), content(b));
    if a.is_empty() || b.is_empty() {
        return Nothing;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let fits = |x: &String, y: &String| x == y || abbreviates(x, y) || abbreviates(y, x);
    let (mut from, mut matched, mut telling) = (0, 0, 0);
    for word in short {
        if let Some(at) = long[from..].iter().position(|other| fits(word, other)) {
            matched += 1;
            telling += usize::from(!COMMON.contains(&word.as_str()));
            from += at + 1;
        }
    }
    let n_telling = short.iter().filter(|word| !COMMON.contains(&word.as_str())).count();
    let initials = |words: &[String]| words.iter().filter_map(|w| w.chars().next()).collect::<String>();
    let has_acronym = |of: &[String], other: &[String]| of.iter().any(|w| w.len() >= 3 && *w == initials(other));
    let acronym = has_acronym(&a, &b) || has_acronym(&b, &a) || within_title(&a, &b) || within_title(&b, &a);
    if matched == short.len() || acronym || telling * 4 >= n_telling * 3 && n_telling > 0 && short.len() > 2 {
        Agree
    } else {
        Contradict
    }
}

/// Whether one name begins with an acronym of words inside the other ("ICIS" in "International Conference on …").
fn within_title(acronym: &[String], name: &[String]) -> bool {
    let Some(first) = acronym.first().filter(|w| w.len() >= 4) else { return false };
    let n = first.chars().count();
    name.windows(n).any(|run| run.iter().filter_map(|w| w.chars().next()).eq(first.chars()))
}

/// Whether one word shortens the other: it begins it, or has its first letter and its letters in order ("natl").
fn abbreviates(short: &str, long: &str) -> bool {
    if short.len() >= long.len() {
        return false;
    }
    let mut rest = long.chars();
    short.chars().next() == long.chars().next() && short.chars().all(|c| rest.by_ref().any(|l| l == c))
}

/// Numbers or roman numerals that stand in both titles but differ: parts of a series, not the same work.
fn numerals_differ(a: &Features, b: &Features) -> bool {
    a.numerals != b.numerals && !(a.numerals.is_empty() || b.numerals.is_empty()) && {
        let (short, long) =
            if a.numerals.len() < b.numerals.len() { (&a.numerals, &b.numerals) } else { (&b.numerals, &a.numerals) };
        !(short.len() < long.len() && long.starts_with(short))
    } || only_one_has_part(a, b)
}

/// "Title" and "Title. Part 2" differ in nothing but the part.
fn only_one_has_part(a: &Features, b: &Features) -> bool {
    let part = |f: &Features| {
        f.title.windows(2).any(|w| {
            matches!(w[0].as_str(), "part" | "parte") && w[1] != "i" && w[1] != "1" && f.numerals.contains(&w[1])
        })
    };
    part(a) != part(b) && (a.numerals.is_empty() || b.numerals.is_empty())
}

/// 1 for equal titles; a subtitle that one record leaves out counts little.
pub(super) fn title_similarity(a: &[String], b: &[String]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (x, y) = (a.concat(), b.concat());
    if x == y {
        return 1.0;
    }
    let (short, long) = if x.len() < y.len() { (&x, &y) } else { (&y, &x) };
    if long.starts_with(short.as_str()) {
        let words = a.len().min(b.len());
        return if short.len() >= 30 {
            0.95
        } else if words >= 3 {
            TITLE_ALIKE
        } else {
            edit_share(&x, &y)
        };
    }
    edit_share(&x, &y).max(word_share(a, b))
}

/// Whether two words differ by a letter or so.
fn nearly(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) * 7 <= a.len().max(b.len()) && edit_share(a, b) >= 0.85
}

/// Shared words as a share of all (Dice), equal or nearly equal words.
fn word_share(a: &[String], b: &[String]) -> f64 {
    let mut left: Vec<&String> = b.iter().collect();
    let mut shared = 0.0;
    for word in a {
        let at = left
            .iter()
            .position(|w| *w == word)
            .or_else(|| left.iter().position(|w| w.len() > 5 && word.len() > 5 && nearly(w, word)));
        if let Some(at) = at {
            left.remove(at);
            shared += 1.0;
        }
    }
    2.0 * shared / (a.len() + b.len()) as f64
}

/// `1 − edits / longer length` (Levenshtein 1966), on at most 300 characters.
///
/// Below [`TITLE_DIFFERS`] it may be less than said: the letters alone show that the texts are different then.
fn edit_share(a: &str, b: &str) -> f64 {
    if a.is_ascii() && b.is_ascii() {
        let (a, b) = (&a.as_bytes()[..a.len().min(MOST_COMPARED)], &b.as_bytes()[..b.len().min(MOST_COMPARED)]);
        let bound = letters_share(a, b);
        return if bound < TITLE_DIFFERS { bound } else { share(a, b) };
    }
    let a: Vec<char> = a.chars().take(MOST_COMPARED).collect();
    let b: Vec<char> = b.chars().take(MOST_COMPARED).collect();
    share(&a, &b)
}

/// Characters of a title that are compared.
const MOST_COMPARED: usize = 300;

/// The share of letters that both have, in whatever order: never less than the share of edits leaves.
fn letters_share(a: &[u8], b: &[u8]) -> f64 {
    let mut counts = [0_i16; 128];
    a.iter().for_each(|&c| counts[usize::from(c & 127)] += 1);
    b.iter().for_each(|&c| counts[usize::from(c & 127)] -= 1);
    let (more, less) = counts.iter().fold((0, 0), |(more, less), &n| (more + n.max(0), less + (-n).max(0)));
    1.0 - f64::from(more.max(less)) / a.len().max(b.len()).max(1) as f64
}

fn share<T: PartialEq>(a: &[T], b: &[T]) -> f64 {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 1.0;
    }
    if longer - a.len().min(b.len()) > longer / 2 {
        return 0.0;
    }
    let mut row = [0_u16; MOST_COMPARED + 1];
    (0..=b.len()).for_each(|j| row[j] = j as u16);
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i as u16 + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (corner + u16::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = next;
        }
    }
    1.0 - f64::from(row[b.len()]) / longer as f64
}
