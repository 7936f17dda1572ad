//! Tables of Ovid: a header of its tags or of their long names in, out what the columns mean, and of single cells what
//! the source and the links of a record say besides.
//!
//! A column is named `UI`, `UI - Unique Identifier` or `Unique Identifier`. Volume, issue and pages stand in the source
//! alone, and a unique identifier is a PMID only in MEDLINE.

use std::borrow::Cow;

use super::columns::{self, Guess};
use super::dialect::{Cell, is_tag, list_of};
use crate::corpus::ovid;
use crate::corpus::record::Role;
use crate::corpus::values::is_pmid;

/// Tags of the long names, as letters and digits, that mean something else in other tables or nothing there.
const NAMES: &[(&str, &str)] = &[
    ("emtreeheading", "SH"),
    ("keywordheading", "KW"),
    ("keywordheadings", "KW"),
    ("linktotheexternallinkresolver", "XL"),
    ("externallinkresolver", "XL"),
    ("meshsubjectheadings", "MH"),
    ("source", "SO"),
    ("subjectheading", "SH"),
    ("subjectheadings", "SH"),
    ("uniqueidentifier", "UI"),
    ("uniqueid", "UI"),
];
/// Names of the column that says which database a record is of, as letters and digits.
const DATABASE: [&str; 5] = ["db", "dbdatabase", "dbdatabasename", "database", "databasename"];

/// Whether Ovid writes such a header: its number of a record beside what no other program with such tags has.
pub(super) fn is_header(headers: &[String]) -> bool {
    let has = |wanted: &str| headers.iter().any(|header| tag(header) == Some(wanted));
    let has_any = |wanted: &[&str]| wanted.iter().any(|wanted| has(wanted));
    let is_long = || headers.iter().any(|header| columns::key(header) == "uniqueidentifier");
    let is_record = has("VN") && has("DB") || has("UI") && (is_long() || has_any(&["VN", "DB", "YR", "LG", "SH"]));
    // The Web of Science and its readers have numbers under another tag.
    is_record && has_any(&["SO", "AB", "TI", "JN"]) && !has("UT")
}

/// What a column means.
pub(super) fn guess(header: &str) -> Guess {
    match tag(header).map(|tag| (tag, ovid::role(tag))) {
        // The source is read for itself; country and status have tags that mean something else in RIS.
        Some(("SO" | "CP" | "ST", _)) => (Role::Other, 0, None),
        Some((_, role)) if role != Role::Other => (list_of(role), 0, None),
        _ => columns::guess_loosely(header),
    }
}

/// What a cell means where other cells of its row tell.
pub(super) fn in_row<'c>(cell: &Cell<'_>, of: &dyn Fn(&str) -> &'c str) -> Role {
    let is_of_medline = || DATABASE.iter().any(|name| of(name).to_uppercase().contains("MEDLINE"));
    let is_number = tag(cell.name) == Some("UI") && is_pmid(cell.value.trim());
    if is_number && is_of_medline() { Role::Pmid } else { cell.role }
}

/// The fields that a cell holds besides itself: those of a source, and the numbers in a link.
pub(super) fn cited<'c>(cell: &Cell<'c>) -> Vec<(&'static str, Role, Cow<'c, str>)> {
    if tag(cell.name) == Some("SO") {
        let fields = ovid::source::fields(cell.value).into_iter();
        return fields.map(|(tag, role, value)| (tag, role, Cow::Owned(value))).collect();
    }
    let numbers = ovid::links::numbers(std::iter::once(cell.value)).into_iter();
    numbers.filter_map(|(tag, role, value)| Some((tag, role, Cow::Owned(value?)))).collect()
}

/// The tag of a column, however it is named.
fn tag(header: &str) -> Option<&str> {
    let header = header.trim_start_matches('\u{FEFF}').trim();
    let before = header.split_once(" - ").map_or(header, |(tag, _)| tag.trim_end());
    if is_tag(before) {
        return Some(before);
    }
    let key = columns::key(header);
    NAMES.iter().find(|(name, _)| *name == key).map(|(_, tag)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::record::Record;
    use crate::corpus::sink::Sink;

    fn read(text: &str) -> Vec<Record> {
        let mut sink = Sink::default();
        super::super::parse(&mut text.as_bytes(), &mut sink).unwrap();
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        assert_eq!(sink.dialect.as_deref(), Some("Ovid"), "{text}");
        sink.records
    }

    /// Everything that both records must have, whatever the header is.
    fn check(text: &str) {
        let records = read(text);
        let [one, two] = &records[..] else { panic!("{} records: {text}", records.len()) };
        let first = |record: &Record, role| record.first(role).unwrap_or_default().to_string();
        let place = |record: &Record| {
            [Role::Journal, Role::Volume, Role::Issue, Role::Pages, Role::Language].map(|role| first(record, role))
        };
        assert_eq!(
            (one.title(), one.authors(), one.year()),
            ("Sleep of nurses", vec!["Ruiz, Ana", "Brandt, Otto"], Some(2019))
        );
        assert_eq!((one.pmid(), one.doi().as_deref()), (Some("91234567"), Some("10.5555/o.1")), "{text}");
        assert_eq!(place(one), ["J Imag", "34", "5", "112-9", "English"], "{text}");
        assert_eq!((one.headings(), one.keywords()), (vec!["*Sleep", "Nurses"], vec!["night work"]), "{text}");
        assert_eq!(one.abstracts().next(), Some((None, "Nurses sleep badly.")), "{text}");
        assert_eq!(
            (two.title(), two.authors(), two.year()),
            ("Shifts of cooks", vec!["Soto, E.", "Paz, L."], Some(2020))
        );
        assert_eq!((two.pmid(), two.doi().as_deref()), (None, Some("10.5555/o.2")), "{text}");
        assert_eq!(first(two, Role::Accession), "2012345678", "{text}");
        assert_eq!(place(two), ["Cooks Today", "12", "3", "1-9", "English"], "{text}");
    }

    #[test]
    fn tags_name_columns() {
        check(
            "\"Database(s): Ovid MEDLINE(R) ALL 1946 to March 12, 2021, Embase\"\n\
             \"Search: 1 sleep.mp. 2 nurses.mp.\"\n\n\
             VN,DB,UI,TI,AU,SO,AB,YR,LG,DO,SH,KW,IS,CP\n\
             Ovid Technologies,\"Ovid MEDLINE(R) <1946 to 2021>\",91234567,Sleep of nurses,\
             \"Ruiz, Ana MD; Brandt, Otto\",\
             \"J Imag. 34(5):112-9, 2019 Mar.\",Nurses sleep badly.,2019,English,https://dx.doi.org/10.5555/o.1,\
             *Sleep; Nurses,night work,1234-5679,Nowhere\n\
             Ovid Technologies,Embase <1974 to 2021>,2012345678,Shifts of cooks,\"Soto, E.; Paz, L.\",\
             \"Cooks Today. 12 (3) (pp 1-9), 2020. Article Number: 45.\",\
             Cooks were asked.,2020,English,10.5555/o.2,*sleep,shift,,\n",
        );
    }

    #[test]
    fn tags_stand_before_names() {
        check(
            "UI - Unique Identifier,TI - Title,AU - Authors,SO - Source,AB - Abstract,YR - Year of Publication,\
             LG - Language,DO - Digital Object Identifier,JN - Journal Name,DB - Database,MH - MeSH Subject Headings,\
             KW - Keyword Heading\n\
             91234567,Sleep of nurses,\
             \"Ruiz, Ana 1\nBrandt, Otto 2\",\"J Imag. 34(5):112-9, 2019.\",Nurses sleep badly.,2019,\
             English,10.5555/o.1,J Imag,Ovid MEDLINE(R),\"*Sleep\nNurses\",night work\n\
             2012345678,Shifts of cooks,\"Soto, E.\nPaz, L.\",\"Cooks Today. 12 (3) (pp 1-9), 2020.\",\
             Cooks were asked.,2020,\
             English,10.5555/o.2,Cooks Today,Embase,*sleep,\n",
        );
    }

    #[test]
    fn names_stand_alone() {
        check(
            "Database,Unique Identifier,Title,Authors,Source,Abstract,Year of Publication,Language,\
             Digital Object Identifier,Subject Headings,Keyword Heading,Publication Type\n\
             Ovid MEDLINE(R) ALL,91234567,Sleep of nurses,\"Ruiz, Ana; Brandt, Otto\",\"J Imag. 34(5):112-9, 2019.\",\
             Nurses sleep badly.,2019,English,10.5555/o.1,*Sleep; Nurses,night work,Journal Article\n\
             Embase,2012345678,Shifts of cooks,\"Soto, E.; Paz, L.\",\"Cooks Today. 12 (3) (pp 1-9), 2020.\",\
             Cooks were asked.,\
             2020,English,10.5555/o.2,*sleep,cooking,Article\n",
        );
    }

    #[test]
    fn links_have_the_numbers_that_no_column_says() {
        let records = read(
            "VN,DB,UI,TI,SO,XL\nOvid Technologies,Embase,2012345678,Shifts of cooks,\"Vol.7(2), 2020, pp. 1-9.\",\
             https://resolver.example/?sid=OVID:embase&id=pmid:91234568&id=doi:10.5555/o.3\n",
        );
        let record = &records[0];
        assert_eq!((record.pmid(), record.doi().as_deref()), (Some("91234568"), Some("10.5555/o.3")));
        assert_eq!(record.all(Role::Accession).count(), 1);
    }

    #[test]
    fn other_headers_are_none_of_ovid() {
        for header in
            ["PT,AU,TI,SO,AB,PY,UT", "AU,TI,SO,DT,DE,ID,AB,PY,UT,DB", "TI,AU,AB,PY,DO", "Title,Source,Authors"]
        {
            let names: Vec<String> = header.split(',').map(str::to_string).collect();
            assert!(!is_header(&names), "{header}");
        }
    }
}
