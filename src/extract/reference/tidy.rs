//! Cleaning of an entry before it is read: mark-up, width, blanks, its number, and what stands around it.

use crate::knowledge::{Knowledge, ReferenceWord};
use crate::text::{fold, is_han};
use std::borrow::Cow;

/// An entry without what is none of it.
#[derive(Debug, Default)]
pub(super) struct Tidy {
    /// Its text, folded, each run of blanks one blank.
    pub text: String,
    /// Targets of links in it.
    pub links: Vec<String>,
    /// Its number in the list, where it has one.
    pub number: Option<u32>,
}

/// Cleans an entry.
pub(super) fn tidy(raw: &str, knowledge: &Knowledge) -> Tidy {
    let mut links = Vec::new();
    let unmarked = without_markup(raw, &mut links);
    let folded = fold(&unmarked);
    let text = squeeze(folded.as_str());
    let (number, at) = lead(&text, knowledge);
    let body = &text[at..];
    let end = trail(body, knowledge);
    let text = body[..end].trim_matches(|c: char| c.is_whitespace() || c == '*').to_owned();
    Tidy { text, links, number }
}

/// Removes tags and decodes the character references that articles use.
fn without_markup<'a>(raw: &'a str, links: &mut Vec<String>) -> Cow<'a, str> {
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

/// Makes one blank of each run, none between Han characters that a line break parted.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_whitespace() {
            out.push(c);
            continue;
        }
        let mut broken = c == '\n';
        while let Some(next) = chars.next_if(|c| c.is_whitespace()) {
            broken |= next == '\n';
        }
        let between_han = out.ends_with(is_han) && chars.peek().copied().is_some_and(is_han);
        if !(broken && between_han) {
            out.push(' ');
        }
    }
    out
}

/// The number of an entry, and where its words begin.
fn lead(text: &str, knowledge: &Knowledge) -> (Option<u32>, usize) {
    let (mut at, mut number) = (0, None);
    loop {
        let rest = &text[at..];
        let skipped =
            rest.len() - rest.trim_start_matches([' ', '*', '•', '·', '●', '▪', '>', '_', ':', '.']).len();
        let rest = &rest[skipped..];
        let next = match index(rest) {
            Some(index) if number.is_none() => {
                number = Some(index.number);
                index.len
            }
            _ => lead_word(rest, knowledge),
        };
        at += skipped + next;
        if next == 0 {
            return (number, at);
        }
    }
}

/// Length of a word such as 引用本文 at the start, with the marks around it.
pub(super) fn lead_word(text: &str, knowledge: &Knowledge) -> usize {
    let mut near = text.len().min(48);
    while !text.is_char_boundary(near) {
        near -= 1;
    }
    let bracketed = text.starts_with(['【', '[', '(']);
    let inner = text.trim_start_matches(['【', '[', '(']);
    let opened = text.len() - inner.len();
    if opened > near {
        return 0;
    }
    let words = knowledge.references.find(&inner[..near - opened]);
    let Some(term) = words.first().filter(|t| t.start == 0) else { return 0 };
    if !matches!(term.is, ReferenceWord::Lead | ReferenceWord::Heading) {
        return 0;
    }
    let rest = &inner[term.end..];
    let marks = rest.trim_start_matches([']', '】', ')', ':', ' ', '[', '(']);
    let closed = &rest[..rest.len() - marks.len()];
    let set_off = if bracketed { closed.contains([']', '】', ')']) } else { closed.contains(':') };
    if set_off { text.len() - marks.len() } else { 0 }
}

/// How numbers of entries are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// `[1]`, `(1)`, `【1】`: by the opening bracket.
    Bracket(char),
    /// `1.`, `1、`, `1)`: by the mark behind.
    Mark(char),
    /// `1 `.
    Blank,
    /// `①`.
    Circled,
}

impl Shape {
    /// A number as this shape writes it.
    pub fn written(self, number: u32) -> Option<String> {
        Some(match self {
            Shape::Bracket('[') => format!("[{number}]"),
            Shape::Bracket('(') => format!("({number})"),
            Shape::Bracket('【') => format!("【{number}】"),
            Shape::Bracket(_) => return None,
            Shape::Mark(mark) => format!("{number}{mark}"),
            Shape::Blank => format!("{number} "),
            Shape::Circled => {
                char::from_u32(0x2460 + number.checked_sub(1).filter(|&n| n < 20)?)?.to_string()
            }
        })
    }

    /// Whether the number cannot be taken for part of the text.
    pub fn is_bracketed(self) -> bool {
        matches!(self, Shape::Bracket(_) | Shape::Circled)
    }
}

/// The number at the start of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Index {
    pub number: u32,
    /// Its length in bytes, with its marks.
    pub len: usize,
    pub shape: Shape,
}

/// The number at the start of an entry: `[1]`, `[注1]`, `(1)`, `1.`, `1、`, `①`, `1 `.
pub(super) fn index(text: &str) -> Option<Index> {
    let first = text.chars().next()?;
    if let Some(number) = circled(first) {
        return Some(Index { number, len: first.len_utf8(), shape: Shape::Circled });
    }
    let bracketed = matches!(first, '[' | '【' | '(' | '〔');
    let inner = if bracketed { &text[first.len_utf8()..] } else { text };
    let inner = if bracketed { inner.trim_start().trim_start_matches(['注', '^', '*']) } else { inner };
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let number = inner[..digits].parse().ok()?;
    let rest = &inner[digits..];
    let opened = text.len() - rest.len();
    let next = rest.trim_start().chars().next()?;
    let spaces = rest.len() - rest.trim_start().len();
    let end = opened + spaces + next.len_utf8();
    if bracketed {
        let mark = usize::from(text[end..].starts_with([':', '.', ',']));
        let closed = matches!(next, ']' | '】' | ')' | '〕');
        return closed.then_some(Index { number, len: end + mark, shape: Shape::Bracket(first) });
    }
    let starts = next.is_uppercase() || is_han(next) || matches!(next, '"' | '“') || is_particle(rest);
    match next {
        ']' | '】' | ')' | '、' if spaces == 0 => {
            Some(Index { number, len: end, shape: Shape::Mark(next) })
        }
        '.' if spaces == 0 && !text[end..].starts_with(|c: char| c.is_ascii_digit()) => {
            Some(Index { number, len: end, shape: Shape::Mark('.') })
        }
        _ if spaces > 0 && starts => Some(Index { number, len: opened + spaces, shape: Shape::Blank }),
        _ => None,
    }
}

/// Whether a small word of a family name stands at the start: `van der Berg`.
fn is_particle(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let small = |w: &str| w.len() <= 4 && w.chars().all(char::is_lowercase);
    let capital = words.find(|w| !small(w)).is_some_and(|w| w.starts_with(char::is_uppercase));
    capital
        && ["van ", "von ", "de ", "der ", "ter ", "da ", "di ", "la ", "le ", "el "]
            .iter()
            .any(|p| text.trim_start().starts_with(p))
}

fn circled(c: char) -> Option<u32> {
    let code = u32::from(c);
    match c {
        '①'..='⑳' => Some(code - 0x2460 + 1),
        '⑴'..='⒇' => Some(code - 0x2474 + 1),
        '❶'..='❿' => Some(code - 0x2776 + 1),
        _ => None,
    }
}

/// Where an entry ends: before [PubMed], (责任编辑:… and the like.
fn trail(text: &str, knowledge: &Knowledge) -> usize {
    let words = knowledge.references.find(text);
    words.iter().find(|t| t.is == ReferenceWord::Trail && t.start > 0).map_or(text.len(), |t| t.start)
}
