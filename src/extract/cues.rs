//! The cues of a block, found once, and those of a part of it.

use crate::document::Block;
use crate::knowledge::{Cue, Knowledge, Named, Term};
use std::ops::Range;

/// The cues of a block, in order.
#[derive(Debug)]
pub(crate) struct Cues(Vec<Term<Cue>>);

impl Cues {
    /// Finds the cues of a block. What would deny something but is a part of a name denies nothing: 非 in 非那雄胺,
    /// 不 in 睡不着.
    pub(crate) fn of(block: &Block, knowledge: &Knowledge, named: &[Named]) -> Cues {
        let is_part = |cue: &Term<Cue>| {
            let next = named.partition_point(|n| n.range.end < cue.end);
            named.get(next).is_some_and(|n| n.range.start <= cue.start && n.range.len() > cue.range().len())
        };
        let mut cues = knowledge.lexicon.find(block.as_str());
        cues.retain(|cue| cue.is != Cue::Negation || !is_part(cue));
        Cues(cues)
    }

    /// Every cue.
    pub(crate) fn all(&self) -> &[Term<Cue>] {
        &self.0
    }

    /// The cues that start within a range.
    pub(crate) fn within(&self, range: Range<usize>) -> &[Term<Cue>] {
        let first = self.0.partition_point(|t| t.start < range.start);
        let last = self.0.partition_point(|t| t.start < range.end).max(first);
        &self.0[first..last]
    }

    /// Everything that the words of a cue say.
    pub(crate) fn at(&self, cue: &Term<Cue>) -> impl Iterator<Item = Cue> {
        self.within(cue.start..cue.start + 1).iter().map(|t| t.is)
    }

    /// The cues that end right before an offset, blanks aside.
    pub(crate) fn before<'a>(&'a self, text: &str, at: usize) -> impl Iterator<Item = &'a Term<Cue>> {
        let end = text[..at].trim_end().len();
        let last = self.0.partition_point(|t| t.start < end);
        self.0[..last].iter().rev().take_while(move |t| t.end >= end).filter(move |t| t.end == end)
    }
}

/// The part of a sequence of ranges, one after the other, that holds an offset.
pub(crate) fn part_at(parts: &[Range<usize>], at: usize) -> usize {
    parts.partition_point(|p| p.end <= at).min(parts.len().saturating_sub(1))
}
