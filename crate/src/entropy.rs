//! The one source of randomness; every `make_*` in the core draws from here.

use crate::error::{Error, ErrorCode};

/// `N` random bytes from the platform (`crypto.getRandomValues` in the browser).
///
/// Errors: `entropy_unavailable`.
pub fn make_bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| ErrorCode::EntropyUnavailable)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_draws_differ() {
        assert_ne!(make_bytes::<32>().unwrap(), make_bytes::<32>().unwrap());
    }
}
