//! The network, here and nowhere else: a guarded client, the services that know the literature, and
//! the way from an entry of a reference list to what they say of it.
//!
//! A check never comes here: it reads what was found from the lock file. Editors' scans come here for
//! pages: by the rules of their hosts, and never more often than these and the user allow.

mod address;
mod agency;
mod answer;
mod cache;
mod client;
mod crossref;
#[cfg(feature = "desk")]
pub mod discover;
mod error;
mod europepmc;
#[cfg(feature = "desk")]
mod hop;
mod markup;
mod openalex;
mod options;
mod pace;
mod page;
#[cfg(feature = "desk")]
mod parts;
mod pubmed;
mod resolve;
#[cfg(feature = "desk")]
mod robots;
#[cfg(feature = "desk")]
mod visit;
mod work;

pub use address::is_public;
pub use client::Client;
pub use error::FetchError;
pub use options::Options;
pub use page::Page;
pub use resolve::{Endpoints, Resolved, Services, Trouble};
pub use work::Work;
#[cfg(feature = "desk")]
pub(crate) use {
    address::Guard,
    answer::{failed, retry_after},
    client::guarded,
};
#[cfg(feature = "desk")]
pub use {
    hop::Validators,
    parts::{charset, next_part},
    robots::Robots,
    visit::{Visit, Visited, visit},
};
