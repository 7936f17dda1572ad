//! Language: the text of a record in, the language it is written in out.
//!
//! Function words decide where English, Spanish or Portuguese is clear (nearly always, and fast); whatlang elsewhere.
//! Short texts without a clear answer get the language that the source states, else none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::runs::{packed, runs};
use crate::corpus::Lang;

/// Function words that occur in one of the three languages only, or nearly so.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "with", "was", "were", "for", "is", "that", "are", "from", "this", "by", "which",
    "between",
];
const SPANISH: &[&str] = &[
    "el",
    "los",
    "las",
    "del",
    "y",
    "una",
    "con",
    "fue",
    "por",
    "un",
    "al",
    "son",
    "la",
    "en",
    "más",
    "entre",
    "pacientes",
];
const PORTUGUESE: &[&str] = &[
    "o", "os", "dos", "das", "do", "da", "e", "uma", "com", "foi", "um", "ao", "são", "não", "em", "na", "no", "mais",
    "entre",
];

/// Function words of French, Italian, German, Dutch and Catalan that none of the three has, or hardly ever; they count
/// twice. Where they lead, the text is in none of the three, though many of its words are theirs ("la", "un", "was").
const OTHERS: &[&str] = &[
    "le", "les", "des", "et", "est", "dans", "une", "du", "au", "aux", "qui", "sont", "pour", "avec", "chez", "été",
    "il", "di", "che", "è", "della", "delle", "dei", "nel", "alla", "nella", "nei", "degli", "gli", "dal", "stata",
    "stati", "stato", "tra", "più", "der", "die", "und", "ist", "mit", "zu", "den", "wurde", "wurden", "het", "een",
    "zijn", "voor", "bij", "els", "amb", "dels", "és", "són",
];

/// Words looked at; more change nothing.
const MOST_WORDS: usize = 120;
/// Words that tell nothing by their letters alone.
const FEWEST: usize = 6;
/// Confidence from which a guess by letters is taken where the source says nothing: of English titles three to seven in
/// 1,500 are then taken for French, and of eight Spanish words in a row two in five are told instead of one.
const LIKELY: f64 = 0.5;
/// Words from which it is taken in any case.
const ENOUGH: usize = 30;
/// After so many words, and as many again, a clear lead is enough.
const LOOK: usize = 24;
/// Bytes of the longest function word.
const LONGEST: usize = 9;
/// Slots of the table of function words.
const SLOTS: usize = 1024;
/// Bits of the count of a language; enough for twice [`MOST_WORDS`].
const LANE: usize = 8;

/// How many function words of each language and of the others were met, [`LANE`] bits for each.
type Counts = u32;

/// A table of function words without two in one slot, so that a look-up is one comparison.
struct FunctionWords {
    /// Odd number that spreads the words over the slots.
    spread: u64,
    /// Words as numbers, with what they count for each language.
    slots: [(u64, Counts); SLOTS],
}

static FUNCTION_WORDS: LazyLock<FunctionWords> = LazyLock::new(|| {
    let mut words: BTreeMap<u64, Counts> = BTreeMap::new();
    for (language, (list, n)) in [(ENGLISH, 1), (SPANISH, 1), (PORTUGUESE, 1), (OTHERS, 2)].into_iter().enumerate() {
        let numbers = list.iter().map(|word| small_letters(word.as_bytes(), 0, word.len()));
        numbers.for_each(|word| *words.entry(word).or_default() |= n << (LANE * language));
    }
    let mut spread = 0x9E37_79B9_7F4A_7C15_u64;
    loop {
        let mut slots = [(0, 0); SLOTS];
        words.iter().for_each(|(word, counts)| slots[slot(*word, spread)] = (*word, *counts));
        if slots.iter().filter(|slot| slot.0 != 0).count() == words.len() {
            return FunctionWords { spread, slots };
        }
        spread = spread.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    }
});

impl FunctionWords {
    #[inline]
    fn counts(&self, word: u64) -> Counts {
        let (held, counts) = self.slots[slot(word, self.spread)];
        if held == word { counts } else { 0 }
    }
}

#[inline]
fn slot(word: u64, spread: u64) -> usize {
    (word.wrapping_mul(spread) >> 32) as usize % SLOTS
}

/// A word in small letters as a number; 0 for one that is longer than any function word.
#[inline]
fn small_letters(text: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let Some(word) = packed(text, start, end).filter(|_| length <= LONGEST) else { return 0 };
    // The bit that tells small letters from capitals, in ASCII and in the second byte of letters with accents.
    let small = u128::from_le_bytes([0x20; 16]) >> (8 * (16 - length));
    let word = word | small;
    // The ninth letter is mixed into the eighth, which makes a number that no word of eight letters has.
    word as u64 ^ (word >> 64 << 56) as u64
}

/// The language of a text; `stated` is what the source says, used where the text does not tell.
pub fn detect(text: &str, stated: Option<Lang>) -> Option<Lang> {
    let (mut counts, mut words) = (0, 0);
    each_word(text.as_bytes(), |_, _, more| {
        counts += more;
        words += 1;
        words < MOST_WORDS && !(words % LOOK == 0 && is_clear(by_language(counts)))
    });
    let [english, spanish, portuguese, others] = by_language(counts);
    let mut ranked =
        [(english, Some(Lang::ENG)), (spanish, Some(Lang::SPA)), (portuguese, Some(Lang::POR)), (others, None)];
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let [(most, first), (second, _), ..] = ranked;
    if first.is_some() && most >= 3 && most * 2 >= second * 3 && most * 12 >= words {
        return first;
    }
    let guess = if words > FEWEST { whatlang::detect(text) } else { None };
    let guess_if = |is_trusted: &dyn Fn(&whatlang::Info) -> bool| {
        guess.as_ref().filter(|guess| is_trusted(guess)).and_then(|guess| Lang::parse(guess.lang().code()))
    };
    guess_if(&|guess| guess.is_reliable() || words > ENOUGH)
        .or(stated)
        .or_else(|| guess_if(&|guess| guess.confidence() >= LIKELY))
}

/// Calls `visit` with every function word: its first byte, the byte behind its last, and what it counts for English,
/// Spanish, Portuguese and the other languages.
pub(super) fn function_words(text: &str, mut visit: impl FnMut(usize, usize, [usize; 4])) {
    each_word(text.as_bytes(), |start, end, counts| {
        if counts != 0 {
            visit(start, end, by_language(counts));
        }
        true
    });
}

/// Calls `visit` with every word, its first byte, the byte behind its last and what it counts; goes on while it says so.
#[inline]
fn each_word(bytes: &[u8], mut visit: impl FnMut(usize, usize, Counts) -> bool) {
    let function_words = &*FUNCTION_WORDS;
    // A letter that does not stand by itself is of a formula.
    let is_formula = |start: usize, end: usize| {
        let is_beside = |at: usize| bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace());
        end - start == 1 && (is_beside(start.wrapping_sub(1)) || is_beside(end))
    };
    runs(bytes, |start, end, _| {
        let counts = if is_formula(start, end) { 0 } else { function_words.counts(small_letters(bytes, start, end)) };
        visit(start, end, counts)
    });
}

/// The counts of the three languages and of the others.
fn by_language(counts: Counts) -> [usize; 4] {
    [0, 1, 2, 3].map(|language| (counts >> (LANE * language)) as usize % (1 << LANE))
}

/// Whether one language leads so far that more words would not turn it.
fn is_clear(found: [usize; 4]) -> bool {
    let most = found.into_iter().max().unwrap_or(0);
    most >= 6 && found.iter().filter(|n| **n * 3 > most).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let texts = [
            ("The delivery of genes to the cells was studied with the help of nanoparticles", "eng"),
            ("La entrega de genes a las células fue estudiada con la ayuda de nanopartículas en el laboratorio", "spa"),
            (
                "A entrega de genes às células foi estudada com o auxílio de nanopartículas no laboratório e não em animais",
                "por",
            ),
            ("Die Bedeutung der Behandlung von Patienten mit einer Erkrankung der Leber wurde nicht untersucht", "deu"),
            (
                "La prévalence de la douleur chez un groupe de patients âgés a été évaluée en consultation. Le suivi, en \
                 ville et à la maison, a duré un an, en lien avec la famille et les soignants du service.",
                "fra",
            ),
            (
                "La terapia con un farmaco orale è stata valutata in un gruppo di pazienti con una malattia del fegato. \
                 I risultati sono stati confrontati con la terapia in uso al momento della diagnosi.",
                "ita",
            ),
            (
                "Het effect van de behandeling was groot: de patiënten hadden minder pijn, en de kans op een nieuwe \
                 opname was kleiner in de groep met een eigen arts of een vaste verpleegkundige.",
                "nld",
            ),
        ];
        for (text, code) in texts {
            assert_eq!(detect(text, None).map(|l| l.to_string()).as_deref(), Some(code), "{text}");
        }
        let long = format!("{} {}", texts[1].0.repeat(3), texts[0].0);
        assert_eq!(detect(&long.to_uppercase(), None), Some(Lang::SPA));
        let formulas = "We bound $y_1, y(2)$ by $(e_p+e_q)/y$, and $o(n)$ by $y^2-e-y$ in all cases of interest";
        assert_eq!(detect(formulas, None), Some(Lang::ENG));
        assert_eq!(detect("Uso de mel\ne\nóleo\ne\ncera\ne\nsal", None), Some(Lang::POR), "line ends are blanks, too");
        assert_eq!(detect("Niosomes", Some(Lang::SPA)), Some(Lang::SPA));
        let short = "Nanopartículas poliméricas para la entrega de fármacos contra el cáncer";
        assert_eq!((detect(short, None), detect(short, Some(Lang::ENG))), (Some(Lang::SPA), Some(Lang::ENG)));
        assert_eq!(detect("", None), None);
    }
}
