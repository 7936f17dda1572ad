//! Report: an analysis in, the files of a run out.
//!
//! One file per kind of output: `html`, `tables` (CSV), `workbook` (XLSX), `json`, `library` (RIS), `charts`; `write`
//! puts them in place.
//! `citation`, `warnings` and `words` say how records, remarks and counts are told, `order` in which
//! order. Computes nothing but counts.

pub mod charts;
mod citation;
pub mod clean;
mod html;
pub mod json;
mod order;
pub mod prisma;
pub mod tables;
pub mod warnings;
pub mod words;
mod workbook;
mod write;

use std::io;
use std::path::Path;

pub use citation::title as shown_title;
pub use json::RunInfo;
pub use write::{Output, WriteError, check_target, is_running, write};

use crate::analysis::Analysis;
use crate::corpus::read::format_of;
use crate::corpus::ris;

/// A table of the first page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewsTable {
    /// What it shows, with how many there are.
    pub title: String,
    /// Whether it stands open from the beginning.
    pub open: bool,
    /// Heads of the columns; one that begins with `#` is a column of numbers.
    pub header: Vec<&'static str>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
    /// How many more rows there are.
    pub n_more: usize,
}

/// What a scheduled run adds to a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// What changed since the last run, in one line.
    pub summary: String,
    /// Whether the topics were carried on from the last run.
    pub updated: bool,
    /// The same in more lines.
    pub lines: Vec<String>,
    /// The same in tables.
    pub tables: Vec<NewsTable>,
    /// Charts over several runs.
    pub charts: Vec<charts::Chart>,
    /// Further files: path and content.
    pub files: Vec<(String, String)>,
}

/// Writes all files of a run into `target`, or none.
///
/// # Errors
/// [`WriteError`]; an earlier report in `target` is then untouched.
pub fn save(
    target: &Path,
    analysis: &Analysis,
    info: &RunInfo,
    news: Option<&News>,
    split: bool,
) -> Result<(), WriteError> {
    let charts = charts::charts(analysis);
    // The largest first.
    let mut outputs: Vec<Output<'_>> = vec![
        file("report.json", |out| json::report(analysis, out)),
        file("library.ris", |out| library(analysis, None, out)),
        file("documents.csv", |out| tables::documents(analysis, out)),
        file("report.html", |out| out.write_all(html::page(analysis, info, &charts, news).as_bytes())),
        file("neighbors.csv", |out| tables::neighbors(analysis, out)),
        file("borderline.csv", |out| tables::borderline(analysis, out)),
        file("topics.csv", |out| tables::topics(analysis, out)),
        file("near_duplicates.csv", |out| tables::near_duplicates(analysis, out)),
        file("duplicates.csv", |out| tables::duplicates(analysis, out)),
        file("run.json", |out| json::run(analysis, info, out)),
    ];
    if workbook::is_made(analysis) {
        outputs.insert(0, file(workbook::NAME, |out| workbook::workbook(analysis, out)));
    }
    for topic in (0..analysis.topics.len()).filter(|_| split) {
        let path = format!("themes/{:02}-{}.ris", topic + 1, file_name(&analysis.topics[topic].label));
        outputs.push(file(&path, move |out| library(analysis, Some(topic), out)));
    }
    for (path, content) in news.iter().flat_map(|news| &news.files) {
        outputs.push(file(path, |out| out.write_all(content.as_bytes())));
    }
    for chart in charts.iter().chain(news.iter().flat_map(|news| &news.charts)) {
        outputs.push(file(&format!("charts/{}.svg", chart.name), |out| out.write_all(chart.svg.as_bytes())));
    }
    write(target, &outputs)
}

fn file<'a>(path: &str, content: impl Fn(&mut dyn io::Write) -> io::Result<()> + Send + Sync + 'a) -> Output<'a> {
    Output { path: path.to_string(), content: Box::new(content) }
}

/// A label as a file's name: letters and digits, other signs as one hyphen, at most sixty characters.
fn file_name(label: &str) -> String {
    let plain: String = label.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    name.chars().take(60).collect()
}

/// `library.ris`: every record (of one topic) with its own fields, its topic as a keyword and a note, and the record
/// that it is a duplicate of as a note.
fn library(analysis: &Analysis, only: Option<usize>, out: &mut dyn io::Write) -> io::Result<()> {
    let all = analysis.corpus.one_by_one().map(|(at, record)| (at, record, analysis.documents[at].topic));
    for (at, record, topic) in all.filter(|(_, _, topic)| only.is_none() || *topic == only) {
        let marks = ris::Marks {
            topic: topic.map(|topic| analysis.topics[topic].label.as_str()),
            duplicate_of: analysis.duplicate_of(at).map(|stands| analysis.corpus.records[stands].id.as_str()),
        };
        ris::write_with_marks(record, format_of(&analysis.corpus, record), &marks, out)?;
    }
    Ok(())
}
