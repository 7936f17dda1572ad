//! Comma-, tab- and semicolon-separated tables.
