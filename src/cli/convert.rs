//! `themata convert`: exports in another format.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::args::Convert;
use super::{CliError, Outcome, issues, reason};
use crate::corpus::read::{self, ReadParams};
use crate::corpus::write::{endings, format_by_path, write};
use crate::corpus::{Corpus, Record};
use crate::report::clean::line;
use crate::report::words::counted;

/// Reads and writes.
pub fn run(args: Convert) -> Result<Outcome, CliError> {
    let corpus = read::read(&args.inputs.inputs, &ReadParams::default())?;
    spare(&[&args.output], &corpus)?;
    write_library(&args.output, &corpus, &corpus.records.iter().collect::<Vec<_>>())?;
    writeln!(
        anstream::stdout(),
        "{} written to {}",
        counted(corpus.records.len(), "record"),
        line(&args.output.display().to_string())
    )?;
    issues::tell(&corpus, &args.common);
    Ok(issues::outcome(&corpus, &args.common))
}

/// Refuses files to write that were read, and a file named twice.
pub fn spare(outputs: &[&Path], corpus: &Corpus) -> Result<(), CliError> {
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    for (n, output) in outputs.iter().enumerate() {
        let is_input = place(output)
            .is_some_and(|there| corpus.files.iter().any(|file| place(Path::new(&file.path)).as_ref() == Some(&there)));
        let output = output.display();
        if is_input {
            let message = format!("{output} is one of the files read, which are never changed: choose another name");
            return Err(CliError::Usage(message));
        }
        if outputs[..n].contains(&outputs[n]) {
            return Err(CliError::Usage(format!("{output} is to be written twice: give each file a name of its own")));
        }
    }
    Ok(())
}

/// Writes records of a corpus in the format that the ending of the path tells.
pub fn write_library(path: &Path, corpus: &Corpus, records: &[&Record]) -> Result<(), CliError> {
    let Some(format) = format_by_path(path) else {
        let message =
            format!("cannot tell the format of {}: end the name in one of {}", path.display(), endings().join(", "));
        return Err(CliError::Usage(message));
    };
    let one_by_one = || records.iter().enumerate().inspect(|(at, _)| corpus.passes(*at)).map(|(_, record)| *record);
    put(path, |out| write(one_by_one(), corpus, format, out))
}

/// Writes a file whole or not at all.
pub fn put(path: &Path, content: impl Fn(&mut dyn Write) -> io::Result<()>) -> Result<(), CliError> {
    let name = path.file_name().map_or_else(|| "out".into(), |n| n.to_string_lossy().into_owned());
    let temporary = path.with_file_name(format!(".{name}.themata-{}", std::process::id()));
    let attempt = || -> io::Result<()> {
        let mut file = BufWriter::new(File::create(&temporary)?);
        content(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()?;
        std::fs::rename(&temporary, path)
    };
    attempt().map_err(|error| {
        let _ = std::fs::remove_file(&temporary);
        CliError::Usage(format!(
            "cannot write {}: {}; choose another place or make room",
            path.display(),
            reason(&error)
        ))
    })
}
