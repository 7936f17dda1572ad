//! Any text through `pubmed_text::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::pubmed_text;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(pubmed_text::parse, bytes));
