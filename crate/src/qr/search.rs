//! The search through a picture, pass by pass.
//!
//! The first pass is cheap and reads nearly every code there is. The later ones each look at the picture in another
//! way and are taken only while something may be left to find; between two of them a caller can show what was found,
//! or stop.

use super::found::{Found, Sighting, report};
use super::gray::Gray;
use super::picture::Picture;
use super::plan::{PASSES, Plane};
use super::point::Point;
use super::survey::{Survey, contains, survey};
use super::text::Decoder;

/// A search that is under way.
pub struct Search<'a> {
    picture: Picture<'a>,
    decoder: Option<Decoder>,
    planes: Planes,
    next: usize,
    sightings: Vec<Sighting>,
    is_over: bool,
}

/// What a pass of a [`Search`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass {
    /// How many passes are done.
    pub number: usize,
    /// How many there are at most.
    pub most: usize,
    /// How many codes it added.
    pub added: usize,
}

impl<'a> Search<'a> {
    /// A search of `picture` of which nothing is done yet.
    pub fn new(picture: Picture<'a>) -> Search<'a> {
        Search {
            picture,
            decoder: None,
            planes: Planes::default(),
            next: 0,
            sightings: Vec::new(),
            is_over: false,
        }
    }

    /// Reads character sets other than UTF-8 and Latin-1 with `decoder`.
    pub fn with_decoder(self, decoder: Decoder) -> Search<'a> {
        Search { decoder: Some(decoder), ..self }
    }

    /// Does the next pass; nothing once the search is over.
    pub fn step(&mut self) -> Option<Pass> {
        if self.is_over {
            return None;
        }
        let plan = PASSES.get(self.next)?;
        self.next += 1;
        let corners = self.sightings.iter().map(|sighting| sighting.corners);
        let (gray, scale) = self.planes.plane(&self.picture, plan.plane);
        let survey = if gray.width() < 16 || gray.height() < 16 {
            Survey::default()
        } else {
            let known: Vec<[Point; 4]> = corners.map(|corners| corners.map(|c| c * (1.0 / scale))).collect();
            survey(gray, plan.sweep, &known)
        };
        let before = self.sightings.len();
        for code in survey.codes {
            let corners = code.frame.corners().map(|corner| corner * scale);
            let center =
                code.frame.place(code.frame.side() as f32 / 2.0, code.frame.side() as f32 / 2.0) * scale;
            if !self.sightings.iter().any(|known| contains(&known.corners, center)) {
                self.sightings.push(Sighting { message: code.message, corners });
            }
        }
        self.is_over = !self.sightings.is_empty() && survey.unread == 0 || self.next == PASSES.len();
        Some(Pass { number: self.next, most: PASSES.len(), added: self.sightings.len() - before })
    }

    /// The codes found so far, from top to bottom.
    pub fn found(&self) -> Vec<Found> {
        report(&self.sightings, self.decoder)
    }
}

/// The planes that passes have needed so far.
#[derive(Default)]
struct Planes {
    full: Option<Gray>,
    half: Option<Gray>,
    quarter: Option<Gray>,
    channel: Option<(usize, Gray)>,
}

impl Planes {
    fn plane(&mut self, picture: &Picture<'_>, plane: Plane) -> (&Gray, f32) {
        let full = self.full.get_or_insert_with(|| picture.luma());
        match plane {
            Plane::Full => (full, 1.0),
            Plane::Half => (self.half.get_or_insert_with(|| full.half()), 2.0),
            Plane::Quarter => {
                let half = self.half.get_or_insert_with(|| full.half());
                (self.quarter.get_or_insert_with(|| half.half()), 4.0)
            }
            Plane::Channel(index) => {
                if self.channel.as_ref().is_none_or(|(known, _)| *known != index) {
                    self.channel = None;
                }
                let (_, gray) = self.channel.get_or_insert_with(|| (index, picture.channel(index)));
                (gray, 1.0)
            }
        }
    }
}
