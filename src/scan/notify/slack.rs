//! An incoming webhook of Slack.
//!
//! Form: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>; escapes:
//! <https://docs.slack.dev/messaging/formatting-message-text>; limits:
//! <https://docs.slack.dev/reference/block-kit/composition-objects/text-object> (3,000 characters a text, 50
//! blocks, about 13,000 characters of blocks). `verbatim` keeps it from making links and mentions of words.

use super::lines::{Kind, Line, fit, title};
use super::message::Message;
use super::plain::inert;
use serde_json::{Value, json};

/// Characters of a message.
const LONGEST: usize = 12_000;
/// Characters of a block.
const LONGEST_BLOCK: usize = 2_900;

pub(super) fn body(message: &Message) -> Value {
    let written = fit(message, LONGEST, line, |line| line.chars().count() + 1);
    let mut texts: Vec<String> = Vec::new();
    for line in written {
        match texts.last_mut() {
            Some(text) if text.chars().count() + line.chars().count() < LONGEST_BLOCK => {
                text.push('\n');
                text.push_str(&line);
            }
            _ => texts.push(line),
        }
    }
    let block =
        |text: String| json!({"type": "section", "text": {"type": "mrkdwn", "verbatim": true, "text": text}});
    json!({
        "text": inert(&title(message)),
        "blocks": texts.into_iter().map(block).collect::<Vec<_>>(),
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

fn line(line: &Line) -> String {
    let text = inert(&line.text);
    match (line.kind, &line.link) {
        (Kind::Article, Some(link)) => format!("\n*<{}|{text}>*", link.replace('&', "&amp;")),
        (Kind::Article, None) => format!("\n*{text}*"),
        (Kind::Title | Kind::Card, _) => format!("*{text}*"),
        (Kind::Finding(_), _) => format!("• *{}* {text}", line.head),
        (Kind::Note, _) => text,
    }
}
