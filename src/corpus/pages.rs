//! Pages: the fields of a record that tell its pages in, the range that they mean together out.
//!
//! A source may write a range, its ends one by one, or a range and its first page beside it.

use super::record::{Record, Role};

/// The signs that stand between two pages.
const DASHES: [char; 6] = ['-', '\u{2010}', '\u{2011}', '–', '—', '\u{2212}'];

/// The pages of a record as one text: "1-20" of a first and a last page, or of a range with or without its first page.
pub(super) fn range(record: &Record) -> Option<String> {
    let (start, end) = (record.first(Role::StartPage), record.first(Role::EndPage));
    let pages = record.first(Role::Pages);
    let whole = pages.filter(|pages| parts(pages).is_some());
    let text = match (start, end) {
        (Some(start), _) if is_whole(start, end) => start.to_string(),
        (Some(start), Some(end)) => match whole {
            Some(whole) if parts(whole).is_some_and(|(first, _)| first == start) => whole.to_string(),
            _ => format!("{start}-{end}"),
        },
        (Some(start), None) => whole.unwrap_or(start).to_string(),
        (None, Some(end)) => match pages? {
            first if whole.is_none() && is_number(first) && is_number(end) => format!("{first}-{end}"),
            pages => pages.to_string(),
        },
        (None, None) => pages?.to_string(),
    };
    Some(text)
}

/// First and last page of a record, where the source tells both or a range.
pub(super) fn ends(record: &Record) -> Option<(String, String)> {
    let both = record.first(Role::StartPage).zip(record.first(Role::EndPage));
    let owned = |(first, last): (&str, &str)| (first.to_string(), last.to_string());
    match both.filter(|(start, end)| !is_whole(start, Some(end))) {
        Some(both) => Some(owned(both)),
        None => parts(&range(record)?).map(owned),
    }
}

/// Whether what stands as the first page is all of them: "1-20", perhaps with the last page beside it.
fn is_whole(start: &str, end: Option<&str>) -> bool {
    parts(start).is_some_and(|(_, last)| end.is_none_or(|end| end == last))
}

/// First and last page of a range; none where more pages stand behind it, or where it is no range.
pub(super) fn parts(pages: &str) -> Option<(&str, &str)> {
    let (first, last) = pages.split_once(DASHES)?;
    let (first, last) = (first.trim(), last.trim_start_matches(DASHES).trim());
    let has_digit = |page: &str| page.bytes().any(|byte| byte.is_ascii_digit());
    let is_page = |page: &str| page.len() <= LONGEST && !page.contains(DASHES) && !page.contains([',', ';']);
    ([first, last].into_iter().all(is_page) && (has_digit(first) && has_digit(last) || is_roman(first, last)))
        .then_some((first, last))
}

/// Longest number of a page.
const LONGEST: usize = 20;

/// Whether both pages are of a preface: "xi-xiv".
fn is_roman(first: &str, last: &str) -> bool {
    let fits = |page: &str| !page.is_empty() && page.bytes().all(|byte| b"ivxlcIVXLC".contains(&byte));
    fits(first) && fits(last)
}

fn is_number(page: &str) -> bool {
    !page.is_empty() && page.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read::{ReadParams, read_bytes};
    use crate::corpus::record::RecordBuilder;
    use crate::corpus::write::{format_by_name, names, write};

    #[test]
    fn all_that_is_told_of_pages_is_one_range() {
        use Role::{EndPage, Pages, StartPage};
        for (fields, wanted) in [
            (&[(StartPage, "1"), (EndPage, "20")][..], "1-20"),
            (&[(Pages, "1-20"), (StartPage, "1")], "1-20"),
            (&[(StartPage, "1"), (Pages, "1-20"), (EndPage, "20")], "1-20"),
            (&[(Pages, "1"), (StartPage, "1"), (EndPage, "20")], "1-20"),
            (&[(Pages, "1"), (EndPage, "20")], "1-20"),
            (&[(StartPage, "1-20"), (EndPage, "20")], "1-20"),
            (&[(StartPage, "e7"), (Pages, "12")], "e7"),
            (&[(Pages, "e7")], "e7"),
            (&[(Pages, "xi–xiv")], "xi–xiv"),
        ] {
            let mut builder = RecordBuilder::new(1);
            fields.iter().for_each(|(role, value)| builder.push("x", *role, value));
            assert_eq!(range(&builder.finish()).as_deref(), Some(wanted), "{fields:?}");
        }
        assert_eq!((parts("1--20"), parts("S1–S9")), (Some(("1", "20")), Some(("S1", "S9"))));
        assert_eq!([parts("1-4, 7-9"), parts("41103-1-3"), parts("Non-paged"), parts("7")], [None; 4]);
    }

    #[test]
    fn a_range_comes_back_from_every_format() {
        let inputs: [(&str, &[u8]); 6] = [
            ("a.csv", b"title,abstract,pages,start_page\nOne,Text,1-20,1\n"),
            ("b.csv", b"title,abstract,start_page,end_page\nTwo,Text,1,20\n"),
            ("c.ris", b"TY  - JOUR\nTI  - Three\nSP  - 1\nEP  - 20\nER  - \n"),
            ("d.ris", b"TY  - JOUR\nTI  - Four\nSP  - 1-20\nEP  - 20\nER  - \n"),
            ("e.bib", b"@article{e, title = {Five}, pages = {1--20}}\n"),
            ("f.json", br#"[{"id": "f", "title": "Six", "type": "article", "page": "1-20", "page-first": "1"}]"#),
        ];
        let corpus = read_bytes(&inputs, &ReadParams::default());
        for name in names() {
            let mut out = Vec::new();
            write(corpus.records.iter(), &corpus, format_by_name(name).unwrap(), &mut out).unwrap();
            let again = read_bytes(&[("x", &out)], &ReadParams::default());
            let pages: Vec<String> = again.records.iter().filter_map(range).collect();
            let pages: Vec<_> = pages.iter().filter_map(|pages| parts(pages)).collect();
            assert_eq!(pages, [("1", "20"); 6], "{name}: {}", String::from_utf8_lossy(&out));
        }
    }
}
