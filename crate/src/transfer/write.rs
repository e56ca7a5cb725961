//! Accounts → files of other apps, and what each of them cannot hold.

use base32ct::{Base32UpperUnpadded, Encoding as _};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Scheme};
use crate::secret::Secret;
use crate::transfer::report::entry_name;
use crate::transfer::{aegis, authenticator, bitwarden, ente, keepassxc, proton, stratum, twofas, uri_list};
use crate::uri::migration;

/// An app, or everyone, to leave for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Key URIs, one per line: what nearly every app reads.
    UriList,
    /// Aegis; sealed if there is a password.
    Aegis,
    /// 2FAS.
    TwoFas,
    /// Bitwarden and Bitwarden Authenticator.
    Bitwarden,
    /// Ente Auth.
    Ente,
    /// KeePassXC, CSV.
    KeePassXc,
    /// Proton Authenticator.
    Proton,
    /// Stratum.
    Stratum,
    /// The Authenticator extension.
    Authenticator,
    /// Google Authenticator: the texts of QR codes.
    Google,
}

impl Target {
    /// Every target, in the order the page offers them.
    pub const ALL: &[Target] = &[
        Target::UriList,
        Target::Aegis,
        Target::TwoFas,
        Target::Bitwarden,
        Target::Ente,
        Target::KeePassXc,
        Target::Proton,
        Target::Stratum,
        Target::Authenticator,
        Target::Google,
    ];

    /// The stable name that ends the message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Target::UriList => "uri_list",
            Target::Aegis => "aegis",
            Target::TwoFas => "two_fas",
            Target::Bitwarden => "bitwarden",
            Target::Ente => "ente",
            Target::KeePassXc => "keepassxc",
            Target::Proton => "proton",
            Target::Stratum => "stratum",
            Target::Authenticator => "authenticator",
            Target::Google => "google",
        }
    }

    /// The name to save the file under; `None` for texts that are shown as QR codes.
    pub const fn file_name(self) -> Option<&'static str> {
        match self {
            Target::UriList => Some("otpauth.txt"),
            Target::Aegis => Some("aegis.json"),
            Target::TwoFas => Some("2fas.2fas"),
            Target::Bitwarden => Some("bitwarden.json"),
            Target::Ente => Some("ente.txt"),
            Target::KeePassXc => Some("keepassxc.csv"),
            Target::Proton => Some("proton-authenticator.json"),
            Target::Stratum => Some("stratum.authpro"),
            Target::Authenticator => Some("authenticator.json"),
            Target::Google => None,
        }
    }

    /// Whether a password seals what is written.
    pub const fn takes_password(self) -> bool {
        matches!(self, Target::Aegis)
    }
}

/// What came of an export.
#[derive(Debug)]
pub struct Written {
    /// The file; empty for [`Target::Google`].
    pub bytes: Zeroizing<Vec<u8>>,
    /// The text of each QR code for [`Target::Google`]; empty for files.
    pub texts: Vec<Zeroizing<String>>,
    /// The accounts that are not in it, by name, and why.
    pub left_out: Vec<(String, Error)>,
}

/// Writes what `target` can hold of `accounts`, in their order, and lists the rest.
///
/// Errors: `entropy_unavailable`, `transfer_memory_unavailable` (sealing Aegis).
pub fn write(target: Target, accounts: &[Account], password: Option<&Secret>) -> Result<Written, Error> {
    let (held, left_out) = divide(target, accounts);
    let mut texts = Vec::new();
    let bytes = match target {
        Target::UriList => uri_list::write(&held)?,
        Target::Aegis => aegis::write(&held, password)?,
        Target::TwoFas => twofas::write(&held)?,
        Target::Bitwarden => bitwarden::write(&held)?,
        Target::Ente => ente::write(&held)?,
        Target::KeePassXc => keepassxc::write(&held)?,
        Target::Proton => proton::write(&held)?,
        Target::Stratum => stratum::write(&held)?,
        Target::Authenticator => authenticator::write(&held)?,
        Target::Google => {
            let owned: Vec<Account> = held.into_iter().cloned().collect();
            texts = migration::write(&owned, migration::make_batch_id()?).texts;
            Zeroizing::default()
        }
    };
    Ok(Written { bytes, texts, left_out })
}

/// The accounts that `target` cannot hold, by name, and why: what [`write`] would leave out.
pub fn left_out(target: Target, accounts: &[Account]) -> Vec<(String, Error)> {
    divide(target, accounts).1
}

/// What `target` can hold, and the rest with its reasons.
fn divide(target: Target, accounts: &[Account]) -> (Vec<&Account>, Vec<(String, Error)>) {
    let (mut held, mut left_out): (Vec<&Account>, _) = (Vec::new(), Vec::new());
    for account in accounts {
        match cannot_hold(target, account).or_else(|| repeats(target, account, &held)) {
            None => held.push(account),
            Some(error) => left_out.push((entry_name(&account.issuer, &account.account), error)),
        }
    }
    (held, left_out)
}

/// One account to be shown for another device: as a key URI for its QR code, and as the key to type by hand.
#[derive(Debug)]
pub struct Sheet {
    /// The key in base32.
    pub key: Zeroizing<String>,
    /// The key URI, or why there is none that every app reads the same.
    pub uri: Result<Zeroizing<String>, Error>,
}

/// The account as it is shown for another device.
pub fn sheet(account: &Account) -> Sheet {
    Sheet { key: canonical_base32(account.otp.key.bytes()), uri: uri_list::text_of(account) }
}

/// Why `target` cannot hold `account` so that it shows the same codes there; `None` if it can.
pub fn cannot_hold(target: Target, account: &Account) -> Option<Error> {
    match target {
        Target::UriList => uri_list::cannot_hold(account),
        Target::Aegis => aegis::cannot_hold(account),
        Target::TwoFas => twofas::cannot_hold(account),
        Target::Bitwarden => bitwarden::cannot_hold(account),
        Target::Ente => ente::cannot_hold(account),
        Target::KeePassXc => keepassxc::cannot_hold(account),
        Target::Proton => proton::cannot_hold(account),
        Target::Stratum => stratum::cannot_hold(account),
        Target::Authenticator => authenticator::cannot_hold(account),
        Target::Google => google_cannot_hold(account),
    }
}

/// 2FAS keeps one entry per key and Stratum binds categories by it.
fn repeats(target: Target, account: &Account, held: &[&Account]) -> Option<Error> {
    let one_per_key = matches!(target, Target::TwoFas | Target::Stratum);
    let repeated =
        one_per_key && held.iter().any(|other| other.otp.key.makes_same_codes_as(&account.otp.key));
    repeated.then(|| ErrorCode::TransferTargetKeyRepeated.into())
}

fn google_cannot_hold(account: &Account) -> Option<Error> {
    let scheme = &account.otp.scheme;
    check_kind(scheme, &["totp", "hotp", "battle"])
        .and_then(|()| check_algorithm(scheme))
        .and_then(|()| check_digits(scheme, &[6, 8]))
        .and_then(|()| check_period(scheme, &[30]))
        .and_then(|()| check_counter(scheme, u64::MAX >> 1))
        .err()
}

/// Errors: `transfer_target_type` unless the scheme is one of `kinds` (names of [`Scheme::name`]).
pub(super) fn check_kind(scheme: &Scheme, kinds: &[&str]) -> Result<(), Error> {
    if kinds.contains(&scheme.name()) { Ok(()) } else { Err(ErrorCode::TransferTargetType.into()) }
}

/// Errors: `transfer_target_algorithm` for what only this product and the Authenticator extension compute.
pub(super) fn check_algorithm(scheme: &Scheme) -> Result<(), Error> {
    match scheme.algorithm() {
        Some(Algorithm::Gost256 | Algorithm::Gost512) => Err(ErrorCode::TransferTargetAlgorithm.into()),
        _ => Ok(()),
    }
}

/// Errors: `transfer_target_digits` unless the length is one of `lengths`.
pub(super) fn check_digits(scheme: &Scheme, lengths: &[u8]) -> Result<(), Error> {
    let digits = scheme.digits().count();
    if lengths.contains(&digits) {
        Ok(())
    } else {
        Err(Error::at(ErrorCode::TransferTargetDigits, digits.into()))
    }
}

/// Errors: `transfer_target_period` unless the period, if there is one, is one of `periods`.
pub(super) fn check_period(scheme: &Scheme, periods: &[u32]) -> Result<(), Error> {
    match scheme.period().map(|period| period.seconds()) {
        Some(seconds) if !periods.contains(&seconds) => {
            Err(Error { code: ErrorCode::TransferTargetPeriod, number: Some(seconds) })
        }
        _ => Ok(()),
    }
}

/// Errors: `transfer_target_period` if there is a period above `longest` seconds.
pub(super) fn check_longest_period(scheme: &Scheme, longest: u32) -> Result<(), Error> {
    match scheme.period().map(|period| period.seconds()) {
        Some(seconds) if seconds > longest => {
            Err(Error { code: ErrorCode::TransferTargetPeriod, number: Some(seconds) })
        }
        _ => Ok(()),
    }
}

/// Errors: `transfer_target_counter` if there is a counter above `largest`.
pub(super) fn check_counter(scheme: &Scheme, largest: u64) -> Result<(), Error> {
    match scheme.counter() {
        Some(counter) if counter > largest => Err(ErrorCode::TransferTargetCounter.into()),
        _ => Ok(()),
    }
}

/// A key as strict readers take it: no stray last bits, whatever the service's own text held.
pub(super) fn canonical_base32(key: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(Base32UpperUnpadded::encode_string(key))
}

/// A random UUID, RFC 9562 section 5.4.
pub(super) fn make_uuid() -> Result<String, Error> {
    let mut bytes = entropy::make_bytes::<16>()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = base16ct::lower::encode_string(&bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| hex.get(range).unwrap_or_default());
    Ok(parts.join("-"))
}
