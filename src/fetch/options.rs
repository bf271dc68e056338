//! How the client behaves.

use std::path::PathBuf;
use std::time::Duration;

/// How the client behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address by which hosts may reach the user.
    pub mailto: Option<String>,
    /// Hosts that may be asked although their addresses are not public.
    pub allow_hosts: Vec<String>,
    /// Longest time for one request.
    pub timeout: Duration,
    /// Longest answer in bytes, unpacked.
    pub longest: usize,
    /// The folder that answers are kept in.
    pub cache: Option<PathBuf>,
    /// Whether to ask even for what is fresh in the cache.
    pub ask_again: bool,
    /// The shortest time from one request to a host to the next, whatever the host says; as hosts
    /// say if not set.
    pub interval: Option<Duration>,
    /// The most requests to one host under way at the same time; as hosts say if not set.
    pub per_host: Option<usize>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            mailto: None,
            allow_hosts: Vec::new(),
            timeout: Duration::from_secs(30),
            longest: 20 * 1024 * 1024,
            cache: None,
            ask_again: false,
            interval: None,
            per_host: None,
        }
    }
}
