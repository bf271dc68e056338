//! Citations by number: `[1]`, `[1,3-5]`, `【1】`, superscripts, footnotes.

use super::{CitationStyle, Found};
use crate::knowledge::{Knowledge, ReferenceWord};
use crate::text::is_han;

/// Longest bracket that is read as a citation, in bytes.
const LONGEST: usize = 60;

/// Most numbers that one range may stand for.
const WIDEST: u32 = 60;

/// The numeric citations and footnotes of a folded text, in order.
pub(super) fn find(text: &str, knowledge: &Knowledge) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(|c: char| closing(c).is_some() || is_superscript(c)) {
        let start = at + next;
        let after = out.last().map_or(0, |f| f.range.end);
        let found = if text[start..].starts_with(is_superscript) {
            superscript(text, start)
        } else {
            bracket(text, start, after == start, knowledge)
        };
        at = match &found {
            Ok(found) => found.range.end,
            Err(end) => *end,
        };
        out.extend(found.ok());
    }
    out
}

/// The bracket that closes what this one opens.
fn closing(opening: char) -> Option<char> {
    match opening {
        '[' => Some(']'),
        '【' => Some('】'),
        '〔' => Some('〕'),
        _ => None,
    }
}

/// The citation in a bracket, or where to go on. `follows` says that it stands right behind another.
fn bracket(text: &str, start: usize, follows: bool, knowledge: &Knowledge) -> Result<Found, usize> {
    let mut rest = text[start..].chars();
    let opening = rest.next().unwrap_or('[');
    let (rest, none) = (rest.as_str(), Err(start + opening.len_utf8()));
    let near = rest.char_indices().take_while(|(at, _)| *at < LONGEST);
    let Some((close, mark)) = near.into_iter().find(|(_, c)| closing(opening) == Some(*c)) else {
        return none;
    };
    let (inner, end) = (&rest[..close], start + opening.len_utf8() + close + mark.len_utf8());
    let (style, written) = match inner.strip_prefix('^').or_else(|| inner.strip_prefix('注')) {
        Some(note) => (CitationStyle::Footnote, note),
        None => (CitationStyle::Numeric, inner),
    };
    let footnote = style == CitationStyle::Footnote;
    let parsed = numbers(written);
    let named = footnote
        && !written.is_empty()
        && written.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if parsed.is_none() && !named {
        return none;
    }
    if !(follows && start > 0 || may_follow(&text[..start], footnote, knowledge))
        || !may_precede(&text[end..])
    {
        return Err(end);
    }
    Ok(Found { range: start..end, style, numbers: parsed.unwrap_or_default(), author_year: None })
}

/// Whether a citation can stand behind these words: behind a word, a number or a closing mark, not
/// at the start of a line, and not behind what announces an interval.
fn may_follow(before: &str, footnote: bool, knowledge: &Knowledge) -> bool {
    let words = before.trim_end_matches(' ');
    let Some(last) = words.chars().next_back() else { return false };
    if last == '\n' {
        return false;
    }
    let closes = last.is_alphanumeric() || "。.,;:!?)]}】〕》」』”’\"'%‰、°*±†™®".contains(last);
    closes && (footnote || !announces_interval(words, knowledge))
}

/// Whether the words end with CI, 区间, 范围 or the like.
fn announces_interval(words: &str, knowledge: &Knowledge) -> bool {
    let tail = words.trim_end_matches([':', ',', ' ', '为', '是', '内', '在']);
    let mut from = tail.len().saturating_sub(24);
    while !tail.is_char_boundary(from) {
        from += 1;
    }
    let tail = &tail[from..];
    knowledge.references.find(tail).iter().any(|t| t.is == ReferenceWord::Interval && t.end == tail.len())
}

/// Whether a citation can stand before these words: letters glued to it make it part of a name.
fn may_precede(after: &str) -> bool {
    !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '=' || c == ':') || after.starts_with(": ")
}

/// The numbers of `1`, `1,3-5`, `2、4`, ranges written out; none where it is anything else.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let mut out = Vec::new();
    for part in text.split([',', '、', ';']) {
        let part = part.trim();
        let (first, last) = part.split_once(['-', '~', '—']).unwrap_or((part, part));
        let (first, last) = (number(first)?, number(last.trim_start_matches(['-', '—']))?);
        if last < first || last - first > WIDEST {
            return None;
        }
        out.extend(first..=last);
    }
    Some(out)
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let plain =
        (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok()).flatten()
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

fn digit(c: char) -> Option<char> {
    Some(match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' => '0',
        '⁴'..='⁹' => char::from_u32(u32::from(c) - 0x2070 + 0x30)?,
        '⁻' | '-' => '-',
        '˒' | ',' | '、' => ',',
        _ => return None,
    })
}

/// The citation in a run of superscripts, or where to go on.
fn superscript(text: &str, start: usize) -> Result<Found, usize> {
    let range = start..superscript_end(text, start);
    let written: String = text[range.clone()].chars().filter_map(digit).collect();
    let (before, after) = (&text[..range.start], &text[range.end..]);
    match numbers(&written) {
        Some(numbers) if !is_exponent(before, after) => {
            Ok(Found { range, style: CitationStyle::Numeric, numbers, author_year: None })
        }
        _ => Err(range.end),
    }
}

/// One past the superscripts, with commas and hyphens between them.
fn superscript_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = digit(c).is_some() && chars.peek().is_some_and(|&(_, next)| is_superscript(next));
        if is_superscript(c) {
            end = start + at + c.len_utf8();
        } else if !joins {
            break;
        }
    }
    end
}

/// Units and symbols behind which a superscript is a power.
const POWERS: &[&str] = &[
    "m", "cm", "mm", "km", "dm", "um", "nm", "μm", "ft", "in", "yd", "mi", "s", "h", "kg", "g", "ms", "min",
    "sec",
];

/// Whether a superscript is a power, a charge or an isotope: m², 10⁹, Ca²⁺, ¹⁴C, I².
fn is_exponent(before: &str, after: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return true };
    let charge = after.starts_with(['⁺', '⁻', '/', '+', '×', '·', '=', '^']);
    if charge
        || last.is_whitespace()
        || "([{×·/+-=<>~".contains(last)
        || last.is_ascii_digit()
        || last == '米'
    {
        return true;
    }
    if !last.is_alphabetic() || is_han(last) {
        return after.starts_with(|c: char| c.is_ascii_alphabetic());
    }
    let word = before.len()
        - before
            .chars()
            .rev()
            .take_while(|c| c.is_alphabetic() && !is_han(*c))
            .map(char::len_utf8)
            .sum::<usize>();
    let letters = &before[word..];
    let glued = after.starts_with(|c: char| c.is_ascii_alphanumeric());
    letters.chars().count() <= 1
        || POWERS.contains(&letters)
        || glued
        || letters.chars().count() == 2 && letters.chars().any(char::is_uppercase)
}
