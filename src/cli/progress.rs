//! Progress on a terminal: a bar for work that takes more than a second, nothing anywhere else.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;

/// Shows the stage, its rate and the time left.
pub struct Bar {
    bar: ProgressBar,
    start: Instant,
}

impl Bar {
    /// Hidden when quiet or when stderr is no terminal.
    pub fn new(quiet: bool) -> Bar {
        let bar = ProgressBar::new_spinner();
        if quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Bar { bar, start: Instant::now() }
    }
}

impl Progress for Bar {
    fn stage(&self, name: &str, total: Option<u64>) {
        self.bar.set_position(0);
        self.bar.set_length(total.unwrap_or(0));
        let form = if total.is_some() {
            "{msg} {bar:24} {bytes}/{total_bytes} {bytes_per_sec} {eta} left"
        } else {
            "{spinner} {msg} {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            self.bar.set_style(style);
        }
        self.bar.set_message(name.to_string());
        if self.start.elapsed() > Duration::from_secs(1) {
            self.bar.enable_steady_tick(Duration::from_millis(120));
        }
    }

    fn advance(&self, units: u64) {
        if self.start.elapsed() > Duration::from_secs(1) {
            self.bar.inc(units);
        }
    }

    fn done(&self) {
        self.bar.finish_and_clear();
    }
}
