//! Earlier versions, the bin, and what can be saved of damage.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::core::{Vault, read_objects};
use super::error::CoreError;
use super::views::to_js;
use crate::error::{Error, ErrorCode};
use crate::time::UnixTime;
use crate::vault::{self, objects};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A state the vault once had. */
export interface Version {
  readonly id: string;
  /** Its last edit. */
  readonly time: number;
  readonly accounts: number;
  /** Only what another device had and a merge put aside, not a whole list. */
  readonly partial: boolean;
  /** The keys of `storage.local` whose texts previewing and restoring need. */
  readonly keys: readonly string[];
}
/** An account's names. */
export interface Named {
  readonly id: string;
  readonly issuer: string;
  readonly account: string;
}
/** What restoring would do. */
export interface Difference {
  readonly added: readonly Named[];
  readonly removed: readonly Named[];
  readonly changed: readonly Named[];
}
/** An account in the bin. */
export interface Binned extends Named {
  readonly deleted: number;
}
"#;

#[wasm_bindgen]
impl Vault {
    /// The versions that are kept, the latest first.
    #[wasm_bindgen(unchecked_return_type = "Version[]")]
    pub fn versions(&self) -> JsValue {
        to_js(&self.0.versions().iter().map(Version::from).collect::<Vec<_>>())
    }

    /// What restoring a version would do; `kept` holds the texts under its keys, as far as they exist.
    ///
    /// Throws CoreError: `vault_version_unknown`, and those of damaged objects.
    #[wasm_bindgen(unchecked_return_type = "Difference")]
    pub fn preview(
        &self,
        id: &str,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] kept: JsValue,
    ) -> Result<JsValue, CoreError> {
        let version = self.version(id)?;
        Ok(to_js(&Difference::from(self.0.preview(&version, &read_objects(kept))?)))
    }

    /// Makes the list what it was in a version.
    ///
    /// Throws CoreError: those of `preview`; `time_invalid`.
    pub fn restore_version(
        &mut self,
        id: &str,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] kept: JsValue,
        now: f64,
    ) -> Result<(), CoreError> {
        let version = self.version(id)?;
        self.0.restore_version(&version, &read_objects(kept), UnixTime::from_date_now(now)?)?;
        Ok(())
    }

    /// The accounts in the bin, the last deleted first.
    #[wasm_bindgen(unchecked_return_type = "Binned[]")]
    pub fn bin(&self) -> JsValue {
        let binned = self.0.bin().into_iter().map(|kept| Binned {
            id: kept.id.to_string(),
            issuer: kept.account.issuer,
            account: kept.account.account,
            deleted: milliseconds(kept.deleted.unwrap_or_default()),
        });
        to_js(&binned.collect::<Vec<_>>())
    }

    /// Erases an account from the bin. Only kept versions still hold it.
    ///
    /// Throws CoreError: `vault_record_unknown`.
    pub fn erase(&mut self, id: &str) -> Result<(), CoreError> {
        Ok(self.0.erase(id.parse()?)?)
    }

    /// The accounts that `repair` would bring back; `everything` is all of `storage.local`.
    ///
    /// Throws CoreError: `time_invalid`.
    #[wasm_bindgen(unchecked_return_type = "Named[]")]
    pub fn savable(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] everything: JsValue,
        now: f64,
    ) -> Result<JsValue, CoreError> {
        let named = self.0.savable(&read_objects(everything), UnixTime::from_date_now(now)?);
        Ok(to_js(&named.into_iter().map(Named::from).collect::<Vec<_>>()))
    }

    /// The storage keys of damaged texts that a repair put aside.
    pub fn put_aside(&self) -> Vec<String> {
        let damage = self.0.damage().into_iter().map(|one| one.key);
        damage.filter(|key| key.starts_with(objects::ASIDE)).collect()
    }

    /// Drops a damaged text that was put aside.
    pub fn dismiss(&mut self, key: &str) {
        self.0.dismiss(key);
    }
}

impl Vault {
    fn version(&self, id: &str) -> Result<vault::Version, Error> {
        let found = self.0.versions().into_iter().find(|version| version_id(version) == id);
        found.ok_or_else(|| ErrorCode::VaultVersionUnknown.into())
    }
}

/// A name for a version that no other has: its time and what it consisted of.
fn version_id(version: &vault::Version) -> String {
    format!("{} {}", version.time.milliseconds(), version.keys().concat())
}

fn milliseconds(time: UnixTime) -> f64 {
    time.milliseconds() as f64
}

#[derive(Serialize)]
struct Version {
    id: String,
    time: f64,
    accounts: usize,
    partial: bool,
    keys: Vec<String>,
}

impl From<&vault::Version> for Version {
    fn from(version: &vault::Version) -> Version {
        Version {
            id: version_id(version),
            time: milliseconds(version.time),
            accounts: version.accounts,
            partial: version.partial,
            keys: version.keys(),
        }
    }
}

#[derive(Serialize)]
struct Named {
    id: String,
    issuer: String,
    account: String,
}

impl From<vault::Named> for Named {
    fn from(named: vault::Named) -> Named {
        Named { id: named.id.to_string(), issuer: named.issuer, account: named.account }
    }
}

#[derive(Serialize)]
struct Difference {
    added: Vec<Named>,
    removed: Vec<Named>,
    changed: Vec<Named>,
}

impl From<vault::Difference> for Difference {
    fn from(difference: vault::Difference) -> Difference {
        let named = |list: Vec<vault::Named>| list.into_iter().map(Named::from).collect();
        Difference {
            added: named(difference.added),
            removed: named(difference.removed),
            changed: named(difference.changed),
        }
    }
}

#[derive(Serialize)]
struct Binned {
    id: String,
    issuer: String,
    account: String,
    deleted: f64,
}
