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
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
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
    Spooled { spool: Spool, start: usize, length: usize },
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
                // SAFETY: only `Spooler` makes places, and what stands at a place is a text that it was given.
                unsafe { std::str::from_utf8_unchecked(&spool.0[*start..*start + *length]) }
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

/// Takes the texts of one file, one record after the other.
#[derive(Debug)]
pub(super) struct Spooler {
    file: BufWriter<File>,
    /// Where each text ends.
    ends: Vec<usize>,
    is_full: bool,
}

impl Spooler {
    /// An empty spool in the system's temporary folder.
    pub fn new() -> io::Result<Spooler> {
        let file = BufWriter::with_capacity(1 << 18, tempfile::tempfile()?);
        Ok(Spooler { file, ends: Vec::new(), is_full: false })
    }

    /// Texts that it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Takes all of these texts, or none of them and none that follow.
    pub fn put<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> bool {
        let before = self.ends.len();
        let write = || -> io::Result<()> {
            for text in texts {
                self.file.write_all(text.as_bytes())?;
                self.ends.push(self.ends.last().copied().unwrap_or_default() + text.len());
            }
            self.file.flush()
        };
        if self.is_full || write().is_err() {
            self.ends.truncate(before);
            self.is_full = true;
        }
        !self.is_full
    }

    /// The texts in their order, mapped; read back into memory where the file cannot be mapped.
    pub fn finish(mut self) -> io::Result<(Option<Spool>, Vec<Text>)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let places: Vec<(usize, usize)> = starts.zip(self.ends.iter().copied()).collect();
        let size = self.ends.last().copied().unwrap_or_default();
        // SAFETY: the file has no name and this was its only writer.
        let map = unsafe { Mmap::map(self.file.get_ref()) };
        if let Ok(map) = map
            && map.len() >= size
        {
            let spool = Spool(Arc::new(map));
            let text = |(start, end)| Text::Spooled { spool: spool.clone(), start, length: end - start };
            let texts = places.into_iter().map(text).collect();
            return Ok((Some(spool), texts));
        }
        let mut bytes = vec![0; size];
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(0))?;
        file.read_exact(&mut bytes)?;
        let text = |(start, end): (usize, usize)| Text::Held(String::from_utf8_lossy(&bytes[start..end]).into());
        Ok((None, places.into_iter().map(text).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_after_release() {
        let mut spooler = Spooler::new().unwrap();
        let texts = ["one", "", "dos ñandúes", "três"];
        assert!(spooler.put(texts[..2].iter().copied()) && spooler.put(texts[2..].iter().copied()));
        assert_eq!(spooler.len(), texts.len());
        let (spool, found) = spooler.finish().unwrap();
        let spool = spool.unwrap();
        for _ in 0..2 {
            assert_eq!(found.iter().map(|t| &**t).collect::<Vec<_>>(), texts);
            assert_eq!(found[2], Text::Held("dos ñandúes".into()));
            spool.release();
        }
    }
}
