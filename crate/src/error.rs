//! Every way the core can fail, declared once.
//!
//! A code is an API: it names the user's message (`error_<code>` in `_locales`), so it is never renamed and
//! never reused. A test requires a message and a hint for each code in every language.

use core::fmt;

/// What went wrong: a stable code and at most one number.
///
/// It never carries text that was read, so it may be logged, shown and reported without quoting a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// The stable code.
    pub code: ErrorCode,
    /// A position (counted from 1), a line, a size: the code's doc says which.
    pub number: Option<u32>,
}

impl Error {
    /// The error of `code` that points at `number`.
    pub fn at(code: ErrorCode, number: usize) -> Error {
        Error { code, number: u32::try_from(number).ok() }
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Error {
        Error { code, number: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "{}:{number}", self.code),
            None => write!(f, "{}", self.code),
        }
    }
}

impl core::error::Error for Error {}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Declares the codes with the names that cross the boundary, so that the list of all of them cannot drift.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The stable name of a failure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ErrorCode { $($(#[$doc])* $variant,)* }

        impl ErrorCode {
            /// Every code, in the order of declaration.
            pub const ALL: &[ErrorCode] = &[$(ErrorCode::$variant,)*];

            /// The name that crosses the boundary and ends the message keys.
            pub const fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $name,)* }
            }
        }
    };
}

codes! {
    // secret: keys as people type them. The number is the character's position.
    /// No character of a key is left once spaces are dropped.
    SecretEmpty = "secret_empty",
    /// A zero, which base32 does not have; probably the letter O.
    SecretCharacterZero = "secret_character_zero",
    /// A one, which base32 does not have; probably the letter I or L.
    SecretCharacterOne = "secret_character_one",
    /// An eight, which base32 does not have; probably the letter B.
    SecretCharacterEight = "secret_character_eight",
    /// Another character that never occurs in a base32 key.
    SecretCharacterOther = "secret_character_other",
    /// Too few characters to hold one byte.
    SecretTooShort = "secret_too_short",
    /// Longer than any real key; the number is the limit in bytes.
    SecretTooLong = "secret_too_long",

    // otp
    /// Not one of the algorithms a code can be computed with.
    OtpAlgorithmUnknown = "otp_algorithm_unknown",
    /// Not a whole number from 1 to 10.
    OtpDigitsInvalid = "otp_digits_invalid",
    /// Not a whole number of seconds of at least 1.
    OtpPeriodInvalid = "otp_period_invalid",
    /// Not a whole number from 0 to 2^64 - 1.
    OtpCounterInvalid = "otp_counter_invalid",
    /// The counter is at its largest value; no next code exists.
    OtpCounterExhausted = "otp_counter_exhausted",
    /// The type needs a PIN before it can show codes.
    OtpPinMissing = "otp_pin_missing",
    /// The key has not the length its type requires.
    OtpKeyLength = "otp_key_length",

    // time
    /// The clock gives no usable time.
    TimeInvalid = "time_invalid",

    // entropy
    /// The platform gives no random bytes.
    EntropyUnavailable = "entropy_unavailable",

    // transfer: a file as a whole
    /// Nothing that is known; no guess is made.
    TransferFormatUnknown = "transfer_format_unknown",
    /// Larger, or unpacking to more, than is read; the number is the limit in MiB.
    TransferFileTooLarge = "transfer_file_too_large",
    /// More entries than are read; the number is the limit.
    TransferTooManyEntries = "transfer_too_many_entries",
    /// Encrypted, and no password was given.
    TransferPasswordMissing = "transfer_password_missing",
    /// The password does not open it.
    TransferPasswordWrong = "transfer_password_wrong",
    /// Cut off or altered: what the format promises is not there.
    TransferDamaged = "transfer_damaged",
    /// A version that is not known; the number is the version.
    TransferVersionUnsupported = "transfer_version_unsupported",
    /// A cipher or key derivation that is not known.
    TransferCipherUnsupported = "transfer_cipher_unsupported",
    /// The key derivation asks for more work or memory than is done without asking.
    TransferKdfTooCostly = "transfer_kdf_too_costly",
    /// The device does not give the memory the key derivation needs; the number is MiB.
    TransferMemoryUnavailable = "transfer_memory_unavailable",
    /// A Bitwarden export that only the account it came from can open.
    TransferAccountRestricted = "transfer_account_restricted",
    /// Encrypted with PGP.
    TransferPgp = "transfer_pgp",
    /// A database encrypted with SQLCipher.
    TransferSqlcipher = "transfer_sqlcipher",
    /// An app's own database, not an export.
    TransferAppDatabase = "transfer_app_database",
    /// An encrypted maFile needs the `manifest.json` beside it.
    TransferManifestMissing = "transfer_manifest_missing",
    /// A Steam manifest holds no key; the maFile beside it does.
    TransferMafileMissing = "transfer_mafile_missing",
    /// A picture: its QR codes are to be read first.
    TransferPicture = "transfer_picture",
    /// The file is read, and there is nothing in it.
    TransferEmpty = "transfer_empty",

    // transfer: one entry of a file
    /// The entry is not shaped as its format says.
    TransferEntryMalformed = "transfer_entry_malformed",
    /// The entry has no key.
    TransferEntrySecretMissing = "transfer_entry_secret_missing",
    /// The entry's type is not known.
    TransferEntryTypeUnknown = "transfer_entry_type_unknown",
    /// The entry is encrypted under something else than the rest of the file.
    TransferEntryLocked = "transfer_entry_locked",
    /// The entry was in the other app's trash.
    TransferEntryTrashed = "transfer_entry_trashed",

    // transfer: what a target cannot hold
    /// The target has no such type.
    TransferTargetType = "transfer_target_type",
    /// The target has no such algorithm.
    TransferTargetAlgorithm = "transfer_target_algorithm",
    /// The target has no codes of this length; the number is the length.
    TransferTargetDigits = "transfer_target_digits",
    /// The target has no such period; the number is the period in seconds.
    TransferTargetPeriod = "transfer_target_period",
    /// The target cannot count that far.
    TransferTargetCounter = "transfer_target_counter",
    /// The target cannot hold a PIN, without which the code is not made.
    TransferTargetPin = "transfer_target_pin",
    /// The target joins issuer and account and would split them elsewhere.
    TransferTargetName = "transfer_target_name",
    /// The target keeps one entry per key, and another account has this one.
    TransferTargetKeyRepeated = "transfer_target_key_repeated",
    // intake
    /// Nothing was pasted.
    IntakeEmpty = "intake_empty",

    // uri
    /// Not a key URI: no scheme, or one that names no account.
    UriSchemeUnknown = "uri_scheme_unknown",
    /// A key URI of a type other than totp, hotp, steam and yaotp.
    UriTypeUnknown = "uri_type_unknown",
    /// The URI holds no key.
    UriSecretMissing = "uri_secret_missing",
    /// A character of the key in a link or a scanned text never occurs in keys; the number is its position in the key.
    /// Unlike with `secret_character_…`, the person did not type it and cannot be shown it in a field.
    UriSecretCharacter = "uri_secret_character",
    /// An `encoder` parameter other than steam.
    UriEncoderUnknown = "uri_encoder_unknown",
    /// A Steam account with a hash or a period that Steam does not have.
    UriSteamSetting = "uri_steam_setting",
    /// A PIN that is not written as it should be.
    UriPinInvalid = "uri_pin_invalid",
    /// A PIN length that is no number.
    UriPinLengthInvalid = "uri_pin_length_invalid",
    /// The bytes are no UTF-8 text.
    UriTextNotUtf8 = "uri_text_not_utf8",
    /// Five digits under the issuer Steam: every reader would take the URI for a Steam Guard account.
    UriSteamAmbiguous = "uri_steam_ambiguous",
    /// A Mobile-OTP key or PIN that is no text, or that loses spaces in a link.
    UriMotpText = "uri_motp_text",
    /// A Google export without its data.
    UriMigrationDataMissing = "uri_migration_data_missing",
    /// A Google export whose data are cut off or altered.
    UriMigrationDamaged = "uri_migration_damaged",
    /// A Google export without any account.
    UriMigrationEmpty = "uri_migration_empty",
    /// An account type that Google Authenticator does not have.
    UriGoogleType = "uri_google_type",
    /// A hash that Google Authenticator does not have.
    UriGoogleAlgorithm = "uri_google_algorithm",
    /// Google Authenticator shows six or eight digits.
    UriGoogleDigits = "uri_google_digits",
    /// Google Authenticator knows a period of 30 seconds.
    UriGooglePeriod = "uri_google_period",
    /// A counter beyond what Google's export can hold.
    UriGoogleCounter = "uri_google_counter",
    // qr
    /// A side of the picture is too long; the number is the limit in pixels.
    PictureTooLarge = "picture_too_large",
    /// The bytes are not as many as width and height need.
    PictureLength = "picture_length",
    /// The text does not fit the largest QR code.
    QrTextTooLong = "qr_text_too_long",
    // vault: what lies in storage
    /// Nothing is stored yet.
    VaultMissing = "vault_missing",
    /// The header and its copy cannot be read.
    VaultHeaderDamaged = "vault_header_damaged",
    /// An object is not what was sealed: altered, cut, or of another vault.
    VaultObjectDamaged = "vault_object_damaged",
    /// An object that must be in storage is not there.
    VaultObjectMissing = "vault_object_missing",
    /// An object lies under the key of another.
    VaultObjectMisplaced = "vault_object_misplaced",
    /// Written by a later version; the number is its format.
    VaultFormatNewer = "vault_format_newer",
    /// Sealed under a master key that has not arrived yet.
    VaultEpochUnknown = "vault_epoch_unknown",
    /// An account of a kind that only a later version knows.
    VaultRecordNewer = "vault_record_newer",
    /// The account is no longer there.
    VaultRecordUnknown = "vault_record_unknown",
    /// The texts of one account are longer than a record can hold; the number is its position.
    VaultTextTooLong = "vault_text_too_long",

    // vault: unlocking
    /// The device's own key is not in storage, or is not the vault's.
    VaultDeviceKeyMissing = "vault_device_key_missing",
    /// The vault is locked, and no session is open.
    VaultLocked = "vault_locked",
    /// The PIN does not open the session; the number is how many tries are left.
    VaultPinWrong = "vault_pin_wrong",
    /// No slot opens with this passphrase.
    VaultPassphraseWrong = "vault_passphrase_wrong",
    /// No passphrase was given.
    VaultPassphraseEmpty = "vault_passphrase_empty",
    /// No slot opens with this passkey.
    VaultPasskeyWrong = "vault_passkey_wrong",
    /// The passkey gave no secret: its device does not support PRF.
    VaultPasskeyEmpty = "vault_passkey_empty",
    /// No slot opens with this recovery code.
    VaultRecoveryWrong = "vault_recovery_wrong",
    /// The master key was changed; unlock again.
    VaultKeyChanged = "vault_key_changed",
    /// A key is not 32 bytes.
    VaultKeyLength = "vault_key_length",
    /// Passphrase parameters below the floor or above the ceiling.
    VaultKdfParameters = "vault_kdf_parameters",
    /// The device has not the memory that the passphrase's parameters ask for.
    VaultKdfMemory = "vault_kdf_memory",
    /// The only way to unlock cannot be removed.
    VaultSlotLast = "vault_slot_last",
    /// The way to unlock is no longer there.
    VaultSlotUnknown = "vault_slot_unknown",
    /// Too many ways to unlock; the number is the limit.
    VaultSlotLimit = "vault_slot_limit",
    /// A character that no recovery code has; the number is its position.
    RecoveryCodeCharacter = "recovery_code_character",
    /// A recovery code has 28 characters; the number is how many there are.
    RecoveryCodeLength = "recovery_code_length",
    /// A typing error in a recovery code.
    RecoveryCodeCheck = "recovery_code_check",
    /// A pasted text holds none of the one-time codes that services hand out.
    RecoveryCodesNone = "recovery_codes_none",

    // site: hosts
    /// The public suffix list inside the program cannot be unpacked.
    SuffixesDamaged = "suffixes_damaged",

    // vault: kept versions and backups
    /// The version, or a part of it, is no longer kept.
    VaultVersionUnknown = "vault_version_unknown",
    /// Not a backup file of ours.
    BackupUnknown = "backup_unknown",
    /// A backup that was altered or cut.
    BackupDamaged = "backup_damaged",
    /// The passphrase does not open the backup.
    BackupPassphraseWrong = "backup_passphrase_wrong",
    /// The file that was read back does not hold what the vault does.
    BackupDiffers = "backup_differs",
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_fit_a_message_key() {
        let mut seen = HashSet::new();
        for code in ErrorCode::ALL {
            let name = code.as_str();
            assert!(seen.insert(name), "{name} is declared twice");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()), "{name}");
        }
    }

    #[test]
    fn an_error_prints_its_code_and_its_number() {
        assert_eq!(Error::from(ErrorCode::SecretEmpty).to_string(), "secret_empty");
        assert_eq!(Error::at(ErrorCode::SecretCharacterZero, 7).to_string(), "secret_character_zero:7");
    }
}
