//! Any text through `enw::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::enw;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(enw::parse, bytes));
