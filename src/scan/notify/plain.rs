//! Words of articles made fit for chats, most of which know no way to write a mark as itself.

use crate::report::safe::one_line;
use reqwest::Url;

/// The text on one line, no longer than so many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    let line = one_line(text.trim());
    match line.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// The text with marks that look alike in place of those that a chat takes for mark-up, a mention or
/// a link.
pub(super) fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        out.push(match c {
            '*' => '∗',
            '_' => 'ˍ',
            '~' => '∼',
            '`' => 'ˋ',
            '[' => '［',
            ']' => '］',
            '<' => '＜',
            '>' => '＞',
            '#' => '＃',
            '|' => '｜',
            '\\' => '＼',
            '@' => '＠',
            '&' => '＆',
            _ => c,
        });
    }
    unlinked(&out)
}

/// The text with what chats make links of by themselves taken apart: `https://…`, `www.…`.
pub(super) fn unlinked(text: &str) -> String {
    text.replace("://", "：//").replace("www.", "www．").replace("WWW.", "WWW．")
}

/// An address that a message may lead to: one of the web, in which no mark ends a link early.
pub(crate) fn link(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let plain = url.username().is_empty() && url.password().is_none();
    let mut out = String::new();
    for c in url.as_str().chars().filter(|_| plain) {
        match c {
            '(' | ')' | '<' | '>' | '[' | ']' | '|' | '\\' | '`' | '*' | '"' | '\'' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    Some(out).filter(|out| !out.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_mark_up_a_mention_or_a_link() {
        let hostile = "<!channel> <@U1|x> @all [a](http://evil.example) **b** _c_ ~d~ `e` # f > g ![h](i) &lt; www.evil.example\r\n\u{202e}";
        let shown = inert(hostile);
        assert!(
            !shown.contains(['<', '>', '@', '[', ']', '*', '_', '~', '`', '#', '|', '&', '\n', '\u{202e}']),
            "{shown}"
        );
        assert!(!shown.contains("://") && !shown.contains("www."), "{shown}");
    }

    #[test]
    fn only_addresses_of_the_web_are_links_and_nothing_ends_them_early() {
        assert_eq!(
            link("https://例子.cn/a b(1)|x*"),
            Some("https://xn--fsqu00a.cn/a%20b%281%29%7Cx%2A".into())
        );
        for address in
            ["javascript:alert(1)", "articles/a.md", "file:///etc/passwd", "https://u:p@example.org/"]
        {
            assert_eq!(link(address), None, "{address}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut(" 一二三四\n", 3), "一二三…");
        assert_eq!(cut("一二三", 3), "一二三");
    }
}
