//! Colors and marks: a topic number in, its color in all charts and its mark where it has points out.
//!
//! The first eight are Okabe & Ito's for readers who do not tell red from green; the others vary them in lightness, and
//! no chart tells topics apart by color alone. Five marks in turn part those of the first ten that are alike to readers
//! without a sense for red or green; four would leave two pairs of them.
//!
//! # References
//! M. Okabe & K. Ito (2008), *Color universal design*.

/// How many colors there are before they repeat.
pub const N_COLORS: usize = 30;

const PALETTE: [&str; N_COLORS] = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8500", "#5b5b5b", "#004c78", "#a66f00",
    "#00664a", "#96507a", "#1f7fb0", "#8f3f00", "#b8ae00", "#8f8f8f", "#7aa6c9", "#f2c46d", "#66c2a5", "#e3b1cd",
    "#9ad4f5", "#ee9b5f", "#d8d24a", "#b9b9b9", "#26456e", "#6b4a00", "#2d4d3a", "#5f2f4c", "#3b8ea5", "#c44536",
];

/// The color of a topic; repeats after thirty.
pub fn color(topic: usize) -> &'static str {
    PALETTE[topic % PALETTE.len()]
}

/// Red, green and blue of a color.
pub fn parts(hex: &str) -> [u8; 3] {
    [1, 3, 5].map(|at| hex.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok()).unwrap_or(0))
}

/// Whether white letters are easier to read on a color than black ones, by their contrast (WCAG 2).
pub fn is_dark(hex: &str) -> bool {
    let linear = |part: u8| {
        let share = f64::from(part) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = parts(hex).map(linear);
    // Where both have the same contrast.
    0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179
}

/// The color between two, at a share of the way from the first.
pub fn between(from: &str, to: &str, share: f64) -> String {
    let (from, to) = (parts(from).map(f64::from), parts(to).map(f64::from));
    let [red, green, blue] = [0, 1, 2].map(|i| (from[i] + (to[i] - from[i]) * share.clamp(0.0, 1.0)).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The corners of a mark around its point, of the area of a circle of radius 1; none: that circle.
pub type Mark = &'static [(f64, f64)];

const MARKS: [Mark; 5] = [
    &[],
    &[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)],
    &[(0.0, -1.5), (1.35, 0.83), (-1.35, 0.83)],
    &[(0.0, -1.3), (1.2, 0.0), (0.0, 1.3), (-1.2, 0.0)],
    &[
        (-0.4, -1.4),
        (0.4, -1.4),
        (0.4, -0.4),
        (1.4, -0.4),
        (1.4, 0.4),
        (0.4, 0.4),
        (0.4, 1.4),
        (-0.4, 1.4),
        (-0.4, 0.4),
        (-1.4, 0.4),
        (-1.4, -0.4),
        (-0.4, -0.4),
    ],
];

/// The mark of a topic; another one where its color comes back.
pub fn mark(topic: usize) -> Mark {
    MARKS[(topic + topic / N_COLORS) % MARKS.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_different_colors() {
        let distinct: std::collections::BTreeSet<&str> = (0..N_COLORS).map(color).collect();
        assert_eq!(distinct.len(), 30);
    }

    #[test]
    fn what_looks_alike_has_another_mark() {
        // Pairs of the first ten that a deuteranope hardly tells apart, and colors that come back.
        for (one, other) in [(6, 9), (5, 6), (5, 9), (2, 3), (1, 5), (0, 8), (0, 30), (7, 37)] {
            assert_ne!(mark(one), mark(other), "{one} and {other}");
        }
    }
}
