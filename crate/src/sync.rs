//! Accounts on several devices: what a record is, how two copies become one, which bucket holds it.
//!
//! Pure: no keys, no storage, no clock. Merging is a join (commutative, associative, idempotent), so that any
//! order, repetition or loss of messages ends in the same state once everything has arrived.

pub mod hlc;
pub mod order;
pub mod record;
pub mod replica;
pub mod roster;

pub use hlc::Hlc;
pub use order::OrderKey;
pub use record::{Field, Fields, Group, Identity, Record, RecordId, Stamped};
pub use replica::{Body, Entry, Home, Joined, Replica, Trace};
pub use roster::{DeviceId, Epoch, Roster, SlotEntry, SlotId};
