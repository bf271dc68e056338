//! The editors' desk: scans of sites, feeds and folders, what they came to, and the store they are kept in.

mod checker;
mod manners;
mod report;
mod scan;
mod serve;
mod source;
mod store;
mod watch;

pub use scan::Args as ScanArgs;
pub use serve::Args as ServeArgs;
pub use source::Command as SourceCommand;
pub use store::Command as StoreCommand;

pub use scan::run as scan;
pub use serve::run as serve;
pub use source::run as source;
pub use store::run as store;

use crate::cli::network::NetworkArgs;
use crate::cli::settings::SettingArgs;
use anyhow::{Context, bail};
use checker::Checker;
use claimlint::config::{Channel, Run, Source};
use claimlint::fetch::Robots;
use claimlint::scan::notify::{Options, Secrets, Sender};
use claimlint::scan::{Desk, Listener, Outlet, Schedule};
use claimlint::store::Store;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tokio::sync::watch::Receiver;

/// Arguments of the commands that scan.
#[derive(clap::Args)]
pub struct DeskArgs {
    /// The file that what is found is kept in [default: .claimlint/store.db]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    #[command(flatten)]
    network: NetworkArgs,
    #[command(flatten)]
    settings: SettingArgs,
}

impl DeskArgs {
    /// What the settings say of runs.
    fn run(&self) -> anyhow::Result<Run> {
        let mut run = self.settings.configs()?.run(&[])?.run();
        if let Some(store) = &self.store {
            run.scan.store = Some(store.clone());
        }
        Ok(run)
    }
}

/// The sources of the settings, by name; wrong ones refuse all.
fn sources(run: &Run) -> anyhow::Result<BTreeMap<String, Source>> {
    let mut sources = BTreeMap::new();
    for source in &run.sources {
        Schedule::of(source)?;
        if sources.insert(source.name.clone(), source.clone()).is_some() {
            bail!("two sources are called {:?}; give one another name in claimlint.toml", source.name);
        }
    }
    Ok(sources)
}

/// The channels of the settings with their secrets, which stand in the environment.
fn outlets(run: &Run) -> anyhow::Result<Vec<Outlet>> {
    let mut outlets: Vec<Outlet> = Vec::new();
    for channel in &run.channels {
        if outlets.iter().any(|other| other.channel.name == channel.name) {
            bail!("two channels are called {:?}; give one another name in claimlint.toml", channel.name);
        }
        let url = secret(channel, &channel.url_env)?;
        let key = channel.secret_env.as_deref().map(|name| secret(channel, name)).transpose()?;
        outlets.push(Outlet { secrets: Secrets::new(&url, key.as_deref()), channel: channel.clone() });
    }
    Ok(outlets)
}

fn secret(channel: &Channel, variable: &str) -> anyhow::Result<String> {
    let value = std::env::var(variable).ok().filter(|value| !value.is_empty());
    value.with_context(|| {
        format!(
            "the environment variable {variable} is not set; the channel {:?} takes it from there",
            channel.name
        )
    })
}

fn sender(run: &Run, args: &DeskArgs) -> anyhow::Result<Sender> {
    let options = Options {
        allow_hosts: run.allow_hosts.clone(),
        timeout: args.network.timeout(),
        ..Options::default()
    };
    Ok(Sender::new(options)?)
}

/// A desk with what holds now: libraries, packs and settings are read anew, and no host was asked for its robots.txt yet.
fn desk(
    args: &DeskArgs,
    run: &Run,
    store: &Store,
    checker: Arc<Checker>,
    listener: Arc<Listener>,
    stop: Receiver<bool>,
) -> anyhow::Result<Desk> {
    Ok(Desk {
        store: store.clone(),
        client: Arc::new(manners::client(args, run)?),
        robots: Arc::new(Robots::new()),
        examiner: checker,
        listener,
        sources: Arc::new(sources(run)?),
        concurrency: run.scan.concurrency(),
        longest: claimlint::document::MAX_BYTES,
        stop,
    })
}

/// A name that no other program has, not even this one started again.
fn holder() -> String {
    format!("{}-{}", std::process::id(), jiff::Timestamp::now().as_nanosecond())
}

fn runtime() -> anyhow::Result<Runtime> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.context("the threads of a scan cannot be started")
}

/// Turns true when the program is asked to stop; asked again, it stops at once.
fn stop_signal() -> anyhow::Result<Receiver<bool>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (send, stop) = tokio::sync::watch::channel(false);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        for last in [false, true] {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if last {
                std::process::exit(130);
            }
            send.send_replace(true);
        }
    });
    Ok(stop)
}
