//! One document of running text.
