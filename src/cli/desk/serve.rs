//! `claimlint serve`: scans sources when they are due, for as long as it runs.

use super::checker::Checker;
use super::scan::Work;
use super::{DeskArgs, desk, holder, outlets, runtime, sender, sources, stop_signal, watch};
use crate::cli::Outcome;
use anyhow::Context;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use claimlint::config::Run;
use claimlint::scan::{self, Hold, Listener, ScanError, Schedule};
use claimlint::store::{Cause, Store};
use jiff::Timestamp;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::watch::Receiver;
use tracing::{error, info};

/// The longest sleep between two looks at the schedules, so that a clock that is put right is noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// How long it waits when something is wrong.
const PAUSE: Duration = Duration::from_secs(5);
/// Seconds after its last sign of life that the schedule counts as stuck. To find the pages of a large source takes minutes.
const STUCK: i64 = 15 * 60;

/// Arguments of `serve`.
#[derive(clap::Args)]
pub struct Args {
    /// Where to answer /healthz and /metrics; only this machine can ask
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9464", value_parser = loopback)]
    listen: SocketAddr,
    #[command(flatten)]
    desk: DeskArgs,
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr =
        text.parse().map_err(|_| "an address and port, as in 127.0.0.1:9464".to_owned())?;
    match address.ip().is_loopback() {
        true => Ok(address),
        false => Err("only addresses of this machine: nothing here asks who is asking".to_owned()),
    }
}

/// Runs the command, until it is asked to stop.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    watch::start_log();
    // Settings that are wrong are told before anything starts.
    let first = args.desk.run()?;
    sources(&first)?;
    outlets(&first)?;
    runtime()?.block_on(async {
        let metrics = PrometheusBuilder::new().install_recorder().context("the metrics cannot be kept")?;
        let alive = Arc::new(AtomicI64::new(Timestamp::now().as_second()));
        let listener = tokio::net::TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("cannot listen on {}", args.listen))?;
        info!(address = %listener.local_addr()?, "listening");
        let server = tokio::spawn(axum::serve(listener, answers(metrics, Arc::clone(&alive))).into_future());
        let store = Store::open(&first.scan.store()).await?;
        let served = keep(args, &store, stop_signal()?, &alive).await;
        server.abort();
        store.close().await;
        served.map(|()| Outcome::Clean)
    })
}

fn answers(metrics: PrometheusHandle, alive: Arc<AtomicI64>) -> Router {
    let health = move || {
        let silent = Timestamp::now().as_second() - alive.load(Ordering::Relaxed);
        let answer = match silent < STUCK {
            true => (StatusCode::OK, "ok\n"),
            false => (StatusCode::SERVICE_UNAVAILABLE, "the schedule does not go on\n"),
        };
        std::future::ready(answer)
    };
    let metrics = move || std::future::ready(metrics.render());
    Router::new().route("/healthz", get(health)).route("/metrics", get(metrics))
}

/// Scans what is due, again and again.
async fn keep(
    args: &Args,
    store: &Store,
    mut stop: Receiver<bool>,
    alive: &Arc<AtomicI64>,
) -> anyhow::Result<()> {
    let hears = watch::listener();
    let seen = Arc::clone(alive);
    let listener: Arc<Listener> = Arc::new(move |event| {
        seen.store(Timestamp::now().as_second(), Ordering::Relaxed);
        hears(event);
    });
    let holder = holder();
    while !*stop.borrow() {
        alive.store(Timestamp::now().as_second(), Ordering::Relaxed);
        let sleep = match round(args, store, &listener, &stop, &holder).await {
            Ok(sleep) => sleep,
            Err(error) if *stop.borrow() && matches!(error.downcast_ref(), Some(ScanError::Stopped(_))) => {
                break;
            }
            // What is wrong may be put right while this goes on.
            Err(error) => {
                error!("{error:#}");
                PAUSE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(sleep) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
    info!("stopped");
    Ok(())
}

/// Ends what was interrupted, and scans what is due now; gives how long nothing is due after that.
async fn round(
    args: &Args,
    store: &Store,
    listener: &Arc<Listener>,
    stop: &Receiver<bool>,
    holder: &str,
) -> anyhow::Result<Duration> {
    // Settings, packs and libraries may have changed since the last round.
    let run = &args.desk.run()?;
    let due = scan::due(store, &sources(run)?, Timestamp::now()).await?;
    if due.is_empty() && store.unfinished_run().await?.is_none() {
        return until_next(run);
    }
    let (outlets, sender) = (outlets(run)?, sender(run, &args.desk)?);
    let checker = Arc::new(Checker::new(&args.desk.settings)?);
    let desk = desk(&args.desk, run, store, checker, Arc::clone(listener), stop.clone())?;
    let hold = Hold::take(&desk, holder.to_owned())?;
    let work = Work { desk: &desk, outlets: &outlets, sender: &sender, holder: hold.holder() };
    let mut ran = work.resume().await.map(drop);
    let missed = due.iter().any(|(_, due)| due.missed);
    let cause = if missed { Cause::Missed } else { Cause::Schedule };
    let names: Vec<&str> = due.iter().map(|(name, _)| name.as_str()).collect();
    if ran.is_ok() && !names.is_empty() {
        ran = work.run(cause, &names).await.map(drop);
    }
    ran?;
    until_next(run)
}

/// How long nothing is due.
fn until_next(run: &Run) -> anyhow::Result<Duration> {
    let now = Timestamp::now();
    let mut sleep = LONGEST_SLEEP;
    for source in &run.sources {
        let next = Schedule::of(source)?.and_then(|schedule| schedule.next(now));
        if let Some(wait) = next.and_then(|next| Duration::try_from(next.duration_since(now)).ok()) {
            sleep = sleep.min(wait);
        }
    }
    Ok(sleep)
}
