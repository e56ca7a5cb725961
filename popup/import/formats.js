/** What to call each format: the names of apps, which are the same in every language. */
import { hasWord, t } from "../../extension/words.js";

/** @param {string} format the core's name for it @returns {string} */
export function formatName(format) {
  const key = `format_${format.replaceAll("-", "_")}`;
  return APPS[format] ?? (hasWord(key) ? t(`format_${format.replaceAll("-", "_")}`) : format);
}

/** @type {Readonly<Record<string, string>>} */
const APPS = {
  "1pux": "1Password",
  "1password-csv": "1Password",
  "2fas": "2FAS",
  "aegis-json": "Aegis",
  "andotp-json": "andOTP",
  "andotp-aes": "andOTP",
  "apple-csv": "Apple",
  "authenticator-ext-json": "Authenticator",
  "authplus-zip": "Authenticator Plus",
  authme: "Authme",
  "authy-json": "Authy",
  "authy-prefs": "Authy",
  "battlenet-prefs": "Battle.net",
  "bitwarden-json": "Bitwarden",
  "bitwarden-csv": "Bitwarden",
  "bitwarden-json-password": "Bitwarden",
  "bitwarden-json-account": "Bitwarden",
  "chronos-json": "Chronos",
  "dashlane-csv": "Dashlane",
  "duo-app": "Duo Mobile",
  "enpass-json": "Enpass",
  "ente-encrypted": "Ente Auth",
  "ente-plain": "Ente Auth",
  "freeotp-v1-prefs": "FreeOTP",
  "freeotp-v2": "FreeOTP",
  "freeotp-plus-json": "FreeOTP+",
  "otpauth-migration": "Google Authenticator",
  kdbx: "KeePass",
  "keepassxc-csv": "KeePassXC",
  "keeper-json": "Keeper",
  "lastpass-json": "LastPass Authenticator",
  "lastpass-csv": "LastPass",
  "otpauth-ios": "OTP Auth",
  "proton-json": "Proton Authenticator",
  "proton-json-password": "Proton Authenticator",
  "proton-pass-zip": "Proton Pass",
  "psono-json": "Psono",
  "raivo-json": "Raivo OTP",
  "raivo-zip": "Raivo OTP",
  "steam-mafile": "Steam",
  "steam-mafile-encrypted": "Steam",
  "stratum-json": "Stratum",
  "stratum-strong": "Stratum",
  "stratum-legacy": "Authenticator Pro",
  "totpauth-backup": "TOTP Authenticator",
  "winauth-zip": "WinAuth",
};
