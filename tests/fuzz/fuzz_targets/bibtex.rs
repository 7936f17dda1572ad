//! Any text through `bibtex::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::bibtex;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(bibtex::parse, bytes));
