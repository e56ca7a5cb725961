//! Sorting without code for each type.
//!
//! The standard library compiles its sort anew for every type, some 10 kB of wasm each, and what is loaded at every click
//! sorts a dozen. Here the places of the items are sorted, through a comparison behind a pointer: one sort for all. Each place
//! is put where a search in halves finds that it belongs, which for a few thousand is as quick and a thirtieth of the code.

use core::cmp::Ordering;

/// Sorts, and leaves items that compare as equal in the order they had.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let places = sorted_places(items.len(), &mut |one, other| match (items.get(one), items.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = core::mem::take(items).into_iter().map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken.get_mut(place)?.take()));
}

/// Sorts by a key, which is made once for each item.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut keyed: Vec<(K, T)> = core::mem::take(items).into_iter().map(|item| (key(&item), item)).collect();
    sort_by(&mut keyed, |(one, _), (other, _)| one.cmp(other));
    items.extend(keyed.into_iter().map(|(_, item)| item));
}

#[inline(never)]
fn sorted_places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places = Vec::with_capacity(count);
    for next in 0..count {
        let mut is_before = |place: &usize| compare(*place, next) != Ordering::Greater;
        // Most lists are in order already, or nearly.
        let at = if places.last().is_none_or(&mut is_before) {
            places.len()
        } else {
            places.partition_point(is_before)
        };
        places.insert(at, next);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_sorted_here_is_as_the_standard_library_sorts_it(items: Vec<(u8, u32)>) {
            let (mut ours, mut by_key, mut theirs) = (items.clone(), items.clone(), items);
            sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            sort_by_key(&mut by_key, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(&by_key, &theirs);
        }
    }
}
