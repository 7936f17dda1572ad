//! Silhouette of every document: one block a topic, its documents from the best to the worst.

use super::canvas::{Anchor, Canvas, GRID, INK, SOFT};
use super::{AROUND, LABEL, LEFT, Label, PAGE, WIDTH, color, nothing, row_height, short, span, step, width};

/// Height that all blocks share by their sizes, where the rows leave as much.
const SHARED: f64 = 520.0;

/// Draws the silhouettes of each topic's documents as filled steps.
pub fn silhouette(title: &str, labels: &[Label], values: &[Vec<f64>]) -> String {
    let all: Vec<f64> = values.iter().flatten().copied().filter(|v| v.is_finite()).collect();
    if all.is_empty() {
        return nothing(title);
    }
    let (left, right, top) = (LEFT, 24.0, 56.0);
    let (low, high) = span(all.iter().copied());
    let scale = (WIDTH - left - right) / (high - low);
    let x = |value: f64| left + (value - low) * scale;
    let row = row_height(values.len());
    let gap = row / 5.0;
    let shared = SHARED.min(PAGE - AROUND - row * values.len() as f64).max(0.0);
    let share = |own: &Vec<f64>| own.len() as f64 / all.len() as f64;
    let heights: Vec<f64> = values.iter().map(|own| (share(own) * shared).max(row - gap)).collect();
    let height = top + heights.iter().sum::<f64>() + gap * values.len() as f64 + 34.0;
    let mut canvas = Canvas::new(WIDTH, height, title);
    canvas.measure("silhouette");
    let tick = step(high - low, 6.0);
    let first = (low / tick).ceil() as i64;
    for i in first..=((high / tick).floor() as i64) {
        let value = i as f64 * tick;
        canvas.line(&[(x(value), top - 4.0), (x(value), height - 30.0)], GRID, 1);
        canvas.text(x(value), height - 18.0, 11.0, Anchor::Middle, SOFT, &short(value));
    }
    let mut y = top;
    for (topic, own) in values.iter().enumerate() {
        let mut sorted: Vec<f64> = own.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_by(|a, b| b.total_cmp(a));
        canvas.area(&outline(&sorted, (y, heights[topic]), &x), color(labels[topic].color));
        let room = (left - 22.0, row - 1.0);
        let middle = y + heights[topic] / 2.0;
        canvas.label((left - 10.0, middle), LABEL, Anchor::End, &labels[topic].whole(), room);
        y += heights[topic] + gap;
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    canvas.line(&[(x(0.0), top - 4.0), (x(0.0), height - 30.0)], SOFT, 1);
    canvas.mark(x(mean), (top - 4.0, height - 30.0), false);
    let mean = if mean.abs() < 0.0005 { 0.0 } else { mean };
    let told = format!("mean {mean:.3}");
    let half = width::of(&told, 11.0) / 2.0;
    canvas.text(x(mean).min(WIDTH - half), top - 12.0, 11.0, Anchor::Middle, INK, &told);
    canvas.finish(&format!("Mean silhouette {mean:.3}; values below 0 are records that are as near to another topic."))
}

/// The outline of a block, at most some hundred steps however many documents there are.
fn outline(sorted: &[f64], (y, height): (f64, f64), x: &dyn Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let steps = sorted.len().clamp(1, 300);
    let mut points = vec![(x(0.0), y)];
    for i in 0..steps {
        let value = sorted.get(i * sorted.len() / steps).copied().unwrap_or(0.0);
        points.push((x(value), y + height * i as f64 / steps as f64));
        points.push((x(value), y + height * (i + 1) as f64 / steps as f64));
    }
    points.push((x(0.0), y + height));
    points
}
