//! Silhouette and stability against the number of topics: a line each, one above the other, with the chosen number and
//! the candidates marked.

use super::canvas::{Anchor, Canvas, GRID, INK, SOFT};
use super::{nothing, short, span, step};

/// From a candidate's point to the middle of its number.
const BELOW: f64 = 14.0;
/// Size of the chart, and what stands beside its panels.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 468.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 30.0;
/// Colors of the lines, of the candidates and of the chosen number.
const LINES: [&str; 2] = ["#0072b2", "#009e73"];
const CANDIDATE: &str = "#5b5b5b";
const CHOSEN: &str = "#d55e00";

/// A number of topics, its mean silhouette and its mean stability, if measured.
pub type Tried = (usize, f64, Option<f64>);

/// Draws both curves.
pub fn curve(title: &str, tried: &[Tried], chosen: usize, candidates: &[usize]) -> String {
    let silhouettes: Vec<(usize, f64)> = tried.iter().map(|t| (t.0, t.1)).filter(|p| p.1.is_finite()).collect();
    let stabilities: Vec<(usize, f64)> = tried.iter().filter_map(|t| Some((t.0, t.2?))).collect();
    let (Some(first), Some(last)) = (silhouettes.first(), silhouettes.last()) else { return nothing(title) };
    let mut canvas = Canvas::new(WIDTH, HEIGHT, title);
    let axis = Axis { first: first.0, last: last.0 };
    let upper = Panel { top: 76.0, floor: 250.0, range: span(silhouettes.iter().map(|p| p.1)) };
    let lower = Panel { top: 312.0, floor: HEIGHT - 56.0, range: (0.0, 1.0) };
    upper.frame(&mut canvas, "mean silhouette");
    lower.frame(&mut canvas, "mean stability");
    axis.draw(&mut canvas);
    if let Some(&(k, value)) = silhouettes.iter().find(|p| p.0 == chosen) {
        canvas.line(&[(axis.x(k), upper.y(value)), (axis.x(k), upper.floor)], CHOSEN, 1);
        canvas.line(&[(axis.x(k), lower.top), (axis.x(k), lower.floor)], CHOSEN, 1);
    }
    for ((panel, points), color) in [(&upper, &silhouettes), (&lower, &stabilities)].into_iter().zip(LINES) {
        let at = |&(k, value): &(usize, f64)| (axis.x(k), panel.y(value));
        let line: Vec<(f64, f64)> = points.iter().map(at).collect();
        canvas.line(&line, color, 2);
        canvas.dots(&line, 2.5, color);
        let marked = |is: &dyn Fn(usize) -> bool| points.iter().filter(|p| is(p.0)).map(at).collect::<Vec<_>>();
        canvas.dots(&marked(&|k| candidates.contains(&k) && k != chosen), 5.0, CANDIDATE);
        canvas.dots(&marked(&|k| k == chosen), 6.5, CHOSEN);
    }
    for &(k, value) in &silhouettes {
        let (x, y) = (axis.x(k), upper.y(value));
        if k == chosen {
            canvas.text(x, y - 16.0, 12.5, Anchor::Middle, INK, &format!("{k} chosen"));
        } else if candidates.contains(&k) {
            // Below its point, since the chosen one may be the next and has its words above.
            canvas.text(x, y + BELOW, 11.0, Anchor::Middle, SOFT, &k.to_string());
        }
    }
    canvas.finish(&format!("Mean silhouette and stability for {} to {} topics; {chosen} chosen.", first.0, last.0))
}

/// The numbers of topics from left to right.
struct Axis {
    first: usize,
    last: usize,
}

impl Axis {
    fn x(&self, k: usize) -> f64 {
        LEFT + 20.0 + (k - self.first) as f64 / self.steps() * (WIDTH - LEFT - RIGHT - 40.0)
    }

    fn steps(&self) -> f64 {
        (self.last - self.first).max(1) as f64
    }

    fn draw(&self, canvas: &mut Canvas) {
        let every = step(self.steps(), 12.0).ceil().max(1.0) as usize;
        for k in (self.first..=self.last).filter(|k| k % every == 0) {
            canvas.text(self.x(k), HEIGHT - 36.0, 11.0, Anchor::Middle, SOFT, &k.to_string());
        }
        canvas.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14.0, 12.0, Anchor::Middle, INK, "number of topics");
    }
}

/// One of the two drawings: where it stands, and the lowest and highest value of its axis.
struct Panel {
    top: f64,
    floor: f64,
    range: (f64, f64),
}

impl Panel {
    fn y(&self, value: f64) -> f64 {
        self.floor - (value - self.range.0) / (self.range.1 - self.range.0) * (self.floor - self.top)
    }

    fn frame(&self, canvas: &mut Canvas, measure: &str) {
        canvas.text(LEFT, self.top - 36.0, 11.0, Anchor::Start, INK, measure);
        let (low, high) = self.range;
        let tick = step(high - low, 5.0);
        for i in ((low / tick).ceil() as i64)..=((high / tick).floor() as i64) {
            let value = i as f64 * tick;
            canvas.line(&[(LEFT, self.y(value)), (WIDTH - RIGHT, self.y(value))], GRID, 1);
            canvas.text(LEFT - 8.0, self.y(value), 11.0, Anchor::End, SOFT, &short(value));
        }
    }
}
