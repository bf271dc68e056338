//! Runs: begun, resumed, ended, and what each came to.

use super::row::{Columns, time, word};
use super::{Cause, Digests, Run, RunId, Store, StoreError, Summary, Tally, TroubleRow, VisitRow};
use crate::store::PageId;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, FromRow, Row, SqliteConnection, query, query_as, query_scalar};

impl Store {
    /// Begins a run of sources that the store knows; there may be none under way.
    pub async fn begin_run(
        &self,
        cause: Cause,
        digests: &Digests,
        sources: &[&str],
        now: Timestamp,
    ) -> Result<RunId, StoreError> {
        let mut tx = self.begin().await?;
        let open: Option<i64> =
            query_scalar("SELECT min(id) FROM runs WHERE ended IS NULL").fetch_one(&mut *tx).await?;
        if let Some(run) = open {
            return Err(StoreError::Unfinished(RunId(run)));
        }
        let last: Option<i64> = query_scalar("SELECT max(id) FROM runs").fetch_one(&mut *tx).await?;
        let run = RunId(last.unwrap_or(0) + 1);
        query(
            "INSERT INTO runs (id, cause, begun, rules_digest, evidence_digest) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(run.0)
        .bind(word(&cause)?)
        .bind(time(now))
        .bind(&digests.rules)
        .bind(&digests.evidence)
        .execute(&mut *tx)
        .await?;
        for source in sources {
            query(
                "INSERT INTO run_sources (run, source) VALUES ($1, $2) ON CONFLICT (run, source) DO NOTHING",
            )
            .bind(run.0)
            .bind(*source)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(run)
    }

    /// The run that has not ended, if there is one: it was interrupted, or is under way.
    pub async fn unfinished_run(&self) -> Result<Option<Run>, StoreError> {
        let id: Option<i64> =
            query_scalar("SELECT min(id) FROM runs WHERE ended IS NULL").fetch_one(&self.read).await?;
        match id {
            Some(id) => self.run(RunId(id)).await,
            None => Ok(None),
        }
    }

    /// A run.
    pub async fn run(&self, run: RunId) -> Result<Option<Run>, StoreError> {
        let found: Option<Run> =
            query_as("SELECT * FROM runs WHERE id = $1").bind(run.0).fetch_optional(&self.read).await?;
        let Some(mut found) = found else { return Ok(None) };
        found.sources = query_scalar("SELECT source FROM run_sources WHERE run = $1 ORDER BY source")
            .bind(run.0)
            .fetch_all(&self.read)
            .await?;
        Ok(Some(found))
    }

    /// All runs, the first one first.
    pub async fn runs(&self) -> Result<Vec<Run>, StoreError> {
        let mut runs: Vec<Run> = query_as("SELECT * FROM runs ORDER BY id").fetch_all(&self.read).await?;
        let sources: Vec<(i64, String)> =
            query_as("SELECT run, source FROM run_sources ORDER BY run, source")
                .fetch_all(&self.read)
                .await?;
        for (run, source) in sources {
            if let Ok(at) = runs.binary_search_by_key(&RunId(run), |r| r.id) {
                runs[at].sources.push(source);
            }
        }
        Ok(runs)
    }

    /// Ends a run whose pages were all visited; to end it again does nothing.
    pub async fn end_run(&self, run: RunId, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let waiting: i64 = query_scalar(
            "SELECT (SELECT count(*) FROM visits WHERE run = $1 AND visited IS NULL)
                  + (SELECT count(*) FROM run_sources WHERE run = $1 AND found IS NULL)",
        )
        .bind(run.0)
        .fetch_one(&mut *tx)
        .await?;
        if waiting > 0 {
            return Err(StoreError::Pending { run, pages: waiting.unsigned_abs() });
        }
        mark_ended(&mut tx, run, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a run that is not to be resumed; pages that wait are left to the next one.
    pub async fn stop_run(&self, run: RunId, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        query("DELETE FROM visits WHERE run = $1 AND visited IS NULL").bind(run.0).execute(&mut *tx).await?;
        mark_ended(&mut tx, run, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// How many pages of a run came to what.
    pub async fn tally(&self, run: RunId) -> Result<Tally, StoreError> {
        let row = query(
            "SELECT coalesce(sum(CASE WHEN visited IS NULL THEN 1 ELSE 0 END), 0) AS pending,
                    coalesce(sum(CASE WHEN status = 'read' THEN 1 ELSE 0 END), 0) AS \"read\",
                    coalesce(sum(CASE WHEN status = 'read' THEN same ELSE 0 END), 0) AS same,
                    coalesce(sum(CASE WHEN status = 'unread' THEN 1 ELSE 0 END), 0) AS unread,
                    coalesce(sum(CASE WHEN status = 'failed' THEN 1 ELSE 0 END), 0) AS failed,
                    coalesce(sum(CASE WHEN status = 'gone' THEN 1 ELSE 0 END), 0) AS gone,
                    coalesce(sum(CASE WHEN status = 'disallowed' THEN 1 ELSE 0 END), 0) AS disallowed
             FROM visits WHERE run = $1",
        )
        .bind(run.0)
        .fetch_one(&self.read)
        .await?;
        Ok(Tally {
            pending: row.count("pending")?,
            read: row.count("read")?,
            same: row.count("same")?,
            unread: row.count("unread")?,
            failed: row.count("failed")?,
            gone: row.count("gone")?,
            disallowed: row.count("disallowed")?,
        })
    }

    /// The visits of a run, in the order of its worklist, those that wait among them.
    pub async fn visits(&self, run: RunId) -> Result<Vec<VisitRow>, StoreError> {
        let sql = "SELECT run, page, visited, status, same, http, error, snapshot, verdict_before, verdict
                   FROM visits WHERE run = $1 ORDER BY nth";
        Ok(query_as(sql).bind(run.0).fetch_all(&self.read).await?)
    }

    /// What is kept of the report of a page in a run; none if it was not checked then, or that was long ago.
    pub async fn summary(&self, run: RunId, page: &PageId) -> Result<Option<Summary>, StoreError> {
        let row = query("SELECT summary FROM visits WHERE run = $1 AND page = $2 AND summary IS NOT NULL")
            .bind(run.0)
            .bind(page.as_str())
            .fetch_optional(&self.read)
            .await?;
        Ok(row.map(|row| row.json("summary")).transpose()?)
    }

    /// What could not be had while the addresses of a run were looked for.
    pub async fn troubles(&self, run: RunId) -> Result<Vec<TroubleRow>, StoreError> {
        let sql = "SELECT source, address, error FROM troubles WHERE run = $1 ORDER BY source, nth";
        let rows: Vec<(String, String, String)> = query_as(sql).bind(run.0).fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(|(source, at, error)| TroubleRow { source, at, error }).collect())
    }
}

async fn mark_ended(tx: &mut SqliteConnection, run: RunId, now: Timestamp) -> Result<(), StoreError> {
    let known: Option<i64> =
        query_scalar("SELECT id FROM runs WHERE id = $1").bind(run.0).fetch_optional(&mut *tx).await?;
    known.ok_or(StoreError::NoRun(run))?;
    query("UPDATE runs SET ended = $2 WHERE id = $1 AND ended IS NULL")
        .bind(run.0)
        .bind(time(now))
        .execute(&mut *tx)
        .await?;
    Ok(())
}

impl FromRow<'_, SqliteRow> for Run {
    fn from_row(row: &SqliteRow) -> Result<Run, Error> {
        Ok(Run {
            id: row.run("id")?,
            cause: row.word("cause")?,
            begun: row.time("begun")?,
            ended: row.time_if_any("ended")?,
            digests: Digests {
                rules: row.try_get("rules_digest")?,
                evidence: row.try_get("evidence_digest")?,
            },
            sources: Vec::new(),
        })
    }
}

impl FromRow<'_, SqliteRow> for VisitRow {
    fn from_row(row: &SqliteRow) -> Result<VisitRow, Error> {
        Ok(VisitRow {
            run: row.run("run")?,
            page: row.page("page")?,
            visited: row.time_if_any("visited")?,
            status: row.word_if_any("status")?.unwrap_or(super::Status::Unvisited),
            same: row.try_get::<Option<i64>, _>("same")? == Some(1),
            http: row.try_get::<Option<i64>, _>("http")?.and_then(|http| u16::try_from(http).ok()),
            error: row.try_get("error")?,
            snapshot: row.try_get("snapshot")?,
            verdict_before: row.word_if_any("verdict_before")?,
            verdict: row.word_if_any("verdict")?,
        })
    }
}
