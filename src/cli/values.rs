//! Values of options: what was typed in, a number out, or what was expected.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PathBufValueParser, TypedValueParser};

use super::patterns::at_home;

/// A path, below the home folder where it begins with `~`.
pub fn path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().map(|path| at_home(&path))
}

/// A whole number.
pub fn whole<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| "a whole number such as 42 is expected".into())
}

/// A number of things, of which there is one at least.
pub fn at_least_one<T: FromStr + PartialOrd + From<u8>>(text: &str) -> Result<T, String> {
    let number = text.parse().ok().filter(|n| *n >= T::from(1));
    number.ok_or_else(|| "a whole number from 1 on is expected".into())
}

/// Most threads that can be asked for; more than there are processors never help.
const MOST_THREADS: usize = 1024;

/// A number of threads.
pub fn threads(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|n| *n <= MOST_THREADS);
    number.ok_or_else(|| format!("a whole number from 0 to {MOST_THREADS} is expected; 0 takes all processors"))
}

/// A share or a cosine; whether it is possible, the settings say.
pub fn decimal(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "a number such as 0.5 is expected".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_anything_else_is_told() {
        assert_eq!((whole::<u64>("42"), at_least_one::<usize>("1"), decimal("0.5")), (Ok(42), Ok(1), Ok(0.5)));
        assert!(whole::<u64>("abc").unwrap_err().contains("whole number"));
        assert!(threads("1024") == Ok(1024) && threads("99999999").unwrap_err().contains("0 to 1024"));
        assert!(at_least_one::<u64>("0").unwrap_err().contains("from 1 on"));
        assert!(decimal("half").unwrap_err().contains("0.5"));
    }
}
