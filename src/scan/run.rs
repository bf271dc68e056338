//! A run from its beginning, or from where it was interrupted, to its end.

use super::event::Event;
use super::{Desk, ScanError, jobs};
use crate::config::SourceKind;
use crate::fetch::discover::{Discovered, Found, discover};
use crate::store::{Cause, Listed, Listing, Lock, PageId, Pending, RunId};
use jiff::Timestamp;
use std::collections::HashMap;

/// The right to scan into a store, held as long as this lives and its program runs.
pub struct Hold {
    holder: String,
    _lock: Lock,
}

impl Hold {
    /// Takes the right to scan. `holder` is a name that no other program has, not even this one started again.
    pub fn take(desk: &Desk, holder: String) -> Result<Hold, ScanError> {
        let lock = desk.store.lock()?.ok_or(ScanError::Busy)?;
        Ok(Hold { holder, _lock: lock })
    }

    /// The name it is held under.
    pub fn holder(&self) -> &str {
        &self.holder
    }
}

/// Finishes the run that was interrupted, if there is one.
pub async fn resume(desk: &Desk) -> Result<Option<RunId>, ScanError> {
    let Some(run) = desk.store.unfinished_run().await? else { return Ok(None) };
    desk.tell(&Event::Begun { run: run.id, resumed: true });
    if run.sources.iter().any(|name| !desk.sources.contains_key(name)) {
        // It cannot go on as it began; what was seen stays, and what waits is left to later runs.
        desk.store.stop_run(run.id, Timestamp::now()).await?;
        return Ok(Some(run.id));
    }
    go_on(desk, run.id).await?;
    Ok(Some(run.id))
}

/// Runs over sources, by name. Every page of them is visited once; the run is over but for [`end`] when this returns.
pub async fn begin(desk: &Desk, cause: Cause, sources: &[&str]) -> Result<RunId, ScanError> {
    let all: Vec<_> = desk.sources.values().cloned().collect();
    desk.store.put_sources(&all, Timestamp::now()).await?;
    let run = desk.store.begin_run(cause, desk.examiner.digests(), sources, Timestamp::now()).await?;
    desk.tell(&Event::Begun { run, resumed: false });
    go_on(desk, run).await?;
    Ok(run)
}

/// Ends a run whose pages are all visited.
pub async fn end(desk: &Desk, run: RunId) -> Result<(), ScanError> {
    desk.store.end_run(run, Timestamp::now()).await?;
    desk.tell(&Event::Ended { run });
    Ok(())
}

async fn go_on(desk: &Desk, run: RunId) -> Result<(), ScanError> {
    for name in desk.store.sources_to_list(run).await? {
        if desk.stops() {
            return Err(ScanError::Stopped(run));
        }
        list(desk, run, &name).await?;
    }
    let waiting = in_turn(desk.store.pending(run).await?);
    desk.tell(&Event::Visiting { pages: waiting.len() });
    if !waiting.is_empty() {
        jobs::work(desk, run, waiting).await?;
    }
    let left = desk.store.tally(run).await?.pending;
    if left > 0 { Err(ScanError::Stopped(run)) } else { Ok(()) }
}

/// The pages that wait, those of each host in turn: workers that all wait for one slow host would keep the others waiting.
fn in_turn(waiting: Vec<Pending>) -> Vec<PageId> {
    let mut of_host: HashMap<String, usize> = HashMap::new();
    let turn = |pending: Pending| {
        let host = pending.address.split('/').nth(2).unwrap_or_default().to_owned();
        let nth = of_host.entry(host).or_default();
        *nth += 1;
        (*nth, pending.page)
    };
    let mut turns: Vec<(usize, PageId)> = waiting.into_iter().map(turn).collect();
    turns.sort_by_key(|(nth, _)| *nth);
    turns.into_iter().map(|(_, page)| page).collect()
}

/// Puts the pages of a source on the worklist.
async fn list(desk: &Desk, run: RunId, name: &str) -> Result<(), ScanError> {
    let source = desk.source(name)?;
    let discovered = desk.unless_stopped(discover(&desk.client, &desk.robots, source)).await;
    let Discovered { found, troubles, complete } = discovered.ok_or(ScanError::Stopped(run))?;
    let mut troubles: Vec<_> = troubles.into_iter().map(|t| (t.at, t.problem.to_string())).collect();
    if !complete && troubles.is_empty() {
        troubles.push((source.at.clone(), "not all of it could be seen".to_owned()));
    }
    let listed = |found: Found| Listed {
        address: found.address,
        modified: found.modified,
        held: found.held.and_then(|held| serde_json::to_string(&held).ok()),
    };
    let found: Vec<Listed> = found.into_iter().map(listed).collect();
    let listing = Listing {
        source: name,
        found: &found,
        troubles: &troubles,
        revisit: !matches!(source.kind, SourceKind::Folder | SourceKind::Warc),
        limit: source.limit(),
    };
    let pages = desk.store.add_to_worklist(run, &listing, Timestamp::now()).await?;
    desk.tell(&Event::Listed { source: name.to_owned(), pages, troubles: troubles.len() });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_asked_in_turn() {
        let page = |address: &str| Pending {
            page: PageId::of("s", address),
            source: "s".into(),
            address: address.into(),
            modified: None,
            held: None,
        };
        let order = ["http://a/1", "http://a/2", "http://a/3", "http://b:8/1", "a/file.html", "http://b:8/2"];
        let told = ["http://a/1", "http://b:8/1", "a/file.html", "http://a/2", "http://b:8/2", "http://a/3"];
        let told = told.map(|address| PageId::of("s", address));
        assert_eq!(in_turn(order.map(page).to_vec()), told);
    }
}
