//! Topic by topic similarity: a grid of cells, darker for more similar, with numbers where there is room.

use super::canvas::{Anchor, Canvas, INK, SOFT};
use super::palette::between;
use super::{LEFT, Label, nothing, width};

/// Heights of rows whose labels may stand on two lines; in lower rows all labels stand on one, in one size.
const TWO_LINES: std::ops::RangeInclusive<f64> = 26.0..=30.0;
/// Colors of cells of no similarity and of the greatest one.
const LIGHTEST: &str = "#f7fafd";
const DARKEST: &str = "#084081";
/// Size of the letters of the caption.
const CAPTION: f64 = 11.0;

/// Draws the lower triangle and the diagonal; `order` is the order of the topics.
pub fn heatmap(title: &str, labels: &[Label], similarity: &[Vec<f64>], order: &[usize]) -> String {
    let k = labels.len();
    if k < 2 || similarity.len() != k {
        return nothing(title);
    }
    let cell = (560.0 / k as f64).clamp(18.0, 56.0);
    let (left, top) = (LEFT, 44.0);
    let size = cell * k as f64;
    let off = order.iter().flat_map(|&a| order.iter().map(move |&b| (a, b))).filter(|(a, b)| a != b);
    let most = off.map(|(a, b)| similarity[a][b]).filter(|s| s.is_finite()).fold(0.0, f64::max).max(1e-9);
    let caption = format!("cosine of the topics' centres; white: 0, darkest: {most:.2}");
    let wide = (size + 24.0).max(width::of(&caption, CAPTION) + 12.0);
    let mut canvas = Canvas::new(left + wide, top + size + 56.0, title);
    for (i, &a) in order.iter().enumerate() {
        let y = top + i as f64 * cell;
        row_label(&mut canvas, (left - 8.0, y + cell / 2.0), &labels[a].whole(), (left - 20.0, cell));
        for (j, &b) in order.iter().enumerate().take(i + 1) {
            let x = left + j as f64 * cell;
            let value = if similarity[a][b].is_finite() { similarity[a][b].clamp(0.0, 1.0) } else { 0.0 };
            let shade = if a == b { 0.0 } else { value / most };
            canvas.rectangle(
                x,
                y,
                cell - 1.0,
                cell - 1.0,
                &if a == b { "#eef1f5".to_string() } else { between(LIGHTEST, DARKEST, shade) },
            );
            if cell >= 30.0 && a != b {
                let ink = if shade > 0.55 { "#ffffff" } else { INK };
                canvas.text(x + cell / 2.0, y + cell / 2.0, 11.0, Anchor::Middle, ink, &format!("{value:.2}"));
            }
        }
    }
    for (j, &b) in order.iter().enumerate() {
        canvas.text(
            left + (j as f64 + 0.5) * cell,
            top + size + 12.0,
            11.0_f64.min(cell * 0.6),
            Anchor::Middle,
            SOFT,
            &labels[b].number,
        );
    }
    canvas.text(left, top + size + 36.0, CAPTION, Anchor::Start, SOFT, &caption);
    canvas.finish("Similarity of every two topics; the numbers stand in report.json.")
}

/// The label of a row; cut where a low row has no room for a second line.
fn row_label(canvas: &mut Canvas, at: (f64, f64), text: &str, (room, height): (f64, f64)) {
    if height < *TWO_LINES.start() {
        canvas.text_within(at, 12.0, Anchor::End, INK, text, room);
    } else {
        canvas.label(at, 12.0, Anchor::End, text, (room, height.min(*TWO_LINES.end())));
    }
}
