//! Reading: bytes of any export in, records and issues out.
//!
//! One file per format, each with `parse` (text in, records into a [`Sink`]) and, where themata writes it, `write`;
//! `detect` tells the format from content, `read` opens files and folders, `dedup` joins duplicates.
//! Nothing here looks at words; that is `text`.

pub mod bibtex;
mod bracketed;
pub mod bvs;
pub mod cochrane_text;
mod contents;
pub mod dedup;
pub mod detect;
mod doi;
pub mod draft;
pub mod encoding;
pub mod endnote_text;
pub mod endnote_xml;
mod entities;
pub mod enw;
pub mod format;
pub mod ictrp;
pub mod issue;
pub mod json;
pub mod labelled;
pub mod lang;
pub mod lines;
pub(crate) mod markup;
pub mod medline;
pub mod noteexpress;
mod notice;
pub mod other_xml;
pub mod ovid;
mod pages;
pub mod plain;
pub mod pubmed_text;
pub mod pubmed_xml;
pub mod read;
pub mod record;
pub mod refworks;
pub mod ris;
mod role;
mod scifinder;
pub mod scopus_text;
pub mod sheet;
pub mod sink;
pub mod spool;
mod subject;
pub mod table;
mod tagged;
mod values;
pub mod wos;
pub mod write;
mod xml;

pub use format::Format;
pub use issue::{Issue, IssueKind};
pub use lang::Lang;
pub use record::{Field, Record, RecordBuilder, Source};
pub use role::Role;
pub use sink::Sink;
pub use subject::Subject;

/// One input file and what was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path as the user named it (for a file in a folder: the folder as named, then the way inside it); `-` for stdin.
    pub path: String,
    /// File format, told from content.
    pub format: Format,
    /// Where another format begins in the file: the number of the first record read in it.
    pub parts: Vec<(u32, Format)>,
    /// Dialect, database or program that wrote it, where it can be told.
    pub dialect: Option<String>,
    /// Character encoding.
    pub encoding: &'static str,
    /// Size in bytes as stored.
    pub bytes: u64,
    /// SHA-256 of the stored bytes, in hexadecimal.
    pub sha256: String,
    /// Number of records read.
    pub n_records: usize,
}

/// Everything that was read: files, records and issues, in an order that does not depend on the order of the inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// The files, sorted by path.
    pub files: Vec<SourceFile>,
    /// The records, file by file in the order of the file; ids are unique.
    pub records: Vec<Record>,
    /// The issues, sorted by file and line.
    pub issues: Vec<Issue>,
    /// Where the texts of large files are kept.
    pub spools: Vec<spool::Spool>,
}

impl Corpus {
    /// Gives the memory that the texts of large files take back to the system; they are read again where needed.
    pub fn release(&self) {
        self.spools.iter().for_each(spool::Spool::release);
    }

    /// Bytes of text in all records.
    pub fn text_size(&self) -> u64 {
        self.records.iter().map(|record| record.text_size() as u64).sum()
    }

    /// Told of every record that is read in a long row; releases the texts now and then.
    pub fn passes(&self, at: usize) {
        spool::pass(&self.spools, at);
    }

    /// Like [`Corpus::passes`] for the `n`-th of many records that are read in any order, each far from the last.
    pub fn leaps(&self, n: usize) {
        // The system maps a surrounding of every place that is read, sixteen pages.
        self.passes(n * 128);
    }

    /// The records in order, with their numbers; the memory of those passed goes back to the system.
    pub fn one_by_one(&self) -> impl Iterator<Item = (usize, &Record)> {
        self.records.iter().enumerate().inspect(|(at, _)| self.passes(*at))
    }
}
