//! Findings over time.

use super::row::{Columns, word};
use super::{
    Change, ChangeRow, FindingState, Known, PageId, RunId, Store, StoreError, StoredFinding, is_on_evidence,
};
use crate::finding::Finding;
use crate::rules::Severity;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, FromRow, Row, SqliteConnection, query, query_as};
use std::collections::BTreeMap;

/// The columns of a [`ChangeRow`] and where they come from.
macro_rules! changes_where {
    ($condition:literal) => {
        concat!(
            "SELECT c.run, c.kind, c.why, f.page, f.finding, f.state, f.first_run, f.last_run, f.fixed_run
             FROM changes c JOIN findings f ON f.page = c.page AND f.id = c.finding JOIN runs r ON r.id = c.run
             WHERE ",
            $condition,
            " ORDER BY c.run, c.page, c.finding"
        )
    };
}

impl Store {
    /// What came and went in a run, by page.
    pub async fn changes(&self, run: RunId) -> Result<Vec<ChangeRow>, StoreError> {
        Ok(query_as(changes_where!("c.run = $1")).bind(run.0).fetch_all(&self.read).await?)
    }

    /// What came and went in the runs that began since then, by run and page.
    pub async fn changes_since(&self, since: Timestamp) -> Result<Vec<ChangeRow>, StoreError> {
        let since = super::row::time(since);
        Ok(query_as(changes_where!("r.begun >= $1")).bind(since).fetch_all(&self.read).await?)
    }

    /// What came and went on a page in a run.
    pub async fn changes_of(&self, run: RunId, page: &PageId) -> Result<Vec<ChangeRow>, StoreError> {
        let sql = changes_where!("c.run = $1 AND c.page = $2");
        Ok(query_as(sql).bind(run.0).bind(page.as_str()).fetch_all(&self.read).await?)
    }

    /// All findings that a page ever had.
    pub async fn findings(&self, page: &PageId) -> Result<Vec<StoredFinding>, StoreError> {
        let sql = "SELECT * FROM findings WHERE page = $1 ORDER BY id";
        Ok(query_as(sql).bind(page.as_str()).fetch_all(&self.read).await?)
    }

    /// The open findings of a source, or of all, by page.
    pub async fn open_findings(&self, source: Option<&str>) -> Result<Vec<StoredFinding>, StoreError> {
        let sql = "SELECT f.* FROM findings f JOIN pages p ON p.id = f.page
                   WHERE f.state = 'open' AND ($1 IS NULL OR p.source = $1) ORDER BY f.page, f.id";
        Ok(query_as(sql).bind(source).fetch_all(&self.read).await?)
    }

    /// How many findings are open, by severity.
    pub async fn open_counts(&self) -> Result<BTreeMap<Severity, u64>, StoreError> {
        let sql = "SELECT severity, count(*) AS n FROM findings WHERE state = 'open' GROUP BY severity";
        let rows = query(sql).fetch_all(&self.read).await?;
        rows.iter().map(|row| Ok((row.word("severity")?, row.count("n")?))).collect()
    }
}

/// The findings that are known of a page.
pub(super) async fn known(tx: &mut SqliteConnection, page: &PageId) -> Result<Vec<Known>, StoreError> {
    let sql = "SELECT id, on_evidence, state FROM findings WHERE page = $1 ORDER BY id";
    let rows = query(sql).bind(page.as_str()).fetch_all(tx).await?;
    let known = |row: &SqliteRow| {
        Ok(Known { id: row.try_get("id")?, on_evidence: row.flag("on_evidence")?, state: row.word("state")? })
    };
    rows.iter().map(known).collect()
}

/// What came and went on a page in a run.
pub(super) async fn changed(
    tx: &mut SqliteConnection,
    run: RunId,
    page: &PageId,
) -> Result<Vec<Change>, StoreError> {
    let sql = "SELECT finding, kind, why FROM changes WHERE run = $1 AND page = $2 ORDER BY finding";
    let rows = query(sql).bind(run.0).bind(page.as_str()).fetch_all(tx).await?;
    let change = |row: &SqliteRow| {
        Ok(Change { finding: row.try_get("finding")?, kind: row.word("kind")?, why: row.word("why")? })
    };
    rows.iter().map(change).collect()
}

/// Writes a finding that a page has.
pub(super) async fn put(
    tx: &mut SqliteConnection,
    run: RunId,
    page: &PageId,
    finding: &Finding,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO findings (page, id, rule, severity, confidence, lane, card, on_evidence, finding, state,
                               first_run, last_run)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $10)
         ON CONFLICT (page, id) DO UPDATE SET
             rule = excluded.rule, severity = excluded.severity, confidence = excluded.confidence,
             lane = excluded.lane, card = excluded.card, on_evidence = excluded.on_evidence,
             finding = excluded.finding, state = excluded.state, last_run = excluded.last_run, fixed_run = NULL",
    )
    .bind(page.as_str())
    .bind(&finding.id)
    .bind(&finding.rule)
    .bind(word(&finding.severity)?)
    .bind(word(&finding.confidence)?)
    .bind(word(&finding.lane)?)
    .bind(word(&finding.card)?)
    .bind(i64::from(is_on_evidence(finding)))
    .bind(serde_json::to_string(finding)?)
    .bind(run.0)
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes what became of a finding, without what it says.
pub(super) async fn set_state(
    tx: &mut SqliteConnection,
    run: RunId,
    page: &PageId,
    finding: &str,
    state: FindingState,
) -> Result<(), StoreError> {
    let fixed = (state == FindingState::Fixed).then_some(run.0);
    query("UPDATE findings SET state = $3, fixed_run = $4 WHERE page = $1 AND id = $2")
        .bind(page.as_str())
        .bind(finding)
        .bind(word(&state)?)
        .bind(fixed)
        .execute(tx)
        .await?;
    Ok(())
}

/// Writes that a finding came or went.
pub(super) async fn put_change(
    tx: &mut SqliteConnection,
    run: RunId,
    page: &PageId,
    change: &Change,
) -> Result<(), StoreError> {
    query("INSERT INTO changes (run, page, finding, kind, why) VALUES ($1, $2, $3, $4, $5)")
        .bind(run.0)
        .bind(page.as_str())
        .bind(&change.finding)
        .bind(word(&change.kind)?)
        .bind(word(&change.why)?)
        .execute(tx)
        .await?;
    Ok(())
}

impl FromRow<'_, SqliteRow> for StoredFinding {
    fn from_row(row: &SqliteRow) -> Result<StoredFinding, Error> {
        Ok(StoredFinding {
            page: row.page("page")?,
            finding: row.json("finding")?,
            state: row.word("state")?,
            first_run: row.run("first_run")?,
            last_run: row.run("last_run")?,
            fixed_run: row.run_if_any("fixed_run")?,
        })
    }
}

impl FromRow<'_, SqliteRow> for ChangeRow {
    fn from_row(row: &SqliteRow) -> Result<ChangeRow, Error> {
        let finding = StoredFinding::from_row(row)?;
        Ok(ChangeRow { run: row.run("run")?, kind: row.word("kind")?, why: row.word("why")?, finding })
    }
}
