//! Issues: what was wrong in the files in, lines on stderr and the outcome under `--strict` out.

use super::Outcome;
use super::args::Common;
use crate::corpus::{Corpus, Issue, IssueKind};
use crate::report::clean::line;

/// Issues that are shown without `--verbose`.
pub const SHOWN: usize = 5;

/// Tells the issues: all with `--verbose`, none with `-q`, else a few; but always the files that could not be read.
pub fn tell(corpus: &Corpus, common: &Common) {
    let shown = match (common.quiet, common.verbose) {
        (true, _) => lost(corpus),
        (_, true) => lines(corpus, usize::MAX),
        _ => lines(corpus, SHOWN),
    };
    shown.iter().for_each(|text| anstream::eprintln!("{text}"));
}

/// Whether the files ask for attention: under `--strict` every issue does.
pub fn outcome(corpus: &Corpus, common: &Common) -> Outcome {
    if common.strict && !corpus.issues.is_empty() { Outcome::Attention } else { Outcome::Done }
}

/// The issues in a few words, one of a whole file first; none where there are none.
pub fn in_short(corpus: &Corpus) -> Option<String> {
    let first = corpus.issues.iter().find(|issue| issue.line == 0).or(corpus.issues.first())?;
    let n = crate::report::words::counted(corpus.issues.len(), "issue");
    Some(told(&format!("{n} in the files"), first, corpus) + if corpus.issues.len() > 1 { ", and more" } else { "" })
}

/// The lines that tell issues, so many of those that lost no file.
pub fn lines(corpus: &Corpus, most: usize) -> Vec<String> {
    let others: Vec<&Issue> = corpus.issues.iter().filter(|issue| !is_loss(issue)).collect();
    let mut shown = lost(corpus);
    shown.extend(others.iter().take(most).map(|issue| told("issue", issue, corpus)));
    let more = others.len().saturating_sub(most);
    if more > 0 {
        shown.push(format!("and {more} more {}; --verbose lists them", if more == 1 { "issue" } else { "issues" }));
    }
    shown
}

/// The lines that tell which files could not be read.
fn lost(corpus: &Corpus) -> Vec<String> {
    corpus.issues.iter().filter(|issue| is_loss(issue)).map(|issue| told("not read", issue, corpus)).collect()
}

fn is_loss(issue: &Issue) -> bool {
    matches!(issue.kind, IssueKind::Unreadable | IssueKind::UnknownFormat)
}

fn told(what: &str, issue: &Issue, corpus: &Corpus) -> String {
    let path = corpus.files.get(issue.file as usize).map_or("", |file| file.path.as_str());
    let at = if issue.line > 0 { format!(":{}", issue.line) } else { String::new() };
    format!("{what}: {}{at}: {}", line(path), line(&issue.message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_files_are_always_told_and_the_rest_is_counted() {
        let issue = |n: u32, kind| Issue { file: 0, line: n, kind, message: format!("no {n}\u{7}") };
        let mut issues: Vec<Issue> = (1..=3).map(|n| issue(n, IssueKind::Malformed)).collect();
        issues.push(issue(0, IssueKind::Unreadable));
        let corpus = Corpus { issues, ..Corpus::default() };
        assert_eq!(
            lines(&corpus, 2),
            ["not read: : no 0", "issue: :1: no 1", "issue: :2: no 2", "and 1 more issue; --verbose lists them"]
        );
        assert_eq!(lines(&corpus, usize::MAX).len(), 4);
    }
}
