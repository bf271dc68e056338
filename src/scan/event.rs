//! What a run tells while it goes on, for progress bars, logs and metrics.

use crate::store::{RunId, Status};
use std::time::Duration;

/// Something that happened in a run.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// A run began, or one that was interrupted goes on.
    Begun {
        /// The run.
        run: RunId,
        /// Whether it was interrupted before.
        resumed: bool,
    },
    /// A source gave its addresses.
    Listed {
        /// The source, by name.
        source: String,
        /// How many of its pages the run visits.
        pages: u64,
        /// What could not be had of it.
        troubles: usize,
    },
    /// The visits begin.
    Visiting {
        /// How many pages wait.
        pages: usize,
    },
    /// A page was visited.
    Visited {
        /// Its address.
        address: String,
        /// What came of it.
        status: Status,
        /// What went wrong, where it could not be had.
        error: Option<String>,
        /// How many findings are new.
        new: usize,
        /// How many were fixed.
        fixed: usize,
        /// How long it took.
        took: Duration,
    },
    /// A channel was told of the run, or could not be.
    Told {
        /// The channel, by name.
        channel: String,
        /// Why it could not be told.
        error: Option<String>,
    },
    /// The run ended.
    Ended {
        /// The run.
        run: RunId,
    },
}

/// Hears what happens.
pub type Listener = dyn Fn(&Event) + Send + Sync;
