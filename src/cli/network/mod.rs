//! The network, for the commands that use it: what they can be told, the client, and what they ask for.

mod ask;
mod cited;
mod online;
mod pages;

pub use ask::{Task, ask_all};
pub use cited::{Cited, entries, knowledge};
pub use online::online;
pub use pages::fetch_pages;

use anyhow::Context;
use claimlint::config::Run;
use claimlint::document::MAX_BYTES;
use claimlint::fetch::{Client, Endpoints, Options};
use std::path::PathBuf;
use std::time::Duration;

/// Arguments of commands that use the network.
#[derive(clap::Args, Clone)]
#[command(next_help_heading = "Network")]
pub struct NetworkArgs {
    /// The address by which services may reach you; it goes out with every request
    #[arg(long, value_name = "EMAIL")]
    mailto: Option<String>,
    /// Longest time for one request, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
}

/// The client of a run, with its answers kept in a folder.
pub fn client(
    args: &NetworkArgs,
    run: &Run,
    cache: Option<PathBuf>,
    ask_again: bool,
) -> anyhow::Result<Client> {
    let options = Options { cache, ask_again, ..options(args, run) };
    Client::new(options).context("the network cannot be used")
}

/// How the client of a run behaves, but for what the command decides.
pub fn options(args: &NetworkArgs, run: &Run) -> Options {
    Options {
        mailto: args.mailto.clone().or_else(|| run.mailto.clone()),
        allow_hosts: run.allow_hosts.clone(),
        timeout: args.timeout(),
        longest: MAX_BYTES,
        ..Options::default()
    }
}

impl NetworkArgs {
    /// Longest time for one request.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}

/// Where the services are: where they say, unless the environment says otherwise.
fn endpoints() -> Endpoints {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let at = |name: &str, usual: String| set(name).map_or(usual, |url| url.trim_end_matches('/').to_owned());
    let usual = Endpoints::default();
    Endpoints {
        crossref: at("CLAIMLINT_CROSSREF_URL", usual.crossref),
        pubmed: at("CLAIMLINT_PUBMED_URL", usual.pubmed),
        europepmc: at("CLAIMLINT_EUROPEPMC_URL", usual.europepmc),
        openalex: at("CLAIMLINT_OPENALEX_URL", usual.openalex),
        doi: at("CLAIMLINT_DOI_URL", usual.doi),
        pubmed_key: set("NCBI_API_KEY"),
        openalex_key: set("OPENALEX_API_KEY"),
    }
}
