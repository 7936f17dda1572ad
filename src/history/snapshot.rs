//! Snapshot: an analysis in, what history keeps of it out.
//!
//! A snapshot holds every record that was clustered or could have been (not the joined duplicates: the record that
//! stands for them does) and every topic, and nothing else; it is what the store keeps and what two runs are compared
//! by. Ids and colors are given later, by [`identity`](super::identity).

use super::fingerprint::{self, Content};
use crate::analysis::{Analysis, Neighbor};
use crate::corpus::{Record, Role};
use crate::report::shown_title;

/// Terms of a centroid that are kept, the heaviest first: beyond these the cosine changes in the third digit only.
pub const CENTROID_TERMS: usize = 300;

/// Ranked terms of a topic that are kept.
pub const TOPIC_TERMS: usize = 10;

/// Number of a topic that stays with it from run to run, and is never given twice in one history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct TopicId(pub u32);

impl std::fmt::Display for TopicId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "T{}", self.0)
    }
}

/// By what a record is known again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordKeys {
    /// DOI in lower case.
    pub doi: Option<String>,
    /// PubMed identifier.
    pub pmid: Option<String>,
    /// Fingerprint of title, year and first author.
    pub fingerprint: u64,
    /// Fingerprints of content; none where only a run's folder is known.
    pub content: Option<Content>,
}

/// One record of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SnapshotRecord {
    /// Its id in that run.
    pub record_id: String,
    /// Its title; where it has none, how its abstract begins.
    pub title: String,
    /// By what it is known again.
    pub keys: RecordKeys,
    /// Index into [`Snapshot::topics`]; none where it has no usable text.
    pub topic: Option<usize>,
    /// Cosine to the centroid of its topic, 0..=1.
    pub similarity: f64,
    /// Similarity minus similarity to the second topic.
    pub margin: f64,
    /// Its nearest neighbors as (index into [`Snapshot::records`], cosine), the nearest first. The store keeps those
    /// of the last run.
    pub neighbors: Vec<(usize, f64)>,
    /// Its position on the map, both coordinates in 0..=1. The store keeps those of the last run.
    pub position: Option<[f64; 2]>,
}

/// One topic of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SnapshotTopic {
    /// Its lasting number; none until it was matched with the runs before.
    pub id: Option<TopicId>,
    /// Its name.
    pub label: String,
    /// Whether a person gave the name.
    pub label_is_given: bool,
    /// Place in the palette, lasting like the id.
    pub color: usize,
    /// Whether it fell apart when some records were left out; false where that was not measured or not kept.
    pub weak: bool,
    /// Number of records of the snapshot that are in it.
    pub size: usize,
    /// Ranked terms as shown, at most [`TOPIC_TERMS`].
    pub terms: Vec<String>,
    /// Centroid as vocabulary terms and weights, the heaviest first, at most [`CENTROID_TERMS`].
    pub centroid: Vec<(String, f64)>,
}

/// What history keeps of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The records, in the order of the corpus, or of their first appearance when read from the store.
    pub records: Vec<SnapshotRecord>,
    /// The topics, in the order of the analysis.
    pub topics: Vec<SnapshotTopic>,
    /// Whether rows were weighed a second time; none where that was not kept.
    pub reweighed: Option<bool>,
}

impl Snapshot {
    /// What history keeps of an analysis; joined duplicates are left to the record that stands for them.
    pub fn of(analysis: &Analysis) -> Snapshot {
        let stands = |i: usize| analysis.joined.stands_for.get(i).is_none_or(|&s| s == i);
        let kept: Vec<usize> =
            (0..analysis.documents.len().min(analysis.corpus.records.len())).filter(|i| stands(*i)).collect();
        let neighbors = |i: usize| analysis.neighbors.get(i).map(Vec::as_slice).unwrap_or_default();
        let records = kept.iter().map(|&i| {
            let (document, record) = (&analysis.documents[i], &analysis.corpus.records[i]);
            let place = |n: &Neighbor| kept.binary_search(&n.record).ok().map(|place| (place, n.similarity));
            SnapshotRecord {
                record_id: record.id.clone(),
                title: shown_title(record),
                keys: RecordKeys::of(record, document.notice),
                topic: document.topic,
                similarity: document.similarity,
                margin: document.margin,
                neighbors: neighbors(i).iter().filter_map(place).collect(),
                position: document.position,
            }
        });
        let records = records.collect();
        let topics = analysis.topics.iter().enumerate().map(|(color, topic)| SnapshotTopic {
            id: None,
            label: topic.label.clone(),
            label_is_given: topic.label_is_given,
            color,
            weak: topic.weak,
            size: 0,
            terms: topic.terms.iter().take(TOPIC_TERMS).map(|term| term.text.clone()).collect(),
            centroid: heaviest(topic.centroid.iter().cloned()),
        });
        let mut snapshot = Snapshot { topics: topics.collect(), records, reweighed: Some(analysis.fit.reweighed) };
        snapshot.count();
        snapshot
    }

    /// Sets the size of every topic to the number of its records; a topic index that points nowhere becomes none.
    pub fn count(&mut self) {
        let mut sizes = vec![0; self.topics.len()];
        for record in &mut self.records {
            match record.topic.and_then(|t| sizes.get_mut(t)) {
                Some(size) => *size += 1,
                None => record.topic = None,
            }
        }
        self.topics.iter_mut().zip(sizes).for_each(|(topic, size)| topic.size = size);
    }

    /// Number of records that are in a topic.
    pub fn n_clustered(&self) -> usize {
        self.topics.iter().map(|topic| topic.size).sum()
    }
}

impl RecordKeys {
    /// The keys of a record, with the notice that was found on it.
    pub fn of(record: &Record, notice: Option<&str>) -> RecordKeys {
        let year = record.year().map(|year| year.to_string()).unwrap_or_default();
        let rest = std::iter::once(year.as_str()).chain(record.keywords()).chain(notice);
        let content = Content {
            title: fingerprint::text([record.title()]),
            abstracts: fingerprint::text(record.abstracts().map(|(_, text)| text)),
            other: fingerprint::text(rest),
        };
        let untitled = record.title().is_empty() && record.abstracts().next().is_none();
        // Without title and abstract nothing else is left to know it by than its own id.
        let title = if untitled { record.first(Role::Id).unwrap_or_default() } else { record.title() };
        let first_author = record.authors().first().copied().unwrap_or_default().to_string();
        RecordKeys {
            doi: record.doi(),
            pmid: record.pmid().map(str::to_string),
            fingerprint: fingerprint::identity(title, record.year(), &first_author, content),
            content: Some(content),
        }
    }
}

/// The heaviest terms with positive finite weights; equal weights by term.
pub(super) fn heaviest(terms: impl IntoIterator<Item = (String, f64)>) -> Vec<(String, f64)> {
    let mut terms: Vec<(String, f64)> = terms.into_iter().filter(|(_, w)| w.is_finite() && *w > 0.0).collect();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    terms.truncate(CENTROID_TERMS);
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Document, Topic};
    use crate::corpus::{Corpus, RecordBuilder};

    fn record(id: &str, title: &str, doi: &str) -> Record {
        let mut builder = RecordBuilder::new(1);
        builder.push("TI", Role::Title, title);
        builder.push("DO", Role::Doi, doi);
        let mut record = builder.finish();
        record.id = id.into();
        record
    }

    #[test]
    fn duplicates_are_left_out_and_sizes_counted() {
        let corpus = Corpus {
            records: vec![
                record("a", "Niosomes", "10.1000/a"),
                record("b", "Niosomes", "10.1000/a"),
                record("c", "", ""),
            ],
            ..Corpus::default()
        };
        let mut analysis = Analysis { corpus, ..Analysis::default() };
        analysis.joined.stands_for = vec![0, 0, 2];
        analysis.documents = vec![
            Document { topic: Some(0), margin: 0.25, ..Document::default() },
            Document { topic: Some(0), ..Document::default() },
            Document::default(),
        ];
        let centroid = vec![("x".to_string(), 0.1), ("y".to_string(), 0.9), ("z".to_string(), f64::NAN)];
        analysis.topics = vec![Topic { label: "niosomes".into(), centroid, ..Topic::default() }];
        let snapshot = Snapshot::of(&analysis);
        assert_eq!(snapshot.records.len(), 2);
        assert_eq!(snapshot.records[0].keys.doi.as_deref(), Some("10.1000/a"));
        assert_eq!((snapshot.topics[0].size, snapshot.n_clustered()), (1, 1));
        assert_eq!(snapshot.topics[0].centroid, [("y".to_string(), 0.9), ("x".to_string(), 0.1)]);
    }
}
