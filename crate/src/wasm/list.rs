//! The list of codes: which accounts in which order, and the rows that are in view.

use js_sys::{Array, JsString, RegExp};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::core::{Vault, decompose};
use super::error::CoreError;
use super::views::{self, to_js};
use crate::error::ErrorCode;
use crate::sync::RecordId;
use crate::time::UnixTime;
use crate::view::list::{self, Sort, Usage, arrange};
use crate::view::{Query, Row};

/// Which accounts the list shows, and in which order.
#[wasm_bindgen]
pub struct List(list::List);

#[wasm_bindgen]
impl List {
    /// The accounts to show, in order: pinned ones first.
    #[wasm_bindgen(getter, unchecked_return_type = "string[]")]
    pub fn ids(&self) -> JsValue {
        // One text that JavaScript cuts takes a tenth of the time of a thousand texts.
        let bytes: Vec<[u8; RecordId::BYTES]> = self.0.ids.iter().map(|id| id.0).collect();
        let text = JsString::from(base16ct::lower::encode_string(bytes.as_flattened()));
        text.match_(&RegExp::new(".{16}", "g")).map_or_else(|| Array::new().into(), JsValue::from)
    }

    /// How many of these, at their beginning, are pinned.
    #[wasm_bindgen(getter)]
    pub fn pinned(&self) -> usize {
        self.0.pinned
    }

    /// How many accounts there are in all.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> usize {
        self.0.total
    }

    /// Every tag, in alphabetical order.
    #[wasm_bindgen(getter)]
    pub fn tags(&self) -> Vec<String> {
        self.0.tags.clone()
    }
}

#[wasm_bindgen]
impl Vault {
    /// The accounts that a search for `query` finds and that have the tag, if one is given. How they were used on this
    /// device is told by three lists of the same length: ids, when last (milliseconds since 1970), how often.
    ///
    /// Throws CoreError: `vault_record_unknown` for an order that is none.
    pub fn list(
        &self,
        query: &str,
        tag: &str,
        #[wasm_bindgen(unchecked_param_type = "\"own\" | \"name\" | \"recent\" | \"frequent\"")] sort: &str,
        used: Vec<String>,
        last: &[f64],
        count: &[u32],
    ) -> Result<List, CoreError> {
        let sort = match sort {
            "own" => Sort::Own,
            "name" => Sort::Name,
            "recent" => Sort::Recent,
            "frequent" => Sort::Frequent,
            _ => return Err(ErrorCode::VaultRecordUnknown.into()),
        };
        // A float becomes a whole number by saturating: no time is wrong enough to matter for an order.
        let uses = last.iter().zip(count).map(|(last, count)| Usage { last: *last as u64, count: *count });
        let usage: Vec<(RecordId, Usage)> =
            used.iter().zip(uses).filter_map(|(id, usage)| Some((id.parse().ok()?, usage))).collect();
        let query = Query::new(query, &decompose);
        Ok(List(arrange(&self.0.listed(), &query, tag, sort, &usage)))
    }

    /// The rows of these accounts, each with its code at `now`. Accounts that are no longer there are left out.
    ///
    /// Throws CoreError: `time_invalid`.
    #[wasm_bindgen(unchecked_return_type = "Row[]")]
    pub fn rows_of(&self, ids: Vec<String>, now: f64) -> Result<JsValue, CoreError> {
        let now = UnixTime::from_date_now(now)?;
        let kept = ids.iter().filter_map(|id| self.0.account(id.parse().ok()?).ok());
        let rows = kept.map(|kept| views::Row::from(Row::new(kept.id.to_string(), &kept.account, now)));
        Ok(to_js(&rows.collect::<Vec<_>>()))
    }
}
