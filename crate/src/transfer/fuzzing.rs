//! Every parser of a foreign format under a name, for the fuzz targets (`tests/fuzz/transfer`) and their replay in the
//! tests. Those behind a password are called as if it were right: what lies behind it comes from the same file.

use serde_json::Value;

use super::table::Table;
use super::{
    Format, aegis, andotp, apple, archive, authenticator, authme, authy, battlenet, bitwarden, bplist,
    chronos, dashlane, detect, duo, enpass, ente, freeotp, freeotp_backup, html, java, json, kdbx, keepassxc,
    keeper, lastpass, onepassword, otp_auth, proton, proton_pass, psono, raivo, read, steam, stratum,
    tessera, totp_authenticator, twofas, uri_list, winauth, xml,
};
use crate::uri;
use crate::vault::kdf::nfkc;
use crate::vault::parcel;

/// A parser, given any bytes at all; it must come back soon, without a panic and without much memory.
pub type Parser = fn(&[u8]);

/// Calls a reader of JSON with what the bytes hold of it.
macro_rules! of_json {
    ($reader:expr) => {
        |bytes| {
            if let Ok(file) = json::parse(bytes) {
                let _ = $reader(&file);
            }
        }
    };
}

/// Calls a reader of a table with what the bytes hold of it.
macro_rules! of_table {
    ($reader:expr) => {
        |bytes| {
            if let Some(Ok(table)) = detect::text_of(bytes).map(|text| Table::parse(&text)) {
                let _ = $reader(&table);
            }
        }
    };
}

/// Calls a reader of text with the bytes as text.
macro_rules! of_text {
    ($reader:expr) => {
        |bytes| {
            if let Some(text) = detect::text_of(bytes) {
                let _ = $reader(&text);
            }
        }
    };
}

/// Calls a reader of Android preferences with what the bytes hold of them.
macro_rules! of_preferences {
    ($reader:expr) => {
        |bytes| {
            if let Some(Ok(values)) = detect::text_of(bytes).map(|text| xml::preferences(&text)) {
                let _ = $reader(&values);
            }
        }
    };
}

/// Only whether it comes back is of interest.
fn forget<T>(_outcome: T) {}

/// Every parser by name.
pub const PARSERS: &[(&str, Parser)] = &[
    ("detect", |bytes| forget(super::detect(bytes))),
    ("read", |bytes| forget(read(bytes, None))),
    ("1password", of_json!(onepassword::read)),
    ("1password-csv", of_table!(onepassword::read_table)),
    ("2fas", of_json!(|file| twofas::read(file, None))),
    ("aegis", of_json!(|file| (aegis::read(file, None), aegis::kdf(file)))),
    ("andotp", of_json!(andotp::read)),
    ("andotp-aes", |bytes| forget(andotp::kdf(bytes))),
    ("apple-csv", of_table!(apple::read_table)),
    ("authenticator", of_json!(|file| (authenticator::read(file, None), authenticator::is_backup(file)))),
    ("authme", of_json!(authme::read)),
    ("authme-text", of_text!(authme::read_text)),
    ("authy", of_json!(|file| (authy::read(file, None), authy::kdf(file)))),
    ("authy-prefs", of_preferences!(|values: &[(String, String)]| authy::read_preferences(values, None))),
    ("battlenet", of_preferences!(|values: &[(String, String)]| battlenet::read_preferences(values))),
    ("bitwarden", of_json!(|file| (bitwarden::read(file), bitwarden::kdf(file)))),
    ("bitwarden-csv", of_table!(bitwarden::read_table)),
    ("bplist", |bytes| forget(bplist::List::parse(bytes))),
    ("chronos", of_json!(chronos::read)),
    ("dashlane", of_table!(dashlane::read_table)),
    ("duo", of_json!(duo::read)),
    ("enpass", of_json!(|file: &Value| enpass::is_export(file).then(|| enpass::read(file)))),
    ("ente-kdf", of_json!(|file| (ente::kdf(file), ente::read_encrypted(file, None)))),
    ("freeotp-plus", of_json!(freeotp::read_plus)),
    ("freeotp-prefs", of_preferences!(|values: &[(String, String)]| freeotp::read_preferences(values))),
    ("freeotp-backup", |bytes| forget((freeotp_backup::kdf(bytes), freeotp_backup::read(bytes, None)))),
    ("html", of_text!(html::read)),
    ("java", |bytes| forget(java::parse_string_map(bytes))),
    ("json", |bytes| forget(json::parse(bytes))),
    ("kdbx", |bytes| forget((kdbx::kdf(bytes), kdbx::read(bytes, None)))),
    ("kdbx-inner", kdbx::parse_plain),
    ("keepassxc", of_table!(keepassxc::read_table)),
    ("keeper", of_json!(keeper::read)),
    ("lastpass", of_json!(lastpass::read)),
    ("lastpass-csv", of_table!(lastpass::read_table)),
    ("migration", of_text!(uri::migration::parse)),
    ("otp-auth", |bytes| forget(otp_auth::read_plain(bytes))),
    ("parcel", |bytes| forget(parcel::unpack(bytes))),
    ("proton", of_json!(proton::read)),
    ("proton-pass", of_json!(proton_pass::read)),
    ("psono", of_json!(|file: &Value| psono::is_export(file).then(|| psono::read(file)))),
    ("raivo", of_json!(|file| raivo::read(Format::Raivo, file))),
    ("steam", of_json!(|file| (steam::read(file), steam::is_manifest(file)))),
    ("stratum", of_json!(stratum::read)),
    ("table", of_text!(Table::parse)),
    ("tessera", |bytes| forget((tessera::kdf(bytes), tessera::read(bytes, None, &nfkc)))),
    ("totp-authenticator", of_text!(totp_authenticator::read_plain)),
    ("uri", of_text!(uri::read)),
    ("uri-list", of_text!(uri_list::read)),
    ("winauth", of_text!(|text: &str| winauth::plain_uri(text).len())),
    ("xml", of_text!(xml::preferences)),
    ("zip", |bytes| {
        if let Ok(mut archive) = archive::Archive::open(bytes) {
            for name in archive.names() {
                let _ = archive.read(&name, None);
            }
        }
    }),
];
