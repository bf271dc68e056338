//! EML and MHTML: the text of a mail, or of a page saved with its images in one file.

use super::charset::{self, Decoded};
use super::limits::ReadError;
use crate::text::SourceMap;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{MessageParser, MimeHeaders};
use std::borrow::Cow;

/// Deepest nesting of parts.
const MAX_PARTS_DEPTH: usize = 16;

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

/// Reads a mail: its first part of HTML, else its first part of text. The part is named by its type; its
/// bytes are those behind the transfer encoding. Messages inside the message are not read.
pub fn read(bytes: &[u8]) -> Result<Mail, ReadError> {
    let (mut open, mut plain) = (vec![(bytes, 0)], None);
    while let Some((bytes, depth)) = open.pop() {
        let part = Part::read(bytes);
        if let Some(boundary) = &part.boundary {
            if depth >= MAX_PARTS_DEPTH {
                return Err(ReadError::TooDeep);
            }
            let inner = divide(part.body, boundary).into_iter().rev();
            open.extend(inner.map(|part| (part, depth + 1)));
        } else if part.kind == HTML {
            return part.decode();
        } else if part.kind == PLAIN && plain.is_none() {
            plain = Some(part);
        }
    }
    plain.ok_or(ReadError::NoText)?.decode()
}

const HTML: &str = "text/html";
const PLAIN: &str = "text/plain";

/// A part as it stands in the file.
struct Part<'a> {
    kind: String,
    boundary: Option<String>,
    charset: Option<String>,
    encoding: String,
    body: &'a [u8],
}

impl<'a> Part<'a> {
    fn read(bytes: &'a [u8]) -> Part<'a> {
        let (head, body) = bytes.split_at(head_len(bytes));
        let head = MessageParser::new().parse_headers(head);
        let root = head.as_ref().and_then(|head| head.parts.first());
        let kind = root.and_then(|root| root.content_type());
        let said = |name| kind.and_then(|kind| kind.attribute(name)).map(str::to_owned);
        let encoding = root.and_then(|root| root.content_transfer_encoding());
        let kind = kind.map_or(PLAIN.to_owned(), |kind| {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase()
        });
        Part {
            boundary: said("boundary").filter(|_| kind.starts_with("multipart/")),
            charset: said("charset"),
            encoding: encoding.unwrap_or_default().to_ascii_lowercase(),
            kind,
            body,
        }
    }

    fn decode(self) -> Result<Mail, ReadError> {
        let decoded = match self.encoding.as_str() {
            "base64" => base64_decode(self.body),
            "quoted-printable" => quoted_printable_decode(self.body),
            _ => None,
        };
        let bytes = decoded.map_or(Cow::Borrowed(self.body), Cow::Owned);
        let Decoded { text, map } = charset::decode(&bytes, self.charset.as_deref())?;
        let mut map = map.unwrap_or_else(|| {
            let mut map = SourceMap::default();
            map.push_verbatim(text.len(), 0);
            map
        });
        map.set_part(&self.kind);
        Ok(Mail { html: self.kind == HTML, text: text.into_owned(), map })
    }
}

/// The length of a head, with the empty line behind it.
fn head_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        len += line.len();
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
    }
    len
}

/// The parts between the lines that a boundary makes.
fn divide<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let (mut parts, mut start, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|b| *b == b'\n') {
        let mark = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes()));
        if let Some(rest) = mark.map(<[u8]>::trim_ascii_end).filter(|rest| matches!(*rest, b"" | b"--")) {
            parts.extend(start.map(|start| &body[start..at]));
            start = rest.is_empty().then_some(at + line.len());
        }
        at += line.len();
    }
    parts.extend(start.map(|start| &body[start..]));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_html_part_wins_wherever_it_stands() {
        let mail = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"a b\"\r\n\r\npreamble\r\n--a b\r\n\r\nplain\r\n\
            --a b\r\nContent-Type: Multipart/Alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\n\
            Content-Transfer-Encoding: BASE64\r\n\r\nPHA+5q+P5pel\r\n5LiA5qyhPC9wPg==\r\n--c--\r\n--a b--\r\n";
        let read_it = read(mail.as_bytes()).unwrap();
        assert_eq!((read_it.text.as_str(), read_it.html), ("<p>每日一次</p>", true));
        assert_eq!(read_it.map.part(4), Some("text/html"));
        let plain = read(mail.replace("text/html", "image/png").as_bytes()).unwrap();
        assert_eq!((plain.text.trim(), plain.html), ("plain", false));
    }
}
