//! History: analyses of many runs in, topic identity and what changed out.

pub mod changes;
pub mod course;
pub mod events;
pub mod fingerprint;
pub mod folder;
pub mod growth;
pub mod hungarian;
pub mod identity;
pub mod matching;
pub mod novelty;
pub mod recognize;
pub mod render;
pub mod snapshot;
pub mod store;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
