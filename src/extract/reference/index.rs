//! The number an entry begins with, and how a list writes its numbers.

use super::scan::is_particle;
use crate::text::is_han;

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
        // `[1王某`: the second bracket was lost
        let lost = first == '[' && spaces == 0 && is_han(next) && opens_again(rest);
        let len = if closed { end + mark } else { opened };
        return (closed || lost).then_some(Index { number, len, shape: Shape::Bracket(first) });
    }
    let starts = next.is_uppercase() || is_han(next) || matches!(next, '"' | '“') || is_small_name(rest);
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

/// Whether the next square bracket opens, so that none closed the one before.
fn opens_again(text: &str) -> bool {
    let next = text.find(['[', ']']);
    next.is_none_or(|at| text[at..].starts_with('['))
}

/// Whether a family name with a small word stands at the start: `van der Berg`.
fn is_small_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(is_particle)
        && words.find(|w| !is_particle(w)).is_some_and(|w| w.starts_with(char::is_uppercase))
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
