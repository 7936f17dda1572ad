//! Made-up groupings for the tests of this module: numbers in, snapshots out.

use super::recognize::{Pairing, recognize};
use super::snapshot::{RecordKeys, Snapshot, SnapshotRecord, SnapshotTopic};

/// A snapshot with one topic per list of record numbers; a centroid is the mean of its members' made-up words.
pub fn groups(members: &[&[u32]]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (topic, members) in members.iter().enumerate() {
        for &number in *members {
            snapshot.records.push(SnapshotRecord {
                topic: Some(topic),
                margin: 0.1,
                similarity: 0.4,
                ..record(number)
            });
        }
        // Neighbors in number share words, so that parts of a topic resemble the whole.
        let mut words = std::collections::BTreeMap::new();
        for number in *members {
            *words.entry(format!("w{}", number / 8)).or_insert(0.0) += 1.0;
        }
        let first = members.first().copied().unwrap_or_default();
        snapshot.topics.push(SnapshotTopic {
            label: format!("about {first}"),
            terms: vec![format!("term {first}")],
            color: topic,
            centroid: super::snapshot::heaviest(words),
            ..SnapshotTopic::default()
        });
    }
    snapshot.count();
    snapshot
}

/// A record that is known by its number.
pub fn record(number: u32) -> SnapshotRecord {
    SnapshotRecord {
        record_id: format!("r{number}"),
        title: format!("Title {number}"),
        keys: RecordKeys {
            doi: (!number.is_multiple_of(3)).then(|| format!("10.1000/{number}")),
            pmid: (number % 3 == 1).then(|| number.to_string()),
            fingerprint: u64::from(number),
            content: Some(Default::default()),
        },
        ..SnapshotRecord::default()
    }
}

/// Recognizes the records of two snapshots.
pub fn same_order(earlier: &Snapshot, later: &Snapshot) -> Pairing {
    let keys = |s: &Snapshot| s.records.iter().map(|r| r.keys.clone()).collect::<Vec<_>>();
    let (a, b) = (keys(earlier), keys(later));
    recognize(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>())
}
