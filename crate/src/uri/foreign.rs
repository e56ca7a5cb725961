//! Texts that are no accounts, by name.

/// Something that is recognised and holds no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The name of its file in `crate/foreign/`, where the texts for the person are.
    pub kind: &'static str,
    /// The host or organisation it is of, where that helps; never a token.
    pub detail: Option<String>,
}

impl Foreign {
    /// What no rule knows.
    pub(super) fn plain_text() -> Foreign {
        Foreign { kind: "plain-text", detail: None }
    }
}

/// The kind of `text`; `None` if no rule knows it.
pub fn recognise(text: &str) -> Option<Foreign> {
    let lower = text.trim().to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    is_web.then_some(Foreign { kind: "web-address", detail: None })
}
