//! Top terms of each topic: small panels side by side, a bar for the share inside and a tick for the share outside.

use super::canvas::{Anchor, Canvas, INK, SOFT};
use super::{Label, color, nothing, width};

/// The terms of one topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermBars {
    /// Label of the topic.
    pub label: Label,
    /// Terms with their shares inside and outside, 0..=1.
    pub terms: Vec<(String, f64, f64)>,
}

/// Terms drawn per topic.
const MOST: usize = 8;
/// What the marks mean.
const CAPTION: &str = "Bar: share of the topic's records with the term. Line: share of all others.";

/// Draws a panel for every topic.
pub fn terms(title: &str, topics: &[TermBars]) -> String {
    if topics.is_empty() {
        return nothing(title);
    }
    let columns = topics.len().min(3);
    let (panel, row, head) = (300.0, 18.0, 44.0);
    let lines = topics.iter().map(|t| t.terms.len().min(MOST)).max().unwrap_or(1).max(1) as f64;
    let height = head + row * lines + 22.0;
    let rows = topics.len().div_ceil(columns);
    let wide = (columns as f64 * panel).max(width::of(CAPTION, 11.0) + 12.0);
    let mut canvas = Canvas::new(wide + 16.0, 40.0 + rows as f64 * height + 18.0);
    canvas.text(12.0, 20.0, 15.0, Anchor::Start, INK, title);
    for (at, topic) in topics.iter().enumerate() {
        let (x, y) = (12.0 + (at % columns) as f64 * panel, 40.0 + (at / columns) as f64 * height);
        canvas.rectangle(x, y + 4.0, 10.0, 10.0, color(topic.label.color));
        for (i, line) in width::wrap(&topic.label.whole(), 12.5, panel - 42.0, 2).iter().enumerate() {
            canvas.text(x + 16.0, y + 9.0 + i as f64 * 15.0, 12.5, Anchor::Start, INK, line);
        }
        let (left, room) = (x + 150.0, panel - 190.0);
        for (i, (term, inside, outside)) in topic.terms.iter().take(MOST).enumerate() {
            let middle = y + head + i as f64 * row;
            canvas.text_within((left - 6.0, middle), 11.0, Anchor::End, INK, term, 142.0);
            canvas.rectangle(left, middle - 6.0, inside.clamp(0.0, 1.0) * room, 12.0, color(topic.label.color));
            let tick = left + outside.clamp(0.0, 1.0) * room;
            canvas.line(&[(tick, middle - 8.0), (tick, middle + 8.0)], INK, 2);
        }
    }
    let bottom = 40.0 + rows as f64 * height + 6.0;
    canvas.text(12.0, bottom, 11.0, Anchor::Start, SOFT, CAPTION);
    let spoken: Vec<String> = topics
        .iter()
        .map(|t| {
            let terms: Vec<&str> = t.terms.iter().take(MOST).map(|x| x.0.as_str()).collect();
            format!("{}: {}", t.label.whole(), terms.join(", "))
        })
        .collect();
    canvas.finish(title, &spoken.join("; "))
}
