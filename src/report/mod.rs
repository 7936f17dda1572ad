//! Report: an analysis in, the files of a run out.
