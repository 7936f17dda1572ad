//! Packing: assignments and centroids in, short byte strings out, and back.
//!
//! Whole numbers as LEB128, ascending ids as differences, shares as 16-bit fractions. Reading never trusts the bytes:
//! what does not add up is none.

use crate::history::fingerprint::Content;

/// What a run knows of one record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assignment {
    /// Number of the record in the store.
    pub record: u64,
    /// Position of its topic.
    pub topic: Option<usize>,
    /// Cosine to its topic.
    pub similarity: f64,
    /// Margin to the second topic.
    pub margin: f64,
    /// Fingerprints of its content.
    pub content: Option<Content>,
}

const FRACTION: f64 = 32_767.0;

/// Packs assignments in ascending order of records.
pub fn pack_assignments(assignments: &[Assignment]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(assignments.len() * 20);
    let mut last = 0;
    for a in assignments {
        put(&mut bytes, a.record.wrapping_sub(last));
        last = a.record;
        put(&mut bytes, a.topic.map_or(0, |topic| topic as u64 + 1) << 1 | u64::from(a.content.is_some()));
        for share in [a.similarity, a.margin] {
            bytes.extend(((share.clamp(-1.0, 1.0) * FRACTION).round() as i16).to_le_bytes());
        }
        for number in a.content.into_iter().flat_map(|c| [c.title, c.abstracts, c.other]) {
            bytes.extend(number.to_le_bytes());
        }
    }
    bytes
}

/// Reads packed assignments; none when the bytes are not such.
pub fn unpack_assignments(bytes: &[u8]) -> Option<Vec<Assignment>> {
    let mut rest = bytes;
    let (mut assignments, mut record) = (Vec::new(), 0_u64);
    while !rest.is_empty() {
        record = record.checked_add(take(&mut rest)?)?;
        let topic = take(&mut rest)?;
        let mut share = || rest.split_off(..2).map(|b| f64::from(i16::from_le_bytes([b[0], b[1]])) / FRACTION);
        let (similarity, margin) = (share()?, share()?);
        let mut number = || rest.split_off(..4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let content = match topic & 1 {
            1 => Some(Content { title: number()?, abstracts: number()?, other: number()? }),
            _ => None,
        };
        let topic = (topic >> 1).checked_sub(1).map(usize::try_from).transpose().ok()?;
        assignments.push(Assignment { record, topic, similarity, margin, content });
    }
    Some(assignments)
}

/// Where a record stands: its position on the map and its nearest records with their cosines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nearness {
    /// Both coordinates in 0..=1.
    pub position: Option<[f64; 2]>,
    /// Places in the list of the run's assignments, the nearest first.
    pub neighbors: Vec<(u64, f64)>,
}

/// Packs what [`Nearness`] says of every record of a run, in the order of its assignments.
pub fn pack_nearness(records: &[Nearness]) -> Vec<u8> {
    let share = |share: f64| ((share.clamp(0.0, 1.0) * f64::from(u16::MAX)).round() as u16).to_le_bytes();
    let mut bytes = Vec::with_capacity(records.len() * 50);
    for record in records {
        put(&mut bytes, (record.neighbors.len() as u64) << 1 | u64::from(record.position.is_some()));
        record.position.iter().flatten().for_each(|&at| bytes.extend(share(at)));
        for &(place, similarity) in &record.neighbors {
            put(&mut bytes, place);
            bytes.extend(share(similarity));
        }
    }
    bytes
}

/// Reads packed nearness; none when the bytes are not such.
pub fn unpack_nearness(bytes: &[u8]) -> Option<Vec<Nearness>> {
    let mut rest = bytes;
    let mut records = Vec::new();
    while !rest.is_empty() {
        let head = take(&mut rest)?;
        let share = |rest: &mut &[u8]| {
            rest.split_off(..2).map(|b| f64::from(u16::from_le_bytes([b[0], b[1]])) / f64::from(u16::MAX))
        };
        let position = match head & 1 {
            1 => Some([share(&mut rest)?, share(&mut rest)?]),
            _ => None,
        };
        let mut neighbors = Vec::new();
        for _ in 0..head >> 1 {
            neighbors.push((take(&mut rest)?, share(&mut rest)?));
        }
        records.push(Nearness { position, neighbors });
    }
    Some(records)
}

/// Packs weighted terms by their numbers; the greatest weight is kept as a 32-bit float, the others as shares of it.
pub fn pack_centroid(terms: &[(u64, f64)]) -> Vec<u8> {
    let most = terms.iter().map(|(_, weight)| *weight).fold(0.0, f64::max);
    let mut terms = terms.to_vec();
    terms.sort_by_key(|(term, _)| *term);
    let mut bytes = (most as f32).to_le_bytes().to_vec();
    let mut last = 0;
    for (term, weight) in terms {
        put(&mut bytes, term.wrapping_sub(last));
        last = term;
        bytes.extend(((weight / most * f64::from(u16::MAX)).round() as u16).to_le_bytes());
    }
    bytes
}

/// Reads a packed centroid; none when the bytes are not one.
pub fn unpack_centroid(bytes: &[u8]) -> Option<Vec<(u64, f64)>> {
    let mut rest = bytes;
    let most = rest.split_off(..4).map(|b| f64::from(f32::from_le_bytes([b[0], b[1], b[2], b[3]])))?;
    let (mut terms, mut term) = (Vec::new(), 0_u64);
    while !rest.is_empty() {
        term = term.checked_add(take(&mut rest)?)?;
        let share = rest.split_off(..2).map(|b| u16::from_le_bytes([b[0], b[1]]))?;
        terms.push((term, f64::from(share) / f64::from(u16::MAX) * most));
    }
    Some(terms)
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn packed_and_unpacked_is_the_same() {
        let content = Some(Content { title: u32::MAX, abstracts: 7, other: 0 });
        let assignments = [
            Assignment { record: 1, topic: Some(0), similarity: 1.0, margin: -1.0, content },
            Assignment { record: 300, topic: None, similarity: 0.0, margin: 0.0, content: None },
            Assignment { record: u64::MAX, topic: Some(200), similarity: 0.5, margin: 0.25, content },
        ];
        let bytes = pack_assignments(&assignments);
        let back = unpack_assignments(&bytes).unwrap();
        assert_eq!(back.len(), 3);
        for (a, b) in assignments.iter().zip(&back) {
            assert_eq!((a.record, a.topic, a.content), (b.record, b.topic, b.content));
            assert!((a.similarity - b.similarity).abs() < 2e-5 && (a.margin - b.margin).abs() < 2e-5);
        }
        assert!(unpack_assignments(&bytes[..bytes.len() - 1]).is_none());
        let centroid = unpack_centroid(&pack_centroid(&[(9, 0.5), (2, 0.25)])).unwrap();
        assert!(centroid[0].0 == 2 && (centroid[0].1 - 0.25).abs() < 1e-5 && centroid[1] == (9, 0.5));
        assert_eq!(unpack_centroid(&pack_centroid(&[])), Some(vec![]));
        let nearness = [
            Nearness { position: Some([0.0, 1.0]), neighbors: vec![(1, 1.0), (70_000, 0.0)] },
            Nearness { position: None, neighbors: vec![] },
        ];
        let bytes = pack_nearness(&nearness);
        assert_eq!(unpack_nearness(&bytes).unwrap(), nearness);
        assert!(unpack_nearness(&bytes[..bytes.len() - 2]).is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack_assignments(&bytes);
            let _ = unpack_centroid(&bytes);
            let _ = unpack_nearness(&bytes);
        }
    }
}
