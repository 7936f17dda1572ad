//! History: analyses of many runs in, topic identity and what changed out.

pub mod changes;
pub mod events;
pub mod fingerprint;
pub mod growth;
pub mod hungarian;
pub mod identity;
pub mod matching;
pub mod novelty;
pub mod recognize;
pub mod snapshot;
pub mod store;
#[cfg(test)]
mod testing;
