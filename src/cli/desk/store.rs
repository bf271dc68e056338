//! `claimlint store`: upkeep of the file that scans are kept in.

use super::{DeskArgs, runtime};
use crate::cli::Outcome;
use anyhow::bail;
use claimlint::store::{Forget, Store};
use jiff::Timestamp;
use std::path::PathBuf;

/// What to do with the store.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Copy the store to a file, also while a scan writes to it
    Backup {
        /// The file, which may not be there yet
        file: PathBuf,
        #[command(flatten)]
        desk: Box<DeskArgs>,
    },
    /// Delete snapshots and visits that are older than they are kept; findings stay
    Prune {
        /// Days that they are kept [default: keep-days of claimlint.toml, or 365]
        #[arg(long, value_name = "DAYS")]
        keep_days: Option<u32>,
        #[command(flatten)]
        desk: Box<DeskArgs>,
    },
    /// Delete everything that is known of a page, or of all pages of a source
    Forget {
        /// The address of the page
        #[arg(required_unless_present = "source")]
        address: Option<String>,
        /// The source, by name
        #[arg(long, conflicts_with = "address")]
        source: Option<String>,
        #[command(flatten)]
        desk: Box<DeskArgs>,
    },
}

/// Runs the command.
pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    let (Command::Backup { desk, .. } | Command::Prune { desk, .. } | Command::Forget { desk, .. }) = command;
    let run = desk.run()?;
    let path = run.scan.store();
    if !path.is_file() {
        bail!("there is no store {}; `claimlint scan --once` makes one", path.display());
    }
    runtime()?.block_on(async {
        let store = Store::open(&path).await?;
        match command {
            Command::Backup { file, .. } => {
                store.backup(file).await?;
                println!("{}", file.display());
            }
            Command::Prune { keep_days, .. } => {
                let days = keep_days.unwrap_or(run.scan.keep_days());
                let pruned = store.prune(days, Timestamp::now()).await?;
                println!("snapshots: {} · visits: {}", pruned.snapshots, pruned.visits);
            }
            Command::Forget { address, source, .. } => {
                let what = match (address, source) {
                    (Some(address), _) => Forget::Address(address),
                    (None, source) => Forget::Source(source.as_deref().unwrap_or_default()),
                };
                let forgotten = store.forget(what).await?;
                println!("pages: {} · snapshots: {}", forgotten.pages, forgotten.snapshots);
                if forgotten.pages == 0 {
                    bail!("the store knows no such page or source");
                }
            }
        }
        store.close().await;
        Ok(Outcome::Clean)
    })
}
