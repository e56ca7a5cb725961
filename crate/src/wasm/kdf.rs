//! Passphrases and PINs to keys: an artefact of its own, run in a worker that ends with the unlock screen, and its
//! memory with it.

use js_sys::JsString;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::error::CoreError;
use crate::entropy;
use crate::vault::kdf::{Cost, Input, Memory, Params, Work};

/// The memory that keys are derived in.
#[wasm_bindgen]
pub struct Deriver(Memory);

#[wasm_bindgen]
impl Deriver {
    /// Touches `memory` KiB and derives something small, so that the engine has compiled the work well before a person
    /// has typed the passphrase.
    ///
    /// Throws CoreError: `vault_kdf_memory`, `entropy_unavailable`.
    #[wasm_bindgen(constructor)]
    pub fn new(memory: u32) -> Result<Deriver, CoreError> {
        let mut prepared = Memory::prepare(memory)?;
        let salt = entropy::make_bytes::<16>()?;
        let input = Input { password: &salt, salt: &salt, ..Input::default() };
        prepared.argon2id(&input, &Work { memory: WARM_UP, passes: 1, lanes: 1 })?;
        Ok(Deriver(prepared))
    }

    /// The 32-byte key of a passphrase or PIN, which the browser brings into its NFKC form.
    ///
    /// Throws CoreError: `vault_passphrase_empty`, `vault_kdf_parameters`, `vault_kdf_memory`.
    pub fn derive(
        &mut self,
        passphrase: &JsString,
        memory: u32,
        passes: u8,
        lanes: u8,
        salt: &[u8],
    ) -> Result<Vec<u8>, CoreError> {
        let normal = Zeroizing::new(String::from(passphrase.normalize("NFKC")));
        let params = Params::new(Cost { memory, passes }, lanes, salt)?;
        Ok(self.0.derive(&params, normal.as_bytes())?.expose().to_vec())
    }

    /// Argon2id itself (RFC 9106), for any parameters it allows: what comparisons with other implementations call.
    ///
    /// Throws CoreError: `vault_kdf_parameters`, `vault_kdf_memory`.
    #[expect(clippy::too_many_arguments, reason = "the RFC has them all")]
    pub fn argon2id(
        &mut self,
        password: &[u8],
        salt: &[u8],
        secret: &[u8],
        data: &[u8],
        memory: u32,
        passes: u32,
        lanes: u32,
    ) -> Result<Vec<u8>, CoreError> {
        let input = Input { password, salt, secret, data };
        Ok(self.0.argon2id(&input, &Work { memory, passes, lanes })?.to_vec())
    }
}

/// KiB: some milliseconds of work.
const WARM_UP: u32 = 2 << 10;
