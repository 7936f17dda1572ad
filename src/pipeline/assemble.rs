//! Assembly: what the stages found by row in, one analysis by record out.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::group::Grouped;
use super::guide;
use super::{Works, documents, spelled};
use crate::analysis::{
    Analysis, Fit, Merge, Neighbor, Representative, Sentence, SimilarPair, Topic, TopicSubject, TopicTerm, Vectors,
    WEAK,
};
use crate::cluster::{self, Algorithm, Centroids, Quality};
use crate::config::Config;
use crate::corpus::{Corpus, Record};
use crate::math::rank::compare_descending;
use crate::memory::heap;
use crate::similarity;
use crate::text::{self, TermCounts};
use crate::topics::{self, Description, TopicInput};
use crate::vectorize::{TfIdfMatrix, Vocabulary};

/// Records up to which the words that put a record into its topic are shown as the record spells them.
const MOST_AS_WRITTEN: usize = 20_000;
/// Terms kept of a centroid, for matching with later runs.
const N_CENTROID_TERMS: usize = 100;

/// What the text and vector stages gave.
pub(super) struct Stage<'a> {
    pub works: &'a Works,
    pub records: &'a [&'a Record],
    pub documents: Vec<text::Document<'a>>,
    pub counts: TermCounts,
    pub vocabulary: &'a Vocabulary,
    pub matrix: &'a TfIdfMatrix,
    /// The word to show for every term.
    pub forms: &'a [String],
    /// Whether the columns are the terms of the vocabulary, not what several languages share.
    pub are_terms: bool,
    /// Positions on the map of the run before, where this one carries it on.
    pub positions: Option<&'a [Option<[f64; 2]>]>,
}

/// The grouping with what is asked of it by topic and by record.
struct Measured<'a> {
    grouped: &'a Grouped,
    centroids: Centroids,
    /// None for a row without weights.
    assignments: &'a [Option<u32>],
}

pub(super) fn assemble(mut stage: Stage<'_>, corpus: &Corpus, mut grouped: Grouped, config: &Config) -> Analysis {
    let has_text = |row: usize| !stage.matrix.row(row).0.is_empty();
    let assignments: Vec<Option<u32>> =
        (0..stage.matrix.n_rows()).map(|row| has_text(row).then_some(grouped.clustering.assignments[row])).collect();
    let similarity: Vec<f64> = grouped.profile.rows.iter().map(|r| r.similarity).collect();
    let counts = std::mem::take(&mut stage.counts);
    // Nothing else needs the counts, so they go while the map is still drawn.
    let describe = || {
        let input = TopicInput {
            corpus,
            records: stage.records,
            documents: &stage.documents,
            counts: &counts,
            vocabulary: stage.vocabulary,
            assignments: &assignments,
            similarity: &similarity,
            n_topics: grouped.k,
        };
        let described = topics::describe(&input, &config.text);
        drop(counts);
        heap::trim();
        described
    };
    // The map is drawn by one thread, so the others name the topics meanwhile.
    let (positions, described) = rayon::join(
        || match stage.positions {
            Some(kept) => similarity::layout_after(stage.matrix, kept, config.cluster.seed),
            None => similarity::layout(stage.matrix, config.cluster.seed),
        },
        describe,
    );
    heap::trim();
    let centroids = Centroids::new(stage.matrix, &grouped.clustering.assignments, grouped.k);
    let measured = Measured { grouped: &grouped, centroids, assignments: &assignments };
    let lent_years = stage.works.lent_years(corpus);
    let year = |(at, &record): (usize, &usize)| {
        corpus.passes(at);
        corpus.records[record].year().or_else(|| lent_years.get(&record).copied())
    };
    drop(similarity);
    let years: Vec<Option<i32>> = stage.works.record_of.par_iter().enumerate().map(year).collect();
    let with_words = |(number, words): (usize, Description)| topic(&stage, &measured, &years, number, words);
    let mut list: Vec<Topic> = described.into_iter().enumerate().map(with_words).collect();
    drop(years);
    let mut notes = grouped.guide.clone();
    let holds = |row: usize, word: &str| text::holds(&stage.documents[row], word, &config.text);
    notes.extend(guide::name(&mut list, &assignments, stage.works, corpus, &config.guide, &holds));
    let languages = text::languages(&stage.documents);
    let texts: Vec<documents::Text> = stage.documents.iter().map(|d| (d.lang, d.title_only)).collect();
    if texts.len() > MOST_AS_WRITTEN || !stage.are_terms {
        stage.documents = Vec::new();
    }
    heap::trim();
    let notice = |(at, record): (usize, &Record)| {
        corpus.passes(at);
        record.notice().map(|notice| (at, notice))
    };
    let notices: BTreeMap<usize, &'static str> = corpus.records.par_iter().enumerate().filter_map(notice).collect();
    corpus.release();
    let stage = &stage;
    let centroids = measured.centroids;
    let topic_similarity = centroids.similarity();
    let merge = |m: cluster::TreeMerge| Merge { a: m.0, b: m.1, height: m.2, size: m.3 };
    let mut analysis = Analysis {
        documents: documents::documents(stage.works, &grouped, &assignments, &texts, &positions, &notices),
        lent_years,
        topics: list,
        vectors: vectors(stage, config),
        fit: fit(&grouped, config),
        neighbors: neighbors(stage, corpus, &grouped),
        near_duplicates: near_duplicates(stage, &grouped),
        hierarchy: cluster::average_linkage(&topic_similarity).into_iter().map(merge).collect(),
        topic_similarity,
        guide: notes,
        languages,
        warnings: std::mem::take(&mut grouped.warnings),
        choice: std::mem::take(&mut grouped.choice),
        ..Analysis::default()
    };
    // All that was by row is in the documents now.
    drop((grouped, assignments, texts, positions, notices));
    analysis.carriers = documents::carriers(stage.works, stage.matrix, &centroids, &mut analysis.documents);
    if !stage.documents.is_empty() {
        let shown = (stage.vocabulary, stage.forms);
        let carried = (&analysis.documents[..], &mut analysis.carriers);
        analysis.words = spelled::as_written(stage.works, &stage.documents, shown, &config.text, carried);
    }
    analysis
}

fn topic(
    stage: &Stage<'_>,
    measured: &Measured<'_>,
    year_of: &[Option<i32>],
    number: usize,
    words: Description,
) -> Topic {
    let Measured { grouped, assignments, .. } = measured;
    let rows: Vec<usize> = (0..assignments.len()).filter(|&row| assignments[row] == Some(number as u32)).collect();
    let clustered = assignments.iter().flatten().count();
    let mean =
        |value: &dyn Fn(usize) -> f64| rows.iter().map(|&row| value(row)).sum::<f64>() / rows.len().max(1) as f64;
    let stability = grouped.stability.as_ref().map(|s| s.clusters[number]);
    let record = |row: usize| stage.works.record_of[row];
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    rows.iter().filter_map(|&row| year_of[row]).for_each(|year| *years.entry(year).or_default() += 1);
    Topic {
        label: words.label,
        color: number,
        size: rows.len(),
        share: rows.len() as f64 / clustered.max(1) as f64,
        mean_similarity: mean(&|row| grouped.profile.rows[row].similarity_to_others),
        silhouette: mean(&|row| grouped.profile.rows[row].silhouette),
        stability,
        weak: stability.is_some_and(|s| s < WEAK),
        terms: words
            .terms
            .into_iter()
            .map(|t| TopicTerm { text: t.text, weight: t.weight, inside: t.inside, outside: t.outside })
            .collect(),
        representatives: words
            .representatives
            .into_iter()
            .map(|(row, sentence)| Representative {
                record: record(row),
                similarity: grouped.profile.rows[row].similarity_to_others,
                sentence,
            })
            .collect(),
        evidence: words.evidence.into_iter().map(|(row, text)| Sentence { record: record(row), text }).collect(),
        label_coverage: words.coverage,
        subjects: words
            .subjects
            .into_iter()
            .map(|s| TopicSubject {
                heading: s.heading,
                inside: s.inside,
                outside: s.outside,
                p_adjusted: s.p_adjusted,
            })
            .collect(),
        years: years.into_iter().collect(),
        centroid: centroid(&measured.centroids, number, stage.forms),
        ..Topic::default()
    }
}

/// The heaviest terms of a centroid, as shown words.
fn centroid(centroids: &Centroids, number: usize, forms: &[String]) -> Vec<(String, f64)> {
    let (terms, weights) = centroids.of(number);
    let mut ranked: Vec<(u32, f32)> = terms.into_iter().zip(weights).collect();
    ranked.sort_by(|a, b| compare_descending(a.1.into(), b.1.into()).then(a.0.cmp(&b.0)));
    ranked.truncate(N_CENTROID_TERMS);
    ranked.into_iter().map(|(t, w)| (forms[t as usize].clone(), w.into())).collect()
}

fn vectors(stage: &Stage<'_>, config: &Config) -> Vectors {
    let n_docs = stage.matrix.filled_rows().len();
    let least = config.vectors.min_df(n_docs);
    Vectors {
        n_docs,
        n_terms: stage.vocabulary.terms.len(),
        n_nonzero: stage.matrix.indices.len(),
        weighting: config.vectors.weighting.resolve(n_docs).name().into(),
        // Where no term stands in so many documents, the limit is left aside.
        min_df: if stage.vocabulary.df.iter().any(|df| *df as usize >= least) { least } else { 1 },
        max_df: config.vectors.max_df,
    }
}

fn fit(grouped: &Grouped, config: &Config) -> Fit {
    let algorithm = match (config.cluster.algorithm, config.cluster.quality) {
        (Algorithm::LsaKMeans, _) => "k-means on latent semantic analysis",
        (_, Quality::Plain) => "spherical k-means",
        (_, Quality::Merge) => "spherical k-means, over-clustered, merged and refined by local search",
        (_, Quality::Graph) => "spherical k-means from communities of the similarity graph, refined by local search",
    };
    let with_text: Vec<f64> =
        grouped.profile.rows.iter().filter(|r| r.similarity > 0.0).map(|r| r.silhouette).collect();
    let n_rows = grouped.profile.rows.len();
    Fit {
        algorithm: algorithm.into(),
        reweighed: grouped.reweighed,
        n_init: config.cluster.n_init(n_rows),
        n_iter: grouped.clustering.n_iter,
        converged: grouped.clustering.converged,
        objective: grouped.profile.objective,
        silhouette: with_text.iter().sum::<f64>() / with_text.len().max(1) as f64,
    }
}

/// Neighbors by record, where any were asked for; a joined duplicate has none of its own.
fn neighbors(stage: &Stage<'_>, corpus: &Corpus, grouped: &Grouped) -> Vec<Vec<Neighbor>> {
    if grouped.neighbors.rows.is_empty() {
        return Vec::new();
    }
    let mut lists = vec![Vec::new(); corpus.records.len()];
    for (row, list) in grouped.neighbors.rows.iter().enumerate() {
        let neighbor =
            |&(other, s): &(u32, f32)| Neighbor { record: stage.works.record_of[other as usize], similarity: s.into() };
        lists[stage.works.record_of[row]] = list.iter().map(neighbor).collect();
    }
    lists
}

fn near_duplicates(stage: &Stage<'_>, grouped: &Grouped) -> Vec<SimilarPair> {
    let pair = |&(a, b, s): &(u32, u32, f32)| {
        let (a, b) = (stage.works.record_of[a as usize], stage.works.record_of[b as usize]);
        SimilarPair { a: a.min(b), b: a.max(b), similarity: s.into() }
    };
    grouped.near_pairs.iter().map(pair).collect()
}
