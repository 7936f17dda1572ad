//! Any bytes through `sheet::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::{Sink, sheet};

fuzz_target!(|bytes: &[u8]| {
    let mut sink = Sink::default();
    assert!(sheet::parse(bytes, &mut sink).is_ok(), "what is wrong becomes an issue");
});
