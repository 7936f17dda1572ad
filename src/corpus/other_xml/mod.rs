//! XML of other databases and programs: text in, records out.
//!
//! JATS (PubMed Central and publishers), Elsevier, Europe PMC, Atom (arXiv), RSS (PubMed), BioC, MODS, MARC, Dublin
//! Core, Scopus, Web of Science, dblp, EBSCOhost, RefWorks, ClinicalTrials.gov, Zotero RDF, tables of pages and of
//! Excel's XML (`rows`), and records of any program whose elements have names that columns have. The tag of a field is
//! the way of its elements. Reads as a stream, one record at a time, but RDF, whose articles and journals stand apart.
//! Body and references of an article are not read, and what an archive says it deleted is no record.

use std::io::{self, BufRead, Read};

use super::issue::IssueKind;
use super::record::Role;
use super::sink::Sink;
use super::xml::{self, Node};
use walk::Walk;

mod bioc;
mod elsevier;
mod feed;
mod marc;
mod names;
mod prose;
mod rows;
mod source;
mod study;
#[cfg(test)]
mod tests;
mod titles;
mod walk;
mod wos;

/// What writes such XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The first element with a text that names a title or an abstract tells that these are records.
    Any,
    Bioc,
    Dblp,
    Elsevier,
    Jats,
    Marc,
    Rdf,
    Refworks,
    Rss,
    Study,
    Table,
    Wos,
}

/// Records of dblp; home pages of people are none.
const DBLP: &[&str] =
    &["article", "inproceedings", "proceedings", "book", "incollection", "phdthesis", "mastersthesis", "data"];

/// Names that stand in the first text of a file, and what its records are called then.
const KINDS: &[(&[&str], &str, Kind, &[&str])] = &[
    (&["<front>", "<article-meta"], "JATS", Kind::Jats, &["article"]),
    (&["<resultList>", "<result>"], "Europe PMC", Kind::Any, &["result"]),
    (&["<refworks", "<reference"], "RefWorks", Kind::Refworks, &["reference"]),
    (&["<controlInfo>", "<rec "], "EBSCO", Kind::Any, &["rec"]),
    (&["<REC", "<static_data"], "Web of Science", Kind::Wos, &["REC"]),
    (&["elsevier.com/xml", "<ce:title"], "Elsevier", Kind::Elsevier, &["doc:document", "full-text-retrieval-response"]),
    (&["<rdf:RDF"], "RDF", Kind::Rdf, &["rdf:RDF"]),
    (&["<mods", "<titleInfo"], "MODS", Kind::Any, &["mods"]),
    (&["<mods:mods"], "MODS", Kind::Any, &["mods:mods"]),
    (&["<datafield", "<subfield"], "MARC", Kind::Marc, &["record"]),
    (&["<marc:datafield"], "MARC", Kind::Marc, &["marc:record"]),
    (&["<clinical_study"], "ClinicalTrials.gov", Kind::Study, &["clinical_study"]),
    (&["<search_results", "<study", "<nct_id>"], "ClinicalTrials.gov", Kind::Study, &["study"]),
    (&["<arXiv ", "<keyname>"], "arXiv", Kind::Any, &["record"]),
    (&["<oai_dc:dc"], "Dublin Core", Kind::Any, &["oai_dc:dc"]),
    (&["<oai-dc:dc"], "Dublin Core", Kind::Any, &["oai-dc:dc"]),
    (&["<srw_dc:dc"], "Dublin Core", Kind::Any, &["srw_dc:dc"]),
    (&["<passage>", "<infon"], "BioC", Kind::Bioc, &["document"]),
    (&["<dblp>"], "dblp", Kind::Dblp, DBLP),
    (&["<dblp "], "dblp", Kind::Dblp, DBLP),
    (&["<rss", "<item>", "<dc:identifier>"], "RSS", Kind::Rss, &["item"]),
    (&["<search-results", "<entry>"], "Scopus", Kind::Any, &["entry"]),
    (&["<feed", "<entry>"], "Atom", Kind::Any, &["entry"]),
    (&["<Workbook", "<Row"], "Excel", Kind::Table, &["Row", "ss:Row"]),
    (&["<table", "<tr", "<td"], "a page", Kind::Table, &["tr"]),
    (&["<TABLE", "<TR", "<TD"], "a page", Kind::Table, &["TR"]),
];

/// Names of records of programs that are not known.
const RECORDS: [&str; 12] =
    ["record", "Record", "row", "Row", "item", "Item", "document", "doc", "DOC", "article", "publication", "reference"];

fn find(head: &str) -> Option<(Option<&'static str>, Kind, &'static [&'static str])> {
    let known = KINDS.iter().find(|(marks, ..)| marks.iter().all(|mark| head.contains(mark)));
    if let Some((_, dialect, kind, records)) = known {
        return Some((Some(dialect), *kind, records));
    }
    let opens = |name: &&str| [">", " "].iter().any(|end| head.contains(&format!("<{name}{end}")));
    let at = RECORDS.iter().position(opens)?;
    (names::tells(head) && !is_cited(RECORDS[at], head)).then_some((None, Kind::Any, &RECORDS[at..=at]))
}

/// Whether the references of a file are what its one work cites: they stand behind the title of that work.
fn is_cited(record: &str, head: &str) -> bool {
    record == "reference" && head.split("<reference").next().is_some_and(names::tells)
}

/// Whether a text that opens like this is such XML.
pub fn sniff(head: &str) -> bool {
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    let is_page = || head.get(..300.min(head.len())).unwrap_or(head).to_lowercase().contains("<html");
    head.starts_with('<')
        && match find(head) {
            Some((_, Kind::Table, records)) => {
                let mut table = rows::Table::default();
                let mut sink = Sink::default();
                let mut on_row = |row: Node<'_>, line, sink: &mut Sink| table.row(row, line, sink);
                xml::records(&mut head.as_bytes(), records, &mut sink, &mut on_row).is_ok() && table.has_header()
            }
            Some(_) => !is_page(),
            None => false,
        }
}

/// Reads such XML from UTF-8 text.
///
/// # Errors
/// What `input` says.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    const HEAD: usize = 64 << 10;
    let mut head = Vec::with_capacity(HEAD);
    Read::take(&mut *input, HEAD as u64).read_to_end(&mut head)?;
    let Some((dialect, kind, records)) = find(&String::from_utf8_lossy(&head)) else {
        sink.issue(0, IssueKind::UnknownFormat, "no records are known in this XML");
        return Ok(());
    };
    sink.dialect = dialect.map(str::to_string);
    let mut input = Read::chain(&head[..], input);
    let mut table = rows::Table::default();
    xml::records(&mut input, records, sink, &mut |node, line, sink| match kind {
        Kind::Table => table.row(node, line, sink),
        Kind::Marc => sink.record(marc::record(node, line)),
        Kind::Bioc => sink.record(bioc::record(node, line)),
        Kind::Elsevier => sink.record(elsevier::record(node, line)),
        Kind::Study => sink.record(study::record(node, line)),
        Kind::Wos => sink.record(wos::record(node, line)),
        Kind::Any if is_deleted(node) => {}
        Kind::Rdf => rdf(node, line, sink),
        kind => sink.record(Walk::record(node, line, kind)),
    })?;
    if kind == Kind::Table {
        table.end(sink);
    }
    Ok(())
}

/// Whether an archive (OAI-PMH) says that what a record named is gone.
fn is_deleted(record: Node<'_>) -> bool {
    record.child("header").is_some_and(|header| header.attribute("status") == Some("deleted"))
}

/// The entries of a library of Zotero; those of journals and series may stand apart, named by a link.
fn rdf(root: Node<'_>, line: u32, sink: &mut Sink) {
    let about = |node: Node<'_>| node.attribute("rdf:about").unwrap_or_default().to_string();
    let is_entry = |node: &Node<'_>| {
        let is_part = matches!(names::local(node.name()), "Journal" | "Series" | "Attachment" | "Memo" | "Collection");
        !is_part && node.children().any(|child| names::local(child.name()) == "title")
    };
    for entry in root.children().filter(is_entry) {
        let mut walk = Walk::new(line, Kind::Rdf);
        walk.inside(entry, &mut String::new());
        let links = entry.children().filter(|child| names::local(child.name()) == "isPartOf");
        for link in links.filter_map(|child| child.attribute("rdf:resource")) {
            if let Some(part) = root.children().find(|node| !link.is_empty() && about(*node) == link) {
                walk.inside(part, &mut names::local(part.name()).to_string());
            }
        }
        let about = about(entry);
        if about.starts_with("http") {
            walk.fields.push("about", Role::Url, &about);
        }
        sink.record(walk.fields);
    }
}
