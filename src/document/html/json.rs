//! The strings of JSON in a script, each with its key and its place.

use crate::text::{Span, Text};
use std::ops::Range;

/// Longest escape: two halves of a character beyond the first 65,536.
const LONGEST_ESCAPE: usize = 12;

/// Gives each `"key": "value"` of a script. The script may be JSON or hold it; `breaks` says whether
/// strings may go over lines, as some JSON-LD does.
pub fn members(script: &str, breaks: bool, mut member: impl FnMut(&str, Range<usize>)) {
    let bytes = script.as_bytes();
    let mut at = 0;
    let mut key: Option<Range<usize>> = None;
    while let Some(open) = bytes[at..].iter().position(|b| *b == b'"').map(|i| at + i) {
        let Some(end) = close(bytes, open + 1, breaks) else {
            at = open + 1;
            continue;
        };
        let text = open + 1..end;
        let is_value = key.as_ref().is_some_and(|key| is_colon(&script[key.end + 1..open]));
        match key.take_if(|_| is_value) {
            Some(key) => member(&script[key], text),
            None => key = Some(text),
        }
        at = end + 1;
    }
}

/// Where a string that begins at `from` ends.
fn close(bytes: &[u8], from: usize, breaks: bool) -> Option<usize> {
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\n' if !breaks => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn is_colon(between: &str) -> bool {
    between.trim() == ":"
}

/// Decodes a string of a script: a range of it without the quotes.
pub fn decode(script: &Text, range: Range<usize>) -> Text {
    let source = script.as_str();
    let mut out = Text::default();
    let mut at = range.start;
    while let Some(slash) = source[at..range.end].find('\\').map(|i| at + i) {
        out.append(&script.slice(at..slash));
        let mut end = range.end.min(slash + LONGEST_ESCAPE);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let (c, length) = escape(&source[slash..end]);
        let span = script.span(slash..slash + length);
        out.push_decoded(c.encode_utf8(&mut [0; 4]), span);
        at = slash + length;
    }
    out.append(&script.slice(at..range.end));
    out
}

/// The character that an escape stands for, and its length.
fn escape(text: &str) -> (char, usize) {
    let named = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => return unicode(text),
        _ => match text[1..].chars().next() {
            Some(c) => return (c, 1 + c.len_utf8()),
            None => return ('\\', 1),
        },
    };
    (named, 2)
}

/// `\u4e2d`, or two halves.
fn unicode(text: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return ('u', 2) };
    let pair = [Some(first), unit(6)];
    let mut read = char::decode_utf16(pair.into_iter().flatten());
    match read.next() {
        Some(Ok(c)) => (c, 6 * c.len_utf16()),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

/// A text read from inside another: its places are offsets of `outer`, and become those of the file.
pub fn through(text: &Text, outer: &Text) -> Text {
    let mut out = Text::default();
    for run in text.runs() {
        let Span { start, end } = run.span;
        match run.verbatim {
            true => out.append(&outer.slice(start..end)),
            false => out.push_decoded(&text.as_str()[run.at..run.at + run.len], outer.span(start..end)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str, breaks: bool) -> Vec<(String, String)> {
        let mut text = Text::default();
        text.push_verbatim(script, 0);
        let mut found = Vec::new();
        members(script, breaks, |key, range| {
            found.push((key.to_owned(), decode(&text, range).as_str().to_owned()));
        });
        found
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn members_are_found_in_json_and_in_scripts() {
        let script =
            r#"{"@type": ["A", "B"], "name" : "x\"y", "n": 1, "list": ["a", "b"], "t":"\u4e2d\/\n"}"#;
        assert_eq!(read(script, false), pairs(&[("name", "x\"y"), ("t", "中/\n")]));
        let script = "var a='it';window.S={\"content\":\"<p>一\\ud83d\\ude00<\\/p>\"};f(\"x\")";
        assert_eq!(read(script, false), pairs(&[("content", "<p>一😀</p>")]));
        assert_eq!(read("{\"a\": \"b\nc\", \"d\": \"e\"}", true), pairs(&[("a", "b\nc"), ("d", "e")]));
        for broken in ["{\"a\": \"b", "\"a\": \"\\", "\"", "\"\\u12\": \"\\u1\"", "\"a\":\"\\udead\\u\""] {
            read(broken, true);
            read(broken, false);
        }
    }

    #[test]
    fn a_text_in_a_string_knows_its_bytes() {
        let mut script = Text::default();
        script.push_verbatim(r#"{"a":"x\u4e2d &amp;y"}"#, 100);
        let outer = decode(&script, 6..20);
        assert_eq!(outer.as_str(), "x中 &amp;y");
        let mut inner = Text::default();
        inner.push_verbatim("中 ", 1);
        inner.push_decoded("&", Span::new(5, 10));
        let text = through(&inner, &outer);
        assert_eq!(text.as_str(), "中 &");
        assert_eq!(text.span(0..3), Span::new(107, 113));
        assert_eq!(text.span(4..5), Span::new(114, 119));
    }
}
