//! The charts of a run: an analysis in, named SVG texts out.

use crate::analysis::Analysis;

/// A chart as it goes into the report and into `charts/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// File name without ending.
    pub name: String,
    /// Heading.
    pub title: String,
    /// One sentence on how to read it.
    pub caption: String,
    /// The SVG text.
    pub svg: String,
}

/// Draws every chart that the analysis has data for.
pub fn charts(_analysis: &Analysis) -> Vec<Chart> {
    Vec::new()
}
