//! The worklist of a run: which pages it visits, and which of them wait.

use super::row::{Columns, number, time, word};
use super::{Listing, PageId, Pending, RunId, Status, Store, StoreError};
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, FromRow, Row, SqliteConnection, query, query_as, query_scalar};

impl Store {
    /// The sources of a run whose addresses were not looked for yet, by name.
    pub async fn sources_to_list(&self, run: RunId) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT source FROM run_sources WHERE run = $1 AND found IS NULL ORDER BY source";
        Ok(query_scalar(sql).bind(run.0).fetch_all(&self.read).await?)
    }

    /// Puts what a source gave on the worklist of a run, and says how many of its pages the run visits; to do it again
    /// changes nothing. Pages that the source listed once and does not now are marked so (unless something could not
    /// be had), and visited after the others if the listing says so, until they are found gone.
    pub async fn add_to_worklist(
        &self,
        run: RunId,
        listing: &Listing<'_>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let known: Option<Option<i64>> = query_scalar(
            "SELECT s.found FROM run_sources s JOIN runs r ON r.id = s.run
             WHERE s.run = $1 AND s.source = $2 AND r.ended IS NULL",
        )
        .bind(run.0)
        .bind(listing.source)
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(found) = known.ok_or(StoreError::NoRun(run))? {
            return Ok(found.unsigned_abs());
        }
        let last: Option<i64> = query_scalar("SELECT max(nth) FROM visits WHERE run = $1")
            .bind(run.0)
            .fetch_one(&mut *tx)
            .await?;
        let mut list = Worklist { run, next: last.unwrap_or(-1) + 1, added: 0 };
        if listing.troubles.is_empty() {
            query("UPDATE pages SET listed = 0 WHERE source = $1")
                .bind(listing.source)
                .execute(&mut *tx)
                .await?;
        }
        for found in listing.found {
            let page = PageId::of(listing.source, &found.address);
            if list.added < listing.limit {
                see(&mut tx, &page, listing.source, &found.address, now).await?;
                list.add(&mut tx, &page, found.held.as_deref(), found.modified).await?;
            } else {
                query("UPDATE pages SET listed = 1, last_seen = $2 WHERE id = $1")
                    .bind(page.as_str())
                    .bind(time(now))
                    .execute(&mut *tx)
                    .await?;
            }
        }
        if listing.revisit {
            for page in others(&mut tx, run, listing.source).await? {
                if list.added < listing.limit {
                    list.add(&mut tx, &PageId(page), None, None).await?;
                }
            }
        }
        for (nth, (at, error)) in listing.troubles.iter().enumerate() {
            query("INSERT INTO troubles (run, source, nth, address, error) VALUES ($1, $2, $3, $4, $5)")
                .bind(run.0)
                .bind(listing.source)
                .bind(number(nth))
                .bind(at)
                .bind(error)
                .execute(&mut *tx)
                .await?;
        }
        query("UPDATE run_sources SET found = $3 WHERE run = $1 AND source = $2")
            .bind(run.0)
            .bind(listing.source)
            .bind(number(list.added))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(list.added as u64)
    }

    /// The pages of a run that wait for their visit, in the order of its worklist.
    pub async fn pending(&self, run: RunId) -> Result<Vec<Pending>, StoreError> {
        let sql = "SELECT v.page, p.source, p.address, v.modified, v.held
                   FROM visits v JOIN pages p ON p.id = v.page
                   WHERE v.run = $1 AND v.visited IS NULL ORDER BY v.nth";
        Ok(query_as(sql).bind(run.0).fetch_all(&self.read).await?)
    }

    /// A page of a run that waits for its visit; none if it was visited, or is not on the worklist.
    pub async fn pending_page(&self, run: RunId, page: &PageId) -> Result<Option<Pending>, StoreError> {
        let sql = "SELECT v.page, p.source, p.address, v.modified, v.held
                   FROM visits v JOIN pages p ON p.id = v.page
                   WHERE v.run = $1 AND v.page = $2 AND v.visited IS NULL";
        Ok(query_as(sql).bind(run.0).bind(page.as_str()).fetch_optional(&self.read).await?)
    }
}

/// Notes that a source lists a page.
async fn see(
    tx: &mut SqliteConnection,
    page: &PageId,
    source: &str,
    address: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO pages (id, source, address, status, listed, failures, gone, first_seen, last_seen)
         VALUES ($1, $2, $3, $4, 1, 0, 0, $5, $5)
         ON CONFLICT (id) DO UPDATE SET listed = 1, last_seen = excluded.last_seen, successor = NULL",
    )
    .bind(page.as_str())
    .bind(source)
    .bind(address)
    .bind(word(&Status::Unvisited)?)
    .bind(time(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// The pages of a source that are not on the worklist, those that were not visited for longest first; without those
/// that were taken off the source and found gone, or at another address.
async fn others(tx: &mut SqliteConnection, run: RunId, source: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT id FROM pages p
               WHERE source = $2 AND (listed = 1 OR gone < 2) AND successor IS NULL
                 AND NOT EXISTS (SELECT 1 FROM visits v WHERE v.run = $1 AND v.page = p.id)
               ORDER BY coalesce(visited_run, 0), id";
    Ok(query_scalar(sql).bind(run.0).bind(source).fetch_all(tx).await?)
}

/// A worklist being written.
struct Worklist {
    run: RunId,
    next: i64,
    added: usize,
}

impl Worklist {
    async fn add(
        &mut self,
        tx: &mut SqliteConnection,
        page: &PageId,
        held: Option<&str>,
        modified: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let done = query(
            "INSERT INTO visits (run, page, nth, held, modified) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (run, page) DO NOTHING",
        )
        .bind(self.run.0)
        .bind(page.as_str())
        .bind(self.next)
        .bind(held)
        .bind(modified.map(time))
        .execute(tx)
        .await?;
        if done.rows_affected() > 0 {
            self.next += 1;
            self.added += 1;
        }
        Ok(())
    }
}

impl FromRow<'_, SqliteRow> for Pending {
    fn from_row(row: &SqliteRow) -> Result<Pending, Error> {
        Ok(Pending {
            page: row.page("page")?,
            source: row.try_get("source")?,
            address: row.try_get("address")?,
            modified: row.time_if_any("modified")?,
            held: row.try_get("held")?,
        })
    }
}
