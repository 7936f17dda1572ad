//! `report.json` and `run.json`: an analysis in, JSON for programs out.
//!
//! `report.json` holds nothing that changes from run to run; time, threads and machine stand in `run.json` only.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::clean::line;
use super::warnings;
use crate::analysis::{Analysis, Span, Topic};
use crate::corpus::{Issue, Record};

/// Version of the form of `report.json`; rises when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// What is said of a run beside its results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunInfo {
    /// Settings in force, by key.
    pub settings: Vec<(String, Value)>,
    /// Time, threads and system: everything that may differ between equal runs.
    pub environment: Vec<(String, Value)>,
}

/// Writes `report.json`, record by record.
pub fn report(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let head = json!({
        "schema_version": SCHEMA_VERSION,
        "title": line(&analysis.title),
        "n_records": analysis.corpus.records.len(),
        "n_documents": analysis.vectors.n_docs,
        "prisma": super::prisma::json(analysis),
        "languages": pairs(&analysis.languages),
        "warnings": warnings::in_words(analysis),
        "vectors": {
            "n_terms": analysis.vectors.n_terms, "n_nonzero": analysis.vectors.n_nonzero,
            "weighting": analysis.vectors.weighting, "min_df": analysis.vectors.min_df, "max_df": analysis.vectors.max_df,
        },
        "fit": {
            "algorithm": analysis.fit.algorithm, "reweighed": analysis.fit.reweighed, "n_init": analysis.fit.n_init, "n_iter": analysis.fit.n_iter,
            "converged": analysis.fit.converged, "objective": round(analysis.fit.objective), "silhouette": round(analysis.fit.silhouette),
        },
        "choice": choice(analysis),
        "topics": analysis.topics.iter().enumerate().map(|(at, t)| topic(analysis, at, t)).collect::<Vec<_>>(),
        "topic_similarity": analysis.topic_similarity.iter().map(|row| row.iter().map(|&s| round(s)).collect()).collect::<Vec<Vec<f64>>>(),
        "hierarchy": analysis.hierarchy.iter().map(|m| json!([m.a, m.b, round(m.height), m.size])).collect::<Vec<_>>(),
        "audit": analysis.audit.iter().map(|a| json!({"property": a.property, "nmi": round(a.nmi), "ami": round(a.ami), "verdict": analysis.say(&a.verdict)})).collect::<Vec<_>>(),
        "guide": analysis.guide.iter().map(|g| json!({"request": g.request, "outcome": g.outcome, "detail": analysis.say(&g.detail)})).collect::<Vec<_>>(),
        "issues": analysis.corpus.issues.iter().map(|i| issue(analysis, i)).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&head)?;
    out.write_all(text.trim_end().trim_end_matches('}').trim_end().as_bytes())?;
    list(out, "documents", analysis.corpus.one_by_one().map(|(at, record)| document(analysis, at, record)))?;
    list(
        out,
        "near_duplicates",
        analysis.near_duplicates.iter().map(|p| json!([id(analysis, p.a), id(analysis, p.b), round(p.similarity)])),
    )?;
    out.write_all(b"\n}\n")
}

/// Writes `run.json`.
pub fn run(analysis: &Analysis, info: &RunInfo, out: &mut dyn Write) -> io::Result<()> {
    let object = |pairs: &[(String, Value)]| Value::Object(pairs.iter().cloned().collect());
    let inputs: Vec<Value> = analysis
        .corpus
        .files
        .iter()
        .map(|f| json!({"path": line(&f.path), "format": f.format.name(), "dialect": f.dialect, "encoding": f.encoding, "bytes": f.bytes, "sha256": f.sha256, "records": f.n_records}))
        .collect();
    let value = json!({
        "program": "themata", "version": env!("CARGO_PKG_VERSION"), "schema_version": SCHEMA_VERSION,
        "settings": object(&info.settings), "inputs": inputs,
        "n_records": analysis.corpus.records.len(), "n_documents": analysis.vectors.n_docs, "n_topics": analysis.topics.len(),
        "issues": analysis.corpus.issues.iter().map(|i| issue(analysis, i)).collect::<Vec<_>>(),
        "warnings": warnings::in_words(analysis), "environment": object(&info.environment),
    });
    writeln!(out, "{}", serde_json::to_string_pretty(&value)?)
}

fn list<T: Serialize>(out: &mut dyn Write, name: &str, items: impl Iterator<Item = T>) -> io::Result<()> {
    write!(out, ",\n  \"{name}\": [")?;
    for (at, item) in items.enumerate() {
        out.write_all(if at == 0 { b"\n    " } else { b",\n    " })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    out.write_all(b"\n  ]")
}

fn id(analysis: &Analysis, record: usize) -> &str {
    &analysis.corpus.records[record].id
}

/// Six decimals: enough for any reader, and short.
fn round(value: f64) -> f64 {
    if value.is_finite() { (value * 1e6).round() / 1e6 } else { 0.0 }
}

fn pairs(list: &[(String, usize)]) -> Value {
    list.iter().map(|(name, n)| (name.clone(), json!(n))).collect::<serde_json::Map<_, _>>().into()
}

fn issue(analysis: &Analysis, issue: &Issue) -> Value {
    let path = analysis.corpus.files.get(issue.file as usize).map_or("", |f| f.path.as_str());
    json!({"file": line(path), "line": issue.line, "kind": issue.kind, "message": line(&issue.message)})
}

fn choice(analysis: &Analysis) -> Value {
    let choice = &analysis.choice;
    json!({
        "automatic": choice.automatic, "k": choice.k, "communities": choice.communities, "still_rising": choice.still_rising,
        "curve": choice.curve.iter().map(|p| json!([p.k, round(p.silhouette), p.stability.map(round)])).collect::<Vec<_>>(),
        "candidates": choice.candidates.iter().map(|c| json!({"k": c.k, "silhouette": round(c.silhouette), "sizes": c.sizes, "evidence": analysis.say(&c.evidence)})).collect::<Vec<_>>(),
    })
}

fn topic(analysis: &Analysis, at: usize, topic: &Topic) -> Value {
    json!({
        "topic": at, "number": analysis.number(at), "label": line(&topic.label), "label_is_given": topic.label_is_given, "id": topic.id, "color": crate::chart::color(topic.color), "size": topic.size, "share": round(topic.share),
        "mean_similarity": round(topic.mean_similarity), "silhouette": round(topic.silhouette),
        "stability": topic.stability.map(round), "weak": topic.weak, "form_note": topic.form_note,
        "label_coverage": {"inside": round(topic.label_coverage.0), "outside": round(topic.label_coverage.1)},
        "terms": topic.terms.iter().map(|t| json!({"text": t.text, "weight": round(t.weight), "inside": round(t.inside), "outside": round(t.outside)})).collect::<Vec<_>>(),
        "representatives": topic.representatives.iter().map(|r| json!({"record_id": id(analysis, r.record), "similarity": round(r.similarity), "sentence": line(&r.sentence)})).collect::<Vec<_>>(),
        "evidence": topic.evidence.iter().map(|s| json!({"record_id": id(analysis, s.record), "sentence": line(&s.text)})).collect::<Vec<_>>(),
        "subjects": topic.subjects.iter().map(|s| json!({"heading": line(&s.heading), "inside": s.inside, "outside": s.outside, "p_adjusted": s.p_adjusted})).collect::<Vec<_>>(),
        "years": topic.years, "centroid": topic.centroid.iter().map(|(t, w)| json!([t, round(*w)])).collect::<Vec<_>>(),
    })
}

/// One record of `report.json`.
#[derive(Serialize)]
struct Entry<'a> {
    record_id: &'a str,
    topic: Option<usize>,
    similarity: f64,
    second_topic: Option<usize>,
    margin: f64,
    silhouette: f64,
    stability: Option<f64>,
    title: String,
    year: Option<i32>,
    doi: Option<String>,
    pmid: Option<&'a str>,
    source_file: String,
    source_line: u32,
    duplicate_of: Option<&'a str>,
    language: &'a str,
    title_only: bool,
    notice: Option<&'a str>,
    position: Option<[f64; 2]>,
    why: Vec<(&'a str, f64)>,
    why_second: Vec<(&'a str, f64)>,
    neighbors: Vec<(&'a str, f64)>,
}

fn document<'a>(analysis: &'a Analysis, at: usize, record: &'a Record) -> Entry<'a> {
    let document = &analysis.documents[at];
    let why = |span: Span| analysis.carried(span).map(|(t, s)| (t, round(s))).collect();
    let neighbors = analysis.neighbors.get(at).into_iter().flatten();
    Entry {
        record_id: &record.id,
        topic: document.topic,
        similarity: round(document.similarity),
        second_topic: document.second_topic,
        margin: round(document.margin),
        silhouette: round(document.silhouette),
        stability: document.stability.map(round),
        title: line(record.title()),
        year: analysis.year(at),
        doi: record.doi(),
        pmid: record.pmid(),
        source_file: line(&analysis.corpus.files[record.source.file as usize].path),
        source_line: record.source.line,
        duplicate_of: analysis.duplicate_of(at).map(|stands| id(analysis, stands)),
        language: document.language_code(),
        title_only: document.title_only,
        notice: document.notice,
        position: document.position.map(|p| [round(p[0]), round(p[1])]),
        why: why(document.why),
        why_second: why(document.why_second),
        neighbors: neighbors.map(|n| (id(analysis, n.record), round(n.similarity))).collect(),
    }
}
