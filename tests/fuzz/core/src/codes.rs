//! Codes: any key, any settings that are allowed, any moment.

use tessera_core::otp::{Algorithm, Digits, Key, Otp, Period, Scheme};
use tessera_core::time::UnixTime;

use crate::random::Random;

/// A code has as many characters as its scheme says, holds over its whole window, and is followed by the next one.
pub fn codes(random: &mut Random) {
    let (Ok(digits), Ok(period)) = (Digits::new(random.number()), Period::new(random.number())) else {
        return;
    };
    let Ok(key) = Key::from_bytes(random.bytes(100)) else { return };
    let algorithm = *random.pick(&[
        Algorithm::Sha1,
        Algorithm::Sha256,
        Algorithm::Sha512,
        Algorithm::Gost256,
        Algorithm::Gost512,
    ]);
    let scheme = match random.below(4) {
        0 => Scheme::Hotp { algorithm, digits, counter: random.number() },
        1 => Scheme::Steam,
        2 => Scheme::BattleNet,
        _ => Scheme::Totp { algorithm, digits, period },
    };
    let otp = Otp { key, scheme };
    let now = UnixTime::from_seconds(random.number() >> 20);
    let Ok(code) = otp.code_at(now) else { panic!("no code for allowed settings") };
    assert_eq!(
        code.as_str().chars().count(),
        usize::from(otp.scheme.digits().count()),
        "the length of a code"
    );
    let Some(window) = otp.window_at(now) else { return };
    assert!(window.starts <= now && now < window.ends, "a code outside its window");
    assert_eq!(otp.code_at(window.starts).as_ref(), Ok(&code), "another code at the beginning of the window");
    let last = UnixTime::from_seconds(window.ends.seconds() - 1);
    assert_eq!(otp.code_at(last).as_ref(), Ok(&code), "another code at its end");
    assert_eq!(otp.next_code_at(now), otp.code_at(window.ends), "the next code is not the one that follows");
}
