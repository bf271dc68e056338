//! The client that all requests go through: guarded, paced, bounded, and cached.

use super::address::Guard;
use super::answer::{self, Most, failed, retry_after, text};
use super::cache::{Cache, Kept};
use super::pace::{Bounds, Pace, WIDEST};
use super::{FetchError, Options, Page};
use reqwest::header::{self, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Response, Url};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Times that a request is made before it counts as failed.
pub(super) const ATTEMPTS: u32 = 5;
/// The wait before the second attempt; it doubles from one to the next.
pub(super) const FIRST_WAIT: Duration = Duration::from_millis(400);
/// The longest wait that a host may ask for.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(90);
/// Redirects that are followed.
pub(super) const REDIRECTS: usize = 5;
/// Requests in a row that may fail for good before a host is left alone.
const FAILURES: u32 = 3;
/// From one request to a host to the next, where nothing else is known.
const INTERVAL: Duration = Duration::from_millis(200);

/// A connection to public addresses and hosts allowed by name, which follows no redirect.
pub(crate) fn guarded(guard: &Guard, agent: &str, timeout: Duration) -> Result<reqwest::Client, FetchError> {
    // Another one may be there already; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .user_agent(HeaderValue::from_str(agent).unwrap_or(HeaderValue::from_static("claimlint")))
        .redirect(Policy::none())
        .no_proxy()
        .dns_resolver(guard.clone())
        .timeout(timeout)
        .connect_timeout(timeout.min(Duration::from_secs(10)))
        .build()
        .map_err(|e| FetchError::Client(e.to_string()))
}

/// The client.
pub struct Client {
    http: reqwest::Client,
    guard: Guard,
    cache: Option<Cache>,
    options: Options,
    paces: Mutex<HashMap<String, Arc<Pace>>>,
}

impl Client {
    /// A client.
    pub fn new(options: Options) -> Result<Client, FetchError> {
        let guard = Guard::new(&options.allow_hosts);
        let mailto = options.mailto.as_deref().map(|m| format!(" (mailto:{m})")).unwrap_or_default();
        let http =
            guarded(&guard, &format!("claimlint/{}{mailto}", env!("CARGO_PKG_VERSION")), options.timeout)?;
        let cache = options.cache.clone().map(Cache::new);
        Ok(Client { http, guard, cache, options, paces: Mutex::default() })
    }

    /// The address by which hosts may reach the user.
    pub(super) fn mailto(&self) -> Option<&str> {
        self.options.mailto.as_deref()
    }

    /// Asks a host no more often than this, until its headers say otherwise.
    pub(super) fn set_pace(&self, address: &str, interval: Duration) {
        if let Ok(url) = Url::parse(address) {
            self.pace_or(&url, interval);
        }
    }

    /// The pace of the host of an address.
    pub(super) fn pace(&self, url: &Url) -> Arc<Pace> {
        self.pace_or(url, INTERVAL)
    }

    fn pace_or(&self, url: &Url, interval: Duration) -> Arc<Pace> {
        let bounds = Bounds {
            interval: self.options.interval.unwrap_or_default(),
            width: self.options.per_host.unwrap_or(WIDEST).max(1),
        };
        let width = self.options.per_host.unwrap_or(1).max(1);
        // A poisoned lock still guards whole paces.
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Pace::new(self.options.interval.unwrap_or(interval), width, bounds));
        Arc::clone(paces.entry(host_of(url)).or_insert_with(new))
    }

    /// The longest answer in bytes, unpacked.
    #[cfg(feature = "desk")]
    pub(super) fn longest(&self) -> usize {
        self.options.longest
    }

    /// Refuses an address that may not be asked.
    #[cfg(feature = "desk")]
    pub(super) fn permit(&self, url: &Url) -> Result<(), FetchError> {
        self.guard.permit(url)
    }

    /// Sends one request, with the conditions under which an answer is wanted.
    pub(super) async fn send(
        &self,
        url: &Url,
        [etag, last_modified]: [&str; 2],
    ) -> Result<Response, FetchError> {
        let mut request = self.http.get(url.clone());
        let conditions = [(header::IF_NONE_MATCH, etag), (header::IF_MODIFIED_SINCE, last_modified)];
        for (name, value) in conditions.into_iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(name, value);
        }
        request.send().await.map_err(|e| failed(url.host_str().unwrap_or_default(), &e))
    }

    /// Asks for an address, again where that may help, and reads the answer. An answer that `read`
    /// refuses as malformed is asked for again too; one that it takes is kept, if all was well.
    pub async fn ask<T>(
        &self,
        address: &str,
        read: impl Fn(&Page) -> Result<T, FetchError>,
    ) -> Result<T, FetchError> {
        let url = Url::parse(address).map_err(|_| FetchError::Address(String::new()))?;
        self.guard.permit(&url)?;
        let kept = self.cache.as_ref().and_then(|cache| cache.get(address));
        if let Some((about, body)) =
            kept.as_ref().filter(|(about, _)| about.is_fresh() && !self.options.ask_again)
            && let Ok(answer) = read(&page_of(about, body))
        {
            return Ok(answer);
        }
        let pace = self.pace(&url);
        let host = url.host_str().unwrap_or_default().to_owned();
        let mut last = FetchError::Down(host.clone());
        for attempt in 0..ATTEMPTS {
            let wait = FIRST_WAIT * 2_u32.pow(attempt);
            // Others may have found out meanwhile.
            if pace.is_down(FAILURES) {
                return Err(FetchError::Down(host));
            }
            match self.once(&url, kept.as_ref(), &pace).await {
                Ok((page, about)) => match read(&page) {
                    Ok(answer) => {
                        pace.ended(true);
                        if let (Some(cache), Some(about), 200) = (&self.cache, about, page.status) {
                            cache.put(address, &about, &page.body);
                        }
                        return Ok(answer);
                    }
                    Err(error) => last = error,
                },
                Err((error, asked)) => {
                    if asked.is_some_and(|wait| wait > LONGEST_WAIT) {
                        let wait = asked.unwrap_or_default();
                        pace.ended(false);
                        return Err(FetchError::Busy { host, wait });
                    }
                    pace.rest(asked.unwrap_or_default());
                    last = error;
                }
            }
            // A name that stands for a private address will do so the next time.
            let is_private = matches!(&last, FetchError::NotPublic(private) if *private == host);
            if is_private || !last.may_pass() {
                break;
            }
            if attempt + 1 < ATTEMPTS {
                pace.rest(wait);
            }
        }
        // That an address is not there says nothing against the host.
        pace.ended(!last.may_pass());
        Err(last)
    }

    /// One attempt, with its redirects. Beside an error stands how long the host wants to be left alone.
    async fn once(
        &self,
        url: &Url,
        kept: Option<&(Kept, Vec<u8>)>,
        pace: &Pace,
    ) -> Result<(Page, Option<Kept>), (FetchError, Option<Duration>)> {
        let mut url = url.clone();
        let _under_way = pace.enter().await;
        for hop in 0..=REDIRECTS {
            let host = url.host_str().unwrap_or_default().to_owned();
            self.guard.permit(&url).map_err(|e| (e, None))?;
            let conditions = kept.filter(|_| hop == 0).map_or(["", ""], |(about, _)| about.conditions());
            let response = self.send(&url, conditions).await.map_err(|e| (e, None))?;
            pace.learn(response.headers());
            let status = response.status().as_u16();
            match (status, kept) {
                (304, Some((about, body))) => {
                    let page = page_of(about, body);
                    let renewed =
                        Kept::now(text(response.headers(), header::CACHE_CONTROL)).map(|new| Kept {
                            content_type: about.content_type.clone(),
                            url: about.url.clone(),
                            etag: about.etag.clone(),
                            last_modified: about.last_modified.clone(),
                            ..new
                        });
                    return Ok((page, renewed));
                }
                (301 | 302 | 303 | 307 | 308, _) => {
                    let to = text(response.headers(), header::LOCATION);
                    let next = url.join(to).map_err(|_| (FetchError::Address(host.clone()), None))?;
                    if url.scheme() == "https" && next.scheme() != "https" {
                        return Err((FetchError::Address(host), None));
                    }
                    url = next;
                }
                (408 | 425 | 429 | 500..=599, _) => {
                    let wait = retry_after(response.headers());
                    return Err((FetchError::Status { host, status }, wait));
                }
                _ => return self.whole(response, url, &host).await.map_err(|e| (e, None)),
            }
        }
        Err((FetchError::Redirects(url.host_str().unwrap_or_default().to_owned()), None))
    }

    /// The whole of an answer, within the limit.
    async fn whole(
        &self,
        response: Response,
        url: Url,
        host: &str,
    ) -> Result<(Page, Option<Kept>), FetchError> {
        let headers = response.headers();
        let content_type = text(headers, header::CONTENT_TYPE).to_ascii_lowercase();
        let kept = Kept::now(text(headers, header::CACHE_CONTROL)).map(|new| Kept {
            content_type: content_type.clone(),
            url: without_key(&url),
            etag: text(headers, header::ETAG).to_owned(),
            last_modified: text(headers, header::LAST_MODIFIED).to_owned(),
            ..new
        });
        let status = response.status().as_u16();
        let body = answer::body(response, host, Most::Refuse(self.options.longest)).await?;
        Ok((Page { url: url.into(), status, content_type, body }, kept))
    }
}

fn page_of(kept: &Kept, body: &[u8]) -> Page {
    Page { url: kept.url.clone(), status: 200, content_type: kept.content_type.clone(), body: body.to_vec() }
}

/// An address without the key of the user, which is never written down.
fn without_key(url: &Url) -> String {
    if url.query_pairs().all(|(name, _)| name != "api_key") {
        return url.to_string();
    }
    let mut bare = url.clone();
    bare.query_pairs_mut().clear().extend_pairs(url.query_pairs().filter(|(name, _)| name != "api_key"));
    bare.into()
}

/// The host and port of an address.
pub(super) fn host_of(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}
