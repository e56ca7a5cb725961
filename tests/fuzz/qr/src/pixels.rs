//! Pictures: noise, stripes, half-drawn codes, and whole ones under damage.

use tessera_core::qr::{Picture, Search};

use crate::bits::drawn;
use crate::random::Random;

/// A picture of up to 160 pixels a side.
pub fn small(random: &mut Random) {
    let (width, height) = (random.below(160), random.below(160));
    check(random, width, height);
}

/// A picture of any shape and size, up to the largest that is taken. Most are thin: a square of the largest side takes
/// seconds.
pub fn large(random: &mut Random) {
    let long = 1 + random.below(Picture::MAX_SIDE);
    let short = 1 + random.below((2_000_000 / long).min(Picture::MAX_SIDE));
    let (width, height) = if random.one_in(2) { (long, short) } else { (short, long) };
    check(random, width, height);
}

/// Everything that is read must be the text that was painted.
fn check(random: &mut Random, width: usize, height: usize) {
    let mut canvas = Canvas { pixels: vec![255; width * height * 4], width, height };
    let ground = random.below(5);
    canvas.fill(random, ground);
    let text = (random.one_in(2) && width > 30 && height > 30).then(|| canvas.paint_code(random));
    for _ in 0..random.below(4) {
        canvas.damage(random);
    }
    let Ok(picture) = Picture::from_rgba(&canvas.pixels, width, height) else {
        panic!("a picture of {width} × {height} was refused")
    };
    let mut search = Search::new(picture);
    let mut passes = 0;
    while search.step().is_some() {
        passes += 1;
        assert!(passes <= 64, "the search does not end");
    }
    for found in search.found() {
        assert_eq!(Some(found.text.as_str()), text.as_deref(), "a text that nobody painted");
    }
}

struct Canvas {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
}

impl Canvas {
    fn set(&mut self, x: usize, y: usize, colour: [u8; 3]) {
        if x < self.width && y < self.height {
            let at = (y * self.width + x) * 4;
            self.pixels[at..at + 3].copy_from_slice(&colour);
        }
    }

    fn fill(&mut self, random: &mut Random, kind: usize) {
        let [one, two] = [random.colour(), random.colour()];
        let period = 1 + random.below(12);
        for y in 0..self.height {
            for x in 0..self.width {
                let colour = match kind {
                    0 => one,
                    1 => [random.byte(); 3],
                    2 if (x / period).is_multiple_of(2) => one,
                    3 if (x / period + y / period).is_multiple_of(2) => one,
                    4 => [(x * 255 / self.width) as u8, (y * 255 / self.height) as u8, one[2]],
                    _ => two,
                };
                self.set(x, y, colour);
            }
        }
    }

    /// Paints a code somewhere, perhaps partly outside, and returns its text.
    fn paint_code(&mut self, random: &mut Random) -> String {
        let (text, code) = drawn(random);
        let module = 1 + random.below(6);
        let (left, top) = (random.below(self.width), random.below(self.height));
        let (ink, ground) = (random.colour(), random.colour());
        let side = (code.side() + 8) * module;
        for y in 0..side {
            for x in 0..side {
                let (column, row) = (x / module, y / module);
                let dark = column >= 4 && row >= 4 && code.is_dark(column - 4, row - 4);
                self.set(left / 2 + x, top / 2 + y, if dark { ink } else { ground });
            }
        }
        text
    }

    /// A rectangle of one colour, of noise, or of the picture's own pixels from elsewhere.
    fn damage(&mut self, random: &mut Random) {
        let (left, top) = (random.below(self.width), random.below(self.height));
        let (width, height) = (random.below(24), random.below(24));
        let (kind, colour) = (random.below(3), random.colour());
        let (across, down) = (random.below(self.width), random.below(self.height));
        for y in 0..height {
            for x in 0..width {
                let other = (((top + y + down) % self.height.max(1)) * self.width
                    + (left + x + across) % self.width.max(1))
                    * 4;
                let colour = match (kind, self.pixels.get(other..other + 3)) {
                    (0, _) => colour,
                    (1, Some(&[r, g, b])) => [r, g, b],
                    _ => [random.byte(); 3],
                };
                self.set(left + x, top + y, colour);
            }
        }
    }
}

impl Random {
    fn colour(&mut self) -> [u8; 3] {
        [self.byte(), self.byte(), self.byte()]
    }
}
