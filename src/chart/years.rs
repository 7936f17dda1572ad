//! Topics by year: for every topic a row of bars on a common time axis and a common scale.

use super::canvas::{Anchor, Canvas, GRID, INK, SOFT};
use super::{Label, color, nothing};

/// Draws records per year (or per run of years where they are many); a row a topic.
pub fn years(title: &str, labels: &[Label], counts: &[Vec<(i32, usize)>]) -> String {
    let all = || counts.iter().flatten().map(|c| c.0);
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return nothing(title) };
    let span = (last - first + 1).max(1);
    let years_a_bar = (span as usize).div_ceil(40).max(1) as i32;
    let n_bars = ((span as usize).div_ceil(years_a_bar as usize)).max(1);
    let (left, right, top, width) = (330.0, 50.0, 48.0, 860.0);
    let row = if labels.len() > 12 { 30.0 } else { 44.0 };
    let height = top + row * labels.len() as f64 + 34.0;
    let slot = (width - left - right) / n_bars as f64;
    let mut canvas = Canvas::new(width, height);
    canvas.text(12.0, 20.0, 15.0, Anchor::Start, INK, title);
    let binned: Vec<Vec<usize>> = counts
        .iter()
        .map(|own| {
            let mut bins = vec![0; n_bars];
            own.iter().for_each(|&(year, n)| bins[((year - first) / years_a_bar) as usize] += n);
            bins
        })
        .collect();
    let most = binned.iter().flatten().copied().max().unwrap_or(1).max(1);
    for (topic, bins) in binned.iter().enumerate() {
        let base = top + row * (topic + 1) as f64;
        canvas.line(&[(left, base), (width - right, base)], GRID, 1);
        canvas.text_within(
            (left - 10.0, base - row / 2.0),
            12.5,
            Anchor::End,
            INK,
            &labels[topic].whole(),
            left - 22.0,
        );
        for (i, &n) in bins.iter().enumerate().filter(|(_, n)| **n > 0) {
            let bar = (n as f64 / most as f64 * (row - 8.0)).max(1.0);
            canvas.rectangle(
                left + i as f64 * slot + 1.0,
                base - bar,
                (slot - 2.0).max(1.0),
                bar,
                color(labels[topic].color),
            );
        }
        let peak = bins.iter().copied().max().unwrap_or(0);
        canvas.text(width - right + 6.0, base - row / 2.0, 11.0, Anchor::Start, SOFT, &format!("max {peak}"));
    }
    let every = (n_bars as f64 / 10.0).ceil().max(1.0) as usize;
    for i in (0..n_bars).step_by(every) {
        let year = first + i as i32 * years_a_bar;
        canvas.text(left + (i as f64 + 0.5) * slot, height - 16.0, 11.0, Anchor::Middle, SOFT, &year.to_string());
    }
    let unit = if years_a_bar == 1 { "records a year".to_string() } else { format!("records in {years_a_bar} years") };
    canvas.text(width - 12.0, 20.0, 11.0, Anchor::End, SOFT, &format!("{unit}, all rows on one scale"));
    canvas.finish(title, &format!("Records of every topic by year, {first} to {last}."))
}
