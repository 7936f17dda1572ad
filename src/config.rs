//! Settings: TOML in, one Config made of each stage's parameters out.
