//! Web of Science tagged plain text.
