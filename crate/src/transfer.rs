//! Other apps' files, in and out: one file for each foreign format.
//!
//! [`detect`] says what a file is by its content, [`read`] opens it and reports each entry as taken or as skipped with
//! its reason, [`write`] makes the files to leave with. Nothing that a file names is ever fetched. Everything a hostile
//! file could cost is bounded ([`limits`]): its size, what it unpacks to, its entries, its nesting, and the work and
//! memory of its key derivation.
//!
//! Plain texts of files go through JSON and CSV values that are not wiped; the page therefore runs this in an instance
//! of its own, which it throws away with its memory.

mod archive;
mod bplist;
mod cipher;
#[cfg(test)]
mod corpus;
mod detect;
mod fields;
mod format;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
#[cfg(test)]
mod hostile;
mod java;
mod json;
mod kdf;
mod limits;
mod login;
mod report;
#[cfg(test)]
mod round_trip;
mod scheme;
mod table;
mod write;
mod xml;

/// Declares the modules of the foreign formats, and the list of what they declare.
macro_rules! formats {
    ($($(#[$condition:meta])? $module:ident)*) => {
        $($(#[$condition])? mod $module;)*

        const FORMATS: &[&[&Format]] = &[$($(#[$condition])? $module::FORMATS,)*];
    };
}

// One foreign format a line, by its file. The order counts where a mark fits files of two formats: the first is right.
formats! {
    html
    aegis
    twofas
    stratum
    google
    ente
    uri_list
    authme
    psono
    enpass
    bitwarden
    proton
    authy
    battlenet
    freeotp
    freeotp_backup
    steam
    chronos
    keeper
    proton_pass
    onepassword
    raivo
    duo
    authenticator_plus
    pgp
    lastpass
    keepassxc
    apple
    dashlane
    authenticator
    kdbx
    tessera
    picture
    totp_authenticator
    otp_auth
    database
    andotp
    winauth
    bundle
    #[cfg(test)] example
}

pub use detect::{Detected, detect};
pub use format::Format;
pub use kdf::KdfCost;
pub use report::{Note, Report, Skipped};
pub use write::{Sheet, Target, Written, cannot_hold, left_out, sheet, write};

use self::detect::Content;
use self::format::Opening;
use crate::error::Error;
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
    let opening = Opening { file: bytes, companions, password, nfkc };
    let mut report = Content::of(bytes)?.read(&opening)?;
    report.skip_too_long();
    Ok(report)
}
