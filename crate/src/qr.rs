//! QR codes: from the pixels of a screenshot to texts with their places, and from texts to codes.
//!
//! A screen is no photograph. Its pixels are exact, so a code of three grey levels or of modules little larger than a
//! pixel can be read; and its codes are inverted, coloured, without margin, several at once. The stages, each in a
//! file that explains its geometry:
//!
//! picture → plane of brightness → edges along rows → finder patterns → triples → frame → modules → shades →
//! codewords → message → text.
//!
//! The base readers of the field stop at their first, global idea of what is dark; here nothing is decided about a
//! pixel before its module is known, and nothing about a module before its neighbours are.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "pixels are 8 bits, coordinates at most 8192, codes at most 177 modules: sums and products stay far \
              within their types, and float arithmetic cannot fail"
)]

mod alignment;
mod attempt;
mod bits;
mod blocks;
mod codewords;
mod completion;
mod correlation;
mod cross_section;
mod draw;
mod finder;
mod fit;
mod format;
mod found;
mod frame;
mod galois;
mod gray;
mod level;
mod picture;
#[cfg(test)]
mod picture_of;
mod plan;
mod point;
mod reed_solomon;
mod region;
mod sample;
mod search;
mod segment;
mod survey;
mod text;
mod tilt;
mod triple;
mod unmix;
mod version;

pub use bits::{text_of_data, text_of_modules};
pub use draw::{Matrix, draw};
pub use found::Found;
pub use picture::Picture;
pub use point::Point;
pub use search::{Pass, Search};
pub use segment::Part;
pub use text::Decoder;

/// Every code on `picture`, from top to bottom. A caller that wants to show progress or to stop uses [`Search`].
pub fn find(picture: &Picture<'_>) -> Vec<Found> {
    let mut search = Search::new(picture.borrowed());
    while search.step().is_some() {}
    search.found()
}
