//! Lists: numbers in, the same out, from memory or from a file; copies that take no memory until one is changed.

use std::fmt::Debug;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::files::{Filed, Files};
use super::number::Number;

/// Where lists are kept.
#[derive(Clone, Debug, Default)]
pub enum Place {
    /// In memory.
    #[default]
    Memory,
    /// In files of their own; in memory where no file can be written.
    Files(Files),
}

/// A list of numbers, in memory or in a file.
#[derive(Debug)]
pub struct List<T>(Kept<T>);

#[derive(Debug)]
enum Kept<T> {
    Held(Vec<T>),
    Filed(Filed<T>),
}

impl<T: Number> List<T> {
    /// An empty list.
    pub fn new(place: &Place) -> List<T> {
        List(match place {
            Place::Memory => Kept::Held(Vec::new()),
            Place::Files(files) => Kept::Filed(Filed::new(files.clone())),
        })
    }

    /// So many zeros.
    pub fn zeros(n: usize, place: &Place) -> List<T> {
        let mut list = List::new(place);
        list.make_room(n);
        match &mut list.0 {
            Kept::Held(held) => *held = vec![T::default(); n],
            Kept::Filed(filed) => filed.set_len(n),
        }
        list
    }

    /// Where it is kept.
    pub fn place(&self) -> Place {
        match &self.0 {
            Kept::Held(_) => Place::Memory,
            Kept::Filed(filed) => Place::Files(filed.files().clone()),
        }
    }

    /// Makes room for exactly so many more numbers.
    pub fn reserve_exact(&mut self, more: usize) {
        match &mut self.0 {
            Kept::Held(held) => held.reserve_exact(more),
            Kept::Filed(_) => self.make_room(more),
        }
    }

    /// Room for more numbers in a file; in memory from then on where the file cannot grow.
    fn make_room(&mut self, more: usize) {
        let Kept::Filed(filed) = &mut self.0 else { return };
        if filed.reserve(more).is_err() {
            let mut held = Vec::with_capacity(filed.as_slice().len() + more);
            held.extend_from_slice(filed.as_slice());
            self.0 = Kept::Held(held);
        }
    }

    /// Gives the memory of a list in a file back; for long rows of looks at far places, each of which brings many pages.
    pub fn release(&self) {
        if let Kept::Filed(filed) = &self.0 {
            filed.release();
        }
    }

    /// Adds numbers at the end.
    #[inline]
    pub fn extend_from_slice(&mut self, numbers: &[T]) {
        match &mut self.0 {
            Kept::Held(held) => held.extend_from_slice(numbers),
            Kept::Filed(_) => self.append(numbers),
        }
    }

    fn append(&mut self, numbers: &[T]) {
        self.make_room(numbers.len());
        match &mut self.0 {
            Kept::Held(held) => held.extend_from_slice(numbers),
            Kept::Filed(filed) => filed.append(numbers),
        }
    }

    /// Adds one number at the end.
    pub fn push(&mut self, number: T) {
        self.extend_from_slice(&[number]);
    }

    /// Drops all but the first `len` numbers, and in memory the room of the others.
    pub fn shorten(&mut self, len: usize) {
        match &mut self.0 {
            Kept::Held(held) => {
                held.truncate(len);
                held.shrink_to_fit();
            }
            Kept::Filed(filed) => filed.set_len(len.min(filed.as_slice().len())),
        }
    }
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List(Kept::Held(Vec::new()))
    }
}

impl<T: Number> Clone for List<T> {
    fn clone(&self) -> List<T> {
        let mut list = List::new(&self.place());
        list.extend_from_slice(self);
        list
    }
}

impl<T: Number> PartialEq for List<T> {
    fn eq(&self, other: &List<T>) -> bool {
        **self == **other
    }
}

impl<T: Number> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Kept::Held(held) => held,
            Kept::Filed(filed) => filed.as_slice(),
        }
    }
}

impl<T: Number> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match &mut self.0 {
            Kept::Held(held) => held,
            Kept::Filed(filed) => filed.as_mut_slice(),
        }
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(held: Vec<T>) -> List<T> {
        List(Kept::Held(held))
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(numbers: I) -> List<T> {
        List(Kept::Held(numbers.into_iter().collect()))
    }
}

impl<T: Number> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, numbers: I) {
        numbers.into_iter().for_each(|number| self.push(number));
    }
}

/// A list that its clones hold together; whoever changes it while others hold it gets a copy of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared<T: Number>(Arc<List<T>>);

impl<T: Number> Default for Shared<T> {
    fn default() -> Shared<T> {
        Shared(Arc::default())
    }
}

impl<T: Number> From<List<T>> for Shared<T> {
    fn from(list: List<T>) -> Shared<T> {
        Shared(Arc::new(list))
    }
}

impl<T: Number> From<Vec<T>> for Shared<T> {
    fn from(list: Vec<T>) -> Shared<T> {
        List::from(list).into()
    }
}

impl<T: Number> Deref for Shared<T> {
    type Target = List<T>;

    fn deref(&self) -> &List<T> {
        &self.0
    }
}

impl<T: Number> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut List<T> {
        Arc::make_mut(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_are_one_list_until_one_changes() {
        for place in [Place::Memory, Place::Files(Files::new())] {
            let mut one = Shared::from(List::new(&place));
            one.extend([1_u32, 2]);
            let other = one.clone();
            assert!(std::ptr::eq(one.as_ptr(), other.as_ptr()));
            one.push(3);
            assert_eq!((&one[..], &other[..]), ([1, 2, 3].as_slice(), [1, 2].as_slice()));
            assert!(matches!(
                (one.place(), &place),
                (Place::Memory, Place::Memory) | (Place::Files(_), Place::Files(_))
            ));
        }
    }

    #[test]
    fn a_list_is_the_same_in_memory_and_in_a_file() {
        let make = |place: &Place| {
            let mut list = List::<f32>::zeros(3, place);
            list[1] = 0.5;
            list.extend_from_slice(&[4.0; 40_000]);
            list.shorten(5);
            list.reserve_exact(9);
            list.push(7.0);
            list
        };
        let filed = make(&Place::Files(Files::new()));
        assert_eq!(filed, make(&Place::Memory));
        assert_eq!(filed[..], [0.0, 0.5, 0.0, 4.0, 4.0, 7.0]);
    }
}
