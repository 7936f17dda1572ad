//! Charts: labels and numbers in, SVG text out. The only user of plotters; imports math only.

mod palette;

pub use palette::color;
