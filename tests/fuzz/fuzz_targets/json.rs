//! Any text through `json::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::json;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(json::parse, bytes));
