//! Records of the binary format of Excel 97 to 2003 (BIFF8): the bytes of a stream in, records, numbers and texts out.
//!
//! [MS-XLS] names them: a record has two bytes of kind, two of length, then its body; what is longer than 8,224 bytes
//! goes on in CONTINUE records, and a text that does so tells there again whether its characters take one byte or two.

/// CONTINUE.
const CONTINUE: u16 = 0x003C;

/// Reads records one after another.
#[derive(Clone, Copy)]
pub(super) struct Records<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Records<'b> {
    /// The records from a place of a stream on.
    pub fn new(bytes: &'b [u8], at: usize) -> Records<'b> {
        Records { bytes, at }
    }

    /// Kind and body of the next record; none at the end, also where it is cut.
    pub fn next(&mut self) -> Option<(u16, &'b [u8])> {
        let (kind, length) = (u16_at(self.bytes, self.at)?, u16_at(self.bytes, self.at + 2)?);
        let start = self.at + 4;
        let body = self.bytes.get(start..start + usize::from(length))?;
        self.at = start + body.len();
        Some((kind, body))
    }

    /// A body with the CONTINUE records that follow it.
    pub fn whole(&mut self, body: &'b [u8]) -> Parts<'b> {
        let mut parts = vec![body];
        let mut ahead = *self;
        while let Some((CONTINUE, more)) = ahead.next() {
            parts.push(more);
            *self = ahead;
        }
        Parts { parts, part: 0, at: 0 }
    }
}

/// A body in one or several records.
pub(super) struct Parts<'b> {
    parts: Vec<&'b [u8]>,
    part: usize,
    at: usize,
}

impl<'b> Parts<'b> {
    /// A body in one record, from a place on.
    pub fn of(body: &'b [u8], at: usize) -> Parts<'b> {
        Parts { parts: vec![body], part: 0, at }
    }

    fn rest(&self) -> &'b [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest().is_empty() {
            self.part += 1;
            self.at = 0;
            if self.part >= self.parts.len() {
                return None;
            }
        }
        let byte = self.rest().first().copied();
        self.at += 1;
        byte
    }

    /// A number of so many bytes, the lowest first.
    pub fn number(&mut self, n_bytes: u32) -> Option<u32> {
        (0..n_bytes).try_fold(0, |number, n| Some(number | u32::from(self.byte()?) << (8 * n)))
    }

    /// Passes bytes; those that are not there are no matter.
    pub fn skip(&mut self, mut n: usize) {
        while n > 0 && self.part < self.parts.len() {
            let step = n.min(self.rest().len());
            self.at += step;
            n -= step;
            if n > 0 {
                (self.part, self.at) = (self.part + 1, 0);
            }
        }
    }

    /// A text behind its length of one or two bytes; marks of format and of pronunciation are passed.
    pub fn text(&mut self, bytes_of_length: u32) -> Option<String> {
        let n_chars = self.number(bytes_of_length)? as usize;
        let flags = self.number(1)?;
        let n_runs = if flags & 8 == 0 { 0 } else { self.number(2)? as usize };
        let n_more = if flags & 4 == 0 { 0 } else { self.number(4)? as usize };
        let text = self.characters(n_chars, flags & 1 == 1);
        self.skip(4 * n_runs);
        self.skip(n_more);
        Some(text)
    }

    fn characters(&mut self, n_chars: usize, mut is_wide: bool) -> String {
        let mut units: Vec<u16> = Vec::new();
        loop {
            let (rest, width) = (self.rest(), if is_wide { 2 } else { 1 });
            let n = (n_chars - units.len()).min(rest.len() / width);
            let taken = rest[..n * width].chunks_exact(width);
            units.extend(taken.map(|unit| unit.iter().rev().fold(0, |all, &byte| all << 8 | u16::from(byte))));
            self.at += n * width;
            if units.len() == n_chars || self.part + 1 >= self.parts.len() {
                return String::from_utf16_lossy(&units);
            }
            (self.part, self.at) = (self.part + 1, 0);
            is_wide = self.byte().is_some_and(|flags| flags & 1 == 1);
        }
    }
}

/// A number of two bytes.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|two| u16::from_le_bytes([two[0], two[1]]))
}

/// A number of four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// A floating number of eight bytes.
pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    let eight: [u8; 8] = bytes.get(at..at + 8)?.try_into().ok()?;
    Some(f64::from_le_bytes(eight))
}

/// A number in the four bytes that Excel calls RK: the upper part of a floating number or 30 bits of a whole one, either
/// a hundredfold or not.
pub(super) fn rk(packed: u32) -> f64 {
    let value = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { value } else { value / 100.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_four_bytes() {
        assert_eq!([rk(0x0000_1F8E), rk(0x3FF0_0000), rk(0x0003_1557)], [2019.0, 1.0, 505.17]);
        assert_eq!(rk((-8_i32).cast_unsigned() | 2), -2.0);
    }

    #[test]
    fn a_text_goes_on_in_the_next_record_in_another_width() {
        let mut parts =
            Parts { parts: vec![&[5, 0, 0, b'a', 0xE9], &[1, b'b', 0, 0xC4, 0x03, b'd', 0]], part: 0, at: 0 };
        assert_eq!(parts.text(2).as_deref(), Some("aébτd"));
        let marked = [2, 0, 13, 1, 0, 3, 0, 0, 0, b'x', 0, b'y', 0, 9, 9, 9, 9, 8, 8, 8, 7];
        let mut parts = Parts::of(&marked, 0);
        assert_eq!((parts.text(2).as_deref(), parts.number(1), parts.number(1)), (Some("xy"), Some(7), None));
        assert_eq!(Parts::of(&[200, 0, 0, b'x'], 0).text(2).as_deref(), Some("x"), "cut");
    }
}
