//! Any bytes through `xlsx::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::{Sink, xlsx};

fuzz_target!(|bytes: &[u8]| {
    let mut sink = Sink::default();
    assert!(xlsx::parse(bytes, &mut sink).is_ok(), "what is wrong becomes an issue");
});
