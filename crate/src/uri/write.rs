//! Accounts → key URIs that every reader understands.

use core::fmt::Write as _;

use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

use super::key_uri::is_steam_name;
use super::percent;
use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Period, Scheme};

/// How a Steam account is written; readers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SteamForm {
    /// `otpauth://steam/…`: Aegis, Ente, Stratum, andOTP.
    Host,
    /// `otpauth://totp/…&digits=5&encoder=steam`: KeePassXC.
    Encoder,
    /// `steam://KEY`: Bitwarden, which keeps the names elsewhere.
    Bare,
}

/// Writes `account` as a key URI: a literal colon between the names, everything else percent-encoded, every setting
/// said outright.
///
/// Battle.net is written as what it computes, a TOTP of eight digits.
///
/// Errors: `uri_steam_ambiguous` for a time-based account that every reader would take for Steam's.
pub fn write(account: &Account, steam: SteamForm) -> Result<Zeroizing<String>, Error> {
    let key = &account.otp.key;
    let mut uri = Zeroizing::new(String::with_capacity(256));
    match &account.otp.scheme {
        Scheme::Steam if steam == SteamForm::Bare => {
            uri.push_str("steam://");
            uri.push_str(&key.to_base32());
            return Ok(uri);
        }
        Scheme::Motp { pin } => {
            uri.push_str("motp://");
            push_label(&mut uri, account);
            uri.push_str("?secret=");
            percent::encode(&String::from_utf8_lossy(key.bytes()), &mut uri);
            if let Some(pin) = pin {
                uri.push_str("&pin=");
                percent::encode(&String::from_utf8_lossy(pin.expose()), &mut uri);
            }
            return Ok(uri);
        }
        _ => {}
    }
    let host = match &account.otp.scheme {
        Scheme::Hotp { .. } => "hotp",
        Scheme::Steam if steam == SteamForm::Host => "steam",
        Scheme::Yandex { .. } => "yaotp",
        _ => "totp",
    };
    uri.push_str("otpauth://");
    uri.push_str(host);
    uri.push('/');
    push_label(&mut uri, account);
    uri.push_str("?secret=");
    uri.push_str(&key.to_base32());
    if !account.issuer.is_empty() || host == "yaotp" {
        uri.push_str("&issuer=");
        percent::encode(&account.issuer, &mut uri);
    }
    push_settings(&mut uri, account, steam)?;
    Ok(uri)
}

fn push_settings(uri: &mut String, account: &Account, steam: SteamForm) -> Result<(), Error> {
    let scheme = &account.otp.scheme;
    if let Scheme::Totp { algorithm: Algorithm::Sha1, digits: Digits::FIVE, period: Period::THIRTY } = scheme
        && is_steam_name(&account.issuer)
    {
        return Err(ErrorCode::UriSteamAmbiguous.into());
    }
    if let Scheme::Yandex { pin } = scheme {
        if let Some(pin) = pin {
            uri.push_str("&pin=");
            uri.push_str(&Zeroizing::new(BASE32_NOPAD.encode(pin.expose())));
        }
        return Ok(());
    }
    if let Some(algorithm) = scheme.algorithm() {
        // Writing to a string cannot fail.
        let _ = write!(uri, "&algorithm={algorithm}&digits={}", scheme.digits());
    }
    if let Some(period) = scheme.period() {
        let _ = write!(uri, "&period={period}");
    }
    if let Some(counter) = scheme.counter() {
        let _ = write!(uri, "&counter={counter}");
    }
    if matches!(scheme, Scheme::Steam) && steam == SteamForm::Encoder {
        uri.push_str("&encoder=steam");
    }
    Ok(())
}

/// `ISSUER:ACCOUNT`. Without issuer the account stands alone; if it holds a colon, an empty prefix says that the colon
/// is its own.
fn push_label(uri: &mut String, account: &Account) {
    percent::encode(&account.issuer, uri);
    if !account.issuer.is_empty() || account.account.contains(':') {
        uri.push(':');
    }
    percent::encode(&account.account, uri);
}
