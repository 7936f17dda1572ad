//! Office Open XML spreadsheets.

use std::io;

use super::sink::Sink;

/// Not here yet.
pub fn parse(_bytes: &[u8], _sink: &mut Sink) -> io::Result<()> {
    Ok(())
}
