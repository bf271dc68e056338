//! Which format a file is in: by its content first, then by its name.

use super::{Format, front_matter};

/// Endings of the names of files that claimlint reads, and the formats of texts that they name.
const ENDINGS: &[(&str, Option<Format>)] = &[
    ("html", Some(Format::Html)),
    ("htm", Some(Format::Html)),
    ("xhtml", Some(Format::Html)),
    ("shtml", Some(Format::Html)),
    ("md", Some(Format::Markdown)),
    ("markdown", Some(Format::Markdown)),
    ("mdx", Some(Format::Markdown)),
    ("txt", Some(Format::Plain)),
    ("text", Some(Format::Plain)),
    ("docx", None),
    ("eml", None),
    ("mhtml", None),
    ("mht", None),
];

/// Endings of the names of files that claimlint reads.
pub fn endings() -> impl Iterator<Item = &'static str> {
    ENDINGS.iter().map(|(ending, _)| *ending)
}

/// The format of a text.
pub fn of(source: &str, name: Option<&str>) -> Format {
    let named = name.and_then(by_name);
    if is_html(source) {
        return Format::Html;
    }
    match named {
        Some(Format::Plain) if markdown_signs(source) >= 3 => Format::Markdown,
        Some(named) => named,
        None if markdown_signs(source) >= 2 => Format::Markdown,
        None => Format::Plain,
    }
}

fn by_name(name: &str) -> Option<Format> {
    let (_, extension) = name.rsplit_once('.')?;
    ENDINGS.iter().find(|(ending, _)| extension.eq_ignore_ascii_case(ending))?.1
}

/// A page opens with a tag or a doctype, comments aside, and closes elements that pages are made of.
fn is_html(source: &str) -> bool {
    let start = behind_comments(source);
    if !start.starts_with('<') {
        return false;
    }
    let head = lower_head(start, 256);
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return true;
    }
    let opens = head[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?');
    let text = lower_head(start, 65_536);
    let closed =
        ["</html>", "</body>", "</p>", "</div>", "</h1>", "</h2>", "</article>", "</table>", "</head>"];
    opens && (text.contains("<html") || closed.iter().any(|tag| text.contains(tag)))
}

/// The text without comments in front of it: Markdown may open with one as well.
fn behind_comments(source: &str) -> &str {
    let mut rest = source.trim_start();
    while let Some((_, behind)) = rest.strip_prefix("<!--").and_then(|inside| inside.split_once("-->")) {
        rest = behind.trim_start();
    }
    rest
}

fn lower_head(text: &str, len: usize) -> String {
    let mut end = len.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_ascii_lowercase()
}

/// How much a text looks like Markdown: two signs are enough, front matter is two.
fn markdown_signs(source: &str) -> usize {
    let mut signs = if front_matter::split(source).meta.is_empty() { 0 } else { 2 };
    for line in source.lines().take(400) {
        let line = line.trim_start();
        let heading = line.trim_start_matches('#');
        let hashes = line.len() - heading.len();
        signs += usize::from((1..=6).contains(&hashes) && heading.starts_with(' '));
        signs += usize::from(line.contains("](http") || line.contains("](/") || line.contains("](#"));
        signs += usize::from(line.starts_with("[^") && line.contains("]:"));
        signs += usize::from(line.starts_with("|--") || line.starts_with("| --") || line.starts_with("|:-"));
        signs += usize::from(line.starts_with("```"));
        signs += usize::from(line.matches("**").count() >= 2);
        if signs >= 3 {
            break;
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_comes_before_the_name() {
        assert_eq!(of("\n<!DOCTYPE html><p>x", Some("a.txt")), Format::Html);
        assert_eq!(of("<p>每日一次</p>", None), Format::Html);
        assert_eq!(of("<5 mg daily is low.", None), Format::Plain);
        assert_eq!(of("---\ntitle: A\n---\ntext", None), Format::Markdown);
        assert_eq!(of("# A\n\nsee [b](http://c)", None), Format::Markdown);
        assert_eq!(of("## 一\n文字", Some("a.md")), Format::Markdown);
        assert_eq!(of("# hashtag", None), Format::Plain);
        assert_eq!(of("<!-- note -->\n# A\n\n<table><tr></table>", Some("a.md")), Format::Markdown);
        assert_eq!(of("<!-- note --><p>每日一次</p>", None), Format::Html);
    }
}
