//! Formulas: a title or an abstract with formulas in TeX in, without them out.
//!
//! Springer escapes its formulas and often writes the same in plain signs behind: "$$5 \pm 1$$5±1".

use std::borrow::Cow;

use super::tex;

/// What stands around a formula.
const MARK: &str = "$$";

/// Longest formula that is looked at, in bytes.
const LONGEST: usize = 1000;

/// The text without the formulas that it says again in plain signs; others with commands are read as signs.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(MARK) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, (formula, behind))) =
        rest.split_once(MARK).and_then(|(before, inner)| Some((before, inner.split_once(MARK)?)))
    {
        out.push_str(before);
        if formula.trim().is_empty() || formula.len() > LONGEST {
            out.push_str(MARK);
            rest = &rest[before.len() + MARK.len()..];
            continue;
        }
        let signs = tex::formula(formula);
        if is_said(&signs, behind) {
            // The plain signs follow.
        } else if formula.contains('\\') {
            out.push_str(&signs);
        } else {
            out.extend([MARK, formula, MARK]);
        }
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether a text begins with these signs, whatever blanks stand between them.
fn is_said(signs: &str, text: &str) -> bool {
    let mut text = text.chars().filter(|c| !c.is_whitespace()).map(same);
    signs.chars().filter(|c| !c.is_whitespace()).map(same).all(|sign| text.next() == Some(sign))
}

/// One sign for those that look alike.
fn same(sign: char) -> char {
    match sign {
        '−' | '–' => '-',
        'µ' => 'μ',
        '∼' => '~',
        '⩽' => '≤',
        '⩾' => '≥',
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_read_once() {
        for (text, bare) in [
            ("of $$7.5 \\pm 2.1$$7.5±2.1, and", "of 7.5±2.1, and"),
            ("with $$-\\alpha _{1}$$ − α1 on", "with  − α1 on"),
            ("$$n=5$$n=5 and $$x \\le 2$$", "n=5 and x ≤2"),
            ("$$n=5$$ alone", "$$n=5$$ alone"),
            ("costs $$ or $$$$", "costs $$ or $$$$"),
            ("no end $$x \\pm 1", "no end $$x \\pm 1"),
        ] {
            assert_eq!(plain(text), bare, "{text}");
        }
    }
}
