//! Ways to unlock the vault, the session that keeps it unlocked, and its protection.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::core::{Vault, read_objects};
use super::error::CoreError;
use super::views::to_js;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::time::UnixTime;
use crate::vault::recovery::RecoveryCode;
use crate::vault::session::{self, Hold};
use crate::vault::unlock;
use crate::vault::{self, Door, Lock, NewSlot, Objects, Unlock, Unlocking, kdf};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A way to unlock. What its kind does not have is empty. */
export interface Door {
  readonly id: string;
  readonly kind: "passphrase" | "passkey" | "recovery" | "device" | "newer";
  readonly label: string;
  /** When it was made or changed, in milliseconds since 1970. */
  readonly at: number;
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Uint8Array;
  readonly credential: Uint8Array;
}
"#;

#[wasm_bindgen]
impl Vault {
    /// The ways to open what storage holds, read without a key and not yet authenticated.
    ///
    /// Throws CoreError: `vault_missing`, `vault_header_damaged`, `vault_format_newer`.
    #[wasm_bindgen(unchecked_return_type = "Door[]")]
    pub fn stored_doors(
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
    ) -> Result<JsValue, CoreError> {
        Ok(door_views(&unlock::doors(&read_objects(stored))?))
    }

    /// Whether what storage holds needs a person or a session to open.
    ///
    /// Throws CoreError: those of `stored_doors`.
    pub fn is_locked(
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
    ) -> Result<bool, CoreError> {
        Ok(unlock::is_locked(&read_objects(stored))?)
    }

    /// What to ask a passkey's PRF for.
    ///
    /// Throws CoreError: those of `stored_doors`.
    pub fn stored_prf_input(
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
    ) -> Result<Vec<u8>, CoreError> {
        Ok(vault::prf_input(unlock::vault_id(&read_objects(stored))?).to_vec())
    }

    /// Opens with the key of a passphrase.
    ///
    /// Throws CoreError: `vault_passphrase_wrong` and those of `open`.
    pub fn unlock_passphrase(
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
        key: Vec<u8>,
        now: f64,
    ) -> Result<Vault, CoreError> {
        Vault::open_with(&read_objects(stored), &Unlock::PassphraseKey(Secret::new(key)), now)
    }

    /// Opens with a passkey's PRF output.
    ///
    /// Throws CoreError: `vault_passkey_wrong`, `vault_passkey_empty` and those of `open`.
    pub fn unlock_passkey(
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
        credential: Vec<u8>,
        output: Vec<u8>,
        now: f64,
    ) -> Result<Vault, CoreError> {
        let unlock = Unlock::Passkey { credential, output: Secret::new(output) };
        Vault::open_with(&read_objects(stored), &unlock, now)
    }

    /// Opens with a recovery code as typed.
    ///
    /// Throws CoreError: `vault_recovery_wrong`, `recovery_code_character`, `recovery_code_length`,
    /// `recovery_code_check` and those of `open`.
    pub fn unlock_recovery(
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
        code: String,
        now: f64,
    ) -> Result<Vault, CoreError> {
        Vault::open_with(&read_objects(stored), &Unlock::Recovery(Secret::from(code)), now)
    }

    /// Opens with what `hold` or `hold_pin` sealed. With a PIN, `secret` is the session's secret and then the PIN's key.
    ///
    /// Throws CoreError: `vault_locked`, `vault_pin_wrong`, `vault_key_changed` and those of `open`.
    pub fn unlock_session(
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
        session: &str,
        pin: bool,
        secret: Vec<u8>,
        now: f64,
    ) -> Result<Vault, CoreError> {
        let stored = read_objects(stored);
        let time = UnixTime::from_date_now(now)?;
        let unlock =
            session::release(unlock::vault_id(&stored)?, session, hold(pin), &Secret::new(secret), time)?;
        Vault::open_with(&stored, &unlock, now)
    }

    /// The master key sealed for the session, until `expires`.
    ///
    /// Throws CoreError: `time_invalid`, `entropy_unavailable`.
    pub fn hold(&self, pin: bool, secret: Vec<u8>, expires: f64) -> Result<String, CoreError> {
        let expires = UnixTime::from_date_now(expires)?;
        Ok(self.0.hold(hold(pin), &Secret::new(secret), expires)?)
    }

    /// The ways to unlock it.
    #[wasm_bindgen(unchecked_return_type = "Door[]")]
    pub fn doors(&self) -> JsValue {
        door_views(&self.0.doors())
    }

    /// Whether it opens only with something that the person brings.
    pub fn is_protected(&self) -> bool {
        self.0.is_protected()
    }

    /// Whether another device changed the master key, and its way to unlock is needed here too.
    pub fn is_waiting(&self) -> bool {
        self.0.is_waiting()
    }

    /// What to ask a passkey's PRF for.
    pub fn prf_input(&self) -> Vec<u8> {
        self.0.prf_input().to_vec()
    }

    /// Adds a way to unlock, or replaces the one named `id`. The first changes the master key and ends the time of the
    /// device's own key.
    ///
    /// Throws CoreError: `vault_slot_unknown`, `vault_slot_limit`, `entropy_unavailable`, `time_invalid`.
    pub fn protect(
        &mut self,
        key: &NewKey,
        id: Option<String>,
        label: &str,
        now: f64,
    ) -> Result<(), CoreError> {
        let id = id.map(|id| self.slot(&id)).transpose()?;
        let slot = NewSlot { id, label: label.trim().to_owned(), unlocking: key.0.clone() };
        self.0.protect(&slot, UnixTime::from_date_now(now)?)?;
        Ok(())
    }

    /// Removes a way to unlock.
    ///
    /// Throws CoreError: `vault_slot_unknown`, `vault_slot_last`, `time_invalid`.
    pub fn remove_door(&mut self, id: &str, now: f64) -> Result<(), CoreError> {
        let id = self.slot(id)?;
        Ok(self.0.remove_slot(id, UnixTime::from_date_now(now)?)?)
    }

    /// Changes the master key and keeps one way to unlock, the one named `id`.
    ///
    /// Throws CoreError: `vault_slot_unknown`, `entropy_unavailable`, `time_invalid`.
    pub fn rotate(&mut self, key: &NewKey, id: &str, now: f64) -> Result<(), CoreError> {
        let id = self.slot(id)?;
        let label = self.0.doors().into_iter().find(|door| door.id == id).map(|door| door.label);
        let label = label.unwrap_or_default();
        let slot = NewSlot { id: Some(id), label, unlocking: key.0.clone() };
        self.0.rotate(&[slot], UnixTime::from_date_now(now)?)?;
        Ok(())
    }

    /// Ends the protection: the key lies beside the vault on this device again.
    ///
    /// Throws CoreError: `entropy_unavailable`, `time_invalid`.
    pub fn unprotect(&mut self, now: f64) -> Result<(), CoreError> {
        Ok(self.0.unprotect(UnixTime::from_date_now(now)?)?)
    }

    /// Whether `key` opens the way to unlock named `id`.
    ///
    /// Throws CoreError: `vault_slot_unknown`.
    pub fn opens_door(&self, id: &str, key: &NewKey) -> Result<bool, CoreError> {
        Ok(self.0.opens_slot(self.slot(id)?, key.0.key())?)
    }

    /// The key of a recovery code as typed, for the door named `id`.
    ///
    /// Throws CoreError: `recovery_code_…`, `vault_slot_unknown`.
    pub fn recovery_key(&self, id: &str, code: String) -> Result<NewKey, CoreError> {
        let code = RecoveryCode::parse(&Secret::from(code))?;
        Ok(NewKey(self.0.known_recovery(self.slot(id)?, &code)?))
    }

    /// The key of a passkey's PRF output, for the door named `id`.
    ///
    /// Throws CoreError: `vault_passkey_empty`, `vault_slot_unknown`.
    pub fn passkey_key(&self, id: &str, output: Vec<u8>) -> Result<NewKey, CoreError> {
        Ok(NewKey(self.0.known_passkey(self.slot(id)?, &Secret::new(output))?))
    }
}

impl Vault {
    fn open_with(stored: &Objects, unlock: &Unlock, now: f64) -> Result<Vault, CoreError> {
        Ok(Vault(vault::Vault::open(stored, unlock, UnixTime::from_date_now(now)?)?))
    }

    fn slot(&self, id: &str) -> Result<crate::sync::SlotId, Error> {
        let known = self.0.doors().into_iter().find(|door| door_id(door) == id);
        known.map(|door| door.id).ok_or_else(|| ErrorCode::VaultSlotUnknown.into())
    }
}

/// A way to unlock with the key it gives.
#[wasm_bindgen]
pub struct NewKey(Unlocking);

#[wasm_bindgen]
impl NewKey {
    /// The key of a passphrase, derived with these parameters.
    ///
    /// Throws CoreError: `vault_kdf_parameters`, `vault_key_length`.
    pub fn passphrase(
        key: Vec<u8>,
        memory: u32,
        passes: u8,
        lanes: u8,
        salt: &[u8],
    ) -> Result<NewKey, CoreError> {
        let key = Secret::new(key);
        let params = kdf::Params::new(kdf::Cost { memory, passes }, lanes, salt)?;
        Ok(NewKey(Unlocking::passphrase(params, key)?))
    }

    /// A new passkey.
    ///
    /// Throws CoreError: `vault_passkey_empty`, `vault_key_length`, `entropy_unavailable`.
    pub fn passkey(credential: Vec<u8>, output: Vec<u8>) -> Result<NewKey, CoreError> {
        Ok(NewKey(Unlocking::make_passkey(credential, &Secret::new(output))?))
    }

    /// A new recovery code, of which `code` is the text.
    ///
    /// Throws CoreError: `recovery_code_…`, `entropy_unavailable`.
    pub fn recovery(code: String) -> Result<NewKey, CoreError> {
        let code = RecoveryCode::parse(&Secret::from(code))?;
        Ok(NewKey(Unlocking::make_recovery(&code)?))
    }
}

/// Draws a recovery code, to be shown once.
///
/// Throws CoreError: `entropy_unavailable`.
#[wasm_bindgen]
pub fn make_recovery_code() -> Result<String, CoreError> {
    let text: Zeroizing<String> = RecoveryCode::make()?.to_text();
    Ok(text.as_str().to_owned())
}

/// What a new passphrase costs, with a fresh salt; a PIN costs half as much memory.
///
/// Throws CoreError: `entropy_unavailable`.
#[wasm_bindgen(unchecked_return_type = "Pick<Door, \"memory\" | \"passes\" | \"lanes\" | \"salt\">")]
pub fn make_cost(pin: bool) -> Result<JsValue, CoreError> {
    let cost = if pin { kdf::Cost::FLOOR } else { kdf::Cost::USUAL };
    let params = kdf::Params::make(cost)?;
    Ok(to_js(&DoorView { salt: Bytes(params.salt.to_vec()), ..DoorView::costing(&params) }))
}

const fn hold(pin: bool) -> Hold {
    if pin { Hold::Pin } else { Hold::Open }
}

fn door_views(doors: &[Door]) -> JsValue {
    to_js(&doors.iter().map(DoorView::from).collect::<Vec<_>>())
}

fn door_id(door: &Door) -> String {
    base16ct::lower::encode_string(&door.id.0)
}

/// Bytes that become a `Uint8Array`.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl serde::Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

#[derive(Default, serde::Serialize)]
struct DoorView {
    id: String,
    kind: &'static str,
    label: String,
    at: f64,
    memory: u32,
    passes: u8,
    lanes: u8,
    salt: Bytes,
    credential: Bytes,
}

impl DoorView {
    fn costing(params: &kdf::Params) -> DoorView {
        DoorView {
            memory: params.memory,
            passes: params.passes,
            lanes: params.lanes,
            salt: Bytes(params.salt.to_vec()),
            ..DoorView::default()
        }
    }
}

impl From<&Door> for DoorView {
    fn from(door: &Door) -> DoorView {
        let view = match &door.lock {
            Lock::Passphrase(params) => DoorView { kind: "passphrase", ..DoorView::costing(params) },
            Lock::Passkey { credential, .. } => {
                DoorView { kind: "passkey", credential: Bytes(credential.clone()), ..DoorView::default() }
            }
            Lock::Recovery { .. } => DoorView { kind: "recovery", ..DoorView::default() },
            Lock::Device => DoorView { kind: "device", ..DoorView::default() },
            Lock::Newer { .. } => DoorView { kind: "newer", ..DoorView::default() },
        };
        let at = door.at.time().milliseconds() as f64;
        DoorView { id: door_id(door), label: door.label.clone(), at, ..view }
    }
}
