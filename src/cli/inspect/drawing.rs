//! A document drawn for people: what was read, and as what; what was left out is marked and dimmed.

use claimlint::document::{Block, BlockKind, Document};
use claimlint::report::one_line;
use claimlint::text::{LineIndex, is_han};
use serde::Serialize;
use std::fmt::Write;
use std::io::{self, IsTerminal};

/// Columns of a line, where the terminal does not say.
const COLUMNS: usize = 100;

/// How a drawing looks.
#[derive(Clone, Copy)]
pub struct Style {
    columns: usize,
    dims: bool,
}

impl Style {
    /// The look that fits standard output.
    pub fn of_output() -> Style {
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Style {
            columns: columns.unwrap_or(COLUMNS).clamp(40, 400),
            dims: io::stdout().is_terminal() && !plain,
        }
    }
}

/// Draws a document, a line for each block.
pub fn draw(document: &Document, style: Style) -> String {
    let lines = LineIndex::new(&document.source);
    let mut out = String::new();
    let shown = document.blocks.iter().filter(|b| b.kind != BlockKind::Residue).count();
    let facts = [name(document.format), name(document.language), name(document.genre)].join(", ");
    let (read, left) = (counted(shown), document.blocks.len() - shown);
    push(&mut out, format_args!("{facts}: {read} read, {left} left out\n"));
    for (key, value) in &document.meta {
        push(&mut out, format_args!("{}: {}\n", one_line(key), one_line(value)));
    }
    out.push('\n');
    let at: Vec<String> = document.blocks.iter().map(|block| place(block, &lines)).collect();
    let margin = at.iter().map(String::len).max().unwrap_or_default();
    for (block, at) in document.blocks.iter().zip(&at) {
        let left_out = block.kind == BlockKind::Residue;
        let mark = if left_out { '-' } else { ' ' };
        let head = format!("{at:>margin$} {mark} {:<10} {:<2}  ", name(block.kind), name(block.language));
        let text = shortened(&one_line(&block.read_out()), style.columns.saturating_sub(head.len()));
        match left_out && style.dims {
            true => push(&mut out, format_args!("\u{1b}[2m{head}{text}\u{1b}[0m\n")),
            false => push(&mut out, format_args!("{head}{text}\n")),
        }
    }
    push(&mut out, format_args!("\n{}\n", counts(document)));
    out
}

fn push(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _ = out.write_fmt(line);
}

/// The lines that a block stands on, `12` or `12-14`.
fn place(block: &Block, lines: &LineIndex<'_>) -> String {
    let span = block.text.span(0..block.text.as_str().len());
    let (first, last) = (lines.line(span.start), lines.line(span.end));
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// How many blocks there are of each kind, in the order of the kinds' first blocks.
fn counts(document: &Document) -> String {
    let mut kinds: Vec<(BlockKind, usize)> = Vec::new();
    for block in &document.blocks {
        match kinds.iter_mut().find(|(kind, _)| *kind == block.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((block.kind, 1)),
        }
    }
    kinds.sort_by_key(|(kind, _)| *kind == BlockKind::Residue);
    kinds.iter().map(|(kind, count)| format!("{} {count}", name(*kind))).collect::<Vec<_>>().join(" · ")
}

fn counted(blocks: usize) -> String {
    if blocks == 1 { "1 block".to_owned() } else { format!("{blocks} blocks") }
}

/// What a value is called in JSON.
fn name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The text on one line, cut to a number of columns, of which a Han character takes two.
fn shortened(text: &str, columns: usize) -> String {
    let mut left = columns;
    let mut out = String::new();
    let mut words = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).peekable();
    while let Some(c) = words.next() {
        let width = 1 + usize::from(is_wide(c));
        if left < width + usize::from(words.peek().is_some()) {
            out.push('…');
            break;
        }
        left -= width;
        out.push(c);
    }
    out
}

fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}')
}
