//! The network, here and nowhere else: a guarded client, the services that know the literature, and
//! the way from an entry of a reference list to what they say of it.
//!
//! A check never comes here: it reads what was found from the lock file. Everything runs on one
//! thread, and waits a lot: services tell how often they may be asked, and are not asked more often.

mod address;
mod agency;
mod cache;
mod client;
mod crossref;
mod error;
mod europepmc;
mod markup;
mod openalex;
mod pace;
mod pubmed;
mod resolve;
mod work;

pub use address::is_public;
pub use client::{Client, Options, Page};
pub use error::FetchError;
pub use resolve::{Endpoints, Resolved, Services, Trouble};
pub use work::Work;
#[cfg(feature = "desk")]
pub(crate) use {address::Guard, client::failed, client::retry_after};
