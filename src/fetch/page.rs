//! An answer, as it is handed on.

use super::FetchError;
use reqwest::Url;

/// An answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// Where it came from in the end.
    pub url: String,
    /// The status code.
    pub status: u16,
    /// What it says it is, small letters.
    pub content_type: String,
    /// Its body, unpacked.
    pub body: Vec<u8>,
}

impl Page {
    /// The host it came from.
    pub fn host(&self) -> String {
        Url::parse(&self.url)
            .map_or_else(|_| String::new(), |url| url.host_str().unwrap_or_default().to_owned())
    }

    /// It cannot be read.
    pub(super) fn malformed(&self, reason: impl Into<String>) -> FetchError {
        FetchError::Malformed { host: self.host(), reason: reason.into() }
    }

    /// Refuses an answer that is not of a kind, or does not say that all is well.
    pub(super) fn expect(&self, kind: &str) -> Result<(), FetchError> {
        if self.status != 200 {
            return Err(FetchError::Status { host: self.host(), status: self.status });
        }
        match self.content_type.contains(kind) {
            true => Ok(()),
            false => Err(self.malformed(format!("it is {} and not {kind}", self.content_type))),
        }
    }

    /// Its body as JSON.
    pub(super) fn json(&self) -> Result<serde_json::Value, FetchError> {
        self.expect("json")?;
        serde_json::from_slice(&self.body).map_err(|e| self.malformed(e.to_string()))
    }
}
