//! The spool: the contents of the records of a large file in, the same out, kept by the system and not in memory.
//!
//! A file with more than a few megabytes of text writes its records one after the other, each a text and some bytes
//! behind it, into a nameless temporary file and maps that; the system then holds in memory what is being read and drops
//! it when told to. Where no temporary file can be made, the records stay in memory.
//!
//! `unsafe` stands here to map the file (nobody else can change it: it has no name), to tell the system that its pages
//! may go (they come back from the file), and to take its bytes for the UTF-8 that was written there.
#![allow(unsafe_code)]

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use memmap2::Mmap;

/// What one large file holds, mapped.
#[derive(Clone, Debug)]
pub struct Spool(Arc<Store>);

#[derive(Debug)]
enum Store {
    Mapped(Mmap),
    /// Read back, where the file could not be mapped.
    Held(Vec<u8>),
}

impl Spool {
    fn bytes(&self) -> &[u8] {
        match &*self.0 {
            Store::Mapped(map) => map,
            Store::Held(bytes) => bytes,
        }
    }

    /// Gives the memory of all records back to the system; they are read again when they are used again.
    pub fn release(&self) {
        // SAFETY: the map is shared and read-only, so dropped pages come back with the same bytes.
        #[cfg(unix)]
        if let Store::Mapped(map) = &*self.0 {
            let _ = unsafe { map.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
        }
    }
}

/// Told of every record that is read in a long row; releases the spools now and then.
pub(super) fn pass(spools: &[Spool], at: usize) {
    const AT_ONCE: usize = 4_096;
    if at.is_multiple_of(AT_ONCE) {
        spools.iter().for_each(Spool::release);
    }
}

impl PartialEq for Spool {
    fn eq(&self, other: &Spool) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Spool {}

/// Where a text and the bytes behind it are in a spool.
#[derive(Clone, Debug)]
pub(super) struct Place {
    spool: Spool,
    start: usize,
    lengths: Lengths,
}

/// Bytes of a text, and of what stands behind it.
#[derive(Clone, Copy, Debug)]
struct Lengths {
    text: u32,
    tail: u32,
}

impl Place {
    /// The text.
    pub fn text(&self) -> &str {
        let end = self.start + self.lengths.text as usize;
        // SAFETY: only `Spooler` makes places, and what stands there is a text that it was given.
        unsafe { std::str::from_utf8_unchecked(&self.spool.bytes()[self.start..end]) }
    }

    /// The bytes behind it.
    pub fn tail(&self) -> &[u8] {
        let from = self.start + self.lengths.text as usize;
        &self.spool.bytes()[from..from + self.lengths.tail as usize]
    }
}

/// Takes the records of one file, one after the other.
#[derive(Debug)]
pub(super) struct Spooler {
    file: BufWriter<File>,
    lengths: Vec<Lengths>,
    is_full: bool,
}

impl Spooler {
    /// An empty spool in the system's temporary folder.
    pub fn new() -> io::Result<Spooler> {
        let file = BufWriter::with_capacity(1 << 18, tempfile::tempfile()?);
        Ok(Spooler { file, lengths: Vec::new(), is_full: false })
    }

    /// Records that it has.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Takes all of these texts with the bytes behind them, or none of them and none that follow.
    pub fn put<'t>(&mut self, records: impl Iterator<Item = (&'t str, Vec<u8>)>) -> bool {
        let before = self.lengths.len();
        let write = || -> io::Result<()> {
            for (text, tail) in records {
                let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(io::Error::other);
                self.lengths.push(Lengths { text: length(text.as_bytes())?, tail: length(&tail)? });
                self.file.write_all(text.as_bytes())?;
                self.file.write_all(&tail)?;
            }
            self.file.flush()
        };
        if self.is_full || write().is_err() {
            self.lengths.truncate(before);
            self.is_full = true;
        }
        !self.is_full
    }

    /// The records in their order, mapped; read back into memory where the file cannot be mapped.
    pub fn finish(mut self) -> io::Result<(Spool, Vec<Place>)> {
        let size: usize = self.lengths.iter().map(|l| l.text as usize + l.tail as usize).sum();
        // SAFETY: the file has no name and this was its only writer.
        let store = match unsafe { Mmap::map(self.file.get_ref()) } {
            Ok(map) if map.len() >= size => Store::Mapped(map),
            _ => {
                let mut bytes = vec![0; size];
                let file = self.file.get_mut();
                file.seek(SeekFrom::Start(0))?;
                file.read_exact(&mut bytes)?;
                Store::Held(bytes)
            }
        };
        let spool = Spool(Arc::new(store));
        let mut next = 0;
        let place = |lengths: Lengths| {
            let start = next;
            next += lengths.text as usize + lengths.tail as usize;
            Place { spool: spool.clone(), start, lengths }
        };
        let places = self.lengths.into_iter().map(place).collect();
        Ok((spool, places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_after_release() {
        let mut spooler = Spooler::new().unwrap();
        let records = [("one", vec![1]), ("", vec![]), ("dos ñandúes", vec![0, 255]), ("três", vec![7; 40])];
        assert!(spooler.put(records[..2].iter().cloned()) && spooler.put(records[2..].iter().cloned()));
        assert_eq!(spooler.len(), records.len());
        let (spool, found) = spooler.finish().unwrap();
        for _ in 0..2 {
            assert_eq!(found.iter().map(|p| (p.text(), p.tail().to_vec())).collect::<Vec<_>>(), records);
            spool.release();
        }
    }
}
