//! Topics by year: for every topic a row of bars on a common time axis and a common scale.
//!
//! Where a few early records would make the bars of all others coarse, they share one bar before the axis.

use super::canvas::{Anchor, Canvas, GRID, SOFT};
use super::{LABEL, LEFT, Label, WIDTH, color, nothing, row_height};

/// Bars on the axis; where there are more years, several share a bar.
const MOST_BARS: i32 = 40;
/// One record in so many may stand before the axis, where that makes the bars finer.
const EARLY: usize = 50;
/// Place of a bar from which the first year stands beside "before" without a jostle.
const ROOMY: f64 = 30.0;
/// Widest place of a bar, so that a single year is no wall.
const WIDEST: f64 = 48.0;

/// Draws records per year (or per run of years where they are many); a row a topic.
pub fn years(title: &str, labels: &[Label], counts: &[Vec<(i32, usize)>]) -> String {
    let Some(axis) = Axis::new(counts) else { return nothing(title) };
    let (left, right, top) = (LEFT, 60.0, 48.0);
    let row = if labels.len() > 12 { row_height(labels.len()) } else { 44.0 };
    let tallest = (row - 8.0).max(row * 0.6);
    let height = top + row * labels.len() as f64 + 34.0;
    let slot = ((WIDTH - left - right) / axis.n_slots() as f64).min(WIDEST);
    let mut canvas = Canvas::new(WIDTH, height, title);
    let binned: Vec<Vec<usize>> = counts.iter().map(|own| axis.binned(own)).collect();
    let most = binned.iter().flatten().copied().max().unwrap_or(1).max(1);
    for (label, (topic, bars)) in labels.iter().zip(binned.iter().enumerate()) {
        let base = top + row * (topic + 1) as f64;
        canvas.line(&[(left, base), (WIDTH - right, base)], GRID, 1);
        let middle = base - row / 2.0;
        canvas.label((left - 10.0, middle), LABEL, Anchor::End, &label.whole(), (left - 22.0, row - 1.0));
        for (i, &n) in bars.iter().enumerate().filter(|(_, n)| **n > 0) {
            let bar = (n as f64 / most as f64 * tallest).max(1.0);
            let x = left + i as f64 * slot + 1.0;
            canvas.rectangle(x, base - bar, (slot - 2.0).max(1.0), bar, color(label.color));
        }
        let peak = bars.iter().copied().max().unwrap_or(0);
        let note = if peak > 0 { format!("max {peak}") } else { "no year".to_string() };
        canvas.text(WIDTH - right + 6.0, middle, 11.0, Anchor::Start, SOFT, &note);
    }
    axis.ticks(&mut canvas, (left, height - 16.0), slot);
    canvas.measure(&format!("{}, all rows on one scale", axis.unit()));
    canvas.finish(&axis.spoken())
}

/// How years become bars.
struct Axis {
    /// The first year of all.
    earliest: i32,
    /// The first year on the axis; records before it share one bar.
    first: i32,
    last: i32,
}

impl Axis {
    /// The axis with the finest bars that leaving few records before it allows, and as few of them as that takes.
    fn new(counts: &[Vec<(i32, usize)>]) -> Option<Axis> {
        let mut years: Vec<(i32, usize)> = counts.iter().flatten().copied().filter(|c| c.1 > 0).collect();
        years.sort_unstable();
        let (earliest, last) = (years.first()?.0, years.last()?.0);
        let most_early = years.iter().map(|c| c.1).sum::<usize>().div_ceil(EARLY);
        let mut n_before = 0;
        let mut starts: Vec<i32> = Vec::new();
        for (year, n) in years {
            if n_before > most_early {
                break;
            }
            starts.push(year);
            n_before += n;
        }
        let finest = starts.last().map(|start| years_a_bar(*start, last))?;
        let first = starts.into_iter().find(|start| years_a_bar(*start, last) == finest)?;
        Some(Axis { earliest, first, last })
    }

    /// The bar before the axis and a blank behind it.
    fn n_early(&self) -> usize {
        if self.earliest < self.first { 2 } else { 0 }
    }

    fn n_bars(&self) -> usize {
        (self.last - self.first) as usize / years_a_bar(self.first, self.last) as usize + 1
    }

    fn n_slots(&self) -> usize {
        self.n_early() + self.n_bars()
    }

    /// Records in every slot.
    fn binned(&self, own: &[(i32, usize)]) -> Vec<usize> {
        let mut bins = vec![0; self.n_slots()];
        for &(year, n) in own {
            let after = (year - self.first) / years_a_bar(self.first, self.last);
            bins[if year < self.first { 0 } else { self.n_early() + after as usize }] += n;
        }
        bins
    }

    /// Writes the years below the bars.
    fn ticks(&self, canvas: &mut Canvas, (left, y): (f64, f64), slot: f64) {
        if self.n_early() > 0 {
            canvas.text(left + slot, y, 11.0, Anchor::End, SOFT, &format!("before {}", self.first));
        }
        let is_told = |i: &usize| *i > 0 || self.n_early() == 0 || slot > ROOMY;
        for i in (0..self.n_bars()).step_by(self.n_bars().div_ceil(10)).filter(is_told) {
            let year = self.first + i as i32 * years_a_bar(self.first, self.last);
            let x = left + ((self.n_early() + i) as f64 + 0.5) * slot;
            canvas.text(x, y, 11.0, Anchor::Middle, SOFT, &year.to_string());
        }
    }

    fn unit(&self) -> String {
        match years_a_bar(self.first, self.last) {
            1 => "records a year".to_string(),
            n => format!("records in {n} years"),
        }
    }

    fn spoken(&self) -> String {
        let early = if self.n_early() > 0 { format!(", those before {} together", self.first) } else { String::new() };
        format!("Records of every topic by year, {} to {}{early}.", self.earliest, self.last)
    }
}

/// Years that share a bar.
fn years_a_bar(first: i32, last: i32) -> i32 {
    (last - first) / MOST_BARS + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[(i32, usize)], first: i32, years_in_a_bar: i32) {
        let axis = Axis::new(&[counts.to_vec()]).unwrap();
        assert_eq!((axis.first, years_a_bar(axis.first, axis.last)), (first, years_in_a_bar), "{counts:?}");
        assert_eq!(axis.binned(counts).iter().sum::<usize>(), counts.iter().map(|c| c.1).sum::<usize>());
    }

    #[test]
    fn early_strays_share_one_bar() {
        let recent = |early: &[(i32, usize)]| -> Vec<(i32, usize)> {
            early.iter().copied().chain((2005..=2024).map(|year| (year, 8))).collect()
        };
        check(&recent(&[]), 2005, 1);
        check(&recent(&[(1850, 1)]), 2005, 1);
        check(&recent(&[(1850, 1), (1957, 2)]), 2005, 1);
        // Too many for strays: they are a part of the picture.
        check(&recent(&[(1850, 2), (1957, 9)]), 1957, 2);
        // What fits stays on the axis, however far apart.
        check(&recent(&[(1990, 1)]), 1990, 1);
        check(&(1958..=2020).map(|year| (year, 5)).collect::<Vec<_>>(), 1958, 2);
        check(&[(2020, 3)], 2020, 1);
    }
}
