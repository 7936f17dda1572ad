//! Scripts: a run of letters in, the words of those scripts out that set no blanks between them.
//!
//! Chinese characters, and those of Japanese, are taken two by two, as is customary where no dictionary is at hand; two
//! pairs that share a character stand side by side, so that phrases make longer words of them. Characters that only join
//! others ("的") part words, and so do hiragana, in which Japanese writes its endings. Katakana and all other letters stay
//! whole. Knows no dictionary; does not part Thai.

/// Characters of Chinese that stand for no subject: particles, prepositions, pronouns.
const JOINING: &str = "的了和与與及在是对對为為中之以其有等被将將所于於或并並而但由从從把也都这這那不可";

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A Chinese character.
    Ideograph,
    /// A character that parts words.
    Joint,
    /// A letter of any other script, katakana among them.
    Letter,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{3040}'..='\u{309F}' => Kind::Joint,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
            if JOINING.contains(c) {
                Kind::Joint
            } else {
                Kind::Ideograph
            }
        }
        _ => Kind::Letter,
    }
}

/// Whether a run holds characters of such a script.
pub fn is_unparted(run: &str) -> bool {
    !run.is_ascii() && run.chars().any(|c| kind(c) != Kind::Letter)
}

/// Calls `visit` with the first byte of every word and the byte behind its last.
pub(super) fn words(run: &str, mut visit: impl FnMut(usize, usize)) {
    let kinds: Vec<(usize, Kind)> = run.char_indices().map(|(at, c)| (at, kind(c))).collect();
    let mut first = 0;
    for same in kinds.chunk_by(|a, b| a.1 == b.1) {
        let behind = first + same.len();
        let start = |n: usize| kinds.get(n).map_or(run.len(), |(at, _)| *at);
        match same[0].1 {
            Kind::Ideograph => (first..behind - 1).for_each(|n| visit(start(n), start(n + 2))),
            Kind::Letter if same.len() > 1 => visit(start(first), start(behind)),
            Kind::Letter | Kind::Joint => (),
        }
        first = behind;
    }
}

/// Calls `visit` with every stretch of Chinese characters of a text, and the characters that join it to what stands
/// before and behind; none where it begins or ends beside a sign or another script.
pub fn stretches<'a>(text: &'a str, mut visit: impl FnMut(&'a str, Option<char>, Option<char>)) {
    if text.is_ascii() {
        return;
    }
    let chars: Vec<(usize, char, Kind)> = text.char_indices().map(|(at, c)| (at, c, kind(c))).collect();
    let joint = |at: usize| chars.get(at).map(|(_, c, _)| *c).filter(|c| JOINING.contains(*c));
    let mut first = 0;
    for same in chars.chunk_by(|a, b| (a.2 == Kind::Ideograph) == (b.2 == Kind::Ideograph)) {
        let behind = first + same.len();
        if same[0].2 == Kind::Ideograph {
            let end = chars.get(behind).map_or(text.len(), |next| next.0);
            visit(&text[same[0].0..end], first.checked_sub(1).and_then(joint), joint(behind));
        }
        first = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(run: &str, expected: &[&str]) {
        let mut found = Vec::new();
        words(run, |from, to| found.push(&run[from..to]));
        assert_eq!(found, expected);
    }

    #[test]
    fn characters_are_taken_two_by_two() {
        check("糖尿病的治疗", &["糖尿", "尿病", "治疗"]);
        check("糖尿病のデータを分析する", &["糖尿", "尿病", "データ", "分析"]);
        check("人", &[]);
        assert!(is_unparted("治疗") && !is_unparted("терапия") && !is_unparted("cell") && !is_unparted("치료"));
    }

    #[test]
    fn stretches_are_told_with_what_joins_them() {
        let mut found = Vec::new();
        stretches("糖尿病的治疗，2型データ分析", |part, before, behind| {
            found.push((part, before, behind))
        });
        assert_eq!(
            found,
            [("糖尿病", None, Some('的')), ("治疗", Some('的'), None), ("型", None, None), ("分析", None, None)]
        );
    }
}
