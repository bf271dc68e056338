//! Why a run could not go on. What goes wrong with a single page or source is no error: it is kept with the run.

use crate::store::{RunId, StoreError};

/// Why a run could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The jobs could not be queued or worked on.
    #[error("the queue of pages: {0}")]
    Queue(String),
    /// No source has that name.
    #[error("no source is called {0:?}; `claimlint source list` names them, `claimlint source add` adds one")]
    NoSource(String),
    /// A schedule cannot be read.
    #[error(
        "the schedule of {source_name:?} cannot be read: {reason}; five fields are needed, as in \"0 6 * * *\""
    )]
    Schedule {
        /// The source, by name.
        source_name: String,
        /// What is wrong.
        reason: String,
    },
    /// Another program scans into the same store.
    #[error(
        "another claimlint scans into this store; wait for it to end, or give this one a store of its own"
    )]
    Busy,
    /// The program was asked to stop in the middle of a run.
    #[error("stopped in the middle of run {0}; start it again, and it goes on from there")]
    Stopped(RunId),
}
