//! Views as JavaScript objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A view as a plain JavaScript object; these types cannot fail to become one.
pub(super) fn to_js(view: &impl Serialize) -> JsValue {
    // Flattened fields count as a map, which shall be an object like the rest.
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    view.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}
