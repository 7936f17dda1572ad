//! Reads one file: stored bytes in, records, issues and the facts of the file out.
//!
//! Undoes .gz, takes the SHA-256 and the size of the stored bytes on the way, tells encoding and format from the first
//! bytes and calls the parser. Never holds the file as a whole unless the format needs it.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::ReadParams;
use crate::corpus::encoding::{Decoder, decode_head};
use crate::corpus::issue::{Issue, IssueKind};
use crate::corpus::sink::Sink;
use crate::corpus::spool::Spool;
use crate::corpus::{
    Format, Record, SourceFile, bibtex, bracketed, bvs, cochrane_text, detect, endnote_text, endnote_xml, ictrp, json,
    labelled, noteexpress, other_xml, ovid, plain, pubmed_text, pubmed_xml, refworks, scifinder, scopus_text, sheet,
    table, tagged,
};

const BUFFER: usize = 256 << 10;

/// One file, read.
#[derive(Debug)]
pub(super) struct Loaded {
    pub file: SourceFile,
    pub records: Vec<Record>,
    pub issues: Vec<Issue>,
    pub spool: Option<Spool>,
}

impl Loaded {
    /// A file that could not be opened.
    pub fn failed(name: &str, reason: String) -> Loaded {
        let file = SourceFile {
            path: name.to_string(),
            format: Format::Unknown,
            parts: Vec::new(),
            dialect: None,
            encoding: "unknown",
            bytes: 0,
            sha256: String::new(),
            n_records: 0,
        };
        let issue = Issue { file: 0, line: 0, kind: IssueKind::Unreadable, message: reason };
        Loaded { file, records: Vec::new(), issues: vec![issue], spool: None }
    }
}

/// What the bytes turned out to be.
struct Kind {
    format: Format,
    encoding: &'static str,
}

/// Reads a file from `reader`.
pub(super) fn load(name: &str, reader: &mut dyn Read, params: &ReadParams, on_bytes: &(dyn Fn(u64) + Sync)) -> Loaded {
    let mut stored = Stored { reader, hash: Sha256::new(), bytes: 0, on_bytes };
    let mut sink = Sink::spooling();
    let kind = {
        let mut buffered = BufReader::with_capacity(BUFFER, &mut stored);
        match buffered.fill_buf().map(|head| head.starts_with(b"\x1F\x8B\x08")) {
            Ok(true) => gunzip(&mut buffered, params, &mut sink),
            Ok(false) => parse(&mut buffered, params, &mut sink),
            Err(error) => unreadable(&error, &mut sink),
        }
    };
    // A parser may stop before the end; the sum and the size are those of the whole file.
    let _ = io::copy(&mut stored, &mut io::sink());
    if stored.bytes == 0 && sink.issues.is_empty() {
        sink.issue(0, IssueKind::Empty, "the file is empty");
    } else if sink.records.is_empty() && sink.issues.is_empty() {
        sink.issue(0, IssueKind::Empty, format!("no record in this {} file", kind.format.name()));
    }
    sink.close();
    let file = SourceFile {
        path: name.to_string(),
        format: kind.format,
        parts: sink.parts,
        dialect: sink.dialect,
        encoding: kind.encoding,
        bytes: stored.bytes,
        sha256: stored.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        n_records: sink.records.len(),
    };
    Loaded { file, records: sink.records, issues: sink.issues, spool: sink.spool }
}

fn gunzip(stored: &mut dyn BufRead, params: &ReadParams, sink: &mut Sink) -> Kind {
    let counted = Counted { input: stored, taken: 0 };
    let limited = Limited { inner: MultiGzDecoder::new(counted), given: 0, params: *params };
    parse(&mut BufReader::with_capacity(BUFFER, limited), params, sink)
}

fn parse(input: &mut dyn BufRead, params: &ReadParams, sink: &mut Sink) -> Kind {
    let mut head = Vec::new();
    if let Err(error) = input.take(detect::HEAD as u64).read_to_end(&mut head) {
        return unreadable(&error, sink);
    }
    if sheet::is_ods(&head) {
        return parse_whole(Format::Ods, head, input, params, sink);
    }
    if sheet::is_xlsx(&head) {
        return parse_whole(Format::Xlsx, head, input, params, sink);
    }
    if sheet::is_xls(&head) {
        return parse_whole(Format::Xls, head, input, params, sink);
    }
    if let Some(what) = detect::binary(&head) {
        sink.issue(0, IssueKind::UnknownFormat, format!("not a text export: {what}"));
        return Kind { format: Format::Unknown, encoding: "binary" };
    }
    let text = decode_head(&head);
    let format = detect::text(&text);
    if format == Format::Unknown && !head.is_empty() && text.trim().is_empty() {
        sink.issue(0, IssueKind::Empty, "there is nothing but white space in it: save the search results again");
    } else if format == Format::Unknown && !text.is_empty() {
        let words: Vec<&str> = text.split_whitespace().take(40).collect();
        let start: String = words.join(" ").chars().filter(|c| !c.is_control()).take(40).collect();
        let advice = detect::hint(&text).unwrap_or("none of the formats known; export it as RIS or CSV");
        sink.issue(0, IssueKind::UnknownFormat, format!("{advice}; it starts with: {start}"));
    }
    let mut whole = Cursor::new(&head[..]).chain(input);
    let mut decoder = Decoder::new(&head, &mut whole);
    let result = match format {
        Format::Ris | Format::Medline | Format::Enw | Format::WosText => tagged::parse(format, &mut decoder, sink),
        Format::BvsPage => bvs::parse(&mut decoder, sink),
        Format::Csv => table::parse(&mut decoder, sink),
        Format::Jsonl | Format::Json => json::parse(&mut decoder, sink),
        Format::PubmedXml => pubmed_xml::parse(&mut decoder, sink),
        Format::PubmedText => pubmed_text::parse(&mut decoder, sink),
        Format::IctrpXml => ictrp::parse(&mut decoder, sink),
        Format::Xml => other_xml::parse(&mut decoder, sink),
        Format::EndnoteXml => endnote_xml::parse(&mut decoder, sink),
        Format::EndnoteText => endnote_text::parse(&mut decoder, sink),
        Format::Refworks => refworks::parse(&mut decoder, sink),
        Format::NoteExpress => noteexpress::parse(&mut decoder, sink),
        Format::Bibtex => bibtex::parse(&mut decoder, sink),
        Format::ScopusText => scopus_text::parse(&mut decoder, sink),
        Format::CochraneText => cochrane_text::parse(&mut decoder, sink),
        Format::OvidText => ovid::parse(&mut decoder, sink),
        Format::LabelledText if bracketed::sniff(&text) => bracketed::parse(&mut decoder, sink),
        Format::LabelledText if scifinder::sniff(&text) => scifinder::parse(&mut decoder, sink),
        Format::LabelledText => labelled::parse(&mut decoder, sink),
        Format::PlainText => plain::parse(&mut decoder, sink),
        _ => Ok(()),
    };
    decoder.report(sink);
    let encoding = decoder.name();
    if let Err(error) = result {
        unreadable(&error, sink);
    }
    Kind { format, encoding }
}

fn parse_whole(
    format: Format,
    mut bytes: Vec<u8>,
    input: &mut dyn BufRead,
    params: &ReadParams,
    sink: &mut Sink,
) -> Kind {
    let room = params.max_whole.saturating_sub(bytes.len() as u64);
    let result = input.take(room).read_to_end(&mut bytes).and_then(|_| {
        if input.fill_buf()?.is_empty() {
            return sheet::parse(&bytes, sink);
        }
        sink.issue(0, IssueKind::Limit, format!("spreadsheet larger than {} bytes, left out", params.max_whole));
        Ok(())
    });
    if let Err(error) = result {
        unreadable(&error, sink);
    }
    let encoding = if format == Format::Xls { "UTF-16" } else { "UTF-8" };
    Kind { format, encoding }
}

/// Turns a failed read into an issue; what was read before stays.
fn unreadable(error: &io::Error, sink: &mut Sink) -> Kind {
    let (kind, message) = match error.kind() {
        io::ErrorKind::UnexpectedEof => (IssueKind::Truncated, "the compressed file ends too early".to_string()),
        io::ErrorKind::FileTooLarge => (IssueKind::Limit, error.to_string()),
        _ => (IssueKind::Unreadable, format!("reading failed: {}", super::inputs::reason(error))),
    };
    let message = if sink.records.is_empty() { message } else { format!("{message}; the records before it were kept") };
    sink.issue(0, kind, message);
    Kind { format: Format::Unknown, encoding: "unknown" }
}

/// Counts and sums the stored bytes.
struct Stored<'r> {
    reader: &'r mut dyn Read,
    hash: Sha256,
    bytes: u64,
    on_bytes: &'r (dyn Fn(u64) + Sync),
}

impl Read for Stored<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(into)?;
        self.hash.update(&into[..n]);
        self.bytes += n as u64;
        (self.on_bytes)(n as u64);
        Ok(n)
    }
}

/// Counts what a decompressor takes.
struct Counted<'r> {
    input: &'r mut dyn BufRead,
    taken: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(into)?;
        self.taken += n as u64;
        Ok(n)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.taken += n as u64;
        self.input.consume(n);
    }
}

/// Stops a decompressor that grows beyond all measure.
struct Limited<'r> {
    inner: MultiGzDecoder<Counted<'r>>,
    given: u64,
    params: ReadParams,
}

impl Read for Limited<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.given += n as u64;
        let taken = self.inner.get_ref().taken.max(1);
        if self.given > self.params.max_inflated && self.given / taken > self.params.max_ratio {
            let message = format!("the compressed file grows more than {}-fold, stopped", self.params.max_ratio);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        Ok(n)
    }
}
