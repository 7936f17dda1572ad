//! The analysis: the results of all stages side by side, as plain values for the report, the history and programs.
//!
//! Nothing is computed here. Indices: a *record* index counts `corpus.records`; a *topic* index counts `topics`.

use std::collections::BTreeMap;

use crate::cluster::Carrier;
use crate::corpus::dedup::Joined;
use crate::corpus::{Corpus, Lang};
use crate::memory::{List, Place};

/// A topic less stable than this is marked weak (Hennig 2007).
pub const WEAK: f64 = 0.6;

/// One whole run.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// Heading of the report: the names of the inputs.
    pub title: String,
    /// Everything that was read.
    pub corpus: Corpus,
    /// Which records are the same work.
    pub joined: Joined,
    /// Years of records that have none, by record, from a duplicate; see [`Analysis::year`].
    pub lent_years: BTreeMap<usize, i32>,
    /// One per record, in the order of `corpus.records`.
    pub documents: Vec<Document>,
    /// The word to show for every term of the vocabulary; [`Carrier::term`] counts these.
    pub words: Vec<String>,
    /// The terms that carry the similarities of the documents.
    pub carriers: Carriers,
    /// Topics, the largest first; equal sizes by first record.
    pub topics: Vec<Topic>,
    /// How the texts became vectors.
    pub vectors: Vectors,
    /// How the clusters were found.
    pub fit: Fit,
    /// How the number of topics was chosen.
    pub choice: Choice,
    /// For every record its nearest neighbors, the nearest first, empty where it has no text; no lists at all where
    /// neighbors are off.
    pub neighbors: Vec<Vec<Neighbor>>,
    /// Pairs of records over the near-duplicate threshold, by similarity.
    pub near_duplicates: Vec<SimilarPair>,
    /// Cosine of the centroids, `n_topics` × `n_topics`, in 0..=1.
    pub topic_similarity: Vec<Vec<f64>>,
    /// Merges of the topic hierarchy in scipy's form: indices below `n_topics` are topics, then earlier merges.
    pub hierarchy: Vec<Merge>,
    /// How strongly topics follow the form of records instead of their content.
    pub audit: Vec<AuditRow>,
    /// What became of the reviewer's guide, one line each; empty without a guide.
    pub guide: Vec<GuideNote>,
    /// Languages of the clustered documents with their counts, the commonest first, as three-letter codes.
    pub languages: Vec<(String, usize)>,
    /// Things a reader must know before trusting the result ("the curve is still rising at k = 40").
    pub warnings: Vec<Remark>,
}

/// Where one record went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its topic; none where it has no usable text.
    pub topic: Option<usize>,
    /// Cosine to the centroid of the other records of its topic, 0..=1.
    pub similarity: f64,
    /// The next best topic.
    pub second_topic: Option<usize>,
    /// Similarity minus similarity to the second topic; negative where it sits at a border.
    pub margin: f64,
    /// Cosine silhouette, -1..=1.
    pub silhouette: f64,
    /// How often it stays with its topic under subsampling, 0..=1; none where not measured.
    pub stability: Option<f64>,
    /// Terms that carry the similarity to its own topic, with their share of it.
    pub why: Span,
    /// Terms that carry the similarity to its second topic.
    pub why_second: Span,
    /// Position on the map, both coordinates in 0..=1.
    pub position: Option<[f64; 2]>,
    /// Language of the clustered text; none where it cannot be told.
    pub language: Option<Lang>,
    /// Whether it was clustered without an abstract.
    pub title_only: bool,
    /// Notice found on the record: `retraction`, `erratum`, `front matter`.
    pub notice: Option<&'static str>,
}

impl Document {
    /// The language as a three-letter code, `und` where it cannot be told.
    pub fn language_code(&self) -> &str {
        self.language.as_ref().map_or("und", Lang::as_str)
    }
}

impl Analysis {
    /// The number of a topic as a reader sees it: the one that stays with it over scheduled runs ("T3"), else its place.
    pub fn number(&self, topic: usize) -> String {
        match self.topics.get(topic).and_then(|topic| topic.id) {
            Some(id) => format!("T{id}"),
            None => (topic + 1).to_string(),
        }
    }

    /// The record that stands for a joined duplicate; none for a record that stands for itself.
    pub fn duplicate_of(&self, record: usize) -> Option<usize> {
        self.joined.stands_for.get(record).copied().filter(|stands| *stands != record)
    }

    /// The year of a record; where it has none, that of a duplicate of it.
    pub fn year(&self, record: usize) -> Option<i32> {
        self.corpus.records[record].year().or_else(|| self.lent_years.get(&record).copied())
    }

    /// A remark in words.
    pub fn say(&self, remark: &Remark) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Topic(topic) => self.number(*topic),
        };
        remark.0.iter().map(part).collect()
    }

    /// Carriers as words with their shares.
    pub fn carried(&self, span: Span) -> impl Iterator<Item = (&str, f64)> {
        self.carriers.of(span).map(|c| (self.words[c.term as usize].as_str(), f64::from(c.share)))
    }
}

/// Carriers of all documents one behind another: a list of its own for each would take more memory than what it holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carriers(List<[u32; 2]>);

/// Where the carriers of one similarity stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: u32,
    length: u32,
}

impl Carriers {
    /// None yet, with room for so many.
    pub fn with_room(n: usize, place: &Place) -> Carriers {
        let mut list = List::new(place);
        list.reserve_exact(n);
        Carriers(list)
    }

    /// Takes the carriers of one similarity.
    pub fn add(&mut self, carriers: &[Carrier]) -> Span {
        let start = self.0.len() as u32;
        carriers.iter().for_each(|c| self.0.push([c.term, c.share.to_bits()]));
        Span { start, length: carriers.len() as u32 }
    }

    /// Takes those of some documents, which then point here.
    pub fn append(&mut self, other: Carriers, documents: &mut [Document]) {
        let start = self.0.len() as u32;
        self.0.extend_from_slice(&other.0);
        let spans = documents.iter_mut().flat_map(|document| [&mut document.why, &mut document.why_second]);
        spans.for_each(|span| span.start += start);
    }

    /// Calls the terms of one similarity otherwise.
    pub fn rename(&mut self, span: Span, mut name: impl FnMut(u32) -> u32) {
        let start = span.start as usize;
        self.0[start..start + span.length as usize].iter_mut().for_each(|carrier| carrier[0] = name(carrier[0]));
    }

    /// Gives them back.
    pub fn of(&self, span: Span) -> impl Iterator<Item = Carrier> {
        let start = span.start as usize;
        let packed = &self.0[start..start + span.length as usize];
        packed.iter().map(|&[term, share]| Carrier { term, share: f32::from_bits(share) })
    }
}

/// A topic: a cluster with its label and evidence.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    /// Label of two or three real words or phrases, joined by ", ".
    pub label: String,
    /// Whether a person gave the label.
    pub label_is_given: bool,
    /// Number that stays with it over scheduled runs.
    pub id: Option<u32>,
    /// Place in the palette.
    pub color: usize,
    /// Number of clustered documents.
    pub size: usize,
    /// Share of all clustered documents, 0..=1.
    pub share: f64,
    /// Mean similarity of its documents, each measured as [`Document::similarity`].
    pub mean_similarity: f64,
    /// Mean silhouette of its documents.
    pub silhouette: f64,
    /// Mean Jaccard similarity under subsampling (Hennig 2007); none where not measured.
    pub stability: Option<f64>,
    /// Set when stability is under .6.
    pub weak: bool,
    /// Ranked terms, the best first.
    pub terms: Vec<TopicTerm>,
    /// Record indices nearest the centroid, the nearest first.
    pub representatives: Vec<Representative>,
    /// Sentences that show the label in use.
    pub evidence: Vec<Sentence>,
    /// Share of its documents, and of all others, that hold a term of the label, all words of it.
    pub label_coverage: (f64, f64),
    /// Subject headings that are over-represented, with counts inside and outside and adjusted p.
    pub subjects: Vec<TopicSubject>,
    /// Its documents by year, those without one left out: (year, count), ascending.
    pub years: Vec<(i32, usize)>,
    /// Set when the group exists because of the form of its records ("no abstracts").
    pub form_note: Option<String>,
    /// Weighted terms of the centroid, the heaviest first (as shown words), for matching with later runs.
    pub centroid: Vec<(String, f64)>,
}

/// A ranked term of a topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopicTerm {
    /// Commonest surface form, or a phrase.
    pub text: String,
    /// Rank weight (share inside × ln lift).
    pub weight: f64,
    /// Share of the topic's documents that hold it.
    pub inside: f64,
    /// Share of all other documents that hold it.
    pub outside: f64,
}

/// A document near the centroid, with the sentence that shows best what it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Representative {
    /// Record index.
    pub record: usize,
    /// Cosine to the centroid of the others.
    pub similarity: f64,
    /// One verbatim sentence.
    pub sentence: String,
}

/// A verbatim sentence and where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// Record index.
    pub record: usize,
    /// The sentence.
    pub text: String,
}

/// A subject heading of a topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopicSubject {
    /// Heading.
    pub heading: String,
    /// Documents of the topic that carry it.
    pub inside: usize,
    /// Other documents that carry it.
    pub outside: usize,
    /// Fisher's exact test, one-sided, after Benjamini–Hochberg.
    pub p_adjusted: f64,
}

/// A neighbor of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Neighbor {
    /// Record index.
    pub record: usize,
    /// Cosine, 0..=1.
    pub similarity: f64,
}

/// Two similar records.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SimilarPair {
    /// Record index, the smaller.
    pub a: usize,
    /// Record index, the larger.
    pub b: usize,
    /// Cosine, 0..=1.
    pub similarity: f64,
}

/// How the texts became vectors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vectors {
    /// Documents with at least one term.
    pub n_docs: usize,
    /// Vocabulary size after `min_df` and `max_df`.
    pub n_terms: usize,
    /// Non-zero weights.
    pub n_nonzero: usize,
    /// `bm25` or `tf-idf`.
    pub weighting: String,
    /// Fewest documents a term must stand in.
    pub min_df: usize,
    /// Largest share of documents a term may stand in.
    pub max_df: f64,
}

/// How the clusters were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    /// Algorithm in words ("spherical k-means from graph communities").
    pub algorithm: String,
    /// Whether terms were weighed again by what they tell about the groups.
    pub reweighed: bool,
    /// Number of restarts.
    pub n_init: usize,
    /// Iterations of the best restart.
    pub n_iter: usize,
    /// Whether it ended because nothing moved any more.
    pub converged: bool,
    /// Sum of cosines of documents to their centroids.
    pub objective: f64,
    /// Mean silhouette of all documents.
    pub silhouette: f64,
}

/// How the number of topics was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Whether k was chosen by themata (`-k auto`).
    pub automatic: bool,
    /// The number of topics.
    pub k: usize,
    /// Silhouette and stability against k; empty when k was given.
    pub curve: Vec<CurvePoint>,
    /// Up to three values of k with the reason for each.
    pub candidates: Vec<Candidate>,
    /// Number of communities of the similarity graph, where measured.
    pub communities: Option<usize>,
    /// Whether the curve still rises at the end of the grid.
    pub still_rising: bool,
}

/// One point of the curves of silhouette and stability.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CurvePoint {
    /// Number of clusters.
    pub k: usize,
    /// Mean cosine silhouette.
    pub silhouette: f64,
    /// Mean stability, 0..=1; none for numbers that are not chosen anyway.
    pub stability: Option<f64>,
}

/// A number of topics that can be defended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Number of clusters.
    pub k: usize,
    /// Mean cosine silhouette.
    pub silhouette: f64,
    /// Sizes, the largest first.
    pub sizes: Vec<usize>,
    /// Why it is a candidate, and what splits or merges against the chosen k.
    pub evidence: Remark,
}

/// One merge of the topic hierarchy.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Merge {
    /// First cluster.
    pub a: usize,
    /// Second cluster.
    pub b: usize,
    /// Dissimilarity at which they join.
    pub height: f64,
    /// Topics below the merge.
    pub size: usize,
}

/// How topics relate to one formal property of the records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditRow {
    /// Property: "language", "source file", "year", "missing abstract", "text length".
    pub property: String,
    /// Normalized mutual information of topic and property, 0..=1.
    pub nmi: f64,
    /// The same less what chance gives, about 0 where they are independent.
    pub ami: f64,
    /// In words, what it means for the reader.
    pub verdict: Remark,
}

/// What became of one line of the reviewer's guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GuideNote {
    /// What was asked ("seed theme: gene delivery").
    pub request: String,
    /// `found`, `split`, `absorbed`, `absent`, `honored`, `not honored`.
    pub outcome: String,
    /// Details for the reader.
    pub detail: Remark,
}

/// Words for the reader that may name topics, whose numbers are known when the run is told and not before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remark(Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Topic(usize),
}

impl<T: Into<String>> From<T> for Remark {
    fn from(text: T) -> Remark {
        Remark(vec![Part::Text(text.into())])
    }
}

impl Remark {
    /// The topic and the words behind its number, where the remark begins with one ("topic 3: …").
    pub fn about_topic(&self) -> Option<(usize, &str)> {
        match self.0.as_slice() {
            [Part::Text(head), Part::Topic(topic), Part::Text(words)] if head == "topic " => Some((*topic, words)),
            _ => None,
        }
    }

    /// Adds the number of a topic.
    #[must_use]
    pub fn topic(mut self, topic: usize) -> Remark {
        self.0.push(Part::Topic(topic));
        self
    }

    /// Adds words.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Remark {
        self.0.push(Part::Text(text.into()));
        self
    }
}
