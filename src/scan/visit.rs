//! One page of a run: fetched, checked, compared with what the store knows, and written.

use super::event::Event;
use super::{Article, Desk, ScanError};
use crate::check::DocumentReport;
use crate::config::Source;
use crate::fetch::discover::{Held, read_held};
use crate::fetch::{self, Visit};
use crate::store::{
    Body, ChangeKind, CheckedPage, Committed, Outcome, PageId, PageRow, RunId, Snapshot, Status, Validators,
    Visited,
};
use jiff::Timestamp;
use std::time::Instant;

/// What came from a page's host.
enum Got {
    Came { snapshot: Snapshot, validators: Validators, moved_to: Option<String> },
    NotModified,
    Gone(u16),
    Disallowed,
    Failed(String),
}

/// Visits a page of a run, unless that was done before the program was interrupted.
pub(super) async fn visit(desk: &Desk, run: RunId, page: &PageId) -> Result<(), ScanError> {
    let Some(pending) = desk.store.pending_page(run, page).await? else { return Ok(()) };
    let Some(known) = desk.store.page(page).await? else { return Ok(()) };
    let source = desk.source(&pending.source)?;
    let began = Instant::now();
    let got = match &pending.held {
        Some(held) => read(held, desk.longest),
        // A page that is left in the middle still waits for its visit when the program is started again.
        None => match desk.unless_stopped(fetch(desk, &known)).await {
            Some(got) => got,
            None => return Ok(()),
        },
    };
    let http = match &got {
        Got::Came { .. } if pending.held.is_none() => Some(200),
        Got::NotModified => Some(304),
        Got::Gone(status) => Some(*status),
        _ => None,
    };
    let commit = async |outcome: Outcome<'_>| {
        let visited = Visited { run, page, at: Timestamp::now(), http, outcome };
        let status = status(&visited.outcome);
        let error = match visited.outcome {
            Outcome::Failed(why) => Some(why.to_owned()),
            _ => None,
        };
        let committed = desk.store.commit(&visited).await?;
        tell(desk, &known.address, status, error, &committed, began);
        Ok::<(), ScanError>(())
    };
    let (came, validators, moved_to) = match got {
        Got::Gone(_) => return commit(Outcome::Gone).await,
        Got::Disallowed => return commit(Outcome::Disallowed).await,
        Got::Failed(why) => return commit(Outcome::Failed(&why)).await,
        Got::NotModified => (None, known.validators.clone(), known.moved_to.clone()),
        Got::Came { snapshot, validators, moved_to } => (Some(snapshot), validators, moved_to),
    };
    let digest =
        came.as_ref().map(|s| Snapshot::digest(&s.content_type, &s.bytes)).or(known.snapshot.clone());
    let digests = desk.examiner.digests();
    let differs = known.differs(digest.as_deref().unwrap_or_default(), digests);
    if known.snapshot.is_some() && !(differs.article || differs.rules || differs.evidence) {
        return commit(Outcome::Unchanged).await;
    }
    let former = match (&known.snapshot, &came) {
        (Some(digest), came) if came.is_none() || differs.asks_for_the_former_text() => {
            desk.store.snapshot(digest).await?
        }
        _ => None,
    };
    let Some(now) = came.as_ref().or(former.as_ref()) else {
        return commit(Outcome::Failed(
            "its host says that it is unchanged, but what it was is not kept any more",
        ))
        .await;
    };
    let report = match examine(desk, &known, source, now.clone()).await {
        Ok(report) => report,
        Err(why) => return commit(Outcome::Failed(&why)).await,
    };
    let former_text = match former.filter(|_| differs.asks_for_the_former_text()) {
        // What cannot be read today tells nothing of why anything changed.
        Some(former) => examine(desk, &known, source, former).await.ok(),
        None => None,
    };
    let body = match &came {
        Some(Snapshot { content_type, bytes }) => Body::Came { content_type, bytes },
        None => Body::Kept,
    };
    commit(Outcome::Checked(CheckedPage {
        body,
        validators,
        moved_to: moved_to.as_deref(),
        digests,
        report: &report,
        former_text: former_text.as_ref().map(|report| report.findings.as_slice()),
    }))
    .await
}

async fn fetch(desk: &Desk, page: &PageRow) -> Got {
    let Validators { etag, last_modified } = page.validators.clone();
    let known = page.snapshot.as_ref().map(|_| fetch::Validators {
        address: page.moved_to.clone().unwrap_or_else(|| page.address.clone()),
        etag: etag.unwrap_or_default(),
        last_modified: last_modified.unwrap_or_default(),
    });
    let any = |text: String| Some(text).filter(|text| !text.is_empty());
    match fetch::visit(&desk.client, &desk.robots, &page.address, known.as_ref()).await {
        Ok(Visit::Page(came)) if leads_home(&page.address, &came.page.url) => {
            Got::Failed("it leads to the front page of a site now; the article may be gone".to_owned())
        }
        Ok(Visit::Page(came)) => Got::Came {
            snapshot: Snapshot { content_type: came.page.content_type, bytes: came.page.body },
            validators: Validators {
                etag: any(came.validators.etag),
                last_modified: any(came.validators.last_modified),
            },
            moved_to: came.moved_to,
        },
        Ok(Visit::NotModified) => Got::NotModified,
        Ok(Visit::Gone(status)) => Got::Gone(status),
        Ok(Visit::Disallowed) => Got::Disallowed,
        Err(error) => Got::Failed(error.to_string()),
    }
}

/// Whether an article was asked for and a front page came: that is how some hosts say that it is gone, and a front page
/// mends nothing.
fn leads_home(asked: &str, came: &str) -> bool {
    let path = |address: &str| {
        let behind = address.split_once("://").map_or(address, |(_, behind)| behind);
        let (_, path) = behind.split_once('/').unwrap_or((behind, ""));
        path.split('#').next().unwrap_or_default().to_owned()
    };
    let asked = path(asked);
    !asked.is_empty() && !asked.starts_with("index.") && path(came).is_empty()
}

/// Reads a page that lies here. A file that is no longer there is no page that is gone: the source says so.
fn read(held: &str, longest: usize) -> Got {
    let Ok(held) = serde_json::from_str::<Held>(held) else {
        return Got::Failed("the store does not say where it lies".to_owned());
    };
    match read_held(&held, longest) {
        Ok(page) => Got::Came {
            snapshot: Snapshot { content_type: page.content_type, bytes: page.body },
            validators: Validators::default(),
            moved_to: None,
        },
        Err(problem) => Got::Failed(problem.to_string()),
    }
}

/// Checks a page away from the threads that wait for the network.
async fn examine(
    desk: &Desk,
    page: &PageRow,
    source: &Source,
    body: Snapshot,
) -> Result<DocumentReport, String> {
    let (examiner, address, source) = (desk.examiner.clone(), page.address.clone(), source.clone());
    let check = move || {
        let Snapshot { content_type, bytes } = &body;
        examiner.examine(Article { address: &address, content_type, bytes, source: &source })
    };
    let checked = tokio::task::spawn_blocking(check).await;
    checked.unwrap_or_else(|_| Err("the check broke off; this is a fault of claimlint".to_owned()))
}

fn status(outcome: &Outcome<'_>) -> Status {
    match outcome {
        Outcome::Checked(page) if page.report.unread.is_some() => Status::Unread,
        Outcome::Checked(_) | Outcome::Unchanged => Status::Read,
        Outcome::Gone => Status::Gone,
        Outcome::Disallowed => Status::Disallowed,
        Outcome::Failed(_) => Status::Failed,
    }
}

fn tell(
    desk: &Desk,
    address: &str,
    status: Status,
    error: Option<String>,
    committed: &Committed,
    began: Instant,
) {
    if !committed.first {
        return;
    }
    let fixed = committed.changes.iter().filter(|c| c.kind == ChangeKind::Fixed).count();
    desk.tell(&Event::Visited {
        address: address.to_owned(),
        status,
        error,
        new: committed.changes.len() - fixed,
        fixed,
        took: began.elapsed(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_front_page_is_no_article() {
        assert!(leads_home("https://a.example/n/1.html", "https://a.example/"));
        assert!(leads_home("https://a.example/?p=7", "https://www.a.example"));
        assert!(!leads_home("https://a.example/", "https://www.a.example/"));
        assert!(!leads_home("https://a.example/index.html", "https://a.example/"));
        assert!(!leads_home("https://a.example/n/1.html", "https://a.example/?p=1"));
        assert!(!leads_home("https://a.example/n/1.html", "https://a.example/n/2.html"));
    }
}
