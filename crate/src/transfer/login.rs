//! One-time codes as password managers keep them: a text beside a login, in any of the forms that people paste there.

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::Otp;
use crate::otp::Scheme;
use crate::transfer::fields::{is_unsaid, key};
use crate::uri::{self, Reading};

/// The account of a login: `code` is a key URI, `steam://KEY` or a bare key. The URI's own names win over the
/// login's, because the code's owner wrote them; what it leaves empty, the login says.
///
/// Errors: `transfer_entry_secret_missing`, and those of keys and key URIs.
pub(super) fn account(code: &str, title: &str, user: &str) -> Result<Account, Error> {
    let code = code.trim();
    if is_unsaid(code) {
        return Err(ErrorCode::TransferEntrySecretMissing.into());
    }
    let (title, user) = (title.trim(), user.trim());
    if !code.contains("://") {
        let key = key(&code.replace("%3D", "=").replace("%3d", "="))?;
        return Ok(Account::new(Otp { key, scheme: Scheme::standard() }, title, user));
    }
    if code.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("steam://")) {
        let steam = uri::parse(code)?;
        return Ok(Account::new(steam.otp, title, user));
    }
    let mut account = match uri::read(code) {
        Reading::Account(account) => *account,
        Reading::Invalid(error) => return Err(error),
        Reading::Part(_) | Reading::Foreign(_) => return Err(ErrorCode::TransferEntryMalformed.into()),
    };
    if account.issuer.is_empty() {
        title.clone_into(&mut account.issuer);
    }
    if account.account.is_empty() {
        user.clone_into(&mut account.account);
    }
    Ok(account)
}

/// The host of a web address; empty if it is none.
pub(super) fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}
