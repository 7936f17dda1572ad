//! Any text through `medline::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::medline;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(medline::parse, bytes));
