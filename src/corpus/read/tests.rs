//! Reading: named bytes of all kinds in, the corpus that must come out.

use super::*;
use std::fs;
use std::io::Write;

const RIS: &[u8] = b"TY  - JOUR\nTI  - One\nDO  - 10.5555/one\nER  - \n\nTY  - JOUR\nTI  - Two\nER  - \n";
const NBIB: &[u8] = b"PMID- 91234567\nOWN - NLM\nTI  - Three\nSO  - J. 2019.\n";

fn params() -> ReadParams {
    ReadParams::default()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn ids(corpus: &Corpus) -> Vec<&str> {
    corpus.records.iter().map(|r| r.id.as_str()).collect()
}

#[test]
fn a_folder_is_read_in_order_of_names_whatever_the_order_of_arguments() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::create_dir(path("b")).unwrap();
    fs::write(path("b/x.ris"), NBIB).unwrap();
    fs::write(path("a.txt"), RIS).unwrap();
    fs::write(path(".hidden.ris"), RIS).unwrap();
    fs::write(path("photo.png"), b"\x89PNG\r\n\x1a\n0000").unwrap();
    fs::write(path("c.ris"), gz(RIS)).unwrap();
    let corpus = read(&[dir.path().to_path_buf()], &params()).unwrap();
    let formats: Vec<_> = corpus.files.iter().map(|f| (ids::file_name(&f.path), f.format, f.n_records)).collect();
    assert_eq!(
        formats,
        [
            ("a.txt", Format::Ris, 2),
            ("x.ris", Format::Medline, 1),
            ("c.ris", Format::Ris, 2),
            ("photo.png", Format::Unknown, 0)
        ]
    );
    assert_eq!(ids(&corpus), ["10.5555/one", "a.txt#2", "91234567", "10.5555/one#2", "c.ris#2"]);
    assert_eq!(corpus.issues.len(), 1);
    assert_eq!(corpus.issues[0].kind, IssueKind::UnknownFormat);
    let twice = [path("c.ris"), path("a.txt"), path("./c.ris"), path("b"), path("photo.png")];
    let mut other = read(&twice, &params()).unwrap();
    for file in &mut other.files {
        file.path = file.path.replace("/./", "/");
    }
    assert_eq!(corpus, other);
}

#[test]
fn sums_and_sizes_are_those_of_the_stored_bytes() {
    let stored = [gz(RIS), gz(NBIB)].concat();
    let corpus = read_bytes(&[("x.gz", &stored), ("y", b"abc")], &params());
    assert_eq!(corpus.files[0].bytes, stored.len() as u64);
    assert_eq!(corpus.files[0].format, Format::Ris);
    assert_eq!(corpus.files[1].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn one_bad_file_among_good_ones_is_an_issue() {
    let dir = tempfile::tempdir().unwrap();
    let good = dir.path().join("good.ris");
    fs::write(&good, RIS).unwrap();
    let empty = dir.path().join("empty.ris");
    fs::write(&empty, b"").unwrap();
    let missing = dir.path().join("missing.ris");
    let corpus = read(&[missing, good, empty], &params()).unwrap();
    assert_eq!(corpus.records.len(), 2);
    let kinds: Vec<_> = corpus.issues.iter().map(|i| i.kind).collect();
    assert_eq!(kinds, [IssueKind::Empty, IssueKind::Unreadable]);
}

#[test]
fn nothing_to_read_is_an_error_that_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let message = |paths: &[PathBuf]| {
        let text = read(paths, &params()).unwrap_err().to_string();
        text.replace(&*dir.path().to_string_lossy(), "DIR")
    };
    assert!(message(&[dir.path().to_path_buf()]).starts_with("no exports in DIR: the folder is empty; give files"));
    let photo = dir.path().join("photo.png");
    fs::write(&photo, b"\x89PNG\r\n\x1a\n0000").unwrap();
    assert!(message(&[dir.path().to_path_buf()]).starts_with("no exports in DIR: found 1 file (photo.png); give"));
    assert_eq!(message(&[photo]), "no record in DIR/photo.png: not a text export: a PNG image");
    let empty = dir.path().join("empty.ris");
    fs::write(&empty, b"").unwrap();
    assert_eq!(message(&[empty]), "DIR/empty.ris is empty: save the search results again");
    let missing = dir.path().join("no.ris");
    let expected = "cannot read DIR/no.ris: there is no such file or folder; check the name and the permissions";
    assert_eq!(message(&[missing]), expected);
    assert!(read(&[], &params()).is_err());
}

#[test]
fn a_gzip_bomb_is_stopped_and_a_cut_one_told() {
    let bomb = gz(&[&b"TY  - JOUR\nAB  - "[..], &vec![b'a'; 8 << 20]].concat());
    let small = ReadParams { max_inflated: 1 << 20, ..params() };
    let corpus = read_bytes(&[("bomb.gz", &bomb)], &small);
    assert!(corpus.issues.iter().any(|i| i.kind == IssueKind::Limit), "{:?}", corpus.issues);
    let text = RIS.repeat(3000);
    let whole = gz(&text);
    let corpus = read_bytes(&[("cut.gz", &whole[..whole.len() - 20])], &params());
    assert!(corpus.records.len() > 1000);
    assert!(corpus.issues.iter().any(|i| i.kind == IssueKind::Truncated), "{:?}", corpus.issues);
}

#[test]
fn a_folder_of_texts_is_one_document_each_but_not_beside_exports() {
    let dir = tempfile::tempdir().unwrap();
    let text = "First thoughts\n\nThis is a document of running text about nothing at all.\n";
    fs::write(dir.path().join("one.txt"), text).unwrap();
    fs::write(dir.path().join("two.txt"), text).unwrap();
    fs::write(dir.path().join("README.md"), text).unwrap();
    let corpus = read(&[dir.path().to_path_buf()], &params()).unwrap();
    assert_eq!(ids(&corpus), ["one.txt#1", "two.txt#1"]);
    fs::write(dir.path().join("three.ris"), RIS).unwrap();
    let corpus = read(&[dir.path().to_path_buf()], &params()).unwrap();
    assert_eq!(corpus.records.len(), 2);
    assert_eq!(corpus.issues.iter().filter(|i| i.kind == IssueKind::UnknownFormat).count(), 3);
}

#[test]
fn records_in_unknown_tags_are_refused_with_advice() {
    let text =
        b"TI- The niosome project\nAU- Ruiz, Ana\nPY- 1992\nLG- English\n\nTI- Second title of a report\nPY- 1993\n";
    let corpus = read_bytes(&[("x.txt", text)], &params());
    assert_eq!((corpus.records.len(), corpus.files[0].format), (0, Format::Unknown));
    let [issue] = &corpus.issues[..] else { panic!("{:?}", corpus.issues) };
    assert!(issue.message.contains("export them as RIS") && issue.message.contains("TI- The niosome"), "{issue:?}");
}

#[test]
fn repeated_ids_are_told_apart() {
    let json = b"{\"id\":\"a\",\"title\":\"x\"}\n{\"id\":\"a\",\"title\":\"y\"}\n{\"id\":\"a#2\",\"title\":\"z\"}\n{\"id\":\"b\"}\n";
    let corpus = read_bytes(&[("x.jsonl", json)], &params());
    assert_eq!(ids(&corpus), ["a", "a#3", "a#2", "b"]);
    let kinds: Vec<_> = corpus.issues.iter().map(|i| (i.line, i.kind)).collect();
    assert_eq!(kinds, [(2, IssueKind::RepeatedId), (4, IssueKind::NoText)]);
}

#[test]
fn large_files_of_every_format_are_read_whole() {
    use crate::corpus::write;
    let text = |n: usize| format!("{n} ñ {}", "words of a long abstract ".repeat(2_000)).trim().to_string();
    let lines: String = (0..300)
        .map(|n| format!("{{\"id\":\"r{n}\",\"title\":\"Title {n}\",\"abstract\":\"{}\",\"year\":2001}}\n", text(n)))
        .collect();
    let corpus = read_bytes(&[("a.jsonl", lines.as_bytes())], &params());
    for name in write::names() {
        let mut bytes = Vec::new();
        write::write(corpus.records.iter(), &corpus, write::format_by_name(name).unwrap(), &mut bytes).unwrap();
        let found = read_bytes(&[("a", &bytes)], &params());
        assert_eq!((found.records.len(), &found.issues[..]), (300, &[][..]), "{name}");
        let is_whole = |(n, record): (usize, &Record)| {
            record.title() == format!("Title {n}") && record.abstracts().any(|(_, found)| found == text(n))
        };
        assert!(found.records.iter().enumerate().all(is_whole), "{name}");
    }
}

#[test]
fn a_crossref_is_followed_in_a_large_file() {
    let long = "words of a long abstract ".repeat(2_000);
    let chapter = |n: usize| format!("@inbook{{c{n}, title={{Chapter {n}}}, crossref={{b}}, abstract={{{long}}}}}\n");
    let text = (0..300).map(chapter).collect::<String>() + "@book{b, title={The book}, year={2003}}\n";
    let corpus = read_bytes(&[("a.bib", text.as_bytes())], &params());
    assert_eq!(corpus.records.len(), 301);
    assert!(corpus.records.iter().all(|record| record.year() == Some(2003)));
}
