//! What came of a visit, written in one transaction: snapshot, page, visit, findings, changes.

use super::change::changes;
use super::findings::{changed, known, put, put_change, set_state};
use super::moved::follow;
use super::pages::Packed;
use super::row::{time, word};
use super::{
    Body, Change, ChangeKind, CheckedPage, Committed, Differs, FindingState, Outcome, PageRow, Status, Store,
    StoreError, Summary, Validators, Visited, Why,
};
use crate::verdict::Verdict;
use sqlx::{SqliteConnection, query, query_as, query_scalar};

/// Visits in a row that must find a page gone, before its findings are taken for gone with it.
const GONE_FOR_GOOD: u32 = 2;

impl Store {
    /// Writes what came of a visit, in one transaction. A visit of a page in a run is written once: to commit it again
    /// writes nothing, and answers as the first time.
    pub async fn commit(&self, visited: &Visited<'_>) -> Result<Committed, StoreError> {
        let packed = match &visited.outcome {
            Outcome::Checked(CheckedPage { body: Body::Came { content_type, bytes }, .. }) => {
                Some(self.pack(content_type, bytes).await?)
            }
            _ => None,
        };
        let mut tx = self.begin().await?;
        let committed = write(&mut tx, visited, packed.as_ref()).await?;
        tx.commit().await?;
        Ok(committed)
    }
}

/// What a visit leaves: the page as it is from now on, and the visit's own columns.
struct Settled {
    page: PageRow,
    same: bool,
    snapshot: Option<String>,
    verdict: Option<Verdict>,
    summary: Option<Summary>,
    changes: Vec<Change>,
}

/// Writes what came of a visit.
pub(super) async fn write(
    tx: &mut SqliteConnection,
    visited: &Visited<'_>,
    packed: Option<&Packed<'_>>,
) -> Result<Committed, StoreError> {
    let done: Option<Option<String>> = query_scalar(
        "SELECT v.visited FROM visits v JOIN runs r ON r.id = v.run
         WHERE v.run = $1 AND v.page = $2 AND (r.ended IS NULL OR v.visited IS NOT NULL)",
    )
    .bind(visited.run.0)
    .bind(visited.page.as_str())
    .fetch_optional(&mut *tx)
    .await?;
    let page: Option<PageRow> = query_as("SELECT * FROM pages WHERE id = $1")
        .bind(visited.page.as_str())
        .fetch_optional(&mut *tx)
        .await?;
    let has_moved = page.as_ref().is_some_and(|page| page.successor.is_some());
    if has_moved || matches!(done, Some(Some(_))) {
        return Ok(Committed { first: false, changes: changed(tx, visited.run, visited.page).await? });
    }
    let (Some(mut page), Some(_)) = (page, done) else { return Err(StoreError::NotListed(visited.run)) };
    let (before, is_first) = (page.verdict, page.digests.is_none());
    page.visited_run = Some(visited.run);
    page.error = None;
    if let Some(packed) = packed {
        packed.write(tx, visited.at).await?;
    }
    let settled = match &visited.outcome {
        Outcome::Checked(checked) => settle(tx, visited, checked, packed, page).await?,
        Outcome::Unchanged => come_back(tx, visited, page).await?,
        Outcome::Gone => {
            page.status = Status::Gone;
            page.failures = 0;
            page.gone = page.gone.saturating_add(1);
            if page.gone >= GONE_FOR_GOOD {
                query("UPDATE findings SET state = 'page_gone' WHERE page = $1 AND state = 'open'")
                    .bind(visited.page.as_str())
                    .execute(&mut *tx)
                    .await?;
            }
            Settled::without_text(page)
        }
        Outcome::Disallowed => {
            page.status = Status::Disallowed;
            (page.failures, page.gone) = (0, 0);
            Settled::without_text(page)
        }
        Outcome::Failed(error) => {
            page.status = Status::Failed;
            page.error = Some((*error).to_owned());
            (page.failures, page.gone) = (page.failures.saturating_add(1), 0);
            Settled::without_text(page)
        }
    };
    for change in &settled.changes {
        put_change(tx, visited.run, visited.page, change).await?;
    }
    put_page(tx, &settled.page).await?;
    put_visit(tx, visited, before, &settled).await?;
    let changes = match follow(tx, visited.run, &settled.page, is_first).await? {
        true => changed(tx, visited.run, visited.page).await?,
        false => settled.changes,
    };
    Ok(Committed { first: true, changes })
}

impl Settled {
    /// What a visit leaves that gave no text: nothing of it is fixed.
    fn without_text(page: PageRow) -> Settled {
        Settled {
            verdict: page.verdict,
            page,
            same: false,
            snapshot: None,
            summary: None,
            changes: Vec::new(),
        }
    }
}

/// A page that was checked.
async fn settle(
    tx: &mut SqliteConnection,
    visited: &Visited<'_>,
    checked: &CheckedPage<'_>,
    packed: Option<&Packed<'_>>,
    mut page: PageRow,
) -> Result<Settled, StoreError> {
    (page.failures, page.gone) = (0, 0);
    let came = packed.map(|packed| packed.digest.clone());
    let snapshot = came.or_else(|| page.snapshot.clone()).ok_or(StoreError::NeverRead)?;
    page.moved_to = checked.moved_to.map(str::to_owned);
    let summary = Some(Summary::of(checked.report));
    if checked.report.unread.is_some() {
        // What was last read stays what later checks are held against; the host is asked for all of it again.
        page.status = Status::Unread;
        page.validators = Validators::default();
        let (verdict, snapshot) = (Some(checked.report.verdict), Some(snapshot));
        return Ok(Settled { page, same: false, snapshot, verdict, summary, changes: Vec::new() });
    }
    let differs = page.differs(&snapshot, checked.digests);
    let before = known(tx, visited.page).await?;
    let changes = changes(&before, &checked.report.findings, checked.former_text, differs);
    for finding in &checked.report.findings {
        put(tx, visited.run, visited.page, finding).await?;
    }
    for change in changes.iter().filter(|c| c.kind == ChangeKind::Fixed) {
        set_state(tx, visited.run, visited.page, &change.finding, FindingState::Fixed).await?;
    }
    let verdict = Some(checked.report.verdict);
    page.status = Status::Read;
    page.title.clone_from(&checked.report.title);
    page.validators = checked.validators.clone();
    page.snapshot = Some(snapshot.clone());
    page.digests = Some(checked.digests.clone());
    page.verdict = verdict;
    page.checked_run = Some(visited.run);
    Ok(Settled { page, same: !differs.article, snapshot: Some(snapshot), verdict, summary, changes })
}

/// A page that is as it was when it was last checked; if it was gone in between, its findings are back.
async fn come_back(
    tx: &mut SqliteConnection,
    visited: &Visited<'_>,
    mut page: PageRow,
) -> Result<Settled, StoreError> {
    let snapshot = page.snapshot.clone().ok_or(StoreError::NeverRead)?;
    page.status = Status::Read;
    (page.failures, page.gone) = (0, 0);
    let mut changes = Vec::new();
    for finding in known(tx, visited.page).await? {
        if finding.state == FindingState::PageGone {
            set_state(tx, visited.run, visited.page, &finding.id, FindingState::Open).await?;
            changes.push(Change { finding: finding.id, kind: ChangeKind::Reopened, why: Why::Article });
        }
    }
    query("UPDATE findings SET last_run = $2 WHERE page = $1 AND state = 'open'")
        .bind(visited.page.as_str())
        .bind(visited.run.0)
        .execute(&mut *tx)
        .await?;
    Ok(Settled { verdict: page.verdict, page, same: true, snapshot: Some(snapshot), summary: None, changes })
}

impl PageRow {
    /// What differs between the last check of the page and one of a snapshot now.
    pub fn differs(&self, snapshot: &str, digests: &super::Digests) -> Differs {
        match &self.digests {
            Some(last) => Differs {
                article: self.snapshot.as_deref() != Some(snapshot),
                rules: last.rules != digests.rules,
                evidence: last.evidence != digests.evidence,
            },
            None => Differs { article: true, ..Differs::default() },
        }
    }
}

async fn put_page(tx: &mut SqliteConnection, page: &PageRow) -> Result<(), StoreError> {
    query(
        "UPDATE pages SET moved_to = $2, title = $3, status = $4, error = $5, failures = $6, gone = $7, etag = $8,
             last_modified = $9, snapshot = $10, rules_digest = $11, evidence_digest = $12, verdict = $13,
             checked_run = $14, visited_run = $15
         WHERE id = $1",
    )
    .bind(page.id.as_str())
    .bind(&page.moved_to)
    .bind(&page.title)
    .bind(word(&page.status)?)
    .bind(&page.error)
    .bind(i64::from(page.failures))
    .bind(i64::from(page.gone))
    .bind(&page.validators.etag)
    .bind(&page.validators.last_modified)
    .bind(&page.snapshot)
    .bind(page.digests.as_ref().map(|d| &d.rules))
    .bind(page.digests.as_ref().map(|d| &d.evidence))
    .bind(page.verdict.as_ref().map(word).transpose()?)
    .bind(page.checked_run.map(|run| run.0))
    .bind(page.visited_run.map(|run| run.0))
    .execute(tx)
    .await?;
    Ok(())
}

async fn put_visit(
    tx: &mut SqliteConnection,
    visited: &Visited<'_>,
    before: Option<Verdict>,
    settled: &Settled,
) -> Result<(), StoreError> {
    query(
        "UPDATE visits SET visited = $3, status = $4, same = $5, http = $6, error = $7, snapshot = $8,
             verdict_before = $9, verdict = $10, summary = $11
         WHERE run = $1 AND page = $2",
    )
    .bind(visited.run.0)
    .bind(visited.page.as_str())
    .bind(time(visited.at))
    .bind(word(&settled.page.status)?)
    .bind(i64::from(settled.same))
    .bind(visited.http.map(i64::from))
    .bind(&settled.page.error)
    .bind(&settled.snapshot)
    .bind(before.as_ref().map(word).transpose()?)
    .bind(settled.verdict.as_ref().map(word).transpose()?)
    .bind(settled.summary.as_ref().map(serde_json::to_string).transpose()?)
    .execute(tx)
    .await?;
    Ok(())
}
