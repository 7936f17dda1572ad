//! Inline markup in titles and abstracts: text with JATS, MathML or HTML tags in, text without them out.
//!
//! JSON is read without them. Other formats are read without those of abstracts that were written as a page (`<p>…`),
//! but for indices and powers; titles and texts with some tag inside keep them, since a record is written as it was and
//! reference managers read them there, and analysis and report pass over them. Only tags of
//! known names are taken out; `a < b` and `<unknown>` stay. Paragraphs become line ends; the heading that PubMed's XML
//! keeps in a tag (`<AbstractText Label="METHODS">`) stands before its paragraph.

use std::borrow::Cow;

use super::entities;
use super::record::Role;

/// Tags that end a line.
const BLOCKS: [&str; 22] = [
    "p",
    "sec",
    "title",
    "list",
    "list-item",
    "br",
    "div",
    "li",
    "disp-formula",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "tr",
    "section",
    "blockquote",
    "abstracttext",
    "copyrightinformation",
];
/// Tags inside a line.
const INLINE: [&str; 24] = [
    "i",
    "b",
    "u",
    "em",
    "strong",
    "sub",
    "sup",
    "inf",
    "sc",
    "scp",
    "span",
    "italic",
    "bold",
    "inline-formula",
    "tex-math",
    "ext-link",
    "xref",
    "a",
    "underline",
    "alternatives",
    "named-content",
    "monospace",
    "styled-content",
    "email",
];

/// What Ovid writes between the parts of an abstract, in every format of its own and of others.
const OVID_BREAK: &str = "<ovid:br/>";

/// Longest tag in bytes, behind its first sign.
const LONGEST: usize = 399;

/// The value of a field of this role, without what was meant for a page of the web: entities, but in links, and the
/// tags of an abstract that begins with a paragraph or a heading, but those of an index or a power. The breaks of Ovid,
/// which no other program reads, are line ends.
pub(super) fn value(role: Role, text: &str) -> Cow<'_, str> {
    if role == Role::Url {
        return Cow::Borrowed(text);
    }
    let text = without_frame(role, entities::decode(text));
    let starts_block =
        |text: &str| text.trim_start().starts_with('<') && tag(text.trim_start()).is_some_and(|(_, block)| block);
    if role != Role::Abstract {
        return text;
    }
    let text = if text.contains(OVID_BREAK) { Cow::Owned(in_lines(&text)) } else { text };
    if !starts_block(&text) {
        return text;
    }
    match without(&text, is_script) {
        Cow::Owned(plain) => Cow::Owned(plain),
        Cow::Borrowed(_) => text,
    }
}

/// A title or an abstract without the document of LaTeX that Springer writes around every formula.
pub(super) fn without_frame(role: Role, text: Cow<'_, str>) -> Cow<'_, str> {
    const HEAD: &str = "\\documentclass";
    const BEGIN: &str = "\\begin{document}";
    const END: &str = "\\end{document}";
    let is_text = matches!(role, Role::Title | Role::TranslatedTitle | Role::Abstract);
    if !is_text || !text.contains(HEAD) {
        return text;
    }
    let (mut bare, mut rest) = (String::with_capacity(text.len()), &*text);
    while let Some((before, (_, formula))) = rest.split_once(HEAD).and_then(|(a, b)| Some((a, b.split_once(BEGIN)?))) {
        let (formula, behind) = formula.split_once(END).unwrap_or((formula, ""));
        bare.push_str(before);
        bare.push_str(formula.trim());
        rest = behind;
    }
    Cow::Owned(bare + rest)
}

/// The text with a line for each part that Ovid tells.
fn in_lines(text: &str) -> String {
    text.split(OVID_BREAK).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The text without its tags; entities are resolved where a tag was found.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    without(text, |_| false)
}

/// The text without its tags but those that are kept.
fn without(text: &str, is_kept: impl Fn(&str) -> bool) -> Cow<'_, str> {
    let taken = |text: &str| tag(text).filter(|_| !is_kept(text));
    let mut places = memchr::memchr_iter(b'<', text.as_bytes());
    if !places.any(|at| taken(&text[at..]).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        match taken(&rest[at..]) {
            Some((len, block)) => {
                if block && !plain.ends_with('\n') && !plain.is_empty() {
                    plain.push('\n');
                }
                if let Some(heading) = heading(&rest[at..at + len]) {
                    plain.push_str(heading);
                    plain.push_str(": ");
                }
                rest = &rest[at + len..];
            }
            None => {
                plain.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(tidy(&entities::decode(&plain)))
}

/// The heading that a tag of PubMed's XML holds; none for a part without a name.
fn heading(tag: &str) -> Option<&str> {
    const NAME: &str = "<abstracttext";
    if !tag.get(..NAME.len())?.eq_ignore_ascii_case(NAME) {
        return None;
    }
    let (_, value) = tag.split_once("Label=")?;
    let sign = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let label = value[1..].split(sign).next()?.trim().trim_end_matches(':');
    (!label.is_empty() && !label.eq_ignore_ascii_case("unlabelled")).then_some(label)
}

/// Whether an element of this name is part of a line.
pub(super) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Whether the tag at the start of a text is of an index or a power.
fn is_script(text: &str) -> bool {
    let name = text.trim_start_matches('<').trim_start_matches('/').as_bytes();
    SCRIPTS.iter().any(|script| name.get(..script.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(script)))
}

/// Calls `visit` with the runs of text between tags, in order; tags inside a word part nothing.
pub(crate) fn runs<'a>(text: &'a str, mut visit: impl FnMut(&'a str)) {
    let mut from = 0;
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let parts = |_: &(usize, bool)| at >= from && inside_word(text.as_bytes(), at).is_none();
        if let Some((len, _)) = tag(&text[at..]).filter(parts) {
            visit(&text[from..at]);
            from = at + len;
        }
    }
    visit(&text[from..]);
}

/// Tags of an index or a power, without their first sign.
const SCRIPTS: [&[u8]; 5] = [b"sub>", b"inf>", b"jats:sub>", b"sup>", b"jats:sup>"];
/// How many of them are of an index.
const N_INDEX: usize = 3;
/// Bytes of the longest of them with both signs.
const LONGEST_SCRIPT: usize = 10;
/// Longest word that has a power; behind a longer one stands the number of a note.
const LONGEST_WITH_POWER: usize = 3;

/// Length of a tag at `at` that stands inside a word: "CO<sub>2</sub>", "H<sub>2</sub>O", "m<sup>2</sup>".
pub(crate) fn inside_word(text: &[u8], at: usize) -> Option<usize> {
    let is_greek = |byte: &u8| matches!(byte, 0xCE | 0xCF);
    let in_word = |byte: &&u8| byte.is_ascii_alphanumeric() || is_greek(byte) || matches!(byte, 0x80..=0xBF);
    let rest = text.get(at..)?.strip_prefix(b"<")?;
    let (rest, closes) = rest.strip_prefix(b"/").map_or((rest, false), |rest| (rest, true));
    let begins = |name: &&[u8]| rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name);
    let kind = SCRIPTS.iter().position(begins)?;
    let length = 1 + usize::from(closes) + SCRIPTS[kind].len();
    let before = text[..at].iter().rev().take_while(in_word).count();
    let fits = if closes {
        // The tag that it closes stands before.
        let held = &text[..at - before];
        let near = held.len().saturating_sub(LONGEST_SCRIPT);
        let open = memchr::memrchr(b'<', &held[near..]).filter(|_| held.ends_with(b">"));
        open.is_some_and(|open| held[near + open..].get(1) != Some(&b'/') && inside_word(text, near + open).is_some())
    } else {
        let goes_on = text.get(at + length).is_some_and(|next| next.is_ascii_alphanumeric() || is_greek(next));
        goes_on && (kind < N_INDEX || before <= LONGEST_WITH_POWER)
    };
    (fits && before > 0).then_some(length)
}

/// Length of the known tag at the start of `text`, and whether it ends a line.
fn tag(text: &str) -> Option<(usize, bool)> {
    // A tag holds no other one, so a text of nothing but `<` is read once.
    let end = text.bytes().skip(1).take(LONGEST).position(|b| matches!(b, b'<' | b'>'))? + 1;
    if text.as_bytes()[end] == b'<' {
        return None;
    }
    let len = end + 1;
    let inner = text[1..len - 1].trim_start_matches('/').trim_end_matches('/').trim();
    let mut words = inner.split_whitespace();
    let name = words.next()?;
    // Neither "a<b and c>d" nor "a<b at t = 5 and c>d" is a tag.
    if words.next().is_some() && !["=\"", "='"].iter().any(|sign| inner.contains(sign)) {
        return None;
    }
    let (space, local) = name.rsplit_once(':').unwrap_or(("", name));
    if space == "mml" {
        return Some((len, false));
    }
    let local = local.to_ascii_lowercase();
    let block = BLOCKS.contains(&local.as_str());
    (space == "jats" || block || INLINE.contains(&local.as_str())).then_some((len, block))
}

/// Lines trimmed, runs of blanks joined, blank lines out; a heading line alone becomes `Heading: `.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tags_go_and_others_stay() {
        for (text, plain) in [
            ("p < 0.05 and <x>", "p < 0.05 and <x>"),
            ("The <i>E. coli</i> CO<sub>2</sub> &amp; <b>x</b>", "The E. coli CO2 & x"),
            ("<jats:sec>\n <jats:title>Aim</jats:title><jats:p>To\n  see.</jats:p></jats:sec>", "Aim\nTo\nsee."),
            ("<h4>Aim</h4>To see.<h4>Results</h4>Seen.<ul><li>a</li></ul>", "Aim\nTo see.\nResults\nSeen.\na"),
            ("<mml:math><mml:mi>x</mml:mi></mml:math> < 2", "x < 2"),
            ("a<b and c>d", "a<b and c>d"),
            ("a<b at t = 5 and c>d", "a<b at t = 5 and c>d"),
            ("<a href=\"x y\">A</a> <span class='x'>b</span>", "A b"),
            ("<<i>x</i> <", "<x <"),
            ("<", "<"),
        ] {
            assert_eq!(strip(text), plain, "{text}");
            let mut found = String::new();
            runs(text, |run| found.push_str(run));
            assert_eq!(tidy(&entities::decode(&strip(&found))).replace('\n', ""), plain.replace('\n', ""), "{text}");
        }
    }

    #[test]
    fn abstracts_lose_what_is_of_the_web_and_titles_what_is_no_sign() {
        for (text, plain) in [
            ("<p>Bark &amp; trees.</p>\n<p>CO<sub>2</sub> <i>in situ</i></p>", "Bark & trees.\nCO<sub>2</sub> in situ"),
            ("&lt;jats:p&gt;One&lt;/jats:p&gt;", "One"),
            ("p<0.05 and x>3, r &lt; 0.2", "p<0.05 and x>3, r < 0.2"),
            ("Aim: one. <ovid:br/>Result(s): <i>two</i>.<ovid:br/>", "Aim: one.\nResult(s): <i>two</i>."),
            (
                "<AbstractText Label=\"AIMS\" NlmCategory=\"UNASSIGNED\">To see.</AbstractText> <AbstractText \
                 Label='Main results:'>Seen.</AbstractText>\n<CopyrightInformation>© We.</CopyrightInformation>",
                "AIMS: To see.\nMain results: Seen.\n© We.",
            ),
            ("<AbstractText Label=\"UNLABELLED\">x</AbstractText>", "x"),
            ("é<p>x</p>, in the <b>text</b>", "é<p>x</p>, in the <b>text</b>"),
            ("10<sup>-3</sup> H<SUB>2</SUB>O", "10<sup>-3</sup> H<SUB>2</SUB>O"),
        ] {
            assert_eq!(value(Role::Abstract, text), plain, "{text}");
            assert_eq!(value(Role::Abstract, plain), plain, "{text}");
        }
        assert_eq!(value(Role::Title, "<i>E. coli</i> &amp; I"), "<i>E. coli</i> & I");
        assert_eq!(value(Role::Url, "https://x.example/?a=1&amp;b=2"), "https://x.example/?a=1&amp;b=2");
    }

    #[test]
    fn a_formula_loses_the_document_around_it() {
        let frame = |formula: &str| {
            format!(
                "\\documentclass[12pt]{{minimal}} \\usepackage{{x}}\n\\begin{{document}} {formula} \\end{{document}}"
            )
        };
        let text = format!("Of {} and p<3 {}.", frame("$$x$$"), frame("$$y$$"));
        assert_eq!(value(Role::Title, &text), "Of $$x$$ and p<3 $$y$$.");
        assert_eq!(value(Role::Abstract, &format!("<p>{text}</p>")), "Of $$x$$ and p<3 $$y$$.");
        for (role, text) in [(Role::Title, "The \\documentclass of LaTeX"), (Role::Note, &frame("x"))] {
            assert_eq!(value(role, text), text);
        }
        let open = frame("$$x$$").replace("\\end{document}", "");
        assert_eq!(value(Role::Title, &open), "$$x$$");
    }

    #[test]
    fn an_index_stands_inside_its_word() {
        for (text, parts) in [
            ("CO<sub>2</sub> in H<SUB>2</SUB>O", &["CO<sub>2</sub> in H<SUB>2</SUB>O"][..]),
            ("Ca<sup>2+</sup> IFN<inf>γ</inf>", &["Ca<sup>2+", " IFN<inf>γ</inf>"]),
            ("cells<sup>1</sup> 10<sup>-3</sup> <sub>a</sub>", &["cells", "1", " 10", "-3", " ", "a", ""]),
            ("x</sub>2 <i>E</i><sub>2</sub>", &["x", "2 ", "E", "", "2", ""]),
        ] {
            let mut found = Vec::new();
            runs(text, |run| found.push(run));
            assert_eq!(found, parts, "{text}");
        }
    }
}
