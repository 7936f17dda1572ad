//! History: analyses of many runs in, topic identity and what changed out.
//!
//! A scheduled run goes like this, and every step is a plain function:
//!
//! 1. [`lock::acquire`]; [`store::Store::peek`] and [`store::RunMeta::same_work`] tell whether there is work at all.
//! 2. [`store::Store::open`], [`store::Store::last`], [`store::Store::snapshot`]: the run before.
//! 3. For an update: [`update::known_records`] and [`update::initial_assignments`] say where k-means starts.
//! 4. [`snapshot::Snapshot::of`] the new analysis; [`changes::follow`] gives its topics the ids, names and colors they
//!    had and tells what changed; [`render`] makes the texts, [`course`] the numbers for charts over runs.
//! 5. [`store::Store::append`], once the report is in place; [`store::Store::prune`].
//!
//! `themata compare` reads two folders with [`folder::read`] and calls [`changes::compare`]; `themata history` compares
//! two runs of one history with [`changes::between`]. [`schedule`] prints what makes a scheduler do all this.
//!
//! Only [`store`] and [`lock`] touch a file, at the path they are given. Time comes in as RFC 3339 text and is never
//! read here.

pub mod changes;
pub mod course;
pub mod events;
pub mod fingerprint;
pub mod folder;
pub mod growth;
pub mod hungarian;
pub mod identity;
pub mod kept;
pub mod listed;
pub mod lock;
pub mod matching;
pub mod naming;
pub mod novelty;
pub mod recognize;
pub mod render;
pub mod returned;
pub mod schedule;
pub mod settings;
pub mod snapshot;
pub mod store;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod update;
