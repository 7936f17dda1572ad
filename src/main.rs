//! The `themata` program: hands the arguments to the library and its exit code to the system.

fn main() {}
