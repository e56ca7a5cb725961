//! Devices, a sync server and a source of chance for the proofs in `tests/`; `samples` makes the sample vaults.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, reason = "test code: a wrong assumption should stop the test")]

pub mod model;
pub mod world;

use serde_json::{Value, json};
use tessera_core::account::Account;
use tessera_core::otp::{Otp, Period, Scheme};
use tessera_core::secret::Secret;
use tessera_core::vault::{NewSlot, Unlock, Unlocking, kdf};

/// A sequence that looks random and is the same for the same seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(pub u64);

impl Chance {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % limit.max(1) as u64) as usize
    }
}

/// A number from the environment, for runs longer than the usual test.
pub fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// A TOTP account with this name.
pub fn account(issuer: &str) -> Account {
    let key = "JBSWY3DPEHPK3PXP".parse().unwrap();
    Account::new(Otp { key, scheme: Scheme::standard() }, issuer, "me@example.com")
}

/// A passphrase slot whose key was not derived by Argon2 but is `number` over and over: for what is not about the KDF.
pub fn slot(number: u8) -> NewSlot {
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [number; 16] };
    let unlocking = Unlocking::passphrase(params, Secret::new(vec![number; 32])).unwrap();
    NewSlot { id: None, label: String::new(), unlocking }
}

/// What opens [`slot`].
pub fn unlock(number: u8) -> Unlock {
    Unlock::PassphraseKey(Secret::new(vec![number; 32]))
}

/// An account as the samples list it.
pub fn listed(account: &Account) -> Value {
    let scheme = &account.otp.scheme;
    let pin = match scheme {
        Scheme::Yandex { pin } | Scheme::Motp { pin } => pin.as_ref().map(|pin| text(pin.expose())),
        _ => None,
    };
    let codes = account.recovery_codes.iter().map(|code| json!([text(code.code.expose()), code.used]));
    json!({
        "type": scheme.name(),
        "issuer": account.issuer,
        "account": account.account,
        "key": data_encoding::HEXLOWER.encode(account.otp.key.bytes()),
        "algorithm": scheme.algorithm().map(|algorithm| algorithm.to_string()),
        "digits": scheme.digits().count(),
        "period": scheme.period().map(Period::seconds),
        "counter": scheme.counter().map(|counter| counter.to_string()),
        "pin": pin,
        "note": account.note,
        "groups": account.groups,
        "favorite": account.favorite,
        "site": account.site,
        "icon": account.icon,
        "recovery_codes": codes.collect::<Vec<_>>(),
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
