//! Any text through `pubmed_xml::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::pubmed_xml;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(pubmed_xml::parse, bytes));
