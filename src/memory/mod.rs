//! Memory: where long lists of numbers are kept, in memory or in files, and how freed memory goes back.
//!
//! Changes no result. Knows nothing of what the numbers mean.

mod fetch;
mod files;
pub mod heap;
pub mod limit;
mod list;
mod number;

pub use fetch::fetch;
pub use files::Files;
pub use list::{List, Place, Shared};
pub use number::Number;
