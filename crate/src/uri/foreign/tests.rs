//! Recognition, and the rules that the files of `crate/foreign/` keep.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct File {
    kind: String,
    name: String,
    checked_on: String,
    texts: BTreeMap<String, Texts>,
}

#[derive(Deserialize)]
struct Texts {
    what: String,
    next: String,
}

fn files() -> Vec<File> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/foreign");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
}

fn kind(text: &str) -> Option<(&'static str, Option<String>)> {
    recognise(text).map(|foreign| (foreign.kind, foreign.detail))
}

#[test]
fn the_texts_of_other_apps_are_known_by_name() {
    for (text, name) in [
        ("OKTAVERIFY://alice@example.com/?t=x", "okta-verify"),
        ("otpauth://totp/example.okta.com:alice?t=token&s=https://example.okta.com", "okta-verify"),
        ("https://api-12345678.duosecurity.com/frame/qr?value=x", "duo"),
        ("pingid://offlineauth?code=1", "pingid"),
        ("igmobileotp://?action=secactivate&enc=x&v=1&mac=y", "entrust"),
        (
            r#"{"code":"A1","accountName":"a","registrationUri":"https://x.verify.ibm.com/v1.0/authenticators/registration"}"#,
            "ibm-verify",
        ),
        (
            r#"{"code":"A1","options":"ignoreSslCerts=true","details_url":"https://x/","version":1,"client_id":"IBMVerify"}"#,
            "ibm-verify",
        ),
        ("https://api.id.me/en/multifactor/x", "id-me"),
        ("https://example.my.salesforce.com/setup", "salesforce"),
        ("VSST12345678", "symantec-vip"),
        ("symc12345678", "symantec-vip"),
        (
            "bankid.67df3917-fa0d-44e5-b327-edcc928297f8.0.dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8",
            "bankid",
        ),
        ("BCD\n002\n1\nSCT\n\nExample\nDE89370400440532013000", "payment"),
        ("SPC\r\n0200\r\n1\r\nCH4431999123000889012", "payment"),
        ("tg://login?token=x", "telegram-login"),
        ("BEGIN:VCARD\nVERSION:3.0\nN:Doe;Jane\nEND:VCARD", "vcard"),
        ("MECARD:N:Doe,Jane;;", "vcard"),
        ("mailto:jane@example.com", "email"),
        ("tel:+41441234567", "phone"),
        ("SMSTO:+41441234567:hello", "sms"),
        ("geo:47.37,8.54", "location"),
        ("HTTPS://EXAMPLE.COM", "web-address"),
        ("example-app://pair?token=1", "app-link"),
    ] {
        assert_eq!(recognise(text).map(|foreign| foreign.kind), Some(name), "{text}");
    }
}

#[test]
fn what_looks_alike_is_not_taken_for_it() {
    for text in
        ["VSST1234567", "VSST123456789", "VSSTABCDEFGH", "JBSWY3DPEHPK3PXP", "alice", "", "note: call back"]
    {
        assert_eq!(kind(text), None, "{text}");
    }
    assert_eq!(recognise("https://s.team.example/q/1").map(|f| f.kind), Some("web-address"));
    assert_eq!(recognise("https://notduosecurity.com/").map(|f| f.kind), Some("web-address"));
    assert_eq!(
        recognise("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&t=1&s=2").map(|f| f.kind),
        Some("app-link")
    );
}

#[test]
fn the_detail_says_whose_it_is() {
    for (text, detail) in [
        (
            "oktaverify://alice@example.com/?t=token&s=https%3A%2F%2Fexample.okta.com%2F",
            Some("example.okta.com"),
        ),
        ("oktaverify://alice@example.com/?t=token", None),
        ("https://user:password@Example.com:8443/a?b", Some("example.com")),
        ("https://exa mple.com/", None),
        ("example-app://pair?token=1", Some("example-app")),
    ] {
        assert_eq!(recognise(text).and_then(|f| f.detail).as_deref(), detail, "{text}");
    }
}

#[test]
fn a_wifi_login_shows_its_network_and_never_its_password() {
    for (text, detail) in [
        ("WIFI:T:WPA;S:guest;P:hunter2;;", Some("guest")),
        (r"WIFI:P:hunter2\;S:trap;S:a\;b\\c\:d;;", Some(r"a;b\c:d")),
        ("wifi:S:;P:hunter2;;", None),
        ("WIFI:P:hunter2", None),
        (r"WIFI:S:end\", Some("end")),
    ] {
        assert_eq!(kind(text), Some(("wifi", detail.map(str::to_owned))), "{text}");
    }
}

#[test]
fn every_file_becomes_a_kind_and_plain_text_has_one() {
    let names: BTreeSet<String> = files().into_iter().map(|file| file.kind).collect();
    let known: BTreeSet<String> = KINDS.iter().map(|kind| kind.name.to_owned()).collect();
    assert_eq!(names, known);
    assert!(known.contains(Foreign::plain_text().kind));
}

#[test]
fn every_kind_says_what_it_is_and_what_to_do_in_four_languages() {
    for file in files() {
        assert!(!file.name.is_empty() && file.checked_on.len() == 10, "{}", file.kind);
        for language in ["de", "en", "fr", "it"] {
            assert!(file.texts.contains_key(language), "{} {language}", file.kind);
        }
        for (language, texts) in &file.texts {
            for text in [&texts.what, &texts.next] {
                let sentences = text.matches(". ").count();
                assert!(text.ends_with('.') && sentences == 0, "{} {language}: {text}", file.kind);
                assert!(!text.contains(['!', '\'', '"']), "{} {language}: {text}", file.kind);
            }
        }
        let french = file.texts.get("fr").unwrap();
        for text in [&french.what, &french.next] {
            assert!(!text.contains([';', '?']), "{}: {text}", file.kind);
            let spaced = text.replace("«\u{a0}", "").replace("\u{a0}»", "").replace("\u{a0}:", "");
            assert!(!spaced.contains(['«', '»', ':']), "{}: {text}", file.kind);
        }
    }
}
