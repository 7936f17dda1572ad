//! Any bytes through the decoder: text comes out, the same in whatever pieces they arrive.

#![no_main]

use std::io::{BufReader, Read};

use libfuzzer_sys::fuzz_target;
use themata::corpus::Sink;
use themata::corpus::encoding::Decoder;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    assert_eq!(decode(rest, 1 << 16), decode(rest, usize::from(*first) % 61 + 1));
});

fn decode(bytes: &[u8], piece: usize) -> (String, &'static str, usize) {
    let mut input = BufReader::with_capacity(piece, bytes);
    let mut decoder = Decoder::new(bytes, &mut input);
    let mut text = String::new();
    decoder.read_to_string(&mut text).expect("the decoder gives UTF-8 only");
    let mut sink = Sink::default();
    decoder.report(&mut sink);
    (text, decoder.name(), sink.issues.len())
}
