//! A feed: RSS, Atom or JSON.

use super::taker::Taker;
use super::{Desk, Problem};
use crate::config::Source;
use feed_rs::model::{Entry, Link};
use feed_rs::parser;
use jiff::Timestamp;
use reqwest::Url;
use std::collections::HashSet;
use std::num::NonZeroUsize;

/// Reads a feed, and the older ones that it names, as deep as the source says.
pub(super) async fn find(desk: &Desk<'_>, source: &Source, taker: &mut Taker<'_>) {
    let depth = source.depth.map_or(1, NonZeroUsize::get);
    let (mut next, mut seen) = (Some(source.at.clone()), HashSet::new());
    for _ in 0..depth {
        let Some(at) = next.take().filter(|at| seen.insert(at.clone()) && !taker.is_full()) else { break };
        match desk.load(&at, desk.client.longest()).await {
            Ok(page) => match read(&page.body, &page.url, taker) {
                Ok(older) => next = older,
                Err(reason) => taker.trouble(&at, Problem::Read(reason)),
            },
            Err(problem) => taker.trouble(&at, problem),
        }
    }
}

/// Takes the articles of a feed; gives the address of the older one that it names.
fn read(body: &[u8], at: &str, taker: &mut Taker<'_>) -> Result<Option<String>, String> {
    let url = Url::parse(at).ok();
    let parser = parser::Builder::new().base_uri(url.as_ref().map(Url::as_str)).build();
    let feed = parser.parse(body).map_err(|e| e.to_string())?;
    for entry in &feed.entries {
        match address(entry) {
            Some(address) => taker.take(address, url.as_ref(), changed(entry)),
            None => taker.trouble(at, Problem::NoAddress),
        }
        if taker.is_full() {
            break;
        }
    }
    let older = |rel: &str| feed.links.iter().find(|l| l.rel.as_deref() == Some(rel));
    let older = older("next").or_else(|| older("prev-archive"));
    Ok(older.and_then(|link| Some(url.as_ref()?.join(&link.href).ok()?.to_string())))
}

/// Where the article of an entry is: its link, or a name that is an address.
fn address(entry: &Entry) -> Option<&str> {
    let is_page = |link: &&Link| link.media_type.as_deref().is_none_or(|kind| kind.contains("html"));
    let leads = |link: &&Link| matches!(link.rel.as_deref(), None | Some("alternate"));
    let links = || entry.links.iter().filter(leads).filter(|link| !link.href.is_empty());
    let link = links().find(is_page).or_else(|| links().next());
    let named = Some(entry.id.as_str()).filter(|id| super::is_address(id));
    link.map(|link| link.href.as_str()).or(named)
}

fn changed(entry: &Entry) -> Option<Timestamp> {
    Timestamp::from_second(entry.updated.or(entry.published)?.timestamp()).ok()
}
