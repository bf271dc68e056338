//! `claimlint scan report`, and what `scan` says when a run is over.

use super::{DeskArgs, runtime};
use crate::cli::Outcome;
use anyhow::{Context, bail};
use claimlint::config::Run;
use claimlint::scan::news::RunNews;
use claimlint::scan::{news_of, news_since};
use claimlint::store::{RunId, Store};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::PathBuf;

/// How what a run came to is told.
#[derive(clap::Args)]
pub struct ReportArgs {
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Arguments of `scan report`.
#[derive(clap::Args)]
pub struct Args {
    /// The run to tell of [default: the last one]
    #[arg(long, value_name = "RUN")]
    run: Option<i64>,
    /// Tell of all runs since this day as one
    #[arg(long, value_name = "DATE", conflicts_with = "run")]
    since: Option<Date>,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    desk: DeskArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let run = args.desk.run()?;
    let path = run.scan.store();
    if !path.is_file() {
        bail!("there is no store {}; `claimlint scan --once` makes one", path.display());
    }
    runtime()?.block_on(async {
        let store = Store::open(&path).await?;
        let news = match (args.run, args.since) {
            (Some(id), _) => news_of(&store, RunId(id)).await?,
            (None, Some(since)) => news_since(&store, midnight(since)?).await?,
            (None, None) => match store.runs().await?.last() {
                Some(last) => news_of(&store, last.id).await?,
                None => None,
            },
        };
        let news = news.context("the store has no such run; `claimlint scan --once` makes one")?;
        let outcome = write(&args.report, &args.desk, &run, &store, &news);
        store.close().await;
        outcome
    })
}

fn midnight(day: Date) -> anyhow::Result<Timestamp> {
    Ok(day.to_zoned(TimeZone::system())?.timestamp())
}

/// Tells of a run that is over.
pub async fn after(
    report: &ReportArgs,
    desk: &DeskArgs,
    run: &Run,
    store: &Store,
    id: RunId,
) -> anyhow::Result<Outcome> {
    let news = news_of(store, id).await?.context("the run is not in the store any more")?;
    write(report, desk, run, store, &news)
}

fn write(
    report: &ReportArgs,
    _desk: &DeskArgs,
    run: &Run,
    _store: &Store,
    news: &RunNews,
) -> anyhow::Result<Outcome> {
    let text = serde_json::to_string_pretty(news)?;
    match &report.output {
        Some(file) => {
            std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?
        }
        None => println!("{text}"),
    }
    Ok(outcome(run, news))
}

/// New findings at `--fail-on` are 1; a page or source that could not be had is 3.
fn outcome(run: &Run, news: &RunNews) -> Outcome {
    let fails = |severity| run.fail_on.severity().is_some_and(|from| severity >= from);
    if news.pages.failed > 0 || !news.troubles.is_empty() {
        return Outcome::Unreadable;
    }
    let new = news.articles.iter().flat_map(|article| article.new_findings());
    if new.into_iter().any(|f| fails(f.severity)) { Outcome::Findings } else { Outcome::Clean }
}
