//! Any text through `other_xml::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::other_xml;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(other_xml::parse, bytes));
