//! Numerals of a text, one after the other, and what may stand between two that belong together.

use crate::text::parse_number;
use std::ops::Range;

/// A numeral of a text, whatever it says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Numeral {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is worth.
    pub value: f64,
    /// Whether it was written in digits.
    pub digits: bool,
    /// Whether letters, digits or a point stand right before it, so that only a label makes it a
    /// number of its own: OR1.2.
    pub glued: bool,
}

impl Numeral {
    /// Its place in the text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The numerals of a folded text, in order.
pub fn numerals(text: &str) -> Vec<Numeral> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(numeral) = next(text, at) {
        at = numeral.end;
        all.push(numeral);
    }
    all
}

/// The first numeral that starts at or behind an offset.
pub(super) fn next(text: &str, from: usize) -> Option<Numeral> {
    let mut before = text[..from].chars().next_back();
    text[from..].char_indices().find_map(|(i, c)| {
        let inside = before.replace(c).is_some_and(|b| b.is_ascii_alphanumeric());
        let starts = match c {
            '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' => true,
            '十' | '百' | '千' | '万' | '半' => true,
            _ => c.is_ascii_digit() || c.is_ascii_alphabetic() && !inside,
        };
        starts.then(|| numeral_at(text, from + i)).flatten()
    })
}

/// The numeral that starts at an offset, with its sign, or with the point that it opens with.
fn numeral_at(text: &str, at: usize) -> Option<Numeral> {
    let number = parse_number(&text[at..])?;
    let (before, end) = (&text[..at], at + number.len);
    let is_open = |before: &str| !before.ends_with(|c: char| c.is_ascii_alphanumeric());
    let plain =
        Numeral { start: at, end, value: number.value, digits: number.digits, glued: !is_open(before) };
    if !number.digits {
        let half = number.value < 1.0 && text[at..].starts_with(|c: char| c.is_ascii());
        return (!half).then_some(plain);
    }
    Some(match (before.strip_suffix('-'), before.strip_suffix('.')) {
        (Some(before), _) if is_open(before) => Numeral { start: at - 1, value: -number.value, ..plain },
        (_, Some(before)) if is_open(before) => {
            let value = format!("0.{}", &text[at..end]).parse().ok()?;
            Numeral { start: at - 1, value, glued: true, ..plain }
        }
        (None, None) => plain,
        _ => Numeral { glued: true, ..plain },
    })
}

/// The upper end of a range whose lower end ends at an offset: the number in digits behind one of the
/// words between.
pub(super) fn bound(text: &str, end: usize, between: &[&str]) -> Option<Numeral> {
    let lower = text[end..].trim_start_matches(is_blank);
    let lower = lower.strip_prefix('%').unwrap_or(lower).trim_start_matches(is_blank);
    let upper = between.iter().find_map(|word| lower.strip_prefix(word))?.trim_start_matches(is_blank);
    let (sign, digits) = upper.strip_prefix('-').map_or((1.0, upper), |digits| (-1.0, digits));
    let number = parse_number(digits).filter(|n| n.digits)?;
    let start = text.len() - digits.len();
    Some(Numeral { start, end: start + number.len, value: sign * number.value, digits: true, glued: false })
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}
