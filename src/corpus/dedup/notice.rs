//! Notices: the title of an entry in, whether it is a correction, a comment or a retraction out.

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
    any(&["correction", "to"]),
    mark(&["correction"], &["for", "notice"]),
    any(&["author", "correction"]),
    any(&["publisher", "correction"]),
    any(&["publisher", "s", "correction"]),
    mark(&["addendum"], &["to"]),
    any(&["fe", "de", "errata"]),
];
/// How titles of retractions begin, and of warnings before one.
const RETRACTIONS: &[Lead] = &[
    mark(&["retraction"], &["note", "notice", "to", "for"]),
    mark(&["retractacion"], &["a"]),
    any(&["notice", "of", "retraction"]),
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

/// A correction as Web of Science titles it, "Title (vol 142, pg 310, 2003)", or Scopus, "Title (Journal (2003) 142
/// (310-315))".
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
