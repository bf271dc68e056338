//! Upkeep of the store: copies, retention, deletion on request.

use super::row::time;
use super::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use sqlx::{SqliteConnection, SqlitePool, query, query_scalar};
use std::path::Path;
use std::{fs, io};

/// What is to be forgotten.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forget<'a> {
    /// All pages with an address, in every source.
    Address(&'a str),
    /// A source with all its pages.
    Source(&'a str),
}

/// What was forgotten.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Forgotten {
    /// Pages, with their visits, findings and history.
    pub pages: u64,
    /// Snapshots that no other page has.
    pub snapshots: u64,
}

/// What was let go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pruned {
    /// Visits of old runs.
    pub visits: u64,
    /// Snapshots that nothing needs any more.
    pub snapshots: u64,
}

impl Store {
    /// Copies the store into a new file, whole and consistent, also while it is in use.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let failed = |error| StoreError::File { path: to.to_owned(), error };
        if to.try_exists().map_err(failed)? {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let folder = to.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        // Under another name until it is whole; SQLite fills an empty file, which nobody else may read.
        let new = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let name =
            new.path().to_str().ok_or(io::ErrorKind::InvalidFilename).map_err(|kind| failed(kind.into()))?;
        query("VACUUM INTO $1").bind(name).execute(&self.read).await?;
        new.as_file().sync_all().map_err(failed)?;
        new.persist_noclobber(to).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// Lets go of the visits of runs that ended more than some days ago, and of the snapshots that nothing needs then.
    /// What stays: each page's last visit and last check with their snapshots, and the whole history of each finding.
    pub async fn prune(&self, keep_days: u32, now: Timestamp) -> Result<Pruned, StoreError> {
        let kept = SignedDuration::from_hours(i64::from(keep_days) * 24);
        let Ok(before) = now.checked_sub(kept) else { return Ok(Pruned::default()) };
        let mut tx = self.begin().await?;
        let visits = query(
            "DELETE FROM visits
             WHERE run IN (SELECT id FROM runs WHERE ended < $1)
               AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.id = visits.page
                               AND (p.visited_run = visits.run OR p.checked_run = visits.run))",
        )
        .bind(time(before))
        .execute(&mut *tx)
        .await?
        .rows_affected();
        let snapshots = drop_snapshots(&mut tx).await?;
        tx.commit().await?;
        shrink(&self.write).await?;
        Ok(Pruned { visits, snapshots })
    }

    /// Forgets an address or a source: pages, visits, snapshots, findings, history. What the configuration names will be
    /// found again.
    pub async fn forget(&self, what: Forget<'_>) -> Result<Forgotten, StoreError> {
        let mut tx = self.begin().await?;
        let pages = match what {
            Forget::Address(address) => {
                query("DELETE FROM troubles WHERE address = $1").bind(address).execute(&mut *tx).await?;
                query("DELETE FROM pages WHERE address = $1 OR moved_to = $1")
                    .bind(address)
                    .execute(&mut *tx)
                    .await?
                    .rows_affected()
            }
            Forget::Source(source) => {
                let pages: i64 = query_scalar("SELECT count(*) FROM pages WHERE source = $1")
                    .bind(source)
                    .fetch_one(&mut *tx)
                    .await?;
                query("DELETE FROM sources WHERE name = $1").bind(source).execute(&mut *tx).await?;
                pages.unsigned_abs()
            }
        };
        let snapshots = drop_snapshots(&mut tx).await?;
        tx.commit().await?;
        shrink(&self.write).await?;
        Ok(Forgotten { pages, snapshots })
    }
}

/// Drops the snapshots that no page and no visit has.
async fn drop_snapshots(tx: &mut SqliteConnection) -> Result<u64, StoreError> {
    let done = query(
        "DELETE FROM snapshots
         WHERE NOT EXISTS (SELECT 1 FROM pages WHERE pages.snapshot = snapshots.digest)
           AND NOT EXISTS (SELECT 1 FROM visits WHERE visits.snapshot = snapshots.digest)",
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

/// Gives room back to the system, and empties the write-ahead log, which still holds what was deleted.
async fn shrink(pool: &SqlitePool) -> Result<(), StoreError> {
    query("PRAGMA incremental_vacuum").fetch_all(pool).await?;
    query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(pool).await?;
    Ok(())
}
