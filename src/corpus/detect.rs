//! Detection: the first bytes of a file in, its format out, from content and never from its name.

use super::format::Format;
use super::{
    bibtex, bracketed, bvs, cochrane_text, endnote_text, endnote_xml, enw, ictrp, json, labelled, medline, noteexpress,
    other_xml, ovid, plain, pubmed_text, pubmed_xml, refworks, ris, scifinder, scopus_text, table, tagged, values, wos,
};

/// Bytes of a file that are looked at.
pub const HEAD: usize = 64 << 10;

type Recognizer = fn(&str) -> bool;

/// The format of text that starts with `head`; [`Format::Unknown`] where it is none.
///
/// Formats with marks of their own come before those that are told by their shape, running text comes last.
pub fn text(head: &str) -> Format {
    // Others of its kind may stand behind it.
    if let Some(format) = tagged::opens(head) {
        return format;
    }
    let recognizers: [(Format, Recognizer); 25] = [
        (Format::PubmedXml, pubmed_xml::sniff),
        (Format::IctrpXml, ictrp::sniff),
        (Format::EndnoteXml, endnote_xml::sniff),
        (Format::Xml, other_xml::sniff),
        (Format::Jsonl, is_jsonl),
        (Format::Json, json::sniff),
        (Format::OvidText, ovid::sniff),
        (Format::WosText, wos::sniff),
        (Format::Medline, medline::sniff),
        (Format::Ris, ris::sniff),
        (Format::Enw, enw::sniff),
        (Format::Refworks, refworks::sniff),
        (Format::NoteExpress, noteexpress::sniff),
        (Format::LabelledText, bracketed::sniff),
        (Format::LabelledText, scifinder::sniff),
        (Format::Bibtex, bibtex::sniff),
        (Format::PubmedText, pubmed_text::sniff),
        (Format::ScopusText, scopus_text::sniff),
        (Format::CochraneText, cochrane_text::sniff),
        (Format::EndnoteText, endnote_text::sniff),
        (Format::LabelledText, labelled::sniff),
        (Format::Csv, table::sniff_by_header),
        (Format::BvsPage, bvs::sniff),
        (Format::Csv, table::sniff),
        (Format::PlainText, plain::sniff),
    ];
    recognizers.iter().find(|(_, fits)| fits(head)).map_or(Format::Unknown, |(format, _)| *format)
}

/// Whether the first line is a JSON object, and the next one, if it is there whole, starts another.
fn is_jsonl(head: &str) -> bool {
    let mut lines = head.split_inclusive('\n').map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else { return false };
    let whole = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(first).is_ok();
    let cut = head.len() >= HEAD / 2 && !head.contains('\n');
    first.starts_with('{')
        && (whole || cut && json::sniff(head))
        && lines.next().is_none_or(|next| next.starts_with('{'))
}

/// What a file that is no text is, where its first bytes tell; none where it may be text.
pub fn binary(head: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive (unpack it first)"),
        (b"PK\x05\x06", "an empty ZIP archive"),
        (b"7z\xBC\xAF", "a 7z archive (unpack it first)"),
        (b"Rar!", "a RAR archive (unpack it first)"),
        (b"BZh", "a bzip2 file (unpack it first)"),
        (b"\xFD7zXZ", "an xz file (unpack it first)"),
        (b"\x28\xB5\x2F\xFD", "a zstd file (unpack it first)"),
        (b"SQLite format 3", "an SQLite database (a library of EndNote, Zotero or another program: export it as RIS)"),
        (b"\x7FELF", "a program"),
        (b"MZ\x90", "a program"),
    ];
    if head.get(30..).is_some_and(|rest| rest.starts_with(b"mimetypeapplication/vnd.oasis.opendocument")) {
        return Some("an OpenDocument file (save it as .xlsx or .csv)");
    }
    if let Some(name) = packed(head) {
        return Some(name);
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    let utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let odd = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A | 0x1B..=0x1F);
    let control = head.iter().filter(odd).count();
    let zeros = head.iter().filter(|b| **b == 0).count();
    let maybe_utf16 = utf16 || control == zeros && zeros * 5 >= head.len() * 2;
    (!maybe_utf16 && control * 100 > head.len() + 400).then_some("a binary file")
}

/// What a ZIP archive is that a program writes as one file, and that is no spreadsheet.
pub fn packed(head: &[u8]) -> Option<&'static str> {
    const PARTS: [(&[u8], &str); 4] = [
        (b"word/", "a Word document (save it as plain text, in UTF-8)"),
        (b"ppt/", "a presentation"),
        (b"sdb.eni", "an EndNote library (in EndNote, export it as RIS or XML)"),
        (b".enl", "an EndNote library (in EndNote, export it as RIS or XML)"),
    ];
    let holds = |part: &[u8]| memchr::memmem::find(head, part).is_some();
    let is_other = head.starts_with(b"PK\x03\x04") && !holds(b"xl/");
    PARTS.iter().find(|(part, _)| is_other && holds(part)).map(|(_, name)| *name)
}

/// What a text is that holds no records, and what to do about it, where that is known.
pub fn hint(head: &str) -> Option<&'static str> {
    let mut words = head.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|word| !word.is_empty());
    let is_pmid = |word: &str| word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_digit());
    let first = words.next()?;
    let is_list = words.all(is_pmid) && (is_pmid(first) || first.eq_ignore_ascii_case("pmid"));
    if is_list {
        return Some("a list of PMIDs, not of records: search PubMed for them and save the results, format PubMed");
    }
    if is_reference_list(head) {
        return Some(
            "a list of references, which has no fields to read and no abstracts: export the records from the database or \
             the reference manager that it was made with, as RIS, MEDLINE (.nbib) or CSV",
        );
    }
    plain::is_tagged(head).then_some(
        "looks like records in the tags of a program that is not known; export them as RIS, MEDLINE (.nbib), BibTeX, \
         EndNote, RefWorks or CSV",
    )
}

/// Whether a text is references as they stand at the end of an article: half of its paragraphs and more, two at least,
/// are sentences with a year and with pages or a DOI. Lines are paragraphs where no blank lines part them.
fn is_reference_list(head: &str) -> bool {
    const LOOKED_AT: usize = 200;
    let head = head.replace('\r', "");
    let is_digit = |c: char| c.is_ascii_digit();
    let is_place = |word: &str| {
        let parts: Vec<&str> = word.split(['-', '–', ':']).collect();
        let is_range =
            |pair: &[&str]| pair[0].trim_end_matches(')').ends_with(is_digit) && pair[1].starts_with(is_digit);
        word.contains("10.") && word.contains('/') || parts.windows(2).any(is_range)
    };
    let is_reference = |text: &str| {
        let mut words = text.split_whitespace();
        let n_ends = words.clone().filter(|word| word.ends_with(['.', ','])).count();
        n_ends >= 3 && values::find_year(text).is_some() && words.any(is_place)
    };
    let fits = |parts: Vec<&str>| {
        let n_references = parts.iter().copied().filter(|part| is_reference(part)).count();
        n_references >= 2 && n_references * 2 >= parts.len()
    };
    let parts = |end: &str| head.split(end).map(str::trim).filter(|part| !part.is_empty()).take(LOOKED_AT).collect();
    fits(parts("\n\n")) || fits(parts("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (head, format) in [
            ("\u{FEFF}TY  - JOUR\r\nTI  - A\r\nER  - \r\n", Format::Ris),
            ("Record #1 of 2\nProvider: X\n\nTY  -  JOUR\n", Format::Ris),
            ("AU  - Doe, J\nTI  - A\nPY  - 2020\nER  - \n", Format::Ris),
            ("\nPMID- 123\nOWN - NLM\nTI  - A\n", Format::Medline),
            ("\nOWN - ERIC\nTI  - A\nJT  - J\nVI  - 1\n", Format::Medline),
            ("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Doe, J\n", Format::WosText),
            ("%0 Journal Article\n%T A\n", Format::Enw),
            ("%T A\n%A Doe, J\n%D 2020\n", Format::Enw),
            ("RESUMEN\nUn texto.\nAsunto(s)\nHumanos , Animales\n", Format::BvsPage),
            ("{\"id\":\"1\",\"title\":\"A\",\"text\":\"B\"}\n{\"id\":\"2\"}\n", Format::Jsonl),
            ("Background: we studied the effect of a drug on many patients in two wards.\n", Format::PlainText),
            ("<7. >\nVN  - Ovid Technologies\nUI  - 1\nTI  - A\n", Format::OvidText),
            ("", Format::Unknown),
            ("#!/bin/sh\nx=1;y=2;(z)\n{}[]\n", Format::Unknown),
        ] {
            assert_eq!(text(head), format, "{head:?}");
        }
    }

    #[test]
    fn a_list_of_pmids_is_told_what_it_is() {
        for head in ["91234567\n91234568\r\n", "PMID\n91234567\n", "91234567, 91234568;5"] {
            assert_eq!(text(head), Format::Unknown, "{head}");
            assert!(hint(head).is_some_and(|hint| hint.starts_with("a list of PMIDs")), "{head}");
        }
        for head in ["", "A\n91234567\n", "9123456789\n", "91234567\tx\n"] {
            assert_eq!(hint(head), None, "{head}");
        }
    }

    #[test]
    fn a_list_of_references_is_told_what_it_is() {
        for head in [
            "1. Roe A, Poe B. Genes in cells. J Imag. 2020;12(3):1-9. doi:10.1000/x\n2. Doe C. Sleep of nurses. Rev Imag. 2019;3:7-12.\n",
            "References\r\n\r\nRoe, A., & Poe, B. (2020). Genes in cells of\r\nmice. J Imag, 12(3), 1–9. https://doi.org/10.1000/x\r\n\r\n\
             Doe, C. (2019). Sleep of nurses in the Andes. Rev Imag, 3,\r\n7–12.\r\n",
            "[1] A. Roe, \"Genes in cells,\" J. Imag., vol. 12, no. 3, pp. 1-9, 2020.\n[2] C. Doe, \"Sleep,\" Rev. Imag., pp. 7-12, 2019.\n",
        ] {
            assert_eq!(text(head), Format::Unknown, "{head}");
            assert!(hint(head).is_some_and(|hint| hint.starts_with("a list of references")), "{head}");
        }
        for head in ["2020-01-02 10:11:12 INFO started the service at port 8080\n", "x=1;y=2;(z)\n", "a\nb\n"] {
            assert_eq!(hint(&head.repeat(3)), None, "{head}");
        }
    }

    #[test]
    fn binary_files_are_named() {
        assert_eq!(binary(b"\x89PNG\r\n\x1a\n"), Some("a PNG image"));
        let opened = [&b"PK\x03\x04"[..], &[0; 26], b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"].concat();
        assert_eq!(binary(&opened), Some("an OpenDocument file (save it as .xlsx or .csv)"));
        let zip = |part: &str| [b"PK\x03\x04\0[Content_Types].xml\0", part.as_bytes()].concat();
        for (part, wanted) in [("word/document.xml", "a Word document"), ("sdb/sdb.eni", "an EndNote library")] {
            let told = binary(&zip(part)).unwrap_or_default();
            assert!(told.starts_with(wanted) && packed(&zip(part)) == Some(told), "{told}");
        }
        assert_eq!(packed(&zip("xl/workbook.xml word/")), None);
        assert_eq!(binary(&[1, 2, 3, 4, 0, 0, 9]), Some("a binary file"));
        assert_eq!(binary("TY  - JOUR\nTI  - ñ\n".as_bytes()), None);
        assert_eq!(binary(b"T\0Y\0 \0 \0-\0 \0J\0"), None);
    }
}
