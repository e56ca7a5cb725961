//! Edits. Each is a new stamp on one group of one record; nothing is written until [`Vault::changes`] is asked.

use super::{Vault, fields, objects};
use crate::account::Account;
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::order;
use crate::otp::Code;
use crate::sync::record::tag;
use crate::sync::{Body, Entry, Group, Home, OrderKey, Record, RecordId};
use crate::time::UnixTime;

/// Where an account is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In front of all others.
    First,
    /// Directly behind this account.
    After(RecordId),
}

impl Vault {
    /// Adds an account at the end of the list.
    ///
    /// Errors: those of [`Vault::add_all`].
    pub fn add(&mut self, account: &Account, now: UnixTime) -> Result<RecordId, Error> {
        let ids = self.add_all(core::slice::from_ref(account), now)?;
        ids.first().copied().ok_or_else(|| ErrorCode::VaultRecordUnknown.into())
    }

    /// Adds accounts at the end of the list, in their order: all of them or none.
    ///
    /// Errors: `vault_text_too_long` with the account's position; `entropy_unavailable`; `vault_object_missing` if no
    /// bucket can be written before what is damaged is restored.
    pub fn add_all(&mut self, accounts: &[Account], now: UnixTime) -> Result<Vec<RecordId>, Error> {
        self.check_room()?;
        for (position, account) in (1..).zip(accounts) {
            check_length(account).map_err(|code| Error::at(code, position))?;
        }
        let ids: Result<Vec<RecordId>, Error> = accounts.iter().map(|_| self.make_id()).collect();
        let ids = ids?;
        let at = self.tick(now);
        let mut order = self.replica.records().map(|(_, record)| fields::order(record)).max();
        for (id, account) in ids.iter().zip(accounts) {
            let next = OrderKey::between(order.as_ref(), None);
            self.insert(*id, fields::make_record(account, &next, at));
            order = Some(next);
        }
        Ok(ids)
    }

    /// Changes an account. Its key and settings never change under one id: if they differ, the account is added anew
    /// in the same place and the old one goes to the bin. A first PIN for a scheme that needs one is not a new
    /// account. Gives the id that now holds it.
    ///
    /// Errors: `vault_record_unknown`, `vault_text_too_long`, `entropy_unavailable`; `vault_object_missing` as
    /// [`Vault::add_all`].
    pub fn edit(&mut self, id: RecordId, account: &Account, now: UnixTime) -> Result<RecordId, Error> {
        check_length(account)?;
        let record = self.replica.record(id).ok_or(ErrorCode::VaultRecordUnknown)?;
        if record.identity != fields::identity(&account.otp) {
            return self.replace(id, account, now);
        }
        let order = fields::order(record);
        let name = fields::name(account, record.name.fields.clone());
        let pin = fields::pin(&account.otp.scheme, record.pin.fields.clone());
        let place = fields::place(account.favorite, &order, record.place.fields.clone());
        let at = self.tick(now);
        self.content_changed = true;
        self.change(id, |record| {
            for (group, fields) in [(Group::Name, name), (Group::Pin, pin), (Group::Place, place)] {
                let stamped = record.group_mut(group);
                if stamped.fields != fields {
                    *stamped = crate::sync::Stamped { at, fields };
                }
            }
            record.counter = record.counter.max(account.otp.scheme.counter().unwrap_or(0));
        })?;
        Ok(id)
    }

    /// Puts an account into the bin, from which it can be restored for 30 days.
    ///
    /// Errors: `vault_record_unknown`.
    pub fn delete(&mut self, id: RecordId, now: UnixTime) -> Result<(), Error> {
        self.set_deleted(id, true, now)
    }

    /// Takes an account out of the bin.
    ///
    /// Errors: `vault_record_unknown`.
    pub fn restore(&mut self, id: RecordId, now: UnixTime) -> Result<(), Error> {
        self.set_deleted(id, false, now)
    }

    /// Erases an account from the bin. Only kept versions still hold it.
    ///
    /// Errors: `vault_record_unknown` if it is not in the bin.
    pub fn erase(&mut self, id: RecordId) -> Result<(), Error> {
        if !self.replica.record(id).is_some_and(Record::is_deleted) {
            return Err(ErrorCode::VaultRecordUnknown.into());
        }
        self.mark(id);
        self.replica.erase(id);
        self.content_changed = true;
        Ok(())
    }

    /// Moves an account within the list.
    ///
    /// Errors: `vault_record_unknown` for either account.
    pub fn move_to(&mut self, id: RecordId, place: Place, now: UnixTime) -> Result<(), Error> {
        let mut list: Vec<(OrderKey, RecordId)> = self
            .replica
            .records()
            .filter(|(other, _)| *other != id)
            .map(|(id, record)| (fields::order(record), id))
            .collect();
        order::sort_by(&mut list, Ord::cmp);
        let at = match place {
            Place::First => 0,
            Place::After(neighbour) => list
                .iter()
                .position(|(_, other)| *other == neighbour)
                .map(|at| at.saturating_add(1))
                .ok_or(ErrorCode::VaultRecordUnknown)?,
        };
        let key = |at: usize| list.get(at).map(|(order, _)| order);
        let order = OrderKey::between(at.checked_sub(1).and_then(key), key(at));
        let stamp = self.tick(now);
        self.change(id, |record| {
            record.place.at = stamp;
            record.place.fields.put(tag::ORDER, Some(order.as_bytes().to_vec()));
        })
    }

    /// Moves an account up (negative) or down among those that are favorites as it is, or not; beyond an end, to that end.
    ///
    /// Errors: `vault_record_unknown`.
    pub fn move_by(&mut self, id: RecordId, offset: i32, now: UnixTime) -> Result<(), Error> {
        let mut list = self.peers(id)?;
        let from = list.iter().position(|other| *other == id).ok_or(ErrorCode::VaultRecordUnknown)?;
        list.remove(from);
        let to = from.saturating_add_signed(offset as isize).min(list.len());
        self.move_to(id, place_at(&list, to), now)
    }

    /// Moves an account to just before or just after another. Favorites stay above the others: an account that is put
    /// among those of the other kind goes to the nearest end of its own.
    ///
    /// Errors: `vault_record_unknown` for either account.
    pub fn move_beside(
        &mut self,
        id: RecordId,
        other: RecordId,
        after: bool,
        now: UnixTime,
    ) -> Result<(), Error> {
        let favorite = self.account(id)?.account.favorite;
        self.account(other)?;
        let mut list = self.peers(id)?;
        list.retain(|peer| *peer != id);
        let to = match list.iter().position(|peer| *peer == other) {
            Some(at) => at.saturating_add(usize::from(after)),
            None if favorite => list.len(),
            None => 0,
        };
        if id == other { Ok(()) } else { self.move_to(id, place_at(&list, to), now) }
    }

    /// The accounts of the list that are favorites if this one is, or not if it is not, in order.
    fn peers(&self, id: RecordId) -> Result<Vec<RecordId>, Error> {
        let favorite = self.account(id)?.account.favorite;
        let peers = self.accounts().into_iter().filter(|kept| kept.account.favorite == favorite);
        Ok(peers.map(|kept| kept.id).collect())
    }

    /// Marks an account as a favorite or not.
    ///
    /// Errors: `vault_record_unknown`.
    pub fn set_favorite(&mut self, id: RecordId, favorite: bool, now: UnixTime) -> Result<(), Error> {
        let at = self.tick(now);
        self.change(id, |record| {
            record.place.at = at;
            record.place.fields.put(tag::FAVORITE, favorite.then(Vec::new));
        })
    }

    /// The code of a counter-based account, and its counter moved on. Show the code once that is stored.
    ///
    /// Errors: `vault_record_unknown`, `otp_counter_exhausted`, and those of [`crate::otp::Otp::code_at`].
    pub fn use_counter(&mut self, id: RecordId, now: UnixTime) -> Result<Code, Error> {
        let account = self.account(id)?.account;
        let code = account.otp.code_at(now)?;
        let next = account.otp.scheme.after_use()?.counter().ok_or(ErrorCode::OtpCounterInvalid)?;
        self.tick(now);
        self.change(id, |record| record.counter = record.counter.max(next))?;
        Ok(code)
    }

    fn set_deleted(&mut self, id: RecordId, deleted: bool, now: UnixTime) -> Result<(), Error> {
        let at = self.tick(now);
        self.content_changed = true;
        self.change(id, |record| {
            record.bin.at = at;
            record.bin.fields.put(tag::DELETED, deleted.then(Vec::new));
        })
    }

    fn replace(&mut self, id: RecordId, account: &Account, now: UnixTime) -> Result<RecordId, Error> {
        self.check_room()?;
        let order = self.replica.record(id).map(fields::order).ok_or(ErrorCode::VaultRecordUnknown)?;
        let new = self.make_id()?;
        let at = self.tick(now);
        self.insert(new, fields::make_record(account, &order, at));
        self.set_deleted(id, true, now)?;
        Ok(new)
    }

    fn change(&mut self, id: RecordId, edit: impl FnOnce(&mut Record)) -> Result<(), Error> {
        let record = self.replica.record_mut(id).ok_or(ErrorCode::VaultRecordUnknown)?;
        edit(record);
        self.mark(id);
        Ok(())
    }

    fn insert(&mut self, id: RecordId, record: Record) {
        let bucket = self.emptiest_bucket();
        let entry =
            Entry { generation: 0, home: Home { moves: 0, bucket }, body: Body::Live(Box::new(record)) };
        self.add_load(bucket, &entry);
        self.replica.put(id, entry);
        self.stale.insert(bucket);
        self.content_changed = true;
    }

    /// Accounts are spread over the buckets: small objects, and one that is damaged holds few of them.
    pub(super) fn emptiest_bucket(&self) -> u8 {
        (0..objects::SYNC_BUCKETS)
            .filter(|index| !self.blocked.contains(index))
            .min_by_key(|index| self.load.get(index).copied().unwrap_or(0))
            .unwrap_or(objects::OVERFLOW)
    }

    fn make_id(&self) -> Result<RecordId, Error> {
        entropy::make_bytes().map(RecordId)
    }
}

/// The place at this position of a list that does not hold what is moved.
fn place_at(list: &[RecordId], position: usize) -> Place {
    let before = position.checked_sub(1).and_then(|at| list.get(at));
    before.map_or(Place::First, |before| Place::After(*before))
}

fn check_length(account: &Account) -> Result<(), ErrorCode> {
    if account.fits_a_record() { Ok(()) } else { Err(ErrorCode::VaultTextTooLong) }
}
