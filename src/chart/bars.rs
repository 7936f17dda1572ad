//! Bars by topic: sizes or stability, one horizontal bar each with its label and number.

use super::canvas::{Anchor, Canvas, GRID, INK, SOFT};
use super::{LABEL, LEFT, Label, WIDTH, color, nothing, row_height, short, step, width};

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
    let (left, right, row, top) = (LEFT, 110.0, row_height(bars.len()), 44.0);
    let height = top + row * bars.len() as f64 + 34.0;
    let scale = (WIDTH - left - right) / most;
    let mut canvas = Canvas::new(WIDTH, height, title);
    let blank = row * 2.0 / 15.0;
    let counts = bars.iter().all(|b| b.value.fract() == 0.0);
    let tick = if counts { step(most, 5.0).ceil() } else { step(most, 5.0) };
    let bottom = height - 30.0;
    for i in 0..=((most / tick) as usize) {
        let value = i as f64 * tick;
        let x = left + value * scale;
        canvas.line(&[(x, top - 4.0), (x, bottom)], GRID, 1);
        canvas.text(x, bottom + 12.0, 11.0, Anchor::Middle, SOFT, &short(value));
    }
    canvas.text(WIDTH - 12.0, bottom + 12.0, 11.0, Anchor::End, SOFT, unit);
    let long = |bar: &Bar| if bar.value.is_finite() { bar.value.max(0.0) * scale } else { 0.0 };
    for (i, bar) in bars.iter().enumerate() {
        let y = top + row * i as f64;
        let room = (left - 22.0, row - 1.0);
        canvas.label((left - 10.0, y + row / 2.0), LABEL, Anchor::End, &bar.label.whole(), room);
        canvas.rectangle(left, y + blank, long(bar).max(1.0), row - 2.0 * blank, color(bar.label.color));
    }
    if let Some(value) = mark {
        canvas.mark(left + value * scale, (top, bottom), true);
    }
    for (i, bar) in bars.iter().enumerate() {
        let middle = top + row * (i as f64 + 0.5);
        note(&mut canvas, (left + long(bar) + 6.0, middle), &width::fit(&bar.note, 12.0, right - 12.0));
    }
    let spoken: Vec<String> = bars.iter().map(|b| format!("{}: {}", b.label.whole(), b.note)).collect();
    canvas.finish(&spoken.join("; "))
}

/// A note on white, so that no line runs through it.
fn note(canvas: &mut Canvas, (x, middle): (f64, f64), text: &str) {
    canvas.rectangle(x - 2.0, middle - 6.0, width::of(text, 12.0) + 4.0, 12.0, "#ffffff");
    canvas.text(x, middle, 12.0, Anchor::Start, INK, text);
}
