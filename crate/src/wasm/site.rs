//! Hosts: what is registrable in one, and whether one only looks like another. An artefact of its own because of its
//! tables, loaded when a site is learnt or a code leaves for another site than its own.

use js_sys::{JsString, Object, Reflect, RegExp};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::CoreError;
use crate::site::hosts::{self, readable};
use crate::site::judge::{Verdict, judge};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How a host stands to the sites of an account. */
export interface HostVerdict {
  readonly kind: "same" | "different" | "lookalike";
  /** The site of the account, as people read it; empty if it is the same. */
  readonly site: string;
  /** The host as people read it. */
  readonly host: string;
  /** The host as it is transmitted if that differs: with `xn--`. */
  readonly coded: string;
  /** What makes it look alike. */
  readonly trick: "" | "characters" | "suffix" | "added" | "spelling";
}
"#;

/// The tables, unpacked once.
#[wasm_bindgen]
pub struct Hosts(hosts::Hosts);

#[wasm_bindgen]
impl Hosts {
    /// Unpacks the tables.
    ///
    /// Throws CoreError: `suffixes_damaged`.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Hosts, CoreError> {
        Ok(Hosts(hosts::Hosts::new()?))
    }

    /// The part of a host that somebody registered, by the public suffix list.
    pub fn registrable(&self, host: &str) -> String {
        self.0.registrable(host).to_owned()
    }

    /// Whether a code for `sites` belongs on `host`.
    #[wasm_bindgen(unchecked_return_type = "HostVerdict")]
    pub fn judge(&self, sites: &str, host: &str) -> JsValue {
        view(judge(&self.0, &plain, sites, host), host)
    }
}

/// Small letters, decomposed and without marks, which the browser has tables for.
fn plain(text: &str) -> String {
    let text = JsString::from(text).normalize("NFKD").to_lower_case();
    text.replace_by_pattern(&RegExp::new(r"\p{M}", "gu"), "").into()
}

fn view(verdict: Verdict, host: &str) -> JsValue {
    let (kind, site, trick) = match verdict {
        Verdict::Same => ("same", String::new(), ""),
        Verdict::Different { site } => ("different", site, ""),
        Verdict::Lookalike { site, trick } => ("lookalike", site, trick.as_str()),
    };
    let shown = readable(host);
    let coded = if shown == host { "" } else { host };
    let view = Object::new();
    for (key, value) in
        [("kind", kind), ("site", &readable(&site)), ("host", &shown), ("coded", coded), ("trick", trick)]
    {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&view, &key.into(), &value.into());
    }
    view.into()
}
