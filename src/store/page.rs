//! Pages as the store knows them.

use super::{Digests, RunId};
use crate::verdict::Verdict;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::{self, Display, Formatter};

/// Names a page: an address within a source.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PageId(pub(super) String);

/// Characters of a page's id.
const ID_LENGTH: usize = 32;

impl PageId {
    /// The id of an address within a source.
    pub fn of(source: &str, address: &str) -> PageId {
        let mut id = hex(format!("{}\n{source}\n{address}", source.len()).as_bytes());
        id.truncate(ID_LENGTH);
        PageId(id)
    }

    /// Its letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for PageId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 in letters.
pub(super) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What came of the last attempt to read a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was read and checked.
    Read,
    /// It came, but gave hardly any text: a shell that a script fills, or a paywall.
    Unread,
    /// It could not be had.
    Failed,
    /// Its host says that there is no such page any more (404, 410).
    Gone,
    /// Its host asks robots to leave it alone.
    Disallowed,
    /// Nobody tried yet.
    Unvisited,
}

/// By what a host may be asked whether a page changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Validators {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

/// A page as the store knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageRow {
    /// Its id.
    pub id: PageId,
    /// Name of its source.
    pub source: String,
    /// Its address, as the source gives it.
    pub address: String,
    /// Where its host says that it has moved for good.
    pub moved_to: Option<String>,
    /// The page that took over what was known of it, as its source lists that one in its place.
    pub successor: Option<PageId>,
    /// Its title, when it was last checked.
    pub title: Option<String>,
    /// What came of the last visit.
    pub status: Status,
    /// What went wrong in the last visit.
    pub error: Option<String>,
    /// Whether its source still lists it.
    pub listed: bool,
    /// Visits in a row that failed.
    pub failures: u32,
    /// Visits in a row that found it gone.
    pub gone: u32,
    /// By what its host may be asked whether it changed since it was last checked.
    pub validators: Validators,
    /// Digest of the snapshot that was last checked; none if it never was.
    pub snapshot: Option<String>,
    /// What it was last checked with; none if it never was.
    pub digests: Option<Digests>,
    /// The verdict when it was last checked.
    pub verdict: Option<Verdict>,
    /// The run that last checked it.
    pub checked_run: Option<RunId>,
    /// The run that last visited it.
    pub visited_run: Option<RunId>,
    /// When a source first listed it.
    pub first_seen: Timestamp,
    /// When a source last listed it.
    pub last_seen: Timestamp,
}

impl PageRow {
    /// The address that it is shown under: where it has moved to for good, or its own.
    pub fn shown_address(&self) -> &str {
        self.moved_to.as_deref().unwrap_or(&self.address)
    }
}

/// A page's bytes as they came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snapshot {
    /// What its host says it is.
    pub content_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Snapshot {
    /// The digest by which bytes of a content type are kept. The type is part of it, as it may name the charset
    /// that the bytes are read in.
    pub fn digest(content_type: &str, bytes: &[u8]) -> String {
        let mut hash = Sha256::new();
        hash.update(content_type.as_bytes());
        hash.update([0]);
        hash.update(bytes);
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
