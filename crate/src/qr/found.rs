//! What a search reports.

use zeroize::Zeroizing;

use crate::order;

use super::point::Point;
use super::segment::{Message, Part};
use super::text::Decoder;

/// A code on the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it says.
    pub text: Zeroizing<String>,
    /// Its four corners, in pixels of the picture, clockwise from the code's own upper left: the corner that is
    /// opposite to the one without a large square.
    pub corners: [Point; 4],
    /// Set if it is one of several codes that hold one message, and the others are not on the picture. Its text is
    /// then only a part of the message.
    pub part: Option<Part>,
}

/// A code that was read, before it is known what belongs together.
pub(super) struct Sighting {
    pub(super) message: Message,
    pub(super) corners: [Point; 4],
}

/// The codes from top to bottom and left to right; the parts of one message are joined at the place of the first if
/// all are there.
pub(super) fn report(sightings: &[Sighting], decoder: Option<Decoder>) -> Vec<Found> {
    let found = sightings.iter().filter_map(|sighting| {
        let Some(part) = sighting.message.part else {
            let text = sighting.message.text(decoder);
            return Some(Found { text, corners: sighting.corners, part: None });
        };
        match whole(sightings, part) {
            Some(message) if part.index == 0 => {
                Some(Found { text: message.text(decoder), corners: sighting.corners, part: None })
            }
            Some(_) => None,
            None => {
                let text = sighting.message.text(decoder);
                Some(Found { text, corners: sighting.corners, part: Some(part) })
            }
        }
    });
    let mut found: Vec<Found> = found.collect();
    let start = |found: &Found| {
        let least =
            |coordinate: fn(&Point) -> f32| found.corners.iter().map(coordinate).fold(f32::MAX, f32::min);
        (least(|point| point.y), least(|point| point.x))
    };
    order::sort_by(&mut found, |one, two| {
        let (one, two) = (start(one), start(two));
        one.0.total_cmp(&two.0).then(one.1.total_cmp(&two.1))
    });
    found
}

/// The whole message that `part` belongs to. Nothing unless each place is taken by exactly one content: two messages
/// with the same parity are never mixed.
fn whole(sightings: &[Sighting], part: Part) -> Option<Message> {
    let mut parts: Vec<&Message> = Vec::new();
    for index in 0..part.count {
        let wanted = Some(Part { index, ..part });
        let mut candidates = sightings.iter().map(|s| &s.message).filter(|message| message.part == wanted);
        let first = candidates.next()?;
        if candidates.any(|other| other != first) {
            return None;
        }
        parts.push(first);
    }
    Some(Message::join(parts.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::super::version::Version;
    use super::*;

    /// A code with one letter, part `index` of `count`, at height `y`.
    fn part(letter: u8, index: u8, count: u8, y: f32) -> Sighting {
        let bits = [0x30 | index, (count - 1) << 4 | 0x5, 0x54, 0x01, letter];
        // 0011 index count parity(0x55) 0100 00000001 letter
        let message = Message::read(&bits, Version::of_side(21).unwrap()).unwrap();
        Sighting { message, corners: [Point::new(9.0, y); 4] }
    }

    fn texts(sightings: &[Sighting]) -> Vec<(String, bool)> {
        report(sightings, None).iter().map(|f| (f.text.to_string(), f.part.is_some())).collect()
    }

    #[test]
    fn all_parts_make_one_text_in_their_order() {
        let parts = [part(b'c', 2, 3, 0.0), part(b'a', 0, 3, 5.0), part(b'b', 1, 3, 9.0)];
        assert_eq!(texts(&parts), [("abc".into(), false)]);
    }

    #[test]
    fn a_missing_part_leaves_the_others_marked() {
        let parts = [part(b'c', 2, 3, 0.0), part(b'a', 0, 3, 5.0)];
        assert_eq!(texts(&parts), [("c".into(), true), ("a".into(), true)]);
    }

    #[test]
    fn two_contents_for_one_place_are_not_mixed() {
        let parts = [part(b'a', 0, 2, 0.0), part(b'b', 1, 2, 5.0), part(b'x', 1, 2, 9.0)];
        assert!(texts(&parts).iter().all(|(_, is_part)| *is_part));
    }

    #[test]
    fn codes_come_from_top_to_bottom() {
        let parts = [part(b'b', 0, 1, 7.0), part(b'a', 0, 1, 2.0)];
        assert_eq!(report(&parts, None).len(), 2);
    }
}
