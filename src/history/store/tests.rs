//! The store: histories written, forgotten, damaged or of another version, and what must be found of them.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;

use super::*;
use crate::history::fingerprint::Content;
use crate::history::identity::number;
use crate::history::snapshot::Snapshot;
use crate::history::testing::{groups, same_order};

fn meta(month: usize) -> RunMeta {
    RunMeta {
        at: format!("2026-{month:02}-01T06:00:00Z"),
        version: "0.1.0".into(),
        settings: "{\"k\": 3}".into(),
        inputs: vec![Input { path: "a.ris".into(), sha256: "00".into(), n_records: month }],
        output: format!("reports/{month}"),
        ari: Some(0.5),
        ..RunMeta::default()
    }
}

fn numbered(members: &[&[u32]]) -> (Snapshot, TopicId) {
    let mut snapshot = groups(members);
    let next = number(&mut snapshot);
    (snapshot, next)
}

fn fresh() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history 100%?#.sqlite");
    (folder, path)
}

#[test]
fn a_run_comes_back_as_it_was() {
    let (_folder, path) = fresh();
    assert!(Store::peek(&path).unwrap().is_none());
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.last().unwrap(), None);
    let (mut snapshot, next) = numbered(&[&[5, 3, 8], &[1, 2]]);
    snapshot.topics[1].label_is_given = true;
    snapshot.topics[0].weak = true;
    snapshot.records[0].keys.content = Some(Content { title: 1, abstracts: 2, other: 3 });
    snapshot.records[0].neighbors = vec![(3, 0.5), (1, 0.25)];
    snapshot.records[0].position = Some([0.0, 1.0]);
    assert_eq!(store.append(&meta(1), &snapshot, next).unwrap(), 1);
    drop(store);
    let store = Store::peek(&path).unwrap().unwrap();
    let back = store.snapshot(1).unwrap();
    for (a, b) in snapshot.records.iter().zip(&back.records) {
        assert_eq!((&a.record_id, &a.title, &a.keys, a.topic), (&b.record_id, &b.title, &b.keys, b.topic));
        assert!((a.margin - b.margin).abs() < 2e-5);
        assert_eq!(a.position, b.position);
        let near = |of: &Snapshot, list: &[(usize, f64)]| -> Vec<(String, f64)> {
            list.iter().map(|(at, s)| (of.records[*at].record_id.clone(), (s * 1e3).round())).collect()
        };
        assert_eq!(near(&snapshot, &a.neighbors), near(&back, &b.neighbors));
    }
    for (a, b) in snapshot.topics.iter().zip(&back.topics) {
        assert_eq!((a.id, &a.label, a.label_is_given, a.size), (b.id, &b.label, b.label_is_given, b.size));
        assert_eq!((a.color, a.weak, &a.terms), (b.color, b.weak, &b.terms));
        assert_eq!(a.centroid.len(), b.centroid.len());
        assert!(a.centroid.iter().zip(&b.centroid).all(|(x, y)| x.0 == y.0 && (x.1 - y.1).abs() < 1e-3));
    }
    let info = store.last().unwrap().unwrap();
    assert_eq!((info.id, info.n_records, info.n_clustered, info.n_topics), (1, 5, 5, 2));
    assert_eq!(info.meta, meta(1));
    assert!(info.meta.same_work(&RunMeta { at: "later".into(), output: "else".into(), ..meta(1) }));
    assert!(!info.meta.same_work(&meta(2)));
    assert_eq!(store.next_topic_id().unwrap(), TopicId(3));
    assert!(matches!(store.snapshot(9), Err(StoreError::NoRun { run: 9 })));
}

#[test]
fn records_keep_their_first_and_last_run() {
    let (_folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    for (month, members) in [(1, vec![1, 2, 3]), (2, vec![2, 3, 4]), (3, vec![4, 2])] {
        let (snapshot, next) = numbered(&[&members]);
        store.append(&meta(month), &snapshot, next).unwrap();
    }
    let rows: Vec<(String, i64, i64)> = store
        .connection
        .prepare("SELECT record_id, first_run, last_run FROM records ORDER BY id")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let expected = [("r1", 1, 1), ("r2", 1, 3), ("r3", 1, 2), ("r4", 2, 3)];
    assert_eq!(rows, expected.map(|(id, first, last)| (id.to_string(), first, last)));
}

#[test]
fn a_crash_leaves_the_last_complete_run() {
    let (_folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    let (first, next) = numbered(&[&[1, 2, 3], &[4, 5]]);
    store.append(&meta(1), &first, next).unwrap();
    let (second, next) = numbered(&[&[1, 2], &[3, 4, 5, 6]]);
    let transaction = store.connection.transaction().unwrap();
    append::write(&transaction, &meta(2), &second, next).unwrap();
    // What a killed process leaves: the files as they are now, copied away before anything is rolled back.
    let copy = path.with_file_name("copy.sqlite");
    for suffix in ["", "-wal"] {
        let from = format!("{}{suffix}", path.display());
        if fs::exists(&from).unwrap() {
            fs::copy(from, format!("{}{suffix}", copy.display())).unwrap();
        }
    }
    drop(transaction);
    drop(store);
    for path in [path, copy] {
        for store in [Store::peek(&path).unwrap().unwrap(), Store::open(&path).unwrap()] {
            assert_eq!(store.runs().unwrap().len(), 1);
            assert_eq!(store.snapshot(1).unwrap().records.len(), 5);
        }
        assert_eq!(Store::open(&path).unwrap().append(&meta(2), &second, next).unwrap(), 2);
    }
}

#[test]
fn a_history_of_an_older_version_is_read_and_carried_on() {
    let no_weak = "ALTER TABLE run_topics DROP COLUMN weak; ALTER TABLE runs DROP COLUMN reweighed;";
    for (version, without) in [(1, "DROP TABLE nearness;"), (2, "")] {
        let (_folder, path) = fresh();
        let (mut snapshot, next) = numbered(&[&[5, 3, 8], &[1, 2]]);
        snapshot.topics[1].weak = true;
        Store::open(&path).unwrap().append(&meta(1), &snapshot, next).unwrap();
        let database = Connection::open(&path).unwrap();
        database.execute_batch(&format!("{no_weak} {without} PRAGMA user_version = {version};")).unwrap();
        drop(database);
        assert_eq!(Store::peek(&path).unwrap().unwrap().snapshot(1).unwrap().records.len(), 5);
        let mut store = Store::open(&path).unwrap();
        snapshot.reweighed = Some(true);
        assert_eq!(store.append(&meta(2), &snapshot, next).unwrap(), 2);
        assert_eq!([1, 2].map(|run| store.snapshot(run).unwrap().reweighed), [None, Some(true)]);
        assert_eq!(store.snapshot(2).unwrap().records.len(), 5);
        let weak = [1, 2].map(|run| store.snapshot(run).unwrap().topics.iter().map(|t| t.weak).collect::<Vec<_>>());
        assert_eq!(weak, [[false, false], [false, true]]);
    }
}

#[test]
fn newer_foreign_and_damaged_files_are_refused_and_left_alone() {
    let (folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    let many: Vec<u32> = (0..2000).collect();
    let (snapshot, next) = numbered(&[&many]);
    store.append(&meta(1), &snapshot, next).unwrap();
    drop(store);
    let good = fs::read(&path).unwrap();
    let refused = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let error = Store::open(&path).unwrap_err();
        assert!(fs::read(&path).unwrap() == bytes, "changed after: {error}");
        error
    };
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    assert!(matches!(refused(&newer), StoreError::Newer { found: 99, known: 4, .. }));
    assert!(matches!(refused(b"this is no database at all, whatever its name says"), StoreError::Damaged { .. }));
    assert!(matches!(refused(&good[..good.len() / 2]), StoreError::Damaged { .. }));
    let mut broken = good.clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 8192].fill(0xA5);
    assert!(matches!(refused(&broken), StoreError::Damaged { .. }));
    let other = folder.path().join("other.sqlite");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    assert!(matches!(Store::open(&other), Err(StoreError::Foreign { .. })));
    fs::write(&path, b"").unwrap();
    assert!(Store::open(&path).is_ok());
}

#[test]
fn reading_touches_no_file() {
    let (folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    let (snapshot, next) = numbered(&[&[1, 2, 3]]);
    store.append(&meta(1), &snapshot, next).unwrap();
    drop(store);
    let state = || {
        let mut files: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name(), entry.metadata().unwrap().modified().unwrap()))
            .collect();
        files.sort();
        (files, fs::metadata(folder.path()).unwrap().modified().unwrap())
    };
    let before = state();
    assert_eq!(Store::peek(&path).unwrap().unwrap().snapshot(1).unwrap().records.len(), 3);
    assert_eq!(state(), before);
    assert_eq!(before.0.len(), 1);
}

#[test]
fn pruning_keeps_the_last_runs_and_never_gives_an_id_twice() {
    let (_folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    for month in 1..=6 {
        let members: Vec<u32> = (month as u32 * 10..month as u32 * 10 + 15).collect();
        let (mut snapshot, _) = numbered(&[&members]);
        snapshot.topics[0].id = Some(TopicId(month as u32));
        store.append(&meta(month), &snapshot, TopicId(month as u32 + 1)).unwrap();
    }
    let before = store.snapshot(6).unwrap();
    assert_eq!(store.prune(2).unwrap(), [1, 2, 3, 4]);
    assert!(store.prune(2).unwrap().is_empty());
    assert_eq!(store.runs().unwrap().iter().map(|run| run.id).collect::<Vec<_>>(), [5, 6]);
    assert_eq!(store.snapshot(6).unwrap(), before);
    assert_eq!(store.next_topic_id().unwrap(), TopicId(7));
    let count = |table: &str| -> i64 {
        store.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("records"), count("topics"), count("run_topics")), (25, 2, 2));
    drop(store);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.prune(0).unwrap(), [5]);
    assert_eq!(store.append(&meta(7), &before, TopicId(1)).unwrap(), 7);
    assert_eq!(store.next_topic_id().unwrap(), TopicId(7));
}

#[test]
fn exports_hold_every_run() {
    let (_folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    for month in 1..=2 {
        let (mut snapshot, next) = numbered(&[&[1, 2, 3]]);
        snapshot.records[0].title = "=1+1, \"quoted\"".into();
        store.append(&meta(month), &snapshot, next).unwrap();
    }
    let export = |format| {
        let mut bytes = Vec::new();
        store.export(format, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&export(ExportFormat::Json)).unwrap();
    assert_eq!(json["runs"][1]["records"][0]["title"], "=1+1, \"quoted\"");
    assert_eq!(json["runs"][0]["settings"]["k"], 3);
    let csv = export(ExportFormat::Csv);
    assert_eq!(csv.lines().count(), 7);
    assert_eq!(
        csv.lines().nth(1).unwrap(),
        "1,2026-01-01T06:00:00Z,r1,10.1000/1,1,\"'=1+1, \"\"quoted\"\"\",1,about 1,false,0.4,0.1"
    );
}

#[test]
fn a_record_and_run_costs_less_than_300_bytes_over_a_year() {
    let (_folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    let mut records = 0;
    for month in 1..=12_u32 {
        // 1,000 records, of which about 40 come and go; ten topics of 300 terms, real titles' length.
        let members: Vec<Vec<u32>> =
            (0..10).map(|t| (t * 1000 + month * 4..t * 1000 + month * 4 + 100).collect()).collect();
        let (mut snapshot, next) = numbered(&members.iter().map(Vec::as_slice).collect::<Vec<_>>());
        for record in &mut snapshot.records {
            record.title =
                format!("{} {}", record.title, "a study of something with a title of usual length ".repeat(2));
        }
        for (t, topic) in snapshot.topics.iter_mut().enumerate() {
            let weight = |n: usize| 1.0 / (n as f64 + f64::from(month));
            topic.centroid = (0..300).map(|n| (format!("wordstem{}", t * 200 + n), weight(n))).collect();
        }
        records += snapshot.records.len();
        store.append(&meta(month as usize), &snapshot, next).unwrap();
    }
    drop(store);
    let per_record_and_run = fs::metadata(&path).unwrap().len() as f64 / records as f64;
    println!("{per_record_and_run:.1} bytes per record and run");
    assert!(per_record_and_run < 100.0, "{per_record_and_run}");
    let store = Store::open(&path).unwrap();
    let (a, b) = (store.snapshot(1).unwrap(), store.snapshot(12).unwrap());
    assert_eq!(same_order(&a, &b).common().count(), 560);
}

#[test]
fn topics_that_ended_are_remembered_as_they_were_last() {
    let (_folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.ended_topics().unwrap(), []);
    let (mut first, next) = numbered(&[&[1, 2], &[30, 31], &[60, 61]]);
    store.append(&meta(1), &first, next).unwrap();
    first.topics.truncate(2);
    first.count();
    first.topics[1].label = "My topic".into();
    store.append(&meta(2), &first, next).unwrap();
    first.topics.truncate(1);
    first.count();
    store.append(&meta(3), &first, next).unwrap();
    let ended = store.ended_topics().unwrap();
    let told: Vec<(u32, &str)> = ended.iter().map(|topic| (topic.id.unwrap().0, topic.label.as_str())).collect();
    assert_eq!(told, [(2, "My topic"), (3, "about 60")]);
    assert!(!ended[0].centroid.is_empty());
}

#[test]
fn two_runs_may_make_the_tables_at_once() {
    let (_folder, path) = fresh();
    let (mut one, mut other) = (Connection::open(&path).unwrap(), Connection::open(&path).unwrap());
    // Both saw an empty file before either wrote.
    schema::migrate(&mut one, 0).unwrap();
    schema::migrate(&mut other, 0).unwrap();
    assert_eq!(Store::open(&path).unwrap().runs().unwrap(), []);
}

#[test]
fn an_export_that_nobody_reads_on_keeps_its_cause() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (_folder, path) = fresh();
    let mut store = Store::open(&path).unwrap();
    let members: Vec<u32> = (0..300).collect();
    let (snapshot, next) = numbered(&[&members]);
    store.append(&meta(1), &snapshot, next).unwrap();
    for form in [ExportFormat::Csv, ExportFormat::Json] {
        let error = store.export(form, Closed).unwrap_err();
        let is_pipe = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
        assert!(matches!(&error, StoreError::Export(cause) if is_pipe(cause)), "{error:?}");
    }
}
