//! Mark-up inside an entry: tags, character references, links of Markdown.

use std::borrow::Cow;

/// Removes tags and decodes the character references that articles use.
pub(super) fn without_markup<'a>(raw: &'a str, links: &mut Vec<String>) -> Cow<'a, str> {
    if !raw.contains(['<', '&']) && !raw.contains("](") {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['<', '&', '[']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        let taken = match here.as_bytes()[0] {
            b'<' => tag(here, &mut out, links),
            b'&' => character(here, &mut out),
            _ => markdown_link(here, &mut out, links),
        };
        let first = here.chars().next().map_or(1, char::len_utf8);
        if taken == 0 {
            out.push_str(&here[..first]);
        }
        rest = &here[taken.max(first)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Longest tag, character reference or link target that is read as one, in bytes.
const LONGEST: usize = 600;

fn window(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn tag(text: &str, out: &mut String, links: &mut Vec<String>) -> usize {
    let Some(close) = window(text).find('>') else { return 0 };
    let inner = &text[1..close];
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return 0;
    }
    if let Some((_, value)) = inner.split_once("href=") {
        let value = value.trim_start_matches(['"', '\'']);
        links.push(value.split(['"', '\'', ' ']).next().unwrap_or(value).to_owned());
    }
    if inner.eq_ignore_ascii_case("sup")
        && let Some(end) = window(&text[close..]).find("</")
        && text[close + 1..close + end].chars().all(|c| c.is_ascii_digit() || "[],- ".contains(c))
        && text[close + end..].trim_end().len() <= "</sup>".len()
    {
        return text.len();
    }
    if inner.starts_with("br") || inner.starts_with("/p") || inner.starts_with("/li") {
        out.push(' ');
    }
    close + 1
}

fn character(text: &str, out: &mut String) -> usize {
    let near = text.char_indices().take(10).find(|&(_, c)| matches!(c, ';' | '；'));
    let Some((end, close)) = near else { return 0 };
    let name = &text[1..end];
    let decoded = match name {
        "amp" => Some('&'),
        "nbsp" | "ensp" | "emsp" | "thinsp" => Some(' '),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "ndash" | "minus" => Some('-'),
        "mdash" => Some('—'),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        _ => name.strip_prefix('#').and_then(|n| {
            let code = match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => n.parse(),
            };
            code.ok().and_then(char::from_u32)
        }),
    };
    decoded.map_or(0, |c| {
        out.push(c);
        end + close.len_utf8()
    })
}

fn markdown_link(text: &str, out: &mut String, links: &mut Vec<String>) -> usize {
    let near = window(text);
    let Some(middle) = near.find("](") else { return 0 };
    let Some(close) = near[middle..].find(')') else { return 0 };
    let (words, target) = (&text[1..middle], &text[middle + 2..middle + close]);
    if words.contains(['[', ']']) || !(target.contains("//") || target.starts_with("10.")) {
        return 0;
    }
    let open = target.matches('(').count();
    let target_end = match open {
        0 => middle + close,
        _ => near[middle..].rfind(')').map_or(middle + close, |c| middle + c),
    };
    links.push(text[middle + 2..target_end].to_owned());
    out.push_str(words);
    target_end + 1
}
