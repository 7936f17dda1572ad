//! The spool: texts of the records of a large file in, the same texts out, kept by the system and not in memory.
//!
//! A file with more than a few megabytes of text writes the texts of its records one after the other into a nameless
//! temporary file and maps that; the system then holds in memory what is being read and drops it when told to. Where
//! no temporary file can be made, the texts stay in memory.
//!
//! `unsafe` stands here to map the file (nobody else can change it: it has no name), to tell the system that its pages
//! may go (they come back from the file), and to take its bytes for the UTF-8 that was written there.
#![allow(unsafe_code)]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Deref;
use std::sync::Arc;

use memmap2::Mmap;

/// Texts in a nameless file, mapped.
#[derive(Clone, Debug)]
pub struct Spool(Arc<Mmap>);

impl Spool {
    /// Gives the memory of all texts back to the system; they are read again when they are used again.
    pub fn release(&self) {
        // SAFETY: the map is shared and read-only, so dropped pages come back with the same bytes.
        #[cfg(unix)]
        let _ = unsafe { self.0.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
    }
}

impl PartialEq for Spool {
    fn eq(&self, other: &Spool) -> bool {
        self.0[..] == other.0[..]
    }
}

impl Eq for Spool {}

/// The text of a record, in memory or in a spool.
#[derive(Clone, Debug)]
pub(super) enum Text {
    Held(Box<str>),
    Spooled { spool: Spool, start: usize, length: u32 },
}

impl Default for Text {
    fn default() -> Text {
        Text::Held(Box::default())
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Held(text) => text,
            Text::Spooled { spool, start, length } => {
                // SAFETY: only `Spooler::put` makes places, and what stands at a place is the text it was given.
                unsafe { std::str::from_utf8_unchecked(&spool.0[*start..*start + *length as usize]) }
            }
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

/// Where a text was put.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    start: usize,
    length: u32,
}

/// Takes the texts of one file.
#[derive(Debug)]
pub(super) struct Spooler {
    file: BufWriter<File>,
    end: usize,
}

impl Spooler {
    /// An empty spool in the system's temporary folder.
    pub fn new() -> io::Result<Spooler> {
        Ok(Spooler { file: BufWriter::with_capacity(1 << 18, tempfile::tempfile()?), end: 0 })
    }

    /// Puts texts; all of them are in the file, or an error.
    pub fn put<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> io::Result<Vec<Place>> {
        let mut end = self.end;
        let mut places = Vec::new();
        for text in texts {
            self.file.write_all(text.as_bytes())?;
            places.push(Place { start: end, length: text.len() as u32 });
            end += text.len();
        }
        self.file.flush()?;
        self.end = end;
        Ok(places)
    }

    /// The texts at the places given so far.
    pub fn finish(self, places: &[Place]) -> io::Result<(Spool, Vec<Text>)> {
        // SAFETY: the file has no name and this was its only writer.
        let map = unsafe { Mmap::map(self.file.get_ref())? };
        if map.len() < self.end {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let spool = Spool(Arc::new(map));
        let text = |p: &Place| Text::Spooled { spool: spool.clone(), start: p.start, length: p.length };
        let texts = places.iter().map(text).collect();
        Ok((spool, texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_after_release() {
        let mut spooler = Spooler::new().unwrap();
        let texts = ["one", "", "dos ñandúes", "três"];
        let places = spooler.put(texts.into_iter()).unwrap();
        let (spool, found) = spooler.finish(&places).unwrap();
        for _ in 0..2 {
            assert_eq!(found.iter().map(|t| &**t).collect::<Vec<_>>(), texts);
            assert_eq!(found[2], Text::Held("dos ñandúes".into()));
            spool.release();
        }
    }
}
