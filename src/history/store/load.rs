//! Loading: a run's number in, its line in the list or its snapshot out.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Row, params};

use super::pack::{Assignment, unpack_assignments, unpack_centroid, unpack_nearness};
use super::{RunId, RunInfo, RunMeta, Store, StoreError};
use crate::history::changes::Mode;
use crate::history::snapshot::{RecordKeys, Snapshot, SnapshotRecord, SnapshotTopic, TopicId, heaviest};

impl Store {
    /// All runs, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn runs(&self) -> Result<Vec<RunInfo>, StoreError> {
        let sql = "SELECT id, at, version, mode, settings, inputs, output, ari, n_records, n_clustered,
                          (SELECT count(*) FROM run_topics WHERE run = id) FROM runs ORDER BY id";
        let read =
            || -> rusqlite::Result<Vec<RunInfo>> { self.connection.prepare(sql)?.query_map([], run_info)?.collect() };
        read().map_err(|error| self.error(error))
    }

    /// The last run; none in a new history.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn last(&self) -> Result<Option<RunInfo>, StoreError> {
        Ok(self.runs()?.pop())
    }

    /// The snapshot of a run, records in the order of their first appearance.
    ///
    /// Similarities and margins come back within 2·10⁻⁵; record ids and titles as the last run that saw them wrote
    /// them.
    ///
    /// # Errors
    /// [`StoreError::NoRun`], or what the database says.
    pub fn snapshot(&self, run: RunId) -> Result<Snapshot, StoreError> {
        let sql = "SELECT assignments FROM runs WHERE id = ?1";
        let bytes: Option<Vec<u8>> =
            self.connection.query_row(sql, params![run], |row| row.get(0)).optional().map_err(|e| self.error(e))?;
        let bytes = bytes.ok_or(StoreError::NoRun { run })?;
        let assignments =
            unpack_assignments(&bytes).ok_or_else(|| self.damaged(&format!("assignments of run {run}")))?;
        let topics = self.topics(run)?;
        let reweighed = self.reweighed(run)?;
        let mut snapshot = Snapshot { records: self.records(&assignments)?, topics, reweighed };
        snapshot.count();
        self.add_nearness(run, &mut snapshot)?;
        Ok(snapshot)
    }

    /// The topics that the last run does not have, each as the last run that had it knew it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn ended_topics(&self) -> Result<Vec<SnapshotTopic>, StoreError> {
        let (mut seen, mut ended) = (BTreeSet::new(), Vec::new());
        for (n_later, run) in self.runs()?.iter().rev().enumerate() {
            let topics = self.topics(run.id)?.into_iter().filter(|topic| seen.insert(topic.id));
            ended.extend(topics.filter(|_| n_later > 0));
        }
        Ok(ended)
    }

    /// Whether a run weighed rows a second time; none in a history of an older version that is only looked at.
    fn reweighed(&self, run: RunId) -> Result<Option<bool>, StoreError> {
        let has_column = self.connection.column_exists(None, "runs", "reweighed").map_err(|e| self.error(e))?;
        let sql = "SELECT reweighed FROM runs WHERE id = ?1";
        let read = || self.connection.query_row(sql, params![run], |row| row.get(0));
        if has_column { read().map_err(|e| self.error(e)) } else { Ok(None) }
    }

    /// Neighbors and positions, where they are kept.
    fn add_nearness(&self, run: RunId, snapshot: &mut Snapshot) -> Result<(), StoreError> {
        // A history that an older version wrote, and that is only looked at, has no such table.
        let has_table = self.connection.table_exists(None, "nearness").map_err(|e| self.error(e))?;
        if !has_table {
            return Ok(());
        }
        let sql = "SELECT records FROM nearness WHERE run = ?1";
        let bytes: Option<Vec<u8>> =
            self.connection.query_row(sql, params![run], |row| row.get(0)).optional().map_err(|e| self.error(e))?;
        let Some(bytes) = bytes else { return Ok(()) };
        let n = snapshot.records.len();
        let found = unpack_nearness(&bytes).filter(|found| found.len() == n);
        let found = found.ok_or_else(|| self.damaged(&format!("neighbors of run {run}")))?;
        for (record, nearness) in snapshot.records.iter_mut().zip(found) {
            record.position = nearness.position;
            let known = nearness.neighbors.into_iter().filter(|(place, _)| *place < n as u64);
            record.neighbors = known.map(|(place, similarity)| (place as usize, similarity)).collect();
        }
        Ok(())
    }

    fn records(&self, assignments: &[Assignment]) -> Result<Vec<SnapshotRecord>, StoreError> {
        let sql = "SELECT doi, pmid, fingerprint, record_id, title FROM records WHERE id = ?1";
        let mut query = self.connection.prepare(sql).map_err(|error| self.error(error))?;
        let mut records = Vec::with_capacity(assignments.len());
        for a in assignments {
            let record = query.query_row(params![a.record as i64], |row| {
                let fingerprint = row.get::<_, i64>(2)? as u64;
                Ok(SnapshotRecord {
                    record_id: row.get(3)?,
                    title: row.get(4)?,
                    keys: RecordKeys { doi: row.get(0)?, pmid: row.get(1)?, fingerprint, content: a.content },
                    topic: a.topic,
                    similarity: a.similarity,
                    margin: a.margin,
                    neighbors: Vec::new(),
                    position: None,
                })
            });
            records.push(record.map_err(|error| self.error(error))?);
        }
        Ok(records)
    }

    fn topics(&self, run: RunId) -> Result<Vec<SnapshotTopic>, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.connection.prepare("SELECT id, term FROM terms")?;
            let rows = query.query_map([], |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, String>(1)?)))?;
            let terms: BTreeMap<u64, String> = rows.collect::<rusqlite::Result<_>>()?;
            let sql = "SELECT topic, label, label_is_given, color, size, terms, centroid, weak FROM run_topics
                       WHERE run = ?1 ORDER BY position";
            let mut query = self.connection.prepare(sql)?;
            let rows = query.query_map(params![run], |row| Ok((topic(row)?, row.get::<_, Vec<u8>>(6)?)))?;
            Ok((terms, rows.collect::<rusqlite::Result<Vec<_>>>()?))
        };
        let (terms, rows) = read().map_err(|error| self.error(error))?;
        let complete = |(topic, centroid): (SnapshotTopic, Vec<u8>)| {
            let weights = unpack_centroid(&centroid)?;
            let named = weights.into_iter().map(|(term, weight)| Some((terms.get(&term)?.clone(), weight)));
            Some(SnapshotTopic { centroid: heaviest(named.collect::<Option<Vec<_>>>()?), ..topic })
        };
        let topics = rows.into_iter().map(complete).collect::<Option<Vec<_>>>();
        topics.ok_or_else(|| self.damaged(&format!("topics of run {run}")))
    }
}

fn run_info(row: &Row<'_>) -> rusqlite::Result<RunInfo> {
    let mode = match row.get::<_, String>(3)?.as_str() {
        "update" => Mode::Update,
        _ => Mode::Fresh,
    };
    let inputs: String = row.get(5)?;
    let meta = RunMeta {
        at: row.get(1)?,
        version: row.get(2)?,
        mode,
        settings: row.get(4)?,
        inputs: serde_json::from_str(&inputs).unwrap_or_default(),
        output: row.get(6)?,
        ari: row.get(7)?,
    };
    let count = |column: usize| row.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(0));
    Ok(RunInfo { id: row.get(0)?, meta, n_records: count(8)?, n_clustered: count(9)?, n_topics: count(10)? })
}

fn topic(row: &Row<'_>) -> rusqlite::Result<SnapshotTopic> {
    let count = |column: usize| row.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(0));
    let terms: String = row.get(5)?;
    Ok(SnapshotTopic {
        id: Some(TopicId(row.get(0)?)),
        label: row.get(1)?,
        label_is_given: row.get(2)?,
        color: count(3)?,
        weak: row.get(7)?,
        size: count(4)?,
        terms: terms.lines().map(str::to_string).collect(),
        centroid: Vec::new(),
    })
}
