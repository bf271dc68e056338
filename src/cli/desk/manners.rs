//! The client that pages are fetched with: how often a host is asked, and how much is read of it.

use super::DeskArgs;
use crate::cli::network;
use claimlint::config::Run;
use claimlint::fetch::{Client, Options};
use std::time::Duration;

/// The client of a scan. The store keeps what it fetches, so it has no cache of its own.
pub fn client(args: &DeskArgs, run: &Run) -> anyhow::Result<Client> {
    let options = Options {
        interval: Some(Duration::from_millis(run.scan.interval_ms())),
        per_host: Some(run.scan.per_host()),
        ..network::options(&args.network, run)
    };
    Ok(Client::new(options)?)
}
