//! Tables of the first page: what changed in, rows for people out. All of it stands in `changes.json`.

use crate::history::changes::Changes;
use crate::history::growth::Growth;
use crate::history::listed::{RecordRef, TopicRef};
use crate::report::NewsTable;

/// Records that a table shows.
const MOST: usize = 50;

/// Growth of every topic, then records: the most unlike, new, moved, changed and gone; what is empty is left out.
pub(super) fn tables(changes: &Changes) -> Vec<NewsTable> {
    let alone: Vec<_> = changes.moved.iter().filter(|moved| !moved.with_topic).collect();
    let growth = NewsTable {
        title: "How each topic grew".into(),
        open: true,
        header: vec![
            "Topic",
            "#Before",
            "#Now",
            "#New",
            "#Moved in",
            "#Moved out",
            "#Gone",
            "#Share before",
            "#Of the new (95 %)",
        ],
        rows: changes.growth.iter().map(growth).collect(),
        n_more: 0,
    };
    let unlike = records(
        "New records most unlike anything before",
        &["Record", "Title", "Topic", "#Similarity to the nearest known record", "Nearest known record"],
        &changes.unlike,
        |unlike| {
            let bound = if unlike.at_most { "at most " } else { "" };
            let nearest = unlike.nearest.as_ref().map(named).unwrap_or_default();
            listed(&unlike.record, [format!("{bound}{:.2}", unlike.similarity), nearest])
        },
    );
    let new = records("New records", &["Record", "Title", "Topic"], &changes.new, |new| listed(new, []));
    let moved = records(
        "Records that moved from one topic to another",
        &["Record", "Title", "From", "To", "#Margin"],
        &alone,
        |moved| {
            let (from, to) = (topic(&moved.from), topic(&moved.to));
            vec![moved.record_id.clone(), moved.title.clone(), from, to, format!("{:.3}", moved.margin)]
        },
    );
    let changed =
        records("Records that changed", &["Record", "Title", "Topic", "What changed"], &changes.changed, |changed| {
            listed(&changed.record, [changed.fields.join(", ")])
        });
    let gone = records("Records no longer there", &["Record", "Title", "Topic it was in"], &changes.gone, |gone| {
        listed(gone, [])
    });
    [growth, unlike, new, moved, changed, gone].into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn records<T>(title: &str, header: &[&'static str], items: &[T], row: impl Fn(&T) -> Vec<String>) -> NewsTable {
    NewsTable {
        title: format!("{title} ({})", items.len()),
        open: false,
        header: header.to_vec(),
        rows: items.iter().take(MOST).map(row).collect(),
        n_more: items.len().saturating_sub(MOST),
    }
}

/// A record by its title, by its id where it has none.
fn named(record: &RecordRef) -> String {
    if record.title.is_empty() { record.record_id.clone() } else { record.title.clone() }
}

fn listed<const N: usize>(record: &RecordRef, more: [String; N]) -> Vec<String> {
    let place = record.topic.as_ref().map(topic).unwrap_or_default();
    [record.record_id.clone(), record.title.clone(), place].into_iter().chain(more).collect()
}

fn topic(topic: &TopicRef) -> String {
    format!("{} {}", topic.topic, topic.label)
}

fn growth(row: &Growth) -> Vec<String> {
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let counts = [row.n_before, row.n_now, row.n_new, row.n_moved_in, row.n_moved_out, row.n_gone];
    let mut cells = vec![row.name()];
    cells.extend(counts.map(|n| n.to_string()));
    cells.push(format!("{} %", percent(row.share_before)));
    cells.push(row.of_the_new().map_or("–".to_string(), |(share, (low, high))| {
        format!("{} % ({} to {})", percent(share), percent(low), percent(high))
    }));
    cells
}
