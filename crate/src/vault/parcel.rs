//! Accounts on their way between two instances of the core: foreign files are read and written in a worker of their
//! own, whose memory is thrown away, and the vault lives in another.
//!
//! A parcel is never stored. It is the plain bytes of a bucket, so that whatever a record can hold comes through.

use zeroize::Zeroizing;

use super::{bucket, fields};
use crate::account::Account;
use crate::error::Error;
use crate::sync::{Body, Entry, Hlc, Home, OrderKey, RecordId, Replica};

/// The accounts as bytes, in their order.
pub fn pack(accounts: &[Account]) -> Zeroizing<Vec<u8>> {
    let mut replica = Replica::default();
    for (place, account) in (0u64..).zip(accounts) {
        let record = fields::make_record(account, &OrderKey::middle(), Hlc::ZERO);
        let body = Body::Live(Box::new(record));
        replica.put(RecordId(place.to_be_bytes()), Entry { generation: 0, home: Home::default(), body });
    }
    bucket::encode(&replica)
}

/// The accounts of a parcel.
///
/// Errors: `vault_object_damaged`, `vault_format_newer`, `vault_record_newer`; none for what [`pack`] made.
pub fn unpack(parcel: &[u8]) -> Result<Vec<Account>, Error> {
    let (replica, _) = bucket::decode(parcel, 0)?;
    replica.records().map(|(_, record)| fields::account(record)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::RecoveryCode;
    use crate::error::ErrorCode;
    use crate::otp::Scheme;
    use crate::secret::Secret;
    use crate::uri;

    fn accounts() -> Vec<Account> {
        let mut full = uri::parse("otpauth://hotp/Bank:bob?secret=GEZDGNBVGY3TQOJR&counter=7").unwrap();
        full.note = "two\nlines".to_owned();
        full.groups = vec!["Work".to_owned(), "Büro".to_owned()];
        full.favorite = true;
        full.site = "bank.example".to_owned();
        full.recovery_codes = vec![RecoveryCode { code: Secret::from("1234-5678".to_owned()), used: true }];
        let mut pinned = uri::parse("motp://Old:ann?secret=0123456789abcdef").unwrap();
        pinned.otp.scheme = Scheme::Motp { pin: Some(Secret::from("1234".to_owned())) };
        let plain = uri::parse("otpauth://totp/?secret=77777777777777777").unwrap();
        vec![full, plain.clone(), pinned, plain]
    }

    #[test]
    fn everything_arrives_in_its_order_and_as_often_as_it_was_sent() {
        assert_eq!(unpack(&pack(&accounts())).unwrap(), accounts());
        assert_eq!(unpack(&pack(&[])).unwrap(), []);
    }

    #[test]
    fn a_broken_parcel_is_an_error() {
        let parcel = pack(&accounts());
        for length in 0..parcel.len() {
            assert_eq!(unpack(&parcel[..length]), Err(ErrorCode::VaultObjectDamaged.into()));
        }
    }
}
