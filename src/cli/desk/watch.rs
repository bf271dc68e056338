//! What a run tells while it goes on: a bar on a terminal, structured lines elsewhere, and metrics.

use crate::cli::progress;
use claimlint::scan::{Event, Listener};
use claimlint::store::Status;
use indicatif::ProgressBar;
use metrics::{counter, gauge, histogram};
use std::io::IsTerminal;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::{info, warn};
use tracing_subscriber::EnvFilter;

/// Starts the log: lines for a person on a terminal, JSON elsewhere. `RUST_LOG` says how much of it.
pub fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,claimlint=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A log that is there already will do.
    let _ = match std::io::stderr().is_terminal() {
        true => log.without_time().with_target(false).try_init(),
        false => log.json().try_init(),
    };
}

/// Hears a run.
pub fn listener() -> Arc<Listener> {
    let bar: Mutex<Option<ProgressBar>> = Mutex::default();
    Arc::new(move |event: &Event| {
        count(event);
        let mut bar = bar.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Visiting { pages } => *bar = Some(progress::bar(*pages)),
            Event::Visited { .. } => bar.iter().for_each(|bar| bar.inc(1)),
            Event::Ended { .. } => bar.take().iter().for_each(ProgressBar::finish_and_clear),
            _ => {}
        }
        match &*bar {
            Some(bar) => bar.suspend(|| log(event)),
            None => log(event),
        }
    })
}

fn log(event: &Event) {
    match event {
        Event::Begun { run, resumed } => info!(run = run.0, resumed, "run begun"),
        Event::Listed { source, pages, troubles: 0 } => info!(source, pages, "source listed"),
        Event::Listed { source, pages, troubles } => {
            warn!(source, pages, troubles, "source listed, not all of it");
        }
        Event::Visiting { pages } => info!(pages, "visits begin"),
        Event::Visited { address, error: Some(error), .. } => warn!(address, error, "page not had"),
        Event::Visited { address, status, new, fixed, took, .. } => {
            tracing::debug!(address, ?status, new, fixed, ms = took.as_millis(), "page visited");
        }
        Event::Told { channel, error: None } => info!(channel, "channel told"),
        Event::Told { channel, error: Some(error) } => warn!(channel, error, "channel not told"),
        Event::Ended { run } => info!(run = run.0, "run ended"),
    }
}

fn count(event: &Event) {
    match event {
        Event::Visiting { pages } => gauge!("claimlint_pages_waiting").set(*pages as f64),
        Event::Visited { status, new, fixed, took, .. } => {
            counter!("claimlint_pages_total", "status" => word(*status)).increment(1);
            counter!("claimlint_findings_total", "change" => "new").increment(*new as u64);
            counter!("claimlint_findings_total", "change" => "fixed").increment(*fixed as u64);
            histogram!("claimlint_page_seconds").record(took.as_secs_f64());
            gauge!("claimlint_pages_waiting").decrement(1);
        }
        Event::Told { error, .. } => {
            let outcome = if error.is_none() { "sent" } else { "failed" };
            counter!("claimlint_messages_total", "outcome" => outcome).increment(1);
        }
        Event::Listed { troubles, .. } => {
            counter!("claimlint_source_troubles_total").increment(*troubles as u64);
        }
        Event::Ended { .. } => {
            counter!("claimlint_runs_total").increment(1);
            let now = jiff::Timestamp::now().as_second();
            gauge!("claimlint_last_run_end_timestamp_seconds").set(now as f64);
        }
        Event::Begun { .. } => {}
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Read => "read",
        Status::Unread => "unread",
        Status::Failed => "failed",
        Status::Gone => "gone",
        Status::Disallowed => "disallowed",
        Status::Unvisited => "unvisited",
    }
}
