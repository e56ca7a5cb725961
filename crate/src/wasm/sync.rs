//! The sync area: taking it in, and finding out what must be written there.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::core::{Vault, read_objects};
use super::error::CoreError;
use super::views::{self, to_js};
use crate::vault::{Unlock, objects};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How a vault stands to the sync area. */
export interface SyncState {
  /** Another device could open the vault; else nothing is synced. */
  readonly protected: boolean;
  /** The key was changed on another device, and its passphrase is needed here too. */
  readonly waiting: boolean;
  /** The area holds another vault. */
  readonly otherVault: boolean;
  /** Objects that wait to be written there. */
  readonly unsynced: number;
  /** Bytes of content, and how many fit. */
  readonly used: number;
  readonly limit: number;
  /** Accounts that are on this device alone because the rest is full. */
  readonly localOnly: number;
  /** When anything was last edited, on any device. */
  readonly lastEdit: number;
  readonly accounts: number;
}
/** An object of the sync area that was refused. */
export interface Refused {
  readonly key: string;
  readonly code: string;
}
"#;

#[wasm_bindgen]
impl Vault {
    /// The keys of `storage.sync`.
    pub fn sync_keys() -> Vec<String> {
        objects::sync_keys()
    }

    /// Which vault a sync area holds; `undefined` for none.
    pub fn vault_in(
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] area: JsValue,
    ) -> Option<String> {
        objects::vault_of(&read_objects(area)).map(|id| base16ct::lower::encode_string(&id.0))
    }

    /// The same texts under the keys by which they wait in `storage.local` for an unlock.
    #[wasm_bindgen(unchecked_return_type = "Record<string, string>")]
    pub fn inbox(
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] arrived: JsValue,
    ) -> JsValue {
        views::objects(&objects::inbox(&read_objects(arrived)))
    }

    /// Whether a key of `storage.local` is one under which something waits for an unlock.
    pub fn is_inbox_key(key: &str) -> bool {
        key.starts_with(objects::INBOX)
    }

    /// Whether a key of `storage.local` is one of a copy beside a bucket. Unlocking reads those too, in case a bucket is
    /// damaged for which something waits.
    pub fn is_copy_key(key: &str) -> bool {
        key.starts_with(objects::COPY)
    }

    /// Reads the copies beside damaged buckets from all of `storage.local`, before `join_sync` puts something in their place.
    pub fn know_copies(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] everything: JsValue,
    ) {
        self.0.know_copies(&read_objects(everything));
    }

    /// Takes in the whole sync area; `changes` then says what it lacks. Gives what was refused.
    ///
    /// Throws CoreError: none in practice.
    #[wasm_bindgen(unchecked_return_type = "Refused[]")]
    pub fn join_sync(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] area: JsValue,
    ) -> Result<JsValue, CoreError> {
        let arrival = self.0.join_sync(&read_objects(area))?;
        let refused = arrival.refused.into_iter();
        let views = refused.map(|(key, code)| views::Damage { key, code: code.as_str() });
        Ok(to_js(&views.collect::<Vec<_>>()))
    }

    /// Notes that the sync area holds these texts; `changes` then says what no longer waits.
    pub fn synced(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] written: JsValue,
    ) {
        self.0.synced(&read_objects(written));
    }

    /// Takes in the sync area with the key of `newer`, which is the same vault, opened from the area after another device
    /// changed its key.
    ///
    /// Throws CoreError: `vault_key_changed` if the area has a key that is newer still.
    pub fn join_changed(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] area: JsValue,
        newer: &Vault,
    ) -> Result<(), CoreError> {
        let (epoch, key) = newer.0.session_key()?;
        self.0.join_unlocked(&read_objects(area), &Unlock::MasterKey { epoch, key })?;
        Ok(())
    }

    /// Takes over what another vault holds and its place in this device's storage: `other` is the one that was here,
    /// this the one that is in sync.
    ///
    /// Throws CoreError: `vault_object_damaged` if the other has something that cannot be read.
    pub fn adopt(&mut self, other: &Vault) -> Result<(), CoreError> {
        self.0.adopt(&other.0)?;
        Ok(())
    }

    /// How this vault stands to the sync area that was last taken in.
    #[wasm_bindgen(unchecked_return_type = "SyncState")]
    pub fn sync_state(&self) -> JsValue {
        let meter = self.0.meter();
        to_js(&SyncState {
            protected: self.0.is_protected(),
            waiting: self.0.is_waiting(),
            other_vault: self.0.meets_other_vault(),
            unsynced: self.0.unsynced(),
            used: meter.used,
            limit: meter.limit,
            local_only: meter.local_only,
            last_edit: self.0.last_edit().milliseconds() as f64,
            accounts: self.0.listed().len(),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SyncState {
    protected: bool,
    waiting: bool,
    other_vault: bool,
    unsynced: usize,
    used: usize,
    limit: usize,
    local_only: usize,
    last_edit: f64,
    accounts: usize,
}
