//! Splitting of a reference list into entries: one a line, wrapped, glued, numbered or not.

use super::index::{Index, Shape, index};
use super::tidy;
use crate::knowledge::{Knowledge, ReferenceWord};
use crate::text::is_han;
use std::ops::Range;

/// The entries of a folded reference list, as byte ranges of it, with their numbers where written.
/// Headings, and lines around the list that are no entries, are left out.
pub fn split(text: &str, knowledge: &Knowledge) -> Vec<Range<usize>> {
    let lines = lines(text, knowledge);
    let entries = match numbered_shape(text, &lines) {
        Some(shape) => numbered(text, &lines, shape),
        None => unnumbered(text, &lines),
    };
    entries.into_iter().map(|r| trimmed(text, r)).filter(|r| !r.is_empty()).collect()
}

/// A line that may be part of an entry.
#[derive(Clone, Debug)]
struct Line {
    range: Range<usize>,
    /// The line with the blanks around it.
    whole: Range<usize>,
    index: Option<Index>,
    /// Whether a blank line stands before it.
    after_blank: bool,
}

/// The lines that are neither blank nor headings nor what pages put around a list.
fn lines(text: &str, knowledge: &Knowledge) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut at, mut after_blank) = (0, false);
    for line in text.split_inclusive('\n') {
        let range = trimmed(text, at..at + line.len());
        let whole = at..at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        if range.is_empty() {
            after_blank = true;
            continue;
        }
        let words = &text[range.clone()];
        let start = range.start + tidy::lead_word(words, knowledge);
        if start >= range.end || is_heading(words, knowledge) || is_aside(words, knowledge) {
            after_blank = true;
            continue;
        }
        let range = trimmed(text, start..range.end);
        let index = index(&text[range.clone()]);
        out.push(Line { range, whole, index, after_blank });
        after_blank = false;
    }
    out
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// Whether a text is the heading of a reference list: 参考文献, References:, 八、参考文献.
pub(super) fn is_heading(text: &str, knowledge: &Knowledge) -> bool {
    let text = text.trim();
    if text.len() > 60 {
        return false;
    }
    let words = knowledge.references.find(text);
    let Some(heading) = words.iter().find(|t| t.is == ReferenceWord::Heading) else { return false };
    let others = text[..heading.start].chars().chain(text[heading.end..].chars());
    others.filter(|c| c.is_alphanumeric()).count() <= 3
}

/// Whether a line is what a page puts behind a list: 展开阅读全文.
fn is_aside(text: &str, knowledge: &Knowledge) -> bool {
    text.len() < 60
        && knowledge
            .references
            .find(text)
            .first()
            .is_some_and(|t| t.is == ReferenceWord::Trail && t.start == 0)
}

/// How the entries are numbered, if they are: as the first line is, where the second number comes
/// after the first, or stands in the same line.
fn numbered_shape(text: &str, lines: &[Line]) -> Option<Shape> {
    let first = lines.iter().find_map(|l| l.index)?;
    let count = lines.iter().filter(|l| l.index.is_some_and(|i| i.shape == first.shape)).count();
    let follows =
        lines.iter().filter_map(|l| l.index).any(|i| i.shape == first.shape && i.number == first.number + 1);
    let leads = lines.first().and_then(|l| l.index).is_some();
    let alone = leads && (lines.len() == 1 || count * 4 >= lines.len());
    let glued = leads && glued(text, lines[0].range.clone(), first.number + 1, first.shape).is_some();
    (follows || glued || alone).then_some(first.shape)
}

/// Entries that begin with a number; lines without one go on with the entry before.
fn numbered(text: &str, lines: &[Line], shape: Shape) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut last: Option<u32> = None;
    let starts: Vec<u32> =
        lines.iter().filter_map(|l| l.index).filter(|i| i.shape == shape).map(|i| i.number).collect();
    let mut open = false;
    for line in lines {
        let number = line.index.filter(|i| i.shape == shape).map(|i| i.number);
        let begins = number.filter(|&n| last.is_none_or(|l| n > l && n <= l + 4 || n == 1));
        match begins {
            Some(n) => {
                out.push(line.range.clone());
                last = Some(n);
                open = true;
            }
            None if line.after_blank => open = false,
            None => {
                if open && let Some(entry) = out.last_mut() {
                    entry.end = line.range.end;
                }
            }
        }
        while let (true, Some(n), Some(entry)) = (open, last, out.last().cloned()) {
            if starts.contains(&(n + 1)) {
                break;
            }
            let Some(at) = glued(text, entry.clone(), n + 1, shape) else { break };
            if let Some(before) = out.last_mut() {
                before.end = at;
            }
            out.push(at..entry.end);
            last = Some(n + 1);
        }
    }
    out
}

/// Where the entry of a number begins inside the one before it.
fn glued(text: &str, entry: Range<usize>, number: u32, shape: Shape) -> Option<usize> {
    let mark = shape.written(number)?;
    let body = &text[entry.clone()];
    body.match_indices(mark.as_str())
        .map(|(at, _)| at)
        .find(|&at| {
            let before = body[..at].trim_end();
            let spaced = before.len() < at;
            let after = body[at + mark.len()..].trim_start();
            let begins = after.starts_with(|c: char| c.is_uppercase() || is_han(c) || "\"“《'‘".contains(c));
            let ends = match before.chars().next_back() {
                Some(c) if spaced => ".。;)]》".contains(c) || c.is_ascii_digit(),
                Some(c) => {
                    ".。;)]/》 ".contains(c)
                        || c.is_ascii_digit()
                        || (shape.is_bracketed() && !c.is_ascii_alphabetic())
                }
                None => false,
            };
            at >= 12 && begins && ends && (shape.is_bracketed() || looks_like_entry(before))
        })
        .map(|at| entry.start + at)
}

/// Entries without numbers: a line each, or more where the lines are wrapped at one width.
fn unnumbered(text: &str, lines: &[Line]) -> Vec<Range<usize>> {
    let joins = wraps(text, lines);
    let mut out: Vec<Range<usize>> = Vec::new();
    for (line, join) in lines.iter().zip(joins) {
        match out.last_mut() {
            Some(entry) if join => entry.end = line.range.end,
            _ => out.push(line.range.clone()),
        }
    }
    if let Some(last) = out.iter().rposition(|r| looks_like_entry(&text[r.clone()])) {
        out.truncate(last + 1);
    }
    out
}

/// Columns that a text takes up: two for a Han character.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 }).sum()
}

/// Which lines go on with the line before, in a list wrapped at one width, counted in columns or
/// in characters.
fn wraps(text: &str, lines: &[Line]) -> Vec<bool> {
    let none = vec![false; lines.len()];
    let partial = lines.iter().filter(|l| !looks_like_entry(&text[l.range.clone()])).count();
    if lines.len() < 2 || partial * 4 < lines.len() {
        return none;
    }
    let wide = joins(text, lines, columns, 1);
    let narrow = joins(text, lines, |line| line.chars().count(), 0);
    let count = |joins: &[bool]| joins.iter().filter(|&&j| j).count();
    let best = if count(&narrow) > count(&wide) { narrow } else { wide };
    if count(&best) * 5 >= (lines.len() - 1) * 2 { best } else { none }
}

/// Lines whose first word had no room in the line before; where most lines are cut at the very
/// width, inside words, only those. `slack` is how far a full line may fall short of the width.
fn joins(text: &str, lines: &[Line], width: impl Fn(&str) -> usize, slack: usize) -> Vec<bool> {
    let widths: Vec<usize> = lines.iter().map(|l| width(&text[l.whole.clone()])).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let exact = widths.iter().filter(|&&w| w + slack >= widest).count() * 3 >= lines.len();
    let room = |i: usize| {
        let next = &text[lines[i].range.clone()];
        let word: String = next.chars().take_while(|c| !c.is_whitespace() && !is_han(*c)).take(24).collect();
        if word.is_empty() {
            width(&next[..next.chars().next().map_or(0, char::len_utf8)])
        } else {
            width(&word) + 1
        }
    };
    let full = |i: usize| match exact {
        true => widths[i - 1] + slack >= widest,
        false => widths[i - 1] + room(i) > widest,
    };
    (0..lines.len()).map(|i| i > 0 && !lines[i].after_blank && widest <= 200 && full(i)).collect()
}

/// Whether a text has what only references have: an identifier, a link, a type mark, or a year
/// among several pieces.
fn looks_like_entry(text: &str) -> bool {
    let bytes = text.as_bytes();
    let identified = text.contains("10.") && text.contains('/')
        || text.contains("http")
        || text.contains("www.")
        || text.contains("PMID")
        || text.contains("//");
    let marked =
        bytes.windows(3).any(|w| w[0] == b'[' && w[1].is_ascii_uppercase() && matches!(w[2], b']' | b'/'));
    let dated = bytes.windows(4).enumerate().any(|(i, w)| {
        w.iter().all(u8::is_ascii_digit)
            && matches!(w[0], b'1' | b'2')
            && !bytes.get(i + 4).is_some_and(u8::is_ascii_digit)
            && (i == 0 || !bytes[i - 1].is_ascii_digit())
    });
    let pieces = text.chars().filter(|c| matches!(c, '.' | '。' | ',' | ';' | '、')).count();
    identified || marked || dated && pieces >= 2
}
