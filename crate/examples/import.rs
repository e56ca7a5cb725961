//! Reads one file as the import page does and prints what came of it as one line of JSON.
//!
//! Usage: `import FILE [--password PASSWORD]`. A sealed maFile takes the `manifest.json` beside it; a picture's QR codes
//! are read as the texts they hold.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use tessera_core::account::Account;
use tessera_core::error::{Error, ErrorCode};
use tessera_core::otp::Scheme;
use tessera_core::qr::{self, Picture};
use tessera_core::secret::Secret;
use tessera_core::transfer::{self, Note, Report};
use tessera_core::vault::kdf::nfkc;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (mut file, mut password) = (None, None);
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--password") {
            Some("") => password = arguments.next(),
            Some(rest) if rest.starts_with('=') => password = rest.strip_prefix('=').map(str::to_owned),
            _ => file = Some(argument),
        }
    }
    let Some(file) = file else {
        eprintln!("usage: import FILE [--password PASSWORD]");
        return ExitCode::FAILURE;
    };
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("import: {file}: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", result_of(Path::new(&file), &bytes, password.map(Secret::from).as_ref()));
    ExitCode::SUCCESS
}

fn result_of(path: &Path, bytes: &[u8], password: Option<&Secret>) -> Value {
    match read(path, bytes, password) {
        Ok((format, report)) => shown(format, &report),
        Err(error) => json!({"refused": error.code.as_str(), "number": error.number}),
    }
}

/// What the file is, by its stable name, and what it held.
fn read(path: &Path, bytes: &[u8], password: Option<&Secret>) -> Result<(&'static str, Report), Error> {
    let manifest = std::fs::read(path.with_file_name("manifest.json")).unwrap_or_default();
    match transfer::read_with(bytes, &[&manifest], password, &nfkc) {
        Err(Error { code: ErrorCode::TransferPicture, .. }) => Ok(("qr-image", read_picture(bytes)?)),
        result => result.map(|report| (report.format.as_str(), report)),
    }
}

/// The texts of a picture's QR codes, read as a list; a picture without any stays what it is.
fn read_picture(bytes: &[u8]) -> Result<Report, Error> {
    let refused = Error::from(ErrorCode::TransferPicture);
    let image = image::load_from_memory(bytes).map_err(|_| refused)?.into_rgba8();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let picture = Picture::from_rgba(image.as_raw(), width, height).map_err(|_| refused)?;
    let texts: Vec<String> = qr::find(&picture).iter().map(|found| found.text.to_string()).collect();
    transfer::read(texts.join("\n").as_bytes(), None)
}

fn shown(format: &str, report: &Report) -> Value {
    let accounts: Vec<Value> = report.accounts.iter().map(account_of).collect();
    let skipped = report.skipped.iter();
    let skipped: Vec<Value> =
        skipped.map(|entry| json!({"name": entry.name, "reason": entry.error.to_string()})).collect();
    let notes: Vec<Value> = report.notes.iter().map(note_of).collect();
    json!({"format": format, "accounts": accounts, "skipped": skipped, "notes": notes})
}

fn note_of(note: &Note) -> Value {
    match note {
        Note::ItemsWithoutCode(count) | Note::PinsMissing(count) => {
            json!({"note": note.as_str(), "count": count})
        }
        Note::PartsGiven { given, of } => json!({"note": note.as_str(), "given": given, "of": of}),
        Note::PeriodUnstated => json!({"note": note.as_str()}),
    }
}

fn account_of(account: &Account) -> Value {
    let scheme = &account.otp.scheme;
    let mut shown = json!({
        "type": scheme.name(),
        "issuer": account.issuer,
        "account": account.account,
        "secret_base32": *account.otp.key.to_base32(),
        "algorithm": scheme.algorithm().map_or_else(|| "MD5".to_owned(), |algorithm| algorithm.to_string()),
        "digits": scheme.digits().count(),
        "groups": account.groups,
        "note": account.note,
        "favorite": account.favorite,
    });
    let mut more: Vec<(&str, Value)> = vec![match scheme.counter() {
        Some(counter) => ("counter", counter.into()),
        None => ("period", scheme.period().map(|period| period.seconds()).into()),
    }];
    if let Scheme::Yandex { pin } | Scheme::Motp { pin } = scheme {
        let pin = pin.as_ref().map(|pin| String::from_utf8_lossy(pin.expose()).into_owned());
        more.push(("pin", pin.into()));
    }
    if !account.site.is_empty() {
        more.push(("site", account.site.as_str().into()));
    }
    if let Some(fields) = shown.as_object_mut() {
        fields.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
    }
    shown
}
