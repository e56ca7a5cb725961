//! What moving in and out needs of the vault; files themselves are read and written in the transfer artefact.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::core::{Intake, Vault};
use super::error::CoreError;
use super::views::{self, to_js};
use crate::account::Account;
use crate::error::Error;
use crate::secret::Secret;
use crate::time::UnixTime;
use crate::vault::backup::{self, RecoveryCodes};
use crate::vault::{Kept, kdf, parcel};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** An account of the list by its names. */
export interface Named {
  readonly id: string;
  readonly issuer: string;
  readonly account: string;
}
"#;

#[wasm_bindgen]
impl Vault {
    /// The accounts of the list by their names, in the person's order.
    #[wasm_bindgen(unchecked_return_type = "Named[]")]
    pub fn names(&self) -> JsValue {
        let kept = self.0.accounts().into_iter();
        let named = kept.map(|Kept { id, account, .. }| Named {
            id: id.to_string(),
            issuer: account.issuer,
            account: account.account,
        });
        to_js(&named.collect::<Vec<_>>())
    }

    /// As `add`, with what taking it back needs: the accounts to delete and those to restore.
    ///
    /// Throws CoreError: `vault_text_too_long`, `vault_object_missing`, `entropy_unavailable`, `time_invalid`.
    #[wasm_bindgen(unchecked_return_type = "Saved")]
    pub fn import(&mut self, intake: &Intake, now: f64) -> Result<JsValue, CoreError> {
        let saved = intake.0.save(&mut self.0, UnixTime::from_date_now(now)?)?;
        Ok(to_js(&views::Saved::from(&saved)))
    }

    /// The accounts as a parcel for `write` of the transfer artefact: those of `ids`, or all where there are none.
    ///
    /// Throws CoreError: `vault_record_unknown`.
    pub fn parcel(&self, ids: Vec<String>) -> Result<Vec<u8>, CoreError> {
        let accounts: Vec<Account> = if ids.is_empty() {
            self.0.accounts().into_iter().map(|kept| kept.account).collect()
        } else {
            let ids = ids.iter().map(|id| Ok(self.0.account(id.parse()?)?.account));
            ids.collect::<Result<_, Error>>()?
        };
        Ok(parcel::pack(&accounts).to_vec())
    }

    /// A backup file of everything, with the services' recovery codes or without. `params` and `key` come from `derive_backup_key` of the transfer artefact.
    ///
    /// Throws CoreError: `vault_kdf_parameters`, `vault_key_length`, `entropy_unavailable`, `time_invalid`.
    pub fn seal_backup(
        &self,
        with_codes: bool,
        params: &[u8],
        key: Vec<u8>,
        now: f64,
    ) -> Result<Vec<u8>, CoreError> {
        let params = kdf::Params::from_bytes(params)?;
        let now = UnixTime::from_date_now(now)?;
        Ok(backup::seal(&self.0, recovery_codes(with_codes), params, Secret::new(key), now)?)
    }

    /// How many accounts a backup that was written and read back holds; it must hold everything the vault does, the
    /// recovery codes as when it was sealed.
    ///
    /// Throws CoreError: `backup_differs`, `backup_damaged`, `backup_unknown`, `backup_passphrase_wrong`,
    /// `vault_format_newer`.
    pub fn verify_backup(&self, with_codes: bool, file: &[u8], key: Vec<u8>) -> Result<usize, CoreError> {
        Ok(backup::verify(file, recovery_codes(with_codes), &Secret::new(key), &self.0)?.accounts())
    }

    /// How many accounts of the list keep recovery codes of their service.
    #[wasm_bindgen(getter)]
    pub fn accounts_with_codes(&self) -> usize {
        self.0.accounts().iter().filter(|kept| !kept.account.recovery_codes.is_empty()).count()
    }

    /// The number of accounts in the list.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.0.listed().len()
    }

    /// When anything was last edited, on any device, in milliseconds since 1970.
    pub fn last_edit(&self) -> f64 {
        self.0.last_edit().milliseconds() as f64
    }
}

#[wasm_bindgen]
impl Intake {
    /// Adds what the transfer artefact read from a file, each account as a card of its own.
    ///
    /// Throws CoreError: `vault_object_damaged` for what is no parcel.
    pub fn add_parcel(&mut self, parcel: Vec<u8>) -> Result<(), CoreError> {
        let parcel = Zeroizing::new(parcel);
        self.0.add_accounts(parcel::unpack(&parcel)?);
        Ok(())
    }
}

fn recovery_codes(with_codes: bool) -> RecoveryCodes {
    if with_codes { RecoveryCodes::Kept } else { RecoveryCodes::LeftOut }
}

#[derive(Serialize)]
struct Named {
    id: String,
    issuer: String,
    account: String,
}
