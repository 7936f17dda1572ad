//! Bars by topic: sizes or stability, one horizontal bar each with its label and number.

use super::canvas::{Anchor, Canvas, GRID, INK, SOFT};
use super::{Label, color, nothing, short, step};

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Its topic.
    pub label: Label,
    /// Length of the bar.
    pub value: f64,
    /// What stands behind it.
    pub note: String,
}

/// Draws bars one below the other; `mark` draws a dashed line at a value.
pub fn bars(title: &str, unit: &str, bars: &[Bar], mark: Option<f64>) -> String {
    let most = bars.iter().map(|b| b.value).filter(|v| v.is_finite()).fold(0.0, f64::max).max(mark.unwrap_or(0.0));
    if bars.is_empty() || most <= 0.0 {
        return nothing(title);
    }
    let (left, right, row, top) = (330.0, 110.0, 26.0, 44.0);
    let width = 860.0;
    let height = top + row * bars.len() as f64 + 34.0;
    let scale = (width - left - right) / most;
    let mut canvas = Canvas::new(width, height);
    canvas.text(12.0, 20.0, 15.0, Anchor::Start, INK, title);
    let counts = bars.iter().all(|b| b.value.fract() == 0.0);
    let tick = if counts { step(most, 5.0).ceil() } else { step(most, 5.0) };
    let bottom = height - 30.0;
    for i in 0..=((most / tick) as usize) {
        let value = i as f64 * tick;
        let x = left + value * scale;
        canvas.line(&[(x, top - 4.0), (x, bottom)], GRID, 1);
        canvas.text(x, bottom + 12.0, 11.0, Anchor::Middle, SOFT, &short(value));
    }
    canvas.text(width - 12.0, bottom + 12.0, 11.0, Anchor::End, SOFT, unit);
    for (i, bar) in bars.iter().enumerate() {
        let y = top + row * i as f64;
        let value = if bar.value.is_finite() { bar.value.max(0.0) } else { 0.0 };
        let room = (left - 22.0, row - 1.0);
        canvas.label((left - 10.0, y + row / 2.0), 12.5, Anchor::End, &bar.label.whole(), room);
        canvas.rectangle(left, y + 4.0, (value * scale).max(1.0), row - 8.0, color(bar.label.color));
        canvas.text_within(
            (left + value * scale + 6.0, y + row / 2.0),
            12.0,
            Anchor::Start,
            INK,
            &bar.note,
            right - 12.0,
        );
    }
    if let Some(value) = mark {
        let x = left + value * scale;
        let n_dashes = ((bottom - top) / 8.0) as usize;
        for i in 0..n_dashes {
            let y = top + i as f64 * 8.0;
            canvas.line(&[(x, y), (x, y + 4.0)], INK, 1);
        }
    }
    let spoken: Vec<String> = bars.iter().map(|b| format!("{}: {}", b.label.whole(), b.note)).collect();
    canvas.finish(title, &spoken.join("; "))
}
