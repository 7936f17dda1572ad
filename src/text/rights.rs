//! Rights: a text in, its parts without what a publisher says of copyright out.
//!
//! A statement may stand before an abstract or behind it, with a full stop or without, glued to the next sentence or
//! not. Where its end cannot be told, too little is taken away rather than a sentence too much.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Input, Span, packed};

/// Marks of a sentence that belongs to a publisher.
const RIGHTS: &[&str] = &[
    "©",
    "opyright",
    "ights reserved",
    "PsycINFO Database Record",
    "PsycInfo Database Record",
    "Derechos reservados",
    "Direitos reservados",
    "Published by Elsevier",
    "Elsevier Inc.",
    "Elsevier Ltd",
    "Elsevier B.V",
];

/// Finds all marks in one pass over a text: by vectors where the machine has them, else by an automaton.
enum Finder {
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

static RIGHTS_FINDER: LazyLock<Option<Finder>> = LazyLock::new(|| {
    let by_vectors = packed::Searcher::new(RIGHTS).map(Finder::Packed);
    by_vectors.or_else(|| AhoCorasick::new(RIGHTS).ok().map(Finder::Automaton))
});

impl Finder {
    /// Where the first mark from `from` on starts.
    fn find(&self, text: &str, from: usize) -> Option<usize> {
        let rest = Span { start: from, end: text.len() };
        let found = match self {
            Finder::Packed(searcher) => searcher.find_in(text, rest),
            Finder::Automaton(automaton) => automaton.find(Input::new(text).span(rest)),
        };
        found.map(|found| found.start())
    }
}

/// Owners that end a statement also without a full stop: "© 2017 Elsevier Ltd The synthesis …".
const OWNERS: &[&str] = &["Elsevier Ltd", "Elsevier Inc", "The Authors", "The Author(s)", "the authors", "IEEE", "ACM"];
/// Longest statement that begins with the sign of copyright, in bytes: owners of two lines are rare.
const LONGEST: usize = 160;

/// The text without statements of a publisher's rights.
pub(super) fn without_rights(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut searched) = (0, 0);
    while let Some(mark) = RIGHTS_FINDER.as_ref().and_then(|finder| finder.find(text, searched)) {
        let sentence = sentence_start(text, from, mark);
        let is_sign = text[mark..].starts_with('©');
        let end = if is_sign { statement_end(text, mark) } else { sentence_end(text, mark) };
        searched = end.max(mark + 1);
        while !text.is_char_boundary(searched) {
            searched += 1;
        }
        if text[mark..].starts_with("opyright") && !is_statement(&text[sentence..end]) {
            continue;
        }
        let begin = if is_sign { sign_start(text, sentence, mark) } else { sentence };
        parts.push(&text[from..begin]);
        from = end;
    }
    parts.push(&text[from..]);
    parts
}

/// Where the sentence with a mark begins.
fn sentence_start(text: &str, from: usize, mark: usize) -> usize {
    text[from..mark].rfind(". ").map_or(from, |at| from + at + 2)
}

/// Where a statement with a sign begins: at the sign, or at "Copyright" or "(" before it.
fn sign_start(text: &str, sentence: usize, sign: usize) -> usize {
    let before = text[sentence..sign].trim_end();
    let bare = before.strip_suffix("opyright").map(|rest| rest.trim_end_matches(['C', 'c']).trim_end_matches("Crown "));
    sentence + bare.or_else(|| before.strip_suffix('(')).unwrap_or(&text[sentence..sign]).len()
}

/// Whether a sentence about copyright is a statement and not the subject of a study.
fn is_statement(sentence: &str) -> bool {
    let year =
        |digits: &[u8]| digits.iter().all(u8::is_ascii_digit) && matches!(digits, [b'1', b'9', ..] | [b'2', b'0', ..]);
    let signs = ["(c)", "(C)", "©", "rotected by", "ights reserved", "opyright of", "opyright holder"];
    sentence.as_bytes().windows(4).any(year) || signs.iter().any(|sign| sentence.contains(sign))
}

/// Where a statement that begins with a sign ends.
fn statement_end(text: &str, sign: usize) -> usize {
    let end = sentence_end(text, sign);
    let stated = &text[sign..end];
    let owner = |owner: &&str| {
        let behind = stated.find(*owner)? + owner.len();
        let mut next = stated[behind..].strip_prefix(' ')?.chars();
        let is_word = next.next()?.is_uppercase() && next.next().is_none_or(|c| c.is_lowercase() || c == ' ');
        (is_word && behind < LONGEST).then_some(sign + behind + 1)
    };
    if let Some(end) = OWNERS.iter().filter_map(owner).min() {
        return end;
    }
    if end - sign <= LONGEST || end == text.len() && sign > 0 {
        return end;
    }
    // Who the owner is cannot be told: the sign and the year go.
    let year = stated.find(|c: char| c.is_ascii_digit()).filter(|at| *at < 20).unwrap_or('©'.len_utf8());
    let rest = stated[year..].trim_start_matches(|c: char| c.is_ascii_digit());
    sign + stated.len() - rest.len()
}

/// Where the sentence goes on behind that holds a place: behind a full stop and a blank, or before a word that is glued
/// to the full stop ("reserved.Background"); the full stop of an initial ends none.
fn sentence_end(text: &str, from: usize) -> usize {
    for dot in memchr::memchr2_iter(b'.', b':', &text.as_bytes()[from..]).map(|at| from + at) {
        let (before, after) = (&text[from..dot], &text[dot + 1..]);
        let mut back = before.chars().rev();
        let is_initial = back.next().is_some_and(char::is_uppercase) && back.next() == Some(' ');
        let mut next = after.chars();
        match (text.as_bytes()[dot], next.next()) {
            (b'.', Some(' ')) if !is_initial => return dot + 2,
            (b'.', Some(c)) if c.is_uppercase() && next.next().is_some_and(char::is_lowercase) => return dot + 1,
            (b':', Some(' ')) if before.len() < 60 => return dot + 2,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(without_rights(text).concat().trim(), expected, "{text}");
    }

    #[test]
    fn statements_go_and_sentences_stay() {
        for lead in [
            "© 2017 Elsevier Ltd ",
            "© 2017 Elsevier Ltd. ",
            "© 2017 The Authors ",
            "© 2017 Elsevier Inc. All rights reserved. ",
            "© 2015 Elsevier B.V.All rights reserved.",
            "© Copyright 2017 ASM. ",
            "Copyright 2017 ASM: ",
            "© 2017, The Author(s).",
            "© 2016 IEEE.",
            "© 2016, Springer-Verlag Berlin Heidelberg.",
            "© 2019 S. Karger AG, Basel. ",
            "Crown Copyright © 2012 Published by Elsevier Ltd. All rights reserved. ",
        ] {
            check(&format!("{lead}Cells grow in rows. They stay."), "Cells grow in rows. They stay.");
        }
        for tail in [
            " © 2017 Elsevier.",
            ". Copyright © 2017 by nobody.",
            ". (PsycINFO Database Record (c) 2012 APA, all rights reserved).",
            ". This is protected by copyright. All rights reserved.",
        ] {
            check(
                &format!("Cells grow in rows{tail}"),
                if tail.starts_with('.') { "Cells grow in rows." } else { "Cells grow in rows" },
            );
        }
        let long = format!("Cells grow {}in rows. They stay.", "and grow ".repeat(20));
        check(&format!("© 2017 Nobody {long}"), &format!("Nobody {long}"));
        for kept in ["Copyright law and libraries. We asked.", "We discuss copyright and open texts."] {
            check(kept, kept);
        }
    }
}
