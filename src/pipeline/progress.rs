//! Progress: what a run tells whoever watches it. Prints nothing itself.

/// Hears of every stage of a run; called from any thread.
pub trait Progress: Sync {
    /// A stage begins; `total` units of work where that is known.
    fn stage(&self, name: &str, total: Option<u64>);
    /// So many units more are done.
    fn advance(&self, units: u64);
    /// The last stage is over.
    fn done(&self);
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: Option<u64>) {}
    fn advance(&self, _: u64) {}
    fn done(&self) {}
}
