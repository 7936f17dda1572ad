//! Tables that programs make of BibTeX (bibtexparser, bib2df, revtools): names of columns and cells in, whether a table
//! is one, what its cells say without TeX, and which labels are keys of entries out.

use std::borrow::Cow;

use super::columns;
use crate::corpus::record::Role;
use crate::corpus::values::find_year;
use crate::corpus::{bibtex, json};

/// Whether columns, by letters and digits of their names, are those of a table that was BibTeX.
pub(super) fn is_table(keys: &[String]) -> bool {
    keys.iter().any(|key| matches!(key.as_str(), "entrytype" | "bibtexkey" | "bibtextype" | "bibtexentrytype"))
}

/// What a cell of such a table says: without braces and commands; people and keywords of a list of R or Python one behind
/// the other.
pub(super) fn text(role: Role, cell: &str) -> Cow<'_, str> {
    let separator = match role {
        Role::AuthorList => " and ",
        Role::KeywordList => "; ",
        _ => return bibtex::cell(role, cell),
    };
    match json::texts(cell) {
        Some(list) => Cow::Owned(bibtex::cell(role, &list.join(separator)).into_owned()),
        None => bibtex::cell(role, cell),
    }
}

/// Whether a label is the key of an entry, as revtools has it: the first author and the year of the record and no blank
/// ("Ruiz_2018_JImag"), or a number of its own where these are not known ("ref_12").
pub(super) fn is_key(label: &str, authors: &str, year: &str) -> bool {
    let label = label.trim();
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if label.strip_prefix("ref_").is_some_and(is_number) {
        return true;
    }
    let year = find_year(year).map(|year| year.to_string());
    let first =
        authors.trim_start_matches("c(\"").split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'').next();
    let first = columns::key(first.unwrap_or_default());
    let has_year = year.is_some_and(|year| label.contains(&year));
    let letters = columns::key(label);
    has_year && !label.contains(char::is_whitespace) && first.chars().count() > 1 && letters.starts_with(&first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::record::Record;
    use crate::corpus::sink::Sink;
    use crate::corpus::table::parse;

    fn read(text: &str) -> Vec<Record> {
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        sink.records
    }

    #[test]
    fn cells_that_were_bibtex_are_text() {
        let records = read(
            "ENTRYTYPE,ID,author,title,abstract,doi,journal,keywords\n\
            article,ruiz2018,\"Ruiz, Ana and P{\\'e}rez, J. and {Group of Rest and Sleep}\",Role of {BRCA1},\
            \"We \\& they: 10\\% more\",{10.5555/abc},Revista de {M}\\'exico,\"{rest}, nurses\"\n\
            book,soto,\"Soto, B\",\"Calm\n  of all\",50% {of} x,10.5555/abd},J,\n",
        );
        let one = &records[0];
        assert_eq!((one.title(), one.doi().as_deref()), ("Role of BRCA1", Some("10.5555/abc")));
        assert_eq!(one.authors(), ["Ruiz, Ana", "Pérez, J.", "Group of Rest and Sleep"]);
        assert_eq!((one.keywords(), one.first(Role::Journal)), (vec!["rest", "nurses"], Some("Revista de México")));
        assert_eq!(one.abstracts().next().map(|(_, text)| text), Some("We & they: 10% more"));
        assert_eq!((one.first(Role::Id), one.first(Role::Type)), (Some("ruiz2018"), Some("article")));
        assert_eq!(records[1].title(), "Calm of all");
        assert_eq!(records[1].doi().as_deref(), Some("10.5555/abd"));
        // Braces of other tables are their own.
        assert_eq!(read("title,abstract\nRest {of} nurses,T\n")[0].title(), "Rest {of} nurses");
    }

    #[test]
    fn lists_of_r_are_lists() {
        let records = read(
            "CATEGORY,BIBTEXKEY,AUTHOR,TITLE,YEAR\nARTICLE,ruiz,\"c(\"\"Ruiz, Ana\"\", \"\"P{\\\\'e}rez, J.\"\")\",{R}est,2018\n",
        );
        assert_eq!((records[0].authors(), records[0].title()), (vec!["Ruiz, Ana", "Pérez, J."], "Rest"));
        assert_eq!(records[0].first(Role::Id), Some("ruiz"));
        let records = read(
            ",authors,title,keywords\n0,\"c(\"\"Ruiz, Ana\"\", \"\"Soto, B\"\")\",Rest,\"c(\"\"a\"\", NA, \"\"b\"\")\"\n\
            1,\"list(\"\"Soto B\"\")\",Calm,character(0)\n2,\"['Soto B', 'Ruiz A']\",c(Sleep),\n",
        );
        assert_eq!((records[0].authors(), records[0].keywords()), (vec!["Ruiz, Ana", "Soto, B"], vec!["a", "b"]));
        assert_eq!((records[1].authors(), records[1].keywords().len()), (vec!["Soto B"], 0));
        assert_eq!((records[2].authors(), records[2].title()), (vec!["Soto B", "Ruiz A"], "c(Sleep)"));
    }

    #[test]
    fn a_label_may_be_a_key() {
        let records = read(
            "label,author,year,title,journal\nRuiz_2018_JImag,\"Ruiz, Ana and Soto, B\",2018,Rest,J\n\
            ref_2,,2019,Calm,J\nincluded,\"Roe, B\",2019,Sleep,J\n",
        );
        let found: Vec<_> = records.iter().map(|one| (one.first(Role::Id), one.first(Role::Label))).collect();
        assert_eq!(found, [(Some("Ruiz_2018_JImag"), None), (Some("ref_2"), None), (None, Some("included"))]);
    }
}
