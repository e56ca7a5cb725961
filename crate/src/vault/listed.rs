//! Accounts as the list orders and searches them: read where they lie, and none is copied.

use std::borrow::Cow;

use super::{Vault, fields};
use crate::sync::record::tag;
use crate::sync::{Record, RecordId};

/// An account in the list.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Which record.
    pub id: RecordId,
    record: &'a Record,
}

impl Vault {
    /// What [`Vault::accounts`] gives, without the accounts themselves.
    pub fn listed(&self) -> Vec<Listed<'_>> {
        let is_listed = |record: &Record| !record.is_deleted() && fields::is_known(record);
        let records = fields::in_order(self.replica.records().filter(|(_, record)| is_listed(record)));
        records.into_iter().map(|(id, record)| Listed { id, record }).collect()
    }
}

impl<'a> Listed<'a> {
    /// Whether it is kept at the top of the list.
    pub fn is_favorite(&self) -> bool {
        fields::is_favorite(self.record)
    }

    /// Its tags, in the person's order.
    pub fn groups(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        fields::list(self.record, tag::GROUPS).map(String::from_utf8_lossy)
    }

    /// What it is sorted by: its issuer, or its account where there is no issuer, and its account.
    pub fn names(&self) -> (Cow<'a, str>, Cow<'a, str>) {
        let (issuer, account) = (self.text(tag::ISSUER), self.text(tag::ACCOUNT));
        (if issuer.is_empty() { account.clone() } else { issuer }, account)
    }

    /// What it is found by: issuer, account, note, site and tags.
    pub fn words(&self) -> String {
        let texts = [tag::ISSUER, tag::ACCOUNT, tag::NOTE, tag::SITE].map(|tag| self.text(tag));
        texts.into_iter().chain(self.groups()).collect::<Vec<_>>().join(" ")
    }

    fn text(&self, tag: u8) -> Cow<'a, str> {
        String::from_utf8_lossy(self.record.name.fields.find(tag).unwrap_or_default())
    }
}
