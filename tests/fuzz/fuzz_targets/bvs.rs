//! Any text through `bvs::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::bvs;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(bvs::parse, bytes));
