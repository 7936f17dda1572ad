//! The store: snapshots of runs in, one SQLite file; lists, snapshots and exports of them out.
//!
//! One transaction per run in WAL mode, so that a crash at any moment leaves the last complete run readable. A run
//! keeps its records as one packed blob (`pack`), so that a record and run cost some thirty bytes. The file is opened
//! only after it was checked: another program's file, a newer version or a damaged page is refused and left as it is.
//!
//! Order of work for a whole-or-nothing run: put the report folder in place, [`Store::append`], then turn `latest` to
//! it. When the process dies between the steps, the history does not know the folder, and the next run makes it again.
//! The clock is not read here: times come in as text.

mod append;
mod export;
mod load;
mod pack;
mod prune;
mod rename;
mod schema;
#[cfg(test)]
mod tests;

pub use export::ExportFormat;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};
use serde::{Deserialize, Serialize};

use super::changes::Mode;
use super::snapshot::TopicId;

/// Number of a run in its history, from 1.
pub type RunId = i64;

/// Why the history cannot be used, and the way out. Whatever it is, the file is unchanged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Not an SQLite file, or pages of it are broken.
    #[error("history {path} is damaged ({reason}): put back a copy, or move it away to start a new history")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Written by a later themata.
    #[error("history {path} has version {found}, this themata knows {known}: update themata, or name another history")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// An SQLite file of another program.
    #[error("{path} is a database of another program: name another file for the history")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A run that is not in the history.
    #[error("the history has no run {run}: see `themata history` for those it has")]
    NoRun {
        /// The number asked for.
        run: RunId,
    },
    /// Everything else SQLite says (disk full, no right to write, locked).
    #[error("history {path} cannot be used: make room, change the permissions, or name another output")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: rusqlite::Error,
    },
    /// An export could not be written.
    #[error("the export of the history could not be written")]
    Export(#[source] std::io::Error),
}

/// An input of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Path as named.
    pub path: String,
    /// SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
    /// Records read from it.
    pub n_records: usize,
}

/// What is known of a run besides its records and topics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunMeta {
    /// When it ran, as RFC 3339.
    pub at: String,
    /// Version of themata.
    pub version: String,
    /// How the grouping was made.
    pub mode: Mode,
    /// All settings, as JSON or TOML text; compared byte for byte.
    pub settings: String,
    /// The inputs, sorted by path.
    pub inputs: Vec<Input>,
    /// Folder of its report.
    pub output: String,
    /// Adjusted Rand index against the run before over common records.
    pub ari: Option<f64>,
}

impl RunMeta {
    /// Whether another run would give the same files: same version, settings (the mode asked for is one) and inputs.
    pub fn same_work(&self, other: &RunMeta) -> bool {
        let work = |m: &RunMeta| (m.version.clone(), m.settings.clone(), m.inputs.clone());
        work(self) == work(other)
    }
}

/// A run in the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunInfo {
    /// Its number.
    pub id: RunId,
    /// What is known of it.
    pub meta: RunMeta,
    /// Its records, joined duplicates counted once.
    pub n_records: usize,
    /// Those that are in a topic.
    pub n_clustered: usize,
    /// Its topics.
    pub n_topics: usize,
}

/// An open history.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    connection: Connection,
}

impl Store {
    /// Opens a history for reading and writing; makes it when the file is missing or empty.
    ///
    /// # Errors
    /// [`StoreError`]: the whole file is checked first, and one that is refused is not changed.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let fail = |error| sqlite_error(path, error);
        let mut store = Store { path: path.to_path_buf(), connection: Connection::open(path).map_err(fail)? };
        store.connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(fail)?;
        let version = schema::check(&store.connection, path)?;
        schema::check_pages(&store.connection, path)?;
        store.connection.pragma_update(None, "journal_mode", "WAL").map_err(fail)?;
        store.connection.pragma_update(None, "synchronous", "FULL").map_err(fail)?;
        schema::migrate(&mut store.connection, version).map_err(fail)?;
        Ok(store)
    }

    /// Opens a history for reading only, without touching any file; none when there is no history yet.
    ///
    /// After a crash, when the last changes still stand in the `-wal` file beside it, it is opened for writing instead,
    /// so that SQLite takes them over.
    ///
    /// # Errors
    /// [`StoreError`]; the pages are not checked one by one.
    pub fn peek(path: &Path) -> Result<Option<Store>, StoreError> {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        if size(path) == 0 {
            return Ok(None);
        }
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        if size(Path::new(&wal)) > 0 {
            return Store::open(path).map(Some);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = match immutable_uri(path) {
            Some(uri) => Connection::open_with_flags(uri, flags),
            None => Connection::open_with_flags(path, flags),
        };
        let connection = connection.map_err(|error| sqlite_error(path, error))?;
        if schema::check(&connection, path)? < schema::VERSION {
            drop(connection);
            return Store::open(path).map(Some);
        }
        Ok(Some(Store { path: path.to_path_buf(), connection }))
    }

    /// The id that the next new topic gets.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn next_topic_id(&self) -> Result<TopicId, StoreError> {
        let query = "SELECT value FROM counters WHERE name = 'next_topic'";
        self.connection.query_row(query, [], |row| row.get(0)).map(TopicId).map_err(|error| self.error(error))
    }

    fn error(&self, error: rusqlite::Error) -> StoreError {
        sqlite_error(&self.path, error)
    }

    fn damaged(&self, reason: &str) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), reason: reason.to_string() }
    }
}

fn sqlite_error(path: &Path, error: rusqlite::Error) -> StoreError {
    let path = path.to_path_buf();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Damaged { path, reason: error.to_string() }
        }
        _ => StoreError::Sqlite { path, source: error },
    }
}

/// The path as an URI that promises SQLite that nobody writes; none for a path that is not Unicode.
fn immutable_uri(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_string() };
    let root = if cfg!(windows) && text.as_bytes().get(1) == Some(&b':') { "/" } else { "" };
    let escaped = text.chars().map(|c| match c {
        '%' => "%25".to_string(),
        '?' => "%3f".to_string(),
        '#' => "%23".to_string(),
        c => c.to_string(),
    });
    Some(format!("file:{root}{}?immutable=1", escaped.collect::<String>()))
}
