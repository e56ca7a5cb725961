//! Which accounts belong to the site that the person is on.

use wasm_bindgen::prelude::wasm_bindgen;

use super::core::{Intake, Vault};
use super::error::CoreError;
use crate::site;
use crate::sync::RecordId;
use crate::time::UnixTime;

#[wasm_bindgen]
impl Vault {
    /// The accounts whose code is for `host`, in the person's order.
    pub fn ids_for_host(&self, host: &str) -> Vec<String> {
        let kept = self.0.accounts().into_iter().filter(|kept| site::covers(&kept.account.site, host));
        kept.map(|kept| kept.id).map(|id: RecordId| id.to_string()).collect()
    }

    /// Adds a site to those an account's code is for.
    ///
    /// Throws CoreError: `vault_record_unknown`, `vault_text_too_long`, `time_invalid`.
    pub fn add_site(&mut self, id: &str, domain: &str, now: f64) -> Result<(), CoreError> {
        let id = id.parse()?;
        let mut account = self.0.account(id)?.account;
        account.site = site::with(&account.site, domain);
        self.0.edit(id, &account, UnixTime::from_date_now(now)?)?;
        Ok(())
    }
}

#[wasm_bindgen]
impl Intake {
    /// Remembers the site that showed the code, if there is one account among the cards that has no site yet. Several
    /// accounts at once come from an export, and the page that shows one is not the site of any.
    pub fn learn_site(&mut self, domain: &str) {
        self.0.learn_site(domain);
    }
}
