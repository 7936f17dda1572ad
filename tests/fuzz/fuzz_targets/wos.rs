//! Any text through `wos::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::wos;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(wos::parse, bytes));
