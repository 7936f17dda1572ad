//! Any text through `table::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::table;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(table::parse, bytes));
