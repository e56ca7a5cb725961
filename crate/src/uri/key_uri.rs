//! Key URIs: `otpauth://`, `apple-otpauth://`, `motp://` and `steam://`.

use base32ct::{Base32UpperUnpadded, Encoding as _};
use base64ct::{Base64, Base64Unpadded, Encoding as _};
use zeroize::Zeroizing;

use super::label::Names;
use super::percent;
use super::query::{KeyUri, Query};
use super::secret_input::{outside_the_field, parse_base32_or_hex};
use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Key, Otp, Period, Scheme, parse_counter};
use crate::secret::Secret;

/// Reads one key URI.
///
/// Errors: `uri_scheme_unknown`, `uri_type_unknown`, `uri_secret_missing`, `uri_secret_character`,
/// `uri_encoder_unknown`, `uri_steam_setting`, `uri_pin_invalid`, `uri_pin_length_invalid`, those of a key (`secret_…`) and of its settings
/// (`otp_…`).
pub fn parse(text: &str) -> Result<Account, Error> {
    let uri = KeyUri::split(text).ok_or(ErrorCode::UriSchemeUnknown)?;
    match uri.scheme.as_str() {
        "otpauth" | "apple-otpauth" => parse_otpauth(&uri),
        "motp" => parse_motp(&uri),
        "steam" => parse_steam(&uri),
        _ => Err(ErrorCode::UriSchemeUnknown.into()),
    }
}

/// Whether `text` begins as a key URI of one of the schemes that [`parse`] reads.
pub(super) fn has_key_scheme(text: &str) -> bool {
    KeyUri::split(text)
        .is_some_and(|uri| matches!(uri.scheme.as_str(), "otpauth" | "apple-otpauth" | "motp" | "steam"))
}

fn parse_otpauth(uri: &KeyUri<'_>) -> Result<Account, Error> {
    let query = uri.query;
    let names = Names::read(uri.path.unwrap_or(""), query);
    match uri.host.trim().to_ascii_lowercase().as_str() {
        "totp" => parse_totp(query, names),
        "hotp" => {
            let otp = Otp { key: key_of(query)?, scheme: hotp(query)? };
            Ok(Account::new(otp, names.issuer, names.account))
        }
        "steam" => parse_steam_guard(query, names),
        "yaotp" => parse_yandex(query, names),
        _ => Err(ErrorCode::UriTypeUnknown.into()),
    }
}

fn parse_totp(query: Query<'_>, names: Names) -> Result<Account, Error> {
    let says_steam = query.has("steam") || says_steam_encoder(query)?;
    if says_steam {
        return parse_steam_guard(query, names);
    }
    let (algorithm, period) = (algorithm(query)?, period(query)?);
    let digits = optional::<Digits>(query, "digits")?;
    // Steam's own name is enough, unless the settings are not Steam's.
    let usual = digits.is_none_or(|digits| digits == Digits::FIVE)
        && (algorithm, period) == (Algorithm::Sha1, Period::THIRTY);
    let scheme = if usual && is_steam_name(&names.issuer) {
        Scheme::Steam
    } else {
        Scheme::Totp { algorithm, digits: digits.unwrap_or(Digits::SIX), period }
    };
    Ok(Account::new(Otp { key: key_of(query)?, scheme }, names.issuer, names.account))
}

/// Whether readers take a time-based account of this issuer for Steam's when its settings allow it.
pub(super) fn is_steam_name(issuer: &str) -> bool {
    issuer.eq_ignore_ascii_case("steam")
}

/// KeePassXC's parameter; it knows one value.
fn says_steam_encoder(query: Query<'_>) -> Result<bool, Error> {
    match query.value("encoder") {
        None => Ok(false),
        Some(encoder) if encoder.eq_ignore_ascii_case("steam") => Ok(true),
        Some(_) => Err(ErrorCode::UriEncoderUnknown.into()),
    }
}

/// The type says all; a number of digits may stand there (apps write 5 or 6), another hash or period may not.
fn parse_steam_guard(query: Query<'_>, names: Names) -> Result<Account, Error> {
    optional::<Digits>(query, "digits")?;
    if (algorithm(query)?, period(query)?) != (Algorithm::Sha1, Period::THIRTY) {
        return Err(ErrorCode::UriSteamSetting.into());
    }
    let secret = query.value("secret").ok_or(ErrorCode::UriSecretMissing)?;
    let otp = Otp { key: parse_steam_key(&secret)?, scheme: Scheme::Steam };
    Ok(Account::new(otp, names.issuer, names.account))
}

fn hotp(query: Query<'_>) -> Result<Scheme, Error> {
    Ok(Scheme::Hotp {
        algorithm: algorithm(query)?,
        digits: optional(query, "digits")?.unwrap_or(Digits::SIX),
        // The Key URI Format requires it; every reader takes 0 when it is absent.
        counter: query.value("counter").map_or(Ok(0), |text| parse_counter(&text))?,
    })
}

/// `otpauth://yaotp/NAME?secret=…&pin_length=…&name=…`; Aegis adds `pin=`, the PIN's text in base32.
fn parse_yandex(query: Query<'_>, names: Names) -> Result<Account, Error> {
    if let Some(length) = query.value("pin_length") {
        length.parse::<u8>().map_err(|_| ErrorCode::UriPinLengthInvalid)?;
    }
    let key = key_of(query)?;
    if ![16, 26].contains(&key.bytes().len()) {
        return Err(ErrorCode::OtpKeyLength.into());
    }
    let pin = query.value("pin").map(|text| yandex_pin(&text)).transpose()?;
    let account = match names.account.as_str() {
        "" => query.value("name").map(|name| name.to_string()).unwrap_or_default(),
        account => account.to_owned(),
    };
    // Yandex writes no issuer; a list of ours writes an empty one where the person took the name away.
    let issuer =
        if names.issuer.is_empty() && !query.has("issuer") { "Yandex".to_owned() } else { names.issuer };
    Ok(Account::new(Otp { key, scheme: Scheme::Yandex { pin } }, issuer, account))
}

/// Digits alone are the PIN itself: the base32 text of a PIN of digits begins with a G.
fn yandex_pin(text: &str) -> Result<Secret, Error> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Secret::new(text.as_bytes().to_vec()));
    }
    let upper = Zeroizing::new(text.trim_end_matches('=').to_ascii_uppercase());
    let pin = Base32UpperUnpadded::decode_vec(&upper).map_err(|_| ErrorCode::UriPinInvalid)?;
    Ok(Secret::new(pin))
}

/// `motp://ISSUER:NAME?secret=TEXT`, the text as it enters the hash; some apps add `pin=`. There is no host: all
/// before the query is the label.
fn parse_motp(uri: &KeyUri<'_>) -> Result<Account, Error> {
    let names = Names::read(uri.body, uri.query);
    let secret = uri.query.value("secret").ok_or(ErrorCode::UriSecretMissing)?;
    let pin = uri.query.value("pin").map(|pin| Secret::new(pin.as_bytes().to_vec()));
    let otp = Otp { key: Key::from_bytes(secret.as_bytes().to_vec())?, scheme: Scheme::Motp { pin } };
    Ok(Account::new(otp, names.issuer, names.account))
}

/// `steam://KEY`, as Bitwarden (base32) and Proton (base64 too, which may hold slashes) write it.
fn parse_steam(uri: &KeyUri<'_>) -> Result<Account, Error> {
    let key = percent::decode(uri.body);
    if key.trim().is_empty() {
        return Err(ErrorCode::UriSecretMissing.into());
    }
    Ok(Account::new(Otp { key: parse_steam_key(&key)?, scheme: Scheme::Steam }, "Steam", ""))
}

/// Base32, or the base64 of Steam's own 20-byte `shared_secret`.
pub(super) fn parse_steam_key(text: &str) -> Result<Key, Error> {
    match steam_base64(text) {
        Some(bytes) => Key::from_bytes(bytes),
        None => text.parse().map_err(outside_the_field),
    }
}

/// The 20 bytes of a `shared_secret`. Its 27 characters are taken for base64 only where base32 cannot be meant: they
/// hold a character that base32 lacks, or both cases.
pub(super) fn steam_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let plain = text.strip_suffix('=').unwrap_or(text);
    let mixed =
        plain.contains(|c: char| c.is_ascii_lowercase()) && plain.contains(|c: char| c.is_ascii_uppercase());
    let foreign = plain.contains(['0', '1', '8', '9', '+', '/']);
    if plain.len() != 27 || !(mixed || foreign) {
        return None;
    }
    let decoded =
        if plain.len() == text.len() { Base64Unpadded::decode_vec(plain) } else { Base64::decode_vec(text) };
    decoded.ok()
}

fn key_of(query: Query<'_>) -> Result<Key, Error> {
    let secret = query.value("secret").ok_or(ErrorCode::UriSecretMissing)?;
    parse_base32_or_hex(&secret).map_err(outside_the_field)
}

fn algorithm(query: Query<'_>) -> Result<Algorithm, Error> {
    Ok(optional(query, "algorithm")?.unwrap_or(Algorithm::Sha1))
}

fn period(query: Query<'_>) -> Result<Period, Error> {
    Ok(optional(query, "period")?.unwrap_or(Period::THIRTY))
}

/// `None` if absent; an error if it is there and wrong.
fn optional<T: core::str::FromStr<Err = Error>>(query: Query<'_>, name: &str) -> Result<Option<T>, Error> {
    query.value(name).map(|text| text.parse()).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> ErrorCode {
        parse(text).unwrap_err().code
    }

    fn scheme(text: &str) -> Scheme {
        parse(text).unwrap().otp.scheme
    }

    fn pin(text: &str) -> Option<Vec<u8>> {
        match scheme(text) {
            Scheme::Yandex { pin } | Scheme::Motp { pin } => pin.map(|pin| pin.expose().to_vec()),
            other => panic!("{} has no PIN", other.name()),
        }
    }

    const YANDEX: &str = "otpauth://yaotp/user?secret=LA2V6KMCGYMWWVEW64RNP3JA3I";

    #[test]
    fn what_is_present_but_wrong_is_an_error() {
        for (rest, code) in [
            ("totp/a?secret=AAAA&encoder=blizzard", ErrorCode::UriEncoderUnknown),
            ("steam/a?secret=AAAA&algorithm=SHA256", ErrorCode::UriSteamSetting),
            ("steam/a?secret=AAAA&period=60", ErrorCode::UriSteamSetting),
            ("steam/a?secret=AAAA&digits=0", ErrorCode::OtpDigitsInvalid),
            ("hotp/a?secret=AAAA&counter=18446744073709551616", ErrorCode::OtpCounterInvalid),
            ("totp/a?secret=null", ErrorCode::UriSecretMissing),
            ("totp/a?secret=c3RlYW0gc2hhcmVkIHNlY3JldCE=", ErrorCode::UriSecretCharacter),
            ("yaotp/a?secret=AAAA", ErrorCode::OtpKeyLength),
        ] {
            assert_eq!(error(&format!("otpauth://{rest}")), code, "{rest}");
        }
        assert_eq!(error(&format!("{YANDEX}&pin=1!")), ErrorCode::UriPinInvalid);
        assert_eq!(error("motp://a:b?pin=1"), ErrorCode::UriSecretMissing);
        assert_eq!(error("steam://"), ErrorCode::UriSecretMissing);
    }

    #[test]
    fn a_counter_has_sixty_four_bits() {
        let uri = "otpauth://hotp/a?secret=AAAA&counter=18446744073709551615";
        assert_eq!(scheme(uri).counter(), Some(u64::MAX));
    }

    #[test]
    fn steam_by_name_needs_the_settings_of_steam() {
        for (rest, name) in [
            ("", "steam"),
            ("&digits=5&algorithm=SHA1&period=30", "steam"),
            ("&digits=6", "totp"),
            ("&period=60", "totp"),
            ("&algorithm=SHA256", "totp"),
        ] {
            let uri = format!("otpauth://totp/Steam:a?secret=AAAA&issuer=STEAM{rest}");
            assert_eq!(scheme(&uri).name(), name, "{rest}");
        }
    }

    #[test]
    fn the_shared_secret_of_steam_may_be_base64() {
        for uri in [
            "steam://c3RlYW0gc2hhcmVkIHNlY3JldCE=",
            "steam://c3RlYW0gc2hhcmVkIHNlY3JldCE",
            "otpauth://steam/a?secret=c3RlYW0gc2hhcmVkIHNlY3JldCE%3D",
        ] {
            assert_eq!(parse(uri).unwrap().otp.key.bytes(), b"steam shared secret!", "{uri}");
        }
        let slashes = parse("steam:////8//wAA////AAAA//8AAAD//wA=").unwrap();
        assert_eq!(slashes.otp.key.bytes().len(), 20);
    }

    #[test]
    fn both_cases_or_a_foreign_character_tell_base64() {
        for text in ["abcdefghijklmnopqrstuvwxyzA", "ABCDEFGHIJKLMNOPQRSTUVWXY0A"] {
            let account = parse(&format!("steam://{text}")).unwrap();
            assert_eq!(Base64Unpadded::encode_string(account.otp.key.bytes()), text);
        }
    }

    #[test]
    fn what_could_be_base32_is_base32_even_for_steam() {
        for text in ["abcdefghijklmnopqrstuvwxyza", "ABCDEFGHIJKLMNOPQRSTUVWXYZA"] {
            let account = parse(&format!("steam://{text}")).unwrap();
            assert_eq!(*account.otp.key.to_base32(), text.to_ascii_uppercase());
        }
    }

    #[test]
    fn the_pin_of_yandex_is_read_as_aegis_and_as_others_write_it() {
        assert_eq!(pin(YANDEX), None);
        assert_eq!(pin(&format!("{YANDEX}&pin=G42TQNQ")), Some(b"7586".to_vec()));
        assert_eq!(pin(&format!("{YANDEX}&pin=7777")), Some(b"7777".to_vec()));
    }

    #[test]
    fn a_yandex_account_is_named_after_its_user() {
        let names = |uri: &str| {
            let account = parse(uri).unwrap();
            (account.issuer, account.account)
        };
        assert_eq!(names(YANDEX), ("Yandex".to_owned(), "user".to_owned()));
        let unlabelled = YANDEX.replace("user", "") + "&name=Jane";
        assert_eq!(names(&unlabelled), ("Yandex".to_owned(), "Jane".to_owned()));
    }

    #[test]
    fn the_text_of_a_motp_key_is_kept_as_it_is() {
        let account = parse("motp://My%20VPN:jane/doe?secret=E3152afee62599c8&pin=0012").unwrap();
        assert_eq!((account.issuer.as_str(), account.account.as_str()), ("My VPN", "jane/doe"));
        assert_eq!(account.otp.key.bytes(), b"E3152afee62599c8");
        assert_eq!(pin("motp://a:b?secret=00&pin=0012"), Some(b"0012".to_vec()));
    }

    #[test]
    fn a_link_copied_from_the_source_of_a_page_keeps_its_settings() {
        let scheme = scheme("otpauth://totp/a?secret=AAAA&amp;digits=8&amp;period=60");
        assert_eq!((scheme.digits(), scheme.period()), (Digits::EIGHT, Period::new(60).ok()));
    }

    #[test]
    fn a_hexadecimal_key_is_read_where_it_cannot_be_base32() {
        let account = parse("otpauth://totp/a?secret=48656c6c6f21deadbeef").unwrap();
        assert_eq!(account.otp.key.bytes(), b"Hello!\xde\xad\xbe\xef");
        assert_eq!(error("otpauth://totp/a?secret=0000"), ErrorCode::UriSecretCharacter);
    }
}
