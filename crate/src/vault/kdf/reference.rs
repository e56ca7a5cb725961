//! Argon2id as the `argon2` crate computes it: where there is no SIMD, and what ours is measured against.

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use zeroize::{Zeroize, Zeroizing};

use super::{Input, KEY_BYTES, Work};
use crate::error::{Error, ErrorCode};

pub(super) use argon2::Block;

pub(super) fn zero() -> Block {
    Block::new()
}

/// Errors: `vault_kdf_parameters` for what the crate does not take.
pub(super) fn hash(
    memory: &mut [Block],
    input: &Input<'_>,
    work: &Work,
) -> Result<Zeroizing<[u8; KEY_BYTES]>, Error> {
    let refused = |_| ErrorCode::VaultKdfParameters;
    let mut params = ParamsBuilder::new();
    params.m_cost(work.memory).t_cost(work.passes).p_cost(work.lanes).output_len(KEY_BYTES);
    params.data(AssociatedData::new(input.data).map_err(refused)?);
    let params = params.build().map_err(refused)?;
    let argon2 = Argon2::new_with_secret(input.secret, Algorithm::Argon2id, Version::V0x13, params)
        .map_err(refused)?;
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    argon2
        .hash_password_into_with_memory(input.password, input.salt, key.as_mut_slice(), memory)
        .map_err(refused)?;
    Ok(key)
}

pub(super) fn wipe(block: &mut Block) {
    block.as_mut().zeroize();
}
