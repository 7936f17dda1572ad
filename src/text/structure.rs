//! Structure: an abstract in, the parts of it that carry content out.
//!
//! Takes away headings of structured abstracts ("BACKGROUND:", "Métodos:") and, by `rights`, copyright lines.
//! Never changes the text itself: the parts are slices of it.

use super::rights::without_rights;

/// Headings in lower case as they stand before a colon.
const HEADINGS: &[&str] = &[
    "abstract",
    "aim",
    "aims",
    "aims and objectives",
    "analysis",
    "antecedentes",
    "background",
    "background and aims",
    "background and objective",
    "background and objectives",
    "background and purpose",
    "case report",
    "conclusion",
    "conclusiones",
    "conclusions",
    "conclusión",
    "conclusão",
    "conclusões",
    "considerações finais",
    "context",
    "data analysis",
    "data collection",
    "data extraction",
    "data sources",
    "data synthesis",
    "design",
    "discusión",
    "discussion",
    "discussão",
    "evidence acquisition",
    "evidence synthesis",
    "expert opinion",
    "findings",
    "fundamento",
    "importance",
    "interpretation",
    "intervention",
    "interventions",
    "introducción",
    "introduction",
    "introdução",
    "keywords",
    "limitations",
    "main outcome measure",
    "main outcome measures",
    "main outcomes and measures",
    "main results",
    "material and methods",
    "materials and methods",
    "material y métodos",
    "materiales y métodos",
    "materiais e métodos",
    "measurements",
    "method",
    "methodology",
    "metodología",
    "metodologia",
    "methods",
    "método",
    "métodos",
    "objective",
    "objectives",
    "objetivo",
    "objetivos",
    "outcome measures",
    "outcomes",
    "participants",
    "patients",
    "patients and methods",
    "pacientes y métodos",
    "pacientes e métodos",
    "purpose",
    "purpose of review",
    "rationale",
    "recent findings",
    "result",
    "resultado",
    "resultados",
    "results",
    "resumen",
    "resumo",
    "review methods",
    "search strategy",
    "selection criteria",
    "setting",
    "significance",
    "statement of significance",
    "study design",
    "study selection",
    "subjects",
    "subjects and methods",
    "summary",
    "trial registration",
];

/// Longest heading in bytes.
const LONGEST_HEADING: usize = 60;

/// Calls `visit` with every part of the text that is content, in order.
pub fn content<'a>(text: &'a str, mut visit: impl FnMut(&'a str)) {
    let kept = without_rights(text);
    for part in kept {
        without_headings(part, &mut visit);
    }
}

fn without_headings<'a>(text: &'a str, visit: &mut impl FnMut(&'a str)) {
    let mut from = 0;
    for colon in memchr::memchr_iter(b':', text.as_bytes()) {
        if colon < from {
            continue;
        }
        let begin = heading_start(text, from, colon);
        if is_heading(text[begin..colon].trim()) {
            visit(&text[from..begin]);
            from = colon + 1;
        }
    }
    visit(&text[from..]);
}

/// Where the words before a colon begin: behind the last end of a sentence or line.
fn heading_start(text: &str, from: usize, colon: usize) -> usize {
    let mut low = colon.saturating_sub(LONGEST_HEADING).max(from);
    while !text.is_char_boundary(low) {
        low += 1;
    }
    text[low..colon].rfind(['.', '\n', ';', ')', ']', '>', '?', '!', '%']).map_or(low, |at| low + at + 1)
}

fn is_heading(words: &str) -> bool {
    if words.is_empty() || words.len() > LONGEST_HEADING {
        return false;
    }
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = words.chars().filter(|c| c.is_uppercase()).count();
    let shouted = letters >= 4
        && capitals == letters
        && words.split_whitespace().count() <= 6
        && !words.contains(|c: char| c.is_ascii_digit() || c == '-');
    shouted || words.chars().next().is_some_and(char::is_uppercase) && HEADINGS.contains(&words.to_lowercase().as_str())
}

/// Splits a text into sentences; abbreviations, initials and decimals do not end one.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let ends = match c {
            '.' | '!' | '?' => {
                let rest = text[at + 1..].trim_start_matches(['"', '\'', ')', ']', '”', '»']);
                let next = rest.trim_start().chars().next();
                let spaced = rest.starts_with(char::is_whitespace);
                spaced
                    && next.is_some_and(|n| {
                        n.is_uppercase() || n.is_ascii_digit() || matches!(n, '¿' | '¡' | '"' | '“' | '«' | '(')
                    })
                    && !(c == '.' && is_abbreviation(&text[from..at]))
            }
            '\n' => true,
            _ => false,
        };
        if ends {
            let end = at + c.len_utf8() + text[at + c.len_utf8()..].len()
                - text[at + c.len_utf8()..].trim_start_matches(['"', '\'', ')', ']', '”', '»']).len();
            found.push(text[from..end].trim());
            from = end;
        }
    }
    found.push(text[from..].trim());
    found.retain(|s| !s.is_empty());
    found
}

/// Whether the words before a full stop end in an abbreviation or an initial.
fn is_abbreviation(before: &str) -> bool {
    let last = before.rsplit([' ', '(', '\u{a0}']).next().unwrap_or_default();
    let single = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let dotted = last.contains('.') && last.split('.').all(|p| p.chars().count() <= 2);
    const SHORT: &[&str] = &[
        "al", "approx", "ca", "cf", "dr", "dra", "e.g", "ed", "etc", "fig", "i.e", "no", "núm", "p", "pp", "prof",
        "sp", "spp", "sr", "sra", "st", "subsp", "var", "vol", "vs", "aprox", "ej", "p.ej",
    ];
    single || dotted || SHORT.contains(&last.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        content(text, |part| found.push(part.trim()));
        found.retain(|p| !p.is_empty());
        assert_eq!(found, expected);
    }

    #[test]
    fn headings_and_rights_go() {
        check("BACKGROUND: Cells grow. METHODS: We count.", &["Cells grow.", "We count."]);
        check("Objetivo: medir. Métodos: contar células: muchas.", &["medir.", "contar células: muchas."]);
        check("Three groups: A, B and C", &["Three groups: A, B and C"]);
        check("Cells grow. Copyright © 2020 Example. All rights reserved.", &["Cells grow."]);
        check("© 2019 The Authors. Cells grow.", &["Cells grow."]);
        check("The gene IL-6: a marker", &["The gene IL-6: a marker"]);
    }

    #[test]
    fn sentences_survive_abbreviations() {
        let text = "Smith et al. Found it (e.g. In mice). Dose was 2.5 mg. Fue útil. ¿Por qué? No sé.";
        assert_eq!(
            sentences(text),
            ["Smith et al. Found it (e.g. In mice).", "Dose was 2.5 mg.", "Fue útil.", "¿Por qué?", "No sé."]
        );
    }
}
