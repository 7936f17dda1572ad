//! Any text through `labelled::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::labelled;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(labelled::parse, bytes));
