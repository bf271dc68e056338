//! A bot of a WeCom group.
//!
//! Form and codes: <https://developer.work.weixin.qq.com/document/path/99110>. A message is Markdown of at
//! most 4,096 bytes in UTF-8; the key stands in the address, nothing is signed; the bot answers with
//! `errcode` in a body of status 200, and takes 20 messages a minute. `<@id>` in a text mentions people.

use super::NotifyError;
use super::chat::{answered, markdown};
use super::message::Message;
use serde_json::{Value, json};

/// Bytes of Markdown.
const LONGEST: usize = 4_096;
/// The service is busy, or gets too many messages.
const LATER: &[i64] = &[-1, 45_009];

pub(super) fn body(message: &Message) -> Value {
    json!({"msgtype": "markdown", "markdown": {"content": markdown(message, "\n", LONGEST)}})
}

pub(super) fn delivered(host: &str, body: &[u8]) -> Result<(), NotifyError> {
    answered(host, body, ("errcode", "errmsg"), LATER)
}
