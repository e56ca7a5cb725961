//! The protobuf messages. Entries and names are read as bytes, so that one damaged entry or name does not take the
//! others with it; on the wire that is the same.
//!
//! prost was chosen on 2026-11-23: it is the protobuf library that is kept up. Alone in a wasm module (opt-level s,
//! gzip) it takes 6.5 kB. quick-protobuf takes 2.1 kB but is hardly kept up, and micropb reserves memory for whatever
//! length the wire claims.

use zeroize::Zeroize as _;

/// All that one code carries.
#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
pub(super) struct Payload {
    /// Each an [`Entry`].
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) entries: Vec<Vec<u8>>,
    #[prost(int32, tag = "2")]
    pub(super) version: i32,
    /// Number of codes in the export.
    #[prost(int32, tag = "3")]
    pub(super) batch_size: i32,
    /// From 0, which is not on the wire.
    #[prost(int32, tag = "4")]
    pub(super) batch_index: i32,
    /// Random, often negative.
    #[prost(int32, tag = "5")]
    pub(super) batch_id: i32,
}

/// One account. Its `unique_id` (tag 8) is passed over.
#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
pub(super) struct Entry {
    /// The key itself, not base32.
    #[prost(bytes = "vec", tag = "1")]
    pub(super) secret: Vec<u8>,
    /// “account”, “Issuer:account” or “Issuer: account”.
    #[prost(bytes = "vec", tag = "2")]
    pub(super) name: Vec<u8>,
    #[prost(bytes = "vec", tag = "3")]
    pub(super) issuer: Vec<u8>,
    /// 0 and 1 SHA-1, 2 SHA-256, 3 SHA-512, 4 MD5.
    #[prost(int32, tag = "4")]
    pub(super) algorithm: i32,
    /// 0 and 1 six, 2 eight.
    #[prost(int32, tag = "5")]
    pub(super) digits: i32,
    /// 0 and 2 time based, 1 counter based.
    #[prost(int32, tag = "6")]
    pub(super) kind: i32,
    #[prost(int64, tag = "7")]
    pub(super) counter: i64,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}
