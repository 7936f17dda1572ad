//! Contents of a record: one text with all its fields and where each ends in it, in memory or in a spool.
//!
//! Fields go into a spool as ten bytes each and come back from them. Knows nothing of what a field means but its role.

use super::role::Role;
use super::spool::Place;

/// Where a field ends in the text, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub end: u32,
    pub tag_len: u16,
    pub role: Role,
    pub lang: [u8; 3],
}

impl Span {
    /// Bytes of a span in a spool.
    const SIZE: usize = 10;

    fn pack(self) -> [u8; Span::SIZE] {
        let ([a, b, c, d], [e, f], [x, y, z]) = (self.end.to_le_bytes(), self.tag_len.to_le_bytes(), self.lang);
        [a, b, c, d, e, f, self.role as u8, x, y, z]
    }

    fn unpack([a, b, c, d, e, f, role, x, y, z]: [u8; Span::SIZE]) -> Span {
        let role = Role::ALL.get(usize::from(role)).copied().unwrap_or(Role::Other);
        let (end, tag_len) = (u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes([e, f]));
        Span { end, tag_len, role, lang: [x, y, z] }
    }
}

/// Tags and values in one text, and where each field ends in it; in memory or in a spool.
#[derive(Clone, Debug)]
pub(super) enum Contents {
    Held { text: Box<str>, spans: Box<[Span]> },
    Spooled(Place),
}

impl Default for Contents {
    fn default() -> Contents {
        Contents::Held { text: Box::default(), spans: Box::default() }
    }
}

impl Contents {
    /// Tags and values, one behind the other.
    pub fn text(&self) -> &str {
        match self {
            Contents::Held { text, .. } => text,
            Contents::Spooled(place) => place.text(),
        }
    }

    /// The fields in order.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        // One of the two is empty; looking once which it is makes the scan of many fields for few of them cheap.
        let (held, packed): (&[Span], &[[u8; Span::SIZE]]) = match self {
            Contents::Held { spans, .. } => (spans, &[]),
            Contents::Spooled(place) => (&[], place.tail().as_chunks().0),
        };
        held.iter().copied().chain(packed.iter().copied().map(Span::unpack))
    }

    /// Bytes that it takes in a spool.
    pub fn size(&self) -> usize {
        self.text().len() + self.spans().count() * Span::SIZE
    }

    /// What is written into a spool: the text, and the fields as bytes.
    pub fn pack(&self) -> (&str, Vec<u8>) {
        (self.text(), self.spans().flat_map(Span::pack).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_come_back_from_bytes() {
        for (number, &role) in Role::ALL.iter().enumerate() {
            assert_eq!(role as usize, number);
            let span = Span { end: 0x0102_0304, tag_len: 0x0506, role, lang: *b"spa" };
            assert_eq!(Span::unpack(span.pack()), span);
        }
        assert_eq!(Role::ALL.last(), Some(&Role::Other));
    }
}
