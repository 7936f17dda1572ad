//! Rendering: changes in, the text of `changes.json` and `changes.md` out.
//!
//! The JSON holds everything; the Markdown is for reading and shows the first [`N_LISTED`] of every list. What people
//! wrote is escaped, so that a title never becomes markup.

use std::fmt::Write;

use super::changes::{Changes, KeptTopic, Mode};
use super::events::TopicEvent;
use super::growth::Growth;
use super::listed::{RecordRef, TopicRef};
use crate::report::words::counted;

/// Records that a list in Markdown shows.
pub const N_LISTED: usize = 50;

/// The text of `changes.json`.
pub fn json(changes: &Changes) -> String {
    // Plain structs with text keys: writing them as JSON cannot fail.
    serde_json::to_string_pretty(changes).unwrap_or_default() + "\n"
}

/// The text of `changes.md`.
pub fn markdown(changes: &Changes) -> String {
    let mut text = String::from("# What changed\n\n");
    let mode = changes.mode.map(|mode| format!(" ({})", mode.name())).unwrap_or_default();
    line(&mut text, format_args!("From {} to {}{mode}.\n", escape(&changes.earlier), escape(&changes.later)));
    line(&mut text, format_args!("{}\n", summary(changes)));
    section(&mut text, "Settings that changed", &changes.settings, |setting| format!("- {}", escape(&setting.told())));
    events(&mut text, changes);
    growth(&mut text, &changes.growth);
    unlike(&mut text, changes);
    moved(&mut text, changes);
    let known = |record: &RecordRef| format!("- {}", record_line(record));
    section(&mut text, "New records", &changes.new, known);
    section(&mut text, "Records no longer there", &changes.gone, known);
    section(&mut text, "Changed records", &changes.changed, |changed| {
        format!("- {} ({})", record_line(&changed.record), changed.fields.join(", "))
    });
    text
}

/// One topic event in a line.
pub fn event(event: &TopicEvent) -> String {
    format!("{}: {} {}: {}", event.kind.name(), event.topic, event.label, event.evidence)
}

/// The topics that go on under another name, a line each.
pub fn renamed(changes: &Changes) -> Vec<String> {
    let told = |topic: &KeptTopic| {
        topic
            .renamed_from
            .as_ref()
            .map(|before| format!("{} is now called {} (was {before})", topic.topic, topic.label))
    };
    changes.kept.iter().filter_map(told).collect()
}

/// One line: counts of records and events, and how much the grouping moved.
pub fn summary(changes: &Changes) -> String {
    let moved = changes.moved.iter().filter(|m| !m.with_topic).count();
    let mut text = format!(
        "{}: {} new, {} gone, {} changed, {moved} moved; ",
        counted(changes.n_later, "record"),
        changes.new.len(),
        changes.gone.len(),
        changes.changed.len()
    );
    text.push_str(&match changes.events.len() {
        0 => "no topic events".to_string(),
        n => counted(n, "topic event"),
    });
    text.push_str(&match renamed(changes).len() {
        0 => String::new(),
        n => format!(", {} renamed", counted(n, "topic")),
    });
    if let Some(ari) = changes.ari {
        let how = match changes.mode {
            Some(Mode::Update) => "carried on from the last run, ",
            Some(Mode::Fresh) => "grouped anew, ",
            None => "",
        };
        let _ = write!(text, "; {how}ARI {ari:.3} over the records that both runs clustered");
    }
    if !changes.settings.is_empty() {
        let keys: Vec<&str> = changes.settings.iter().map(|setting| setting.key.as_str()).collect();
        let _ = write!(text, "; settings changed ({})", keys.join(", "));
    }
    text.push('.');
    text
}

fn events(text: &mut String, changes: &Changes) {
    line(text, format_args!("## Topics\n"));
    if changes.events.is_empty() {
        line(text, format_args!("Every topic goes on; none is new, gone, split, merged, grown or shrunk.\n"));
    }
    for event in &changes.events {
        let (kind, label) = (event.kind.name(), escape(&event.label));
        line(text, format_args!("- **{kind}**: {} {label}: {}", event.topic, escape(&event.evidence)));
    }
    for told in renamed(changes) {
        line(text, format_args!("- **renamed**: {}", escape(&told)));
    }
    let ambiguous = changes.kept.iter().filter_map(|topic| topic.ambiguous.as_ref().map(|why| (topic, why)));
    for (topic, why) in ambiguous {
        line(text, format_args!("- *ambiguous*: {} {}: {}", topic.topic, escape(&topic.label), escape(why)));
    }
    if !text.ends_with("\n\n") {
        text.push('\n');
    }
}

fn growth(text: &mut String, rows: &[Growth]) {
    if rows.is_empty() {
        return;
    }
    line(text, format_args!("## Growth\n"));
    line(
        text,
        format_args!(
            "| topic | before | now | new | moved in | moved out | gone | share before | share of the new | 95 % interval |"
        ),
    );
    line(text, format_args!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"));
    for row in rows {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let (of_the_new, interval) = match row.of_the_new() {
            Some((share, (low, high))) => (percent(share), format!("{} to {}", percent(low), percent(high))),
            None => ("–".to_string(), "–".to_string()),
        };
        line(
            text,
            format_args!(
                "| {} | {} | {} | {} | {} | {} | {} | {} | {of_the_new} | {interval} |",
                escape(&row.name()),
                row.n_before,
                row.n_now,
                row.n_new,
                row.n_moved_in,
                row.n_moved_out,
                row.n_gone,
                percent(row.share_before),
            ),
        );
    }
    text.push('\n');
}

fn unlike(text: &mut String, changes: &Changes) {
    section(text, "New records most unlike anything before", &changes.unlike, |unlike| {
        let bound = if unlike.at_most { "at most " } else { "" };
        let nearest = unlike.nearest.as_ref().map(|other| format!(", nearest: {}", escape(&other.record_id)));
        format!(
            "- {} (similarity to the nearest known record {bound}{:.2}{})",
            record_line(&unlike.record),
            unlike.similarity,
            nearest.unwrap_or_default()
        )
    });
}

fn moved(text: &mut String, changes: &Changes) {
    let alone: Vec<_> = changes.moved.iter().filter(|m| !m.with_topic).collect();
    section(text, "Moved records", &alone, |moved| {
        format!(
            "- {} {}: from {} to {} (margin {:.3})",
            escape(&moved.record_id),
            escape(&moved.title),
            topic_name(&moved.from),
            topic_name(&moved.to),
            moved.margin
        )
    });
    let along = changes.moved.len() - alone.len();
    if along > 0 {
        line(
            text,
            format_args!("{along} more went along with a topic that was split or merged; see `changes.json`.\n"),
        );
    }
}

fn section<T>(text: &mut String, title: &str, items: &[T], show: impl Fn(&T) -> String) {
    if items.is_empty() {
        return;
    }
    line(text, format_args!("## {title}\n"));
    for item in items.iter().take(N_LISTED) {
        line(text, format_args!("{}", show(item)));
    }
    if items.len() > N_LISTED {
        line(text, format_args!("- and {} more; see `changes.json`", items.len() - N_LISTED));
    }
    text.push('\n');
}

fn record_line(record: &RecordRef) -> String {
    let topic = record.topic.as_ref().map(|topic| format!(" ({})", topic_name(topic))).unwrap_or_default();
    format!("{} {}{topic}", escape(&record.record_id), escape(&record.title))
}

fn topic_name(topic: &TopicRef) -> String {
    format!("{} {}", topic.topic, escape(&topic.label))
}

fn line(text: &mut String, parts: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{parts}");
}

/// Text that is nothing but text in Markdown, on one line, at most 300 characters.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (n, c) in text.chars().enumerate() {
        if n == 300 {
            escaped.push('…');
            break;
        }
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$' => escaped.extend(['\\', c]),
            // Direction marks could turn the rest of a line around.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::changes::{Runs, compare};
    use crate::history::settings::differences;
    use crate::history::testing::groups;

    #[test]
    fn the_page_tells_everything_and_titles_stay_text() {
        let (a, b): (Vec<u32>, Vec<u32>) = ((0..40).collect(), (40..60).collect());
        let both: Vec<u32> = (0..60).collect();
        let new: Vec<u32> = (100..160).collect();
        let mut later = groups(&[&both, &new]);
        later.topics[1].weak = true;
        later.records[60].title = "<b>| *bold* [x](y)\u{202e}\nline".into();
        let runs = Runs { earlier: "June", later: "July", mode: Some(Mode::Fresh), ..Runs::default() };
        let changes = compare(&groups(&[&a, &b]), &later, runs);
        let page = markdown(&changes);
        assert!(page.contains("r100 \\<b\\>\\| \\*bold\\* \\[x\\](y) line (T3 about 100)"), "{page}");
        let lines: Vec<&str> = page.lines().take(9).collect();
        let expected = [
            "# What changed",
            "",
            "From June to July (fresh).",
            "",
            "120 records: 60 new, 0 gone, 0 changed, 0 moved; 2 topic events; grouped anew, ARI 0.000 over the records that both runs clustered.",
            "",
            "## Topics",
            "",
            "- **new**: T3 about 100: 60 of its 60 records are new",
        ];
        assert_eq!(lines, expected);
        assert!(page.contains("- **merged**: T1 about 0: of its 60 records that both runs have: 40 came from T1"));
        assert!(page.contains("20 more went along with a topic that was split or merged"));
        assert!(page.contains("| T3 about 100 (weak) | 0 | 60 |"), "{page}");
        assert!(page.contains("- and 10 more; see `changes.json`"));
        let value: serde_json::Value = serde_json::from_str(&json(&changes)).unwrap();
        assert_eq!((value["events"][1]["kind"].as_str(), value["new"].as_array().unwrap().len()), (Some("merged"), 60));
        assert_eq!(value["moved"][0]["from"]["topic"], 2);
    }

    #[test]
    fn settings_that_changed_are_told() {
        let snapshot = groups(&[&[1, 2, 3]]);
        let settings = differences(r#"{"seed": 1, "stop_words": []}"#, r#"{"seed": 2, "stop_words": ["a_b"]}"#);
        let changes = compare(&snapshot, &snapshot, Runs { settings: &settings, ..Runs::default() });
        let page = markdown(&changes);
        assert!(page.contains("clustered; settings changed (seed, stop_words).\n"), "{page}");
        assert!(
            page.contains("## Settings that changed\n\n- seed: 1, now 2\n- stop\\_words: added a\\_b\n\n"),
            "{page}"
        );
        let value: serde_json::Value = serde_json::from_str(&json(&changes)).unwrap();
        assert_eq!(value["settings"][0], serde_json::json!({"key": "seed", "before": 1, "now": 2}));
    }

    #[test]
    fn another_name_is_told() {
        let members: Vec<u32> = (0..20).collect();
        let mut later = groups(&[&members]);
        later.topics[0].label = "[x] 5".into();
        let changes = compare(&groups(&[&members]), &later, Runs::default());
        assert_eq!(renamed(&changes), ["T1 is now called [x] 5 (was about 0)"]);
        let page = markdown(&changes);
        assert!(page.contains("- **renamed**: T1 is now called \\[x\\] 5 (was about 0)\n"), "{page}");
        assert!(page.contains("no topic events, 1 topic renamed; ARI 1.000"), "{page}");
        assert!(json(&changes).contains("\"renamed_from\": \"about 0\""));
    }
}
