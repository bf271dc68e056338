//! A visit to a page: by the rules of its host, at its pace, again where that may help, and only if the
//! page has changed since the last one.

use super::answer::Most;
use super::client::{ATTEMPTS, FIRST_WAIT, REDIRECTS};
use super::hop::{Hop, ended, hop};
use super::{Client, FetchError, Page, Robots, Validators, parts};
use reqwest::Url;

/// What came of a visit.
#[derive(Clone, PartialEq, Debug)]
pub enum Visit {
    /// The page.
    Page(Visited),
    /// It is as it was.
    NotModified,
    /// It is no longer there, with this status: 404 or 410.
    Gone(u16),
    /// Its host asks robots not to read it.
    Disallowed,
}

/// A page that was visited.
#[derive(Clone, PartialEq, Debug)]
pub struct Visited {
    /// The page; of one in several parts all of them, one after the other.
    pub page: Page,
    /// By what it may be asked for again; empty for a page in several parts, of which each may change.
    pub validators: Validators,
    /// Where it is for good, if every redirect on the way says so.
    pub moved_to: Option<String>,
    /// Addresses of the parts behind the first.
    pub parts: Vec<String>,
}

/// Visits a page. `known` are the validators of the last visit; a page that they hold for is
/// [`Visit::NotModified`].
pub async fn visit(
    client: &Client,
    robots: &Robots,
    address: &str,
    known: Option<&Validators>,
) -> Result<Visit, FetchError> {
    let visit = get(client, robots, address, known, client.longest()).await?;
    match visit {
        Visit::Page(first) => parts::join(client, robots, first).await.map(Visit::Page),
        other => Ok(other),
    }
}

/// What is at an address, be it a page, a feed or a sitemap.
pub(super) async fn get(
    client: &Client,
    robots: &Robots,
    address: &str,
    known: Option<&Validators>,
    longest: usize,
) -> Result<Visit, FetchError> {
    let url = Url::parse(address).map_err(|_| FetchError::Address(String::new()))?;
    client.permit(&url)?;
    let mut outcome = follow(client, robots, &url, known, longest).await;
    for attempt in 0..ATTEMPTS - 1 {
        match &outcome {
            // Where it leads is its author's doing, and the same the next time.
            Err(FetchError::NotPublic(_) | FetchError::Redirects(_)) => break,
            Err(error) if error.may_pass() => {}
            _ => break,
        }
        tokio::time::sleep(FIRST_WAIT * 2_u32.pow(attempt)).await;
        outcome = follow(client, robots, &url, known, longest).await;
    }
    // A page that was not asked for says nothing of its host.
    if !matches!(outcome, Ok(Visit::Disallowed)) {
        ended(client, &url, &outcome);
    }
    outcome
}

/// One attempt, with its redirects; each of them is asked of its own host, by the rules there.
async fn follow(
    client: &Client,
    robots: &Robots,
    url: &Url,
    known: Option<&Validators>,
    longest: usize,
) -> Result<Visit, FetchError> {
    let (mut url, mut moves, mut all_for_good) = (url.clone(), 0, true);
    url.set_fragment(None);
    while moves <= REDIRECTS {
        if !robots.allow(client, &url).await? {
            return Ok(Visit::Disallowed);
        }
        match hop(client, &url, known, Most::Refuse(longest)).await? {
            Hop::To { url: mut next, for_good } => {
                next.set_fragment(None);
                url = next;
                moves += 1;
                all_for_good &= for_good;
            }
            Hop::NotModified => return Ok(Visit::NotModified),
            Hop::Answer { status: 200, content_type, validators, body } => {
                let moved_to = (moves > 0 && all_for_good).then(|| url.to_string());
                let page = Page { url: url.into(), status: 200, content_type, body };
                return Ok(Visit::Page(Visited { page, validators, moved_to, parts: Vec::new() }));
            }
            Hop::Answer { status: status @ (404 | 410), .. } => return Ok(Visit::Gone(status)),
            Hop::Answer { status, .. } => {
                let host = url.host_str().unwrap_or_default().to_owned();
                return Err(FetchError::Status { host, status });
            }
        }
    }
    Err(FetchError::Redirects(url.host_str().unwrap_or_default().to_owned()))
}
