//! Renaming: a topic of a run and a person's name for it in, the name kept from then on.

use rusqlite::params;

use super::{RunId, Store, StoreError};
use crate::history::snapshot::TopicId;

impl Store {
    /// Gives a topic a name by hand; later runs keep it. Returns whether the run has that topic.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn rename(&mut self, run: RunId, topic: TopicId, name: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE run_topics SET label = ?3, label_is_given = 1 WHERE run = ?1 AND topic = ?2";
        let n_rows = self.connection.execute(sql, params![run, topic.0, name]).map_err(|error| self.error(error))?;
        Ok(n_rows > 0)
    }
}
