//! Pages whose address changed: the new one takes over what is known of the old one, so that its findings are neither
//! told again nor open twice.

use super::findings::{known, put_change};
use super::row::{Columns, word};
use super::{Change, ChangeKind, FindingState, PageId, PageRow, RunId, Status, StoreError, Why};
use sqlx::{SqliteConnection, query, query_as};

/// Looks for the page that one came from or went to, now that it was read, and joins the two; says whether it did. A
/// page that its source does not list any more went to one that it lists, if its host says that it moved there for
/// good, or if the other is read for the first time and is the same.
pub(super) async fn follow(
    tx: &mut SqliteConnection,
    run: RunId,
    page: &PageRow,
    is_first: bool,
) -> Result<bool, StoreError> {
    if page.status != Status::Read {
        return Ok(false);
    }
    if let (false, Some(address)) = (page.listed, &page.moved_to) {
        let to: Option<PageRow> = query_as(
            "SELECT * FROM pages WHERE source = $1 AND address = $2 AND listed = 1 AND rules_digest IS NOT NULL",
        )
        .bind(&page.source)
        .bind(address)
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(to) = &to {
            join(tx, run, page, to).await?;
        }
        return Ok(to.is_some());
    }
    let from: Vec<PageRow> = query_as(
        "SELECT * FROM pages
         WHERE source = $1 AND listed = 0 AND successor IS NULL AND rules_digest IS NOT NULL AND id <> $2
           AND (moved_to = $3 OR ($4 = 1 AND snapshot = $5))
         ORDER BY id",
    )
    .bind(&page.source)
    .bind(page.id.as_str())
    .bind(&page.address)
    .bind(i64::from(is_first))
    .bind(&page.snapshot)
    .fetch_all(&mut *tx)
    .await?;
    let from = if page.listed { from } else { Vec::new() };
    for old in &from {
        join(tx, run, old, page).await?;
    }
    Ok(!from.is_empty())
}

/// Joins a page to the one it became.
async fn join(tx: &mut SqliteConnection, run: RunId, old: &PageRow, new: &PageRow) -> Result<(), StoreError> {
    let here = known(tx, &new.id).await?;
    for finding in known(tx, &old.id).await? {
        match here.iter().any(|k| k.id == finding.id) {
            true => share(tx, run, old, new, &finding.id, finding.state).await?,
            false => carry(tx, run, old, new, &finding.id, finding.state).await?,
        }
    }
    query("DELETE FROM visits WHERE run = $1 AND page = $2 AND visited IS NULL")
        .bind(run.0)
        .bind(old.id.as_str())
        .execute(&mut *tx)
        .await?;
    query(
        "UPDATE visits SET verdict_before = coalesce(verdict_before, $3),
                           same = CASE WHEN snapshot = $4 THEN 1 ELSE same END
         WHERE run = $1 AND page = $2",
    )
    .bind(run.0)
    .bind(new.id.as_str())
    .bind(old.verdict.as_ref().map(word).transpose()?)
    .bind(&old.snapshot)
    .execute(&mut *tx)
    .await?;
    query("UPDATE pages SET first_seen = (SELECT min(first_seen) FROM pages WHERE id IN ($1, $2)) WHERE id = $2")
        .bind(old.id.as_str())
        .bind(new.id.as_str())
        .execute(&mut *tx)
        .await?;
    query(
        "UPDATE pages SET successor = $2, etag = NULL, last_modified = NULL, snapshot = NULL, rules_digest = NULL,
             evidence_digest = NULL, verdict = NULL, checked_run = NULL, visited_run = NULL
         WHERE id = $1",
    )
    .bind(old.id.as_str())
    .bind(new.id.as_str())
    .execute(&mut *tx)
    .await?;
    Ok(())
}

/// A finding that both have is as old as the older one; what was open there is not new here.
async fn share(
    tx: &mut SqliteConnection,
    run: RunId,
    old: &PageRow,
    new: &PageRow,
    id: &str,
    state: FindingState,
) -> Result<(), StoreError> {
    let row = query(
        "SELECT o.first_run AS old, n.first_run AS new FROM findings o JOIN findings n ON n.id = o.id
         WHERE o.page = $1 AND n.page = $2 AND o.id = $3",
    )
    .bind(old.id.as_str())
    .bind(new.id.as_str())
    .bind(id)
    .fetch_one(&mut *tx)
    .await?;
    let (first, here) = (row.run("old")?, row.run("new")?);
    if first < here && here == run {
        let sql = match state {
            FindingState::Open => "DELETE FROM changes WHERE run = $1 AND page = $2 AND finding = $3",
            _ => "UPDATE changes SET kind = 'reopened' WHERE run = $1 AND page = $2 AND finding = $3",
        };
        query(sql).bind(run.0).bind(new.id.as_str()).bind(id).execute(&mut *tx).await?;
    }
    query("UPDATE findings SET first_run = $3 WHERE page = $1 AND id = $2")
        .bind(new.id.as_str())
        .bind(id)
        .bind(first.min(here).0)
        .execute(&mut *tx)
        .await?;
    hand_over(tx, &old.id, &new.id, id).await
}

/// A finding that only the old page had goes over with its history; if nobody had seen it fixed, it is now.
async fn carry(
    tx: &mut SqliteConnection,
    run: RunId,
    old: &PageRow,
    new: &PageRow,
    id: &str,
    state: FindingState,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO findings (page, id, rule, severity, confidence, lane, card, on_evidence, finding, state,
                               first_run, last_run, fixed_run)
         SELECT $2, id, rule, severity, confidence, lane, card, on_evidence, finding, 'fixed', first_run, last_run,
                coalesce(fixed_run, $4)
         FROM findings WHERE page = $1 AND id = $3",
    )
    .bind(old.id.as_str())
    .bind(new.id.as_str())
    .bind(id)
    .bind(run.0)
    .execute(&mut *tx)
    .await?;
    hand_over(tx, &old.id, &new.id, id).await?;
    if state != FindingState::Fixed {
        // What came and went within the run is not told.
        let gone = query("DELETE FROM changes WHERE run = $1 AND page = $2 AND finding = $3")
            .bind(run.0)
            .bind(new.id.as_str())
            .bind(id)
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() == 0 {
            let change = Change { finding: id.to_owned(), kind: ChangeKind::Fixed, why: Why::Article };
            put_change(tx, run, &new.id, &change).await?;
        }
    }
    Ok(())
}

/// Hands the history of a finding over, where the new page has none of that run, and drops the old one.
async fn hand_over(
    tx: &mut SqliteConnection,
    old: &PageId,
    new: &PageId,
    id: &str,
) -> Result<(), StoreError> {
    query(
        "UPDATE changes SET page = $2
         WHERE page = $1 AND finding = $3
           AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.run = changes.run AND c.page = $2 AND c.finding = $3)",
    )
    .bind(old.as_str())
    .bind(new.as_str())
    .bind(id)
    .execute(&mut *tx)
    .await?;
    query("DELETE FROM findings WHERE page = $1 AND id = $2")
        .bind(old.as_str())
        .bind(id)
        .execute(&mut *tx)
        .await?;
    Ok(())
}
