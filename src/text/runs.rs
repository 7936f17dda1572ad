//! Runs: the bytes of a text in, the stretches of it that may be words out.
//!
//! A run holds ASCII letters and digits and what may join them to one word with what stands beside them: hyphens, points
//! and the signs of TeX, of tags and of addresses, all other scripts. Whether a run is one word, several or none is for
//! `tokenize` to say.

/// Bytes that are classed at once.
const BLOCK: usize = 64;

/// Calls `visit` with every run: its first byte, the byte behind its last, whether it holds a joint; goes on while it
/// says so.
///
/// # Complexity
/// Linear; 64 bytes at once, and no branch on where a word ends.
#[inline]
pub(super) fn runs(bytes: &[u8], mut visit: impl FnMut(usize, usize, bool) -> bool) {
    // The run that goes on from the block before: its first byte, and whether it holds a joint.
    let (mut first, mut is_open, mut is_odd) = (0, 0, false);
    // One block more than there are bytes, where a run at the end of the text ends.
    for at in (0..=bytes.len()).step_by(BLOCK) {
        let (plain, mut joints) = classes(bytes, at);
        let inside = plain | joints;
        let before = inside << 1 | is_open;
        let (mut starts, mut ends) = (inside & !before, !inside & before);
        if is_open == 0 {
            first = at + take_lowest(&mut starts);
        }
        while ends != 0 {
            let length = take_lowest(&mut ends);
            let passed = (1_u64 << length) - 1;
            if !visit(first, at + length, is_odd || joints & passed != 0) {
                return;
            }
            (is_odd, joints) = (false, joints & !passed);
            first = at + take_lowest(&mut starts);
        }
        is_odd |= joints != 0;
        is_open = inside >> (BLOCK - 1);
    }
}

/// The number of the lowest bit, which is taken away; 64 where there is none.
#[inline]
fn take_lowest(bits: &mut u64) -> usize {
    let lowest = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    lowest
}

/// Of the bytes of a block those that are ASCII letters or digits, and those that are joints; a bit each, the first byte
/// lowest.
#[inline]
fn classes(bytes: &[u8], at: usize) -> (u64, u64) {
    match bytes[at..].first_chunk() {
        Some(block) => classes_of(block),
        None => {
            let mut block = [0; BLOCK + 1];
            block[..bytes.len() - at].copy_from_slice(&bytes[at..]);
            classes_of(&block)
        }
    }
}

/// The same of a block and the byte behind it.
#[inline]
fn classes_of(block: &[u8; BLOCK + 1]) -> (u64, u64) {
    let (mut plain, mut joints) = ([false; BLOCK], [false; BLOCK]);
    for i in 0..BLOCK {
        let (byte, next) = (block[i], block[i + 1]);
        plain[i] = ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
        joints[i] = (byte >= 0x80)
            | (byte == b'-')
            | (byte == b'\\')
            | (byte == b'{')
            | (byte == b'<')
            | (byte == b'@')
            | ((byte == b'.') & (next > b' '))
            | ((byte == b':') & (next == b'/'));
    }
    (gather(&plain), gather(&joints))
}

/// One bit for every flag, the first one lowest.
#[inline]
fn gather(flags: &[bool; BLOCK]) -> u64 {
    let eights = flags.as_chunks().0.iter().rev();
    // The product moves the lowest bit of every byte to a place of its own in the highest byte.
    eights.fold(0, |bits, eight| {
        bits << 8 | u64::from_le_bytes(eight.map(u8::from)).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// Bytes of the longest text that is one number.
const SHORT: usize = 16;

/// 1 to 16 bytes of a text as one number, the first byte lowest; none for fewer or more.
#[inline]
pub(super) fn packed(text: &[u8], start: usize, end: usize) -> Option<u128> {
    let length = end - start;
    if !(1..=SHORT).contains(&length) {
        return None;
    }
    Some(match text[start..].first_chunk() {
        Some(bytes) => u128::from_le_bytes(*bytes) & u128::MAX >> (8 * (SHORT - length)),
        None => text[start..end].iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        let mut found = Vec::new();
        runs(text.as_bytes(), |start, end, is_odd| {
            found.push((&text[start..end], is_odd));
            true
        });
        found
    }

    #[test]
    fn joints_belong_to_their_run_and_mark_it() {
        assert_eq!(
            found("A cell, IL-6 (é 2.5). See: x://y \\mu."),
            [
                ("A", false),
                ("cell", false),
                ("IL-6", true),
                ("é", true),
                ("2.5", true),
                ("See", false),
                ("x:", true),
                ("y", false),
                ("\\mu", true)
            ]
        );
        assert_eq!((found(""), found(" ;")), (vec![], vec![]));
    }

    #[test]
    fn blocks_part_no_run() {
        for shift in 0..150 {
            let text = format!("{}word a-b {}", " ".repeat(shift), "x".repeat(shift));
            let long = "x".repeat(shift);
            let mut expected = vec![("word", false), ("a-b", true)];
            expected.extend((shift > 0).then_some((long.as_str(), false)));
            assert_eq!(found(&text), expected, "{shift}");
        }
    }

    #[test]
    fn a_visit_can_end_the_search() {
        let mut n = 0;
        runs(b"one two three four", |_, _, _| {
            n += 1;
            n < 2
        });
        assert_eq!(n, 2);
    }

    #[test]
    fn short_runs_are_numbers() {
        let text = b"abcdefghijklmnop and more";
        for n in 1..=16 {
            let bytes = packed(text, 0, n).unwrap_or(0).to_le_bytes();
            assert_eq!((&bytes[..n], bytes[n..].iter().all(|b| *b == 0)), (&text[..n], true));
            assert_eq!(packed(text, 0, n), packed(&text[..n], 0, n), "at the end of a text");
        }
        assert_eq!((packed(text, 3, 3), packed(text, 0, 17)), (None, None));
    }
}
