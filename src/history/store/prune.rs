//! Pruning: how many runs to keep in, the older ones and what only they knew out of the file.

use std::collections::BTreeSet;

use rusqlite::{Transaction, params};

use super::pack::unpack_centroid;
use super::{RunId, Store, StoreError};

impl Store {
    /// Drops all but the last `keep` runs (at least one stays) and gives the room back where the disk allows it;
    /// returns the dropped runs, the oldest first.
    ///
    /// Records, topics and terms that no kept run knows go with them; topic ids are never given again.
    ///
    /// # Errors
    /// [`StoreError`]; then no run is dropped.
    pub fn prune(&mut self, keep: usize) -> Result<Vec<RunId>, StoreError> {
        let runs: Vec<RunId> = self.runs()?.iter().map(|run| run.id).collect();
        let dropped = runs[..runs.len().saturating_sub(keep.max(1))].to_vec();
        let Some(&oldest_kept) = runs.get(dropped.len()).filter(|_| !dropped.is_empty()) else {
            return Ok(Vec::new());
        };
        let path = self.path.clone();
        let fail = |error| super::sqlite_error(&path, error);
        let transaction = self.connection.transaction().map_err(fail)?;
        drop_before(&transaction, oldest_kept).map_err(fail)?;
        transaction.commit().map_err(fail)?;
        // A disk too full for this leaves the file longer than need be, and whole.
        let _ = self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        Ok(dropped)
    }
}

fn drop_before(transaction: &Transaction<'_>, oldest_kept: RunId) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM runs WHERE id < ?1", params![oldest_kept])?;
    transaction.execute("DELETE FROM run_topics WHERE run < ?1", params![oldest_kept])?;
    transaction.execute("DELETE FROM records WHERE last_run < ?1", params![oldest_kept])?;
    transaction.execute("DELETE FROM topics WHERE last_run < ?1", params![oldest_kept])?;
    let mut query = transaction.prepare("SELECT centroid FROM run_topics")?;
    let mut used = BTreeSet::new();
    for centroid in query.query_map([], |row| row.get::<_, Vec<u8>>(0))? {
        used.extend(unpack_centroid(&centroid?).unwrap_or_default().into_iter().map(|(term, _)| term as i64));
    }
    let mut query = transaction.prepare("SELECT term, id FROM terms")?;
    let terms = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    for (term, id) in terms.collect::<rusqlite::Result<Vec<_>>>()? {
        if !used.contains(&id) {
            transaction.execute("DELETE FROM terms WHERE term = ?1", params![term])?;
        }
    }
    Ok(())
}
