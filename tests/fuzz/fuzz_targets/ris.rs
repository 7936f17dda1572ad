//! Any text through `ris::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::ris;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(ris::parse, bytes));
