//! What scans saw, kept in one SQLite file: sources, pages with their snapshots, runs with their worklists, and findings
//! over time.
//!
//! A run goes: [`Store::begin_run`], [`Store::add_to_worklist`] for each of its sources, [`Store::commit`] for each page
//! that is [`pending`](Store::pending), [`Store::end_run`]. Each step is one transaction and may be repeated: a program
//! that was killed finds the run by [`Store::unfinished_run`] and goes on with what is left. Nothing but a check of a
//! page's text fixes a finding. The store reads no clock: times come in as arguments.

mod change;
mod commit;
mod error;
mod findings;
mod lock;
mod messages;
mod moved;
mod page;
mod pages;
mod row;
mod run;
mod runs;
mod sources;
#[cfg(test)]
mod tests;
mod upkeep;
mod visited;
mod worklist;

pub use change::{Change, ChangeKind, Differs, FindingState, Known, Why, changes, is_on_evidence};
pub use error::StoreError;
pub use lock::Lock;
pub use messages::{MessageRow, MessageState};
pub use page::{PageId, PageRow, Snapshot, Status, Validators};
pub use run::{Cause, Digests, Listed, Listing, Pending, Run, RunId, Summary, Tally, TroubleRow, VisitRow};
pub use upkeep::{Forget, Forgotten, Pruned};
pub use visited::{Body, ChangeRow, CheckedPage, Committed, Outcome, StoredFinding, Visited};

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{SqlSafeStr, Sqlite, Transaction};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long one program waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it waits where SQLite does not wait by itself.
const PAUSE: Duration = Duration::from_millis(20);

/// How many may read at the same time.
const READERS: u32 = 4;

/// The tables, step by step. A step that was released is never changed; another follows it.
const STEPS: &[(i64, &str, &str)] = &[(1, "store", include_str!("migrations/0001_store.sql"))];

/// The store; a copy is the same store.
#[derive(Clone, Debug)]
pub struct Store {
    path: PathBuf,
    /// One connection, so that those who write within the program wait in line.
    write: SqlitePool,
    read: SqlitePool,
}

impl Store {
    /// Opens the store in a file, makes it where there is none, and brings its tables up to date.
    pub async fn open(path: &Path) -> Result<Store, StoreError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(Err(error)) = folder.map(std::fs::create_dir_all) {
            return Err(StoreError::File { path: path.to_owned(), error });
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .auto_vacuum(SqliteAutoVacuum::Incremental)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // What is deleted on request is overwritten, not only let go.
            .pragma("secure_delete", "ON");
        let write = writer(options.clone().journal_mode(SqliteJournalMode::Wal)).await?;
        let mut tx = write.begin_with(BEGIN).await?;
        // `run` makes futures that are not `Send`; sqlx has this for that.
        migrator().run_direct(None, &mut *tx, false).await?;
        tx.commit().await?;
        let read = SqlitePoolOptions::new().max_connections(READERS).connect_with(options).await?;
        Ok(Store { path: path.to_owned(), write, read })
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file that belongs to it, beside its own.
    pub fn beside(&self, what: &str) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push("-");
        path.push(what);
        path.into()
    }

    /// Closes the store; what was written is in the file.
    pub async fn close(self) {
        self.read.close().await;
        self.write.close().await;
    }

    /// A transaction that may write; it takes the lock at once, so that it need not be begun again.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.write.begin_with(BEGIN).await?)
    }
}

/// Opens the connection that writes. To turn a new file into one with a write-ahead log takes it whole, and SQLite does
/// not wait for that: where another program is about to, it is tried again.
async fn writer(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let mut waited = Duration::ZERO;
    loop {
        match SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await {
            Err(error) if is_busy(&error) && waited < PATIENCE => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            done => return done,
        }
    }
}

/// Whether another program has the file (`SQLITE_BUSY` or one of its kinds).
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|e| e.code()?.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

const BEGIN: &str = "BEGIN IMMEDIATE";

fn migrator() -> Migrator {
    let step = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(STEPS.iter().map(step).collect())
}
