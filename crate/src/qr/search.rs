//! The search through a picture, pass by pass.
//!
//! The first pass is cheap and reads nearly every code there is. The later ones each look at the picture in another
//! way and are taken only while something may be left to find; between two of them a caller can show what was found,
//! or stop.

use super::finder::{Area, Finder};
use super::found::{Found, Sighting, report};
use super::gray::Gray;
use super::picture::Picture;
use super::plan::{PASSES, Plan, Plane};
use super::point::Point;
use super::region::{Interest, Ranges, Region};
use super::survey::{Survey, contains, survey};
use super::text::Decoder;

/// A search that is under way.
pub struct Search<'a> {
    picture: Picture<'a>,
    decoder: Option<Decoder>,
    planes: Planes,
    /// The region of the last pass, which the next may share.
    region: Option<(Interest, Option<Region>)>,
    next: usize,
    sightings: Vec<Sighting>,
    /// What the last pass saw, which the next may go on from.
    finders: Vec<Finder>,
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
            region: None,
            next: 0,
            sightings: Vec::new(),
            finders: Vec::new(),
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
        let survey = self.survey(plan);
        let scale = plan.plane.scale() as f32;
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

    fn survey(&mut self, plan: &Plan) -> Survey {
        let scale = plan.plane.scale();
        if self.region.as_ref().is_none_or(|(interest, _)| *interest != plan.interest) {
            self.region = Some((plan.interest, self.planes.region(&self.picture, plan.interest)));
        }
        let region = self.region.as_ref().and_then(|(_, region)| region.as_ref());
        if region.is_some_and(Region::is_empty) {
            return Survey::default();
        }
        let gray = self.planes.plane(&self.picture, plan.plane, region);
        if gray.width().min(gray.height()) < LEAST_SIDE {
            return Survey::default();
        }
        let corners = self.sightings.iter().map(|sighting| sighting.corners);
        let known: Vec<[Point; 4]> =
            corners.map(|corners| corners.map(|c| c * (1.0 / scale as f32))).collect();
        survey(gray, Area { region, scale }, plan.sweep, &known, &mut self.finders)
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
    channel: Option<Gray>,
    ranges: Option<Ranges>,
}

impl Planes {
    fn region(&mut self, picture: &Picture<'_>, interest: Interest) -> Option<Region> {
        if interest == Interest::Any {
            return None;
        }
        let full = self.full.get_or_insert_with(|| picture.luma());
        let ranges = self.ranges.get_or_insert_with(|| Ranges::of(full));
        Region::of(picture, full, ranges, interest)
    }

    fn plane(&mut self, picture: &Picture<'_>, plane: Plane, region: Option<&Region>) -> &Gray {
        let full = self.full.get_or_insert_with(|| picture.luma());
        match plane {
            Plane::Full => full,
            Plane::Half => self.half.get_or_insert_with(|| full.half()),
            Plane::Quarter => {
                let half = self.half.get_or_insert_with(|| full.half());
                self.quarter.get_or_insert_with(|| half.half())
            }
            Plane::Channel(index) => self.channel.insert(picture.channel(index, region)),
        }
    }
}

/// The smallest code is 21 modules wide, and the smallest module nearly a pixel.
const LEAST_SIDE: usize = 16;
