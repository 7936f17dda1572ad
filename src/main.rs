//! The `themata` program: hands the arguments to the library and its exit code to the system.

use std::process::ExitCode;

fn main() -> ExitCode {
    themata::cli::main()
}
