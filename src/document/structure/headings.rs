//! Headings of plain text, told by how they are numbered or set apart.

use super::line::{Line, width};
use crate::document::BlockKind;
use crate::document::draft::Draft;

/// Widest heading, in Han characters.
const WIDEST: usize = 30;

/// Marks headings among the paragraphs.
pub fn mark(drafts: &mut [Draft], lines: &[Line]) {
    for (draft, line) in drafts.iter_mut().zip(lines) {
        if draft.kind == BlockKind::Paragraph
            && let Some(level) = level(&line.text)
        {
            draft.kind = BlockKind::Heading;
            draft.level = level;
        }
    }
}

/// The level of a line that is a heading by its form.
fn level(text: &str) -> Option<u8> {
    let text = text.trim();
    if width(text) > WIDEST || text.contains('\n') || text.ends_with(['。', '.', ';', ',', '、']) {
        return None;
    }
    let hashes = text.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && text[hashes..].starts_with(' ') {
        return u8::try_from(hashes).ok();
    }
    let bracketed = text.starts_with('【') && text.find('】') == Some(text.len() - '】'.len_utf8());
    let found = bracketed || has_han_number(text) || has_two_digits(text) || is_chapter(text);
    found.then_some(2)
}

/// `一、概述`, `(二)用法`
fn has_han_number(text: &str) -> bool {
    let inner = text.trim_start_matches('(');
    let rest = inner.trim_start_matches(is_han_digit);
    let numbered = rest.len() < inner.len();
    numbered && (rest.starts_with('、') || (inner.len() < text.len() && rest.starts_with(')')))
}

/// `01最新研究`: two digits with a nought in front, and a word.
fn has_two_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let word = text.get(2..).map(|rest| rest.trim_start_matches([' ', '.', '、', '|', '/']));
    bytes.first() == Some(&b'0')
        && bytes.get(1).is_some_and(|b| (b'1'..=b'9').contains(b))
        && word.is_some_and(|w| w.starts_with(|c: char| c.is_alphabetic()))
}

/// `第一章 概述`
fn is_chapter(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('第') else { return false };
    let rest = inner.trim_start_matches(|c| is_han_digit(c) || c.is_ascii_digit());
    rest.len() < inner.len() && rest.starts_with(['章', '节', '部', '篇'])
}

fn is_han_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn numbered_lines_are_headings_and_sentences_are_not() {
        for heading in
            ["01最新研究", "一、什么是骨质疏松", "(二)用法用量", "【注意事项】", "## 概述", "第一章 总论"]
        {
            assert!(level(heading).is_some(), "{heading}");
        }
        for text in ["一、每日一次，每次一片。", "05-12更新", "【注意】本品每日一片", "一天三次", "0.5mg/片"]
        {
            assert_eq!(level(text), None, "{text}");
        }
    }
}
