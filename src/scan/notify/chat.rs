//! What the bots of chats share: the little Markdown they know, and how they answer.

use super::NotifyError;
use super::lines::{Kind, Line, fit};
use super::message::Message;
use super::plain::{cut, inert};
use serde_json::Value;

/// Longest words of an answer that are repeated, in characters.
const LONGEST: usize = 200;

/// The message in Markdown of at most so many bytes, its lines with `gap` between them.
pub(super) fn markdown(message: &Message, gap: &str, limit: usize) -> String {
    fit(message, limit, markdown_line, |line| line.len() + gap.len()).join(gap)
}

fn markdown_line(line: &Line) -> String {
    let text = inert(&line.text);
    match (line.kind, &line.link) {
        (Kind::Title, _) => format!("### {text}"),
        (Kind::Article, Some(link)) => format!("**[{text}]({link})**"),
        (Kind::Article, None) | (Kind::Card, _) => format!("**{text}**"),
        (Kind::Finding(_), _) => format!("> **{}** {text}", line.head),
        (Kind::Note, _) => text,
    }
}

/// What a bot answered: its code under `name`, and what it says under `said`. Codes in `later` may
/// go away.
pub(super) fn answered(
    host: &str,
    body: &[u8],
    (name, said): (&str, &str),
    later: &[i64],
) -> Result<(), NotifyError> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = answer.get(name).and_then(Value::as_i64);
    let said = answer.get(said).and_then(Value::as_str).unwrap_or("the answer cannot be read");
    match code {
        Some(0) => Ok(()),
        _ => Err(NotifyError::Refused {
            host: host.to_owned(),
            code: code.unwrap_or_default(),
            said: cut(said, LONGEST),
            may_pass: code.is_some_and(|code| later.contains(&code)),
        }),
    }
}
