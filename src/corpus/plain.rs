//! Running text: one file, one document.
//!
//! The first line is the title where it is short and something follows; all the rest is the abstract. Records in tags
//! that no reader knows are no running text, and are not read.

use std::io::{self, BufRead};

use super::issue::IssueKind;
use super::lines::{self, Lines};
use super::record::{RecordBuilder, Role};
use super::sink::Sink;

/// Longest first line that is taken for a title.
const MAX_TITLE: usize = 250;
/// Longest document kept, in bytes.
const MAX_TEXT: usize = 64 << 20;

/// Reads one document.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut lines = Lines::new(input);
    let mut cut = false;
    let mut started = false;
    let mut first = String::new();
    let mut rest = String::new();
    while let Some(line) = lines.next_line()? {
        let line = line.trim();
        if !started {
            if line.is_empty() {
                continue;
            }
            first.push_str(line);
            started = true;
        } else if rest.len() + line.len() >= MAX_TEXT {
            cut = true;
        } else if !line.is_empty() || !rest.ends_with("\n\n") {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    let rest = rest.trim();
    let mut builder = RecordBuilder::new(1);
    if first.len() <= MAX_TITLE && !rest.is_empty() && !first.ends_with(['.', ',', ';', ':', '-']) {
        builder.push("title", Role::Title, &first);
        builder.push("text", Role::Abstract, rest);
    } else if !first.is_empty() {
        let text = if rest.is_empty() { first } else { format!("{first}\n{rest}") };
        builder.push("text", Role::Abstract, &text);
    }
    sink.record(builder);
    if cut {
        sink.issue(0, IssueKind::Limit, format!("text longer than {MAX_TEXT} bytes: the rest was left out"));
    }
    lines.report(sink);
    Ok(())
}

/// Tags that programs give to fields, of which some stand in any of their files.
const TAGS: [&str; 24] = [
    "A1", "AB", "AD", "AN", "AU", "DE", "DO", "DP", "DT", "ID", "IS", "JN", "JO", "KW", "LA", "LG", "PB", "PU", "PY",
    "SN", "SO", "VL", "VO", "YR",
];

/// Whether the first text of a file holds records in tags of a program that is not known (`TI- A title`, `AU ~ Ruiz`):
/// most lines begin with a short tag and the same sign behind it, and a title and three other fields are among them.
/// Those who speak in a dialogue have signs behind their initials, too, but no such names.
pub(super) fn is_tagged(head: &str) -> bool {
    const LOOKED_AT: usize = 300;
    let lines = lines::of_head(head);
    // What is set in goes on with the field above.
    let lines: Vec<&str> =
        lines.filter(|line| !line.trim().is_empty() && !line.starts_with([' ', '\t'])).take(LOOKED_AT).collect();
    let tagged: Vec<(&str, &str)> = lines.iter().filter_map(|line| tag(line)).collect();
    let Some((_, sign)) = tagged.iter().find(|(tag, _)| matches!(*tag, "TI" | "T1")) else { return false };
    let of_one_shape = || tagged.iter().filter(|(_, other)| other == sign).map(|(tag, _)| tag);
    let n_known = TAGS.iter().filter(|known| of_one_shape().any(|tag| tag == *known)).count();
    n_known >= 3 && of_one_shape().count() * 2 > lines.len()
}

/// The tag that a line begins with, and the sign behind it with the blanks before it.
fn tag(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at(line.bytes().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count());
    let sign = rest.split_at(rest.bytes().take_while(|b| b" \t-~:=|>#".contains(b)).count()).0.trim_end();
    let is_tag = (2..=4).contains(&tag.len()) && tag.starts_with(|c: char| c.is_ascii_uppercase());
    (is_tag && (1..=4).contains(&sign.len())).then_some((tag, sign))
}

/// Whether the first text of a file is running text: words of small letters, few signs, no tags.
pub fn sniff(head: &str) -> bool {
    let (mut letters, mut signs) = (0usize, 0usize);
    for c in head.chars() {
        if c.is_alphabetic() {
            letters += 1;
        } else if !c.is_whitespace() {
            signs += 1;
        }
    }
    let words = head.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    let markup = head.trim_start().starts_with(['<', '{', '[', '#']);
    words >= 5 && !markup && letters >= 5 * signs && !is_tagged(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(String, String)> {
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        sink.records.iter().flat_map(|r| r.fields()).map(|f| (f.tag.to_string(), f.value.to_string())).collect()
    }

    #[test]
    fn a_short_first_line_is_the_title() {
        let text = "\nA title\n\nFirst line\nsecond line.\n";
        assert_eq!(
            fields(text),
            [("title".into(), "A title".into()), ("text".into(), "First line\nsecond line.".into())]
        );
        assert_eq!(fields("One sentence.\nAnother."), [("text".into(), "One sentence.\nAnother.".into())]);
        assert!(fields("\n \n").is_empty());
    }

    #[test]
    fn records_in_unknown_tags_are_no_running_text() {
        let copac = "\nTI- The niosome project : a report\nAU- Ruiz, Ana\nPY- 1992\nPU- Nowhere : Imagined Press\nNT- Also elsewhere.\n\n\
            TI- Second title of a report\nAU- Brandt, Otto\nLG- English\n";
        let inspec = "Record 1 of 2 - INSPEC 2003\nTI ~ The niosome project and its genes\nAU ~ Ruiz, Ana\nAB ~ An abstract that is\n\
            \u{20}    folded here.\nPY ~ 1992\n";
        for text in [copac, inspec] {
            assert!(is_tagged(text) && !sniff(text), "{text}");
        }
        for text in [
            "IV: How do you feel about the night work?\nAU: I am tired, and I sleep badly.\nIV: Since when is that so?\nTI: So am I.\n",
            "P1: I wash my hands before every meal.\nP2: I do as well.\nP3: We never do that at home.\nP4: Sometimes I do.\nMOD: Why is that so?\n",
            "1- We washed the hands of patients.\n2- We dried them.\n3- We went home and slept.\n",
            "TI is a tag, AU another, PY the year and AB the abstract.\nAll of them stand in exports of databases.\n",
            "HIV - a virus of people - was looked for in blood.\nDNA - of cells - was not.\nRNA: it was found as well.\n",
        ] {
            assert!(!is_tagged(text) && sniff(text), "{text}");
        }
    }
}
