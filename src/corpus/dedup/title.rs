//! Titles: the title of a record in, its words and the kind of entry that they show out.
//!
//! What databases add to a title (markup, "[Spanish]", "[Erratum appears in …]", "(vol 142, pg 310, 2003)") is taken
//! away; a title that says that the entry is a notice about another work gives it its kind.

use super::likeness::{abbreviates, edit_share};
use super::notice::{Kind, cites_place, kind, lead};
use super::words::{Words, fold};
use crate::corpus::entities;

/// The words of a title without what was added to it, and the kind of the entry.
pub(super) fn read(title: &str) -> (Words<'static>, Kind) {
    let plain = strip_markup(title);
    let all = Words::of(&plain);
    let bare = bare_title(&plain);
    let words = if plain.trim_end_matches(['.', ' ']).len() == bare.len() { all.clone() } else { Words::of(bare) };
    // "(Retracted article. See vol. 5, pg. 12, 2014)" stands behind the title of the work itself.
    let note = fold(&plain[bare.len()..]);
    let is_work = ["retracted", "withdrawn", "reprint"].iter().any(|mark| note.contains(mark));
    let told_by = if is_work { &words } else { &all };
    let cites =
        !is_work && plain[bare.len()..].trim_start_matches(['.', ' ']).split(']').any(|b| cites_place(b.trim()));
    let told = if is_work { bare } else { plain.as_str() };
    let kind = match kind(told, &told_by.iter().collect::<Vec<_>>()) {
        Kind::Work if cites => Kind::Erratum,
        kind => kind,
    };
    let lead = lead(&plain, &words.iter().collect::<Vec<_>>());
    (if lead == 0 { words } else { words.filtered(|at, _| at >= lead) }, kind)
}

/// Takes tags (`<i>`), entities and LaTeX commands out of a title.
fn strip_markup(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let title = entities::decode(title);
    let title = title.as_ref();
    let (mut rest, mut and) = (title, None);
    while let Some(at) = rest.find(['<', '&', '\\']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let end = match tail.as_bytes()[0] {
            b'<' => tail
                .find('>')
                .filter(|n| *n < 40 && tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')),
            b'&' => {
                tail.find(';').filter(|n| *n < 10 && tail[1..*n].chars().all(|c| c.is_ascii_alphanumeric() || c == '#'))
            }
            _ => tail[1..].find(|c: char| !c.is_ascii_alphabetic()).filter(|n| *n > 0),
        };
        if tail.starts_with('&') && end.is_none() {
            out.push_str(and.get_or_insert_with(|| ampersand(title)));
        }
        let skip = end.map_or(1, |n| n + 1);
        rest = &tail[skip..];
    }
    out.push_str(rest);
    out
}

/// The word for "&" in the language of which a title has small words.
fn ampersand(title: &str) -> &'static str {
    const PORTUGUESE: [&str; 5] = ["em", "da", "dos", "das", "com"];
    const SPANISH: [&str; 6] = ["el", "en", "los", "las", "del", "con"];
    let has = |words: &[&str]| title.split(' ').any(|word| words.iter().any(|own| own.eq_ignore_ascii_case(word)));
    if has(&PORTUGUESE) {
        " e "
    } else if has(&SPANISH) {
        " y "
    } else {
        " and "
    }
}

/// The title without notes in brackets at its end.
fn bare_title(title: &str) -> &str {
    let mut bare = title.trim_end_matches(['.', ' ']);
    loop {
        let Some(open) = bare.ends_with([']', ')']).then(|| matching_open(bare)).flatten() else { return bare };
        if open < 10 || !is_note(&fold(&bare[open..])) {
            return bare;
        }
        bare = bare[..open].trim_end_matches(['.', ' ']);
    }
}

/// Whether brackets with what they hold ("[erratum appears in …]") are a database's note.
fn is_note(bracket: &str) -> bool {
    const NOTES: [&str; 11] = [
        "erratum",
        "vol ",
        "pg ",
        "review",
        "refs",
        "letter",
        "comment",
        "journal",
        "proceeding",
        "retracted",
        "reprint",
    ];
    const LANGUAGES: [&str; 10] =
        ["spanish", "portuguese", "french", "german", "italian", "chinese", "japanese", "russian", "polish", "english"];
    let held = bracket.trim_matches(|c: char| !c.is_alphanumeric());
    NOTES.iter().any(|note| bracket.contains(note)) || LANGUAGES.contains(&held) || cites_place(bracket)
}

/// The parts of a title that is given in two languages ("Título / Title", "Title; [Título]"); none of another one.
pub(super) fn parts(title: &str) -> Vec<Words<'static>> {
    let title = title.trim_end_matches(['.', ' ']);
    let bracket = title.ends_with(']').then(|| matching_open(title)).flatten().filter(|&open| open > 10);
    let parts: Vec<Words> = if let Some(open) = bracket {
        [&title[..open], &title[open..]].map(|part| read(part).0).into()
    } else if [" / ", " = "].iter().any(|between| title.contains(between)) {
        title.split(" / ").flat_map(|part| part.split(" = ")).map(|part| read(part).0).collect()
    } else {
        return Vec::new();
    };
    if parts.len() == 2 && parts.iter().all(|part| part.len() >= 4) { parts } else { Vec::new() }
}

/// Whether a whole title stands in square brackets, as PubMed gives one that it translated.
pub(super) fn is_translated(title: &str) -> bool {
    let title = title.trim_end_matches(['.', ' ']);
    title.starts_with('[') && title.ends_with(']') && matching_open(title) == Some(0)
}

/// Where the bracket opens that the text ends with.
fn matching_open(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        match c {
            ']' | ')' => depth += 1,
            '[' | '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The part of a series that a title names ("Part 2", "Parte B"), its number in digits.
pub(super) fn part<'t>(title: &'t Words<'_>) -> Option<&'t str> {
    let mut pairs = title.iter().zip(title.iter().skip(1));
    let is_one = |next: &str| is_numeral(next) || next.len() == 1;
    let found = pairs.find(|(word, next)| matches!(*word, "part" | "parte") && is_one(next));
    found.map(|(_, next)| in_digits(next))
}

/// A small number as digits, whoever wrote it.
pub(super) fn in_digits(word: &str) -> &str {
    const ROMANS: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    const DIGITS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    ROMANS.iter().position(|roman| *roman == word).map_or(word, |at| DIGITS[at])
}

/// Words that never tell two works apart.
const SMALL: [&str; 14] =
    ["the", "an", "of", "and", "in", "on", "for", "with", "to", "by", "from", "versus", "de", "la"];
/// Words that only link others where the other title has such a word, too; else they may be "vitamin A" or "Na".
const LINKS: [&str; 40] = [
    "a", "al", "ao", "aos", "as", "au", "aux", "da", "das", "del", "des", "do", "dos", "du", "e", "el", "em", "en",
    "et", "las", "le", "les", "lo", "los", "na", "nas", "no", "nos", "o", "os", "ou", "para", "por", "u", "um", "uma",
    "un", "una", "und", "y",
];

/// Whether each of two titles has words that the other has in no spelling ("men", "women"; "part A", "part B"), or one
/// alone calls itself a protocol.
pub(super) fn one_word_apart(a: &Words<'_>, b: &Words<'_>) -> bool {
    let (x, y) = (lone(a, b), lone(b, a));
    let is_protocol = |words: &[&str]| words.iter().any(|word| matches!(*word, "protocol" | "protocolo"));
    if is_protocol(&x) != is_protocol(&y) {
        return true;
    }
    // Letters that stand apart or together make the same words.
    !x.is_empty() && !y.is_empty() && x.concat() != y.concat()
}

/// The words of a title that another one has in no spelling.
fn lone<'w>(own: &'w Words<'_>, other: &Words<'_>) -> Vec<&'w str> {
    let mut left = placed(other);
    let mut take = |fits: &dyn Fn(&Placed<'_>) -> bool| left.iter().position(fits).map(|at| left.remove(at));
    let mut is_met = |own: &Placed<'_>| {
        let in_place = take(&|other| other.word == own.word && is_one_place(own, other));
        in_place.or_else(|| take(&|other| other.word == own.word)).is_some()
    };
    let rest: Vec<Placed<'_>> = placed(own).into_iter().filter(|own| !is_met(own)).collect();
    let tells = |word: &str| !SMALL.contains(&word);
    let is_one =
        |own: &Placed<'_>, other: &Placed<'_>| tells(other.word) && same_word(own.word, other.word) || link(own, other);
    rest.iter()
        .filter(|own| tells(own.word) && take(&|other| is_one(own, other)).is_none())
        .map(|own| own.word)
        .collect()
}

/// A word and those that stand beside it.
struct Placed<'w> {
    before: Option<&'w str>,
    word: &'w str,
    behind: Option<&'w str>,
}

fn placed<'w>(words: &'w Words<'_>) -> Vec<Placed<'w>> {
    let words: Vec<&str> = words.iter().collect();
    let beside = |at: Option<usize>| at.and_then(|at| words.get(at)).copied();
    let place = |(at, word): (usize, &&'w str)| Placed {
        before: beside(at.checked_sub(1)),
        word,
        behind: beside(Some(at + 1)),
    };
    words.iter().enumerate().map(place).collect()
}

/// Whether two words that only link others stand in one place ("a largo plazo", "en largo plazo"); two letters must
/// mean the same.
fn link(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    let links = |word: &str| LINKS.contains(&word) || SMALL.contains(&word);
    let means_same = match (a.word.len(), b.word.len()) {
        (1, 1) => matches!((a.word, b.word), ("e", "y") | ("y", "e") | ("o", "u") | ("u", "o")),
        _ => true,
    };
    means_same && links(a.word) && links(b.word) && is_one_place(a, b)
}

/// Whether the same word stands before two words, or behind them.
fn is_one_place(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    a.before == b.before || a.behind == b.behind
}

/// Whether two words are one in two spellings ("tumor", "tumour", "center", "centre"), or one is cut short.
fn same_word(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let is_spelling = long.len() - short.len() <= 2 && abbreviates(short, long);
    let is_one = long.starts_with(short) || is_spelling || edit_share(a, b) >= 0.8 || letters_swapped(a, b);
    short.len() >= 4 && is_one && !opposed(a, b)
}

/// Whether two letters that stand side by side have changed places ("clincial").
fn letters_swapped(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let Some(at) = a.iter().zip(b).position(|(x, y)| x != y).filter(|_| a.len() == b.len()) else { return false };
    a.len() > at + 1 && a[at] == b[at + 1] && a[at + 1] == b[at] && a[at + 2..] == b[at + 2..]
}

/// Whether two words differ in nothing but a beginning that turns the sense ("hypertension", "hypotension";
/// "controlled", "uncontrolled").
fn opposed(a: &str, b: &str) -> bool {
    const PAIRS: [(&str, &str); 9] = [
        ("hyper", "hypo"),
        ("pre", "post"),
        ("intra", "inter"),
        ("intra", "extra"),
        ("macro", "micro"),
        ("over", "under"),
        ("un", ""),
        ("non", ""),
        ("in", ""),
    ];
    let turns = |x: &str, y: &str, (one, other): (&str, &str)| {
        let rests = x.strip_prefix(one).zip(y.strip_prefix(other));
        rests.is_some_and(|(x, y)| x.len() >= 4 && x == y)
    };
    PAIRS.iter().any(|&pair| turns(a, b, pair) || turns(b, a, pair))
}

/// Whether a word is a small number, in digits or as the romans wrote it.
pub(super) fn is_numeral(word: &str) -> bool {
    let roman = matches!(word, "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x");
    roman || word.len() < 5 && word.bytes().all(|b| b.is_ascii_digit())
}
