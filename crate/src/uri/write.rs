//! Accounts → key URIs that every reader understands.

use core::fmt::Write as _;

use base32ct::{Base32UpperUnpadded, Encoding as _};
use zeroize::Zeroizing;

use super::key_uri::is_steam_name;
use super::percent;
use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Period, Scheme};
use crate::secret::Secret;

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
/// Battle.net is written as what it computes, a TOTP of eight digits. Mobile-OTP's PIN is plain text, as other apps
/// write it, and Yandex's is base32, as Aegis does.
///
/// Errors: `uri_steam_ambiguous` for a time-based account that readers would take for Steam's; `uri_motp_text`.
pub fn write(account: &Account, steam: SteamForm) -> Result<Zeroizing<String>, Error> {
    let mut uri = Zeroizing::new(String::with_capacity(LIKELY_LENGTH));
    match &account.otp.scheme {
        Scheme::Steam if steam == SteamForm::Bare => {
            uri.push_str("steam://");
            uri.push_str(&account.otp.key.to_base32());
        }
        Scheme::Motp { pin } => write_motp(&mut uri, account, pin.as_ref())?,
        _ => write_otpauth(&mut uri, account, steam)?,
    }
    Ok(uri)
}

fn write_otpauth(uri: &mut String, account: &Account, steam: SteamForm) -> Result<(), Error> {
    let host = match &account.otp.scheme {
        Scheme::Hotp { .. } => "hotp",
        Scheme::Steam if steam == SteamForm::Host => "steam",
        Scheme::Yandex { .. } => "yaotp",
        _ => "totp",
    };
    uri.push_str("otpauth://");
    uri.push_str(host);
    uri.push('/');
    push_label(uri, account);
    uri.push_str("?secret=");
    uri.push_str(&account.otp.key.to_base32());
    // Without the parameter a Yandex account would be read as Yandex's own.
    if !account.issuer.is_empty() || host == "yaotp" {
        uri.push_str("&issuer=");
        percent::encode(&account.issuer, uri);
    }
    push_settings(uri, account, steam)
}

fn write_motp(uri: &mut String, account: &Account, pin: Option<&Secret>) -> Result<(), Error> {
    uri.push_str("motp://");
    push_label(uri, account);
    uri.push_str("?secret=");
    percent::encode(motp_text(account.otp.key.bytes())?, uri);
    if let Some(pin) = pin {
        uri.push_str("&pin=");
        percent::encode(motp_text(pin.expose())?, uri);
    }
    Ok(())
}

/// The text that a reader of the link gets back unchanged.
fn motp_text(bytes: &[u8]) -> Result<&str, Error> {
    let text = core::str::from_utf8(bytes).map_err(|_| ErrorCode::UriMotpText)?;
    if text.trim() != text || text == "null" {
        return Err(ErrorCode::UriMotpText.into());
    }
    Ok(text)
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
            uri.push_str(&Zeroizing::new(Base32UpperUnpadded::encode_string(pin.expose())));
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

/// Long enough for nearly every link, so that the text with the key is not moved while it grows.
const LIKELY_LENGTH: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otp::{Key, Otp};
    use crate::uri::parse;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn account(scheme: Scheme) -> Account {
        let key: Key = "JBSWY3DPEHPK3PXP".parse().unwrap();
        Account::new(Otp { key, scheme }, "A, B: C+", "jane doe@example.com")
    }

    fn written(scheme: Scheme, steam: SteamForm) -> String {
        write(&account(scheme), steam).unwrap().to_string()
    }

    #[test]
    fn everything_is_said_and_everything_is_encoded() {
        let names =
            "A%2C%20B%3A%20C%2B:jane%20doe%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=A%2C%20B%3A%20C%2B";
        assert_eq!(
            written(Scheme::standard(), SteamForm::Host),
            format!("otpauth://totp/{names}&algorithm=SHA1&digits=6&period=30")
        );
        let hotp = Scheme::Hotp { algorithm: Algorithm::Sha512, digits: Digits::EIGHT, counter: u64::MAX };
        assert_eq!(
            written(hotp, SteamForm::Host),
            format!("otpauth://hotp/{names}&algorithm=SHA512&digits=8&counter=18446744073709551615")
        );
        assert_eq!(
            written(Scheme::BattleNet, SteamForm::Host),
            format!("otpauth://totp/{names}&algorithm=SHA1&digits=8&period=30")
        );
    }

    #[test]
    fn steam_has_a_form_for_each_reader() {
        let rest = "&algorithm=SHA1&digits=5&period=30";
        assert!(written(Scheme::Steam, SteamForm::Host).starts_with("otpauth://steam/A%2C"));
        assert!(written(Scheme::Steam, SteamForm::Host).ends_with(rest));
        assert!(written(Scheme::Steam, SteamForm::Encoder).starts_with("otpauth://totp/A%2C"));
        assert!(written(Scheme::Steam, SteamForm::Encoder).ends_with(&format!("{rest}&encoder=steam")));
        assert_eq!(written(Scheme::Steam, SteamForm::Bare), "steam://JBSWY3DPEHPK3PXP");
    }

    #[test]
    fn without_issuer_there_is_neither_prefix_nor_parameter() {
        let mut account = account(Scheme::standard());
        account.issuer.clear();
        let uri = write(&account, SteamForm::Host).unwrap();
        assert!(uri.starts_with("otpauth://totp/jane%20doe%40example.com?secret="), "{}", *uri);
        assert!(!uri.contains("issuer"));
    }

    #[test]
    fn what_every_reader_would_misread_is_refused() {
        let digits = Digits::FIVE;
        let scheme = Scheme::Totp { algorithm: Algorithm::Sha1, digits, period: Period::THIRTY };
        let mut account = account(scheme);
        account.issuer = "STEAM".to_owned();
        assert_eq!(write(&account, SteamForm::Host), Err(ErrorCode::UriSteamAmbiguous.into()));
        account.otp.scheme = Scheme::Motp { pin: None };
        account.otp.key = Key::from_bytes(vec![0xff]).unwrap();
        assert_eq!(write(&account, SteamForm::Host), Err(ErrorCode::UriMotpText.into()));
    }

    #[test]
    fn a_text_that_a_reader_would_trim_or_take_for_none_is_refused() {
        for text in [" a", "a ", "null"] {
            let mut account = account(Scheme::Motp { pin: None });
            account.otp.key = Key::from_bytes(text.as_bytes().to_vec()).unwrap();
            assert_eq!(write(&account, SteamForm::Host), Err(ErrorCode::UriMotpText.into()), "{text}");
        }
    }

    fn schemes() -> impl Strategy<Value = Scheme> {
        let settings = (select(&Algorithm::ALL[..]), 1u64..=10);
        let digits = |count| Digits::new(count).unwrap();
        let pin = proptest::option::of("[0-9]{4,16}".prop_map(Secret::from));
        prop_oneof![
            (settings.clone(), 1u64..=u64::from(u32::MAX)).prop_map(move |((algorithm, count), seconds)| {
                Scheme::Totp { algorithm, digits: digits(count), period: Period::new(seconds).unwrap() }
            }),
            (settings, any::<u64>()).prop_map(move |((algorithm, count), counter)| Scheme::Hotp {
                algorithm,
                digits: digits(count),
                counter
            }),
            Just(Scheme::Steam),
            Just(Scheme::BattleNet),
            pin.clone().prop_map(|pin| Scheme::Yandex { pin }),
            pin.prop_map(|pin| Scheme::Motp { pin }),
        ]
    }

    fn keys(scheme: &Scheme) -> BoxedStrategy<Key> {
        let bytes = |count: &[usize]| {
            let count = select(count.to_vec());
            count.prop_flat_map(|count| proptest::collection::vec(any::<u8>(), count))
        };
        match scheme {
            Scheme::Yandex { .. } => {
                bytes(&[16, 26]).prop_map(|bytes| Key::from_bytes(bytes).unwrap()).boxed()
            }
            Scheme::Motp { .. } => {
                "[!-~é]{1,40}".prop_map(|text| Key::from_bytes(text.into_bytes()).unwrap()).boxed()
            }
            _ => "[A-Z2-7]{2,80}".prop_map(|text| text.parse().unwrap()).boxed(),
        }
    }

    fn accounts() -> impl Strategy<Value = Account> {
        let name = any::<String>().prop_map(|name| name.trim().to_owned());
        schemes().prop_flat_map(move |scheme| {
            (Just(scheme.clone()), keys(&scheme), name.clone(), name.clone())
                .prop_map(|(scheme, key, issuer, account)| Account::new(Otp { key, scheme }, issuer, account))
        })
    }

    proptest! {
        #[test]
        fn writing_and_reading_are_inverse(account in accounts(), steam in select(vec![SteamForm::Host, SteamForm::Encoder])) {
            let uri = write(&account, steam).unwrap();
            prop_assert!(uri.is_ascii() && !uri.contains([',', ' ', '+']), "{}", *uri);
            let mut expected = account.clone();
            if account.otp.scheme == Scheme::BattleNet {
                expected.otp.scheme = Scheme::Totp {
                    algorithm: Algorithm::Sha1,
                    digits: Digits::EIGHT,
                    period: Period::THIRTY,
                };
            }
            let read = parse(&uri);
            prop_assert_eq!(read.as_ref(), Ok(&expected), "{}", *uri);
            prop_assert_eq!(read.unwrap().otp.key.to_base32(), account.otp.key.to_base32());
        }
    }
}
