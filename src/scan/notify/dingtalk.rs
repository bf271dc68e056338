//! A custom bot of a DingTalk group.
//!
//! Form, signing and codes: <https://open.dingtalk.com/document/orgapp/custom-robot-access>. A message is
//! Markdown of at most 20,000 bytes; a signed address carries `timestamp` in milliseconds and `sign`; the bot
//! answers with `errcode` in a body of status 200, and takes 20 messages a minute.

use super::NotifyError;
use super::chat::{answered, markdown};
use super::lines::title;
use super::message::Message;
use super::plain::inert;
use super::sign::{self, Secret};
use reqwest::Url;
use serde_json::{Value, json};

/// Bytes of Markdown; the service takes 20,000 with what is around it.
const LONGEST: usize = 16_000;
/// The service is busy, or gets too many messages.
const LATER: &[i64] = &[-1, 130_101];

pub(super) fn body(message: &Message) -> Value {
    json!({
        "msgtype": "markdown",
        "markdown": {"title": inert(&title(message)), "text": markdown(message, "\n\n", LONGEST)},
        "at": {"isAtAll": false},
    })
}

/// Adds time and signature to an address.
pub(super) fn sign(url: &mut Url, secret: &Secret, milliseconds: i64) -> Result<(), NotifyError> {
    let signature = sign::dingtalk(secret, milliseconds)?;
    let mut query = url.query_pairs_mut();
    query.append_pair("timestamp", &milliseconds.to_string()).append_pair("sign", &signature);
    Ok(())
}

pub(super) fn delivered(host: &str, body: &[u8]) -> Result<(), NotifyError> {
    answered(host, body, ("errcode", "errmsg"), LATER)
}
