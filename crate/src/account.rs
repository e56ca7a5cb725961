//! What a person keeps: one line of the list.

use tessera_case as case;

use crate::otp::Otp;
use crate::secret::Secret;

/// An account: the key and its codes, and all that a person may attach to them.
///
/// Issuer and account are kept apart and either may be empty; no import copies one into the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The key and its scheme.
    pub otp: Otp,
    /// Who asks for the code: “GitHub”.
    pub issuer: String,
    /// Whose code it is there: a user name or an address.
    pub account: String,
    /// Free text.
    pub note: String,
    /// Folders or tags, in the person's order.
    pub groups: Vec<String>,
    /// Shown first.
    pub favorite: bool,
    /// The registrable domain the code is for, learnt at enrolment or set by hand; empty if unknown.
    pub site: String,
    /// The name of the chosen icon; empty for the one that goes with the issuer.
    pub icon: String,
    /// One-time codes the service gave for the day the authenticator is lost.
    pub recovery_codes: Vec<RecoveryCode>,
}

impl Account {
    /// An account with a name and nothing else attached.
    pub fn new(otp: Otp, issuer: impl Into<String>, account: impl Into<String>) -> Account {
        Account {
            otp,
            issuer: issuer.into(),
            account: account.into(),
            note: String::new(),
            groups: Vec::new(),
            favorite: false,
            site: String::new(),
            icon: String::new(),
            recovery_codes: Vec::new(),
        }
    }

    /// Whether its texts are short enough to be kept: every account fits an empty bucket together with its key.
    pub fn fits_a_record(&self) -> bool {
        let texts = [&self.issuer, &self.account, &self.note, &self.site, &self.icon];
        let texts = texts.into_iter().chain(&self.groups).map(String::len);
        let codes = self.recovery_codes.iter().map(|code| code.code.len());
        texts.chain(codes).fold(0, usize::saturating_add) <= TEXT_LIMIT
    }

    /// Whether both show the same codes: same key, same scheme, whatever the names and the counter.
    pub fn makes_same_codes_as(&self, other: &Account) -> bool {
        use crate::otp::Scheme::Hotp;
        let same_scheme = match (&self.otp.scheme, &other.otp.scheme) {
            (Hotp { algorithm: a, digits: b, .. }, Hotp { algorithm: c, digits: d, .. }) => (a, b) == (c, d),
            (one, two) => one == two,
        };
        same_scheme && self.otp.key.makes_same_codes_as(&other.otp.key)
    }

    /// Whether both are shown under the same name, ignoring case and outer spaces.
    pub fn has_same_name_as(&self, other: &Account) -> bool {
        case::same(&self.issuer, &other.issuer) && case::same(&self.account, &other.account)
    }
}

/// A one-time recovery code, and whether the person has used it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode {
    /// The code's text.
    pub code: Secret,
    /// Ticked as used.
    pub used: bool,
}

/// Bytes of text that one account may hold.
const TEXT_LIMIT: usize = 6000;
