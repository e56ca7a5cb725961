//! What variants are made of: the samples of `tests/vectors/transfer`, and a small entry for each format, because a short
//! input is tried more often and changed deeper.

use std::path::{Path, PathBuf};

/// The samples that are small enough to be tried often.
pub fn samples() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/transfer");
    let mut paths: Vec<PathBuf> = ["synthetic", "peer"]
        .into_iter()
        .flat_map(|folder| {
            std::fs::read_dir(root.join(folder)).expect("the samples").map(|entry| entry.unwrap().path())
        })
        .filter(|path| !path.ends_with("expected.json"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).expect("a sample"))
        .filter(|bytes| bytes.len() <= 16_384)
        .collect()
}

/// The seeds of a parser: its own small ones, else everything.
pub fn of(parser: &str, samples: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let own: Vec<Vec<u8>> =
        SMALL.iter().filter(|(name, _)| *name == parser).map(|(_, bytes)| bytes.to_vec()).collect();
    match parser {
        "detect" | "read" => {
            SMALL.iter().map(|(_, bytes)| bytes.to_vec()).chain(samples.iter().cloned()).collect()
        }
        "zip" | "java" | "freeotp-backup" => {
            let binary =
                samples.iter().filter(|bytes| bytes.starts_with(b"PK") || bytes.starts_with(&[0xac, 0xed]));
            binary.filter(|bytes| bytes.len() < 8_192).cloned().chain(own).collect()
        }
        _ if own.is_empty() => SMALL.iter().map(|(_, bytes)| bytes.to_vec()).collect(),
        _ => own,
    }
}

const SMALL: &[(&str, &[u8])] = &[
    ("1password", br#"{"accounts":[{"vaults":[{"items":[{"overview":{"title":"T"},"details":{"loginFields":[{"designation":"username","value":"u"}],"sections":[{"fields":[{"value":{"totp":"MFRGGZDF"}}]}]}}]}]}]}"#),
    ("1password-csv", b"Title,Username,OTPAuth\nT,u,otpauth://totp/T:u?secret=MFRGGZDF\n"),
    ("2fas", br#"{"schemaVersion":4,"services":[{"name":"N","secret":"MFRGGZDF","otp":{"account":"a","issuer":"I","digits":6,"period":30,"algorithm":"SHA1","counter":1,"tokenType":"HOTP","link":"otpauth://totp/x?secret=A"},"order":{"position":0},"groupId":"g"}],"groups":[{"id":"g","name":"G"}]}"#),
    ("aegis", br#"{"version":1,"header":{"slots":[{"type":1,"n":32768,"r":8,"p":1}],"params":null},"db":{"version":3,"entries":[{"type":"motp","name":"a","issuer":"I","note":"","favorite":true,"info":{"secret":"MFRGGZDF","algo":"SHA1","digits":6,"period":30,"counter":0,"pin":"1"},"groups":["g"]}],"groups":[{"uuid":"g","name":"G"}]}}"#),
    ("andotp", br#"[{"secret":"MFRGGZDF","issuer":"I","label":"I - a","digits":6,"type":"TOTP","algorithm":"SHA1","tags":["t"],"period":30,"counter":1}]"#),
    ("andotp-aes", b"\x00\x02\x22\xe0abcdefghijklmnopqrstuvwx0123456789abcdef0123456789"),
    ("apple-csv", b"Title,URL,Username,Password,Notes,OTPAuth\nT (u),https://a.example/,u,p,n,otpauth://totp/T:u?secret=MFRGGZDF\n"),
    ("authenticator", br#"{"a":{"account":"a","issuer":"I::d","secret":"stm-MFRGGZDF","type":"hhex","period":30,"digits":"6","algorithm":"GOST3411_2012_256","counter":1,"pinned":true,"index":0,"hash":"a","encrypted":false,"dataType":"OTPStorage"},"k":{"dataType":"Key","id":"k","salt":"s","hash":"$argon2id$v=19$m=19456,t=2,p=1$AA$AA","version":3}}"#),
    ("authme", br#"{"role":"export","encrypted":false,"codes":"TmFtZTogYQpTZWNyZXQ6IE1GUkdHWkRGCklzc3VlcjogSQpUeXBlOiBPVFBfVE9UUAo="}"#),
    ("authme-text", b"Name: a\nSecret: MFRGGZDF\nIssuer: I\nType: OTP_TOTP\n\n"),
    ("authy", br#"{"authenticator_tokens":[{"name":"N","original_name":"O:a","issuer":"I","digits":6,"salt":"s","encrypted_seed":"AAAAAAAAAAAAAAAAAAAAAA==","key_derivation_iterations":1000,"unique_iv":null,"decrypted_seed":"MFRGGZDF"}]}"#),
    ("authy-prefs", b"<?xml version='1.0'?><map><string name=\"com.authy.storage.tokens.authenticator.key\">[{&quot;name&quot;:&quot;a&quot;,&quot;decryptedSecret&quot;:&quot;MFRGGZDF&quot;,&quot;digits&quot;:6}]</string></map>"),
    ("battlenet", b"<?xml version='1.0'?><map><string name=\"com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET\">398e27fc50276a656065b0e525f4c06c04c61075286b8e7aeda59da9813b5dd6c80d2fb38068773fa59ba47c17ca6c6479015c1d5b8b8f6b9a</string><string name=\"com.blizzard.messenger.AUTHENTICATOR_SERIAL\">EU-0</string></map>"),
    ("bitwarden", br#"{"encrypted":false,"kdfType":1,"kdfIterations":3,"kdfMemory":64,"kdfParallelism":4,"folders":[{"id":"f","name":"F"}],"items":[{"type":1,"name":"N","notes":"n","favorite":true,"folderId":"f","login":{"username":"u","totp":"steam://MFRGGZDF"}}]}"#),
    ("bitwarden-csv", b"folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\nF,1,login,N,\"a\nb\",,0,,u,p,MFRGGZDF\n"),
    ("bplist", b"bplist00\xd2\x01\x02\x03\x04Qa\x10\x01Qb\xa2\x05\x05\x08\x0d\x0f\x11\x13\x16\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x17"),
    ("chronos", br#"{"tokens":[{"type":"HOTP","issuer":"I","account":"a","secret":"MFRGGZDF","algorithm":"SHA1","digits":6,"period":30,"counter":1,"pinned":true,"tags":["t"]}]}"#),
    ("dashlane", b"username,username2,username3,title,password,note,url,category,otpSecret\nu,,,T,p,n,https://a.example,c,MFRGGZDF\n"),
    ("duo", br#"[{"name":"a","otpGenerator":{"otpSecret":"MFRGGZDF","counter":1}}]"#),
    ("enpass", br#"{"items":[{"title":"T","subtitle":"u","note":"n","fields":[{"type":"totp","value":"MFRGGZDF"},{"type":"username","value":"u"}],"folders":["f"],"trashed":0}],"folders":[{"uuid":"f","title":"F"}]}"#),
    ("ente-kdf", br#"{"version":1,"kdfParams":{"memLimit":1073741824,"opsLimit":4,"salt":"AAAAAAAAAAAAAAAAAAAAAA=="},"encryptedData":"AAAA","encryptionNonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#),
    ("freeotp-plus", br#"{"tokenOrder":["I:a"],"tokens":[{"algo":"SHA1","counter":0,"digits":6,"issuerExt":"I","label":"a","period":30,"secret":[1,-2,3],"type":"TOTP"}]}"#),
    ("freeotp-prefs", b"<?xml version='1.0'?><map><string name=\"I:a\">{&quot;algo&quot;:null,&quot;counter&quot;:-1,&quot;digits&quot;:6,&quot;issuerExt&quot;:&quot;I&quot;,&quot;label&quot;:&quot;a&quot;,&quot;period&quot;:30,&quot;secret&quot;:[1,-2],&quot;type&quot;:&quot;HOTP&quot;}</string><string name=\"tokenOrder\">[&quot;I:a&quot;]</string></map>"),
    ("html", b"<!DOCTYPE html><html><body><code>otpauth://totp/I:a?secret=MFRGGZDF&amp;issuer=I</code><a href=\"motp://I:a?secret=0123456789abcdef\">x</a></body></html>"),
    ("java", b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16`\xd1\x03\x00\x02F\x00\nloadFactorI\x00\tthresholdxp?@\x00\x00\x00\x00\x00\x0cw\x08\x00\x00\x00\x10\x00\x00\x00\x01t\x00\x01at\x00\x01bx"),
    ("json", br#"{"a":[1,-2.5e3,"b\u00e9\n",null,true,{"c":{}}],"":[]}"#),
    ("kdbx", b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x01\x00\x04\x00\x02\x10\x00\x00\x00\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff\x03\x04\x00\x00\x00\x01\x00\x00\x00\x04\x04\x00\x00\x00abcd\x00\x04\x00\x00\x00\r\n\r\n"),
    ("kdbx-inner", b"\x01\x04\x00\x00\x00\x03\x00\x00\x00\x02\x04\x00\x00\x00keys\x00\x00\x00\x00\x00<?xml version=\"1.0\"?><KeePassFile><Meta><RecycleBinUUID>AA==</RecycleBinUUID></Meta><Root><Group><UUID>BB==</UUID><Name>G</Name><Entry><String><Key>Title</Key><Value>T</Value></String><String><Key>otp</Key><Value Protected=\"True\">AAAA</Value></String><String><Key>TOTP Seed</Key><Value>MFRGGZDF</Value></String><History><Entry/></History></Entry></Group></Root></KeePassFile>"),
    ("keepassxc", b"\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\",\"Icon\",\"Last Modified\",\"Created\"\n\"Root/G\",\"T\",\"u\",\"p\",\"\",\"n\",\"otpauth://totp/T:u?secret=MFRGGZDF\",\"0\",\"\",\"\"\n"),
    ("keeper", br#"{"records":[{"title":"T","login":"u","notes":"n","custom_fields":{"$oneTimeCode::1":["otpauth://totp/T:u?secret=MFRGGZDF"]},"folders":[{"folder":"F"}]}]}"#),
    ("lastpass", br#"{"version":3,"accounts":[{"issuerName":"I","originalIssuerName":"O","userName":"u","secret":"MFRGGZDF","timeStep":30,"digits":6,"algorithm":"SHA1","isFavorite":true,"folderData":{"folderId":2}}],"folders":[{"id":2,"name":"F"}]}"#),
    ("lastpass-csv", b"url,username,password,totp,extra,name,grouping,fav\nhttps://a.example,u,p,MFRGGZDF,n,N,G,1\n"),
    ("migration", b"otpauth-migration://offline?data=ChkKBWFiY2RlEgNJOmEaAUkgASgBMAI4ARABGAEgACi4vOjm%2BP%2F%2F%2F%2F8B"),
    ("otp-auth", b"bplist00\xd4\x01\x02\x03\x04\x05\x06\x07\x08X$versionY$archiverT$topX$objects\x12\x00\x01\x86\xa0_\x10\x0fNSKeyedArchiver\xd1\x09\x0aTroot\x80\x01\xa1\x0bU$null"),
    ("proton", br#"{"version":1,"entries":[{"id":"i","content":{"uri":"otpauth://totp/I:a?secret=MFRGGZDF","entry_type":"Totp","name":"a"},"note":"n"}]}"#),
    ("proton-pass", br#"{"vaults":{"v":{"name":"V","items":[{"data":{"metadata":{"name":"T"},"content":{"itemUsername":"u","totpUri":"MFRGGZDF","sections":[{"sectionFields":[{"type":"totp","fieldName":"f","data":{"totpUri":"MFRGGZDF"}}]}]},"extraFields":[{"type":"totp","fieldName":"x","data":{"totpUri":"MFRGGZDF"}}]}}]}}}"#),
    ("psono", br#"{"items":[{"type":"totp","name":"N","totp_title":"T","totp_code":"MFRGGZDF","totp_period":30,"totp_algorithm":"SHA1","totp_digits":6,"totp_notes":"n"}],"folders":[{"name":"F","items":[]}]}"#),
    ("raivo", br#"[{"issuer":"I","account":"a","secret":"MFRGGZDF","kind":"HOTP","algorithm":"SHA1","digits":"6","timer":"30","counter":"1","pinned":"true","iconType":"","iconValue":""}]"#),
    ("steam", br#"{"accounts":{"1":{"shared_secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAA=","account_name":"a"}},"entries":[{"filename":"1.maFile","encryption_iv":"AA==","encryption_salt":"AA=="}]}"#),
    ("stratum", br#"{"Authenticators":[{"Type":2,"Icon":null,"Issuer":"I","Username":"a","Secret":"MFRGGZDF","Pin":"1","Algorithm":0,"Digits":6,"Period":30,"Counter":0,"Ranking":0}],"Categories":[{"Id":"c","Name":"C"}],"AuthenticatorCategories":[{"CategoryId":"c","AuthenticatorSecret":"MFRGGZDF"}]}"#),
    ("table", b"\"a\",\"b\"\n\"1,\"\"2\"\"\",\"x\ny\"\n;\n"),
    ("tessera", b"TVBK\x89\r\n\x1a\x00\x00\x00\x40TVHD\x01abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789"),
    ("totp-authenticator", br#"{"[{\"issuer\":\"I\",\"name\":\"a\",\"key\":\"MFRGGZDF\",\"base\":32,\"digits\":6,\"period\":30}]":"x"}"#),
    ("uri", b"otpauth://totp/I%3Aa?secret=MFRGGZDF&issuer=I&algorithm=SHA1&digits=6&period=30"),
    ("uri", b"otpauth://hotp/I:a?secret=MFRGGZDF&counter=9"),
    ("uri", b"motp://I:a?secret=0123456789abcdef"),
    ("uri", b"otpauth://yaotp/a?secret=MFRGGZDFMFRGGZDFMFRGGZDFMFRGGZDF&pin_length=4"),
    ("uri-list", b"# comment\r\notpauth://totp/I:a?secret=MFRGGZDF&codeDisplay=%7B%22pinned%22%3Atrue%2C%22tags%22%3A%5B%22t%22%5D%7D\r\nsteam://MFRGGZDF\notpauth://steam/Steam:a?secret=MFRGGZDF\n"),
    ("winauth", b"otpauth://totp/I+a?secret=MFRGGZDF&serial=EU-0&data=%7B%22shared_secret%22%3A%22AAAA%22%7D&icon=base64%3AAAAA"),
    ("xml", b"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map><string name=\"a\">b&amp;c</string><int name=\"n\" value=\"1\"/><null name=\"z\"/></map>"),
];
