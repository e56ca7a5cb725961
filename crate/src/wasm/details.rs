//! One account: what may be changed about it, its key, its recovery codes.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::core::Vault;
use super::error::CoreError;
use super::views::{milliseconds, to_js};
use crate::account::RecoveryCode;
use crate::backup_codes;
use crate::error::ErrorCode;
use crate::time::UnixTime;
use crate::uri::{SteamForm, write};
use crate::view::details::{Details, Texts};

#[wasm_bindgen]
impl Vault {
    /// Everything about an account but its key and its recovery codes.
    ///
    /// Throws CoreError: `vault_record_unknown`, `vault_record_newer`.
    #[wasm_bindgen(unchecked_return_type = "Details")]
    pub fn details(&self, id: &str) -> Result<JsValue, CoreError> {
        let details = Details::new(&self.0.account(id.parse()?)?);
        Ok(to_js(&DetailsView::from(details)))
    }

    /// Changes what the person may change about an account: texts as typed, tags by commas.
    ///
    /// Throws CoreError: `vault_record_unknown`, `vault_text_too_long`, `time_invalid`.
    #[expect(
        clippy::too_many_arguments,
        reason = "an object would bring a reader of objects into the first artefact"
    )]
    pub fn change_details(
        &mut self,
        id: &str,
        issuer: &str,
        account: &str,
        site: &str,
        tags: &str,
        note: &str,
        icon: &str,
        now: f64,
    ) -> Result<(), CoreError> {
        let texts = Texts { issuer, account, site, tags, note, icon };
        self.edit_account(id, now, |account| texts.put_into(account))
    }

    /// Keeps an account at the top of the list, or no longer.
    ///
    /// Throws CoreError: `vault_record_unknown`, `time_invalid`.
    pub fn set_pinned(&mut self, id: &str, pinned: bool, now: f64) -> Result<(), CoreError> {
        Ok(self.0.set_favorite(id.parse()?, pinned, UnixTime::from_date_now(now)?)?)
    }

    /// The account's key, because the person asked to see it.
    ///
    /// Throws CoreError: `vault_record_unknown`, `vault_record_newer`.
    #[wasm_bindgen(unchecked_return_type = "SetupKey")]
    pub fn setup_key(&self, id: &str) -> Result<JsValue, CoreError> {
        let account = self.0.account(id.parse()?)?.account;
        let text = account.otp.key.to_base32();
        let groups =
            text.as_bytes().chunks(KEY_GROUP).map(|group| String::from_utf8_lossy(group).into_owned());
        let link = write(&account, SteamForm::Host).ok().map(|link| link.as_str().to_owned());
        Ok(to_js(&SetupKeyView { groups: groups.collect(), link }))
    }

    /// The account's recovery codes, because the person asked to see them.
    ///
    /// Throws CoreError: `vault_record_unknown`, `vault_record_newer`.
    #[wasm_bindgen(unchecked_return_type = "RecoveryCode[]")]
    pub fn recovery_codes(&self, id: &str) -> Result<JsValue, CoreError> {
        let codes = self.0.account(id.parse()?)?.account.recovery_codes;
        let views = codes.iter().map(|code| RecoveryCodeView {
            code: String::from_utf8_lossy(code.code.expose()).into_owned(),
            used: code.used,
        });
        Ok(to_js(&views.collect::<Vec<_>>()))
    }

    /// Adds the recovery codes in a pasted text that the account does not have yet, and gives their number.
    ///
    /// Throws CoreError: `recovery_codes_none`, `vault_record_unknown`, `vault_text_too_long`, `time_invalid`.
    pub fn add_recovery_codes(&mut self, id: &str, text: String, now: f64) -> Result<usize, CoreError> {
        let found = backup_codes::read(&Zeroizing::new(text));
        if found.is_empty() {
            return Err(ErrorCode::RecoveryCodesNone.into());
        }
        let mut added = 0_usize;
        self.edit_account(id, now, |account| {
            for code in found {
                if !account.recovery_codes.iter().any(|other| other.code == code.code) {
                    account.recovery_codes.push(code);
                    added = added.saturating_add(1);
                }
            }
        })?;
        Ok(added)
    }

    /// Ticks a recovery code as used, or not.
    ///
    /// Throws CoreError: `vault_record_unknown`, `time_invalid`.
    pub fn set_recovery_code_used(
        &mut self,
        id: &str,
        index: usize,
        used: bool,
        now: f64,
    ) -> Result<(), CoreError> {
        self.edit_account(id, now, |account| {
            if let Some(code) = account.recovery_codes.get_mut(index) {
                code.used = used;
            }
        })
    }

    /// Takes a recovery code away.
    ///
    /// Throws CoreError: `vault_record_unknown`, `time_invalid`.
    pub fn remove_recovery_code(&mut self, id: &str, index: usize, now: f64) -> Result<(), CoreError> {
        self.edit_account(id, now, |account| {
            if index < account.recovery_codes.len() {
                account.recovery_codes.remove(index);
            }
        })
    }

    /// Puts a recovery code that was taken away back to its place.
    ///
    /// Throws CoreError: `vault_record_unknown`, `time_invalid`.
    pub fn put_recovery_code(
        &mut self,
        id: &str,
        index: usize,
        code: String,
        used: bool,
        now: f64,
    ) -> Result<(), CoreError> {
        let code = RecoveryCode { code: code.into(), used };
        self.edit_account(id, now, |account| {
            let at = index.min(account.recovery_codes.len());
            account.recovery_codes.insert(at, code);
        })
    }
}

impl Vault {
    fn edit_account(
        &mut self,
        id: &str,
        now: f64,
        change: impl FnOnce(&mut crate::account::Account),
    ) -> Result<(), CoreError> {
        let id = id.parse()?;
        let mut account = self.0.account(id)?.account;
        change(&mut account);
        self.0.edit(id, &account, UnixTime::from_date_now(now)?)?;
        Ok(())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DetailsView {
    issuer: String,
    account: String,
    site: String,
    note: String,
    tags: Vec<String>,
    icon: String,
    pinned: bool,
    kind: &'static str,
    algorithm: Option<String>,
    digits: Option<u8>,
    period: Option<u32>,
    counter: Option<f64>,
    created: f64,
    recovery_codes: usize,
    recovery_codes_left: usize,
}

impl From<Details> for DetailsView {
    fn from(details: Details) -> DetailsView {
        DetailsView {
            issuer: details.issuer,
            account: details.account,
            site: details.site,
            note: details.note,
            tags: details.tags,
            icon: details.icon,
            pinned: details.pinned,
            kind: details.kind,
            algorithm: details.algorithm.map(|algorithm| algorithm.to_string()),
            digits: details.digits,
            period: details.period,
            counter: details.counter.map(milliseconds),
            created: milliseconds(details.created),
            recovery_codes: details.recovery_codes,
            recovery_codes_left: details.recovery_codes_left,
        }
    }
}

#[derive(Serialize)]
struct SetupKeyView {
    groups: Vec<String>,
    link: Option<String>,
}

#[derive(Serialize)]
struct RecoveryCodeView {
    code: String,
    used: bool,
}

/// A key is read and typed in groups of four.
const KEY_GROUP: usize = 4;
