//! Places that rules walk over: sentences of running text, and the clauses and sentences around one.

use super::Context;
use crate::document::{BlockKind, Place};
use crate::text::Sentence;
use std::ops::Range;

/// The sentences of running text and lists.
pub(super) fn sentences(cx: &Context) -> Vec<Place> {
    let tells = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem);
    let blocks = cx.body().filter(|(_, b)| tells(b.kind));
    blocks.flat_map(|(i, b)| b.sentences.iter().map(move |s| Place::new(i, s.range.clone()))).collect()
}

/// The clauses that hold a range of a block, without marks at their ends.
pub(super) fn clauses(cx: &Context, block: usize, range: &Range<usize>) -> Place {
    let text = &cx.document.blocks[block];
    let mut whole = range.clone();
    if let Some(sentence) = text.sentence_at(range.start) {
        for clause in sentence.clauses.iter().filter(|c| c.start < range.end && range.start < c.end) {
            whole = whole.start.min(clause.start)..whole.end.max(clause.end);
        }
    }
    let part = &text.as_str()[whole.clone()];
    let mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '。' | '.' | '!' | '?' | '—');
    let start = whole.start + (part.len() - part.trim_start_matches(mark).len());
    let end = whole.start + part.trim_end_matches(mark).len();
    if start < end { Place::new(block, start..end) } else { Place::new(block, range.clone()) }
}

/// The sentence behind another in its block.
pub(super) fn next_in_block(cx: &Context, sentence: &Place) -> Option<Place> {
    let sentences = &cx.document.blocks[sentence.block].sentences;
    let next = sentences.iter().find(|s| s.range.start >= sentence.end)?;
    Some(Place::new(sentence.block, next.range.clone()))
}

/// The sentences before another within its section, the nearest first.
pub(super) fn before(cx: &Context, sentence: &Place) -> Vec<Place> {
    around(cx, sentence).filter(|p| p.end <= sentence.start || p.block < sentence.block).rev().collect()
}

/// The sentences behind another within its section, the nearest first.
pub(super) fn behind(cx: &Context, sentence: &Place) -> Vec<Place> {
    around(cx, sentence).filter(|p| p.start >= sentence.end || p.block > sentence.block).collect()
}

fn around(cx: &Context, sentence: &Place) -> impl DoubleEndedIterator<Item = Place> {
    let tells = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem);
    let blocks = cx.document.section(sentence.block).filter(move |&b| tells(cx.document.blocks[b].kind));
    let of = |b: usize| {
        cx.document.blocks[b].sentences.iter().map(move |s: &Sentence| Place::new(b, s.range.clone()))
    };
    blocks.flat_map(of)
}
