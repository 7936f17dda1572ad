//! Comparison: two records in, a verdict with its reason out.
//!
//! Evidence is weighed field by field: each field agrees, contradicts, or says nothing. A pair is the same work when
//! the title agrees and enough of the rest does without contradiction, or when nearly all of the rest agrees and the
//! title does not contradict. The rules are stated once, in [`compare`].

use super::features::Features;
use super::fields::Say::{self, Agree, Contradict, Nothing};
use super::fields::{self, close_pages, counted_through, same_team, spans};
use super::likeness::{TITLE_AGREES, TITLE_ALIKE, TITLE_DIFFERS, title_similarity};
use super::notice::Kind;
use super::title;
use super::words::Words;

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

struct Evidence {
    /// Likeness of the titles, filled in where the rest leaves a doubt.
    title: f64,
    has_titles: bool,
    /// Whether one title is a translation, so that unlike titles say nothing.
    is_translated: bool,
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
    /// Numbers of trials in one registry.
    trial: Say,
}

/// Judges a pair.
pub(super) fn compare(a: &Features<'_>, b: &Features<'_>) -> Verdict {
    let mut e = weigh(a, b);
    let says = [e.authors, e.year, e.volume, e.pages, e.journal];
    let agree = says.iter().filter(|s| **s == Agree).count();
    let contradict = says.iter().filter(|s| **s == Contradict).count();
    let identified = [e.doi, e.pmid, e.accession, e.opening].contains(&Agree);
    if !identified && agree < 2 && e.authors != Agree {
        return Verdict::Different;
    }
    e.title = titles(a, b);
    // Nothing else begins and ends on the same pages of the same volume by the same authors.
    let same_place = contradict == 0
        && e.pages == Agree
        && e.authors == Agree
        && a.first.digits == b.first.digits
        && a.last_digits() == b.last_digits()
        && (agree == says.len() && e.issue != Contradict || agree + 1 >= says.len() && counted_through(a));
    if a.kind != b.kind {
        let registered = e.doi == Agree && e.pmid != Contradict || e.pmid == Agree && e.doi != Contradict;
        return if registered {
            possible(&e, "same identifier, but one looks like a notice about the other")
        } else {
            Verdict::Different
        };
    }
    // One work may tell of several trials, and databases name the one or the other.
    if e.trial == Contradict && e.doi != Agree && e.pmid != Agree {
        return if e.title >= TITLE_AGREES {
            possible(&e, "same title, another trial number")
        } else {
            Verdict::Different
        };
    }
    // Titles of the same letters ("CO(2)", "CO2") have the same numbers, however they are set.
    let numbered = e.title < 1.0 && e.title >= TITLE_DIFFERS && numerals_differ(a, b);
    let twice = e.doi == Agree && e.pmid == Agree;
    if numbered && !(same_place && e.title >= TITLE_AGREES) && !(twice && e.title >= TITLE_ALIKE) {
        return if e.title >= TITLE_AGREES && e.doi != Contradict || twice {
            possible(&e, "titles differ in a number")
        } else {
            Verdict::Different
        };
    }
    // "… in men" and "… in women", a protocol and its results, the abstract of a talk and the paper.
    let is_other = e.title < 1.0 && title::one_word_apart(&a.title, &b.title)
        || a.is_abstract.is_some_and(|is| b.is_abstract == Some(!is));
    let two_letters = a.kind == Kind::Comment && e.authors == Contradict;
    // Who else writes under the title of a work, comments on it; only its pages or its abstract show that he does not.
    let others_answer = e.authors == Contradict && e.pages != Agree && e.opening != Agree;
    if let Some(verdict) = by_identifier(&e, agree, contradict).filter(|_| !(is_other && e.pages == Contradict)) {
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
    let title_may_differ = e.title >= TITLE_DIFFERS || e.is_translated;
    let same = if !e.has_titles {
        false
    } else if same_place && (e.title >= TITLE_ALIKE || spans(a) && spans(b) && title_may_differ) {
        true
    } else if column {
        e.title >= TITLE_AGREES
            && e.pages == Agree
            && agree >= 4
            && e.issue != Contradict
            && a.last_digits() == b.last_digits()
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
    if same
        && !(is_other && e.pages != Agree || two_letters || others_answer)
        && (!outweighed || e.title >= TITLE_AGREES && agree >= 4 && contradict == 0 && e.pages == Agree)
    {
        return Verdict::Same(score(&e, agree, contradict), reason(&e));
    }
    let worth = e.title >= TITLE_AGREES && (agree >= 2 || e.authors == Agree)
        || e.title >= TITLE_ALIKE && agree >= 3
        || !e.has_titles && agree >= 3
        || e.opening == Agree && agree >= 1;
    if worth { possible(&e, &reason(&e)) } else { Verdict::Different }
}

/// Likeness of the titles; of those most alike where a record gives its title in two languages.
fn titles(a: &Features<'_>, b: &Features<'_>) -> f64 {
    let others: Vec<Words<'_>> = b.titles().collect();
    a.titles().flat_map(|x| others.iter().map(move |y| title_similarity(&x, y))).fold(0.0, f64::max)
}

/// Titles of columns that come back with every issue.
fn is_column(f: &Features<'_>) -> bool {
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
    f.title.len() <= 4 || f.title.len() <= 8 && f.title.iter().any(|w| COLUMNS.contains(&w))
}

/// Shared identifiers decide unless the titles say that one of them is wrong.
fn by_identifier(e: &Evidence, agree: usize, contradict: usize) -> Option<Verdict> {
    let name = match (e.doi, e.pmid, e.accession) {
        (Agree, _, _) => "same DOI",
        (_, Agree, _) => "same PMID",
        (_, _, Agree) => "same accession number",
        _ => return None,
    };
    // Who has both right has not mistaken one, in whatever language the titles are.
    let twice = e.doi == Agree && e.pmid == Agree && e.authors != Contradict && contradict <= 1;
    let fits = !e.has_titles
        || twice
        || e.title >= TITLE_ALIKE
        || (e.title >= TITLE_DIFFERS || e.is_translated) && agree >= 2
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

fn weigh(a: &Features<'_>, b: &Features<'_>) -> Evidence {
    let apart = match (a.year, b.year) {
        (Some(x), Some(y)) => Some((x - y).abs()),
        _ => None,
    };
    Evidence {
        title: 0.0,
        has_titles: !a.title.is_empty() && !b.title.is_empty(),
        is_translated: a.is_translated != b.is_translated,
        authors: fields::authors(a, b),
        year: apart.map_or(Nothing, |n| if n == 0 { Agree } else { Contradict }),
        near_year: apart == Some(1),
        volume: fields::equal(a.volume, b.volume),
        issue: fields::equal(a.issue, b.issue),
        pages: match fields::pages(&a.first, &b.first) {
            // Ahead of print pages are counted from 1 and there is no volume yet.
            Contradict if [a, b].iter().any(|f| f.first.text == "1" && f.volume.is_empty()) => Nothing,
            // Two works of a volume do not end on one page; one of the first pages is misprinted.
            Contradict if fields::same_end(a, b) => Agree,
            said => said,
        },
        journal: fields::journals(&a.journal, &b.journal),
        doi: fields::equal(a.doi, b.doi),
        pmid: fields::equal(a.pmid, b.pmid),
        accession: if a.accessions.iter().any(|number| b.accessions.contains(number)) { Agree } else { Nothing },
        trial: fields::trials(&a.trials, &b.trials),
        opening: if a.opening.is_some() && a.opening == b.opening { Agree } else { Nothing },
    }
}

/// Numbers or roman numerals that stand in both titles but differ: parts of a series, not the same work.
fn numerals_differ(a: &Features<'_>, b: &Features<'_>) -> bool {
    let (x, y): (Vec<&str>, Vec<&str>) =
        (a.numerals.iter().map(title::in_digits).collect(), b.numerals.iter().map(title::in_digits).collect());
    let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
    let goes_on = short.len() < long.len() && long.starts_with(&short);
    !short.is_empty() && short != long && !goes_on || only_one_has_part(a, b)
}

/// "Title" and "Title. Part 2" differ in nothing but the part, and so do "Part A" and "Part B".
fn only_one_has_part(a: &Features<'_>, b: &Features<'_>) -> bool {
    // A year at the end is what a database adds.
    let later = |part: &str| {
        let part = title::in_digits(part);
        part != "1" && part.len() <= 2 && title::is_numeral(part)
    };
    // "Title" and "Title II".
    let goes_on = |short: &Words<'_>, long: &Words<'_>| {
        long.len() == short.len() + 1
            && long.iter().next_back().is_some_and(later)
            && long.iter().zip(short.iter()).all(|(x, y)| x == y)
    };
    if goes_on(&a.title, &b.title) || goes_on(&b.title, &a.title) {
        return true;
    }
    match (title::part(&a.title), title::part(&b.title)) {
        (Some(x), Some(y)) => x != y,
        (Some(part), None) => b.numerals.is_empty() && later(part),
        (None, Some(part)) => a.numerals.is_empty() && later(part),
        (None, None) => false,
    }
}
