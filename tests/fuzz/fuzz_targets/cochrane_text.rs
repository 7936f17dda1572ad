//! Any text through `cochrane_text::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::cochrane_text;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(cochrane_text::parse, bytes));
