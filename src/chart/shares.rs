//! Topic shares over runs: a line a topic, its name at the right end.

use super::canvas::{Anchor, Canvas, GRID, INK, SOFT};
use super::{WIDTH, color, nothing, row_height, short, step, width};

/// One topic in one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunTopic {
    /// Its lasting number.
    pub topic: usize,
    /// Its name in that run.
    pub label: String,
    /// Place in the palette.
    pub color: usize,
    /// Share of the run's records, 0..=1.
    pub share: f64,
}

/// One run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunTopics {
    /// Its time or name.
    pub name: String,
    /// Its topics.
    pub topics: Vec<RunTopic>,
}

/// Distance of two names at the right that touch, where they are few.
const GAP: f64 = 16.0;

/// Draws the share of every topic in every run; a line stops where its topic ends.
pub fn shares(title: &str, runs: &[RunTopics]) -> String {
    let most = runs.iter().flat_map(|r| &r.topics).map(|t| t.share).filter(|s| s.is_finite()).fold(0.0, f64::max);
    if runs.len() < 2 || most <= 0.0 {
        return nothing(title);
    }
    let last = topics_at_end(runs);
    let (left, right, top) = (56.0, 300.0, 48.0);
    let gap = GAP.min(row_height(last.len()));
    let bottom = top + (320.0_f64).max(last.len() as f64 * gap);
    let x = |run: usize| left + run as f64 / (runs.len() - 1) as f64 * (WIDTH - left - right);
    let y = |share: f64| bottom - share / most * (bottom - top);
    let mut canvas = Canvas::new(WIDTH, bottom + 44.0, title);
    canvas.measure("share of the records of a run");
    let tick = step(most * 100.0, 5.0);
    for i in 0..=((most * 100.0 / tick) as usize) {
        let value = i as f64 * tick;
        canvas.line(&[(left, y(value / 100.0)), (x(runs.len() - 1), y(value / 100.0))], GRID, 1);
        canvas.text(left - 6.0, y(value / 100.0), 11.0, Anchor::End, SOFT, &format!("{} %", short(value)));
    }
    let every = runs.len().div_ceil(6).max(1);
    for (run, (day, time)) in times(runs).iter().enumerate().filter(|(run, _)| run % every == 0) {
        canvas.text(x(run), bottom + 18.0, 11.0, Anchor::Middle, SOFT, day);
        canvas.text(x(run), bottom + 32.0, 11.0, Anchor::Middle, SOFT, time);
    }
    for topic in &last {
        let at = |run: &RunTopics| run.topics.iter().find(|t| t.topic == topic.topic).map(|t| t.share);
        let points: Vec<(f64, f64)> =
            runs.iter().enumerate().filter_map(|(i, run)| at(run).map(|share| (x(i), y(share)))).collect();
        canvas.line(&points, color(topic.color), 2);
        canvas.dots(&points, 3.0, color(topic.color));
    }
    names(&mut canvas, runs, (&last, gap), (x(runs.len() - 1) + 12.0, right - 34.0), &y);
    canvas.finish("The share of every topic in the records of each run.")
}

/// The day of every run, and its time where another run had the same day; to the second where two had the same minute.
pub(super) fn times(runs: &[RunTopics]) -> Vec<(String, String)> {
    let parts = |name: &str| -> (String, String) {
        let (day, time) = name.split_once('T').unwrap_or((name, ""));
        (day.to_string(), time.trim_end_matches('Z').to_string())
    };
    let minute = |time: &str| time.chars().take(5).collect::<String>();
    let all: Vec<(String, String)> = runs.iter().map(|run| parts(&run.name)).collect();
    let shown = |(day, time): &(String, String)| {
        let minutes: Vec<String> = all.iter().filter(|other| other.0 == *day).map(|other| minute(&other.1)).collect();
        let distinct: std::collections::BTreeSet<&String> = minutes.iter().collect();
        let time = match minutes.len() {
            1 => String::new(),
            _ if time.is_empty() => String::new(),
            n if n == distinct.len() => format!("{} UTC", minute(time)),
            _ => format!("{time} UTC"),
        };
        (day.clone(), time)
    };
    all.iter().map(shown).collect()
}

/// Every topic as it was when it was last seen, the largest first.
fn topics_at_end(runs: &[RunTopics]) -> Vec<RunTopic> {
    let mut found: Vec<RunTopic> = Vec::new();
    for topic in runs.iter().rev().flat_map(|run| &run.topics) {
        if !found.iter().any(|f| f.topic == topic.topic) {
            found.push(topic.clone());
        }
    }
    found.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.topic.cmp(&b.topic)));
    found
}

/// Names at the right, moved apart where they would touch.
fn names(
    canvas: &mut Canvas,
    runs: &[RunTopics],
    (topics, gap): (&[RunTopic], f64),
    (x, room): (f64, f64),
    y: &dyn Fn(f64) -> f64,
) {
    let mut below = f64::NEG_INFINITY;
    let n_left = |at: usize| (topics.len() - at) as f64;
    let floor = y(0.0);
    for (at, topic) in topics.iter().enumerate() {
        let goes_on = runs.last().is_some_and(|run| run.topics.iter().any(|t| t.topic == topic.topic));
        let place = y(topic.share).max(below + gap).min(floor - (n_left(at) - 1.0) * gap);
        below = place;
        let ended = if goes_on { "" } else { " (ended)" };
        let text = width::fit(&format!("T{} {}{ended}", topic.topic, topic.label), 11.5, room);
        canvas.line(
            &[(x - 10.0, if goes_on { y(topic.share) } else { place }), (x - 3.0, place)],
            color(topic.color),
            1,
        );
        canvas.text(x, place, 11.5, Anchor::Start, INK, &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_one_day_are_told_apart_by_time() {
        let told = |names: &[&str]| -> Vec<String> {
            let run = |name: &&str| RunTopics { name: name.to_string(), topics: Vec::new() };
            let runs: Vec<RunTopics> = names.iter().map(run).collect();
            times(&runs).into_iter().map(|(day, time)| format!("{day} {time}")).collect()
        };
        let names = ["2026-01-01T06:00:00Z", "2026-01-02T06:00:00Z", "2026-01-02T07:30:05Z", "x"];
        assert_eq!(told(&names), ["2026-01-01 ", "2026-01-02 06:00 UTC", "2026-01-02 07:30 UTC", "x "]);
        let names = ["2026-01-02T06:00:00Z", "2026-01-02T07:30:05Z", "2026-01-02T07:30:09Z"];
        assert_eq!(told(&names), ["2026-01-02 06:00:00 UTC", "2026-01-02 07:30:05 UTC", "2026-01-02 07:30:09 UTC"]);
    }
}
