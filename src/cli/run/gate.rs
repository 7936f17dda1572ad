//! The gate: a run and its time in, the one answer to who was first out: the run with its results or the clock.
//!
//! A run that is given up while others go on cannot be stopped from outside; it is kept from putting anything in place,
//! and rests from its next stage on.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::cli::progress::Bar;
use crate::pipeline::Progress;

const AT_WORK: u8 = 0;
const PUBLISHING: u8 = 1;
const GIVEN_UP: u8 = 2;

/// Whether a run puts its results in place or is given up; never both.
#[derive(Debug, Default)]
pub(super) struct Gate(AtomicU8);

impl Gate {
    /// The run wants to put its results in place; false when it was given up.
    pub fn publish(&self) -> bool {
        self.0.compare_exchange(AT_WORK, PUBLISHING, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// The time is up; false when the results are being put in place.
    pub fn give_up(&self) -> bool {
        self.0.compare_exchange(AT_WORK, GIVEN_UP, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    fn is_given_up(&self) -> bool {
        self.0.load(Ordering::SeqCst) == GIVEN_UP
    }
}

/// Keeps the time of every stage, and lets a run rest that was given up.
pub(super) struct Watched<'a> {
    bar: Bar,
    gate: &'a Gate,
}

impl Watched<'_> {
    pub fn new(gate: &Gate) -> Watched<'_> {
        Watched { bar: Bar::new(true), gate }
    }

    pub fn bar(&self) -> &Bar {
        &self.bar
    }
}

impl Progress for Watched<'_> {
    fn stage(&self, name: &str, total: Option<u64>) {
        while self.gate.is_given_up() {
            std::thread::park();
        }
        self.bar.stage(name, total);
    }

    fn advance(&self, units: u64) {
        self.bar.advance(units);
    }

    fn done(&self) {
        self.bar.done();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wins() {
        let gate = Gate::default();
        assert!(gate.publish() && !gate.give_up() && !gate.is_given_up());
        let gate = Gate::default();
        assert!(gate.give_up() && !gate.publish() && gate.is_given_up());
    }
}
