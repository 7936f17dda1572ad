//! Files: numbers that are too many for memory in, the same out of a nameless file that is mapped.
//!
//! The system brings the pages of such a file back when they are used and may drop them at any time; a thread of its
//! own tells it to do so every few milliseconds, so that what a run holds does not grow with what it has looked at. The
//! files are in the folder for temporary files, see `tempfile::env`. Room in them is taken by writing, so that a full
//! disk is an error and not the end of the process.
//!
//! `unsafe` stands here to look at a mapped file as numbers (nobody else can change it: it has no name), and to tell the
//! system that its pages may go (the map is shared, so they come back from the file as they were).
#![allow(unsafe_code)]

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use memmap2::MmapRaw;

use super::number::Number;

/// How often pages are let go.
const TICK: Duration = Duration::from_millis(4);
/// Bytes by which a file grows at least.
const STEP: usize = 16 << 20;

/// The files of one run, whose pages are let go as long as any of them is there.
#[derive(Clone, Debug)]
pub struct Files(Arc<Mutex<Vec<Weak<MmapRaw>>>>);

impl Files {
    /// No files yet.
    pub fn new() -> Files {
        let files = Files(Arc::default());
        let maps = Arc::downgrade(&files.0);
        let keep = move || {
            while let Some(maps) = maps.upgrade() {
                let_go(&mut maps.lock().unwrap_or_else(PoisonError::into_inner));
                drop(maps);
                std::thread::sleep(TICK);
            }
        };
        // Without the thread the pages stay until the system wants them back.
        let _ = std::thread::Builder::new().name("memory".into()).spawn(keep);
        files
    }

    fn add(&self, map: &Arc<MmapRaw>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(map));
    }
}

impl Default for Files {
    fn default() -> Files {
        Files::new()
    }
}

fn let_go(maps: &mut Vec<Weak<MmapRaw>>) {
    maps.retain(|map| {
        let map = map.upgrade();
        map.as_deref().into_iter().for_each(drop_pages);
        map.is_some()
    });
}

fn drop_pages(map: &MmapRaw) {
    // SAFETY: the map is shared with its file, so its pages come back as they were.
    #[cfg(unix)]
    let _ = unsafe { map.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
    #[cfg(not(unix))]
    let _ = map;
}

/// A list of numbers in a file of its own.
#[derive(Debug)]
pub(super) struct Filed<T> {
    files: Files,
    /// None as long as it has no room.
    room: Option<Room>,
    len: usize,
    numbers: PhantomData<T>,
}

#[derive(Debug)]
struct Room {
    file: File,
    /// The whole file, mapped.
    map: Arc<MmapRaw>,
}

impl<T: Number> Filed<T> {
    pub fn new(files: Files) -> Filed<T> {
        Filed { files, room: None, len: 0, numbers: PhantomData }
    }

    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Numbers that there is room for.
    pub fn capacity(&self) -> usize {
        self.room.as_ref().map_or(0, |room| room.map.len() / size_of::<T>())
    }

    /// Makes room for so many more numbers; where that fails, what it holds stays as it is.
    pub fn reserve(&mut self, more: usize) -> io::Result<()> {
        let missing = (self.len + more).saturating_sub(self.capacity()) * size_of::<T>();
        if missing == 0 {
            return Ok(());
        }
        let mut file = match &self.room {
            Some(room) => room.file.try_clone()?,
            None => tempfile::tempfile()?,
        };
        let end = file.seek(SeekFrom::End(0))?;
        if let Err(error) = write_zeros(&mut file, missing.next_multiple_of(STEP)) {
            // What was written of it is of no use; the map that there is ends before it.
            let _ = file.set_len(end);
            return Err(error);
        }
        let map = Arc::new(MmapRaw::map_raw(&file)?);
        self.files.add(&map);
        self.room = Some(Room { file, map });
        Ok(())
    }

    /// Lets the pages go at once.
    pub fn release(&self) {
        self.room.iter().for_each(|room| drop_pages(&room.map));
    }

    /// Adds numbers that there is room for.
    pub fn append(&mut self, numbers: &[T]) {
        let from = self.len;
        self.set_len(from + numbers.len());
        self.as_mut_slice()[from..].copy_from_slice(numbers);
    }

    /// Makes it longer, by zeros or by what stood there before, or shorter.
    pub fn set_len(&mut self, len: usize) {
        self.len = len.min(self.capacity());
    }

    pub fn as_slice(&self) -> &[T] {
        match &self.room {
            // SAFETY: the map begins at a page, has room for `len` numbers, whose bytes may be anything, and is changed
            // through this list only.
            Some(room) => unsafe { std::slice::from_raw_parts(room.map.as_ptr().cast(), self.len) },
            None => &[],
        }
    }

    pub fn as_mut_slice(&mut self) -> &mut [T] {
        match &self.room {
            // SAFETY: as above; `self` is borrowed as long as the numbers are.
            Some(room) => unsafe { std::slice::from_raw_parts_mut(room.map.as_mut_ptr().cast(), self.len) },
            None => &mut [],
        }
    }
}

fn write_zeros(file: &mut File, mut n: usize) -> io::Result<()> {
    let zeros = [0_u8; 1 << 16];
    while n > 0 {
        let some = n.min(zeros.len());
        file.write_all(&zeros[..some])?;
        n -= some;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_when_pages_go_and_the_file_grows() {
        let mut list = Filed::<u32>::new(Files::new());
        let some: Vec<u32> = (0..STEP as u32 / 3).collect();
        for round in 1..=3 {
            list.reserve(some.len()).unwrap();
            list.append(&some);
            let_go(&mut list.files.0.lock().unwrap());
            assert_eq!(list.as_slice().len(), round * some.len());
            assert!(list.as_slice().chunks(some.len()).all(|part| part == some));
        }
        list.as_mut_slice()[5] = 99;
        let_go(&mut list.files.0.lock().unwrap());
        assert_eq!(list.as_slice()[4..7], [4, 99, 6]);
        assert_eq!(list.files.0.lock().unwrap().len(), 1, "only the last map is left");
    }
}
