//! TeX: the text of a value in, Unicode out, and back.
//!
//! Knows accents, letters, signs, Greek, quotation marks and dashes; drops the braces and the commands that only change
//! the look of their argument. A command that is not known stays as it is written, so that no text is lost.

use unicode_normalization::char::compose;

use super::commands::{ACCENTS, FIRST_APART, GREEK, LOOKS, SPACES, SYMBOLS, UPRIGHT, WORDS};

/// Unicode text of a value.
pub(crate) fn decode(raw: &str) -> String {
    if !raw.contains(['\\', '{', '}', '$', '~', '`', '\'', '-']) {
        return raw.to_string();
    }
    read(raw, false)
}

/// Unicode text of a formula, which stands without the marks around it.
pub(super) fn formula(raw: &str) -> String {
    read(raw, true)
}

fn read(raw: &str, math: bool) -> String {
    let mut text = Text { rest: raw, out: String::with_capacity(raw.len()), math };
    while let Some(c) = text.rest.chars().next() {
        text.step(c);
    }
    text.out
}

/// Undoes the escapes of signs, and nothing else: for links and DOIs, where `{$<$}` and `{\textless}` are "<".
pub(super) fn unescape(raw: &str) -> String {
    let bare = raw.trim().strip_prefix("\\url{").and_then(|rest| rest.strip_suffix('}')).unwrap_or(raw);
    let mut out = String::with_capacity(bare.len());
    let mut rest = bare;
    while let Some(c) = rest.chars().next() {
        let (here, behind) = rest.split_at(c.len_utf8());
        let (sign, after) = match c {
            '{' | '}' => ("", behind),
            '\\' => escaped(behind).unwrap_or((here, behind)),
            '$' => in_formula(behind).unwrap_or((here, behind)),
            _ => (here, behind),
        };
        out.push_str(sign);
        rest = after;
    }
    out
}

/// The sign that stands in a link as a command or with a backslash before it, and what follows.
fn escaped(behind: &str) -> Option<(&str, &str)> {
    let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 {
        return behind.starts_with(|c| "&%#_$~^{}".contains(c)).then(|| behind.split_at(1));
    }
    let (name, after) = behind.split_at(letters);
    let sign = symbol(name).filter(|sign| sign.bytes().all(|byte| byte.is_ascii_punctuation()))?;
    Some((sign, end(after)))
}

/// The sign that is a formula by itself in a link, and what follows the formula: `<$` behind the first `$`.
fn in_formula(behind: &str) -> Option<(&str, &str)> {
    let (sign, after) = match behind.strip_prefix('\\') {
        Some(command) => escaped(command)?,
        None => behind.split_at_checked(1).filter(|(sign, _)| matches!(*sign, "<" | ">"))?,
    };
    Some((sign, after.strip_prefix('$')?))
}

struct Text<'a> {
    rest: &'a str,
    out: String,
    math: bool,
}

impl<'a> Text<'a> {
    fn step(&mut self, c: char) {
        let runs: [(&str, &str); 5] = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("\\\\", " ")];
        if let Some((run, sign)) = runs.iter().find(|(run, _)| !self.math && self.rest.starts_with(run)) {
            self.take(run.len(), sign);
            return;
        }
        match c {
            '{' | '}' => self.take(1, ""),
            '$' if self.math || self.rest[1..].contains('$') => {
                self.math = !self.math;
                self.take(1, "");
            }
            '~' => self.take(1, " "),
            '^' | '_' if self.math => self.take(1, ""),
            '\\' => self.command(),
            _ => {
                self.out.push(c);
                self.rest = &self.rest[c.len_utf8()..];
            }
        }
    }

    fn take(&mut self, bytes: usize, sign: &str) {
        self.out.push_str(sign);
        self.rest = &self.rest[bytes..];
    }

    fn command(&mut self) {
        let behind = &self.rest[1..];
        let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        let first = behind.chars().next();
        let name = &behind[..if letters > 0 { letters } else { first.map_or(0, char::len_utf8) }];
        let after = &behind[name.len()..];
        let accent = ACCENTS.iter().find(|(accent, _)| *accent == name);
        if let (Some((_, mark)), Some((letter, rest))) = (accent, base(after, letters > 0)) {
            match compose(letter, *mark) {
                Some(whole) => self.out.push(whole),
                None => self.out.extend([letter, *mark]),
            }
            self.rest = rest;
            return;
        }
        if let Some(rest) = after.strip_prefix("{}").filter(|_| accent.is_some() && letters == 0) {
            self.take_all(name, rest);
        } else if letters == 0 {
            self.escape(first, behind);
        } else if let Some(sign) = symbol(name) {
            self.take_all(sign, end(after));
        } else if WORDS.contains(&name) {
            self.word(name, after);
        } else if let Some((space, rest)) = space(name, after) {
            self.take_all(space, rest);
        } else if let Some(rest) = self.of_argument(name, after) {
            self.rest = rest;
        } else if LOOKS.contains(&name) {
            self.rest = after.trim_start();
        } else {
            self.unknown(name, after);
        }
    }

    /// A word of mathematics, which blanks part from other words.
    fn word(&mut self, name: &str, after: &'a str) {
        if self.out.ends_with(char::is_alphanumeric) {
            self.out.push(' ');
        }
        self.out.push_str(name);
        self.rest = after.strip_prefix("{}").unwrap_or(after);
        if self.rest.starts_with(['{', '\\']) {
            self.out.push(' ');
        }
    }

    /// Reads a command by its argument; what follows, if it is such a command.
    fn of_argument(&mut self, name: &str, after: &'a str) -> Option<&'a str> {
        let (inner, rest) = argument(after)?;
        match name {
            "url" => self.out.push_str(&unescape(inner)),
            "textgreek" => self.out.extend(inner.chars().map(greek)),
            _ if FIRST_APART.contains(&name) => {}
            _ => return None,
        }
        Some(rest)
    }

    /// A command that is not known stays, apart from its argument.
    fn unknown(&mut self, name: &str, after: &'a str) {
        self.out.extend(["\\", name, if after.starts_with('{') { " " } else { "" }]);
        self.rest = after;
    }

    /// A sign behind a backslash.
    fn escape(&mut self, first: Option<char>, behind: &'a str) {
        let after = first.map_or("", |c| &behind[c.len_utf8()..]);
        match first {
            Some('{') if !self.math && marked(after).is_some() => {
                let (word, rest) = marked(after).unwrap_or_default();
                self.take_all(word, rest);
            }
            Some(sign) if "&%$#_{}".contains(sign) => {
                self.out.push(sign);
                self.rest = after;
            }
            Some('(' | ')') => {
                self.math = first == Some('(');
                self.rest = after;
            }
            Some(',' | ';' | ':' | ' ') => self.take_all(" ", after),
            Some('/' | '!' | '-' | '[' | ']') => self.rest = after,
            _ => self.take_all("\\", behind),
        }
    }

    fn take_all(&mut self, sign: &str, rest: &'a str) {
        self.out.push_str(sign);
        self.rest = rest;
    }
}

/// A word with capitals that ScienceDirect wrote in braces of its own, and what follows: `IEEE\} Access`.
fn marked(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 30;
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '/');
    let (word, rest) = text.split_at(text.find(|c| !is_sign(c)).unwrap_or(text.len()));
    let rest = rest.strip_prefix("\\}")?;
    (word.len() <= LONGEST && word.contains(char::is_uppercase)).then_some((word, rest))
}

/// The argument in braces at the start of a text, and what follows.
fn argument(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start().strip_prefix('{')?;
    let mut depth = 0usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some((&inner[..at], &inner[at + 1..])),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The Greek letter that a Latin one stands for.
fn greek(letter: char) -> char {
    let [latin, greek] = GREEK;
    latin.find(letter).and_then(|at| greek.chars().nth(at)).unwrap_or(letter)
}

/// The text that a command stands for.
fn symbol(name: &str) -> Option<&'static str> {
    let find = |name: &str| SYMBOLS.iter().find(|(symbol, _)| *symbol == name).map(|(_, sign)| *sign);
    let is_greek = |sign: &&str| sign.chars().all(|c| ('α'..='ω').contains(&c) || ('Α'..='Ω').contains(&c));
    let upright = || UPRIGHT.iter().find_map(|before| name.strip_prefix(before)).and_then(find).filter(is_greek);
    find(name).or_else(upright)
}

/// What stands for a command whose argument is no text, and what follows the argument: `\hspace*{2em}`.
fn space<'t>(name: &str, after: &'t str) -> Option<(&'static str, &'t str)> {
    let (_, space) = SPACES.iter().find(|(known, _)| *known == name)?;
    let behind = after.strip_prefix('*').unwrap_or(after).trim_start();
    // TeX takes a length without braces, too.
    let is_length = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    match argument(behind) {
        Some((_, rest)) => Some((*space, rest)),
        None if *space == " " => Some((*space, behind.trim_start_matches(is_length))),
        None => None,
    }
}

/// What follows a command: `{}` and one blank belong to it.
fn end(after: &str) -> &str {
    after.strip_prefix("{}").or_else(|| after.strip_prefix(' ')).unwrap_or(after)
}

/// The letter under an accent, braced or not, with or without its dot, and what follows it.
fn base(after: &str, blank: bool) -> Option<(char, &str)> {
    let after = if blank { after.trim_start() } else { after };
    let (inner, braced) = after.strip_prefix('{').map_or((after, false), |rest| (rest, true));
    let (letter, rest) = if let Some(rest) = inner.strip_prefix("\\i").filter(|r| !r.starts_with(char::is_alphabetic)) {
        ('i', end(rest))
    } else if let Some(rest) = inner.strip_prefix("\\j").filter(|r| !r.starts_with(char::is_alphabetic)) {
        ('j', end(rest))
    } else {
        let letter = inner.chars().next().filter(|c| c.is_alphabetic())?;
        (letter, &inner[letter.len_utf8()..])
    };
    if braced { rest.strip_prefix('}').map(|rest| (letter, rest)) } else { Some((letter, rest)) }
}

/// A value that [`decode`] turns into `text` again.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '-' | '\'' | '`' if last == c => out.extend(['{', '}', c]),
            _ => out.push(c),
        }
        last = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_becomes_unicode() {
        for (tex, text) in [
            ("Garc{\\'\\i}a", "García"),
            ("Garc\\'{\\i}a", "García"),
            ("Garc{\\'i}a", "García"),
            ("K{\\\"o}ln", "Köln"),
            ("\\\"{o}", "ö"),
            ("Stra\\ss e", "Straße"),
            ("Stra{\\ss}e", "Straße"),
            ("\\c{c}\\~ao", "ção"),
            ("{\\v S}{\\H{o}}", "Šő"),
            ("{\\AA}ngstr{\\\"o}m {\\O}rsted", "Ångström Ørsted"),
            ("TGF-$\\beta$1", "TGF-β1"),
            ("$\\alpha$-synuclein", "α-synuclein"),
            ("H$_{2}$O and 10$^{-3}$", "H2O and 10-3"),
            ("{DNA} {M}ethylation", "DNA Methylation"),
            ("``so'' -- or --- not", "“so” – or — not"),
            ("A \\& B, 50\\% of \\$5", "A & B, 50% of $5"),
            ("\\textit{in vivo} and \\emph{in vitro}", "in vivo and in vitro"),
            ("CO{\\(_{\\mbox{2}}\\)} a_b", "CO2 a_b"),
            ("costs $5 only", "costs $5 only"),
            ("\\unknown{x}", "\\unknown x"),
            ("5 {\\textpm} 3, 2 {\\texttimes} 4 m{\\texttwosuperior}", "5 ± 3, 2 × 4 m²"),
            ("9{\\textperthousand}, 37 {\\textcelsius}, {\\guilsinglleft}x{\\guilsinglright}", "9‰, 37 °C, ‹x›"),
            ("p{\\thinspace}{\\textless}{\\thinspace}0.05, $x \\leqslant 4$", "p < 0.05, x ≤4"),
            ("7 {\\textgreek{m}}m, {\\ensuremath{\\alpha}}-$\\boldsymbol{x}$", "7 μm, α-x"),
            ("$O(n\\log n)$, $\\max\\{a, B\\}$, $\\hat{y}$", "O(n log n), max {a, B}, y"),
            (
                "\\href{http://a.example/{x}}{the page}, \\url{http://a.example/~b\\_c}",
                "the page, http://a.example/~b_c",
            ),
            ("One\\footnote{Not \\emph{two}.} text", "One text"),
            ("R{\\^{}}2, {\\~{}}20, C:$\\backslash$a, {\\backslash}b", "R^2, ~20, C:\\a, \\b"),
            ("The \\{IEEE\\} and \\{COVID-19\\}, \\{a\\}, \\{A, B\\}", "The IEEE and COVID-19, {a}, {A, B}"),
            ("900\\hspace{0.167em}MHz, 5\\hspace*{1em} m", "900 MHz, 5  m"),
            ("\\textbeta-cells, 5 \\upmu m, {\\textmu}m", "β-cells, 5 μm, µm"),
            ("\\enquote{so} \\num{10} \\citep{ruiz2020} on", "so 10  on"),
            ("O'Brien's", "O'Brien's"),
            ("Dvo\\v{r}\\'ak~A", "Dvořák A"),
        ] {
            assert_eq!(decode(tex), text, "{tex}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["a_b & c%", "x--y ''z'' ``", "{\\}~^$#", "İı ß – “ ”", "10^-3 ~5", "\\alpha \\unknown"] {
            assert_eq!(decode(&encode(text)), text, "{}", encode(text));
        }
        for (tex, text) in [
            ("10.5555/(SICI)1-2(9)7:1{$<$}61::AID-X8{$>$}3.0.CO;2-2", "10.5555/(SICI)1-2(9)7:1<61::AID-X8>3.0.CO;2-2"),
            ("7:1$<$61::AID-X8$>$3", "7:1<61::AID-X8>3"),
            ("7:1{\\textless}61::AID-X8{\\textgreater}{}3", "7:1<61::AID-X8>3"),
            ("7:1\\textless 61::AID-X8\\textgreater{}3", "7:1<61::AID-X8>3"),
            ("a{\\_}b\\%20c{\\~{}}d$\\sim$e{\\textasciitilde}f\\$5", "a_b%20c~d~e~f$5"),
            ("a$b?c=$d, \\x", "a$b?c=$d, \\x"),
        ] {
            assert_eq!(unescape(tex), text, "{tex}");
        }
        assert_eq!(unescape("\\url{https://example.org/a\\_b\\%20c}"), "https://example.org/a_b%20c");
    }
}
