//! `claimlint scan`: one run over sources, from where an interrupted one left off.

use super::checker::Checker;
use super::report::{self, ReportArgs};
use super::{DeskArgs, desk, holder, outlets, runtime, sender, sources, stop_signal, watch};
use crate::cli::Outcome;
use anyhow::bail;
use claimlint::config::Run;
use claimlint::scan::{self, Desk, Hold, Outlet, ScanError, notify::Sender};
use claimlint::store::{Cause, RunId, Store};
use jiff::Timestamp;
use std::sync::Arc;

/// Arguments of `scan`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Sources to scan, by their names in claimlint.toml [default: those that are due by their schedules]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// Scan every source, due or not
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    desk: DeskArgs,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Tell again what a run came to, or all runs since a day
    Report(Box<report::Args>),
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let Some(Command::Report(args)) = &args.command {
        return report::run(args);
    }
    watch::start_log();
    let run = args.desk.run()?;
    runtime()?.block_on(async {
        let store = Store::open(&run.scan.store()).await?;
        let scanned = scan_once(args, &run, &store).await;
        let outcome = match scanned {
            Ok(Some(id)) => report::after(&args.report, &args.desk, &run, &store, id).await,
            Ok(None) => Ok(Outcome::Clean),
            Err(error) => Err(error),
        };
        store.close().await;
        outcome
    })
}

async fn scan_once(args: &Args, run: &Run, store: &Store) -> anyhow::Result<Option<RunId>> {
    let sources = sources(run)?;
    if sources.is_empty() {
        bail!("there is nothing to scan: claimlint.toml names no source; `claimlint source add` adds one");
    }
    if let Some(unknown) = args.sources.iter().find(|name| !sources.contains_key(*name)) {
        return Err(ScanError::NoSource(unknown.clone()).into());
    }
    let (outlets, sender) = (outlets(run)?, sender(run, &args.desk)?);
    let checker = Arc::new(Checker::new(&args.desk.settings)?);
    let desk = desk(&args.desk, run, store, checker, watch::listener(), stop_signal()?)?;
    let hold = Hold::take(&desk, holder())?;
    let work = Work { desk: &desk, outlets: &outlets, sender: &sender, holder: hold.holder() };
    Ok(work.go(args, sources.keys().map(String::as_str).collect()).await?)
}

/// What a program does for as long as it has the right to scan.
pub struct Work<'a> {
    pub desk: &'a Desk,
    pub outlets: &'a [Outlet],
    pub sender: &'a Sender,
    pub holder: &'a str,
}

impl Work<'_> {
    /// Ends what was interrupted, and then runs over what the command line asks for. Gives the last run.
    async fn go(&self, args: &Args, all: Vec<&str>) -> Result<Option<RunId>, ScanError> {
        let resumed = self.resume().await?;
        let due = scan::due(&self.desk.store, &self.desk.sources, Timestamp::now()).await?;
        let (cause, names): (Cause, Vec<&str>) = match (args.once, args.sources.is_empty()) {
            (_, false) => (Cause::Command, args.sources.iter().map(String::as_str).collect()),
            (true, true) => (Cause::Command, all),
            (false, true) => (Cause::Schedule, due.iter().map(|(name, _)| name.as_str()).collect()),
        };
        // What was interrupted and ended just now is not begun again at once.
        let rest: Vec<&str> = match &resumed {
            Some(run) => names.into_iter().filter(|name| !run.1.iter().any(|done| done == name)).collect(),
            None => names,
        };
        if rest.is_empty() {
            if resumed.is_none() {
                tracing::info!("no source is due by its schedule; --once scans all of them");
            }
            return Ok(resumed.map(|(run, _)| run));
        }
        self.run(cause, &rest).await.map(Some)
    }

    /// Ends the run that was interrupted, if there is one, and tells of what was not told yet.
    pub async fn resume(&self) -> Result<Option<(RunId, Vec<String>)>, ScanError> {
        scan::catch_up(self.desk, self.outlets, self.sender, self.holder).await?;
        let Some(run) = scan::resume(self.desk).await? else { return Ok(None) };
        self.finish(run).await?;
        let sources = self.desk.store.run(run).await?.map(|run| run.sources).unwrap_or_default();
        Ok(Some((run, sources)))
    }

    /// Runs over sources, by name, and tells of it.
    pub async fn run(&self, cause: Cause, sources: &[&str]) -> Result<RunId, ScanError> {
        let run = scan::begin(self.desk, cause, sources).await?;
        self.finish(run).await?;
        Ok(run)
    }

    async fn finish(&self, run: RunId) -> Result<(), ScanError> {
        scan::claim(self.desk, run, self.outlets, self.holder).await?;
        scan::end(self.desk, run).await?;
        scan::spread(self.desk, run, self.outlets, self.sender).await
    }
}
