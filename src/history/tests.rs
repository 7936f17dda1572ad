//! A year in a minute: twelve monthly runs over made-up themes, kept in a store and followed from run to run.

use rand::Rng;
use rand::seq::SliceRandom;

use super::changes::{Changes, Runs, between, follow};
use super::course::course;
use super::events::EventKind;
use super::identity::Known;
use super::snapshot::{Snapshot, SnapshotRecord, SnapshotTopic, TopicId, heaviest};
use super::store::{RunMeta, Store};
use super::testing::record;
use crate::cluster::{self, ClusterParams};
use crate::math;
use crate::vectorize::TfIdfMatrix;

const N_THEMES: u32 = 9;
const PER_THEME: u32 = 96;
const LATE: u32 = 8;
const DROPPED: u32 = 2;
const MERGED: [u32; 2] = [4, 5];

/// A made-up record: its number, its theme, and columns with weights: eight of its theme's sixty words, the first the
/// commonest, and four of a hundred that all share.
struct Made {
    number: u32,
    theme: u32,
    portion: u32,
    row: Vec<(u32, f32)>,
}

fn library(shuffle: u64) -> Vec<Made> {
    let mut words = math::rng(7, 0);
    let mut order = math::rng(shuffle, 1);
    let mut portions: Vec<u32> = (0..N_THEMES * PER_THEME).map(|n| n % 12 + 1).collect();
    portions.shuffle(&mut order);
    (0..N_THEMES * PER_THEME)
        .map(|number| {
            let theme = number % N_THEMES;
            let mut row: Vec<u32> = Vec::new();
            while row.len() < 8 {
                let word = theme * 60 + words.gen_range(0..60_u32).min(words.gen_range(0..60));
                if !row.contains(&word) {
                    row.push(word);
                }
            }
            while row.len() < 12 {
                let word = N_THEMES * 60 + words.gen_range(0..100);
                if !row.contains(&word) {
                    row.push(word);
                }
            }
            row.sort_unstable();
            let weight = 1.0 / (row.len() as f32).sqrt();
            let row = row.into_iter().map(|word| (word, weight)).collect();
            Made { number, theme, portion: portions[number as usize], row }
        })
        .collect()
}

/// The records that the export of a month holds.
fn export(library: &[Made], month: u32) -> Vec<&Made> {
    let there = |made: &&Made| {
        made.portion <= month && (made.theme != LATE || month >= 5) && (made.theme != DROPPED || month < 8)
    };
    library.iter().filter(there).collect()
}

/// The group a record belongs to in a month: its theme, but two themes are one from month 10 on.
fn group(theme: u32, month: u32) -> u32 {
    if month >= 10 && theme == MERGED[1] { MERGED[0] } else { theme }
}

/// A snapshot of records and the number of the group each is in; topics by size like those of an analysis.
fn snapshot(records: &[&Made], groups: &[u32]) -> Snapshot {
    let mut members: std::collections::BTreeMap<u32, Vec<usize>> = std::collections::BTreeMap::new();
    groups.iter().enumerate().for_each(|(place, group)| members.entry(*group).or_default().push(place));
    let mut members: Vec<Vec<usize>> = members.into_values().collect();
    members.sort_by_key(|m| (std::cmp::Reverse(m.len()), m[0]));
    let mut topics = Vec::new();
    let mut kept: Vec<SnapshotRecord> = records.iter().map(|made| record(made.number)).collect();
    for (position, members) in members.iter().enumerate() {
        let mut sum = std::collections::BTreeMap::new();
        for &place in members {
            kept[place].topic = Some(position);
            records[place].row.iter().for_each(|(word, weight)| *sum.entry(*word).or_insert(0.0) += f64::from(*weight));
        }
        let centroid = heaviest(sum.into_iter().map(|(word, weight)| (format!("word{word:04}"), weight)));
        let label = format!("{}, {}", centroid[0].0, centroid[1].0);
        topics.push(SnapshotTopic { label, color: position, centroid, ..SnapshotTopic::default() });
    }
    let mut snapshot = Snapshot { records: kept, topics, reweighed: None };
    snapshot.count();
    snapshot
}

/// The true groups with one record in 25 misplaced, other ones every month.
fn noisy(records: &[&Made], month: u32, rng: &mut math::Rng) -> Vec<u32> {
    let groups: Vec<u32> = records.iter().map(|made| group(made.theme, month)).collect();
    let mut misplaced = groups.clone();
    for group in &mut misplaced {
        if rng.gen_range(0..25) == 0 {
            *group = groups[rng.gen_range(0..groups.len())];
        }
    }
    misplaced
}

/// The groups that spherical k-means finds; from month 10 on the merged themes speak with the words of one.
fn clustered(records: &[&Made], month: u32) -> Vec<u32> {
    let mut matrix =
        TfIdfMatrix { indptr: vec![0].into(), n_cols: (N_THEMES * 60 + 100) as usize, ..TfIdfMatrix::default() };
    for made in records {
        let shift = (made.theme - group(made.theme, month)) * 60;
        made.row.iter().for_each(|(word, weight)| {
            matrix.indices.push(if *word < N_THEMES * 60 { word - shift } else { *word });
            matrix.values.push(*weight);
        });
        matrix.indptr.push(matrix.indices.len());
    }
    let themes: std::collections::BTreeSet<u32> = records.iter().map(|made| group(made.theme, month)).collect();
    let params = ClusterParams { n_init: Some(3), seed: u64::from(month), ..ClusterParams::default() };
    cluster::fit(&matrix, None, themes.len(), &params).unwrap().assignments
}

/// Which topic holds most records of a theme.
fn topic_of<'a>(snapshot: &'a Snapshot, library: &[Made], theme: u32) -> &'a SnapshotTopic {
    let count = |topic: usize| {
        let members = snapshot.records.iter().filter(|r| r.topic == Some(topic));
        members.filter(|r| library[r.keys.fingerprint as usize].theme == theme).count()
    };
    &snapshot.topics[(0..snapshot.topics.len()).max_by_key(|t| count(*t)).unwrap()]
}

fn meta(month: u32) -> RunMeta {
    RunMeta { at: format!("2026-{month:02}-01T06:00:00Z"), version: "0.1.0".into(), ..RunMeta::default() }
}

/// Replays runs through a store; returns their snapshots and, from the second on, what changed. A person names one
/// topic of the first run, given by its position.
fn replay(months: &[Snapshot], named: usize) -> (Vec<Snapshot>, Vec<Changes>) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("history.sqlite")).unwrap();
    let mut told = Vec::new();
    for (n, month) in months.iter().enumerate() {
        let mut now = month.clone();
        let last = store.last().unwrap();
        let before = last.as_ref().map(|run| store.snapshot(run.id).unwrap()).unwrap_or_default();
        let known = Known { next_id: store.next_topic_id().unwrap(), ..Known::default() };
        let (changes, next_id) = follow(&before, &mut now, known, Runs::default());
        if last.is_some() {
            told.push(changes);
        }
        let run = store.append(&meta(n as u32 + 1), &now, next_id).unwrap();
        if n == 0 {
            assert!(store.rename(run, now.topics[named].id.unwrap(), "Named by hand").unwrap());
        }
    }
    let snapshots = (1..=months.len() as i64).map(|run| store.snapshot(run).unwrap()).collect();
    (snapshots, told)
}

fn told(changes: &[Changes]) -> Vec<(usize, EventKind, u32)> {
    let events = changes.iter().enumerate();
    events.flat_map(|(n, c)| c.events.iter().map(move |event| (n + 2, event.kind, event.topic.0))).collect()
}

/// Checks the three events of the year and no others; returns how many of the unchanged topics kept id, name and color
/// through a month, and how many there were.
fn check_year(library: &[Made], months: &[Snapshot]) -> (usize, usize) {
    let merging = &topic_of(&months[0], library, MERGED[1]).label;
    let named = months[0].topics.iter().position(|topic| topic.label == *merging).unwrap();
    let (snapshots, changes) = replay(months, named);
    let id = |month: usize, theme: u32| topic_of(&snapshots[month - 1], library, theme).id.unwrap().0;
    let kept = MERGED.into_iter().map(|theme| id(9, theme)).find(|before| *before == id(10, MERGED[0])).unwrap();
    let expected =
        [(5, EventKind::New, id(5, LATE)), (8, EventKind::Gone, id(7, DROPPED)), (10, EventKind::Merged, kept)];
    assert_eq!(told(&changes), expected, "{:#?}", changes.iter().flat_map(|c| &c.events).collect::<Vec<_>>());
    let merged: Vec<u32> = changes[8].events[0].others.iter().map(|other| other.topic.0).collect();
    assert!(merged.len() == 2 && MERGED.iter().all(|theme| merged.contains(&id(9, *theme))));
    let last = topic_of(&snapshots[11], library, MERGED[1]);
    assert_eq!((last.label.as_str(), last.label_is_given), ("Named by hand", true));
    let (mut kept, mut all) = (0, 0);
    for month in 2..=12_u32 {
        for theme in 0..N_THEMES {
            let there = |month: u32| (theme != LATE || month >= 5) && (theme != DROPPED || month < 8);
            if !there(month - 1) || !there(month) || (month == 10 && MERGED.contains(&theme)) {
                continue;
            }
            let [before, now] = [month - 2, month - 1].map(|n| topic_of(&snapshots[n as usize], library, theme));
            all += 1;
            kept += usize::from((before.id, before.color) == (now.id, now.color) && before.label == now.label);
        }
    }
    (kept, all)
}

#[test]
fn a_year_of_runs_tells_its_three_events_and_no_others_over_ten_shuffles() {
    let (mut kept, mut all) = (0, 0);
    for shuffle in 0..10 {
        let library = library(shuffle);
        let mut rng = math::rng(shuffle, 2);
        let months: Vec<Snapshot> = (1..=12)
            .map(|month| {
                let records = export(&library, month);
                let groups = noisy(&records, month, &mut rng);
                snapshot(&records, &groups)
            })
            .collect();
        let (k, a) = check_year(&library, &months);
        kept += k;
        all += a;
    }
    println!("ids, names and colors kept: {kept} of {all}");
    assert!(all > 800 && kept * 100 >= all * 95, "{kept} of {all}");
}

#[test]
fn a_year_clustered_anew_every_month_tells_the_same() {
    let library = library(3);
    let months: Vec<Snapshot> = (1..=12)
        .map(|month| {
            let records = export(&library, month);
            snapshot(&records, &clustered(&records, month))
        })
        .collect();
    let (kept, all) = check_year(&library, &months);
    println!("ids, names and colors kept: {kept} of {all}");
    assert_eq!(kept, all);
}

#[test]
fn the_same_grouping_again_changes_nothing() {
    let library = library(0);
    let records = export(&library, 6);
    let groups: Vec<u32> = records.iter().map(|made| made.theme).collect();
    let month = snapshot(&records, &groups);
    let (snapshots, changes) = replay(&[month.clone(), month], 0);
    let Changes { new, gone, changed, moved, events, ari, .. } = &changes[0];
    assert_eq!((new.len(), gone.len(), changed.len(), moved.len(), events.len()), (0, 0, 0, 0, 0));
    assert_eq!(*ari, Some(1.0));
    assert_eq!(snapshots[0].topics, snapshots[1].topics);
    let again = between(&snapshots[0], &snapshots[1], Runs::default());
    assert_eq!(&again, &changes[0]);
}

#[test]
fn agreement_is_the_adjusted_rand_index_of_the_common_records() {
    // Groups {0,1,2},{3,4,5} against {0,1},{2,3,4,5}: Σ C(n_ij,2) = 1 + 0 + 0 + 3 = 4, Σ rows 6, Σ columns 1 + 6 = 7,
    // pairs 15: (4 − 42/15) / (6.5 − 42/15) = 1.2 / 3.7. Records 9 and 10 stand in one run only and do not count.
    let (a, b) =
        (super::testing::groups(&[&[0, 1, 2, 9], &[3, 4, 5]]), super::testing::groups(&[&[0, 1], &[2, 3, 4, 5, 10]]));
    let changes = super::changes::compare(&a, &b, Runs::default());
    assert_eq!((changes.ari, changes.n_common), (Some(0.3243), 6));
    assert_eq!((changes.new.len(), changes.gone.len()), (1, 1));
    let moved: Vec<&str> = changes.moved.iter().map(|m| m.record_id.as_str()).collect();
    assert_eq!(moved, ["r2"]);
}

#[test]
fn the_course_of_a_year_has_a_flow_for_every_record() {
    let library = library(1);
    let months: Vec<Snapshot> = (1..=3)
        .map(|month| {
            let records = export(&library, month);
            let groups: Vec<u32> = records.iter().map(|made| made.theme).collect();
            snapshot(&records, &groups)
        })
        .collect();
    let (snapshots, _) = replay(&months, 0);
    let named: Vec<(String, Snapshot)> = snapshots.into_iter().map(|s| ("run".to_string(), s)).collect();
    let course = course(&named);
    for (n, flows) in course.flows.iter().enumerate() {
        let into: usize = flows.iter().filter(|f| f.to.is_some()).map(|f| f.n_records).sum();
        assert_eq!(into, course.runs[n + 1].topics.iter().map(|t| t.size).sum::<usize>());
    }
    assert_eq!(course.runs[0].topics.len(), course.runs[2].topics.len());
    assert!(course.runs.iter().all(|run| run.topics.iter().all(|t| t.topic > TopicId(0))));
}
