//! Top terms of each topic: small panels side by side, a bar for the share inside and a tick for the share outside.

use super::canvas::{Anchor, Canvas, GRID, INK, SOFT};
use super::{LABEL, Label, SMALLEST, color, nothing, width};

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
/// Width of a panel, of the place of its terms and of its bars.
const PANEL: (f64, f64, f64) = (288.0, 160.0, 96.0);
/// Height of a row.
const ROW: f64 = 16.5;
/// Height above and below the rows: the label, the axis and a blank.
const HEAD: (f64, f64) = (46.0, 34.0);

/// Draws a panel for every topic.
pub fn terms(title: &str, topics: &[TermBars]) -> String {
    if topics.is_empty() {
        return nothing(title);
    }
    let columns = topics.len().min(3);
    let lines = topics.iter().map(|t| t.terms.len().min(MOST)).max().unwrap_or(1).max(1) as f64;
    let height = HEAD.0 + ROW * lines + HEAD.1;
    let bottom = 40.0 + topics.len().div_ceil(columns) as f64 * height;
    let wide = (columns as f64 * PANEL.0).max(width::of(CAPTION, 11.0) + 12.0);
    let mut canvas = Canvas::new(wide + 4.0, bottom + 16.0, title);
    for (at, topic) in topics.iter().enumerate() {
        let corner = (12.0 + (at % columns) as f64 * PANEL.0, 40.0 + (at / columns) as f64 * height);
        panel(&mut canvas, corner, lines, topic);
    }
    canvas.text(12.0, bottom, 11.0, Anchor::Start, SOFT, CAPTION);
    let spoken: Vec<String> = topics
        .iter()
        .map(|t| {
            let terms: Vec<&str> = t.terms.iter().take(MOST).map(|x| x.0.as_str()).collect();
            format!("{}: {}", t.label.whole(), terms.join(", "))
        })
        .collect();
    canvas.finish(&spoken.join("; "))
}

/// The label of a topic, and below it its terms with their bars on an axis from none to all records.
fn panel(canvas: &mut Canvas, (x, y): (f64, f64), lines: f64, topic: &TermBars) {
    canvas.rectangle(x, y + 4.0, 10.0, 10.0, color(topic.label.color));
    for (i, line) in width::wrap(&topic.label.whole(), LABEL, PANEL.0 - 36.0, 2).iter().enumerate() {
        canvas.text(x + 16.0, y + 9.0 + i as f64 * 15.0, LABEL, Anchor::Start, INK, line);
    }
    let left = x + PANEL.1;
    let place = |share: f64| left + share.clamp(0.0, 1.0) * PANEL.2;
    let (top, bottom) = (y + HEAD.0 - ROW / 2.0, y + HEAD.0 + ROW * (lines - 0.5));
    for (share, told) in [(0.0, "0"), (0.5, "50"), (1.0, "100 %")] {
        canvas.line(&[(place(share), top), (place(share), bottom)], GRID, 1);
        canvas.text(place(share), bottom + 9.0, SMALLEST, Anchor::Middle, SOFT, told);
    }
    for (i, (term, inside, outside)) in topic.terms.iter().take(MOST).enumerate() {
        let middle = y + HEAD.0 + i as f64 * ROW;
        canvas.text_within((left - 6.0, middle), 11.0, Anchor::End, INK, term, PANEL.1 - 8.0);
        canvas.rectangle(left, middle - 5.5, place(*inside) - left, 11.0, color(topic.label.color));
        canvas.mark(place(*outside), (middle - 7.5, middle + 7.5), false);
    }
}
