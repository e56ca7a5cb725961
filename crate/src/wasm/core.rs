//! What the popup needs for the list of codes: the vault, and what waits to be added to it.

use js_sys::{JsString, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use zeroize::Zeroizing;

use super::error::CoreError;
use super::views::{self, to_js};
use crate::error::ErrorCode;
use crate::intake::{self, Choice, Entry};
use crate::sync::RecordId;
use crate::time::UnixTime;
use crate::vault::{self, Objects, Unlock, objects};
use crate::view::{CodeView, groups};

/// The accounts of this device, open.
#[wasm_bindgen]
pub struct Vault(pub(super) vault::Vault);

#[wasm_bindgen]
impl Vault {
    /// A new vault without accounts.
    ///
    /// Throws CoreError: `time_invalid`, `entropy_unavailable`.
    pub fn create(now: f64) -> Result<Vault, CoreError> {
        Ok(Vault(vault::Vault::create(UnixTime::from_date_now(now)?)?))
    }

    /// Opens what storage holds. Single damaged objects do not stop it; see `damage`.
    ///
    /// Throws CoreError: `time_invalid`, `vault_missing`, `vault_header_damaged`, `vault_format_newer`,
    /// `vault_device_key_missing`.
    pub fn open(
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
        now: f64,
    ) -> Result<Vault, CoreError> {
        let now = UnixTime::from_date_now(now)?;
        Ok(Vault(vault::Vault::open(&read_objects(stored), &Unlock::Device, now)?))
    }

    /// Takes in what another page has written since; `stored` is all of it under the keys that opening reads.
    ///
    /// Throws CoreError: `vault_key_changed`.
    pub fn refresh(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] stored: JsValue,
    ) -> Result<(), CoreError> {
        self.0.refresh(&read_objects(stored))?;
        Ok(())
    }

    /// What must be written for the edits so far; `undefined` if nothing must.
    ///
    /// Throws CoreError: `entropy_unavailable`; `vault_object_missing` before a lost bucket is restored.
    #[wasm_bindgen(unchecked_return_type = "Changes | undefined")]
    pub fn changes(&mut self) -> Result<JsValue, CoreError> {
        let changes = self.0.changes()?;
        if changes.is_empty() {
            return Ok(JsValue::UNDEFINED);
        }
        Ok(views::changes(&changes))
    }

    /// Notes that everything `changes` said is written.
    ///
    /// Throws CoreError: those of `changes`.
    pub fn written(&mut self) -> Result<(), CoreError> {
        let changes = self.0.changes()?;
        self.0.written(&changes);
        Ok(())
    }

    /// What is stored in its place and cannot be read. What was put aside by a repair is not listed again.
    #[wasm_bindgen(unchecked_return_type = "Damage[]")]
    pub fn damage(&self) -> JsValue {
        let damage = self.0.damage().into_iter().filter(|one| !one.key.starts_with(objects::ASIDE));
        let views = damage.map(|one| views::Damage { key: one.key, code: one.code.as_str() });
        to_js(&views.collect::<Vec<_>>())
    }

    /// Brings back what damaged objects held, from the copies and versions in `everything`, which is all of
    /// `storage.local`; gives how many accounts came back.
    ///
    /// Throws CoreError: `time_invalid`.
    pub fn repair(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] everything: JsValue,
        now: f64,
    ) -> Result<usize, CoreError> {
        Ok(self.0.repair(&read_objects(everything), UnixTime::from_date_now(now)?))
    }

    /// Adds the accounts of `intake` as its cards say, and gives their ids.
    ///
    /// Throws CoreError: `vault_text_too_long`, `vault_object_missing`, `entropy_unavailable`, `time_invalid`.
    pub fn add(&mut self, intake: &Intake, now: f64) -> Result<Vec<String>, CoreError> {
        let now = UnixTime::from_date_now(now)?;
        Ok(intake.0.save(&mut self.0, now)?.added.iter().map(RecordId::to_string).collect())
    }

    /// Gives an account new names.
    ///
    /// Throws CoreError: `vault_record_unknown`, `vault_text_too_long`, `vault_object_missing`, `time_invalid`.
    pub fn rename(&mut self, id: &str, issuer: &str, account: &str, now: f64) -> Result<(), CoreError> {
        let id = id.parse()?;
        let mut kept = self.0.account(id)?.account;
        kept.issuer = issuer.trim().to_owned();
        kept.account = account.trim().to_owned();
        self.0.edit(id, &kept, UnixTime::from_date_now(now)?)?;
        Ok(())
    }

    /// Puts an account into the bin.
    ///
    /// Throws CoreError: `vault_record_unknown`, `time_invalid`.
    pub fn trash(&mut self, id: &str, now: f64) -> Result<(), CoreError> {
        Ok(self.0.delete(id.parse()?, UnixTime::from_date_now(now)?)?)
    }

    /// Takes an account out of the bin.
    ///
    /// Throws CoreError: `vault_record_unknown`, `time_invalid`.
    pub fn restore(&mut self, id: &str, now: f64) -> Result<(), CoreError> {
        Ok(self.0.restore(id.parse()?, UnixTime::from_date_now(now)?)?)
    }

    /// Moves an account up (negative) or down in the list.
    ///
    /// Throws CoreError: `vault_record_unknown`, `time_invalid`.
    pub fn move_by(&mut self, id: &str, offset: i32, now: f64) -> Result<(), CoreError> {
        Ok(self.0.move_by(id.parse()?, offset, UnixTime::from_date_now(now)?)?)
    }

    /// Moves an account to just before or just after another.
    ///
    /// Throws CoreError: `vault_record_unknown`, `time_invalid`.
    pub fn move_beside(&mut self, id: &str, other: &str, after: bool, now: f64) -> Result<(), CoreError> {
        let now = UnixTime::from_date_now(now)?;
        Ok(self.0.move_beside(id.parse()?, other.parse()?, after, now)?)
    }

    /// The code of a counter-based account, whose counter then moves on. Show it once that is stored.
    ///
    /// Throws CoreError: `vault_record_unknown`, `otp_counter_exhausted`, `time_invalid`.
    #[wasm_bindgen(unchecked_return_type = "ShownCode")]
    pub fn next_code(&mut self, id: &str, now: f64) -> Result<JsValue, CoreError> {
        let code = self.0.use_counter(id.parse()?, UnixTime::from_date_now(now)?)?;
        Ok(to_js(&views::ShownCode { code: code.to_string(), groups: groups(&code) }))
    }
}

/// What was scanned, pasted or typed and waits for a yes.
#[wasm_bindgen]
#[derive(Default)]
pub struct Intake(pub(super) intake::Intake);

#[wasm_bindgen]
impl Intake {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Intake {
        Intake::default()
    }

    /// Adds what one scanned code holds; what it is not is a card too.
    pub fn add_scanned(&mut self, text: String) {
        self.0.add_scanned(&Zeroizing::new(text));
    }

    /// Adds every line of a pasted text.
    ///
    /// Throws CoreError: `intake_empty`.
    pub fn add_pasted(&mut self, text: String) -> Result<(), CoreError> {
        Ok(self.0.add_pasted(&Zeroizing::new(text))?)
    }

    /// Adds the account of the form.
    ///
    /// Throws CoreError: `secret_…` (with the position of the wrong character), `uri_…`, `otp_digits_invalid`,
    /// `otp_period_invalid`, `otp_counter_invalid`, `otp_algorithm_unknown`.
    pub fn add_manual(
        &mut self,
        secret: String,
        #[wasm_bindgen(unchecked_param_type = "ManualFields")] fields: JsValue,
    ) -> Result<(), CoreError> {
        let secret = Zeroizing::new(secret);
        let fields = views::Fields::of(&fields).ok_or(ErrorCode::UriTypeUnknown)?;
        Ok(self.0.add_manual(&secret, fields.as_manual())?)
    }

    /// The number of cards.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.0.entries().len()
    }

    /// The cards, each with its code at `now` and how it stands to what `vault` keeps.
    ///
    /// Throws CoreError: `time_invalid`.
    #[wasm_bindgen(unchecked_return_type = "Card[]")]
    pub fn cards(&self, vault: &Vault, now: f64) -> Result<JsValue, CoreError> {
        let now = UnixTime::from_date_now(now)?;
        let kept = vault.0.accounts();
        let kept: Vec<_> = kept.iter().map(|kept| (kept.id, &kept.account)).collect();
        let entries = self.0.entries().iter().zip(self.0.relations(&kept));
        let cards = entries.enumerate().map(|(index, (entry, relation))| {
            let code = match entry {
                Entry::Account { account, .. } => CodeView::new(&account.otp, now),
                _ => CodeView::default(),
            };
            views::Card::new(index, entry, &relation, code)
        });
        Ok(to_js(&cards.collect::<Vec<_>>()))
    }

    /// The code that the form's account would show.
    ///
    /// Throws CoreError: `time_invalid`.
    #[wasm_bindgen(unchecked_return_type = "Preview | null")]
    pub fn preview(&self, now: f64) -> Result<JsValue, CoreError> {
        let code = self.0.preview(UnixTime::from_date_now(now)?);
        let short = self.0.accounts().any(|(account, _)| account.otp.key.is_short());
        Ok(code.map_or(JsValue::NULL, |code| to_js(&views::Preview { short, code: code.into() })))
    }

    /// The parts of Google exports among what was read.
    #[wasm_bindgen(unchecked_return_type = "Part[]")]
    pub fn parts(&self) -> JsValue {
        to_js(&self.0.parts().iter().map(views::Part::from).collect::<Vec<_>>())
    }

    /// Changes the issuer or the username on a card.
    pub fn rename(
        &mut self,
        index: usize,
        #[wasm_bindgen(unchecked_param_type = "\"issuer\" | \"account\"")] field: &str,
        text: &str,
    ) {
        match field {
            "issuer" => self.0.rename(index, Some(text), None),
            _ => self.0.rename(index, None, Some(text)),
        }
    }

    /// Says what saving does with a card.
    pub fn choose(
        &mut self,
        index: usize,
        #[wasm_bindgen(unchecked_param_type = "\"add\" | \"replace\" | \"skip\"")] choice: &str,
    ) {
        let choice = match choice {
            "add" => Choice::Add,
            "replace" => Choice::Replace,
            _ => Choice::Skip,
        };
        self.0.choose(index, choice);
    }
}

/// The compatibility decomposition that the browser has built in.
pub(super) fn decompose(text: &str) -> String {
    JsString::from(text).normalize("NFKD").into()
}

/// Storage as it comes from the browser. A value that is not text is damage: it goes on as its JSON text, which no
/// object can be read from, so that it is reported and not passed over as if it were missing.
pub(super) fn read_objects(stored: JsValue) -> Objects {
    let entries = js_sys::Object::entries(stored.unchecked_ref());
    let pairs = entries.iter().map(|entry| {
        let pair: js_sys::Array = entry.unchecked_into();
        (pair.get(0).as_string().unwrap_or_default(), text_of(pair.get(1)))
    });
    pairs.into_iter().collect()
}

/// A text of thousands of characters, brought over by the browser's own encoder: the loop of `wasm-bindgen` takes each by
/// itself, in a page that has just been opened and runs nothing fast yet.
fn text_of(value: JsValue) -> String {
    let text = value.dyn_into::<JsString>().or_else(|value| js_sys::JSON::stringify(&value));
    let bytes = text.map(|text| TextEncoder::new().encode(&text).to_vec());
    String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
}

#[wasm_bindgen]
extern "C" {
    type TextEncoder;

    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;

    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &JsString) -> Uint8Array;
}
