//! Notices: the title of an entry in, whether it is a correction, a comment or a retraction out.

use super::words::Words;

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

/// How a title of a notice begins, and what must follow so that it is one.
struct Lead {
    words: &'static [&'static str],
    then: Then,
}

/// What follows the words of a lead.
enum Then {
    /// Anything.
    Any,
    /// A colon, a quotation mark, a bracket or nothing, or one of these words: "Correction: …", "Correction to …".
    Mark(&'static [&'static str]),
    /// A colon or quotation mark, or one of these words among the next four: "Response to the letter of …".
    About(&'static [&'static str]),
}

const fn any(words: &'static [&'static str]) -> Lead {
    Lead { words, then: Then::Any }
}

const fn mark(words: &'static [&'static str], or: &'static [&'static str]) -> Lead {
    Lead { words, then: Then::Mark(or) }
}

const fn about(words: &'static [&'static str], one: &'static [&'static str]) -> Lead {
    Lead { words, then: Then::About(one) }
}

/// How titles of corrections begin, longer beginnings first.
const ERRATA: &[Lead] = &[
    any(&["erratum", "to"]),
    any(&["erratum"]),
    any(&["errata"]),
    any(&["corrigendum", "to"]),
    any(&["corrigendum"]),
    any(&["corrigenda"]),
    any(&["correction", "to"]),
    mark(&["correction"], &["for", "notice"]),
    any(&["author", "correction"]),
    any(&["publisher", "correction"]),
    any(&["publisher", "s", "correction"]),
    mark(&["addendum"], &["to"]),
    any(&["fe", "de", "errata"]),
    any(&["fe", "de", "erratas"]),
    mark(&["correccion"], &[]),
    mark(&["correcao"], &[]),
    mark(&["berichtigung"], &["zu", "zum"]),
];
/// How titles of retractions begin, and of warnings before one.
const RETRACTIONS: &[Lead] = &[
    mark(&["retraction"], &["note", "notice", "to", "for"]),
    mark(&["retractacion"], &["a"]),
    any(&["notice", "of", "retraction"]),
    any(&["partial", "retraction"]),
    mark(&["withdrawal"], &[]),
    any(&["statement", "of", "retraction"]),
    any(&["expression", "of", "concern"]),
    any(&["editorial", "expression", "of", "concern"]),
];
/// What is put before the title of a work that was retracted; the entry is the work itself.
const MARKS: &[Lead] =
    &[any(&["retracted", "article"]), any(&["retracted", "paper"]), any(&["retracted"]), any(&["withdrawn"])];
/// How titles of comments begin of which the rest is the title of the work.
const COMMENTS_ON: &[Lead] = &[any(&["comment", "on"])];
/// How titles of comments and replies begin.
const COMMENTS: &[Lead] = &[
    mark(&["comment"], &["on", "to", "regarding", "about"]),
    mark(&["commentary"], &["on", "to"]),
    mark(&["reply"], &["to", "by", "from"]),
    about(&["re"], &[]),
    about(&["response", "to"], LETTERS),
    any(&["in", "reply"]),
    mark(&["in", "response"], &[]),
    mark(&["regarding"], &[]),
    mark(&["discussion"], &[]),
    mark(&["discussion", "of"], &[]),
    any(&["invited", "commentary"]),
    mark(&["editorial", "comment"], &[]),
    mark(&["editorial", "commentary"], &[]),
    mark(&["decision", "letter"], &[]),
    mark(&["author", "response"], &[]),
    mark(&["authors", "response"], &[]),
    mark(&["author", "reply"], &[]),
    mark(&["letter"], &["to", "regarding", "in", "by"]),
    any(&["author", "s", "reply"]),
    any(&["authors", "reply"]),
    mark(&["comentario"], &["a", "al", "sobre"]),
    about(&["respuesta"], LETTERS),
    about(&["resposta"], LETTERS),
];
/// What replies answer.
const LETTERS: &[&str] = &[
    "letter",
    "letters",
    "comment",
    "comments",
    "editor",
    "editorial",
    "author",
    "authors",
    "reviewer",
    "reviewers",
    "dr",
    "carta",
    "cartas",
    "comentario",
    "comentarios",
    "autor",
    "autores",
];

impl Lead {
    /// Whether a title begins so.
    fn fits(&self, title: &str, words: &[&str]) -> bool {
        if !words.starts_with(self.words) {
            return false;
        }
        let next = &words[self.words.len()..];
        let is_marked = || is_marked(behind(title, self.words.len()));
        match self.then {
            Then::Any => true,
            Then::Mark(or) => is_marked() || next.first().is_some_and(|word| or.contains(word)),
            Then::About(one) => is_marked() || next.iter().take(4).any(|word| one.contains(word)),
        }
    }
}

/// What follows so many words of a text.
fn behind(text: &str, n_words: usize) -> &str {
    let mut rest = text;
    for _ in 0..n_words {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        rest = rest.trim_start_matches(char::is_alphanumeric);
    }
    rest
}

/// Whether a text goes on with a mark, or not at all; the hyphen of "Re-irradiation" is none, a dash between blanks is.
fn is_marked(rest: &str) -> bool {
    let next = rest.trim_start();
    let is_dash = next.starts_with(['-', '–', '—']) && next.len() < rest.len();
    next.is_empty() || is_dash || next.starts_with([':', '.', ';', '"', '“', '‘', '\'', '«', '[', ']', '(', ')'])
}

/// How many words at the start of a title only say that it is a notice, or retracted.
pub(super) fn lead(title: &str, words: &[&str]) -> usize {
    let mut leads = ERRATA.iter().chain(RETRACTIONS).chain(MARKS).chain(COMMENTS_ON);
    let is_one = |lead: &&Lead| words.len() > lead.words.len() + 2 && lead.fits(title, words);
    leads.find(is_one).map_or(0, |lead| lead.words.len())
}

pub(super) fn kind(title: &str, words: &[&str]) -> Kind {
    const REPLIES: &[&[&str]] = &[&["reply"], &["authors", "reply"], &["the", "authors", "respond"]];
    let begins = |leads: &[Lead]| leads.iter().any(|lead| lead.fits(title, words));
    let tail = tail(title);
    if begins(ERRATA) || cites_itself(words) || tail == Some(Kind::Erratum) {
        Kind::Erratum
    } else if begins(RETRACTIONS) || tail == Some(Kind::Retraction) {
        Kind::Retraction
    } else if begins(COMMENTS) || REPLIES.iter().any(|tail| words.len() > tail.len() && words.ends_with(tail)) {
        Kind::Comment
    } else {
        tail.unwrap_or_default()
    }
}

/// What a notice calls itself behind the title of the work, after a mark ("Title: Erratum", "Title (Reply)").
fn tail(title: &str) -> Option<Kind> {
    // A dash without blanks parts no words: "dose–response".
    const MARKS: [&str; 8] = [":", ".", "?", "(", "[", " - ", " – ", " — "];
    let whole = title.trim_end_matches(['.', ' ']);
    let title = whole.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = MARKS.iter().filter_map(|mark| title.rfind(mark).map(|at| at + mark.len())).max()?;
    // What a database cut short says no more what it is: "Title [Erratum".
    if title[..start].ends_with(['[', '(']) && !whole.ends_with([']', ')']) {
        return None;
    }
    Some(match Words::of(&title[start..]).as_str() {
        "erratum" | "errata" | "corrigendum" | "corrigenda" | "correction" => Kind::Erratum,
        "retraction" | "retraction\nnotice" => Kind::Retraction,
        "reply" | "response" | "author\nresponse" | "authors\nresponse" | "author\nreply" => Kind::Comment,
        _ => return None,
    })
}

/// Whether brackets behind a title say where another work stands: "(vol 12, e1234, 2013)", "(Journal (2014) 9, 4 …)".
pub(super) fn cites_place(bracket: &str) -> bool {
    let words = Words::of(bracket);
    let words: Vec<&str> = words.iter().collect();
    let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let is_volume = matches!(words[..], ["vol", volume, .., last] if number(volume) && is_year(last));
    let inner = bracket.get(1..).unwrap_or_default();
    let dated = inner.match_indices('(').any(|(at, _)| {
        let year = inner.get(at + 1..at + 5).unwrap_or_default();
        is_year(year) && inner[at + 5..].starts_with(')')
    });
    bracket.starts_with('(') && (is_volume || dated && words.iter().filter(|word| number(word)).count() >= 2)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && (word.starts_with("19") || word.starts_with("20"))
}

/// A correction as Web of Science titles it, "Title (vol 142, pg 310, 2003)", or Scopus, "Title (Journal (2003) 142
/// (310-315))".
fn cites_itself(words: &[&str]) -> bool {
    let number = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
    if let Some([when, volume, first, last]) = words.last_chunk()
        && is_year(when)
        && [volume, first, last].iter().all(|word| number(word))
    {
        return true;
    }
    let is_page = |w: &str| matches!(w, "pg" | "p" | "art" | "page");
    words.windows(4).any(|w| w[0] == "vol" && number(w[1]) && is_page(w[2]))
}
