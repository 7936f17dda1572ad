//! Any text through `scopus_text::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::scopus_text;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(scopus_text::parse, bytes));
