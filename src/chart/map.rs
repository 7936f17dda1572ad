//! The map of the documents: points in topic colors, every topic's label beside its points.
//!
//! Labels stand in the margins on both sides, joined to the middle of their points by a line, so that none hides another.

use super::canvas::{Anchor, Canvas, GRID, INK};
use super::{Label, color, nothing, width};
use crate::math::rank::median;

/// Draws points at positions in 0..=1 with their topics.
pub fn map(title: &str, labels: &[Label], points: &[([f64; 2], usize)]) -> String {
    if points.is_empty() || labels.is_empty() {
        return nothing(title);
    }
    let (margin, top) = (230.0, 44.0);
    let line_height = 15.0;
    let per_side = labels.len().div_ceil(2);
    let side = (560.0_f64).max(per_side as f64 * (2.0 * line_height + 6.0));
    let mut canvas = Canvas::new(side + 2.0 * margin, side + top + 20.0);
    canvas.text(12.0, 20.0, 15.0, Anchor::Start, INK, title);
    canvas.frame(margin - 6.0, top - 6.0, side + 12.0, side + 12.0, GRID);
    let place = |p: &[f64; 2]| (margin + p[0].clamp(0.0, 1.0) * side, top + (1.0 - p[1].clamp(0.0, 1.0)) * side);
    let radius = match points.len() {
        0..100 => 4.5,
        100..1_000 => 3.2,
        1_000..10_000 => 2.0,
        _ => 1.1,
    };
    let mut middles = Vec::new();
    for (topic, label) in labels.iter().enumerate() {
        let own: Vec<(f64, f64)> = points.iter().filter(|p| p.1 == topic).map(|p| place(&p.0)).collect();
        if own.is_empty() {
            continue;
        }
        canvas.dots(&own, radius, color(label.color));
        let axis = |pick: fn(&(f64, f64)) -> f64| median(&own.iter().map(pick).collect::<Vec<_>>());
        middles.push((topic, axis(|p| p.0), axis(|p| p.1)));
    }
    middles.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let (west, east) = middles.split_at(middles.len() / 2);
    label_side(&mut canvas, west, labels, (margin - 16.0, Anchor::End), (top, side), margin - 30.0);
    label_side(&mut canvas, east, labels, (margin + side + 16.0, Anchor::Start), (top, side), margin - 30.0);
    canvas.finish(title, "Each point is a record; records with similar texts stand near each other, and the line leads from a label to the middle of its topic.")
}

/// Sets the labels of one side in the order of their height, evenly where they are many.
fn label_side(
    canvas: &mut Canvas,
    middles: &[(usize, f64, f64)],
    labels: &[Label],
    (x, anchor): (f64, Anchor),
    (top, side): (f64, f64),
    room: f64,
) {
    let mut ordered = middles.to_vec();
    ordered.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
    let gap = 36.0_f64;
    let mut ys: Vec<f64> = ordered.iter().map(|m| m.2).collect();
    for i in 1..ys.len() {
        ys[i] = ys[i].max(ys[i - 1] + gap);
    }
    let limit = top + side - 10.0;
    for i in (0..ys.len()).rev() {
        let most = if i + 1 == ys.len() { limit } else { ys[i + 1] - gap };
        ys[i] = ys[i].min(most);
    }
    for (&(topic, to_x, to_y), y) in ordered.iter().zip(ys) {
        let edge = if anchor == Anchor::End { x + 4.0 } else { x - 4.0 };
        canvas.line(&[(edge, y), (to_x, to_y)], "#8a93a1", 1);
        canvas.dots(&[(to_x, to_y)], 5.5, "#ffffff");
        canvas.dots(&[(to_x, to_y)], 4.0, color(labels[topic].color));
        for (i, line) in width::wrap(&labels[topic].whole(), 12.0, room, 2).iter().enumerate() {
            canvas.text(x, y + i as f64 * 14.0, 12.0, anchor, INK, line);
        }
    }
}
