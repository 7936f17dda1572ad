//! DOIs: any text in, the first DOI in it out, in lower case and without its link.
//!
//! A DOI has no end of its own; it ends before a blank, a quotation mark, a tag or a semicolon. Those made of a SICI
//! (ANSI/NISO Z39.56) hold such signs, and are told by their form. In a link it ends before parameters and what a
//! publisher sets behind it to name a view of the article.

use super::entities;
use super::values::is_issn;

/// Signs of a DOI as links write them.
const SIGNS: [(&str, &str); 11] = [
    ("%2f", "/"),
    ("%28", "("),
    ("%29", ")"),
    ("%3a", ":"),
    ("%3b", ";"),
    ("%3c", "<"),
    ("%3e", ">"),
    ("%5b", "["),
    ("%5d", "]"),
    ("%2b", "+"),
    ("%23", "#"),
];

/// Longest DOI with a SICI that is looked for, in bytes as written.
const LONGEST: usize = 300;

/// What names a view of an article behind its DOI in a link; of several, those that end with others come first.
const VIEWS: [&str; 20] = [
    "/fulltext.html",
    "/full/html",
    "/fulltext",
    "/full",
    "/abstract",
    "/summary",
    "/references",
    "/citedby",
    "/epdf",
    "/pdf",
    "/epub",
    "/html",
    "/meta",
    "/tables",
    ".full.pdf",
    ".full",
    ".abstract",
    ".short",
    ".pdf",
    "/",
];

/// The first DOI in a text, in normal form.
pub(super) fn find(text: &str) -> Option<String> {
    let start = text.match_indices("10.").map(|(i, _)| i).find(|&i| {
        let rest = &text[i + 3..];
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let after = rest.as_bytes().get(digits..).unwrap_or_default();
        digits >= 4 && (after.starts_with(b"/") || after.get(..3).is_some_and(|a| a.eq_ignore_ascii_case(b"%2f")))
    })?;
    let (before, text) = text.split_at(start);
    let link = before.rsplit(|c: char| c.is_whitespace() || c == '"').next().filter(|link| link.contains("://"));
    let run = &text[..text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len())];
    if let Some(doi) = sici(run) {
        return Some(doi);
    }
    let ends: &[char] = if link.is_some() { &['<', '>', ';', '?', '#', '&'] } else { &['<', '>', ';'] };
    let doi = plain(&run[..run.find(ends).unwrap_or(run.len())]);
    let doi = if link.is_some_and(|link| !link.contains("doi.org/")) { without_view(&doi) } else { &doi };
    let trimmed = doi.trim_end_matches(['.', ',', ']']);
    let open = trimmed.matches('(').count();
    let trimmed = if trimmed.matches(')').count() > open { trimmed.trim_end_matches(')') } else { trimmed };
    Some(trimmed.to_string())
}

/// The DOI in a link of a publisher, without what names a view or a version of the article.
fn without_view(doi: &str) -> &str {
    let doi = VIEWS.iter().find_map(|view| doi.strip_suffix(view)).unwrap_or(doi);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Preprints have their version behind them, articles of Oxford a number of their own.
    let (head, tail) = if doi.starts_with("10.1101/") {
        doi.rsplit_once('v').unwrap_or((doi, ""))
    } else if doi.starts_with("10.1093/") && doi.matches('/').count() > 2 {
        doi.rsplit_once('/').unwrap_or((doi, ""))
    } else {
        (doi, "")
    };
    if is_number(tail) { head } else { doi }
}

/// A DOI in lower case, with the signs that a link writes as numbers.
fn plain(doi: &str) -> String {
    let doi = doi.to_lowercase();
    if doi.contains('%') { SIGNS.iter().fold(doi, |doi, (code, sign)| doi.replace(code, sign)) } else { doi }
}

/// The DOI made of a SICI at the start of a text: `10.5555/(SICI)1234-5679(19990301)85:5<1068::AID-X9>3.0.CO;2-X`, also
/// without the word, and with square brackets.
fn sici(text: &str) -> Option<String> {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    // What stands around the contribution, in each way of writing.
    if !text.contains(['<', '[', '%', '&']) {
        return None;
    }
    let doi = plain(&entities::decode(text));
    let (_, suffix) = doi.split_once('/')?;
    let suffix = suffix.strip_prefix("(sici)").unwrap_or(suffix);
    let (serial, rest) = suffix.split_at_checked("1234-567x".len())?;
    let open = rest.find(['<', '['])?;
    let (issue, contribution) = rest.split_at(open);
    let close = contribution.find(if contribution.starts_with('<') { '>' } else { ']' })?;
    let end = &contribution[close + 1..];
    let is_sici =
        is_issn(serial) && issue.starts_with('(') && issue.contains(')') && !contribution[1..close].contains('<');
    let length = is_sici.then(|| control(end)).flatten()?;
    Some(doi[..doi.len() - end.len() + length].to_string())
}

/// Length of the control segment at the start of a text, with or without the sign it is checked by: `3.0.co;2-x`.
fn control(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (digit, letter) = (|at: usize| bytes[at].is_ascii_digit(), |at: usize| bytes[at].is_ascii_lowercase());
    let is_one = bytes.len() >= 8
        && (digit(0) && bytes[1] == b'.' && digit(2) && bytes[3] == b'.')
        && (letter(4) && letter(5) && bytes[6] == b';' && digit(7));
    let is_checked =
        bytes.get(8) == Some(&b'-') && bytes.get(9).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'#');
    is_one.then_some(if is_checked { 10 } else { 8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_of_sici_are_whole_in_every_way_of_writing() {
        let wanted = "10.5555/(sici)1234-5679(19990301)85:5<1068::aid-imag9>3.0.co;2-x";
        for text in [
            "10.5555/(SICI)1234-5679(19990301)85:5<1068::AID-IMAG9>3.0.CO;2-X",
            "https://doi.org/10.5555/%28SICI%291234-5679%2819990301%2985:5%3C1068::AID-IMAG9%3E3.0.CO;2-X",
            "http://x.example/doi/10.5555/(SICI)1234-5679(19990301)85:5%3C1068::AID-IMAG9%3E3.0.CO%3B2-X/abstract",
            "doi: 10.5555/(SICI)1234-5679(19990301)85:5&lt;1068::AID-IMAG9&gt;3.0.CO;2-X [doi]",
            "(10.5555/(SICI)1234-5679(19990301)85:5&amp;lt;1068::AID-IMAG9&amp;gt;3.0.CO;2-X).",
        ] {
            assert_eq!(find(text).as_deref(), Some(wanted), "{text}");
        }
        for (text, wanted) in [
            ("10.5555/1234-567X(2003)120[0505:SUBF]2.0.CO;2", "10.5555/1234-567x(2003)120[0505:subf]2.0.co;2"),
            ("10.5555/1234-5679(1998)126<0001:ASOT>2.0.CO;2, so", "10.5555/1234-5679(1998)126<0001:asot>2.0.co;2"),
            (
                "10.5555/1234-5679(200106)9:8+<1::AID-A1>3.0.CO;2-%23",
                "10.5555/1234-5679(200106)9:8+<1::aid-a1>3.0.co;2-#",
            ),
        ] {
            assert_eq!(find(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn links_name_more_than_a_doi() {
        for (text, wanted) in [
            (
                "https://x.example/inward/record.uri?eid=2-s2.0-1&doi=10.5555%2fx-9.2&partnerID=40&md5=4fac",
                "10.5555/x-9.2",
            ),
            ("see https://x.example/articles/10.5555/abc.1/full and 10.5555/abc.2", "10.5555/abc.1"),
            ("https://x.example/doi/full/10.5555/07360932.2015.1#abstract", "10.5555/07360932.2015.1"),
            ("https://x.example/content/10.1101/2020.01.01.123456v2.full.pdf", "10.1101/2020.01.01.123456"),
            ("https://x.example/content/pdf/10.5555/s12884-z.pdf?download=true", "10.5555/s12884-z"),
            ("https://x.example/article/10.5555/s13157-0/fulltext.html", "10.5555/s13157-0"),
            ("https://x.example/doi/10.1093/bib/bbx001/2982234", "10.1093/bib/bbx001"),
            ("https://x.example/doi/10.1093/bib/bbx001", "10.1093/bib/bbx001"),
            ("https://doi.org/10.5555/x/full?via=y", "10.5555/x/full"),
            ("10.5555/x/full", "10.5555/x/full"),
            ("10.5555/(abc)123&4#5", "10.5555/(abc)123&4#5"),
        ] {
            assert_eq!(find(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn other_dois_end_before_tags_and_semicolons() {
        for (text, wanted) in [
            ("<p>10.5555/x</p>", "10.5555/x"),
            ("10.5555/x;10.5555/y", "10.5555/x"),
            ("10.5555/(SICI)1234-5679(1999)8:5<b>1</b>", "10.5555/(sici)1234-5679(1999)8:5"),
            ("10.5555/1234-5679(1999)8:5<10::x>3.0.c", "10.5555/1234-5679(1999)8:5"),
            ("10.5555/é[", "10.5555/é["),
        ] {
            assert_eq!(find(text).as_deref(), Some(wanted), "{text}");
        }
    }
}
