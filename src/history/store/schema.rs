//! The tables: an SQLite connection in, one whose tables this version knows out, or why not.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{StoreError, sqlite_error};

/// "them" in ASCII: tells a history from the files of other programs.
const APPLICATION_ID: i64 = 0x7468_656D;

/// The steps from an empty file to the newest version; a step is never changed once it was released.
const MIGRATIONS: [&str; 4] = [
    r"
    CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO counters VALUES ('next_topic', 1);
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, version TEXT NOT NULL, mode TEXT NOT NULL,
        settings TEXT NOT NULL, inputs TEXT NOT NULL, output TEXT NOT NULL, ari REAL,
        n_records INTEGER NOT NULL, n_clustered INTEGER NOT NULL, assignments BLOB NOT NULL
    );
    CREATE TABLE records (
        id INTEGER PRIMARY KEY, doi TEXT, pmid TEXT, fingerprint INTEGER NOT NULL, record_id TEXT NOT NULL,
        title TEXT NOT NULL, first_run INTEGER NOT NULL, last_run INTEGER NOT NULL
    );
    CREATE TABLE topics (id INTEGER PRIMARY KEY, first_run INTEGER NOT NULL, last_run INTEGER NOT NULL);
    CREATE TABLE run_topics (
        run INTEGER NOT NULL, position INTEGER NOT NULL, topic INTEGER NOT NULL, label TEXT NOT NULL,
        label_is_given INTEGER NOT NULL, color INTEGER NOT NULL, size INTEGER NOT NULL, terms TEXT NOT NULL,
        centroid BLOB NOT NULL, PRIMARY KEY (run, position)
    ) WITHOUT ROWID;
    CREATE TABLE terms (term TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
",
    "CREATE TABLE nearness (run INTEGER PRIMARY KEY, records BLOB NOT NULL);",
    "ALTER TABLE run_topics ADD COLUMN weak INTEGER NOT NULL DEFAULT 0;",
    "ALTER TABLE runs ADD COLUMN reweighed INTEGER;",
];

/// The newest version this program knows.
pub const VERSION: i64 = MIGRATIONS.len() as i64;

/// The version of a file that is a history, 0 for an empty one; reads only.
pub fn check(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    let number = |query: &str| {
        connection.query_row(query, [], |row| row.get::<_, i64>(0)).map_err(|error| sqlite_error(path, error))
    };
    let found = number("PRAGMA user_version")?;
    let application = number("PRAGMA application_id")?;
    let n_tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application != APPLICATION_ID && (application != 0 || found != 0 || n_tables != 0) {
        return Err(StoreError::Foreign { path: path.to_path_buf() });
    }
    if found > VERSION {
        return Err(StoreError::Newer { path: path.to_path_buf(), found, known: VERSION });
    }
    Ok(found)
}

/// Looks at every page; a history is small enough for that.
pub fn check_pages(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let verdict: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| sqlite_error(path, error))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(StoreError::Damaged { path: path.to_path_buf(), reason: verdict.lines().collect::<Vec<_>>().join("; ") })
}

/// Brings the tables to the newest version, each step whole or not at all.
pub fn migrate(connection: &mut Connection, version: i64) -> rusqlite::Result<()> {
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(usize::try_from(version).unwrap_or(0)) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Of two runs that begin at once, the other one may have taken this step.
        if transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))? > step as i64 {
            continue;
        }
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", step as i64 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}
