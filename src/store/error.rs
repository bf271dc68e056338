//! Why the store could not do what was asked.

use super::RunId;
use sqlx::migrate::MigrateError;
use std::path::PathBuf;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or its folder cannot be made or read.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The file is no store, or SQLite could not read or write it.
    #[error("the store: {0}")]
    Sql(#[from] sqlx::Error),
    /// Its tables could not be brought up to date.
    #[error("the tables of the store: {0}")]
    Migrate(MigrateError),
    /// A later version wrote it.
    #[error("the store was written by a later claimlint; use that version, or name another file")]
    Newer,
    /// What is kept has another shape than this version reads.
    #[error("the store holds something that this claimlint cannot read: {0}")]
    Shape(#[from] serde_json::Error),
    /// A kept page cannot be unpacked.
    #[error("snapshot {digest}: {error}")]
    Snapshot {
        /// Its digest.
        digest: String,
        /// What is wrong.
        error: std::io::Error,
    },
    /// There is such a file already.
    #[error("{}: is there already", .0.display())]
    Exists(PathBuf),
    /// A run has not ended yet.
    #[error("run {0} has not ended; it is resumed or ended first")]
    Unfinished(RunId),
    /// There is no such run, or it has ended.
    #[error("there is no run {0} under way")]
    NoRun(RunId),
    /// Pages of a run wait for their visit.
    #[error("run {run} has {pages} pages and sources to go")]
    Pending {
        /// The run.
        run: RunId,
        /// How many pages and sources wait.
        pages: u64,
    },
    /// A page is not on the worklist of the run.
    #[error("the page is not on the worklist of run {0}")]
    NotListed(RunId),
    /// A page that was never read is said to be the same as before.
    #[error("a page that was never read cannot be unchanged")]
    NeverRead,
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> StoreError {
        match error {
            MigrateError::VersionMissing(_) => StoreError::Newer,
            other => StoreError::Migrate(other),
        }
    }
}
