//! Exports, read and written.

use proptest::prelude::*;

use super::*;
use crate::otp::Scheme;

/// One field of a protobuf message: a number, or bytes.
enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn varint(mut value: u64, into: &mut Vec<u8>) {
    while value > 0x7f {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

/// A protobuf message, written out from its definition.
fn message(fields: &[(u64, Field<'_>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (tag, field) in fields {
        match field {
            Field::Number(number) => {
                varint(tag << 3, &mut bytes);
                varint(*number, &mut bytes);
            }
            Field::Bytes(content) => {
                varint(tag << 3 | 2, &mut bytes);
                varint(content.len() as u64, &mut bytes);
                bytes.extend_from_slice(content);
            }
        }
    }
    bytes
}

fn text_of(payload: &[u8]) -> String {
    let mut text = "otpauth-migration://offline?data=".to_owned();
    percent::encode(&data_encoding::BASE64.encode(payload), &mut text);
    text
}

/// A code with one entry.
fn text_with(entry: &[(u64, Field<'_>)]) -> String {
    text_of(&message(&[(1, Field::Bytes(&message(entry)))]))
}

fn only_account(text: &str) -> Account {
    let part = parse(text).unwrap();
    assert_eq!((part.accounts.len(), part.skipped.len()), (1, 0), "{part:?}");
    part.accounts[0].clone()
}

fn named(name: &str, issuer: &str) -> (String, String) {
    use Field::Bytes;
    let account = only_account(&text_with(&[
        (1, Bytes(b"key")),
        (2, Bytes(name.as_bytes())),
        (3, Bytes(issuer.as_bytes())),
    ]));
    (account.issuer, account.account)
}

fn pair(issuer: &str, account: &str) -> (String, String) {
    (issuer.to_owned(), account.to_owned())
}

#[test]
fn names_are_taken_whole_in_every_script() {
    assert_eq!(named("Société Générale:élodie", "Société Générale"), pair("Société Générale", "élodie"));
    assert_eq!(named("R&D?x=1#+%41", "R&D"), pair("R&D", "R&D?x=1#+%41"));
    assert_eq!(named("Acme: Corp: bob", "Acme: Corp"), pair("Acme: Corp", "bob"));
    assert_eq!(named("GitHub:bob", ""), pair("GitHub", "bob"));
    assert_eq!(named("bob", ""), pair("", "bob"));
    assert_eq!(named("Other:bob", "GitHub"), pair("GitHub", "Other:bob"));
}

#[test]
fn an_entry_over_127_bytes_takes_nothing_of_the_next() {
    use Field::Bytes;
    let long = "名".repeat(200);
    let first = message(&[(1, Bytes(&[7; 300])), (2, Bytes(long.as_bytes()))]);
    let second = message(&[(1, Bytes(b"key")), (2, Bytes(b"bob"))]);
    let part = parse(&text_of(&message(&[(1, Bytes(&first)), (1, Bytes(&second))]))).unwrap();
    assert_eq!(part.accounts[0].account, long);
    assert_eq!(part.accounts[0].otp.key.bytes(), [7; 300]);
    assert_eq!(part.accounts[1].account, "bob");
}

#[test]
fn every_setting_is_kept() {
    use Field::{Bytes, Number};
    let entry = [(1, Bytes(b"key")), (4, Number(3)), (5, Number(2)), (6, Number(1)), (7, Number(1 << 40))];
    let scheme = Scheme::Hotp { algorithm: Algorithm::Sha512, digits: Digits::EIGHT, counter: 1 << 40 };
    assert_eq!(only_account(&text_with(&entry)).otp.scheme, scheme);
    assert_eq!(only_account(&text_with(&[(1, Bytes(b"key"))])).otp.scheme, Scheme::standard());
}

#[test]
fn an_entry_that_cannot_be_kept_is_told_and_the_others_stay() {
    use Field::{Bytes, Number};
    let entries = [
        (
            message(&[(1, Bytes(b"key")), (2, Bytes(b"md5")), (4, Number(4))]),
            ErrorCode::OtpAlgorithmUnknown,
            "md5",
        ),
        (message(&[(1, Bytes(b"key")), (3, Bytes(b"A")), (5, Number(3))]), ErrorCode::OtpDigitsInvalid, "A"),
        (
            message(&[(1, Bytes(b"key")), (2, Bytes(b"A:b")), (6, Number(3))]),
            ErrorCode::UriTypeUnknown,
            "A (b)",
        ),
        (message(&[(2, Bytes(b"no key"))]), ErrorCode::SecretEmpty, "no key"),
        (
            message(&[(1, Bytes(b"key")), (6, Number(1)), (7, Number(u64::MAX))]),
            ErrorCode::OtpCounterInvalid,
            "",
        ),
        (vec![0x0a, 0x7f, 1], ErrorCode::UriMigrationDamaged, ""),
    ];
    let good = message(&[(1, Bytes(b"key")), (2, Bytes(b"good"))]);
    let mut fields: Vec<_> = entries.iter().map(|(entry, ..)| (1, Bytes(entry))).collect();
    fields.push((1, Bytes(&good)));
    let part = parse(&text_of(&message(&fields))).unwrap();
    assert_eq!(part.accounts.len(), 1);
    for (skipped, (_, code, name)) in part.skipped.iter().zip(&entries) {
        assert_eq!((skipped.error.code, skipped.name.as_str()), (*code, *name));
    }
    assert_eq!(part.skipped.len(), entries.len());
}

#[test]
fn a_name_that_is_no_utf8_does_not_cost_the_key() {
    use Field::Bytes;
    let account = only_account(&text_with(&[(1, Bytes(b"key")), (2, Bytes(b"Soci\xe9t\xe9"))]));
    assert_eq!(account.account, "Soci\u{fffd}t\u{fffd}");
}

#[test]
fn base64_is_read_as_tools_really_write_it() {
    use Field::Bytes;
    // Bytes whose base64 holds both characters that differ between the alphabets.
    let payload =
        message(&[(1, Bytes(&message(&[(1, Bytes(&[0, 0, 0xfb, 0xef, 0xbe, 0xff, 0xff, 0xff, 0xfe]))])))]);
    let plain = data_encoding::BASE64.encode(&payload);
    assert!(plain.contains('+') && plain.contains('/') && plain.contains('='), "{plain}");
    let encoded = plain.replace('+', "%2B").replace('/', "%2f").replace('=', "%3D");
    for data in [
        plain.clone(),
        encoded,
        plain.replace('+', "-").replace('/', "_"),
        plain.trim_end_matches('=').to_owned(),
        plain.replace('+', " "),
        plain.replace('+', "%20"),
    ] {
        for start in ["otpauth-migration://offline?data=", "OTPAUTH-MIGRATION://OFFLINE?x=1&DATA="] {
            let account = only_account(&format!("{start}{data}"));
            assert_eq!(account.otp.key.bytes(), [0, 0, 0xfb, 0xef, 0xbe, 0xff, 0xff, 0xff, 0xfe], "{data}");
        }
    }
}

#[test]
fn what_is_no_export_is_refused_by_name() {
    for (text, code) in [
        ("otpauth://totp/a?secret=AAAA", ErrorCode::UriSchemeUnknown),
        ("otpauth-migration://offline", ErrorCode::UriMigrationDataMissing),
        ("otpauth-migration://offline?data=", ErrorCode::UriMigrationDataMissing),
        ("otpauth-migration://offline?datafail=CjUK", ErrorCode::UriMigrationDataMissing),
        ("otpauth-migration://offline?data=XXXX", ErrorCode::UriMigrationDamaged),
        ("otpauth-migration://offline?data=CjU", ErrorCode::UriMigrationDamaged),
        ("otpauth-migration://offline?data=!", ErrorCode::UriMigrationDamaged),
        ("otpauth-migration://offline?data=EAI%3D", ErrorCode::UriMigrationEmpty),
    ] {
        assert_eq!(parse(text), Err(code.into()), "{text}");
    }
}

/// A part with one account, as a code of an export.
fn part(id: i32, index: u32, count: u32, name: &str) -> Part {
    let entry = message(&[(1, Field::Bytes(b"key")), (2, Field::Bytes(name.as_bytes()))]);
    let fields = [
        (1, Field::Bytes(entry.as_slice())),
        (3, Field::Number(u64::from(count))),
        (4, Field::Number(u64::from(index))),
        // A negative id takes ten bytes on the wire.
        (5, Field::Number(i64::from(id) as u64)),
    ];
    parse(&text_of(&message(&fields))).unwrap()
}

fn names(batches: &Batches) -> Vec<&str> {
    batches.parts().flat_map(|part| &part.accounts).map(|account| account.account.as_str()).collect()
}

#[test]
fn codes_are_collected_in_any_order_and_repeats_count_once() {
    let mut batches = Batches::default();
    assert!(batches.is_empty());
    let progress = |scanned, missing| Progress { scanned, count: 3, missing };
    assert_eq!(batches.add(part(-7, 2, 3, "c")), progress(1, Some(0)));
    assert!(!batches.is_empty());
    assert_eq!(batches.add(part(-7, 0, 3, "a")), progress(2, Some(1)));
    assert_eq!(batches.add(part(-7, 0, 3, "a")), progress(2, Some(1)));
    assert_eq!(names(&batches), ["a", "c"]);
    assert_eq!(batches.add(part(-7, 1, 3, "b")), progress(3, None));
    assert_eq!(names(&batches), ["a", "b", "c"]);
    assert_eq!(batches.progress(), [progress(3, None)]);
}

#[test]
fn codes_of_two_exports_are_kept_apart_even_under_one_id() {
    let mut batches = Batches::default();
    for (id, index, count, name) in
        [(1, 0, 2, "a"), (2, 1, 2, "b"), (0, 0, 1, "c"), (0, 0, 1, "d"), (0, 0, 1, "c")]
    {
        batches.add(part(id, index, count, name));
    }
    assert_eq!(names(&batches), ["a", "b", "c", "d"]);
    assert_eq!(batches.progress().len(), 4);
}

#[test]
fn a_lone_part_and_one_without_numbers_are_read() {
    let lone = part(9, 4, 3, "a");
    assert_eq!((lone.index, lone.count), (4, 5));
    let plain = parse(&text_with(&[(1, Field::Bytes(b"key"))])).unwrap();
    assert_eq!((plain.id, plain.index, plain.count), (0, 0, 1));
}

fn account(scheme: Scheme) -> Account {
    let key = Key::from_bytes(b"12345678901234567890".to_vec()).unwrap();
    Account::new(Otp { key, scheme }, "Société", "R&D? 東京")
}

#[test]
fn ten_accounts_go_into_a_code_and_all_come_back() {
    let accounts: Vec<Account> = (0..23)
        .map(|number| {
            let mut account = account(Scheme::standard());
            account.account = format!("user {number}");
            account
        })
        .collect();
    let written = write(&accounts, -5);
    assert!(written.left_out.is_empty());
    let parts: Vec<Part> = written.texts.iter().map(|text| parse(text).unwrap()).collect();
    let sizes: Vec<usize> = parts.iter().map(|part| part.accounts.len()).collect();
    assert_eq!(sizes, [10, 10, 3]);
    assert!(parts.iter().zip(0..).all(|(part, index)| (part.id, part.index, part.count) == (-5, index, 3)));
    assert_eq!(parts.into_iter().flat_map(|part| part.accounts).collect::<Vec<_>>(), accounts);
}

#[test]
fn what_google_cannot_hold_is_left_out_by_name() {
    let totp = |algorithm, digits, period| Scheme::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::new(period).unwrap(),
    };
    let hotp = |counter| Scheme::Hotp { algorithm: Algorithm::Sha1, digits: Digits::SIX, counter };
    let cases = [
        (Scheme::Steam, ErrorCode::UriGoogleType),
        (Scheme::Yandex { pin: None }, ErrorCode::UriGoogleType),
        (Scheme::Motp { pin: None }, ErrorCode::UriGoogleType),
        (totp(Algorithm::Gost256, 6, 30), ErrorCode::UriGoogleAlgorithm),
        (totp(Algorithm::Sha1, 7, 30), ErrorCode::UriGoogleDigits),
        (totp(Algorithm::Sha1, 6, 60), ErrorCode::UriGooglePeriod),
        (hotp(1 << 63), ErrorCode::UriGoogleCounter),
    ];
    let mut accounts: Vec<Account> = cases.iter().map(|(scheme, _)| account(scheme.clone())).collect();
    accounts.push(account(Scheme::BattleNet));
    let written = write(&accounts, 1);
    let left_out: Vec<_> = written.left_out.iter().map(|left| (left.index, left.error.code)).collect();
    assert_eq!(left_out, cases.iter().map(|(_, code)| *code).enumerate().collect::<Vec<_>>());
    assert_eq!(only_account(&written.texts[0]).otp.scheme, totp(Algorithm::Sha1, 8, 30));
    assert!(write(&[], 1).texts.is_empty());
}

#[test]
fn a_name_that_begins_like_its_issuer_keeps_that_beginning() {
    for (issuer, name) in [("M", "m:x"), ("", "a:b"), ("A:b", "a:B:c"), ("M", ":x"), (":a", "b"), ("M", "M")]
    {
        let mut account = account(Scheme::standard());
        (account.issuer, account.account) = (issuer.to_owned(), name.to_owned());
        assert_eq!(only_account(&write(core::slice::from_ref(&account), 1).texts[0]), account);
    }
}

#[test]
fn two_exports_have_different_ids() {
    assert_ne!(make_batch_id().unwrap(), make_batch_id().unwrap());
}

proptest! {
    #[test]
    fn no_payload_makes_the_reader_fail(payload in any::<Vec<u8>>()) {
        parse(&text_of(&payload)).ok();
    }

    #[test]
    fn no_entry_makes_the_reader_fail(entry in any::<Vec<u8>>()) {
        let part = parse(&text_of(&message(&[(1, Field::Bytes(&entry))]))).unwrap();
        prop_assert_eq!(part.accounts.len() + part.skipped.len(), 1);
    }

    #[test]
    fn writing_and_reading_are_inverse(
        key in proptest::collection::vec(any::<u8>(), 1..200),
        issuer in "[^:]{1,80}|[a:]{0,3}",
        name in "[^:]{0,80}|[aA:]{0,5}",
        counter in 0..=i64::MAX as u64,
        algorithm in proptest::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]),
    ) {
        let otp = Otp {
            key: Key::from_bytes(key).unwrap(),
            scheme: Scheme::Hotp { algorithm, digits: Digits::EIGHT, counter },
        };
        let account = Account::new(otp, issuer.trim(), name.trim());
        let written = write(std::slice::from_ref(&account), 1);
        prop_assert_eq!(only_account(&written.texts[0]), account);
    }
}
