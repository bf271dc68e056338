//! A custom bot of a Feishu or Lark group.
//!
//! Form, signing and codes: <https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>. A request holds
//! at most 20 KB; `timestamp` in seconds and `sign` stand in it; the bot answers with `code` in a body of status
//! 200. A message is a post, whose pieces of text know no mark-up.

use super::NotifyError;
use super::chat::answered;
use super::lines::{Kind, Line, fit, title};
use super::message::Message;
use super::plain::inert;
use super::sign::{self, Secret};
use crate::text::Language;
use serde_json::{Value, json};

/// Bytes of the post; the service takes 20 KB with what is around it.
const LONGEST: usize = 18_000;
/// The service gets too many messages: of this bot, or of all.
const LATER: &[i64] = &[9_499, 11_232];

pub(super) fn body(message: &Message) -> Value {
    let size = |paragraph: &Value| paragraph.to_string().len() + 1;
    let mut paragraphs = fit(message, LONGEST, paragraph, size);
    // The title stands above the post.
    paragraphs.remove(0);
    let locale = match message.language {
        Language::Zh => "zh_cn",
        Language::En => "en_us",
    };
    let post = json!({"title": inert(&title(message)), "content": paragraphs});
    json!({"msg_type": "post", "content": {"post": {locale: post}}})
}

fn paragraph(line: &Line) -> Value {
    let text = inert(&line.text);
    let text = match line.kind {
        Kind::Finding(_) => format!("• {} {text}", line.head),
        Kind::Card => format!("【{text}】"),
        Kind::Article | Kind::Title | Kind::Note => text,
    };
    match &line.link {
        Some(link) => json!([{"tag": "a", "text": text, "href": link}]),
        None => json!([{"tag": "text", "text": text}]),
    }
}

/// Adds time and signature to a body.
pub(super) fn sign(body: &mut Value, secret: &Secret, seconds: i64) -> Result<(), NotifyError> {
    body["timestamp"] = seconds.to_string().into();
    body["sign"] = sign::feishu(secret, seconds)?.into();
    Ok(())
}

pub(super) fn delivered(host: &str, body: &[u8]) -> Result<(), NotifyError> {
    answered(host, body, ("code", "msg"), LATER)
}
