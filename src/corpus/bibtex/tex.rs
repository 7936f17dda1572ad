//! TeX: the text of a value in, Unicode out, and back.
//!
//! Knows accents, letters, signs, Greek, quotation marks and dashes; drops the braces and the commands that only change
//! the look of their argument. A command that is not known stays as it is written, so that no text is lost.

use unicode_normalization::char::compose;

/// Accent commands and the combining marks they stand for.
const ACCENTS: &[(&str, char)] = &[
    ("'", '\u{301}'),
    ("`", '\u{300}'),
    ("^", '\u{302}'),
    ("\"", '\u{308}'),
    ("~", '\u{303}'),
    ("=", '\u{304}'),
    (".", '\u{307}'),
    ("u", '\u{306}'),
    ("v", '\u{30C}'),
    ("H", '\u{30B}'),
    ("c", '\u{327}'),
    ("k", '\u{328}'),
    ("r", '\u{30A}'),
    ("d", '\u{323}'),
    ("b", '\u{331}'),
    ("t", '\u{361}'),
];

/// Commands that stand for a text.
const SYMBOLS: &[(&str, &str)] = &[
    ("ss", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
    ("S", "§"),
    ("P", "¶"),
    ("copyright", "©"),
    ("textcopyright", "©"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("pounds", "£"),
    ("textsterling", "£"),
    ("texteuro", "€"),
    ("euro", "€"),
    ("textyen", "¥"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquotesingle", "'"),
    ("textquotedbl", "\""),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("textbackslash", "\\"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textbar", "|"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textdegree", "°"),
    ("degree", "°"),
    ("textmu", "µ"),
    ("textonehalf", "½"),
    ("textquestiondown", "¿"),
    ("textexclamdown", "¡"),
    ("textordfeminine", "ª"),
    ("textordmasculine", "º"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("times", "×"),
    ("pm", "±"),
    ("cdot", "·"),
    ("circ", "°"),
    ("sim", "~"),
    ("approx", "≈"),
    ("leq", "≤"),
    ("le", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("neq", "≠"),
    ("rightarrow", "→"),
    ("to", "→"),
    ("leftarrow", "←"),
    ("infty", "∞"),
    ("prime", "′"),
    ("quad", " "),
    ("qquad", " "),
    ("par", " "),
    ("newline", " "),
    ("space", " "),
];

/// Commands that change the look of what follows.
const LOOKS: &[&str] = &[
    "emph",
    "textit",
    "textbf",
    "textsc",
    "textrm",
    "textsf",
    "texttt",
    "textup",
    "textsl",
    "textnormal",
    "textsuperscript",
    "textsubscript",
    "mathrm",
    "mathit",
    "mathbf",
    "mathsf",
    "mathcal",
    "mathbb",
    "text",
    "mbox",
    "ensuremath",
    "it",
    "bf",
    "em",
    "rm",
    "sc",
    "sf",
    "sl",
    "tt",
    "itshape",
    "bfseries",
    "scshape",
    "uppercase",
    "lowercase",
    "MakeUppercase",
    "MakeLowercase",
    "underline",
    "left",
    "right",
    "enquote",
    "mkbibquote",
    "num",
    "si",
    "SI",
    "noopsort",
    "relax",
    "protect",
];

/// Commands whose argument is no text, and what stands for them.
const SPACES: &[(&str, &str)] =
    &[("hspace", " "), ("vspace", " "), ("cite", ""), ("citep", ""), ("citet", ""), ("label", "")];

/// How signs are named that are no mathematics: `\textbeta`, `\upmu`.
const UPRIGHT: [&str; 2] = ["text", "up"];

/// Unicode text of a value.
pub(crate) fn decode(raw: &str) -> String {
    if !raw.contains(['\\', '{', '}', '$', '~', '`', '\'', '-']) {
        return raw.to_string();
    }
    let mut text = Text { rest: raw, out: String::with_capacity(raw.len()), math: false };
    while let Some(c) = text.rest.chars().next() {
        text.step(c);
    }
    text.out
}

/// Undoes the escapes of signs, and nothing else: for links.
pub(super) fn unescape(raw: &str) -> String {
    let bare = raw.trim().strip_prefix("\\url{").and_then(|rest| rest.strip_suffix('}')).unwrap_or(raw);
    let mut out = String::with_capacity(bare.len());
    let mut chars = bare.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|next| "&%#_$~{}".contains(*next)) => {}
            '{' | '}' => {}
            _ => out.push(c),
        }
    }
    out
}

struct Text<'a> {
    rest: &'a str,
    out: String,
    math: bool,
}

impl Text<'_> {
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
        if let Some(sign) = symbol(name) {
            self.out.push_str(sign);
            self.rest = end(after);
        } else if let Some((space, rest)) = space(name, after) {
            self.out.push_str(space);
            self.rest = rest;
        } else if LOOKS.contains(&name) {
            self.rest = after.trim_start();
        } else if let Some(sign) = first.filter(|c| "&%$#_{}".contains(*c)) {
            self.out.push(sign);
            self.rest = after;
        } else if matches!(first, Some('(' | ')')) {
            self.math = first == Some('(');
            self.rest = after;
        } else if matches!(first, Some(',' | ';' | ':' | ' ' | '/' | '!' | '-' | '[' | ']')) {
            self.out.push_str(if matches!(first, Some(',' | ';' | ':' | ' ')) { " " } else { "" });
            self.rest = after;
        } else {
            self.out.push('\\');
            self.rest = behind;
        }
    }
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
    let argument = after.strip_prefix('*').unwrap_or(after).trim_start();
    // TeX takes a length without braces, too.
    let is_length = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    match argument.strip_prefix('{') {
        Some(inner) => inner.split_once('}').map(|(_, rest)| (*space, rest)),
        None if *space == " " => Some((*space, argument.trim_start_matches(is_length))),
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
            ("\\unknown{x}", "\\unknownx"),
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
        assert_eq!(unescape("\\url{https://example.org/a\\_b\\%20c}"), "https://example.org/a_b%20c");
    }
}
