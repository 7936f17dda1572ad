//! Topic by topic similarity: a grid of cells, darker for more similar, with numbers where there is room.

use super::canvas::{Anchor, Canvas, SOFT};
use super::palette::between;
use super::{LEFT, Label, SMALLEST, WIDTH, nothing, row_height, width};

/// Greatest side of a cell, least one of a cell with its number in it, and the blank at the right of the cells.
const CELL: f64 = 56.0;
const TOLD: f64 = 28.0;
const RIGHT: f64 = 24.0;
/// Greatest height of the room of a label, and of a row that is higher than its cells are wide.
const HIGHEST: f64 = 30.0;
const LEAST_SQUARE: f64 = 13.0;
/// Colors of cells of no similarity and of the greatest one.
const LIGHTEST: &str = "#f7fafd";
const DARKEST: &str = "#084081";
/// Share of the way from one to the other up to which black has more contrast than white: 4.5 or more either way.
const PALE: f64 = 0.69;
/// From line to line of the numbers below.
const LINE: f64 = 13.0;

/// Draws the lower triangle and the diagonal; `order` is the order of the topics.
pub fn heatmap(title: &str, labels: &[Label], similarity: &[Vec<f64>], order: &[usize]) -> String {
    let k = labels.len();
    if k < 2 || similarity.len() != k {
        return nothing(title);
    }
    let cell = ((WIDTH - LEFT - RIGHT) / k as f64).min(CELL);
    // Lower rows could not be read, so the cells of very many topics are narrow.
    let row = cell.max(row_height(k).min(LEAST_SQUARE));
    let (left, top) = (LEFT, 44.0);
    let bottom = top + row * k as f64;
    let off = order.iter().flat_map(|&a| order.iter().map(move |&b| (a, b))).filter(|(a, b)| a != b);
    let most = off.map(|(a, b)| similarity[a][b]).filter(|s| s.is_finite()).fold(0.0, f64::max).max(1e-9);
    let caption = format!("cosine of the topics' centres; white: 0, darkest: {most:.2}");
    let wide = (cell * k as f64 + RIGHT).max(width::of(&caption, SMALLEST) + 12.0);
    let n_lines = lines_of_numbers(labels, cell);
    let foot = bottom + 23.0 + n_lines as f64 * LINE;
    let mut canvas = Canvas::new(left + wide, foot + 20.0, title);
    for (i, &a) in order.iter().enumerate() {
        let y = top + i as f64 * row;
        let room = (left - 20.0, row.min(HIGHEST));
        canvas.label((left - 8.0, y + row / 2.0), 12.0, Anchor::End, &labels[a].whole(), room);
        for (j, &b) in order.iter().enumerate().take(i + 1) {
            let x = left + j as f64 * cell;
            let value = if similarity[a][b].is_finite() { similarity[a][b].clamp(0.0, 1.0) } else { 0.0 };
            let shade = if a == b { 0.0 } else { value / most };
            let fill = if a == b { "#eef1f5".to_string() } else { between(LIGHTEST, DARKEST, shade) };
            canvas.rectangle(x, y, cell - 1.0, row - 1.0, &fill);
            if cell >= TOLD && a != b {
                let ink = if shade > PALE { "#ffffff" } else { "#000000" };
                canvas.text(x + cell / 2.0, y + row / 2.0, SMALLEST, Anchor::Middle, ink, &format!("{value:.2}"));
            }
        }
    }
    for (j, &b) in order.iter().enumerate() {
        let (x, y) = (left + (j as f64 + 0.5) * cell, bottom + 12.0 + (j % n_lines) as f64 * LINE);
        canvas.text(x, y, SMALLEST, Anchor::Middle, SOFT, &labels[b].number);
    }
    canvas.text(left, foot, SMALLEST, Anchor::Start, SOFT, &caption);
    canvas.finish("Similarity of every two topics; the numbers stand in report.json.")
}

/// Lines that the numbers below the columns take in turn, so that none touches the next on its line.
fn lines_of_numbers(labels: &[Label], cell: f64) -> usize {
    let widest = labels.iter().map(|label| width::of(&label.number, SMALLEST)).fold(0.0, f64::max);
    ((widest + 3.0) / cell).ceil().max(1.0) as usize
}
