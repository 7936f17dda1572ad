//! themata finds, names and charts the themes in a body of literature.
//!
//! The data flows one way, and a module imports only what stands above it here:
//!
//! | module | takes | gives |
//! |---|---|---|
//! | [`memory`] | | lists in memory or in files, freed memory given back to the system |
//! | [`math`] | numbers | dot products, norms, ranks, special functions |
//! | [`corpus`] | bytes | records and issues |
//! | [`text`] | records | the terms of every document |
//! | [`vectorize`] | terms | vocabulary, counts, TF-IDF rows |
//! | [`similarity`] | rows | neighbors, near-duplicates |
//! | [`cluster`] | rows | assignments, centroids, choice of k, stability |
//! | [`topics`] | clusters, counts, records | labels and their evidence |
//! | [`analysis`] | | the results side by side |
//! | [`chart`] | labels and numbers | SVG |
//! | [`report`] | an analysis | the files of a run |
//! | [`config`] | TOML | the settings of every stage |
//! | [`history`] | analyses of many runs | topic identity, what changed |
//! | [`pipeline`] | sources, settings | an analysis |
//! | [`cli`] | arguments | exit code |

pub mod analysis;
pub mod chart;
pub mod cli;
pub mod cluster;
pub mod config;
pub mod corpus;
pub mod history;
pub mod math;
pub mod memory;
pub mod pipeline;
pub mod report;
pub mod similarity;
pub mod text;
pub mod topics;
pub mod vectorize;
