//! Topics of topics: a dendrogram, labels at the left, joins to the right.

use super::canvas::{Anchor, Canvas, GRID, SOFT};
use super::{LABEL, LEFT, Label, WIDTH, nothing, row_height, short, step};

/// Draws merges in scipy's form: indices below the number of labels are topics, then earlier merges.
pub fn tree(title: &str, labels: &[Label], merges: &[(usize, usize, f64)]) -> String {
    let k = labels.len();
    if k < 2 || merges.len() + 1 != k || merges.iter().enumerate().any(|(i, m)| m.0 >= k + i || m.1 >= k + i) {
        return nothing(title);
    }
    let (left, right, top, row) = (LEFT, 30.0, 48.0, row_height(k));
    let height = top + row * k as f64 + 40.0;
    let high = merges.iter().map(|m| m.2).filter(|h| h.is_finite()).fold(0.0, f64::max).max(1e-6);
    let x = |distance: f64| left + distance.max(0.0) / high * (WIDTH - left - right);
    let mut canvas = Canvas::new(WIDTH, height, title);
    let mut at: Vec<(f64, f64)> = vec![(0.0, 0.0); k + merges.len()];
    for (place, topic) in leaves(k, merges).into_iter().enumerate() {
        let y = top + (place as f64 + 0.5) * row;
        at[topic] = (0.0, y);
        let room = (left - 34.0, row - 1.0);
        canvas.label((left - 22.0, y), LABEL, Anchor::End, &labels[topic].whole(), room);
        canvas.marks(&[(left - 10.0, y)], 5.0_f64.min(row * 0.3), labels[topic].color);
    }
    canvas.line(&[(left, top), (left, height - 36.0)], GRID, 1);
    for (i, &(a, b, distance)) in merges.iter().enumerate() {
        let (one, two) = (at[a], at[b]);
        canvas.line(&[(x(one.0), one.1), (x(distance), one.1), (x(distance), two.1), (x(two.0), two.1)], SOFT, 2);
        at[k + i] = (distance, (one.1 + two.1) / 2.0);
    }
    let tick = step(high, 5.0);
    for i in 0..=((high / tick) as usize) {
        let value = i as f64 * tick;
        canvas.line(&[(x(value), height - 36.0), (x(value), height - 31.0)], GRID, 1);
        canvas.text(x(value), height - 22.0, 11.0, Anchor::Middle, SOFT, &short(value));
    }
    canvas.text(left, height - 7.0, 11.0, Anchor::Start, SOFT, "1 − cosine of the centres, average linkage");
    canvas.finish("Which topics join first when topics are grouped themselves.")
}

/// Topics in an order in which no two joins cross; the first to the last where the joins do not make one of all.
pub fn leaves(k: usize, merges: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut members: Vec<Vec<usize>> = (0..k).map(|t| vec![t]).collect();
    for &(a, b, _) in merges {
        let joined = [members[a].clone(), members[b].clone()].concat();
        members.push(joined);
    }
    members.pop().filter(|all| all.len() == k).unwrap_or_else(|| (0..k).collect())
}
