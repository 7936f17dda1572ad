//! Running text: one file, one document.
//!
//! The first line is the title where it is short and something follows; all the rest is the abstract.

use std::io::{self, BufRead};

use super::issue::IssueKind;
use super::lines::Lines;
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

/// Whether the first text of a file is running text: words of small letters, few signs.
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
    words >= 5 && !markup && letters >= 5 * signs
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
}
