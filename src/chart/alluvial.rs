//! Alluvial diagram: a column a run, a block a topic, a band for the records that went from one to another.

use super::canvas::{Anchor, Canvas, INK, SOFT};
use super::palette::between;
use super::shares::{RunTopics, times};
use super::{AROUND, LEAST_ROW, PAGE, SMALLEST, WIDTH, color, nothing, row_height, width};

/// Records that went from one topic to another (none: from or to nowhere), and how many.
pub type Flow = (Option<usize>, Option<usize>, usize);

/// Width of a block.
const BLOCK: f64 = 14.0;
/// Share of a color in that of a band, the rest white, so that bands that cross can be told apart.
const BAND: f64 = 0.35;
/// Least room in which a name says more than its number.
const NAME: f64 = 40.0;

/// Where a block stands, and how much of it is taken by bands.
struct Block {
    topic: usize,
    top: f64,
    height: f64,
    left_taken: f64,
    right_taken: f64,
}

/// Draws the runs side by side; `flows[i]` are the records (from, to, number) between run `i` and the next one.
pub fn alluvial(title: &str, runs: &[RunTopics], flows: &[Vec<Flow>]) -> String {
    let k = runs.iter().map(|run| run.topics.len()).max().unwrap_or(0);
    if runs.len() < 2 || flows.len() + 1 != runs.len() || k == 0 {
        return nothing(title);
    }
    let (left, right, top) = (210.0, 260.0, 48.0);
    let step = ((WIDTH - left - right) / (runs.len() - 1) as f64).min(260.0);
    let gap = row_height(k) / 5.0;
    let room = (360.0_f64).max(k as f64 * 22.0).min(PAGE - AROUND - k as f64 * LEAST_ROW).max(0.0);
    let mut columns: Vec<Vec<Block>> = runs.iter().map(|run| blocks(run, top, (room, gap))).collect();
    let bottom = columns.iter().flatten().map(|block| block.top + block.height).fold(top, f64::max);
    let whole = left + right + step * (runs.len() - 1) as f64;
    let mut canvas = Canvas::new(whole, bottom + 44.0, title);
    let x = |run: usize| left + run as f64 * step;
    for (i, step_flows) in flows.iter().enumerate() {
        let (before, after) = columns.split_at_mut(i + 1);
        bands(&mut canvas, (&mut before[i], &mut after[0]), (&runs[i], &runs[i + 1]), step_flows, (x(i), x(i + 1)));
    }
    let days = times(runs);
    for (i, (run, column)) in runs.iter().zip(&columns).enumerate() {
        for (block, topic) in column.iter().zip(&run.topics) {
            canvas.rectangle(x(i), block.top, BLOCK, block.height, color(topic.color));
            let middle = block.top + block.height / 2.0;
            let name = format!("T{} {}", topic.topic, topic.label);
            let high = block.height + gap;
            if i == 0 {
                canvas.label((x(i) - 6.0, middle), SMALLEST, Anchor::End, &name, (left - 20.0, high));
            } else if i + 1 == runs.len() {
                let room = (right - 40.0, high);
                canvas.label((x(i) + BLOCK + 6.0, middle), SMALLEST, Anchor::Start, &name, room);
            } else if is_first(runs, i, topic.topic) {
                let room = step - BLOCK - 12.0;
                let name = if room < NAME { format!("T{}", topic.topic) } else { width::fit(&name, SMALLEST, room) };
                canvas.text(x(i) + BLOCK + 4.0, middle, SMALLEST, Anchor::Start, INK, &name);
            }
        }
    }
    let widest = days.iter().map(|(day, time)| width::of(day, SMALLEST).max(width::of(time, SMALLEST)));
    let every = ((widest.fold(0.0, f64::max) + 6.0) / step).ceil().max(1.0) as usize;
    for (i, (day, time)) in days.iter().enumerate().step_by(every) {
        canvas.text(x(i) + BLOCK / 2.0, bottom + 20.0, SMALLEST, Anchor::Middle, SOFT, day);
        canvas.text(x(i) + BLOCK / 2.0, bottom + 34.0, SMALLEST, Anchor::Middle, SOFT, time);
    }
    canvas.finish("How the records of each topic went on from run to run.")
}

/// Whether a topic is seen here for the first time and not in the last run, where it would have its name.
fn is_first(runs: &[RunTopics], run: usize, topic: usize) -> bool {
    let has = |run: &RunTopics| run.topics.iter().any(|t| t.topic == topic);
    !runs[..run].iter().any(has) && !runs.last().is_some_and(has)
}

/// The blocks of a run, each high enough for a line of its name.
fn blocks(run: &RunTopics, top: f64, (room, gap): (f64, f64)) -> Vec<Block> {
    let mut y = top;
    let place = |topic: &super::RunTopic| {
        let share = if topic.share.is_finite() { topic.share.clamp(0.0, 1.0) } else { 0.0 };
        let height = (share * room).max(LEAST_ROW - gap);
        let block = Block { topic: topic.topic, top: y, height, left_taken: 0.0, right_taken: 0.0 };
        y += height + gap;
        block
    };
    run.topics.iter().map(place).collect()
}

/// Draws the bands of one step; what came from nowhere or went nowhere has none.
fn bands(
    canvas: &mut Canvas,
    (before, after): (&mut [Block], &mut [Block]),
    (from_run, to_run): (&RunTopics, &RunTopics),
    flows: &[Flow],
    (x0, x1): (f64, f64),
) {
    let total = |pick: &dyn Fn(&Flow) -> bool| -> f64 {
        flows.iter().filter(|f| pick(f)).map(|f| f.2 as f64).sum::<f64>().max(1.0)
    };
    for (a, source) in from_run.topics.iter().enumerate() {
        let leaving = total(&|f| f.0 == Some(source.topic));
        for (b, target) in to_run.topics.iter().enumerate() {
            let n: usize =
                flows.iter().filter(|f| f.0 == Some(source.topic) && f.1 == Some(target.topic)).map(|f| f.2).sum();
            if n == 0 {
                continue;
            }
            let arriving = total(&|f| f.1 == Some(target.topic));
            let (out, into) = (n as f64 / leaving * before[a].height, n as f64 / arriving * after[b].height);
            debug_assert!(before[a].topic == source.topic && after[b].topic == target.topic);
            let (y0, y1) = (before[a].top + before[a].right_taken, after[b].top + after[b].left_taken);
            before[a].right_taken += out;
            after[b].left_taken += into;
            canvas.area(&band((x0 + BLOCK, y0, out), (x1, y1, into)), &between("#ffffff", color(source.color), BAND));
        }
    }
}

/// The outline of a band that bends between two columns.
fn band((x0, y0, h0): (f64, f64, f64), (x1, y1, h1): (f64, f64, f64)) -> Vec<(f64, f64)> {
    const STEPS: usize = 16;
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let upper = (0..=STEPS).map(|i| i as f64 / STEPS as f64).map(|t| (x0 + (x1 - x0) * t, y0 + (y1 - y0) * ease(t)));
    let lower = (0..=STEPS)
        .rev()
        .map(|i| i as f64 / STEPS as f64)
        .map(|t| (x0 + (x1 - x0) * t, y0 + h0 + (y1 + h1 - y0 - h0) * ease(t)));
    upper.chain(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::RunTopic;

    #[test]
    fn every_topic_has_its_name_somewhere() {
        let run = |topics: &[usize]| RunTopics {
            name: "2026-01-01T06:00:00Z".into(),
            topics: topics
                .iter()
                .map(|t| RunTopic { topic: *t, label: format!("about {t}"), color: *t, share: 0.3 })
                .collect(),
        };
        let runs = [run(&[1, 2]), run(&[1, 3]), run(&[1, 3, 4]), run(&[1, 4])];
        let svg = alluvial("Records", &runs, &[vec![], vec![], vec![]]);
        let counts = [1, 2, 3, 4].map(|topic| svg.matches(&format!("T{topic} about {topic}")).count());
        // The first stands at both ends; the third was there in between only.
        assert_eq!(counts, [2, 1, 1, 1]);
    }
}
