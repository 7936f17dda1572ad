//! Dialects: the header of a table in, the database that writes it and the roles of its columns out.
//!
//! Most names mean the same everywhere (`columns`). Headers of two-letter tags are those of Web of Science or RIS.

use std::borrow::Cow;

use super::columns::{self, Column};
use super::{ovid, people};
use crate::corpus::ovid::names as bare_names;
use crate::corpus::pubmed_text::citation;
use crate::corpus::record::Role;
use crate::corpus::wos::databases;
use crate::corpus::{ris, wos};

const WOS: &str = "Web of Science";
const OVID: &str = "Ovid";
/// The registry of registries of clinical trials, whose tables and XML have the same names.
pub(in crate::corpus) const ICTRP: &str = "WHO ICTRP";

/// What PubMed wrote up to 2020: authors and citation of a record under names that say nothing of them.
const OLD_PUBMED: &str = "PubMed, old";

/// Names of databases and programs with column names that only they write, without case and signs.
const MARKS: &[(&str, &[&str])] = &[
    ("Scopus", &["eid", "sourcetitle"]),
    ("Scopus", &["authorsid", "sourcetitle"]),
    ("Scopus", &["eid", "publicationname"]),
    ("Embase", &["emtreedrugindexterms"]),
    ("PubMed", &["journalbook", "createdate"]),
    (OLD_PUBMED, &["shortdetails", "entrezuid"]),
    ("BVS", &["descriptors", "fulltexturl", "entrydate"]),
    (WOS, &["utuniquewosid"]),
    ("Cochrane", &["centralid"]),
    ("Lens", &["lensid"]),
    ("Covidence", &["covidence"]),
    ("Rayyan", &["key", "pubmedid", "pmcid", "location"]),
    ("Zotero", &["itemtype", "abstractnote"]),
    ("Dimensions", &["publicationid", "dimensionsurl"]),
    ("IEEE", &["documenttitle", "pdflink"]),
    ("Springer", &["itemtitle", "contenttype"]),
    ("CINAHL", &["articletitle", "plink"]),
    ("ClinicalTrials.gov", &["nctnumber", "conditions"]),
    (ICTRP, &["trialid", "publictitle"]),
    ("EBSCO", &["longdbname", "contributors"]),
    ("Europe PMC", &["externalid", "pubyear"]),
    ("Publish or Perish", &["cites", "querydate"]),
    ("PsycNET", &["documenttitle", "bookauthors"]),
    ("RefWorks", &["referencetype", "titleprimary"]),
    ("Abstrackr", &["internalid", "sourceid"]),
    ("SciELO", &["authors", "languages", "publicationyear", "fulltexturl"]),
    ("CAPES", &["nmproducao", "nmdiscente"]),
    ("CORDIS", &["acronym", "objective"]),
    ("CORDIS", &["rcn", "objective"]),
    ("ERIC", &["publicationdateyear", "peerreviewed"]),
    ("NIH RePORTER", &["contactpiprojectleader", "projecttitle"]),
    ("OpenAlex", &["citedbyapiurl"]),
    ("OpenAlex", &["authorshipsauthordisplayname"]),
];

/// What a name, without case and signs, means in the tables of one database alone.
const OWN: &[(&str, &str, Role)] = &[
    // Theses of Brazil's graduate schools, as their agency opens them.
    ("CAPES", "anbase", Role::Year),
    ("CAPES", "dsabstract", Role::Abstract),
    ("CAPES", "dskeyword", Role::KeywordList),
    ("CAPES", "dspalavrachave", Role::KeywordList),
    ("CAPES", "dsresumo", Role::Abstract),
    ("CAPES", "dsurltextocompleto", Role::Url),
    ("CAPES", "idaddproducaointelectual", Role::Id),
    ("CAPES", "nmdiscente", Role::AuthorList),
    ("CAPES", "nmentidadeensino", Role::Publisher),
    ("CAPES", "nmidioma", Role::Language),
    ("CAPES", "nmproducao", Role::Title),
    ("CAPES", "nmsubtipoproducao", Role::Type),
    ("ClinicalTrials.gov", "conditions", Role::KeywordList),
    ("ClinicalTrials.gov", "interventions", Role::KeywordList),
    ("ClinicalTrials.gov", "nctnumber", Role::Accession),
    ("ClinicalTrials.gov", "startdate", Role::Year),
    ("ClinicalTrials.gov", "studyurl", Role::Url),
    ("Cochrane", "source", Role::Journal),
    ("CORDIS", "grantdoi", Role::Doi),
    ("CORDIS", "objective", Role::Abstract),
    ("CORDIS", "startdate", Role::Date),
    ("EBSCO", "an", Role::Accession),
    ("EBSCO", "contributors", Role::AuthorList),
    ("EBSCO", "doctypes", Role::Type),
    ("EBSCO", "longdbname", Role::Database),
    ("EBSCO", "source", Role::Journal),
    ("ERIC", "source", Role::Journal),
    ("Europe PMC", "externalid", Role::Accession),
    ("Europe PMC", "pubtype", Role::Type),
    ("Europe PMC", "source", Role::Database),
    ("NIH RePORTER", "applicationid", Role::Id),
    ("NIH RePORTER", "contactpiprojectleader", Role::AuthorList),
    ("NIH RePORTER", "projectterms", Role::KeywordList),
    // A number of the kind of grant.
    ("NIH RePORTER", "type", Role::Other),
    ("Publish or Perish", "source", Role::Journal),
    (OLD_PUBMED, "description", Role::AuthorList),
    (OLD_PUBMED, "entrezuid", Role::Pmid),
    // The number of the journal.
    ("Scopus", "sourceid", Role::Other),
    // A registry has no abstracts: what stands in their place are conditions, interventions and outcomes.
    (ICTRP, "condition", Role::KeywordList),
    (ICTRP, "dateregistration", Role::Date),
    (ICTRP, "inclusioncriteria", Role::Note),
    (ICTRP, "intervention", Role::KeywordList),
    (ICTRP, "primaryoutcome", Role::KeywordList),
    (ICTRP, "publictitle", Role::TranslatedTitle),
    (ICTRP, "scientifictitle", Role::Title),
    (ICTRP, "sourceregister", Role::Database),
    (ICTRP, "studytype", Role::Type),
    (ICTRP, "trialid", Role::Accession),
    (ICTRP, "webaddress", Role::Url),
];

/// What a name, as letters and digits, means in one database alone.
pub(in crate::corpus) fn own(database: &str, key: &str) -> Option<Role> {
    OWN.iter().find(|(name, known, _)| *name == database && *known == key).map(|(_, _, role)| *role)
}

/// A cell under its column.
pub(in crate::corpus) struct Cell<'c> {
    /// The name of the column as it stands, and as letters and digits.
    pub name: &'c str,
    pub key: &'c str,
    /// What the column means as a rule.
    pub role: Role,
    pub value: &'c str,
}

/// What a cell means where other cells of its row tell; `of` gives that of another column by letters and digits of its
/// name, blank where there is none.
pub(in crate::corpus) fn in_row<'c>(database: &str, cell: &Cell<'_>, of: &dyn Fn(&str) -> &'c str) -> Role {
    match (database, cell.key) {
        // The number of a record that Europe PMC has from MEDLINE.
        ("Europe PMC", "externalid") if of("source") == "MED" => Role::Pmid,
        (ICTRP, "publictitle") => match of("scientifictitle").trim() {
            "" => Role::Title,
            same if same == cell.value.trim() => Role::Other,
            _ => cell.role,
        },
        (WOS, _) => databases::role(cell.name.trim(), cell.role, cell.value, of),
        (OVID, _) => ovid::in_row(cell, of),
        _ => cell.role,
    }
}

/// The value of a cell, in the form that it has everywhere else.
pub(super) fn value<'c>(database: &str, cell: &Cell<'c>) -> Cow<'c, str> {
    match (database, cell.role) {
        (WOS, _) => databases::value(cell.name.trim(), cell.value),
        (OLD_PUBMED, Role::AuthorList) => Cow::Borrowed(cell.value.trim_end().trim_end_matches('.')),
        (OVID, Role::AuthorList) => Cow::Owned(bare_names::list(cell.value)),
        ("Springer", Role::AuthorList) => people::run_on(cell.value),
        ("SciELO", Role::AuthorList) => people::pairs(cell.value),
        _ => Cow::Borrowed(cell.value),
    }
}

/// The fields that a cell holds besides itself, where it is a whole citation: tag, role and value of each.
pub(super) fn cited<'c>(database: &str, cell: &Cell<'c>) -> Vec<(&'static str, Role, Cow<'c, str>)> {
    match (database, cell.key) {
        (OLD_PUBMED, "details") => citation::fields(cell.value),
        (OVID, _) => ovid::cited(cell),
        _ => Vec::new(),
    }
}

/// The database or program that writes such a header.
pub(super) fn name(headers: &[String]) -> Option<&'static str> {
    if ovid::is_header(headers) {
        return Some(OVID);
    }
    if is_tagged(headers) {
        return Some(if is_wos(headers) { WOS } else { "RIS tags" });
    }
    let keys: Vec<String> = headers.iter().map(|header| columns::key(header)).collect();
    let fits = |marks: &[&str]| marks.iter().all(|mark| keys.iter().any(|key| key == mark));
    MARKS.iter().find(|(_, marks)| fits(marks)).map(|(name, _)| *name)
}

/// The role of every column.
pub(super) fn columns(headers: &[String]) -> Vec<Column> {
    if ovid::is_header(headers) {
        return columns::settle(&headers.iter().map(|header| ovid::guess(header)).collect::<Vec<_>>());
    }
    if !is_tagged(headers) {
        let mut columns = columns::roles(headers.iter().map(String::as_str));
        name_number(headers, &mut columns);
        let Some(dialect) = name(headers) else {
            name_source(headers, &mut columns);
            name_title(headers, &mut columns);
            return columns;
        };
        for (column, header) in columns.iter_mut().zip(headers) {
            column.role = own(dialect, &columns::key(header)).unwrap_or(column.role);
        }
        return columns;
    }
    let is_wos = is_wos(headers);
    let by_tag = if is_wos { wos::role } else { ris::role };
    let has = |tag: &str| headers.iter().any(|header| header.trim() == tag);
    let one = |header: &String| {
        let header = header.trim();
        let lang = if is_wos { databases::lang(header, &has) } else { None };
        match if is_tag(header) { list_of(by_tag(header)) } else { Role::Other } {
            Role::Other => columns::guess_loosely(header),
            role => (role, 0, lang),
        }
    };
    columns::settle(&headers.iter().map(one).collect::<Vec<_>>())
}

/// Lets the source be the journal where nothing else is, and another column says which database it is from.
fn name_source(headers: &[String], columns: &mut [Column]) {
    let has = |role: Role| columns.iter().any(|column| column.role == role);
    if has(Role::Journal) || !has(Role::Database) {
        return;
    }
    let is_source = |header: &&String| matches!(columns::key(header).as_str(), "source" | "fuente" | "fonte");
    if let Some(at) = headers.iter().position(|header| is_source(&header)) {
        columns[at].role = Role::Journal;
    }
}

/// Lets what is only called a paper, an article or a study be the title, where nothing else is and the table is one of
/// records: it has abstracts, or people and where or when they wrote.
fn name_title(headers: &[String], columns: &mut [Column]) {
    let has = |roles: &[Role]| columns.iter().any(|column| roles.contains(&column.role));
    let is_of_works = has(&[Role::Abstract])
        || has(&[Role::AuthorList]) && has(&[Role::Year, Role::Date, Role::Journal, Role::Doi, Role::Pmid]);
    if has(&[Role::Title, Role::TranslatedTitle]) || !is_of_works {
        return;
    }
    let is_work = |header: &String| matches!(columns::key(header).as_str(), "paper" | "article" | "study");
    if let Some(at) = headers.iter().position(is_work) {
        columns[at].role = Role::Title;
    }
}

/// Lets "No." be the issue beside a volume; at the left of a table it numbers the rows.
fn name_number(headers: &[String], columns: &mut [Column]) {
    let has = |role: Role| columns.iter().any(|column| column.role == role);
    if has(Role::Issue) || !has(Role::Volume) {
        return;
    }
    if let Some(at) = headers.iter().skip(1).position(|header| columns::key(header) == "no") {
        columns[at + 1].role = Role::Issue;
    }
}

/// Whether a name is a tag of two signs.
pub(super) fn is_tag(name: &str) -> bool {
    matches!(name.as_bytes(), [a, b] if a.is_ascii_uppercase() && (b.is_ascii_uppercase() || b.is_ascii_digit()))
}

fn is_tagged(headers: &[String]) -> bool {
    let tags = headers.iter().filter(|header| is_tag(header.trim_start_matches('\u{FEFF}').trim())).count();
    tags >= 3 && tags * 5 >= headers.len() * 4
}

fn is_wos(headers: &[String]) -> bool {
    let has = |tag: &str| headers.iter().any(|header| header.trim_start_matches('\u{FEFF}').trim() == tag);
    // bibliometrix keeps these tags, without the kind of publication.
    (has("PT") || has("DE") || has("DI")) && (has("UT") || has("SO"))
}

/// A cell holds all of what a tagged file says line by line.
pub(super) fn list_of(role: Role) -> Role {
    match role {
        Role::Author => Role::AuthorList,
        Role::Keyword => Role::KeywordList,
        Role::Subject => Role::SubjectList,
        other => other,
    }
}
