//! Charts: labels and numbers in, SVG text out. The only user of plotters; imports math only.
//!
//! One file a chart, each a pure function; `canvas` draws, `width` measures text, `palette` gives every topic its color and mark.
//! Weak topics are marked in words, and every topic carries its number, so that color is never needed to read a chart.

mod alluvial;
mod bars;
mod canvas;
mod curve;
mod heatmap;
mod map;
mod palette;
mod shares;
mod silhouette;
mod terms;
mod tree;
mod width;
mod years;

pub use alluvial::{Flow, alluvial};
pub use bars::{Bar, bars};
pub use curve::{Tried, curve};
pub use heatmap::heatmap;
pub use map::map;
pub use palette::{N_COLORS, color, is_dark};
pub use shares::{RunTopic, RunTopics, shares};
pub use silhouette::silhouette;
pub use terms::{TermBars, terms};
pub use tree::{leaves, tree};
pub use years::years;

/// Width of a chart that has a row a topic, and of the room for the labels of its rows.
const WIDTH: f64 = 860.0;
const LEFT: f64 = 330.0;
/// Height of a chart of that width that fills a printed page of 170 by 220 mm, on which six points are 10.8 pixels.
const PAGE: f64 = 1112.0;
/// What stands above and below the rows, and the height of the lowest row in which a line can be read: eighty fit.
const AROUND: f64 = 128.0;
const LEAST_ROW: f64 = 12.3;
/// Size of the letters of labels, and of the smallest ones.
const LABEL: f64 = 12.5;
const SMALLEST: f64 = 11.0;

/// The mark of a weak topic behind its label.
const WEAK: &str = " (weak)";

/// What a topic is called and which color it has; the color stays with a topic from run to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The number, as it is shown.
    pub number: String,
    /// The words.
    pub text: String,
    /// Place in the palette.
    pub color: usize,
    /// Whether the topic is weak.
    pub weak: bool,
}

impl Label {
    /// Number, words and the mark of a weak topic.
    fn whole(&self) -> String {
        format!("{} {}{}", self.number, self.text, if self.weak { WEAK } else { "" })
    }
}

/// A chart of something that is not there.
fn nothing(title: &str) -> String {
    let mut canvas = canvas::Canvas::new(420.0, 80.0, title);
    canvas.text(210.0, 50.0, 14.0, canvas::Anchor::Middle, canvas::SOFT, "no data");
    canvas.finish("There is nothing to show.")
}

/// A round step for an axis up to `most` with about `n` ticks.
fn step(most: f64, n: f64) -> f64 {
    let raw = (most / n).max(1e-9);
    let magnitude = 10_f64.powf(raw.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * magnitude).find(|s| *s >= raw).unwrap_or(raw)
}

/// Least length of an axis of silhouettes, so that what differs by the rounding of numbers does not seem to differ.
const LEAST_SPAN: f64 = 0.05;

/// From the lowest to the highest of values on an axis that has zero on it.
fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    (low, high.max(low + LEAST_SPAN))
}

/// Height of a row of a chart that has a row a topic: lower where they are many, so that the chart fits on a page.
fn row_height(k: usize) -> f64 {
    ((PAGE - AROUND) / k as f64).clamp(LEAST_ROW, 30.0)
}

/// A number without needless zeros.
fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.to_string() }
}

#[cfg(test)]
mod tests;
