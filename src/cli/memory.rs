//! Memory: the limit asked for and the output in, a place for temporary files and a word where more was needed out.

use std::path::Path;

use super::args::Common;
use crate::config::Config;
use crate::memory::limit;

/// With a limit, temporary files go beside the output: the system's own folder is often kept in memory. Unless the
/// user has named a folder.
pub fn keep_files_beside(output: &Path, config: &Config) {
    if config.memory.is_none() || std::env::var_os("TMPDIR").is_some() {
        return;
    }
    let existing = output.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    // Of several runs of one process the first says where.
    let _ = tempfile::env::override_temp_dir(existing);
}

/// Tells it beside a result.
pub fn tell(config: &Config, common: &Common) {
    let told = beyond_limit(config).filter(|_| !common.quiet);
    told.into_iter().for_each(|text| anstream::eprintln!("note: {text}"));
}

/// What to tell when the limit was not kept, or when that is not known.
pub fn beyond_limit(config: &Config) -> Option<String> {
    let asked = config.memory?;
    let asked_for = limit::written(asked);
    match limit::peak() {
        None => Some(format!("this system does not say whether {asked_for} of memory were enough")),
        Some(peak) if peak > asked => Some(format!(
            "{} of memory were needed, more than the {asked_for} asked for: give it more, or fewer records",
            limit::written(peak)
        )),
        Some(_) => None,
    }
}
