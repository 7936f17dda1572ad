//! Appending: one snapshot in, one more run in the file, in one transaction.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};

use super::pack::{Assignment, Nearness, pack_assignments, pack_centroid, pack_nearness};
use super::{RunId, RunMeta, Store, StoreError};
use crate::history::recognize::recognize;
use crate::history::snapshot::{RecordKeys, Snapshot, TopicId};

impl Store {
    /// Adds a run whose topics carry their lasting ids; `next_topic` is the id that the next new topic gets.
    ///
    /// # Errors
    /// [`StoreError`]; then the history is as it was before.
    pub fn append(&mut self, meta: &RunMeta, snapshot: &Snapshot, next_topic: TopicId) -> Result<RunId, StoreError> {
        let path = self.path.clone();
        let fail = |error| super::sqlite_error(&path, error);
        let transaction = self.connection.transaction().map_err(fail)?;
        let run = write(&transaction, meta, snapshot, next_topic).map_err(fail)?;
        transaction.commit().map_err(fail)?;
        Ok(run)
    }
}

/// Writes a run without committing it.
pub(super) fn write(
    transaction: &Transaction<'_>,
    meta: &RunMeta,
    snapshot: &Snapshot,
    next_topic: TopicId,
) -> rusqlite::Result<RunId> {
    let sql = "INSERT INTO runs (at, version, mode, settings, inputs, output, ari, n_records, n_clustered, assignments,
                                 reweighed)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, x'', ?10)";
    let inputs = serde_json::to_string(&meta.inputs).unwrap_or_default();
    let (n_records, n_clustered) = (snapshot.records.len() as i64, snapshot.n_clustered() as i64);
    transaction.execute(
        sql,
        params![
            meta.at,
            meta.version,
            meta.mode.name(),
            meta.settings,
            inputs,
            meta.output,
            meta.ari,
            n_records,
            n_clustered,
            snapshot.reweighed
        ],
    )?;
    let run = transaction.last_insert_rowid();
    let numbers = write_records(transaction, run, snapshot)?;
    let mut order: Vec<(i64, usize)> = numbers.into_iter().zip(0..).collect();
    order.sort_unstable();
    let assignments: Vec<Assignment> =
        order.iter().map(|&(number, at)| assignment((&snapshot.records[at], number))).collect();
    transaction
        .execute("UPDATE runs SET assignments = ?1 WHERE id = ?2", params![pack_assignments(&assignments), run])?;
    write_nearness(transaction, run, snapshot, &order)?;
    write_topics(transaction, run, snapshot)?;
    let sql = "UPDATE counters SET value = max(value, ?1) WHERE name = 'next_topic'";
    transaction.execute(sql, params![next_topic.0])?;
    Ok(run)
}

fn assignment((record, number): (&crate::history::snapshot::SnapshotRecord, i64)) -> Assignment {
    Assignment {
        record: number as u64,
        topic: record.topic,
        similarity: record.similarity,
        margin: record.margin,
        content: record.keys.content,
    }
}

/// Keeps where the records of this run stand, and forgets it of the run before.
fn write_nearness(
    transaction: &Transaction<'_>,
    run: RunId,
    snapshot: &Snapshot,
    order: &[(i64, usize)],
) -> rusqlite::Result<()> {
    let mut place_of = vec![0_u64; order.len()];
    order.iter().zip(0..).for_each(|((_, at), place)| place_of[*at] = place);
    let nearness = |(_, at): &(i64, usize)| {
        let record = &snapshot.records[*at];
        let neighbors = record.neighbors.iter().map(|(other, similarity)| (place_of[*other], *similarity));
        Nearness { position: record.position, neighbors: neighbors.collect() }
    };
    let packed = pack_nearness(&order.iter().map(nearness).collect::<Vec<_>>());
    transaction.execute("DELETE FROM nearness", [])?;
    transaction.execute("INSERT INTO nearness VALUES (?1, ?2)", params![run, packed])?;
    Ok(())
}

/// Finds or adds every record; returns their numbers in the store.
fn write_records(transaction: &Transaction<'_>, run: RunId, snapshot: &Snapshot) -> rusqlite::Result<Vec<i64>> {
    let (known_numbers, known_keys) = known_records(transaction)?;
    let keys: Vec<&RecordKeys> = snapshot.records.iter().map(|record| &record.keys).collect();
    let pairing = recognize(&known_keys.iter().collect::<Vec<_>>(), &keys);
    let mut update = transaction.prepare(
        "UPDATE records SET doi = coalesce(?2, doi), pmid = coalesce(?3, pmid), fingerprint = ?4, record_id = ?5,
                            title = ?6, last_run = ?7 WHERE id = ?1",
    )?;
    let mut insert = transaction.prepare(
        "INSERT INTO records (doi, pmid, fingerprint, record_id, title, first_run, last_run)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    )?;
    let mut numbers = Vec::with_capacity(snapshot.records.len());
    for (record, known) in snapshot.records.iter().zip(&pairing.earlier_of) {
        let RecordKeys { doi, pmid, fingerprint, .. } = &record.keys;
        let fingerprint = *fingerprint as i64;
        let number = match known {
            Some(place) => {
                let number = known_numbers[*place];
                update.execute(params![number, doi, pmid, fingerprint, record.record_id, record.title, run])?;
                number
            }
            None => insert.insert(params![doi, pmid, fingerprint, record.record_id, record.title, run])?,
        };
        numbers.push(number);
    }
    Ok(numbers)
}

fn known_records(connection: &Connection) -> rusqlite::Result<(Vec<i64>, Vec<RecordKeys>)> {
    let mut query = connection.prepare("SELECT id, doi, pmid, fingerprint FROM records ORDER BY id")?;
    let rows = query.query_map([], |row| {
        let fingerprint = row.get::<_, i64>(3)? as u64;
        Ok((row.get::<_, i64>(0)?, RecordKeys { doi: row.get(1)?, pmid: row.get(2)?, fingerprint, content: None }))
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().unzip())
}

fn write_topics(transaction: &Transaction<'_>, run: RunId, snapshot: &Snapshot) -> rusqlite::Result<()> {
    let mut terms = Terms::load(transaction)?;
    let mut insert = transaction.prepare("INSERT INTO run_topics VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    let mut seen = transaction.prepare(
        "INSERT INTO topics VALUES (?1, ?2, ?2) ON CONFLICT (id) DO UPDATE SET last_run = excluded.last_run",
    )?;
    for (position, topic) in snapshot.topics.iter().enumerate() {
        let id = topic.id.unwrap_or_default().0;
        let centroid: rusqlite::Result<Vec<(u64, f64)>> =
            topic.centroid.iter().map(|(term, weight)| Ok((terms.number(transaction, term)?, *weight))).collect();
        let shown: Vec<String> = topic.terms.iter().map(|term| term.replace('\n', " ")).collect();
        insert.execute(params![
            run,
            position as i64,
            id,
            topic.label,
            topic.label_is_given,
            topic.color as i64,
            topic.size as i64,
            shown.join("\n"),
            pack_centroid(&centroid?),
            topic.weak
        ])?;
        seen.execute(params![id, run])?;
    }
    Ok(())
}

/// The terms that have a number, so that centroids hold numbers only.
struct Terms {
    numbers: BTreeMap<String, u64>,
    next: u64,
}

impl Terms {
    fn load(connection: &Connection) -> rusqlite::Result<Terms> {
        let mut query = connection.prepare("SELECT term, id FROM terms")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        let numbers: BTreeMap<String, u64> = rows.collect::<rusqlite::Result<_>>()?;
        let next = numbers.values().max().map_or(1, |most| most + 1);
        Ok(Terms { numbers, next })
    }

    fn number(&mut self, connection: &Connection, term: &str) -> rusqlite::Result<u64> {
        if let Some(number) = self.numbers.get(term) {
            return Ok(*number);
        }
        let number = self.next;
        connection.prepare_cached("INSERT INTO terms VALUES (?1, ?2)")?.execute(params![term, number as i64])?;
        self.numbers.insert(term.to_string(), number);
        self.next += 1;
        Ok(number)
    }
}
