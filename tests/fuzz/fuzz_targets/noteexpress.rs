//! Any text through `noteexpress::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::noteexpress;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(noteexpress::parse, bytes));
