//! Export: the runs of a history in, JSON for programs or CSV for spreadsheets out, run by run.

use std::io::{Error, Write};

use serde_json::{Value, json};

use super::{RunInfo, Store, StoreError};
use crate::history::snapshot::{Snapshot, SnapshotRecord};

/// Form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One object with all runs, their topics and records.
    Json,
    /// One row per run and record.
    Csv,
}

impl Store {
    /// Writes all runs, one after the other, so that memory holds one at a time.
    ///
    /// # Errors
    /// [`StoreError::Export`] when writing fails, or what the database says.
    pub fn export(&self, format: ExportFormat, out: impl Write) -> Result<(), StoreError> {
        match format {
            ExportFormat::Json => self.export_json(out),
            ExportFormat::Csv => self.export_csv(out),
        }
    }

    fn export_json(&self, mut out: impl Write) -> Result<(), StoreError> {
        let mut write = |text: &str| out.write_all(text.as_bytes()).map_err(StoreError::Export);
        write("{\n\"schema_version\": 1,\n\"runs\": [")?;
        for (n, run) in self.runs()?.iter().enumerate() {
            write(if n == 0 { "\n" } else { ",\n" })?;
            write(&run_json(run, &self.snapshot(run.id)?).to_string())?;
        }
        write("\n]\n}\n")
    }

    fn export_csv(&self, out: impl Write) -> Result<(), StoreError> {
        // The system's own error is kept, so that a reader that went away ("… | head") can be told from a fault.
        let failed = |error: csv::Error| match error.into_kind() {
            csv::ErrorKind::Io(error) => StoreError::Export(error),
            other => StoreError::Export(Error::other(format!("{other:?}"))),
        };
        let mut table = csv::Writer::from_writer(out);
        let header = [
            "run",
            "at",
            "record_id",
            "doi",
            "pmid",
            "title",
            "topic",
            "label",
            "label_is_given",
            "similarity",
            "margin",
        ];
        table.write_record(header).map_err(failed)?;
        for run in self.runs()? {
            let snapshot = self.snapshot(run.id)?;
            for record in &snapshot.records {
                table.write_record(csv_row(&run, &snapshot, record)).map_err(failed)?;
            }
        }
        table.flush().map_err(StoreError::Export)
    }
}

fn run_json(run: &RunInfo, snapshot: &Snapshot) -> Value {
    let settings: Value =
        serde_json::from_str(&run.meta.settings).unwrap_or_else(|_| Value::String(run.meta.settings.clone()));
    let topics = snapshot.topics.iter().map(|topic| {
        json!({
            "topic": topic.id, "label": topic.label, "label_is_given": topic.label_is_given, "color": topic.color,
            "weak": topic.weak, "size": topic.size, "terms": topic.terms, "centroid": topic.centroid,
        })
    });
    let records = snapshot.records.iter().map(|record| {
        let topic = record.topic.and_then(|t| snapshot.topics[t].id);
        json!({
            "record_id": record.record_id, "doi": record.keys.doi, "pmid": record.keys.pmid, "title": record.title,
            "topic": topic, "similarity": digits(record.similarity), "margin": digits(record.margin),
        })
    });
    json!({
        "run": run.id, "at": run.meta.at, "version": run.meta.version, "mode": run.meta.mode.name(),
        "settings": settings, "inputs": run.meta.inputs, "output": run.meta.output, "ari": run.meta.ari,
        "n_records": run.n_records, "n_clustered": run.n_clustered,
        "topics": topics.collect::<Vec<_>>(), "records": records.collect::<Vec<_>>(),
    })
}

fn csv_row(run: &RunInfo, snapshot: &Snapshot, record: &SnapshotRecord) -> Vec<String> {
    let topic = record.topic.map(|t| &snapshot.topics[t]);
    let texts = [
        run.meta.at.as_str(),
        &record.record_id,
        record.keys.doi.as_deref().unwrap_or_default(),
        record.keys.pmid.as_deref().unwrap_or_default(),
        &record.title,
    ];
    let mut row = vec![run.id.to_string()];
    row.extend(texts.map(guarded));
    row.push(topic.map_or("-1".to_string(), |t| t.id.unwrap_or_default().0.to_string()));
    row.push(guarded(topic.map(|t| t.label.as_str()).unwrap_or_default()));
    row.push(topic.is_some_and(|t| t.label_is_given).to_string());
    row.extend([record.similarity, record.margin].map(|number| digits(number).to_string()));
    row
}

/// Four digits: what the store keeps.
fn digits(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_string() }
}
