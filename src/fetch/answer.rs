//! What is read of an answer: its headers, its body within a limit, and why it did not come.

use super::FetchError;
use super::address::Private;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::Response;
use reqwest::header::{self, HeaderMap};
use std::error::Error;
use std::time::Duration;

/// The most that is read of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Most {
    /// A longer answer is an error.
    Refuse(usize),
    /// A longer answer is cut.
    #[cfg(feature = "desk")]
    Cut(usize),
}

/// The body of an answer, unpacked.
pub(super) async fn body(mut response: Response, host: &str, most: Most) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| failed(host, &e))? {
        match most {
            Most::Refuse(limit) if body.len() + chunk.len() > limit => {
                return Err(FetchError::TooLong { host: host.to_owned(), limit });
            }
            #[cfg(feature = "desk")]
            Most::Cut(limit) if body.len() + chunk.len() > limit => {
                body.extend_from_slice(&chunk[..limit - body.len()]);
                return Ok(body);
            }
            _ => body.extend_from_slice(&chunk),
        }
    }
    Ok(body)
}

/// The text of a header; empty if there is none.
pub(super) fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// How long a host wants to be left alone: seconds, or a date.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let said = text(headers, header::RETRY_AFTER).trim();
    if let Ok(seconds) = said.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(said).ok()?.timestamp();
    let wait = until.as_second().saturating_sub(Timestamp::now().as_second());
    Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)))
}

/// What a failure of the connection was, without the address.
pub(crate) fn failed(host: &str, error: &reqwest::Error) -> FetchError {
    let mut causes = std::iter::successors(error.source(), |&e| e.source());
    if causes.any(|cause| cause.is::<Private>()) {
        return FetchError::NotPublic(host.to_owned());
    }
    if error.is_timeout() {
        return FetchError::TimedOut(host.to_owned());
    }
    let innermost = std::iter::successors(error.source(), |&e| e.source()).last();
    let reason = innermost.map_or_else(|| "the connection failed".to_owned(), ToString::to_string);
    FetchError::Connection { host: host.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_says_when_to_come_back() {
        let wait = |said: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, said.parse().unwrap());
            retry_after(&headers)
        };
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("soon"), None);
    }
}
