//! Titles: the title of a record in, its words and the kind of entry that they show out.
//!
//! What databases add to a title (markup, "[Spanish]", "[Erratum appears in …]", "(vol 142, pg 310, 2003)") is taken
//! away; a title that says that the entry is a notice about another work gives it its kind.

use super::words::{Words, fold};

/// What an entry is with regard to another work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A work of its own.
    #[default]
    Work,
    /// A correction of a work.
    Erratum,
    /// A comment on a work, or a reply to one.
    Comment,
    /// A notice that a work is retracted.
    Retraction,
}

/// The words of a title without what was added to it, and the kind of the entry.
pub(super) fn read(title: &str) -> (Words<'static>, Kind) {
    let plain = strip_markup(title);
    let all = Words::of(&plain);
    let kind = kind(&all.iter().collect::<Vec<_>>());
    let bare = bare_title(&plain);
    let words = if plain.trim_end_matches(['.', ' ']).len() == bare.len() { all } else { Words::of(bare) };
    let lead = lead(&words.iter().collect::<Vec<_>>());
    (if lead == 0 { words } else { words.filtered(|at, _| at >= lead) }, kind)
}

/// Takes tags (`<i>`), entities and LaTeX commands out of a title.
fn strip_markup(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
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
        let skip = end.map_or(1, |n| n + 1);
        rest = &tail[skip..];
    }
    out.push_str(rest);
    out
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
    const NOTES: [&str; 9] = ["erratum", "vol ", "pg ", "review", "refs", "letter", "comment", "journal", "proceeding"];
    const LANGUAGES: [&str; 10] =
        ["spanish", "portuguese", "french", "german", "italian", "chinese", "japanese", "russian", "polish", "english"];
    let held = bracket.trim_matches(|c: char| !c.is_alphanumeric());
    NOTES.iter().any(|note| bracket.contains(note)) || LANGUAGES.contains(&held)
}

/// The parts of a title that is given in two languages ("Título / Title"); none of another one.
pub(super) fn parts(title: &str) -> Vec<Words<'static>> {
    if ![" / ", " = "].iter().any(|between| title.contains(between)) {
        return Vec::new();
    }
    let parts: Vec<Words> = title.split(" / ").flat_map(|part| part.split(" = ")).map(|part| read(part).0).collect();
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

/// How titles of corrections begin, longer beginnings first.
const ERRATA: &[&[&str]] = &[
    &["erratum", "to"],
    &["erratum"],
    &["errata"],
    &["corrigendum", "to"],
    &["corrigendum"],
    &["correction", "to"],
    &["correction"],
    &["author", "correction"],
    &["fe", "de", "errata"],
];
/// How titles of retractions begin.
const RETRACTIONS: &[&[&str]] = &[&["retraction"], &["retractacion"]];
/// What is put before the title of a work that was retracted; the entry is the work itself.
const MARKS: &[&[&str]] = &[&["retracted", "article"], &["retracted", "paper"], &["retracted"], &["withdrawn"]];
/// How titles of comments begin of which the rest is the title of the work.
const COMMENTS_ON: &[&[&str]] = &[&["comment", "on"]];

/// How many words at the start of a title only say that it is a notice, or retracted.
fn lead(title: &[&str]) -> usize {
    let mut leads = ERRATA.iter().chain(RETRACTIONS).chain(MARKS).chain(COMMENTS_ON);
    leads.find(|words| title.len() > words.len() + 2 && title.starts_with(words)).map_or(0, |words| words.len())
}

fn kind(words: &[&str]) -> Kind {
    const COMMENTS: &[&[&str]] = &[
        &["comment"],
        &["commentary"],
        &["reply"],
        &["re"],
        &["response", "to"],
        &["in", "reply"],
        &["letter"],
        &["author", "s", "reply"],
        &["authors", "reply"],
        &["comentario"],
        &["respuesta"],
    ];
    const REPLIES: &[&[&str]] = &[&["reply"], &["authors", "reply"], &["the", "authors", "respond"]];
    let begins = |leads: &[&[&str]]| leads.iter().any(|lead| words.starts_with(lead));
    if begins(ERRATA) || cites_itself(words) {
        Kind::Erratum
    } else if begins(RETRACTIONS) {
        Kind::Retraction
    } else if begins(COMMENTS) || REPLIES.iter().any(|tail| words.len() > tail.len() && words.ends_with(tail)) {
        Kind::Comment
    } else {
        Kind::Work
    }
}

/// A correction as Web of Science titles it, "Title (vol 142, pg 310, 2003)", or Scopus, "Title (Journal (2003) 142 (310-315))".
fn cites_itself(words: &[&str]) -> bool {
    let number = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
    let year = |w: &str| w.len() == 4 && number(w) && (w.starts_with("19") || w.starts_with("20"));
    if let Some([when, volume, first, last]) = words.last_chunk()
        && year(when)
        && [volume, first, last].iter().all(|word| number(word))
    {
        return true;
    }
    let is_page = |w: &str| matches!(w, "pg" | "p" | "art" | "page");
    words.windows(4).any(|w| w[0] == "vol" && number(w[1]) && is_page(w[2]))
}

/// Whether a word is a small number, in digits or as the romans wrote it.
pub(super) fn is_numeral(word: &str) -> bool {
    let roman = matches!(word, "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x");
    roman || word.len() < 5 && word.bytes().all(|b| b.is_ascii_digit())
}
