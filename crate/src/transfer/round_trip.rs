//! What is written is read back: 1,000 random accounts for each target, of every type that it can hold.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::account::Account;
use crate::error::ErrorCode;
use crate::otp::{Algorithm, Digits, Key, Otp, Period, Scheme};
use crate::secret::Secret;
use crate::transfer::{self, Target, Written, cannot_hold, write};

const ACCOUNTS: usize = 50;
const FILES: u32 = 20;

#[test]
fn key_uri_lists_are_read_back() {
    check(Target::UriList, FILES, None, &[]);
}

#[test]
fn aegis_files_are_read_back() {
    check(Target::Aegis, FILES, None, &[Extra::Note, Extra::Groups, Extra::Favorite]);
}

#[test]
fn sealed_aegis_files_are_read_back() {
    let password = Secret::from("pässwörd 🔐".to_owned());
    check(Target::Aegis, 1, Some(&password), &[Extra::Note, Extra::Groups, Extra::Favorite]);
}

#[test]
fn two_fas_files_are_read_back() {
    check(Target::TwoFas, FILES, None, &[]);
}

#[test]
fn bitwarden_files_are_read_back() {
    check(Target::Bitwarden, FILES, None, &[Extra::Note, Extra::Favorite]);
}

#[test]
fn ente_files_are_read_back() {
    check(Target::Ente, FILES, None, &[Extra::Note, Extra::Groups, Extra::Favorite]);
}

#[test]
fn keepassxc_files_are_read_back() {
    check(Target::KeePassXc, FILES, None, &[Extra::Note]);
}

#[test]
fn proton_files_are_read_back() {
    check(Target::Proton, FILES, None, &[Extra::Note]);
}

#[test]
fn stratum_files_are_read_back() {
    check(Target::Stratum, FILES, None, &[Extra::Groups]);
}

#[test]
fn backups_for_the_authenticator_extension_are_read_back() {
    check(Target::Authenticator, FILES, None, &[Extra::Favorite, Extra::Site]);
}

#[test]
fn google_texts_are_read_back() {
    check(Target::Google, FILES, None, &[]);
}

#[test]
fn what_a_target_cannot_hold_is_left_out_by_name() {
    let yandex = Scheme::Yandex { pin: Some(Secret::from("1234".to_owned())) };
    let account =
        Account::new(Otp { key: Key::from_bytes(vec![7; 16]).unwrap(), scheme: yandex }, "Yandex", "ann");
    for target in Target::ALL
        .iter()
        .filter(|target| !matches!(target, Target::UriList | Target::Aegis | Target::Stratum))
    {
        let written = write(*target, core::slice::from_ref(&account), None).unwrap();
        let left_out = vec![("Yandex (ann)".to_owned(), ErrorCode::TransferTargetType.into())];
        assert_eq!(written.left_out, left_out, "{}", target.as_str());
    }
}

#[test]
fn a_repeated_key_is_left_out_where_one_entry_is_kept_per_key() {
    let key = Key::from_bytes(vec![7; 20]).unwrap();
    let account = |name: &str| Account::new(Otp { key: key.clone(), scheme: Scheme::standard() }, name, "");
    let written = write(Target::TwoFas, &[account("one"), account("two")], None).unwrap();
    assert_eq!(written.left_out, [("two".to_owned(), ErrorCode::TransferTargetKeyRepeated.into())]);
}

/// What a target keeps beside key, scheme and names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extra {
    Note,
    Groups,
    Favorite,
    Site,
}

fn check(target: Target, files: u32, password: Option<&Secret>, kept: &[Extra]) {
    let count = if files == 1 { 1_000 } else { ACCOUNTS };
    let accounts = proptest::collection::vec(account(), count);
    let mut runner = TestRunner::new(Config { cases: files, max_shrink_iters: 0, ..Config::default() });
    let result = runner.run(&accounts, |accounts| {
        let written = write(target, &accounts, password).unwrap();
        let held: Vec<&Account> = held_of(target, &accounts);
        prop_assert_eq!(held.len() + written.left_out.len(), accounts.len());
        let read = read_back(&written, password);
        prop_assert_eq!(read.len(), held.len());
        for (before, after) in held.into_iter().zip(&read) {
            prop_assert!(
                is_same(target, before, after, kept),
                "{}: {before:?} became {after:?}",
                target.as_str()
            );
        }
        Ok(())
    });
    result.unwrap();
}

fn held_of(target: Target, accounts: &[Account]) -> Vec<&Account> {
    let one_per_key = matches!(target, Target::TwoFas | Target::Stratum);
    let mut held: Vec<&Account> = Vec::new();
    for account in accounts.iter().filter(|account| cannot_hold(target, account).is_none()) {
        if !one_per_key || !held.iter().any(|other| other.otp.key.makes_same_codes_as(&account.otp.key)) {
            held.push(account);
        }
    }
    held
}

fn read_back(written: &Written, password: Option<&Secret>) -> Vec<Account> {
    let texts: Vec<&str> = written.texts.iter().map(|text| text.as_str()).collect();
    let bytes = if texts.is_empty() { written.bytes.to_vec() } else { texts.join("\n").into_bytes() };
    match transfer::read(&bytes, password) {
        Ok(report) => {
            assert_eq!(report.skipped, []);
            report.accounts
        }
        Err(error) => {
            assert_eq!(error.code, ErrorCode::TransferEmpty, "{}", String::from_utf8_lossy(&bytes));
            Vec::new()
        }
    }
}

fn is_same(target: Target, before: &Account, after: &Account, kept: &[Extra]) -> bool {
    let keeps = |extra: Extra, same: bool| same || !kept.contains(&extra);
    // Proton's `steam://` has no issuer: it is always Steam's.
    let steam = target == Target::Proton && before.otp.scheme == Scheme::Steam;
    let names = (if steam { "Steam" } else { before.issuer.as_str() }, before.account.as_str());
    let names = (&names.0.to_owned(), &names.1.to_owned());
    after.otp.key.makes_same_codes_as(&before.otp.key)
        && after.otp.scheme == computed(&before.otp.scheme, target)
        && names == (&after.issuer, &after.account)
        && keeps(Extra::Note, after.note == before.note)
        && keeps(Extra::Groups, after.groups == before.groups)
        && keeps(Extra::Favorite, after.favorite == before.favorite)
        && keeps(Extra::Site, after.site == before.site)
}

/// Only the Authenticator extension knows Battle.net by name; to the others it is what it computes.
fn computed(scheme: &Scheme, target: Target) -> Scheme {
    match scheme {
        Scheme::BattleNet if target != Target::Authenticator => {
            Scheme::Totp { algorithm: Algorithm::Sha1, digits: Digits::EIGHT, period: Period::THIRTY }
        }
        scheme => scheme.clone(),
    }
}

fn account() -> impl Strategy<Value = Account> {
    // Some accounts begin like their issuer, or are it.
    let led = prop_oneof![12 => Just(""), 1 => Just("i"), 1 => Just("i:"), 1 => Just("I:"), 1 => Just(":")];
    let names = (name(), led, name()).prop_map(|(issuer, led, name)| {
        let led = led.replace('I', &issuer.to_uppercase()).replace('i', &issuer);
        let account = format!("{led}{name}").trim().to_owned();
        (issuer, account)
    });
    let extras = (text(), groups(), any::<bool>(), "([a-z]{1,8}\\.com)?");
    (otp(), names, extras).prop_map(|(otp, (issuer, name), (note, groups, favorite, site))| {
        let mut account = Account::new(otp, issuer, name);
        (account.note, account.groups, account.favorite, account.site) = (note, groups, favorite, site);
        account
    })
}

fn otp() -> impl Strategy<Value = Otp> {
    let key = proptest::collection::vec(any::<u8>(), 1..70).prop_map(|bytes| Key::from_bytes(bytes).unwrap());
    let yandex = any::<[u8; 16]>().prop_map(|bytes| Key::from_bytes(bytes.to_vec()).unwrap());
    let motp = "([0-9a-f]{2}){8,16}".prop_map(|text| Key::from_bytes(text.into_bytes()).unwrap());
    let pin = || proptest::option::weighted(0.8, "[0-9]{4,8}".prop_map(Secret::from));
    prop_oneof![
        12 => (key, counted_or_timed()).prop_map(|(key, scheme)| Otp { key, scheme }),
        1 => (yandex, pin()).prop_map(|(key, pin)| Otp { key, scheme: Scheme::Yandex { pin } }),
        1 => (motp, pin()).prop_map(|(key, pin)| Otp { key, scheme: Scheme::Motp { pin } }),
    ]
}

fn counted_or_timed() -> impl Strategy<Value = Scheme> {
    let algorithm = || proptest::sample::select(Algorithm::ALL.to_vec());
    let digits = || {
        prop_oneof![3 => Just(6), 2 => Just(8), 1 => 1u64..=10].prop_map(|count| Digits::new(count).unwrap())
    };
    let period = prop_oneof![4 => Just(30), 2 => Just(60), 1 => 1u64..=100_000];
    let period = period.prop_map(|seconds| Period::new(seconds).unwrap());
    let counter = prop_oneof![3 => 0u64..1000, 1 => any::<u64>()];
    prop_oneof![
        6 => (algorithm(), digits(), period).prop_map(|(algorithm, digits, period)| Scheme::Totp { algorithm, digits, period }),
        3 => (algorithm(), digits(), counter).prop_map(|(algorithm, digits, counter)| Scheme::Hotp { algorithm, digits, counter }),
        2 => Just(Scheme::Steam),
        1 => Just(Scheme::BattleNet),
    ]
}

/// What people and services write, and what breaks writers: colons, commas, quotes, percent signs, plus signs.
fn name() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(vec![
        "",
        "Steam",
        "none",
        "null",
        "A+B",
        "100% Pure",
        "a:b",
        "Ämter: Nord",
        "a,b;c",
        "O'Reilly \"Media\"",
        "Name <tag>",
        "東京 🗼",
        "a&b=c?d#e",
        "Slash/Back\\slash",
        "%41",
        "Ελλάδα",
        "user@example.com",
        "x::y",
        "()",
        "otpauth://totp/x",
    ]);
    prop_oneof![odd.prop_map(str::to_owned), "[ -~¡-ɏ]{0,20}".prop_map(|text| text.trim().to_owned())]
}

fn text() -> impl Strategy<Value = String> {
    "[ -~¡-ɏ\n,\"]{0,40}".prop_map(|text| text.trim().to_owned())
}

fn groups() -> impl Strategy<Value = Vec<String>> {
    let names = vec!["Work", "Privat ✓", "tag,1", "a \"b\"", "Büro"];
    proptest::sample::subsequence(names, 0..=3)
        .prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

/// `tests/readers/read.mjs` reads each target from the format's documentation alone; it agrees on every account.
#[test]
fn a_second_reader_agrees() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut runner = TestRunner::deterministic();
    let accounts = proptest::collection::vec(account(), 200).new_tree(&mut runner).unwrap().current();
    let password = "pässwörd 🔐";
    let cases = Target::ALL.iter().map(|target| (*target, None)).chain([(Target::Aegis, Some(password))]);
    for (target, password) in cases {
        let secret = password.map(|text| Secret::from(text.to_owned()));
        let written = write(target, &accounts, secret.as_ref()).unwrap();
        let read = read_with_node(&root, target, &written, password.unwrap_or_default());
        let expected: Vec<serde_json::Value> =
            held_of(target, &accounts).into_iter().map(|account| described(target, account)).collect();
        assert_eq!(read.as_array().unwrap(), &expected, "{}", target.as_str());
        println!("{}: {} accounts", target.as_str(), expected.len());
    }
}

fn read_with_node(
    root: &std::path::Path,
    target: Target,
    written: &Written,
    password: &str,
) -> serde_json::Value {
    let file = std::env::temp_dir().join(format!("tessera-{}-{}", std::process::id(), target.as_str()));
    let texts: Vec<&str> = written.texts.iter().map(|text| text.as_str()).collect();
    let bytes = if texts.is_empty() { written.bytes.to_vec() } else { texts.join("\n").into_bytes() };
    std::fs::write(&file, bytes).unwrap();
    let script = root.join("tests/readers/read.mjs");
    let output =
        std::process::Command::new("node").arg(script).arg(target.as_str()).arg(&file).arg(password).output();
    std::fs::remove_file(&file).unwrap();
    let output = output.unwrap();
    assert!(output.status.success(), "{}: {}", target.as_str(), String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn described(target: Target, account: &Account) -> serde_json::Value {
    let scheme = computed(&account.otp.scheme, target);
    let steam = target == Target::Proton && scheme == Scheme::Steam;
    let mut shown = serde_json::json!({
        "type": scheme.name(),
        "issuer": if steam { "Steam" } else { &account.issuer },
        "account": account.account,
        "secret": data_encoding::HEXLOWER.encode(account.otp.key.bytes()),
        "algorithm": scheme.algorithm().map_or_else(|| "MD5".to_owned(), |algorithm| algorithm.to_string()),
        "digits": scheme.digits().count(),
    });
    match scheme.counter() {
        Some(counter) => shown["counter"] = counter.to_string().into(),
        None => shown["period"] = scheme.period().map(|period| period.seconds()).into(),
    }
    // A key URI of Yandex says neither: they are always the same.
    if target == Target::UriList && matches!(scheme, Scheme::Yandex { .. }) {
        (shown["algorithm"], shown["digits"]) = ("SHA1".into(), 6.into());
    }
    shown
}
