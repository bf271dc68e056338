//! Plain text: each line a block, except that lines wrapped at a fixed width are joined.

use super::BlockKind;
use super::draft::{Drafts, Inline};
use super::limits::ReadError;
use super::parsed::Parsed;
use super::suppression;
use crate::text::Span;

/// Lines shorter than this, in bytes, were not cut by wrapping.
const WRAPPED_FROM: usize = 50;

/// Reads plain text that stands at offset `base` of the file.
pub fn read(source: &str, base: usize) -> Result<Parsed, ReadError> {
    let mut drafts = Drafts::default();
    let mut inline = Inline::default();
    let mut directives = Vec::new();
    let mut start = 0;
    let mut before = "";
    while start < source.len() {
        let rest = &source[start..];
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let directive = suppression::in_line(line, base + start);
        if directive.is_some() || !is_wrapped(before, line) {
            drafts.push(inline.take(BlockKind::Paragraph, 0))?;
        }
        match directive {
            Some(directive) => directives.push(directive),
            None => inline.push(line, base + start),
        }
        let end = start + line.len();
        let mark = if source[end..].starts_with("\r\n") { 2 } else { source.len().min(end + 1) - end };
        inline.space(Span::new(base + end, base + end + mark), true);
        (start, before) = (end + mark, line);
    }
    drafts.push(inline.take(BlockKind::Paragraph, 0))?;
    Ok(Parsed { drafts: drafts.list, directives, ..Parsed::default() })
}

/// Whether a line goes on in the next because it was cut at a fixed width.
fn is_wrapped(line: &str, next: &str) -> bool {
    line.len() >= WRAPPED_FROM
        && line.trim_end().ends_with(|c: char| c.is_ascii_alphanumeric() || c == ',')
        && next.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<String> {
        let parsed = read(source, 0).unwrap();
        parsed.drafts.iter().map(|d| d.text.as_str().to_owned()).collect()
    }

    #[test]
    fn wrapped_lines_join_and_others_stand_alone() {
        let text = "A title\r\nThe trial enrolled two hundred adults with mild anaemia and\r\nfollowed them for a year.\r\n\r\n服用方法\r每日一次";
        assert_eq!(
            lines(text),
            [
                "A title",
                "The trial enrolled two hundred adults with mild anaemia and followed them for a year.",
                "服用方法",
                "每日一次"
            ]
        );
    }
}
