//! Bilingual: an abstract in one field in, its parts in different languages out.
//!
//! Some databases print the abstract in two or three languages one after the other. Which stretch is in which language
//! is told by function words; a part begins with a line or a sentence. Does not know which part is wanted.

use super::language::{detect, function_words};
use crate::corpus::Lang;

/// Shortest text that may hold two abstracts, in bytes.
const SHORTEST: usize = 400;
/// Function words that a stretch must hold more of its language than of the one around it: two sentences have so many, a
/// title or a quotation has not.
const SWITCH: isize = 10;

/// A stretch of function words of one language: the language, the first byte and the byte behind the last.
type Stretch = (usize, usize, usize);

/// The parts of a text in two languages or more, in order; none for all other texts.
///
/// Only texts with letters outside ASCII are looked at, which all but English ones have.
///
/// # Complexity
/// Linear.
pub(super) fn parts(text: &str) -> Option<Vec<(Lang, &str)>> {
    if text.len() < SHORTEST || text.is_ascii() {
        return None;
    }
    let stretches = stretches(text);
    let mut parts: Vec<(Lang, &str)> = Vec::new();
    let mut from = 0;
    for (at, stretch) in stretches.iter().enumerate() {
        let to = stretches.get(at + 1).map_or(text.len(), |next| break_between(text, stretch.2, next.1));
        let start = from;
        from = to;
        let lang = detect(&text[start..to], None)?;
        match parts.last_mut().filter(|last| last.0 == lang) {
            Some(last) => last.1 = &text[start - last.1.len()..to],
            None => parts.push((lang, &text[start..to])),
        }
    }
    (parts.len() > 1).then_some(parts)
}

/// Where the second language begins between the last function word of one and the first one of the other.
fn break_between(text: &str, from: usize, to: usize) -> usize {
    let between = &text[from..to];
    let line = between.find('\n').map(|at| at + 1);
    let sentence = || [". ", "? ", "! "].iter().filter_map(|end| between.find(end)).min().map(|at| at + 2);
    line.or_else(sentence).map_or(to, |at| from + at)
}

/// The stretches that explain the function words best, each change of language taking the place of [`SWITCH`] of them
/// (the way of most weight through all words, A. Viterbi 1967).
fn stretches(text: &str) -> Vec<Stretch> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    // The best sum of a way that ends in each language, and from which language it came to every word.
    let mut best = [0_isize; 4];
    let mut came_from: Vec<[usize; 4]> = Vec::new();
    function_words(text, |start, end, counts| {
        let top = (0..4).rev().max_by_key(|language| best[*language]).unwrap_or(0);
        let switched = best[top] - SWITCH;
        let from = [0, 1, 2, 3].map(|language| if best[language] <= switched { top } else { language });
        best = [0, 1, 2, 3].map(|language| best[language].max(switched) + counts[language] as isize);
        words.push((start, end));
        came_from.push(from);
    });
    let mut language = (0..4).rev().max_by_key(|language| best[*language]).unwrap_or(0);
    let mut stretches: Vec<Stretch> = Vec::new();
    for (&(start, end), from) in words.iter().zip(&came_from).rev() {
        match stretches.last_mut().filter(|stretch| stretch.0 == language) {
            Some(stretch) => stretch.1 = start,
            None => stretches.push((language, start, end)),
        }
        language = from[language];
    }
    stretches.reverse();
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The delivery of genes to the cells was studied with the help of small particles. The cells were \
        taken from the retina of rats and were kept for a week. This is the first study of that kind, and the results \
        are shown for each of the groups.";
    const SPANISH: &str = "La entrega de genes a las células fue estudiada con la ayuda de partículas en el laboratorio. Las \
        células son de la retina y fueron tomadas por el equipo. Los resultados del estudio son los de una semana.";
    const PORTUGUESE: &str = "A entrega de genes às células foi estudada com o auxílio de partículas no laboratório. As células \
        são da retina e não foram mantidas em meio comum. Os resultados do estudo são os de uma semana.";

    fn found(text: &str) -> Option<Vec<(String, &str)>> {
        Some(parts(text)?.into_iter().map(|(lang, part)| (lang.to_string(), part.trim())).collect())
    }

    fn expected<'a>(parts: &[(&str, &'a str)]) -> Option<Vec<(String, &'a str)>> {
        Some(parts.iter().map(|(lang, part)| (lang.to_string(), *part)).collect())
    }

    #[test]
    fn abstracts_in_several_languages_are_told_apart() {
        let english = format!("{ENGLISH} It had no late effects.");
        let two = format!("{english} {SPANISH}");
        assert_eq!(found(&two), expected(&[("eng", &english), ("spa", SPANISH)]));
        let three = format!("{SPANISH}\nABSTRACT {ENGLISH}\nRESUMO {PORTUGUESE}");
        let (english, portuguese) = (format!("ABSTRACT {ENGLISH}"), format!("RESUMO {PORTUGUESE}"));
        assert_eq!(found(&three), expected(&[("spa", SPANISH), ("eng", &english), ("por", &portuguese)]));
    }

    #[test]
    fn a_text_in_one_language_with_a_quotation_is_one() {
        let quoted = "They called it «la entrega de los genes a las células» in an earlier study.";
        for text in
            [format!("{ENGLISH} {quoted} {ENGLISH}"), SPANISH.repeat(3), PORTUGUESE.repeat(3), ENGLISH.repeat(3)]
        {
            assert_eq!(parts(&text), None, "{text}");
        }
        assert_eq!((parts(""), parts(&"é".repeat(900))), (None, None));
    }
}
