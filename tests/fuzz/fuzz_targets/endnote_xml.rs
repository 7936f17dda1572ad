//! Any text through `endnote_xml::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::endnote_xml;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(endnote_xml::parse, bytes));
