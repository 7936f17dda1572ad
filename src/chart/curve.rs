//! Silhouette against the number of topics: a line with the chosen number and the candidates marked.

use super::canvas::{Anchor, Canvas, GRID, INK, SOFT};
use super::{nothing, short, span, step};

/// From a candidate's point to the middle of its number.
const BELOW: f64 = 14.0;

/// Draws the curve.
pub fn curve(title: &str, points: &[(usize, f64)], chosen: usize, candidates: &[usize]) -> String {
    let points: Vec<(usize, f64)> = points.iter().copied().filter(|p| p.1.is_finite()).collect();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return nothing(title) };
    let (left, top, width, height) = (70.0, 60.0, 760.0, 360.0);
    // The numbers of candidates have room between the axis and its ticks.
    let floor = height - 36.0 - 2.0 * BELOW;
    let (low, high) = span(points.iter().map(|p| p.1));
    let n_steps = (last.0 - first.0).max(1) as f64;
    let x = |k: usize| left + 20.0 + (k - first.0) as f64 / n_steps * (width - left - 70.0);
    let y = |value: f64| floor - (value - low) / (high - low) * (floor - top);
    let mut canvas = Canvas::new(width, height, title);
    canvas.measure("mean silhouette");
    let tick = step(high - low, 5.0);
    for i in ((low / tick).ceil() as i64)..=((high / tick).floor() as i64) {
        let value = i as f64 * tick;
        canvas.line(&[(left, y(value)), (width - 30.0, y(value))], GRID, 1);
        canvas.text(left - 8.0, y(value), 11.0, Anchor::End, SOFT, &short(value));
    }
    let every = step(n_steps, 12.0).ceil().max(1.0) as usize;
    for k in (first.0..=last.0).filter(|k| k % every == 0) {
        canvas.text(x(k), height - 36.0, 11.0, Anchor::Middle, SOFT, &k.to_string());
    }
    canvas.text((left + width - 30.0) / 2.0, height - 14.0, 12.0, Anchor::Middle, INK, "number of topics");
    let line: Vec<(f64, f64)> = points.iter().map(|p| (x(p.0), y(p.1))).collect();
    canvas.line(&line, "#0072b2", 2);
    canvas.dots(&line, 2.5, "#0072b2");
    for &(k, value) in points.iter().filter(|p| candidates.contains(&p.0) && p.0 != chosen) {
        canvas.dots(&[(x(k), y(value))], 5.0, "#5b5b5b");
        // Below its point, since the chosen one may be the next and has its words above.
        canvas.text(x(k), y(value) + BELOW, 11.0, Anchor::Middle, SOFT, &k.to_string());
    }
    if let Some(&(k, value)) = points.iter().find(|p| p.0 == chosen) {
        canvas.line(&[(x(k), y(value)), (x(k), floor)], "#d55e00", 1);
        canvas.dots(&[(x(k), y(value))], 6.5, "#d55e00");
        canvas.text(x(k), y(value) - 16.0, 12.5, Anchor::Middle, INK, &format!("{k} chosen"));
    }
    canvas.finish(&format!("Mean silhouette for {} to {} topics; {chosen} chosen.", first.0, last.0))
}
