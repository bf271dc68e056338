//! `claimlint scan report`, and what `scan` says when a run is over.

use super::checker::Checker;
use super::{DeskArgs, runtime};
use crate::cli::Outcome;
use anyhow::{Context, bail};
use claimlint::check::DocumentReport;
use claimlint::config::Run;
use claimlint::scan::news::RunNews;
use claimlint::scan::report::{Format, RunReport};
use claimlint::scan::{self, Examiner, news_of, news_since};
use claimlint::store::{PageRow, RunId, Snapshot, Store};
use claimlint::text::Language;
use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// The most articles that a page shows whole; of the others it says what they came to.
const MOST_WHOLE: usize = 200;

/// How what a run came to is told.
#[derive(clap::Args)]
pub struct ReportArgs {
    /// How to write it
    #[arg(long, default_value = "human")]
    format: FormatName,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// For people
    Human,
    /// Everything, for machines
    Json,
    /// A comment or an issue
    Markdown,
    /// One page without script: articles by risk, each with its findings in place
    Html,
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
        let outcome = write(&args.report, &args.desk, &run, &store, &news).await;
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
    write(report, desk, run, store, &news).await
}

async fn write(
    report: &ReportArgs,
    desk: &DeskArgs,
    run: &Run,
    store: &Store,
    news: &RunNews,
) -> anyhow::Result<Outcome> {
    let documents = match report.format {
        FormatName::Html => whole(desk, run, store, news).await?,
        _ => Vec::new(),
    };
    let format = match report.format {
        FormatName::Human => {
            Format::Terminal { colour: report.output.is_none() && std::io::stdout().is_terminal() }
        }
        FormatName::Json => Format::Json,
        FormatName::Markdown => Format::Markdown,
        FormatName::Html => Format::Html,
    };
    let language = run.ui_language.or(news.articles.first().map(|a| a.lang)).unwrap_or(Language::Zh);
    let mut text = Vec::new();
    RunReport { news, documents: &documents }.write(format, language, &mut text)?;
    match &report.output {
        Some(file) => fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?,
        None => std::io::stdout().lock().write_all(&text)?,
    }
    Ok(outcome(run, news))
}

/// The gravest articles, checked again as they were last read, to be shown whole.
async fn whole(
    desk: &DeskArgs,
    run: &Run,
    store: &Store,
    news: &RunNews,
) -> anyhow::Result<Vec<DocumentReport>> {
    let checker = Checker::new(&desk.settings)?.with_reading();
    let sources = super::sources(run)?;
    let pages: HashMap<String, PageRow> =
        store.pages(None).await?.into_iter().map(|page| (page.shown_address().to_owned(), page)).collect();
    let mut documents = Vec::new();
    let listed = RunReport { news, documents: &[] };
    for article in listed.by_risk().into_iter().take(MOST_WHOLE) {
        let page = pages.get(&article.address).and_then(|page| Some((page.snapshot.as_ref()?, page)));
        let Some((digest, page)) = page else { continue };
        let (Some(snapshot), Some(source)) = (store.snapshot(digest).await?, sources.get(&page.source))
        else {
            continue;
        };
        let Snapshot { content_type, bytes } = &snapshot;
        let article = scan::Article { address: &article.address, content_type, bytes, source };
        // What could not be read then is told among the pages that could not be had.
        documents.extend(checker.examine(article).ok());
    }
    Ok(documents)
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
