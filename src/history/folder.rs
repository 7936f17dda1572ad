//! Folders: the text of a run's `report.json` in, the snapshot of that run out, so that two folders can be compared.
//!
//! A folder knows no abstracts and no authors, so a changed record shows by its title or year only, and a record
//! without DOI and PMID is known again by title and year: compare folders with folders. Opens no file itself.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fingerprint::{self, Content};
use super::snapshot::{RecordKeys, Snapshot, SnapshotRecord, SnapshotTopic, TopicId, heaviest};

/// The newest form of `report.json` that is understood.
const KNOWN_SCHEMA: u64 = 1;

/// Why a `report.json` cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// Not JSON, or not a report.
    #[error("report.json is not the report of a run")]
    NoReport(#[from] serde_json::Error),
    /// Written by a later themata.
    #[error("report.json has schema version {found}, this themata knows {KNOWN_SCHEMA}: update themata")]
    Newer {
        /// Its version.
        found: u64,
    },
}

#[derive(Deserialize)]
struct Version {
    schema_version: u64,
}

#[derive(Deserialize)]
struct Report {
    topics: Vec<Topic>,
    documents: Vec<Document>,
}

#[derive(Deserialize)]
struct Topic {
    label: String,
    #[serde(default)]
    label_is_given: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    id: Option<TopicId>,
    #[serde(default)]
    terms: Vec<Term>,
    #[serde(default)]
    centroid: Vec<(String, f64)>,
}

#[derive(Deserialize)]
struct Term {
    text: String,
}

#[derive(Deserialize)]
struct Document {
    record_id: String,
    topic: Option<i64>,
    #[serde(default)]
    similarity: f64,
    #[serde(default)]
    margin: f64,
    #[serde(default)]
    title: String,
    year: Option<i32>,
    doi: Option<String>,
    pmid: Option<String>,
    duplicate_of: Option<String>,
    #[serde(default)]
    neighbors: Vec<(String, f64)>,
}

/// Reads the snapshot of a run from its `report.json`.
///
/// # Errors
/// [`FolderError`] for anything that is not a report this program understands.
pub fn read(json: &[u8]) -> Result<Snapshot, FolderError> {
    let found = serde_json::from_slice::<Version>(json)?.schema_version;
    if found > KNOWN_SCHEMA {
        return Err(FolderError::Newer { found });
    }
    let report: Report = serde_json::from_slice(json)?;
    let documents: Vec<Document> = report.documents.into_iter().filter(|d| d.duplicate_of.is_none()).collect();
    let place: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(i, d)| (d.record_id.as_str(), i)).collect();
    let records = documents.iter().map(|document| record(document, &place)).collect();
    let mut snapshot =
        Snapshot { records, topics: report.topics.into_iter().enumerate().map(topic).collect(), reweighed: None };
    snapshot.count();
    Ok(snapshot)
}

fn record(document: &Document, place: &BTreeMap<&str, usize>) -> SnapshotRecord {
    let year = document.year.map(|year| year.to_string()).unwrap_or_default();
    let content = Content {
        title: fingerprint::text([document.title.as_str()]),
        abstracts: 0,
        other: fingerprint::text([year.as_str()]),
    };
    let name = if document.title.is_empty() { &document.record_id } else { &document.title };
    let neighbor = |(id, similarity): &(String, f64)| place.get(id.as_str()).map(|index| (*index, *similarity));
    SnapshotRecord {
        record_id: document.record_id.clone(),
        title: document.title.clone(),
        keys: RecordKeys {
            doi: document.doi.clone(),
            pmid: document.pmid.clone(),
            fingerprint: fingerprint::identity(name, document.year, "", content),
            content: Some(content),
        },
        topic: document.topic.and_then(|topic| usize::try_from(topic).ok()),
        similarity: document.similarity,
        margin: document.margin,
        neighbors: document.neighbors.iter().filter_map(neighbor).collect(),
        position: None,
    }
}

fn topic((color, topic): (usize, Topic)) -> SnapshotTopic {
    SnapshotTopic {
        id: topic.id,
        label: topic.label,
        label_is_given: topic.label_is_given,
        color,
        weak: topic.weak,
        size: 0,
        terms: topic.terms.into_iter().map(|term| term.text).collect(),
        centroid: heaviest(topic.centroid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_becomes_a_snapshot() {
        let json = r#"{"schema_version": 1, "title": "x", "topics": [
            {"topic": 0, "label": "niosomes", "weak": true, "size": 2, "terms": [{"text": "niosome", "weight": 1}], "centroid": [["niosome", 0.5]]}],
          "documents": [
            {"record_id": "a", "topic": 0, "similarity": 0.5, "margin": 0.1, "title": "One", "year": 2020, "doi": "10.1/a", "pmid": null, "neighbors": [["b", 0.2], ["c", 0.1]]},
            {"record_id": "b", "topic": null, "title": "", "year": null, "doi": null, "pmid": "7"},
            {"record_id": "c", "topic": 0, "title": "One", "year": 2020, "doi": "10.1/a", "pmid": null, "duplicate_of": "a"},
            {"record_id": "d", "topic": 99, "title": "Two", "year": 2020, "doi": null, "pmid": null}]}"#;
        let snapshot = read(json.as_bytes()).unwrap();
        let told: Vec<(&str, Option<usize>)> =
            snapshot.records.iter().map(|r| (r.record_id.as_str(), r.topic)).collect();
        assert_eq!(told, [("a", Some(0)), ("b", None), ("d", None)]);
        assert_eq!(snapshot.records[0].neighbors, [(1, 0.2)]);
        assert!(snapshot.topics[0].weak);
        assert_eq!((snapshot.topics[0].size, &snapshot.topics[0].terms[0][..]), (1, "niosome"));
    }

    #[test]
    fn other_files_are_refused() {
        assert!(matches!(read(b"{}"), Err(FolderError::NoReport(_))));
        assert!(matches!(read(b"\xff"), Err(FolderError::NoReport(_))));
        assert!(matches!(read(b"{\"schema_version\": 2}"), Err(FolderError::Newer { found: 2 })));
    }
}
