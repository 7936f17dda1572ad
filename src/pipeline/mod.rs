//! The whole program on one screen: sources and settings in, an analysis out.
