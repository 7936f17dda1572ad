//! Any text through `ovid::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::ovid;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(ovid::parse, bytes));
