//! How scans go: where what they find is kept, and the manners they keep.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// How scans go.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scan {
    /// The file that what was found is kept in, relative to the working folder [default: .claimlint/store.db].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<PathBuf>,
    /// Pages under way at the same time [default: 8].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<NonZeroUsize>,
    /// Milliseconds from one request to a host to the next [default: 1000]; a robots.txt may ask for more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval_ms: Option<u64>,
    /// Requests to one host under way at the same time [default: 1].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_host: Option<NonZeroUsize>,
    /// Days that snapshots which no finding needs are kept [default: 365].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_days: Option<u32>,
}

impl Scan {
    /// The file that what was found is kept in.
    pub fn store(&self) -> PathBuf {
        self.store.clone().unwrap_or_else(|| PathBuf::from(".claimlint/store.db"))
    }

    /// Pages under way at the same time.
    pub fn concurrency(&self) -> usize {
        self.concurrency.map_or(8, NonZeroUsize::get)
    }

    /// Milliseconds from one request to a host to the next.
    pub fn interval_ms(&self) -> u64 {
        self.interval_ms.unwrap_or(1_000)
    }

    /// Requests to one host under way at the same time.
    pub fn per_host(&self) -> usize {
        self.per_host.map_or(1, NonZeroUsize::get)
    }

    /// Days that snapshots which no finding needs are kept.
    pub fn keep_days(&self) -> u32 {
        self.keep_days.unwrap_or(365)
    }
}
