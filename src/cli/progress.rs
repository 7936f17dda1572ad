//! Progress on a terminal: a bar for work that takes more than a second, nothing anywhere else.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two pictures of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// Shows the stage, its rate and the time left, once a second has passed; keeps the time of every stage.
pub struct Bar {
    bar: ProgressBar,
    stages: Mutex<Vec<(String, Instant)>>,
    // Dropped with the bar, which ends the thread that waits to show it.
    _alive: Option<Sender<()>>,
}

impl Bar {
    /// Hidden for good when quiet or when stderr is no terminal.
    pub fn new(quiet: bool) -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let watched = !quiet && std::io::stderr().is_terminal();
        let alive = watched.then(|| show_later(bar.clone()));
        Bar { bar, stages: Mutex::default(), _alive: alive }
    }

    /// Seconds that each stage took so far, in order.
    pub fn seconds(&self) -> Vec<(String, f64)> {
        let stages = self.stages.lock().map(|stages| stages.clone()).unwrap_or_default();
        let ends = stages.iter().skip(1).map(|stage| stage.1).chain([Instant::now()]);
        stages.iter().zip(ends).map(|((name, start), end)| (name.clone(), (end - *start).as_secs_f64())).collect()
    }
}

fn show_later(bar: ProgressBar) -> Sender<()> {
    let (alive, gone) = channel();
    std::thread::spawn(move || {
        if gone.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(TICK);
        }
    });
    alive
}

impl Progress for Bar {
    fn stage(&self, name: &str, total: Option<u64>) {
        if let Ok(mut stages) = self.stages.lock() {
            stages.push((name.to_string(), Instant::now()));
        }
        let form = if total.is_some_and(|n| n > 0) {
            "{msg} {bar:24} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"
        } else {
            "{spinner} {msg} {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            self.bar.set_style(style);
        }
        self.bar.reset();
        self.bar.set_length(total.unwrap_or(0));
        self.bar.set_message(name.to_string());
    }

    fn advance(&self, units: u64) {
        self.bar.inc(units);
    }

    fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Bar {
    /// Leaves a clean line to the error message.
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_shown_when_nobody_watches() {
        let bar = Bar::new(true);
        bar.stage("reading", Some(10));
        bar.advance(10);
        bar.done();
        assert!(bar.bar.is_hidden() && bar.bar.is_finished() && bar._alive.is_none());
    }
}
