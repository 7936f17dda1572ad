//! Widths: text in, its width in pixels out, without any font at hand.
//!
//! Advance widths of Helvetica and its kin in thousandths of the size, rounded up a little so that text never runs over.

/// Longest word in brackets at the end of a label that is a mark, in characters.
const LONGEST_MARK: usize = 8;

/// Text without control characters, marks that turn its direction and signs that XML does not know, on one line.
pub fn clean(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}'..='\u{FFFF}');
    let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    spaced.filter(|c| !c.is_control() && !hidden(*c)).collect()
}

/// Width of a line of text at a font size.
pub fn of(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size / 1000.0
}

/// The text, cut with an ellipsis where it is wider than `most`; marks in brackets at its end, as of a weak topic, stay.
pub fn fit(text: &str, size: f64, most: f64) -> String {
    let text = clean(text);
    if of(&text, size) <= most {
        return text;
    }
    let (label, mark) = text.split_at(marks_at(&text));
    let room = most - of("…", size) - of(mark, size);
    let mut used = 0.0;
    let kept: String = label
        .chars()
        .take_while(|c| {
            used += advance(*c) * size / 1000.0;
            used <= room
        })
        .collect();
    format!("{}…{mark}", kept.trim_end())
}

/// Where the marks at the end of a label begin: short words in brackets, such as ` (weak) (ended)`.
fn marks_at(text: &str) -> usize {
    let mut at = text.len();
    while let Some(open) = text[..at].strip_suffix(')').and_then(|rest| rest.rfind(" (")) {
        let inside = &text[open + 2..at - 1];
        if inside.chars().count() > LONGEST_MARK || inside.contains([' ', '(', ')']) {
            break;
        }
        at = open;
    }
    at
}

/// The text in at most `n_lines` lines of a width, broken at blanks; the last one is cut.
pub fn wrap(text: &str, size: f64, most: f64, n_lines: usize) -> Vec<String> {
    let text = clean(text);
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split(' ').filter(|w| !w.is_empty()).peekable();
    let mut line = String::new();
    while let Some(word) = words.next() {
        let longer = if line.is_empty() { word.to_string() } else { format!("{line} {word}") };
        if of(&longer, size) <= most || line.is_empty() {
            line = longer;
        } else if lines.len() + 1 == n_lines {
            line = std::iter::once(longer).chain(words.by_ref().map(str::to_string)).collect::<Vec<_>>().join(" ");
        } else {
            lines.push(std::mem::replace(&mut line, word.to_string()));
        }
    }
    lines.push(line);
    lines.into_iter().map(|l| fit(&l, size, most)).collect()
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | 'í' | 'ì' | 'î' => 260.0,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'I' | 'f' | 't' | '/' | '(' | ')' | '[' | ']' | '-' => 345.0,
        'r' | '"' | '*' => 400.0,
        'm' | 'M' | 'W' | '%' | '@' | '—' | '…' | 'w' => 945.0,
        'A'..='Z' | 'À'..='Þ' | '&' => 740.0,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'ç' => 530.0,
        '\u{0300}'..='\u{036F}' => 0.0,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{FFDC}' | '\u{1F000}'..='\u{1FAFF}' => 1050.0,
        _ => 590.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_and_wrapped() {
        assert_eq!(fit("gene delivery", 10.0, 1000.0), "gene delivery");
        let cut = fit("administración de medicamentos antineoplásicos", 10.0, 100.0);
        assert!(cut.ends_with('…') && of(&cut, 10.0) <= 100.0, "{cut}");
        let weak = fit("administración de medicamentos (weak)", 10.0, 120.0);
        assert!(weak.ends_with("… (weak)") && of(&weak, 10.0) <= 120.0, "{weak}");
        let both = fit("administración de medicamentos (2) (weak) (ended)", 10.0, 140.0);
        assert!(both.ends_with("… (2) (weak) (ended)") && of(&both, 10.0) <= 140.0, "{both}");
        let words = fit("administración de medicamentos (en los niños)", 10.0, 120.0);
        assert!(words.ends_with('…') && !words.contains('('), "{words}");
        let lines = wrap("one two three four five six seven", 10.0, 60.0, 2);
        assert!(lines.len() == 2 && lines.iter().all(|l| of(l, 10.0) <= 60.0), "{lines:?}");
        assert_eq!(clean("a\u{202e}b\u{1}\nc"), "ab c");
        assert!(wrap("", 10.0, 50.0, 2) == [""]);
    }
}
