//! The lock: a file, the own process id and the time in, the right to run alone or who holds it out.
//!
//! The operating system holds the lock ([`File::try_lock`]) and lets it go when the process dies, however it dies; what
//! stands in the file only tells people who it is. A note without a lock is what a killed run left: it is recognized
//! as stale and replaced. The file itself stays, empty: taking it away could take away another run's lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Who holds a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process id.
    pub pid: u32,
    /// When it took the lock, as RFC 3339.
    pub since: String,
    /// Name of the report folder that it is making: what has to go if it is killed. None before it makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub making: Option<String>,
}

/// Why a lock was not had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// Another run is at work.
    #[error("another run is at work{}: wait for it, or end it ({})", told(.holder), .path.display())]
    Held {
        /// The lock file.
        path: PathBuf,
        /// Who holds it; none where that cannot be read.
        holder: Option<Holder>,
    },
    /// The lock file cannot be used.
    #[error("the lock file {} cannot be used", .path.display())]
    File {
        /// The lock file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

fn told(holder: &Option<Holder>) -> String {
    holder.as_ref().map(|h| format!(" (process {}, since {})", h.pid, h.since)).unwrap_or_default()
}

/// A lock that is held until it is released or dropped, or the process ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
    /// Who held it before and did not release it: a run that was killed or crashed.
    pub stale: Option<Holder>,
}

/// How often, and after how long, a lock that is held is asked for again: [`look`] holds it for an instant.
const AGAIN: (usize, Duration) = (3, Duration::from_millis(20));

/// Looks who holds the lock at `path` without touching the file; the note of a run that was killed is returned.
///
/// # Errors
/// [`LockError::Held`]. A file that is missing or cannot be read counts as free: whoever wants the lock is told then.
pub fn look(path: &Path) -> Result<Option<Holder>, LockError> {
    let Ok(mut file) = File::open(path) else { return Ok(None) };
    let held = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    let holder = note(&mut file);
    if held { Err(LockError::Held { path: path.to_path_buf(), holder }) } else { Ok(holder) }
}

/// Takes the lock at `path`, which is made when it is missing.
///
/// # Errors
/// [`LockError::Held`] with the holder, at once, without waiting; [`LockError::File`] when the file cannot be used.
pub fn acquire(path: &Path, holder: &Holder) -> Result<Lock, LockError> {
    let fail = |source| LockError::File { path: path.to_path_buf(), source };
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(fail)?;
    let mut taken = file.try_lock();
    for _ in 0..AGAIN.0 {
        if !matches!(taken, Err(TryLockError::WouldBlock)) {
            break;
        }
        std::thread::sleep(AGAIN.1);
        taken = file.try_lock();
    }
    match taken {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(LockError::Held { path: path.to_path_buf(), holder: note(&mut file) });
        }
        Err(TryLockError::Error(source)) => return Err(fail(source)),
    }
    let stale = note(&mut file);
    let mut lock = Lock { file, stale };
    lock.tell(holder).map_err(fail)?;
    Ok(lock)
}

impl Lock {
    /// Replaces the note.
    ///
    /// # Errors
    /// When the file cannot be written; the lock is held all the same.
    pub fn tell(&mut self, holder: &Holder) -> io::Result<()> {
        let text = serde_json::to_string(holder).unwrap_or_default() + "\n";
        rewrite(&mut self.file, text.as_bytes())
    }

    /// Takes the note away and lets the lock go. A lock that is only dropped is let go as well, but leaves its note,
    /// and the next run calls it stale.
    ///
    /// # Errors
    /// When the file cannot be written; the lock is let go all the same.
    pub fn release(mut self) -> io::Result<()> {
        rewrite(&mut self.file, b"")
    }
}

fn note(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(4096).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn rewrite(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(bytes)?;
    file.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(pid: u32) -> Holder {
        Holder { pid, since: "2026-03-02T06:00:00Z".into(), making: None }
    }

    #[test]
    fn looking_takes_nothing_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.lock");
        assert!(matches!(look(&path), Ok(None)) && !path.exists());
        let mut lock = acquire(&path, &holder(71)).unwrap();
        assert!(matches!(look(&path), Err(LockError::Held { holder: Some(h), .. }) if h.pid == 71));
        let making = Holder { making: Some("2026".into()), ..holder(71) };
        lock.tell(&making).unwrap();
        drop(lock);
        assert_eq!(look(&path).unwrap(), Some(making));
    }

    #[test]
    fn the_second_is_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.lock");
        let lock = acquire(&path, &holder(71)).unwrap();
        assert_eq!(lock.stale, None);
        let error = acquire(&path, &holder(72)).unwrap_err();
        let told = format!(
            "another run is at work (process 71, since 2026-03-02T06:00:00Z): wait for it, or end it ({})",
            path.display()
        );
        assert_eq!(error.to_string(), told);
        lock.release().unwrap();
        assert_eq!(acquire(&path, &holder(72)).unwrap().stale, None);
    }

    #[test]
    fn what_a_killed_run_left_is_stale() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.lock");
        drop(acquire(&path, &holder(71)).unwrap());
        assert_eq!(acquire(&path, &holder(72)).unwrap().stale, Some(holder(71)));
        std::fs::write(&path, b"\xff\xfe anything").unwrap();
        assert_eq!(acquire(&path, &holder(73)).unwrap().stale, None);
        assert!(matches!(acquire(&folder.path().join("no/such"), &holder(1)), Err(LockError::File { .. })));
    }
}
