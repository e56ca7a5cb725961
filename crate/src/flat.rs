//! Maps and sets of few items, in one sorted list each.
//!
//! The standard library's trees are compiled anew for every type, some 4 kB of wasm each, and what is loaded at every click
//! has a dozen of them. A sorted list does the same with a tenth of the code, and is no slower for the thirty objects of a
//! vault. Items are put in one by one, because to collect them would sort them first ([`crate::order`]).

use core::borrow::Borrow;
use core::ops::{Deref, DerefMut};

use litemap::LiteMap;

/// Values under keys, by rising key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Map<K, V>(LiteMap<K, V>);

impl<K: Ord, V> Map<K, V> {
    /// A map of nothing.
    pub const fn new() -> Map<K, V> {
        Map(LiteMap::new_vec())
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Map<K, V> {
        Map(LiteMap::new_vec())
    }
}

impl<K, V> Deref for Map<K, V> {
    type Target = LiteMap<K, V>;

    fn deref(&self) -> &LiteMap<K, V> {
        &self.0
    }
}

impl<K, V> DerefMut for Map<K, V> {
    fn deref_mut(&mut self) -> &mut LiteMap<K, V> {
        &mut self.0
    }
}

/// Panics for a key that is not there, which is for tests.
impl<K: Ord + Borrow<Q>, V, Q: Ord + ?Sized> core::ops::Index<&Q> for Map<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        #[expect(clippy::expect_used, reason = "what indexing means")]
        self.0.get(key).expect("a key that is there")
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, items: I) {
        for (key, value) in items {
            self.0.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Map<K, V> {
        let mut map = Map::default();
        map.extend(items);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(items: [(K, V); N]) -> Map<K, V> {
        items.into_iter().collect()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_tuple_vec().into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = <&'a LiteMap<K, V> as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (&self.0).into_iter()
    }
}

/// Items, each once, by rising order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set<T>(LiteMap<T, ()>);

impl<T: Ord> Set<T> {
    /// A set of nothing.
    pub const fn new() -> Set<T> {
        Set(LiteMap::new_vec())
    }

    /// Puts an item in; whether it was not there.
    pub fn insert(&mut self, item: T) -> bool {
        self.0.insert(item, ()).is_none()
    }

    /// Takes an item out; whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.remove(item).is_some()
    }

    /// Whether an item is there.
    pub fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.contains_key(item)
    }

    /// Takes the first item out.
    pub fn pop_first(&mut self) -> Option<T>
    where
        T: Clone,
    {
        let first = self.iter().next()?.clone();
        self.remove(&first);
        Some(first)
    }

    /// Keeps the items that are `wanted`.
    pub fn retain(&mut self, mut wanted: impl FnMut(&T) -> bool) {
        self.0.retain(|item, ()| wanted(item));
    }

    /// The items of this set that are not in the other.
    pub fn difference(&self, other: &Set<T>) -> impl Iterator<Item = &T> {
        self.iter().filter(|item| !other.contains(*item))
    }
}

impl<T> Set<T> {
    /// Every item.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.0.as_slice().iter().map(|(item, ())| item)
    }

    /// Takes every item out.
    pub fn clear(&mut self) {
        *self = Set::default();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.as_slice().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T> Default for Set<T> {
    fn default() -> Set<T> {
        Set(LiteMap::new_vec())
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Set<T> {
        let mut set = Set::default();
        set.extend(items);
        set
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Set<T> {
    fn from(items: [T; N]) -> Set<T> {
        items.into_iter().collect()
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = core::iter::Map<core::slice::Iter<'a, (T, ())>, fn(&'a (T, ())) -> &'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.as_slice().iter().map(|(item, ())| item)
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = core::iter::Map<std::vec::IntoIter<(T, ())>, fn((T, ())) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_tuple_vec().into_iter().map(|(item, ())| item)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_map_is_as_the_standard_librarys(items: Vec<(u8, u32)>, gone: Vec<u8>) {
            let (mut ours, mut theirs): (Map<_, _>, BTreeMap<_, _>) =
                (items.iter().copied().collect(), items.iter().copied().collect());
            for key in gone {
                prop_assert_eq!(ours.remove(&key), theirs.remove(&key));
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert_eq!(ours.clone(), theirs.clone().into_iter().collect());
            prop_assert!(ours.into_iter().eq(theirs));
        }

        #[test]
        fn a_set_is_as_the_standard_librarys(items: Vec<u8>, gone: Vec<u8>) {
            let (mut ours, mut theirs) = (Set::default(), BTreeSet::new());
            for item in items {
                prop_assert_eq!(ours.insert(item), theirs.insert(item));
            }
            for item in &gone {
                prop_assert_eq!(ours.remove(item), theirs.remove(item));
                prop_assert!(!ours.contains(item));
            }
            let (other, others): (Set<u8>, BTreeSet<u8>) = (gone.iter().copied().collect(), gone.into_iter().collect());
            prop_assert!(ours.difference(&other).eq(theirs.difference(&others)));
            prop_assert_eq!((ours.len(), ours.is_empty()), (theirs.len(), theirs.is_empty()));
            prop_assert!(ours.iter().eq(&theirs) && (&ours).into_iter().eq(&theirs));
            prop_assert_eq!(ours.pop_first(), theirs.pop_first());
            ours.retain(|item| item % 2 == 0);
            theirs.retain(|item| item % 2 == 0);
            prop_assert!(ours.clone().into_iter().eq(theirs));
            ours.clear();
            prop_assert!(ours.is_empty());
        }
    }
}
