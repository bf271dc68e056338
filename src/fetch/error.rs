//! Why something could not be fetched.

use std::time::Duration;

/// Why something could not be fetched. Nothing in it repeats an address with its query, which may hold
/// a key.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is none that may be asked.
    #[error("{0}: not an address of a web page; it must begin with https:// or http://, without a password")]
    Address(String),
    /// The host is inside a private network.
    #[error(
        "{0} is not a public address; allow-hosts (--allow-host) names hosts that may be asked all the same"
    )]
    NotPublic(String),
    /// It leads from one address to the next without end.
    #[error("{0}: too many redirects")]
    Redirects(String),
    /// The answer is too long.
    #[error("{host}: longer than {limit} bytes")]
    TooLong {
        /// The host.
        host: String,
        /// Most bytes that are read.
        limit: usize,
    },
    /// There was no whole answer in time.
    #[error("{0}: no whole answer in time")]
    TimedOut(String),
    /// The connection failed or broke off.
    #[error("{host}: {reason}")]
    Connection {
        /// The host.
        host: String,
        /// What happened.
        reason: String,
    },
    /// The host refused.
    #[error("{host}: answered with status {status}")]
    Status {
        /// The host.
        host: String,
        /// Its status code.
        status: u16,
    },
    /// The host asks to wait for longer than this program waits.
    #[error("{host}: asks to wait for {} s", wait.as_secs())]
    Busy {
        /// The host.
        host: String,
        /// How long.
        wait: Duration,
    },
    /// The answer is not what the host promises to send.
    #[error("{host}: the answer cannot be read: {reason}")]
    Malformed {
        /// The host.
        host: String,
        /// What is wrong.
        reason: String,
    },
    /// The host failed so often that it is left alone.
    #[error("{0}: left alone after several failures")]
    Down(String),
    /// Its robots.txt asks not to be read there.
    #[error("{0}: robots.txt asks not to read this address")]
    Disallowed(String),
    /// It cannot be told what its robots.txt allows.
    #[error("{0}: robots.txt could not be had, so nothing is asked of it")]
    Robots(String),
    /// The client could not be made.
    #[error("the network cannot be used: {0}")]
    Client(String),
}

impl FetchError {
    /// Whether it may go away if the host is asked again.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            FetchError::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            FetchError::TimedOut(_) | FetchError::Connection { .. } | FetchError::Malformed { .. } => true,
            // A redirect into a private network is how a captive portal answers; the next try may get through.
            FetchError::NotPublic(_) | FetchError::Redirects(_) => true,
            FetchError::Address(_)
            | FetchError::TooLong { .. }
            | FetchError::Busy { .. }
            | FetchError::Down(_)
            | FetchError::Disallowed(_)
            | FetchError::Robots(_)
            | FetchError::Client(_) => false,
        }
    }
}
