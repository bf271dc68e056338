//! One request of a visit, at the pace of its host; what comes of it is told apart, not judged.

use super::answer::{Most, body, retry_after, text};
use super::client::{LONGEST_WAIT, host_of};
use super::{Client, FetchError};
use reqwest::Url;
use reqwest::header::{self, HeaderMap};
use std::time::Duration;

/// Pages of a host in a row that may fail for good before it is left alone.
const FAILURES: u32 = 10;
/// How long a host that is overloaded is left alone, where it does not say.
const REST: Duration = Duration::from_secs(2);

/// By what a page may be asked for again.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Validators {
    /// The address they were given for, behind all redirects: they are shown to no other.
    pub address: String,
    /// The tag of what was read.
    pub etag: String,
    /// When it was changed last, as the host wrote it.
    pub last_modified: String,
}

impl Validators {
    fn of(url: &Url, headers: &HeaderMap) -> Validators {
        Validators {
            address: url.to_string(),
            etag: text(headers, header::ETAG).to_owned(),
            last_modified: text(headers, header::LAST_MODIFIED).to_owned(),
        }
    }

    /// Whether there is nothing to ask by.
    pub fn is_empty(&self) -> bool {
        self.etag.is_empty() && self.last_modified.is_empty()
    }
}

/// What came of a request.
#[derive(Debug)]
pub(super) enum Hop {
    /// It is elsewhere, for good or for now.
    To { url: Url, for_good: bool },
    /// It is as it was.
    NotModified,
    /// An answer that is neither.
    Answer { status: u16, content_type: String, validators: Validators, body: Vec<u8> },
}

/// Makes one request. What says that the host has too much to do slows all requests to it.
pub(super) async fn hop(
    client: &Client,
    url: &Url,
    known: Option<&Validators>,
    most: Most,
) -> Result<Hop, FetchError> {
    client.permit(url)?;
    let host = url.host_str().unwrap_or_default().to_owned();
    let pace = client.pace(url);
    let open = || match pace.closed() {
        Some(wait) => Err(FetchError::Busy { host: host.clone(), wait }),
        None if pace.is_down(FAILURES) => Err(FetchError::Down(host.clone())),
        None => Ok(()),
    };
    open()?;
    let _under_way = pace.enter().await;
    // Others may have found out while one waited.
    open()?;
    let known = known.filter(|known| known.address.is_empty() || known.address == url.as_str());
    let conditions = known.map_or(["", ""], |known| [&known.etag, &known.last_modified]);
    let sent = client.send(url, conditions).await;
    let response = sent.inspect_err(|_| pace.rest(REST))?;
    pace.learn(response.headers());
    let status = response.status().as_u16();
    match status {
        304 if conditions.iter().any(|c| !c.is_empty()) => Ok(Hop::NotModified),
        301 | 302 | 303 | 307 | 308 => {
            // A page, unlike a service, is never asked with a key, so it may lead to where none is safe.
            let next = url.join(text(response.headers(), header::LOCATION));
            let url = next.map_err(|_| FetchError::Address(host))?;
            Ok(Hop::To { url, for_good: matches!(status, 301 | 308) })
        }
        408 | 425 | 429 | 500..=599 => {
            let wait = retry_after(response.headers());
            if let Some(wait) = wait.filter(|wait| *wait > LONGEST_WAIT) {
                pace.close(wait);
                return Err(FetchError::Busy { host, wait });
            }
            let overloaded = matches!(status, 429 | 503);
            pace.rest(wait.unwrap_or(if overloaded { REST } else { Duration::ZERO }));
            Err(FetchError::Status { host, status })
        }
        _ => {
            let content_type = text(response.headers(), header::CONTENT_TYPE).to_ascii_lowercase();
            let validators = Validators::of(url, response.headers());
            let body = body(response, &host, most).await?;
            Ok(Hop::Answer { status, content_type, validators, body })
        }
    }
}

/// Notes how the visit to a host ended; what another one did on the way says nothing of it.
pub(super) fn ended<T>(client: &Client, url: &Url, outcome: &Result<T, FetchError>) {
    let own = |host: &String| Some(host.as_str()) == url.host_str();
    let failed = match outcome {
        Ok(_) => Some(false),
        Err(FetchError::TimedOut(host) | FetchError::Connection { host, .. }) => own(host).then_some(true),
        Err(FetchError::Status { host, status }) => own(host).then_some(*status >= 500 || *status == 429),
        Err(_) => None,
    };
    if let Some(failed) = failed {
        client.pace(url).ended(!failed);
    }
}

/// The key of a host among others.
pub(super) fn key(url: &Url) -> String {
    format!("{}://{}", url.scheme(), host_of(url))
}
