//! The formats that are recognised, each with its stable name.

/// Declares the formats with the names that cross the boundary.
macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A foreign format, as its content shows it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Format { $($(#[$doc])* $variant,)* }

        impl Format {
            /// Every format, in the order of declaration.
            pub const ALL: &[Format] = &[$(Format::$variant,)*];

            /// The stable name that the views and the `import` example show.
            pub const fn as_str(self) -> &'static str {
                match self { $(Format::$variant => $name,)* }
            }
        }
    };
}

formats! {
    /// 1Password, `.1pux`.
    OnePassword = "1pux",
    /// 1Password, CSV.
    OnePasswordCsv = "1password-csv",
    /// 2FAS, `.2fas`.
    TwoFas = "2fas",
    /// Aegis, plain or encrypted.
    Aegis = "aegis-json",
    /// andOTP, plain.
    AndOtp = "andotp-json",
    /// andOTP, encrypted.
    AndOtpAes = "andotp-aes",
    /// Apple Passwords and Safari.
    AppleCsv = "apple-csv",
    /// Authenticator extension, JSON of any age, plain or encrypted.
    Authenticator = "authenticator-ext-json",
    /// Authenticator Plus.
    AuthenticatorPlus = "authplus-zip",
    /// Authme.
    Authme = "authme",
    /// Authy, as community tools write it.
    Authy = "authy-json",
    /// Authy's Android preferences.
    AuthyPrefs = "authy-prefs",
    /// Battle.net's Android preferences.
    BattleNet = "battlenet-prefs",
    /// Bitwarden, JSON.
    Bitwarden = "bitwarden-json",
    /// Bitwarden, CSV.
    BitwardenCsv = "bitwarden-csv",
    /// Bitwarden, JSON under a password.
    BitwardenPassword = "bitwarden-json-password",
    /// Bitwarden, JSON under the account's key.
    BitwardenAccount = "bitwarden-json-account",
    /// Chronos.
    Chronos = "chronos-json",
    /// Dashlane, CSV.
    DashlaneCsv = "dashlane-csv",
    /// Duo Mobile's own file.
    Duo = "duo-app",
    /// Enpass, JSON.
    Enpass = "enpass-json",
    /// Ente Auth, encrypted.
    EnteEncrypted = "ente-encrypted",
    /// Ente Auth, text.
    Ente = "ente-plain",
    /// FreeOTP's first Android preferences, also FreeOTP+'s.
    FreeOtpPrefs = "freeotp-v1-prefs",
    /// FreeOTP 2, backup.
    FreeOtpBackup = "freeotp-v2",
    /// FreeOTP+, JSON.
    FreeOtpPlus = "freeotp-plus-json",
    /// Google Authenticator, migration texts.
    Migration = "otpauth-migration",
    /// A page that holds key URIs: Stratum's and others' HTML export.
    Html = "html",
    /// KeePass database.
    Kdbx = "kdbx",
    /// KeePassXC, CSV.
    KeePassXcCsv = "keepassxc-csv",
    /// Keeper, JSON.
    Keeper = "keeper-json",
    /// LastPass Authenticator.
    LastPass = "lastpass-json",
    /// LastPass, CSV.
    LastPassCsv = "lastpass-csv",
    /// OTP Auth for iOS.
    OtpAuth = "otpauth-ios",
    /// A picture.
    Picture = "qr-image",
    /// Anything encrypted with PGP.
    Pgp = "pgp",
    /// Proton Authenticator.
    Proton = "proton-json",
    /// Proton Authenticator, encrypted.
    ProtonPassword = "proton-json-password",
    /// Proton Pass.
    ProtonPass = "proton-pass-zip",
    /// Psono, JSON.
    Psono = "psono-json",
    /// Raivo OTP, JSON.
    Raivo = "raivo-json",
    /// Raivo OTP, zip.
    RaivoZip = "raivo-zip",
    /// An app's own SQLite database.
    Sqlite = "sqlite",
    /// A database under SQLCipher.
    Sqlcipher = "sqlcipher",
    /// Steam, maFile.
    Steam = "steam-mafile",
    /// Steam Desktop Authenticator, encrypted maFile.
    SteamEncrypted = "steam-mafile-encrypted",
    /// Steam Desktop Authenticator's manifest.
    SteamManifest = "steam-manifest",
    /// Stratum (Authenticator Pro), plain.
    Stratum = "stratum-json",
    /// Stratum, encrypted.
    StratumStrong = "stratum-strong",
    /// Authenticator Pro's first encryption.
    StratumLegacy = "stratum-legacy",
    /// Our own backup.
    Tessera = "tessera-backup",
    /// TOTP Authenticator by BinaryBoot.
    TotpAuthenticator = "totpauth-backup",
    /// Key URIs, one per line.
    UriList = "uri-list",
    /// WinAuth's zip, or another zip that holds key URIs.
    WinAuth = "winauth-zip",
    /// A zip of other exports.
    Zip = "zip",
}
