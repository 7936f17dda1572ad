//! The words that divide a BVS page, alone on a line or glued to its neighbors.

use crate::corpus::lang::Lang;

/// A heading of an abstract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Abstract {
    /// As the page writes it.
    pub text: String,
    /// Code of the language of the word (not of the text below: the page's own language decides the word).
    pub word: &'static str,
    /// Language that the page states: `Resumen (inglés)`.
    pub lang: Option<Lang>,
    /// Whether it stands alone, without text of the abstract behind it on the line.
    pub alone: bool,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark<'a> {
    /// Heading of an abstract.
    Abstract(Abstract),
    /// Heading of a list of subject headings, as written.
    Subjects(&'a str),
    /// Heading of a list of keywords, as written.
    Keywords(&'a str),
    /// Anything else.
    Text(&'a str),
}

const ABSTRACT: &[(&str, &str)] =
    &[("RESUMEN", "es"), ("ABSTRACT", "en"), ("RESUMO", "pt"), ("RÉSUMÉ", "fr"), ("SUMMARY", "en")];
const SUBJECTS: &[&str] = &["Asunto(s)", "Assunto(s)", "Subject(s)", "Sujet(s)"];
const KEYWORDS: &[&str] =
    &["Palabras clave", "Palabra(s) clave", "Palavras-chave", "Keywords", "Key words", "Mots-clés"];

/// Splits a line at the marks in it. In a list, headings are looked for more eagerly, since no sentence stands there.
pub(super) fn split(line: &str, in_list: bool) -> Vec<Mark<'_>> {
    let mut marks = Vec::new();
    let mut rest = line.trim();
    if rest.is_empty() {
        return vec![Mark::Text(rest)];
    }
    while !rest.is_empty() {
        let Some((start, end, mark)) = first(rest, in_list) else {
            marks.push(Mark::Text(rest));
            break;
        };
        if !rest[..start].trim().is_empty() {
            marks.push(Mark::Text(rest[..start].trim()));
        }
        marks.push(mark);
        rest = rest[end..].trim_start_matches([':', ' ', '\t', '\u{A0}']);
    }
    marks
}

fn first(line: &str, in_list: bool) -> Option<(usize, usize, Mark<'_>)> {
    let subjects = SUBJECTS.iter().filter_map(|word| {
        let start = line.find(word)?;
        let end = start + word.len();
        let edge = start == 0 || line[end..].trim_matches([':', ' ']).is_empty();
        (edge || glued(line, start)).then(|| (start, end, Mark::Subjects(&line[start..end])))
    });
    let keywords = KEYWORDS.iter().filter_map(|word| {
        let label = line.get(..word.len()).filter(|label| label.eq_ignore_ascii_case(word))?;
        let behind = &line[word.len()..];
        (behind.trim().is_empty() || behind.starts_with(':')).then_some((0, word.len(), Mark::Keywords(label)))
    });
    subjects.chain(keywords).chain(heading(line, in_list)).min_by_key(|(start, ..)| *start)
}

/// The first heading of an abstract in a line.
fn heading(line: &str, in_list: bool) -> Option<(usize, usize, Mark<'_>)> {
    if let Some(mark) = whole(line) {
        return Some((0, line.len(), Mark::Abstract(mark)));
    }
    let found = ABSTRACT.iter().filter_map(|(word, code)| {
        let start = line.match_indices(word).map(|(at, _)| at).find(|&at| divides(line, at, word.len(), in_list))?;
        let end = start + word.len();
        let alone = line[end..].trim_matches([':', ' ']).is_empty();
        let mark = Abstract { text: word.to_string(), word: code, lang: None, alone };
        Some((start, end, Mark::Abstract(mark)))
    });
    found.min_by_key(|(start, ..)| *start)
}

/// A line that is a heading and nothing else, in any case, perhaps with a language.
fn whole(line: &str) -> Option<Abstract> {
    const LONGEST: usize = 40;
    if line.len() > LONGEST {
        return None;
    }
    let upper = line.to_uppercase();
    ABSTRACT.iter().find_map(|(word, code)| {
        let behind = upper.strip_prefix(word)?;
        if behind.starts_with(char::is_alphanumeric) {
            return None;
        }
        let behind = behind.trim_matches([' ', ':', '(', ')', '[', ']', '.']);
        let language = behind.trim_start_matches("EN ").trim_start_matches("IN ").trim_start_matches("EM ");
        let lang = Lang::parse(language).filter(|_| language.chars().count() != 3);
        (behind.is_empty() || lang.is_some()).then(|| {
            let text = line.trim_end_matches([':', ' ']).to_string();
            Abstract { text, word: code, lang, alone: true }
        })
    })
}

/// Whether a word in capitals at `at` is a heading and not a word of the text.
fn divides(line: &str, at: usize, len: usize, in_list: bool) -> bool {
    let behind = &line[at + len..];
    let whole_word = !behind.starts_with(|c: char| c.is_lowercase());
    let last = behind.trim_matches([':', ' ']).is_empty();
    let on = behind.starts_with([' ', ':']);
    let text_behind = behind.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let sentence = text_behind && behind.chars().nth(1).is_some_and(char::is_lowercase);
    whole_word && (at == 0 && (on || sentence) || in_list || glued(line, at) && (last || text_behind))
}

/// Whether what starts at `at` is glued to small letters, digits or the end of a sentence.
fn glued(line: &str, at: usize) -> bool {
    line[..at].chars().next_back().is_some_and(|c| c.is_lowercase() || c.is_numeric() || ".)]%”\"".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, in_list: bool) -> Vec<String> {
        let show = |mark: Mark<'_>| match mark {
            Mark::Abstract(a) => format!("[{}]", a.text),
            Mark::Subjects(label) | Mark::Keywords(label) => format!("<{label}>"),
            Mark::Text(text) => text.to_string(),
        };
        split(line, in_list).into_iter().map(show).collect()
    }

    #[test]
    fn lines_are_divided_at_marks_only() {
        for (line, in_list, expected) in [
            ("RESUMEN", false, &["[RESUMEN]"][..]),
            ("Resumen (inglés):", false, &["[Resumen (inglés)]"]),
            ("Humanos , LípidosRESUMEN", true, &["Humanos , Lípidos", "[RESUMEN]"]),
            ("Humanos , Lípidos RESUMEN", true, &["Humanos , Lípidos", "[RESUMEN]"]),
            ("LípidosRESUMENGene therapy", true, &["Lípidos", "[RESUMEN]", "Gene therapy"]),
            ("text in mice.ABSTRACT", false, &["text in mice.", "[ABSTRACT]"]),
            ("RESUMEN Objetivo: ver", false, &["[RESUMEN]", "Objetivo: ver"]),
            ("the word RESUMEN in a text", false, &["the word RESUMEN in a text"]),
            ("Asunto(s)", false, &["<Asunto(s)>"]),
            ("Subject(s): Humans", false, &["<Subject(s)>", "Humans"]),
            (
                "end of text.Assunto(s)Lipídeos , Humanos",
                false,
                &["end of text.", "<Assunto(s)>", "Lipídeos , Humanos"],
            ),
            ("ask the Subject(s) again", false, &["ask the Subject(s) again"]),
            ("Palabras clave: uno; dos", false, &["<Palabras clave>", "uno; dos"]),
            ("Keywords are good", false, &["Keywords are good"]),
            ("RESUMENES de la obra", false, &["RESUMENES de la obra"]),
        ] {
            assert_eq!(shown(line, in_list), expected, "{line}");
        }
    }
}
