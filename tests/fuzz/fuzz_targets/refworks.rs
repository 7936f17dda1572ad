//! Any text through `refworks::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::refworks;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(refworks::parse, bytes));
