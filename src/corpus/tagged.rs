//! Files of several tagged formats put one behind another: lines in, the records of all of them out.
//!
//! RIS, MEDLINE, EndNote tagged and Web of Science text are read line by line by the reader of the format that the file
//! begins with; where a line is the first of a record of another one, the reader of that one goes on from there, and the
//! place is told. Formats that are no lines of tags are not looked for.

use std::io::{self, BufRead};

use super::issue::IssueKind;
use super::lines::{self, Lines};
use super::sink::Sink;
use super::{Format, enw, medline, ris, wos};

/// Reads a file that begins in `format`, one of the four.
///
/// # Errors
/// What `input` says.
pub(super) fn parse(format: Format, input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut lines = Lines::new(input);
    let mut reader = Reader::of(format);
    let (mut number, mut dialect) = (0_u32, None);
    let result = loop {
        let line = match lines.next_line() {
            Ok(Some(line)) => line,
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        };
        number = number.saturating_add(1);
        if let Some(next) = begins(line).filter(|next| *next != reader.format() && reader.may_leave(*next)) {
            reader.leave(sink);
            let message = format!("{} begins here, behind {}; both are read", next.name(), reader.format().name());
            sink.issue(number, IssueKind::Malformed, message);
            dialect = dialect.or(sink.dialect.take());
            sink.begins(next);
            reader = Reader::of(next);
        }
        reader.line(number, line, sink);
    };
    let is_whole = lines.ended_with_break() || result.is_err();
    reader.end(is_whole, sink);
    lines.report(sink);
    sink.dialect = dialect.or(sink.dialect.take());
    result
}

/// The format of a text whose first line is the first of a record or of a file.
pub(super) fn opens(head: &str) -> Option<Format> {
    let mut lines = lines::of_head(head);
    lines.find(|line| !line.trim().is_empty()).and_then(begins)
}

/// The format of which a line is the first of a record, or of a file.
fn begins(line: &str) -> Option<Format> {
    // Most lines are told by their first sign.
    match line.as_bytes().first()? {
        b'T' => line.strip_prefix("TY  - ").filter(|kind| is_kind(kind)).map(|_| Format::Ris),
        b'P' => line.strip_prefix("PMID- ").filter(|pmid| is_number(pmid)).map(|_| Format::Medline),
        b'F' => ["FN Clarivate", "FN Thomson", "FN ISI"].iter().any(|f| line.starts_with(f)).then_some(Format::WosText),
        b'%' => line.strip_prefix("%0 ").filter(|kind| enw::is_kind(kind.trim())).map(|_| Format::Enw),
        _ => None,
    }
}

fn is_kind(text: &str) -> bool {
    let text = text.trim_ascii();
    (3..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_number(text: &str) -> bool {
    let text = text.trim_ascii();
    (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The reader of one of the formats.
enum Reader {
    Ris(ris::Reader),
    Medline(medline::Reader),
    Enw(enw::Reader),
    Wos(wos::Reader),
}

impl Reader {
    fn of(format: Format) -> Reader {
        match format {
            Format::Medline => Reader::Medline(medline::Reader::default()),
            Format::Enw => Reader::Enw(enw::Reader::default()),
            Format::WosText => Reader::Wos(wos::Reader::default()),
            _ => Reader::Ris(ris::Reader::default()),
        }
    }

    fn format(&self) -> Format {
        match self {
            Reader::Ris(_) => Format::Ris,
            Reader::Medline(_) => Format::Medline,
            Reader::Enw(_) => Format::Enw,
            Reader::Wos(_) => Format::WosText,
        }
    }

    /// Whether a line may start a record of another format here. Inside a record of RIS or EndNote, whose texts go on in
    /// lines without a mark, only behind a blank line, or where the line is sure.
    fn may_leave(&self, next: Format) -> bool {
        match self {
            Reader::Ris(reader) => reader.is_between(),
            Reader::Enw(reader) => next == Format::Ris || reader.is_between(),
            Reader::Medline(_) | Reader::Wos(_) => true,
        }
    }

    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        match self {
            Reader::Ris(reader) => reader.line(number, line, sink),
            Reader::Medline(reader) => reader.line(number, line, sink),
            Reader::Enw(reader) => reader.line(number, line, sink),
            Reader::Wos(reader) => reader.line(number, line, sink),
        }
    }

    /// Ends before another format.
    fn leave(&mut self, sink: &mut Sink) {
        match self {
            Reader::Ris(reader) => reader.leave(sink),
            _ => self.end(true, sink),
        }
    }

    fn end(&mut self, is_whole: bool, sink: &mut Sink) {
        match self {
            Reader::Ris(reader) => reader.end(sink),
            Reader::Medline(reader) => reader.end(is_whole, sink),
            Reader::Enw(reader) => reader.finish(sink),
            Reader::Wos(reader) => reader.end(sink),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read::{ReadParams, format_of, read_bytes};
    use crate::corpus::write;

    const RIS: &str = "TY  - JOUR\nTI  - A title\nDO  - 10.5555/t.1\nER  - \n\n";
    const NBIB: &str = "PMID- 91234567\nOWN - NLM\nTI  - Number two\nAID - 10.5555/t.2 [doi]\n\n";
    const WOS: &str = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI Third one\nDI 10.5555/t.3\nER\n\nEF\n";
    const ENW: &str = "%0 Journal Article\n%T The fourth\n%R 10.5555/t.4\n\n";

    #[test]
    fn every_format_may_stand_behind_every_other() {
        let all = [(RIS, Format::Ris), (NBIB, Format::Medline), (WOS, Format::WosText), (ENW, Format::Enw)];
        for (one, format) in all {
            for (two, next) in all.into_iter().filter(|(_, next)| *next != format) {
                let text = format!("{one}{two}{two}");
                let corpus = read_bytes(&[("x", text.as_bytes())], &ReadParams::default());
                let dois: Vec<_> = corpus.records.iter().map(|record| record.doi().unwrap_or_default()).collect();
                let doi = |text: &str| text.split("10.5555/").nth(1).map(|rest| format!("10.5555/{}", &rest[..3]));
                assert_eq!(dois, [doi(one), doi(two), doi(two)].map(Option::unwrap_or_default), "{text}");
                let told: Vec<u32> =
                    corpus.issues.iter().filter(|i| i.kind == IssueKind::Malformed).map(|i| i.line).collect();
                let line = u32::try_from(one.lines().count()).unwrap() + 1;
                assert_eq!((corpus.files[0].format, told), (format, vec![line]), "{text}");
                let formats: Vec<_> = corpus.records.iter().map(|record| format_of(&corpus, record)).collect();
                assert_eq!(formats, [format, next, next], "{text}");
                // Each record is written with all that it has, whatever it came from.
                for to in [Format::Ris, Format::Medline] {
                    let mut out = Vec::new();
                    write::write(corpus.records.iter(), &corpus, to, &mut out).unwrap();
                    let again = read_bytes(&[("y", &out)], &ReadParams::default());
                    let back: Vec<_> = again.records.iter().map(|record| record.doi().unwrap_or_default()).collect();
                    assert_eq!(back, dois, "{}", String::from_utf8_lossy(&out));
                }
            }
        }
    }

    #[test]
    fn a_line_of_a_text_changes_nothing() {
        let text = "TY  - JOUR\nTI  - A title\nN1  - Notes\nPMID- 91234567\n%0 Book\nER  - \n";
        let corpus = read_bytes(&[("x", text.as_bytes())], &ReadParams::default());
        assert_eq!((corpus.records.len(), corpus.issues.len()), (1, 0), "{:?}", corpus.issues);
    }
}
