//! Any text through `ictrp::parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use themata::corpus::ictrp;
use themata_fuzz::check;

fuzz_target!(|bytes: &[u8]| check(ictrp::parse, bytes));
