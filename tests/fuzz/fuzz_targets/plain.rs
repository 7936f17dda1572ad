//! Any text through `plain::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::plain;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(plain::parse, bytes));
