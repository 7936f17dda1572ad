//! Command line: arguments in, exit code out; the only place with a terminal.
