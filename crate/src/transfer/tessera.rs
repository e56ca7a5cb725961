//! Our own backup files. Restoring one on the device it came from is the vault's; here it is read as any export is.

use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::transfer::Format;
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::kdf::Kdf;
use crate::transfer::report::{Report, entry_name};
use crate::vault::backup;
use crate::vault::kdf::{self, Nfkc};

pub(super) const FORMATS: &[&Format] = &[&TESSERA];

static TESSERA: Format = Format {
    name: "tessera-backup",
    app: "",
    marks: &[Mark::Magic(Reader {
        fits: backup::is_backup,
        lock: |file| Lock::Password(kdf(file)),
        read: |file, opening| read(file, opening.password, opening.nfkc),
        sample: sample(
            b"TVBK\x89\r\n\x1a\x00\x00\x00\x40TVHD\x01abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop\
            qrstuvwxyz0123456789",
        ),
        ..Reader::CLEAR
    })],
};

/// The file's key derivation, if its parameters can be read.
fn kdf(bytes: &[u8]) -> Option<Kdf> {
    let params = backup::params(bytes).ok()?;
    Some(Kdf::argon2id(params.memory.into(), params.passes.into(), params.lanes.into()))
}

/// Errors: `transfer_password_missing`, `transfer_password_wrong`, `transfer_damaged`, `transfer_version_unsupported`,
/// `transfer_kdf_too_costly`, `transfer_memory_unavailable`, `transfer_empty`.
fn read(bytes: &[u8], password: Option<&Secret>, nfkc: Nfkc<'_>) -> Result<Report, Error> {
    let params = backup::params(bytes).map_err(as_transfer)?;
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let key = kdf::derive_with(&params, password, nfkc).map_err(|error| match error.code {
        ErrorCode::VaultKdfMemory => {
            Error { code: ErrorCode::TransferMemoryUnavailable, number: Some(params.memory / 1024) }
        }
        _ => as_transfer(error),
    })?;
    let backup = backup::open(bytes, &key).map_err(as_transfer)?;
    let (accounts, binned) = backup.contents().map_err(as_transfer)?;
    let mut report = Report::new(&TESSERA);
    report.accounts = accounts;
    for named in binned {
        report.skip(entry_name(&named.issuer, &named.account), ErrorCode::TransferEntryTrashed);
    }
    report.finish()
}

fn as_transfer(error: Error) -> Error {
    let code = match error.code {
        ErrorCode::BackupPassphraseWrong => ErrorCode::TransferPasswordWrong,
        ErrorCode::VaultPassphraseEmpty => ErrorCode::TransferPasswordMissing,
        ErrorCode::VaultKdfParameters => ErrorCode::TransferKdfTooCostly,
        ErrorCode::VaultFormatNewer | ErrorCode::VaultRecordNewer => ErrorCode::TransferVersionUnsupported,
        _ => ErrorCode::TransferDamaged,
    };
    Error { code, number: error.number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::UnixTime;
    use crate::transfer::{detect, read};
    use crate::uri;
    use crate::vault::Vault;

    fn file(password: &str) -> Vec<u8> {
        let now = UnixTime::from_seconds(1_700_000_000);
        let mut vault = Vault::create(now).unwrap();
        let uris = [
            "otpauth://totp/Bank:bob?secret=GEZDGNBVGY3TQOJR",
            "otpauth://steam/Steam:ann?secret=JBSWY3DPEHPK3PXP",
        ];
        let accounts: Vec<_> = uris.iter().map(|uri| uri::parse(uri).unwrap()).collect();
        let ids = vault.add_all(&accounts, now).unwrap();
        vault.delete(ids[1], now).unwrap();
        let params = kdf::Params::make(kdf::Cost::FLOOR).unwrap();
        let key = kdf::derive(&params, &Secret::from(password.to_owned())).unwrap();
        backup::seal(&vault, backup::RecoveryCodes::Kept, params, key, now).unwrap()
    }

    #[test]
    fn our_own_backup_is_an_export_like_any_other() {
        let file = file("corrêct horse");
        let detected = detect(&file).unwrap();
        assert_eq!((detected.format, detected.needs_password), (&TESSERA, true));
        let right = Secret::from("corrêct horse".to_owned());
        let report = read(&file, Some(&right)).unwrap();
        assert_eq!(report.accounts.len(), 1);
        assert_eq!(report.accounts[0].issuer, "Bank");
        assert_eq!(
            (report.skipped[0].name.as_str(), report.skipped[0].error.code),
            ("Steam (ann)", ErrorCode::TransferEntryTrashed)
        );

        let refused = |bytes: &[u8], password: Option<&Secret>| read(bytes, password).unwrap_err().code;
        assert_eq!(refused(&file, None), ErrorCode::TransferPasswordMissing);
        assert_eq!(refused(&file, Some(&Secret::from("wrong".to_owned()))), ErrorCode::TransferPasswordWrong);
        assert_eq!(refused(&file[..file.len() - 1], Some(&right)), ErrorCode::TransferDamaged);
        assert_eq!(refused(&file[..20], Some(&right)), ErrorCode::TransferDamaged);
    }
}
