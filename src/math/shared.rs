//! Shared: a list in, copies of it that take no memory until one of them is changed out.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A list that its clones hold together; whoever changes it while others hold it gets a copy of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared<T>(Arc<Vec<T>>);

impl<T> From<Vec<T>> for Shared<T> {
    fn from(list: Vec<T>) -> Shared<T> {
        Shared(Arc::new(list))
    }
}

impl<T> Deref for Shared<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        Arc::make_mut(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_are_one_list_until_one_changes() {
        let mut one = Shared::from(vec![1, 2]);
        let other = one.clone();
        assert!(std::ptr::eq(one.as_slice(), other.as_slice()));
        one.push(3);
        assert_eq!((one.as_slice(), other.as_slice()), ([1, 2, 3].as_slice(), [1, 2].as_slice()));
    }
}
