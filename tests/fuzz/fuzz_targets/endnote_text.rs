//! Any text through `endnote_text::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::endnote_text;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(endnote_text::parse, bytes));
