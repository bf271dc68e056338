//! A webhook of anybody's: the news as JSON, signed.
//!
//! `X-Claimlint-Timestamp` holds seconds, `X-Claimlint-Signature` is `sha256=` and the HMAC-SHA256 of the
//! timestamp, a full stop and the body in hexadecimal digits, and `Idempotency-Key` is the same for the same
//! run and channel.

use super::NotifyError;
use super::message::Message;
use crate::report::json;
use crate::scan::news::{CardNews, RunNews};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bytes of a body, about.
const LONGEST: usize = 256 * 1024;

/// Name and version of the shape of [`Body`].
const SCHEMA: &str = "claimlint-news/1";

/// What a webhook gets.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    /// Name and version of this shape.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// The same for the same run and channel.
    pub key: String,
    /// The channel.
    pub channel: String,
    /// The run, with what is new by articles and evidence alone.
    pub news: RunNews,
    /// Findings that are left out for want of room.
    pub left_out: usize,
}

pub(super) fn body(message: &Message) -> Result<Vec<u8>, NotifyError> {
    let (news, left_out) = fitted(&message.news);
    let (key, channel) = (message.key.clone(), message.channel.name.clone());
    let body = Body { schema: SCHEMA.to_owned(), key, channel, news, left_out };
    let mut out = Vec::new();
    json::line(&body, &mut out).map_err(|e| NotifyError::Written(e.to_string()))?;
    Ok(out)
}

/// The news with as many findings as there is room for, and how many new ones are left out.
fn fitted(news: &RunNews) -> (RunNews, usize) {
    let mut news = news.clone();
    let (mut room, mut left_out) = (LONGEST, 0);
    let size = |value: &dyn Fn() -> serde_json::Result<String>| value().map_or(usize::MAX, |text| text.len());
    for article in &mut news.articles {
        let mut takes = |bytes: usize| {
            let left = room.checked_sub(bytes);
            room = left.unwrap_or(0);
            left.is_some()
        };
        let mut keep = |card: &mut CardNews| {
            let before = card.findings.len();
            card.findings.retain(|f| takes(size(&|| serde_json::to_string(f))));
            left_out += before - card.findings.len();
        };
        article.cards.iter_mut().for_each(&mut keep);
        article.cards.retain(|card| !card.findings.is_empty());
        article.loose.retain(|f| takes(size(&|| serde_json::to_string(f))));
        article.fixed.retain(|f| takes(size(&|| serde_json::to_string(f))));
    }
    news.articles.retain(|article| !article.cards.is_empty());
    (news, left_out)
}
