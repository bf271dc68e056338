//! What a file says of its own encoding: an XML declaration, or a `<meta>` among its first bytes.

use super::known;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far a declaration is looked for, in bytes. The HTML standard asks for the first 1,024; templates
/// put scripts and styles in front of it.
const PRESCAN: usize = 8192;

/// The declared encoding. UTF-16 cannot be declared in ASCII, and is taken for UTF-8.
pub fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let encoding = xml(head).or_else(|| meta(head))?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn xml(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|w| w == b"?>")?;
    known(&label_after(&declaration[..end], b"encoding")?)
}

/// The prescan of the HTML standard: comments are passed over, and the first `<meta>` counts that
/// names an encoding by `charset` or by `http-equiv=content-type`.
fn meta(head: &[u8]) -> Option<&'static Encoding> {
    let mut at = 0;
    while at < head.len() {
        let rest = &head[at..];
        if rest.starts_with(b"<!--") {
            at += 4 + rest[4..].windows(3).position(|w| w == b"-->")? + 3;
        } else if opens_meta(rest) {
            let (found, len) = read_meta(&rest[5..]);
            if found.is_some() {
                return found;
            }
            at += 5 + len;
        } else {
            at += 1;
        }
    }
    None
}

fn opens_meta(rest: &[u8]) -> bool {
    let name = rest.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"<meta"));
    name && rest.get(5).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/')
}

/// The encoding that the attributes of a `<meta>` name, and their length.
fn read_meta(attributes: &[u8]) -> (Option<&'static Encoding>, usize) {
    let mut at = 0;
    let (mut charset, mut content, mut is_type) = (None, None, false);
    while let Some((name, value, len)) = attribute(&attributes[at..]) {
        at += len;
        match name.as_slice() {
            b"charset" => charset = charset.or_else(|| known(&value)),
            b"http-equiv" => is_type |= value.eq_ignore_ascii_case(b"content-type"),
            b"content" => content = content.or_else(|| known(&label_after(&value, b"charset")?)),
            _ => {}
        }
    }
    (charset.or(content.filter(|_| is_type)), at)
}

/// The next attribute, its name in lower case, and how many bytes it takes with what stands before it.
fn attribute(bytes: &[u8]) -> Option<(Vec<u8>, Vec<u8>, usize)> {
    let is_blank = |b: &u8| b.is_ascii_whitespace() || *b == b'/';
    let start = bytes.iter().position(|b| !is_blank(b)).filter(|at| bytes[*at] != b'>')?;
    let name = bytes[start..].iter().position(|b| is_blank(b) || matches!(b, b'=' | b'>'))?;
    let end = start + name.max(1);
    let behind = end + bytes[end..].iter().position(|b| !b.is_ascii_whitespace())?;
    let name = bytes[start..end].to_ascii_lowercase();
    if bytes[behind] != b'=' {
        return Some((name, Vec::new(), end));
    }
    let open = behind + 1 + bytes[behind + 1..].iter().position(|b| !b.is_ascii_whitespace())?;
    let (from, to, len) = match bytes[open] {
        quote @ (b'"' | b'\'') => {
            let close = open + 1 + bytes[open + 1..].iter().position(|b| *b == quote)?;
            (open + 1, close, close + 1)
        }
        _ => {
            let bare = bytes[open..].iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
            (open, open + bare, open + bare)
        }
    };
    Some((name, bytes[from..to].to_vec(), len))
}

/// The label behind `word=`, with or without quotes: `text/html; charset=gb2312`.
fn label_after(text: &[u8], word: &[u8]) -> Option<Vec<u8>> {
    let lower = text.to_ascii_lowercase();
    let at = lower.windows(word.len()).position(|w| w == word)? + word.len();
    let value = lower[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = value.first().copied().filter(|b| matches!(b, b'"' | b'\''));
    let value = &value[usize::from(quote.is_some())..];
    let ends = |b: &u8| quote.map_or(b.is_ascii_whitespace() || *b == b';', |quote| *b == quote);
    Some(value[..value.iter().position(ends).unwrap_or(value.len())].to_vec())
}

#[cfg(test)]
mod tests {
    use super::encoding;

    #[test]
    fn declarations_are_read_as_the_standard_says() {
        let name = |text: &str| encoding(text.as_bytes()).map(|e| e.name());
        assert_eq!(name("<!doctype html><META CHARSET = 'Big5'>"), Some("Big5"));
        assert_eq!(name("<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">"), Some("GBK"));
        assert_eq!(name("<meta content='text/html; charset=gbk' name=x>"), None);
        assert_eq!(
            name("<!-- <meta charset=big5> --><meta name=a /><meta charset=gb18030>"),
            Some("gb18030")
        );
        assert_eq!(name("<?xml version='1.0' encoding=\"GB2312\"?><html>"), Some("GBK"));
        assert_eq!(name("<meta charset=utf-16>"), Some("UTF-8"));
        assert_eq!(name("<metadata charset=gbk>"), None);
        assert_eq!(name("<meta charset=\"gbk"), None);
        assert_eq!(name("<meta = = charset>"), None);
    }
}
