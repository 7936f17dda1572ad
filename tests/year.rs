//! A year in a minute: twelve monthly exports through the program; the events are found, and no others.
//!
//! A topic appears in month 5, one is dropped in month 8, and in month 10 the file asks for one topic less, so that two
//! that are kin become one. Between these months every topic keeps its number and color, and its name or the report
//! says which other one it has. So it is for a library made up for it and, where they are there, for real abstracts,
//! whose topics keep their names too.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use common::made::{KIN, Made, library};
use common::{rows, run, shared, themata};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The theme that is new in month 5, and the one that is dropped in month 8.
const LATE: usize = 8;
const DROPPED: usize = 2;

/// A record of an export: what it is, and how it is written.
struct Entry {
    theme: usize,
    month: usize,
    text: String,
}

/// What a month's report said: (kind, topic) of every event, topics with another name, and per theme its topic's id,
/// color and name.
struct Month {
    events: Vec<(String, u64)>,
    /// Topics that the report calls renamed, and their names before.
    renamed: BTreeMap<u64, String>,
    topics: BTreeMap<usize, (u64, String, String)>,
}

fn is_there(entry: &Entry, month: usize, late: usize, dropped: usize) -> bool {
    entry.month <= month && (entry.theme != late || month >= 5) && (entry.theme != dropped || month < 8)
}

/// Runs a month and reads its report; `theme_of` says what a record of the report is about.
fn month(folder: &Path, theme_of: &dyn Fn(&str) -> usize) -> Month {
    let output = themata(folder).args(["run", "w.toml", "-q"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let latest = folder.join("out/latest");
    let json =
        |name: &str| -> serde_json::Value { serde_json::from_slice(&fs::read(latest.join(name)).unwrap()).unwrap() };
    let (changes, report) = (json("changes.json"), json("report.json"));
    let events = changes["events"].as_array().unwrap().iter();
    let events = events.map(|e| (e["kind"].as_str().unwrap().to_string(), e["topic"].as_u64().unwrap())).collect();
    let renamed = changes["kept"].as_array().unwrap().iter();
    let renamed =
        renamed.filter_map(|kept| Some((kept["topic"].as_u64()?, kept["renamed_from"].as_str()?.to_string())));
    let renamed = renamed.collect();
    let mut counts: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for row in rows(&latest.join("documents.csv")) {
        if let Ok(topic) = row["topic"].parse() {
            *counts.entry(theme_of(&row["record_id"])).or_default().entry(topic).or_default() += 1;
        }
    }
    let topic = |topic: usize| {
        let topic = &report["topics"][topic];
        (
            topic["id"].as_u64().unwrap(),
            topic["color"].as_str().unwrap().to_string(),
            topic["label"].as_str().unwrap().to_string(),
        )
    };
    let most = |counts: &BTreeMap<usize, usize>| *counts.iter().max_by_key(|(_, n)| **n).unwrap().0;
    Month { events, renamed, topics: counts.iter().map(|(theme, counts)| (*theme, topic(most(counts)))).collect() }
}

/// Replays the year; `write` puts the export of a month in place, the topic of the theme `named` gets a name by hand.
fn year(
    mode: &str,
    (k, named): (usize, usize),
    settings: &str,
    write: &dyn Fn(&Path, usize),
    theme_of: &dyn Fn(&str) -> usize,
) -> (tempfile::TempDir, Vec<Month>) {
    let folder = tempfile::tempdir().unwrap();
    let mut months = Vec::new();
    for n in 1..=12 {
        // A fresh run is told how many topics there are; an update has to find out by itself, but for the merge.
        let wanted = match (mode, n) {
            (_, 10..) => k - 1,
            ("fresh", 5..8) => k + 1,
            _ => k,
        };
        let config = format!(
            "sources = [\"in.*\"]\noutput = \"out\"\nmode = \"{mode}\"\n[settings]\nn_clusters = {wanted}\n{settings}"
        );
        fs::write(folder.path().join("w.toml"), config).unwrap();
        write(folder.path(), n);
        months.push(month(folder.path(), theme_of));
        if n == 1 {
            let id = months[0].topics[&named].0;
            run(folder.path(), &["history", "w.toml", "--rename", &format!("{id}=Named by hand")], 0);
            months[0].topics.get_mut(&named).unwrap().2 = "Named by hand".into();
        }
    }
    (folder, months)
}

/// The events of the year and no others; how many (theme, month) kept id and color, and a name that is
/// the same or told to be another, and of how many.
fn check(months: &[Month], late: usize, dropped: usize) -> (usize, usize) {
    let mut told = Vec::new();
    for (n, month) in months.iter().enumerate().skip(1) {
        told.extend(month.events.iter().map(|(kind, topic)| (n + 1, kind.as_str(), *topic)));
    }
    let id = |month: usize, theme: usize| months[month - 1].topics[&theme].0;
    let mut by_topic: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    months[9].topics.iter().for_each(|(theme, topic)| by_topic.entry(topic.0).or_default().push(*theme));
    let merged: Vec<(&u64, &Vec<usize>)> = by_topic.iter().filter(|(_, themes)| themes.len() > 1).collect();
    assert_eq!(merged.len(), 1, "{by_topic:?}");
    let (merged, themes) = merged[0];
    let expected = [(5, "new", id(5, late)), (8, "gone", id(7, dropped)), (10, "merged", *merged)];
    assert_eq!(told, expected);
    assert!(themes.iter().any(|theme| id(9, *theme) == *merged));
    let (mut kept, mut all) = (0, 0);
    for pair in months.windows(2) {
        for (theme, before) in &pair[0].topics {
            let Some(now) = pair[1].topics.get(theme) else { continue };
            let merges = themes.contains(theme) && now.0 == *merged;
            if !merges {
                all += 1;
                let named = before.2 == now.2 || pair[1].renamed.get(&now.0) == Some(&before.2);
                kept += usize::from((before.0, &before.1) == (now.0, &now.1) && named);
            }
        }
    }
    (kept, all)
}

fn made_year(mode: &str, shuffle: u64) -> (tempfile::TempDir, Vec<Month>) {
    let library = library(96, shuffle);
    let entry = |made: &Made| Entry { theme: made.theme, month: made.month, text: made.ris() };
    let entries: Vec<Entry> = library.iter().map(entry).collect();
    let write = |folder: &Path, month: usize| {
        let there = entries.iter().filter(|e| is_there(e, month, LATE, DROPPED));
        fs::write(folder.join("in.ris"), there.map(|e| e.text.as_str()).collect::<String>()).unwrap();
    };
    let theme = |id: &str| library[id.rsplit('m').next().unwrap().parse::<usize>().unwrap()].theme;
    year(mode, (8, KIN[1]), "n_subsamples = 0\nneighbors = 3\n", &write, &theme)
}

fn made_check(mode: &str, shuffle: u64) -> (usize, usize) {
    let (_folder, months) = made_year(mode, shuffle);
    let counts = check(&months, LATE, DROPPED);
    assert_eq!(months[11].topics[&KIN[0]].2, "Named by hand");
    let themes: BTreeSet<u64> = KIN.iter().map(|theme| months[11].topics[theme].0).collect();
    assert_eq!(themes.len(), 1, "the two that are kin are those that merged");
    counts
}

#[test]
fn an_update_tells_the_events_of_the_year_and_no_others_over_ten_shuffles() {
    let counts = (0..10).map(|shuffle| made_check("update", shuffle));
    let (kept, all) = counts.fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
    println!("id, name and color kept: {kept} of {all}");
    assert!(kept * 100 >= all * 95, "{kept} of {all}");
}

/// An extra check on real abstracts: nine reviews cut by months at random, one of them late and one dropped.
#[test]
fn a_year_cut_from_labelled_reviews_tells_its_three_events() {
    let Some(corpus) = shared("corpora/sysrev_9reviews.jsonl.gz") else { return };
    let mut lines = String::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(corpus).unwrap()).read_to_string(&mut lines).unwrap();
    let values: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let label = |value: &serde_json::Value| value["label"].as_str().unwrap().to_string();
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    values.iter().for_each(|value| *sizes.entry(label(value)).or_default() += 1);
    let mut names: Vec<String> = sizes.keys().cloned().collect();
    names.sort_by_key(|name| std::cmp::Reverse(sizes[name]));
    let (late, dropped) = (4, 5);
    for shuffle in 0..2 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(shuffle);
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        for value in &values {
            if rng.gen_bool(0.7) {
                continue;
            }
            let theme = names.iter().position(|name| *name == label(value)).unwrap();
            let month = if rng.gen_bool(0.45) { 1 } else { rng.gen_range(1..=12) };
            let mut bare = value.clone();
            bare.as_object_mut().unwrap().remove("label");
            entries.insert(value["id"].as_str().unwrap().into(), Entry { theme, month, text: format!("{bare}\n") });
        }
        let write = |folder: &Path, month: usize| {
            let there = entries.values().filter(|e| is_there(e, month, late, dropped));
            fs::write(folder.join("in.jsonl"), there.map(|e| e.text.as_str()).collect::<String>()).unwrap();
        };
        let settings = "n_subsamples = 0\nneighbors = 3\n";
        let (_folder, months) = year("update", (8, 0), settings, &write, &|id| entries[id].theme);
        let told =
            months.iter().zip(1..).skip(1).flat_map(|(month, n)| month.events.iter().map(move |e| (n, e.0.as_str())));
        assert_eq!(told.collect::<Vec<_>>(), [(5, "new"), (8, "gone"), (10, "merged")]);
        let merged = months[9].events[0].1;
        let mut looks: BTreeMap<u64, BTreeSet<(&str, &str)>> = BTreeMap::new();
        for (id, color, name) in months.iter().flat_map(|month| month.topics.values()).filter(|t| t.0 != merged) {
            looks.entry(*id).or_default().insert((color, name));
        }
        assert!(looks.len() >= 7 && looks.values().all(|looks| looks.len() == 1), "{looks:?}");
        assert_eq!(months[11].topics[&0].2, "Named by hand");
    }
}

#[test]
fn grouped_anew_every_month_it_tells_the_same() {
    let (kept, all) = made_check("fresh", 3);
    assert_eq!(kept, all);
}
