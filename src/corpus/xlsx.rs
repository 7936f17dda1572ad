//! Office Open XML spreadsheets.
