//! Tells the format of a file from its first bytes.
