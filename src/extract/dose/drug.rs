//! Which drug a dose is of: the one named in its sentence, its heading, or last above it.

use super::frame::Frame;
use crate::document::{Block, BlockKind};
use crate::extract::words::Words;
use crate::knowledge::ConceptKind;
use std::ops::Range;

/// A drug as an article names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The words.
    pub surface: String,
    /// The id of its concept.
    pub concept: String,
    range: Range<usize>,
    sentence: usize,
    /// Where its clause begins.
    clause: usize,
    /// Whether it is a medicine, and no food or supplement.
    medicine: bool,
}

/// Bytes between an amount and the drug it is said to be of: `40 mg of zolpidem`.
const OF: usize = " of ".len();

/// The drugs named so far in a document.
#[derive(Default)]
pub struct Drugs {
    here: Vec<Named>,
    heading: Option<Named>,
    last: Option<Named>,
}

impl Drugs {
    /// Finds the drugs of a block.
    pub fn enter(&mut self, words: &Words, index: usize) {
        let block = &words.blocks[index];
        let text = block.as_str();
        let drugs = words.named(index).iter().filter(|n| match n.concept.kind {
            ConceptKind::Drug => true,
            ConceptKind::Supplement => !is_taken_with(text, &n.range),
            _ => false,
        });
        self.here = drugs
            .map(|n| Named {
                surface: block.shown(n.range.clone()).to_owned(),
                concept: n.concept.id.clone(),
                medicine: n.concept.kind == ConceptKind::Drug,
                clause: clause_of(block, n.range.start),
                sentence: block.sentences.partition_point(|s| s.range.end <= n.range.start),
                range: n.range.clone(),
            })
            .collect();
    }

    /// Remembers the drugs of a block for the blocks below it.
    pub fn leave(&mut self, block: &Block) {
        let first = self.here.iter().find(|n| n.medicine).or(self.here.first()).cloned();
        if matches!(block.kind, BlockKind::Title | BlockKind::Heading) {
            self.heading = first;
        }
        self.last = self.here.last().cloned().or(self.last.take());
    }

    /// The drug of a frame of the block entered last.
    pub fn of(&self, frame: &Frame) -> Option<Named> {
        let end = self.here.partition_point(|n| n.range.start < frame.range.start);
        let (before, behind) = self.here.split_at(end);
        let same = |n: &&Named| n.sentence == frame.sentence;
        let near = behind.first().filter(same).filter(|n| n.clause < frame.range.end);
        let of = |n: &&Named| n.range.start == frame.range.end + OF;
        let found = match before.last().filter(same) {
            _ if near.is_some_and(|n| of(&n)) => near,
            Some(named) if near.is_none_or(|n| n.range.start >= frame.range.end) => Some(named),
            found => near.or(found),
        };
        let above = || before.last().or(self.heading.as_ref()).or(self.last.as_ref());
        found.or_else(above).or(behind.first().filter(same)).cloned()
    }
}

/// What stands before a food with which something is taken, and behind it.
const TAKEN_WITH: [&str; 6] = ["with ", "after ", "before ", "with a ", "after a ", "before a "];
const TAKEN_AT: [&str; 7] = ["前", "后", "後", "时", "時", "同服", "送服"];

/// Whether a food is what something is taken with, and not what is taken: with breakfast, 早餐后.
fn is_taken_with(text: &str, range: &Range<usize>) -> bool {
    TAKEN_WITH.iter().any(|w| text[..range.start].ends_with(w))
        || TAKEN_AT.iter().any(|w| text[range.end..].starts_with(w))
}

fn clause_of(block: &Block, at: usize) -> usize {
    let clauses = block.sentence_at(at).map_or(&[][..], |s| &s.clauses[..]);
    let n = clauses.partition_point(|c| c.end <= at);
    clauses.get(n).map_or(at, |c| c.start)
}
