//! What crosses to JavaScript: small read-only values, beside the TypeScript that describes them.

use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

pub(super) use super::to_js::to_js;
use crate::intake::{self, Choice, Entry, ManualFields, PartMark, Relation};
use crate::sync::RecordId;
use crate::vault;
use crate::view;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A code as it is shown; times in milliseconds since 1970. Counter codes have no times. */
export interface CodeView {
  readonly code: string;
  readonly groups: readonly string[];
  readonly nextGroups: readonly string[];
  readonly startsAt?: number;
  readonly endsAt?: number;
  /** From when on the next code is worth showing. */
  readonly nextFrom?: number;
  /** The error code that explains why there is no code. */
  readonly failure?: string;
}
/** One account of the list. */
export interface Row extends CodeView {
  readonly id: string;
  readonly issuer: string;
  readonly account: string;
  readonly monogram: string;
  readonly hue: number;
  readonly counter: boolean;
  /** The registrable domain it is for; empty if unknown. */
  readonly site: string;
  /** The name of the chosen icon; empty for the one that goes with the issuer. */
  readonly icon: string;
  readonly tags: readonly string[];
  readonly pinned: boolean;
}
/** How an account was used on this device: when last, in milliseconds since 1970, and how often. */
export interface Used {
  readonly id: string;
  readonly last: number;
  readonly count: number;
}
/** Everything about one account but its key and its recovery codes. */
export interface Details {
  readonly issuer: string;
  readonly account: string;
  readonly site: string;
  readonly note: string;
  readonly tags: readonly string[];
  readonly icon: string;
  readonly pinned: boolean;
  readonly kind: "totp" | "hotp" | "steam" | "battle" | "yandex" | "motp";
  readonly algorithm?: string;
  readonly digits?: number;
  readonly period?: number;
  readonly counter?: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly recoveryCodes: number;
  readonly recoveryCodesLeft: number;
}
/** A one-time code of the service, for the day the authenticator is lost. */
export interface RecoveryCode {
  readonly code: string;
  readonly used: boolean;
}
/** An account's key: in groups, as people copy it, and as a link, which a QR code holds. */
export interface SetupKey {
  readonly groups: readonly string[];
  /** Absent for the few accounts that no link can say. */
  readonly link?: string;
}
/** The line under the form. */
export interface Preview extends CodeView {
  readonly short: boolean;
}
/** One thing that was scanned, pasted or typed. */
export interface Card extends CodeView {
  readonly index: number;
  readonly kind: "account" | "foreign" | "invalid";
  readonly issuer: string;
  readonly account: string;
  /** The sites its code is for, apart by spaces: learnt from the page, or brought by an import; empty if none is known. */
  readonly site: string;
  /** What is unusual about it, for example “HOTP · SHA256 · 8”; empty for an ordinary account. */
  readonly details: string;
  readonly short: boolean;
  /** The name of an account's type; empty for what is no account. */
  readonly scheme: string;
  readonly relation: "new" | "same" | "same-name" | "repeated";
  readonly choice: "add" | "replace" | "skip";
  /** The kind of foreign code: that of `crate/foreign/<kind>.json`. */
  readonly foreign: string;
  /** What may be shown of a foreign code: a host, an address. */
  readonly detail: string;
  readonly number?: number;
}
/** What an import did: `replaced` went to the bin. */
export interface Saved {
  readonly added: string[];
  readonly replaced: string[];
}
/** A part of a Google export. */
export interface Part {
  readonly id: number;
  readonly index: number;
  readonly count: number;
}
/** What to write in one step, what may be removed afterwards, and what then goes to the sync area. */
export interface Changes {
  readonly set: Record<string, string>;
  readonly remove: string[];
  readonly sync: Record<string, string>;
}
/** A stored object that cannot be read. */
export interface Damage {
  readonly key: string;
  readonly code: string;
}
/** A counter code that was asked for. */
export interface ShownCode {
  readonly code: string;
  readonly groups: string[];
}
/** The form as typed, without its key. */
export interface ManualFields {
  readonly issuer: string;
  readonly account: string;
  readonly type: string;
  readonly algorithm: string;
  readonly digits: string;
  readonly period: string;
  readonly counter: string;
}
"#;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CodeView {
    code: String,
    groups: Vec<String>,
    next_groups: Vec<String>,
    starts_at: Option<f64>,
    ends_at: Option<f64>,
    next_from: Option<f64>,
    failure: Option<&'static str>,
}

impl From<view::CodeView> for CodeView {
    fn from(code: view::CodeView) -> CodeView {
        CodeView {
            code: code.code,
            groups: code.groups,
            next_groups: code.next_groups,
            starts_at: code.starts_at.map(milliseconds),
            ends_at: code.ends_at.map(milliseconds),
            next_from: code.next_from.map(milliseconds),
            failure: code.failure.map(|code| code.as_str()),
        }
    }
}

/// Exact: every moment the core knows lies below 2^53 milliseconds.
pub(super) fn milliseconds(value: u64) -> f64 {
    value as f64
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    id: String,
    issuer: String,
    account: String,
    monogram: String,
    hue: u8,
    counter: bool,
    site: String,
    icon: String,
    tags: Vec<String>,
    pinned: bool,
    #[serde(flatten)]
    code: CodeView,
}

impl From<view::Row> for Row {
    fn from(row: view::Row) -> Row {
        Row {
            id: row.id,
            issuer: row.issuer,
            account: row.account,
            monogram: row.monogram,
            hue: row.hue,
            counter: row.counter,
            site: row.site,
            icon: row.icon,
            tags: row.tags,
            pinned: row.pinned,
            code: row.code.into(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Preview {
    pub(super) short: bool,
    #[serde(flatten)]
    pub(super) code: CodeView,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Card {
    index: usize,
    kind: &'static str,
    issuer: String,
    account: String,
    site: String,
    details: String,
    short: bool,
    scheme: &'static str,
    relation: &'static str,
    choice: &'static str,
    foreign: &'static str,
    detail: String,
    number: Option<u32>,
    #[serde(flatten)]
    code: CodeView,
}

impl Card {
    pub(super) fn new<Id>(
        index: usize,
        entry: &Entry,
        relation: &Relation<Id>,
        code: view::CodeView,
    ) -> Card {
        let card = Card::blank(index, code);
        match entry {
            Entry::Account { account, choice } => Card {
                kind: "account",
                issuer: account.issuer.clone(),
                account: account.account.clone(),
                site: account.site.clone(),
                details: view::unusual_settings(&account.otp.scheme),
                short: account.otp.key.is_short(),
                scheme: account.otp.scheme.name(),
                relation: relation_name(relation),
                choice: choice_name(choice.unwrap_or(relation.usual_choice())),
                ..card
            },
            Entry::Foreign(foreign) => {
                let detail = foreign.detail.clone().unwrap_or_default();
                Card { kind: "foreign", foreign: foreign.kind, detail, ..card }
            }
            Entry::Invalid { name, error } => Card {
                kind: "invalid",
                issuer: name.clone(),
                number: error.number,
                code: CodeView { failure: Some(error.code.as_str()), ..card.code },
                ..card
            },
        }
    }

    fn blank(index: usize, code: view::CodeView) -> Card {
        Card {
            index,
            kind: "",
            issuer: String::new(),
            account: String::new(),
            site: String::new(),
            details: String::new(),
            short: false,
            scheme: "",
            relation: "new",
            choice: "add",
            foreign: "",
            detail: String::new(),
            number: None,
            code: code.into(),
        }
    }
}

fn relation_name<Id>(relation: &Relation<Id>) -> &'static str {
    match relation {
        Relation::New => "new",
        Relation::Same(_) => "same",
        Relation::SameName(_) => "same-name",
        Relation::Repeated => "repeated",
    }
}

fn choice_name(choice: Choice) -> &'static str {
    match choice {
        Choice::Add => "add",
        Choice::Replace => "replace",
        Choice::Skip => "skip",
    }
}

#[derive(Serialize)]
pub(super) struct Part {
    id: i32,
    index: u32,
    count: u32,
}

impl From<&PartMark> for Part {
    fn from(part: &PartMark) -> Part {
        Part { id: part.id, index: part.index, count: part.count }
    }
}

#[derive(Serialize)]
pub(super) struct Saved {
    added: Vec<String>,
    replaced: Vec<String>,
}

impl From<&intake::Saved> for Saved {
    fn from(saved: &intake::Saved) -> Saved {
        let texts = |ids: &[RecordId]| ids.iter().map(RecordId::to_string).collect();
        Saved { added: texts(&saved.added), replaced: texts(&saved.replaced) }
    }
}

#[derive(Serialize)]
pub(super) struct Damage {
    pub(super) key: String,
    pub(super) code: &'static str,
}

#[derive(Serialize)]
pub(super) struct ShownCode {
    pub(super) code: String,
    pub(super) groups: Vec<String>,
}

/// The changes as plain objects: serde would make a `Map` of what storage wants as an object.
pub(super) fn changes(changes: &vault::Changes) -> JsValue {
    let remove: Array = changes.remove.iter().map(JsValue::from).collect();
    let view = Object::new();
    put(&view, "set", &objects(&changes.set));
    put(&view, "remove", &remove);
    put(&view, "sync", &objects(&changes.sync));
    view.into()
}

/// Texts under their keys, as a plain object.
pub(super) fn objects(texts: &vault::Objects) -> JsValue {
    let object = Object::new();
    for (key, text) in texts {
        put(&object, key, &text.into());
    }
    object.into()
}

/// Setting a property of a plain object cannot fail.
fn put(object: &Object, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &key.into(), value);
}

/// The form as the page hands it over.
pub(super) struct Fields {
    issuer: String,
    account: String,
    r#type: String,
    algorithm: String,
    digits: String,
    period: String,
    counter: String,
}

impl Fields {
    /// The fields of an object; `None` if one is missing or no text.
    pub(super) fn of(object: &JsValue) -> Option<Fields> {
        let text = |name: &str| Reflect::get(object, &name.into()).ok()?.as_string();
        Some(Fields {
            issuer: text("issuer")?,
            account: text("account")?,
            r#type: text("type")?,
            algorithm: text("algorithm")?,
            digits: text("digits")?,
            period: text("period")?,
            counter: text("counter")?,
        })
    }

    pub(super) fn as_manual(&self) -> ManualFields<'_> {
        ManualFields {
            issuer: &self.issuer,
            account: &self.account,
            kind: &self.r#type,
            algorithm: &self.algorithm,
            digits: &self.digits,
            period: &self.period,
            counter: &self.counter,
        }
    }
}
