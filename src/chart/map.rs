//! The map of the documents: points in colors and marks of their topics, every topic's label beside its points.
//!
//! Labels stand in the margins on both sides, joined by lines that do not cross to that point among their own which is
//! nearest to their side, so that none hides another.

use std::collections::BTreeMap;

use super::canvas::{Anchor, Canvas, GRID, INK};
use super::{Label, color, nothing, width};
use crate::math::rank::median;

/// Size of the letters of labels.
const LETTERS: f64 = 13.0;
/// From line to line of a label.
const LINE: f64 = 15.0;
/// Blank between two labels.
const GAP: f64 = 6.0;
/// Side of the map, what stands above it, and the greatest height of labels beside it that fits on a page.
const SIDE: f64 = 560.0;
const HEAD: f64 = 44.0;
const TALLEST: f64 = 1280.0;
/// Half of a label of three lines.
const HALF: f64 = 22.0;
/// Room of a label; from its letters to its mark, and from there to where its line begins.
const ROOM: f64 = 200.0;
const KEY: f64 = 9.0;
/// Size of points from which their marks are seen; smaller ones are dots.
const MARKED: f64 = 2.0;
/// Squares in a row of the map, by which it is told where a topic is at home.
const SQUARES: f64 = 40.0;

/// Draws points at positions in 0..=1 with their topics.
pub fn map(title: &str, labels: &[Label], points: &[([f64; 2], usize)]) -> String {
    if points.is_empty() || labels.is_empty() {
        return nothing(title);
    }
    let (margin, side) = (ROOM + 42.0, SIDE);
    let height = column_height(labels.len());
    let top = HEAD + (height - side) / 2.0;
    let mut canvas = Canvas::new(side + 2.0 * margin, HEAD + height + 20.0, title);
    canvas.frame(margin - 6.0, top - 6.0, side + 12.0, side + 12.0, GRID);
    let place = |p: &[f64; 2]| (margin + p[0].clamp(0.0, 1.0) * side, top + (1.0 - p[1].clamp(0.0, 1.0)) * side);
    let radius = match points.len() {
        0..100 => 4.5,
        100..1_000 => 3.2,
        1_000..10_000 => 2.0,
        _ => 1.1,
    };
    let placed: Vec<((f64, f64), usize)> = points.iter().map(|(p, topic)| (place(p), *topic)).collect();
    let squares = Squares::new(&placed, labels.len(), side / SQUARES);
    let mut middles = Vec::new();
    let mut of_topics: Vec<Vec<(f64, f64)>> = vec![Vec::new(); labels.len()];
    for (point, topic) in &placed {
        if let Some(own) = of_topics.get_mut(*topic) {
            own.push(*point);
        }
    }
    for (topic, (label, own)) in labels.iter().zip(of_topics).enumerate().filter(|(_, (_, own))| !own.is_empty()) {
        put(&mut canvas, &own, (radius, radius), label.color);
        let (x, y) = middle(&own);
        middles.push((topic, x, y, squares.home(topic, &own)));
    }
    middles.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let (west, east) = middles.split_at(middles.len() / 2);
    for (own, anchor) in [(west, Anchor::End), (east, Anchor::Start)] {
        let x = if anchor == Anchor::End { margin - 16.0 } else { margin + side + 16.0 };
        let ends: Vec<(usize, f64, f64)> = own.iter().map(|m| end(m, x)).collect();
        label_side(&mut canvas, &ends, labels, (x, anchor), height, radius);
    }
    canvas.finish("Each point is a record; records with similar texts stand near each other, and the line leads from a label to a record of its topic.")
}

/// Height of the columns of labels: that of the map, or what they need on two lines or, where the page ends, on one.
fn column_height(n_topics: usize) -> f64 {
    let needed = |lines: usize| n_topics.div_ceil(2) as f64 * room_of(lines) + HALF;
    SIDE.max(needed(2).min(TALLEST)).max(needed(1))
}

/// Height of a label of so many lines and the blank to the next.
fn room_of(lines: usize) -> f64 {
    lines as f64 * LINE + GAP
}

/// Sets points of a size that belong to a map with points of a radius.
fn put(canvas: &mut Canvas, points: &[(f64, f64)], (radius, size): (f64, f64), topic: usize) {
    if radius < MARKED { canvas.dots(points, size, color(topic)) } else { canvas.marks(points, size, topic) }
}

/// The point that is nearest to the median of all, since the median of a topic in two places may lie in another one.
fn middle(own: &[(f64, f64)]) -> (f64, f64) {
    let axis = |pick: fn(&(f64, f64)) -> f64| median(&own.iter().map(pick).collect::<Vec<_>>());
    let (x, y) = (axis(|p| p.0), axis(|p| p.1));
    let far = |p: &(f64, f64)| (p.0 - x).powi(2) + (p.1 - y).powi(2);
    own.iter().copied().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or((x, y))
}

/// A topic, the point in its middle and those where it is at home.
type Place = (usize, f64, f64, Vec<(f64, f64)>);

/// Where the line of a label ends that comes from a side at the height of the middle.
fn end((topic, x, y, home): &Place, edge: f64) -> (usize, f64, f64) {
    let far = |p: &(f64, f64)| (p.0 - edge).powi(2) + (p.1 - y).powi(2);
    let (x, y) = home.iter().copied().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or((*x, *y));
    (*topic, x, y)
}

/// How many records of every topic, and behind them of all, each square of the map holds.
struct Squares {
    width: f64,
    counts: BTreeMap<(i32, i32), Vec<usize>>,
}

impl Squares {
    fn new(points: &[((f64, f64), usize)], n_topics: usize, width: f64) -> Squares {
        let mut squares = Squares { width, counts: BTreeMap::new() };
        for (point, topic) in points.iter().filter(|p| p.1 < n_topics) {
            let at = squares.at(point);
            let counts = squares.counts.entry(at).or_insert_with(|| vec![0; n_topics + 1]);
            counts[*topic] += 1;
            counts[n_topics] += 1;
        }
        squares
    }

    fn at(&self, (x, y): &(f64, f64)) -> (i32, i32) {
        ((x / self.width) as i32, (y / self.width) as i32)
    }

    /// Records of a topic, and of all, in a square and those around it.
    fn around(&self, topic: usize, (column, row): (i32, i32)) -> (usize, usize) {
        let near = (-1..=1).flat_map(|i| (-1..=1).map(move |j| (column + i, row + j)));
        let counts = near.filter_map(|at| self.counts.get(&at));
        counts.fold((0, 0), |(own, all), c| (own + c[topic], all + c[c.len() - 1]))
    }

    /// The points of a topic where most records are its own, and at least half as many as where it has most.
    fn home(&self, topic: usize, own: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let mut known = BTreeMap::new();
        let mut around = |at| *known.entry(at).or_insert_with(|| self.around(topic, at));
        let around: Vec<(usize, usize)> = own.iter().map(|p| around(self.at(p))).collect();
        let most = around.iter().map(|a| a.0).max().unwrap_or(0);
        let is_home = |(n, all): (usize, usize)| 2 * n > all && 2 * n >= most;
        own.iter().zip(around).filter(|(_, a)| is_home(*a)).map(|(p, _)| *p).collect()
    }
}

/// Sets the labels of one side in the order of their height, evenly where they are many.
fn label_side(
    canvas: &mut Canvas,
    middles: &[(usize, f64, f64)],
    labels: &[Label],
    (x, anchor): (f64, Anchor),
    height: f64,
    radius: f64,
) {
    let mut ordered = middles.to_vec();
    ordered.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
    let n_lines = [3, 2].into_iter().find(|&lines| ordered.len() as f64 * room_of(lines) <= height - HALF).unwrap_or(1);
    let ys = places(&ordered, room_of(n_lines), (HEAD + HALF, HEAD + height - HALF));
    let inward = if anchor == Anchor::End { 1.0 } else { -1.0 };
    uncross(&mut ordered, x, &ys);
    for (&(topic, to_x, to_y), y) in ordered.iter().zip(ys) {
        let mark = radius.max(3.5) + 0.5;
        canvas.line(&[(x, y), (to_x, to_y)], "#8a93a1", 1);
        canvas.dots(&[(to_x, to_y)], mark + 3.0, "#ffffff");
        put(canvas, &[(to_x, to_y)], (radius, mark), labels[topic].color);
        put(canvas, &[(x - inward * KEY, y)], (radius, 4.5), labels[topic].color);
        let lines = width::wrap(&labels[topic].whole(), LETTERS, ROOM, n_lines);
        let first = y - (lines.len() as f64 - 1.0) * LINE / 2.0;
        for (i, line) in lines.iter().enumerate() {
            canvas.text(x - inward * 2.0 * KEY, first + i as f64 * LINE, LETTERS, anchor, INK, line);
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
    fn a_line_ends_where_its_topic_is_at_home_on_the_side_of_the_label() {
        let block = |x: f64, topic: usize| (0..25).map(move |i| ((x + (i % 5) as f64, (i / 5) as f64), topic));
        let mut points: Vec<((f64, f64), usize)> = block(50.0, 0).chain(block(20.0, 1)).collect();
        // One among the other topic, and a stray with none around.
        points.extend([((22.5, 2.5), 0), ((5.0, 2.0), 0)]);
        let own: Vec<(f64, f64)> = points.iter().filter(|p| p.1 == 0).map(|p| p.0).collect();
        let home = Squares::new(&points, 2, 3.0).home(0, &own);
        assert_eq!(home, own[..25]);
        assert_eq!(end(&(0, 52.0, 2.0, home.clone()), 0.0), (0, 50.0, 2.0));
        assert_eq!(end(&(0, 52.0, 2.0, home), 100.0), (0, 54.0, 2.0));
        assert_eq!(end(&(0, 52.0, 2.0, Vec::new()), 100.0), (0, 52.0, 2.0));
    }

    #[test]
    fn the_middle_of_a_topic_is_one_of_its_records() {
        let two_places = [(0.0, 9.0), (1.0, 8.0), (9.0, 1.0), (8.0, 0.0), (9.5, 0.0)];
        assert!(two_places.contains(&middle(&two_places)));
    }
}
