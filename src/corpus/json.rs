//! JSON and JSONL of every known kind.
