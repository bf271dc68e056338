//! Places that rules walk over: sentences of running text, and the clauses and sentences around one.

use super::Context;
use crate::document::{BlockKind, Place};
use crate::text::Sentence;
use std::ops::Range;

/// The sentences of running text and lists.
pub(super) fn sentences(cx: &Context) -> Vec<Place> {
    let blocks = cx.body().filter(|(_, b)| is_running(b.kind));
    blocks.flat_map(|(i, b)| b.sentences.iter().map(move |s| Place::new(i, s.range.clone()))).collect()
}

/// The sentences of the title, of running text and of lists.
pub(super) fn told(cx: &Context) -> Vec<Place> {
    let title = cx.document.title.into_iter();
    let of_title = title
        .flat_map(|t| cx.document.blocks[t].sentences.iter().map(move |s| Place::new(t, s.range.clone())));
    of_title.chain(sentences(cx)).collect()
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
    let whole = trimmed(text.as_str(), whole);
    if whole.is_empty() { Place::new(block, range.clone()) } else { Place::new(block, whole) }
}

/// A range of a text without blanks and marks at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '。' | '.' | '!' | '?' | '—');
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start_matches(mark).len();
    start..(range.start + part.trim_end_matches(mark).len()).max(start)
}

/// The sentence behind another in its block.
pub(super) fn next_in_block(cx: &Context, sentence: &Place) -> Option<Place> {
    let sentences = &cx.document.blocks[sentence.block].sentences;
    let next = sentences.partition_point(|s| s.range.start < sentence.end);
    sentences.get(next).map(|s| Place::new(sentence.block, s.range.clone()))
}

/// Whether a sentence, or the one behind it, denies the step from what was seen to people or patients: that
/// is no proof, another matter, not known.
pub(super) fn denies_step(cx: &Context, sentence: &Place) -> bool {
    let denies = |s: &Place| cx.phrases_in("step-denied", s).iter().any(|w| w.is == "denied");
    let next = behind(cx, sentence, 1);
    denies(sentence) || next.first().is_some_and(|s| s.block == sentence.block && denies(s))
}

/// A step from one fact to another that a phrase of a rule tells whole (`leap`), from a sentence on: its words,
/// and the sentence in which they end. None where that is denied.
pub(super) fn leap(cx: &Context, rule: &'static str, sentence: &Place) -> Option<(Place, Place)> {
    let word = cx.phrases_in(rule, sentence).into_iter().find(|w| w.is == "leap")?;
    let last = cx.sentence_of(&Place::new(sentence.block, word.end.saturating_sub(1)..word.end));
    let told = !denies_step(cx, sentence) && !denies_step(cx, &last);
    told.then(|| (Place::new(sentence.block, word.range()), last))
}

/// So many sentences before another within its section, the nearest first.
pub(super) fn before(cx: &Context, sentence: &Place, count: usize) -> Vec<Place> {
    let mut found = Vec::new();
    for (block, part) in cx.document.blocks.iter().enumerate().take(sentence.block + 1).rev() {
        if !is_running(part.kind) && block != sentence.block {
            break;
        }
        let ahead = |s: &&Sentence| block < sentence.block || s.range.end <= sentence.start;
        let all = part.sentences.iter().rev().skip_while(|s| !ahead(s));
        found.extend(all.map(|s| Place::new(block, s.range.clone())).take(count - found.len()));
        if found.len() == count {
            break;
        }
    }
    found
}

/// So many sentences behind another within its section, the nearest first.
pub(super) fn behind(cx: &Context, sentence: &Place, count: usize) -> Vec<Place> {
    let mut found = Vec::new();
    for (block, part) in cx.document.blocks.iter().enumerate().skip(sentence.block) {
        if !is_running(part.kind) && block != sentence.block {
            break;
        }
        let first = match block == sentence.block {
            true => part.sentences.partition_point(|s| s.range.start < sentence.end),
            false => 0,
        };
        let all = part.sentences[first..].iter();
        found.extend(all.map(|s| Place::new(block, s.range.clone())).take(count - found.len()));
        if found.len() == count {
            break;
        }
    }
    found
}

fn is_running(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem)
}
