//! From three finder patterns to a code's message: the version, the frame, the modules, the data.
//!
//! Each step costs more than the one before and is taken only if the one before left hope. Most codes are read with
//! the first frame and the first reading.

use crate::order;

use super::alignment::find_alignments;
use super::codewords::read_data;
use super::cross_section::measure;
use super::finder::Finder;
use super::fit::{Fit, count_turns, timing};
use super::frame::Frame;
use super::gray::Gray;
use super::level::{Reading, Shades};
use super::point::Point;
use super::sample::Modules;
use super::segment::Message;
use super::unmix::unmix;
use super::version::Version;

/// A code that was read.
pub(super) struct Code {
    pub(super) message: Message,
    pub(super) frame: Frame,
}

/// What came of three finder patterns.
pub(super) enum Outcome {
    Read(Box<Code>),
    /// The timing patterns show and nothing could be read; how well the best frame agreed.
    Unread(f32),
    /// They do not belong together.
    Nothing,
}

/// Whether timing patterns may run from `corner` to `right` and `below`.
pub(super) fn belong_together(gray: &Gray, corner: &Finder, right: &Finder, below: &Finder) -> bool {
    let (across, down) = (right.center - corner.center, below.center - corner.center);
    turns_between(gray, corner, right, down) && turns_between(gray, corner, below, across)
}

/// Reads the code whose corners are `corner`, `right` (clockwise of it) and `below`, which belong together.
pub(super) fn read_code(gray: &Gray, corner: &Finder, right: &Finder, below: &Finder) -> Outcome {
    let frames = guess_frames(gray, corner, right, below);
    let Some(&(best, _)) = frames.first().filter(|(timing, _)| *timing >= LEAST_TIMING) else {
        return Outcome::Nothing;
    };
    let mut agreement = 0.0f32;
    let mut seen: Vec<Version> = Vec::new();
    for (timing, frame) in frames.iter().take(4) {
        let is_flat = (frame.right_weight - 1.0).abs() < 0.02;
        if *timing < (best - 0.25).max(LEAST_TIMING) || seen.contains(&frame.version) && is_flat {
            continue;
        }
        seen.push(frame.version);
        match read_frame(gray, frame, corner.shade.inverted) {
            Ok(code) => return Outcome::Read(Box::new(code)),
            Err(found) => agreement = agreement.max(found),
        }
    }
    Outcome::Unread(agreement)
}

/// Timing patterns that alternate less than this belong to no code.
const LEAST_TIMING: f32 = 0.42;

/// Whether the timing pattern from `corner` to `far`, on the side that `aside` points to, turns often enough. It runs
/// three modules beside the middles, and straight at every tilt.
pub(super) fn turns_between(gray: &Gray, corner: &Finder, far: &Finder, aside: Point) -> bool {
    let along = far.center - corner.center;
    let unit = aside * (1.0 / aside.length());
    let start = corner.center + corner.step_towards(unit) * 3.0;
    let end = far.center + far.step_towards(unit) * 3.0;
    let towards = along * (1.0 / along.length());
    let module = |finder: &Finder| finder.step_towards(towards).length();
    let modules = along.length() / (module(corner) * module(far)).sqrt();
    let least = corner.contrast.min(far.contrast) * LEAST_TURN;
    count_turns(gray, start, end, modules, least) as f32 >= LEAST_TURNS * (modules - 7.0)
}

/// A turn of the timing pattern, measured in the contrast of the finder patterns: little for blurred codes.
const LEAST_TURN: f32 = 0.1;
/// Turns for each module between the finder patterns.
const LEAST_TURNS: f32 = 0.4;

/// A frame for each version that the distances allow, flat and with the tilt that the modules' sizes suggest; best
/// timing first.
fn guess_frames(gray: &Gray, corner: &Finder, right: &Finder, below: &Finder) -> Vec<(f32, Frame)> {
    let inverted = corner.shade.inverted;
    let (across, down) = (right.center - corner.center, below.center - corner.center);
    let module = |finder: &Finder, along: Point| {
        let unit = along * (1.0 / along.length());
        measure(gray, finder.center, unit, finder.shade, finder.module)
            .map_or(finder.module, |found| found.module)
    };
    let (near_x, far_x) = (module(corner, across), module(right, across));
    let (near_y, far_y) = (module(corner, down), module(below, down));
    // Along a line seen in perspective a module's length falls with the square of the weight, and the mean over the
    // line is the geometric mean of its ends.
    let span = |side: Point, near: f32, far: f32| side.length() / (near * far).sqrt();
    let expected = ((span(across, near_x, far_x) + span(down, near_y, far_y)) / 2.0 + 7.0).clamp(17.0, 181.0);
    let weight = |near: f32, far: f32| (near / far).sqrt().clamp(0.45, 2.2);
    let weights = [(1.0, 1.0), (weight(near_x, far_x), weight(near_y, far_y))];
    let slack = (0.09 * expected).max(4.1);
    let mut frames = Vec::new();
    for version in Version::all() {
        let off = (version.side() as f32 - expected).abs();
        if off > slack {
            continue;
        }
        for (right_weight, below_weight) in weights {
            let (corner, right, below) = (corner.center, right.center, below.center);
            let frame = Frame { corner, right, below, right_weight, below_weight, version };
            frames.push((timing(gray, &frame, inverted) - 0.004 * off, frame));
        }
    }
    order::sort_by(&mut frames, |one, two| two.0.total_cmp(&one.0));
    frames
}

/// Reads the code under `frame`, or under a better one near it. The error is the best agreement that was reached.
fn read_frame(gray: &Gray, frame: &Frame, inverted: bool) -> Result<Code, f32> {
    let fit = Fit::new(gray, frame, inverted);
    let first = fit.agreement(frame);
    if first < 0.36 {
        return Err(first);
    }
    if first > 0.8
        && let Some(code) = read_modules(gray, frame, inverted, false)
    {
        return Ok(code);
    }
    let mut frames = vec![(first, *frame)];
    if frame.version.number() > 1 {
        let tilt = (frame.right_weight - 1.0).abs() + (frame.below_weight - 1.0).abs();
        let radius =
            if tilt > 0.03 || first < 0.7 { (0.12 * frame.side() as f32).clamp(2.0, 7.0) } else { 1.5 };
        let through = find_alignments(gray, frame, inverted, radius).into_iter();
        let through = through.filter_map(|place| frame.through_alignment(place));
        frames.extend(through.map(|frame| (fit.agreement(&frame), frame)));
    }
    order::sort_by(&mut frames, |one, two| two.0.total_cmp(&one.0));
    frames.truncate(3);
    let mut best = first;
    if let Some((agreement, frame)) = frames.first().filter(|(agreement, _)| *agreement > 0.55) {
        best = best.max(*agreement);
        if let Some(code) = read_modules(gray, frame, inverted, false) {
            return Ok(code);
        }
    }
    for (agreement, frame) in frames.iter().filter(|(agreement, _)| *agreement > 0.35) {
        let (frame, agreement) = fit.refine(frame, *agreement);
        best = best.max(agreement);
        if agreement > 0.5
            && let Some(code) = read_modules(gray, &frame, inverted, true)
        {
            return Ok(code);
        }
    }
    Err(best)
}

/// Samples the modules and reads them, mirrored too; `thoroughly` in every way there is.
fn read_modules(gray: &Gray, frame: &Frame, inverted: bool, thoroughly: bool) -> Option<Code> {
    let modules = Modules::sample(gray, frame);
    let harder: &[Reading] = if thoroughly { &Reading::HARDER } else { &[] };
    let read = |modules: &Modules, reading: &Reading| {
        [modules, &modules.transposed()]
            .into_iter()
            .find_map(|modules| read_shades(&reading.shades(modules, inverted), frame.version, thoroughly))
    };
    let sampled =
        || [Reading::BetweenExtremes].iter().chain(harder).find_map(|reading| read(&modules, reading));
    let unmixed = || {
        let widths: &[f32] = match frame.module() {
            _ if !thoroughly => &[],
            ..SMALL => &[1.0, 1.4],
            SMALL..LARGEST_MIXED => &[2.0, 2.8],
            _ => &[],
        };
        let mut solutions = widths.iter().filter_map(|&width| unmix(gray, frame, inverted, width));
        solutions.find_map(|modules| read(&modules, &Reading::BetweenExtremes))
    };
    sampled().or_else(unmixed).map(|message| Code { message, frame: *frame })
}

/// Modules up to this many pixels are taken apart if nothing else helps: small ones because pixels lie on several,
/// larger ones because they are blurred.
const LARGEST_MIXED: f32 = 2.6;
const SMALL: f32 = 1.9;

fn read_shades(shades: &Shades, version: Version, thoroughly: bool) -> Option<Message> {
    read_data(version, shades, thoroughly).find_map(|data| Message::read(&data.bytes, version))
}

#[cfg(test)]
mod tests {
    use super::super::finder::{Rows, Sweep};
    use super::super::picture_of::{SWEEP, Scene, code, find};
    use super::super::triple::find_triples;
    use super::*;

    fn read(gray: &Gray) -> Option<String> {
        let finders = find(gray, Sweep { rows: Rows::every(1), ..SWEEP });
        let triple = *find_triples(&finders, |_, _| true).first()?;
        match read_code(gray, &finders[triple.corner], &finders[triple.right], &finders[triple.below]) {
            Outcome::Read(code) => Some(code.message.text(None).to_string()),
            _ => None,
        }
    }

    #[test]
    fn codes_of_every_size_are_read() {
        for length in [1, 60, 200, 700] {
            let text = "secret=ABC&".chars().cycle().take(length).collect::<String>();
            assert_eq!(read(&Scene::new(&code(&text)).module(3).gray()).as_deref(), Some(&*text));
        }
    }

    #[test]
    fn a_mirrored_code_is_read() {
        assert_eq!(read(&Scene::new(&code("MIRROR")).module(3).mirrored().gray()).as_deref(), Some("MIRROR"));
    }

    #[test]
    fn a_tilted_code_is_read() {
        let scene = Scene::new(&code("otpauth://totp/alice?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ")).module(6);
        let mut frame = scene.frame();
        frame.right = frame.right + Point::new(-30.0, 25.0);
        frame.right_weight = 0.8;
        frame.below_weight = 1.1;
        assert!(read(&scene.under(frame).gray()).is_some());
    }

    #[test]
    fn a_code_that_the_page_stretches_is_read() {
        let scene = Scene::new(&code("WIFI:T:WPA;S:guest;P:three-little-cats;;")).module(4);
        let mut frame = scene.frame();
        frame.below.y = frame.corner.y + (frame.below.y - frame.corner.y) * 1.6;
        assert!(read(&scene.under(frame).sized(160, 260).gray()).is_some());
    }

    #[test]
    fn three_finders_without_a_code_are_not_read() {
        let blank = Scene::new(&code("A")).module(4).without_data();
        assert_eq!(read(&blank.gray()), None);
    }
}
