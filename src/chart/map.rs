//! The map of the documents: points in topic colors, every topic's label beside its points.
//!
//! Labels stand in the margins on both sides, joined to the middle of their points by lines that do not cross, so that
//! none hides another.

use super::canvas::{Anchor, Canvas, GRID, INK};
use super::{Label, color, nothing, width};
use crate::math::rank::median;

/// Size of the letters of labels.
const LETTERS: f64 = 13.0;
/// From line to line of a label.
const LINE: f64 = 15.0;
/// Blank between two labels.
const GAP: f64 = 6.0;
/// Half of a label of three lines.
const HALF: f64 = 22.0;

/// Draws points at positions in 0..=1 with their topics.
pub fn map(title: &str, labels: &[Label], points: &[([f64; 2], usize)]) -> String {
    if points.is_empty() || labels.is_empty() {
        return nothing(title);
    }
    let (margin, top) = (230.0, 44.0);
    let per_side = labels.len().div_ceil(2);
    let side = (560.0_f64).max(per_side as f64 * (2.0 * LINE + GAP) + HALF);
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
        let (x, y) = middle(&own);
        middles.push((topic, x, y));
    }
    middles.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let (west, east) = middles.split_at(middles.len() / 2);
    for (own, anchor) in [(west, Anchor::End), (east, Anchor::Start)] {
        let x = if anchor == Anchor::End { margin - 16.0 } else { margin + side + 16.0 };
        label_side(&mut canvas, own, labels, (x, anchor), (top, side), (margin - 30.0, radius));
    }
    canvas.finish(title, "Each point is a record; records with similar texts stand near each other, and the line leads from a label to a record in the middle of its topic.")
}

/// The point that is nearest to the median of all, since the median of a topic in two places may lie in another one.
fn middle(own: &[(f64, f64)]) -> (f64, f64) {
    let axis = |pick: fn(&(f64, f64)) -> f64| median(&own.iter().map(pick).collect::<Vec<_>>());
    let (x, y) = (axis(|p| p.0), axis(|p| p.1));
    let far = |p: &(f64, f64)| (p.0 - x).powi(2) + (p.1 - y).powi(2);
    own.iter().copied().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or((x, y))
}

/// Sets the labels of one side in the order of their height, evenly where they are many.
fn label_side(
    canvas: &mut Canvas,
    middles: &[(usize, f64, f64)],
    labels: &[Label],
    (x, anchor): (f64, Anchor),
    (top, side): (f64, f64),
    (room, radius): (f64, f64),
) {
    let mut ordered = middles.to_vec();
    ordered.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
    let fits = |lines: f64| ordered.len() as f64 * (lines * LINE + GAP) <= side - HALF;
    let n_lines = if fits(3.0) { 3 } else { 2 };
    let ys = places(&ordered, n_lines as f64 * LINE + GAP, (top + HALF, top + side - HALF));
    let edge = if anchor == Anchor::End { x + 4.0 } else { x - 4.0 };
    uncross(&mut ordered, edge, &ys);
    for (&(topic, to_x, to_y), y) in ordered.iter().zip(ys) {
        let mark = radius.max(3.5) + 0.5;
        canvas.line(&[(edge, y), (to_x, to_y)], "#8a93a1", 1);
        canvas.dots(&[(to_x, to_y)], mark + 1.5, "#ffffff");
        canvas.dots(&[(to_x, to_y)], mark, color(labels[topic].color));
        let lines = width::wrap(&labels[topic].whole(), LETTERS, room, n_lines);
        let first = y - (lines.len() as f64 - 1.0) * LINE / 2.0;
        for (i, line) in lines.iter().enumerate() {
            canvas.text(x, first + i as f64 * LINE, LETTERS, anchor, INK, line);
        }
    }
}

/// The heights of labels, each as near to that of its points as the labels above and below let it.
fn places(ordered: &[(usize, f64, f64)], gap: f64, (least, most): (f64, f64)) -> Vec<f64> {
    let mut ys: Vec<f64> = ordered.iter().map(|m| m.2.max(least)).collect();
    for i in 1..ys.len() {
        ys[i] = ys[i].max(ys[i - 1] + gap);
    }
    for i in (0..ys.len()).rev() {
        let most = if i + 1 == ys.len() { most } else { ys[i + 1] - gap };
        ys[i] = ys[i].min(most);
    }
    ys
}

/// Exchanges two labels whose lines cross until none do; every exchange makes the lines shorter, so that it ends.
fn uncross(ordered: &mut [(usize, f64, f64)], edge: f64, ys: &[f64]) {
    let n = ordered.len();
    for _ in 0..n * n {
        let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        let line = |i: usize| ((edge, ys[i]), (ordered[i].1, ordered[i].2));
        let Some((i, j)) = pairs.into_iter().find(|&(i, j)| cross(line(i), line(j))) else { break };
        ordered.swap(i, j);
    }
}

type Point = (f64, f64);

/// Whether two lines cross between their ends.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let turn = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_labels_do_not_cross() {
        let at = |i: usize| (i, 10.0 + (i * 37 % 101) as f64, 30.0 + (i * 53 % 97) as f64 * 4.0);
        let mut ordered: Vec<(usize, f64, f64)> = (0..30).map(at).collect();
        ordered.sort_by(|a, b| a.2.total_cmp(&b.2));
        let ys = places(&ordered, 36.0, (20.0, 1080.0));
        uncross(&mut ordered, 0.0, &ys);
        let line = |i: usize| ((0.0, ys[i]), (ordered[i].1, ordered[i].2));
        let crossing = (0..30).flat_map(|i| (0..i).map(move |j| (i, j))).filter(|&(i, j)| cross(line(i), line(j)));
        assert_eq!(crossing.count(), 0);
        let mut all: Vec<usize> = ordered.iter().map(|m| m.0).collect();
        all.sort_unstable();
        assert_eq!(all, (0..30).collect::<Vec<_>>());
    }

    #[test]
    fn the_middle_of_a_topic_is_one_of_its_records() {
        let two_places = [(0.0, 9.0), (1.0, 8.0), (9.0, 1.0), (8.0, 0.0), (9.5, 0.0)];
        assert!(two_places.contains(&middle(&two_places)));
    }
}
