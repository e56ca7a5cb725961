//! Lower and upper case of whole texts, as Unicode's default conversion gives them (chapter 3.13).
//!
//! In a browser its own tables are asked: they say the same, and 16 kB need not be loaded at every click.

/// In lower case.
pub fn lower(text: &str) -> String {
    platform::lower(text)
}

/// In upper case.
pub fn upper(text: &str) -> String {
    platform::upper(text)
}

/// Whether two texts are the same but for case and outer spaces.
pub fn same(one: &str, two: &str) -> bool {
    lower(one.trim()) == lower(two.trim())
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use js_sys::JsString;

    pub(super) fn lower(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    pub(super) fn upper(text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    pub(super) fn lower(text: &str) -> String {
        text.to_lowercase()
    }

    pub(super) fn upper(text: &str) -> String {
        text.to_uppercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_whatever_their_case_and_outer_spaces() {
        for (one, two) in [("Émile", " éMILE "), ("ΣΟΦΟΣ", "σοφος"), ("STRASSE", "strasse"), ("", " ")]
        {
            assert!(same(one, two), "{one} {two}");
        }
        assert!(!same("strasse", "straße") && !same("a b", "ab"));
        assert_eq!(upper("ß"), "SS");
    }
}
