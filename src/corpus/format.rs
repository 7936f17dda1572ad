//! The formats that themata reads and writes, by name.
//!
//! Recognizing a format from content is `corpus::detect`.

use serde::Serialize;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// RIS in any dialect.
    Ris,
    /// MEDLINE / NBIB as PubMed writes it.
    Medline,
    /// A page of results copied from the BVS portal.
    BvsPage,
    /// Comma-, tab- or semicolon-separated table with a header.
    Csv,
    /// Office Open XML spreadsheet.
    Xlsx,
    /// Spreadsheet of Excel 97 to 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// One JSON object a line.
    Jsonl,
    /// A JSON document of any of the kinds known (CSL-JSON, OpenAlex, Crossref, Semantic Scholar, plain).
    Json,
    /// PubMed XML (articles and books).
    PubmedXml,
    /// PubMed text ("Abstract (text)", "Summary (text)").
    PubmedText,
    /// XML of the WHO's registry of clinical trials.
    IctrpXml,
    /// XML of other databases and programs (JATS, Europe PMC, MODS, MARC, Dublin Core, Zotero RDF …).
    Xml,
    /// EndNote XML.
    EndnoteXml,
    /// EndNote tagged (`%0`).
    Enw,
    /// Bibliographies with abstracts as EndNote writes them.
    EndnoteText,
    /// RefWorks tagged text.
    Refworks,
    /// Named fields of NoteExpress, CNKI and Wanfang.
    NoteExpress,
    /// BibTeX or BibLaTeX.
    Bibtex,
    /// Web of Science tagged plain text.
    WosText,
    /// Scopus plain text.
    ScopusText,
    /// The Cochrane Library's plain text.
    CochraneText,
    /// Ovid's tagged text.
    OvidText,
    /// Labelled text of Ovid, Embase, EBSCO, ProQuest, SciFinder, VIP, SinoMed or Ichushi.
    LabelledText,
    /// One document of running text.
    PlainText,
    /// Not known, or not readable.
    Unknown,
}

impl Format {
    /// The name used in reports and in `--to`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Ris => "RIS",
            Format::Medline => "MEDLINE",
            Format::BvsPage => "BVS page text",
            Format::Csv => "CSV",
            Format::Xlsx => "XLSX",
            Format::Xls => "XLS",
            Format::Ods => "ODS",
            Format::Jsonl => "JSONL",
            Format::Json => "JSON",
            Format::PubmedXml => "PubMed XML",
            Format::PubmedText => "PubMed text",
            Format::IctrpXml => "ICTRP XML",
            Format::Xml => "XML",
            Format::EndnoteXml => "EndNote XML",
            Format::Enw => "EndNote tagged",
            Format::EndnoteText => "EndNote bibliography",
            Format::Refworks => "RefWorks tagged",
            Format::NoteExpress => "NoteExpress text",
            Format::Bibtex => "BibTeX",
            Format::WosText => "Web of Science text",
            Format::ScopusText => "Scopus text",
            Format::CochraneText => "Cochrane text",
            Format::OvidText => "Ovid text",
            Format::LabelledText => "labelled text",
            Format::PlainText => "plain text",
            Format::Unknown => "unknown",
        }
    }
}
