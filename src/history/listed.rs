//! Listed: records and topics of a run in, what lists of changes name them by out.
//!
//! Compares nothing.

use serde::Serialize;

use super::snapshot::{Snapshot, SnapshotRecord, TopicId};

/// A topic by id and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TopicRef {
    /// Its lasting number.
    pub topic: TopicId,
    /// Its name.
    pub label: String,
}

/// A record and where it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RecordRef {
    /// Its id in the run.
    pub record_id: String,
    /// Its title.
    pub title: String,
    /// Its topic; none where it has no usable text.
    pub topic: Option<TopicRef>,
}

/// A record with its topic, as it is listed.
pub(super) fn place(snapshot: &Snapshot, record: &SnapshotRecord) -> RecordRef {
    let topic = record.topic.map(|t| topic_ref(snapshot, t));
    RecordRef { record_id: record.record_id.clone(), title: record.title.clone(), topic }
}

/// A topic, as it is listed.
pub(super) fn topic_ref(snapshot: &Snapshot, topic: usize) -> TopicRef {
    let topic = &snapshot.topics[topic];
    TopicRef { topic: topic.id.unwrap_or_default(), label: topic.label.clone() }
}

/// Four digits after the point: what a reader can use, and the same on every machine.
pub(super) fn round(x: f64) -> f64 {
    let rounded = (x * 1e4).round() / 1e4;
    if rounded == 0.0 { 0.0 } else { rounded }
}
