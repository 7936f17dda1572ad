//! Writes a corpus in one of the formats.
