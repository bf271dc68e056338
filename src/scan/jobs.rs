//! The pages of a run as jobs of an engine, worked on several at a time.
//!
//! The store's worklist says what is left to do; the engine's file is made afresh from it whenever a run begins or goes
//! on, so that a program that was killed leaves nothing in it that anybody relies on.

use super::visit::visit;
use super::{Desk, ScanError};
use crate::store::{PageId, RunId};
use apalis::layers::WorkerBuilderExt;
use apalis::prelude::*;
use apalis_sqlite::{Config, SqliteConnectOptions, SqlitePool, SqlitePoolOptions, SqliteStorage};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Jobs that the engine takes from its file at once.
const BATCH: usize = 32;
/// Names of what belongs to a SQLite file, behind the file's own.
const ENDINGS: [&str; 3] = ["", "-wal", "-shm"];

/// The visit of a page in a run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct VisitPage {
    run: RunId,
    page: PageId,
}

/// What the workers share.
#[derive(Clone)]
struct Work {
    desk: Desk,
    left: Arc<watch::Sender<usize>>,
    /// The first thing that keeps the run from going on.
    broke: Arc<Mutex<Option<ScanError>>>,
}

impl Work {
    fn broken(&self) -> std::sync::MutexGuard<'_, Option<ScanError>> {
        self.broke.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Visits pages of a run, and returns when all are visited, the program is to stop, or the store fails.
pub(super) async fn work(desk: &Desk, run: RunId, pages: Vec<PageId>) -> Result<(), ScanError> {
    let file = desk.queue();
    let pool = fresh(&file).await.map_err(|e| ScanError::Queue(e.to_string()))?;
    let queue = SqliteStorage::<VisitPage>::new(&pool)
        .with_config(Config::default().queue("visits").batch_size(BATCH));
    let (left, mut seen) = watch::channel(pages.len());
    let work = Work { desk: desk.clone(), left: Arc::new(left), broke: Arc::default() };
    let mut jobs =
        stream::iter(pages.into_iter().map(|page| TaskBuilder::new(VisitPage { run, page }).build()));
    queue.clone().push_all(&mut jobs).await.map_err(|e| ScanError::Queue(e.to_string()))?;
    let mut stop = desk.stop.clone();
    let over = async move {
        tokio::select! {
            // Either ends when its sender is gone, which also means that there is nothing left to wait for.
            _ = seen.wait_for(|left| *left == 0) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
        Ok::<(), std::io::Error>(())
    };
    let worker = WorkerBuilder::new(format!("scan-{}", std::process::id()))
        .backend(queue)
        .concurrency(desk.concurrency)
        .data(work.clone())
        .build(job)
        .run_until(over);
    worker.await.map_err(|e| ScanError::Queue(e.to_string()))?;
    pool.close().await;
    remove(&file);
    work.broken().take().map_or(Ok(()), Err)
}

/// One job. What keeps the run from going on ends it for all; a page that fails is no such thing.
async fn job(job: VisitPage, work: Data<Work>) -> Result<(), BoxDynError> {
    if work.desk.stops() {
        return Ok(());
    }
    let outcome = visit(&work.desk, job.run, &job.page).await;
    let broke = outcome.is_err();
    if let Err(error) = outcome {
        work.broken().get_or_insert(error);
    }
    work.left.send_modify(|left| *left = if broke { 0 } else { left.saturating_sub(1) });
    Ok(())
}

/// The engine's file, empty.
async fn fresh(file: &Path) -> Result<SqlitePool, apalis_sqlite::SqlxError> {
    remove(file);
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .busy_timeout(Duration::from_secs(30));
    let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
    SqliteStorage::setup(&pool).await.map_err(|e| apalis_sqlite::SqlxError::Protocol(e.to_string()))?;
    Ok(pool)
}

/// Removes the engine's file; what is not there needs no removing.
fn remove(file: &Path) {
    for ending in ENDINGS {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        let _ = std::fs::remove_file(name);
    }
}
