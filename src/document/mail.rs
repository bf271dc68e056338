//! EML and MHTML: the text of a mail, or of a page saved with its images in one file.

use super::limits::ReadError;
use crate::text::SourceMap;
use mail_parser::{MessageParser, PartType};

/// The text of a mail.
#[derive(Debug)]
pub struct Mail {
    /// The decoded part that holds the article.
    pub text: String,
    /// The way from it to the part.
    pub map: SourceMap,
    /// Whether it is HTML.
    pub html: bool,
}

/// Reads a mail: its first part of HTML, else its first part of text. The part is named by its type;
/// its bytes are those of the part decoded to UTF-8.
pub fn read(bytes: &[u8]) -> Result<Mail, ReadError> {
    let message = MessageParser::new().parse(bytes).ok_or(ReadError::NoText)?;
    let html = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(text) => Some((text, true)),
        _ => None,
    });
    let plain = || {
        message.parts.iter().find_map(|part| match &part.body {
            PartType::Text(text) => Some((text, false)),
            _ => None,
        })
    };
    let (text, html) = html.or_else(plain).ok_or(ReadError::NoText)?;
    let mut map = SourceMap::default();
    map.open_part(if html { "text/html" } else { "text/plain" });
    map.push_verbatim(text.len(), 0);
    Ok(Mail { text: text.clone().into_owned(), map, html })
}
