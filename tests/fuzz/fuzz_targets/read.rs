//! Any bytes as a file: told, read, joined, written in every format and read again with as many records.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::read::{ReadParams, read_bytes};
use themata::corpus::{Format, dedup, write};

fuzz_target!(|bytes: &[u8]| {
    let corpus = read_bytes(&[("x", bytes)], &ReadParams::default());
    assert_eq!(corpus.files[0].n_records, corpus.records.len());
    let joined = dedup::join(&corpus.records);
    assert!(joined.stands_for.iter().all(|&r| joined.stands_for[r] == r));
    // A file of many control characters is told to be binary, whatever else it holds.
    if bytes.iter().any(|b| matches!(b, 0..=8 | 14..=31)) {
        return;
    }
    for name in write::names() {
        let format = write::format_by_name(name).expect("a name of its own list");
        let mut out = Vec::new();
        write::write(corpus.records.iter(), &corpus, format, &mut out).expect("writing to memory");
        let again = read_bytes(&[("x", &out)], &ReadParams::default());
        // A header of torn text may look like anything, so tables are held to nothing here.
        assert!(format == Format::Csv || again.records.len() == corpus.records.len(), "{name}");
    }
});
