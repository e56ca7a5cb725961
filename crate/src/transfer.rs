//! Other apps' files, in and out: one file for each foreign format.
//!
//! [`detect`] says what a file is by its content, [`read`] opens it and reports each entry as taken or as skipped with
//! its reason, [`write`] makes the files to leave with. Nothing that a file names is ever fetched. Everything a hostile
//! file could cost is bounded ([`limits`]): its size, what it unpacks to, its entries, its nesting, and the work and
//! memory of its key derivation.
//!
//! Plain texts of files go through JSON and CSV values that are not wiped; the page therefore runs this in an instance
//! of its own, which it throws away with its memory.

mod aegis;
mod andotp;
mod apple;
mod archive;
mod authenticator;
mod authme;
mod authy;
mod battlenet;
mod bitwarden;
mod bplist;
mod chronos;
mod cipher;
#[cfg(test)]
mod corpus;
mod dashlane;
mod detect;
mod duo;
mod enpass;
mod ente;
mod fields;
mod format;
mod freeotp;
mod freeotp_backup;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
#[cfg(test)]
mod hostile;
mod html;
mod java;
mod json;
mod kdbx;
mod kdf;
mod keepassxc;
mod keeper;
mod lastpass;
mod limits;
mod login;
mod onepassword;
mod otp_auth;
mod proton;
mod proton_pass;
mod psono;
mod raivo;
mod report;
#[cfg(test)]
mod round_trip;
mod scheme;
mod steam;
mod stratum;
mod table;
mod tessera;
mod totp_authenticator;
mod twofas;
mod uri_list;
mod winauth;
mod write;
mod xml;

pub use detect::{Detected, detect};
pub use format::Format;
pub use kdf::KdfCost;
pub use report::{Note, Report, Skipped};
pub use write::{Sheet, Target, Written, cannot_hold, left_out, sheet, write};

use self::archive::Archive;
use self::detect::{Body, Content};
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::vault::kdf::{Nfkc, nfkc};

/// Reads a file: every entry is taken exactly or listed with its name and reason.
///
/// Errors, each with a message of its own: `transfer_format_unknown`, `transfer_password_missing`,
/// `transfer_password_wrong`, `transfer_damaged`, `transfer_version_unsupported`, `transfer_cipher_unsupported`,
/// `transfer_account_restricted`, `transfer_pgp`, `transfer_sqlcipher`, `transfer_app_database`,
/// `transfer_manifest_missing`, `transfer_mafile_missing`, `transfer_picture`, `transfer_empty`,
/// `transfer_file_too_large`, `transfer_too_many_entries`, `transfer_kdf_too_costly`, `transfer_memory_unavailable`;
/// and of a text that is one broken code of a Google export, that code's.
pub fn read(bytes: &[u8], password: Option<&Secret>) -> Result<Report, Error> {
    read_with(bytes, &[], password, &nfkc)
}

/// As [`read`], with other files that were given at the same time, because a sealed maFile needs its manifest, and with
/// another's NFKC.
///
/// Errors: as [`read`].
pub fn read_with(
    bytes: &[u8],
    companions: &[&[u8]],
    password: Option<&Secret>,
    nfkc: Nfkc<'_>,
) -> Result<Report, Error> {
    let mut report = read_content(bytes, companions, password, nfkc)?;
    report.skip_too_long();
    Ok(report)
}

fn read_content(
    bytes: &[u8],
    companions: &[&[u8]],
    password: Option<&Secret>,
    nfkc: Nfkc<'_>,
) -> Result<Report, Error> {
    let content = Content::of(bytes)?;
    match content.body {
        Body::Json(file) => read_json(content.format, &file, password),
        Body::Table(table) => read_table(content.format, &table),
        Body::Preferences(values) => match content.format {
            Format::AuthyPrefs => authy::read_preferences(&values, password),
            Format::BattleNet => battlenet::read_preferences(&values),
            _ => freeotp::read_preferences(&values),
        },
        Body::Text(text) => read_text(content.format, &text, companions, password),
        Body::Bytes => read_bytes(content.format, bytes, password, nfkc),
    }
}

fn read_json(format: Format, file: &serde_json::Value, password: Option<&Secret>) -> Result<Report, Error> {
    match format {
        Format::Aegis => aegis::read(file, password),
        Format::AndOtp => andotp::read(file),
        Format::Authenticator => authenticator::read(file, password),
        Format::Authme => authme::read(file),
        Format::Authy => authy::read(file, password),
        Format::Bitwarden => bitwarden::read(file),
        Format::BitwardenPassword => bitwarden::read_password(file, password),
        Format::BitwardenAccount => Err(ErrorCode::TransferAccountRestricted.into()),
        Format::Chronos => chronos::read(file),
        Format::Duo => duo::read(file),
        Format::Enpass => enpass::read(file),
        Format::EnteEncrypted => ente::read_encrypted(file, password),
        Format::FreeOtpPlus => freeotp::read_plus(file),
        Format::Keeper => keeper::read(file),
        Format::LastPass => lastpass::read(file),
        Format::OnePassword => onepassword::read(file),
        Format::Proton => proton::read(file),
        Format::ProtonPassword => proton::read_encrypted(file, password),
        Format::ProtonPass => proton_pass::read(file),
        Format::Psono => psono::read(file),
        Format::Raivo => raivo::read(format, file),
        Format::Steam => steam::read(file),
        Format::SteamManifest => Err(ErrorCode::TransferMafileMissing.into()),
        Format::Stratum => stratum::read(file),
        Format::TwoFas => twofas::read(file, password),
        _ => Err(ErrorCode::TransferFormatUnknown.into()),
    }
}

fn read_table(format: Format, table: &table::Table) -> Result<Report, Error> {
    match format {
        Format::AppleCsv => apple::read_table(table),
        Format::BitwardenCsv => bitwarden::read_table(table),
        Format::DashlaneCsv => dashlane::read_table(table),
        Format::KeePassXcCsv => keepassxc::read_table(table),
        Format::LastPassCsv => lastpass::read_table(table),
        Format::OnePasswordCsv => onepassword::read_table(table),
        _ => Err(ErrorCode::TransferFormatUnknown.into()),
    }
}

fn read_text(
    format: Format,
    text: &str,
    companions: &[&[u8]],
    password: Option<&Secret>,
) -> Result<Report, Error> {
    match format {
        Format::Authme => authme::read_text(text),
        Format::Html => html::read(text),
        Format::TotpAuthenticator => read_blob(text, companions, password),
        _ => uri_list::read(text),
    }
}

/// A piece of base64 is a sealed maFile if a manifest came with it, and else what TOTP Authenticator writes; if that
/// does not open either, the manifest may be what is missing.
fn read_blob(text: &str, companions: &[&[u8]], password: Option<&Secret>) -> Result<Report, Error> {
    match steam::read_encrypted(text, companions, password) {
        Err(Error { code: ErrorCode::TransferManifestMissing, .. }) => {
            totp_authenticator::read(text, password)
        }
        result => result,
    }
}

fn read_bytes(
    format: Format,
    bytes: &[u8],
    password: Option<&Secret>,
    nfkc: Nfkc<'_>,
) -> Result<Report, Error> {
    match format {
        Format::AndOtpAes => andotp::read_encrypted(bytes, password),
        Format::FreeOtpBackup => freeotp_backup::read(bytes, password),
        Format::Kdbx => kdbx::read(bytes, password),
        Format::OtpAuth => otp_auth::read(bytes, password),
        Format::StratumStrong => stratum::read_strong(bytes, password),
        Format::StratumLegacy => stratum::read_legacy(bytes, password),
        Format::Tessera => tessera::read(bytes, password, nfkc),
        Format::Picture => Err(ErrorCode::TransferPicture.into()),
        Format::Pgp => Err(ErrorCode::TransferPgp.into()),
        Format::Sqlite => Err(ErrorCode::TransferAppDatabase.into()),
        Format::Sqlcipher => Err(ErrorCode::TransferSqlcipher.into()),
        _ => read_zip(format, bytes, password, nfkc),
    }
}

fn read_zip(
    format: Format,
    bytes: &[u8],
    password: Option<&Secret>,
    nfkc: Nfkc<'_>,
) -> Result<Report, Error> {
    let mut archive = Archive::open(bytes)?;
    let mut member = |name: &str| {
        let path = archive.find(name).ok_or(ErrorCode::TransferDamaged)?;
        archive.read(&path, password)
    };
    match format {
        Format::OnePassword => onepassword::read(&json::parse(&member("export.data")?)?),
        Format::ProtonPass => proton_pass::read(&json::parse(&member("data.json")?)?),
        Format::RaivoZip => raivo::read(format, &json::parse(&member(raivo::MEMBER)?)?),
        Format::AuthenticatorPlus => read_list(format, &member("Accounts.txt")?),
        _ => read_members(format, archive, password, nfkc),
    }
}

fn read_list(format: Format, bytes: &[u8]) -> Result<Report, Error> {
    let text = detect::text_of(bytes).ok_or(ErrorCode::TransferPasswordWrong)?;
    uri_list::read_as(format, &text)
}

/// Each member as a file of its own, one level deep; what is nothing to read is passed over.
fn read_members(
    format: Format,
    mut archive: Archive<'_>,
    password: Option<&Secret>,
    nfkc: Nfkc<'_>,
) -> Result<Report, Error> {
    let mut report = Report::new(format);
    let mut failure = None;
    for name in archive.names() {
        let bytes = archive.read(&name, password)?;
        if bytes.starts_with(b"PK") {
            continue;
        }
        match read_with(&bytes, &[], password, nfkc) {
            Ok(inner) => report.append(inner),
            Err(error) => failure = failure.or(Some(error)),
        }
        limits::check_entries(report.entries())?;
    }
    match failure {
        Some(error) if report.entries() == 0 => Err(error),
        _ => report.finish(),
    }
}
