//! RIS in every dialect.
