//! Places in a list that two devices can change at once.

/// A place in the list: byte strings in dictionary order, between any two of which there is always another.
///
/// Never empty and never ending in zero, so that there is room before and between. New accounts count up in two
/// bytes; only an account moved between two neighbours needs a longer key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey(Vec<u8>);

impl OrderKey {
    /// Reads a stored key; one that no device writes is taken as the middle.
    pub fn from_bytes(bytes: &[u8]) -> OrderKey {
        OrderKey(OrderKey::stored(bytes).to_vec())
    }

    /// The bytes of the key that [`OrderKey::from_bytes`] reads.
    pub fn stored(bytes: &[u8]) -> &[u8] {
        match bytes.last() {
            None | Some(0) => &MIDDLE,
            Some(_) => bytes,
        }
    }

    /// The key's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The place of the first account of all.
    pub fn middle() -> OrderKey {
        OrderKey(MIDDLE.to_vec())
    }

    /// A place between `low` and `high`; an absent end is open. If they are not in order, the place follows `low`.
    pub fn between(low: Option<&OrderKey>, high: Option<&OrderKey>) -> OrderKey {
        match (low, high) {
            (None, None) => OrderKey::middle(),
            (Some(low), None) => low.step(1).unwrap_or_else(|| low.beyond()),
            (None, Some(high)) => high.step(-1).unwrap_or_else(|| high.below()),
            (Some(low), Some(high)) if low < high => OrderKey(halfway(&low.0, Some(&high.0))),
            (Some(low), Some(_)) => low.beyond(),
        }
    }

    /// The next two-byte key beyond this one, in the direction of `step`.
    fn step(&self, step: i32) -> Option<OrderKey> {
        let byte = |at: usize| self.0.get(at).copied().unwrap_or(0);
        let number = u16::from_be_bytes([byte(0), byte(1)]);
        let next = number.checked_add_signed(step as i16)?;
        // A key must not end in zero.
        let next = if next & 0xff == 0 { next.checked_add_signed(step as i16)? } else { next };
        Some(OrderKey(next.to_be_bytes().to_vec()))
    }

    /// A later key when two bytes are used up: counts on in the last byte, then in one more.
    fn beyond(&self) -> OrderKey {
        let mut bytes = self.0.clone();
        match bytes.last_mut() {
            Some(last) if *last < u8::MAX => *last = last.saturating_add(1),
            _ => bytes.push(1),
        }
        OrderKey(bytes)
    }

    /// An earlier key when two bytes are used up.
    fn below(&self) -> OrderKey {
        let mut bytes = self.0.clone();
        match bytes.last_mut() {
            Some(last) if *last > 1 => *last = last.saturating_sub(1),
            Some(last) => {
                *last = 0;
                bytes.push(u8::MAX);
            }
            None => {}
        }
        OrderKey(bytes)
    }
}

/// The shortest string found by halving that lies between `low` and `high` (`None`: no upper end).
fn halfway(low: &[u8], high: Option<&[u8]>) -> Vec<u8> {
    let mut key = Vec::new();
    let mut high = high;
    for place in 0.. {
        let bottom = low.get(place).copied().map_or(0, u16::from);
        let top = high.map_or(256, |bytes| bytes.get(place).copied().map_or(0, u16::from));
        let middle = bottom.midpoint(top);
        if middle > bottom {
            key.push(middle as u8);
            break;
        }
        key.push(bottom as u8);
        if top > bottom {
            high = None;
        }
    }
    key
}

const MIDDLE: [u8; 2] = [0x80, 0x01];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn appending_a_thousand_keeps_two_bytes() {
        let mut last = OrderKey::middle();
        for _ in 0..2000 {
            let next = OrderKey::between(Some(&last), None);
            assert!(next > last && next.as_bytes().len() == 2);
            assert_ne!(next.as_bytes().last(), Some(&0));
            last = next;
        }
    }

    #[test]
    fn both_ends_stay_open_for_ever() {
        let (mut first, mut last) = (OrderKey::middle(), OrderKey::middle());
        for _ in 0..70_000 {
            let next = OrderKey::between(Some(&last), None);
            assert!(next > last);
            last = next;
            let next = OrderKey::between(None, Some(&first));
            assert!(next < first, "{first:?}");
            assert_ne!(next.as_bytes().last(), Some(&0));
            first = next;
        }
        for key in [first, last] {
            assert!(key.as_bytes().len() < 200, "{}", key.as_bytes().len());
        }
    }

    #[test]
    fn what_is_not_in_order_is_put_behind_the_first() {
        let low = OrderKey::middle();
        let high = OrderKey::between(Some(&low), None);
        assert!(OrderKey::between(Some(&high), Some(&low)) > high);
        assert!(OrderKey::between(Some(&low), Some(&low)) > low);
    }

    #[test]
    fn a_key_that_no_device_writes_is_taken_as_the_middle() {
        for bytes in [&[][..], &[0], &[0x80, 0]] {
            assert_eq!(OrderKey::from_bytes(bytes), OrderKey::middle());
        }
        assert_eq!(OrderKey::from_bytes(&[0, 1]).as_bytes(), [0, 1]);
    }

    proptest! {
        #[test]
        fn there_is_always_a_place_between(moves in proptest::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut list = vec![OrderKey::middle()];
            for index in moves {
                let at = index.index(list.len() + 1);
                let low = at.checked_sub(1).map(|before| &list[before]);
                let key = OrderKey::between(low, list.get(at));
                prop_assert!(key.as_bytes().last() != Some(&0));
                list.insert(at, key);
                prop_assert!(list.is_sorted() && list.windows(2).all(|pair| pair[0] != pair[1]));
            }
        }
    }
}
