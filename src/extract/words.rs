//! What the packs find in the blocks of a text, each block looked up once, whoever asks.

use super::claim::{Quantity, read_quantities};
use super::cues::Cues;
use super::dose::{Frame, Token, frames, tokens};
use crate::document::Block;
use crate::knowledge::{EffectWord, Knowledge, Named, Term};
use crate::text::{Folded, replaced};
use std::cell::OnceCell;
use std::ops::Range;

/// The blocks of a text, and what is found in them.
pub struct Words<'a> {
    /// The blocks.
    pub blocks: &'a [Block],
    /// The packs.
    pub knowledge: &'a Knowledge,
    found: Vec<Found<'a>>,
}

/// What is found in a block, each when it is first asked for.
#[derive(Default)]
struct Found<'a> {
    cues: OnceCell<Cues>,
    effects: OnceCell<Vec<Term<EffectWord>>>,
    named: OnceCell<Vec<Named<'a>>>,
    quantities: OnceCell<Vec<Quantity>>,
    tokens: OnceCell<Vec<Token<'a>>>,
    frames: OnceCell<Vec<Frame<'a>>>,
    unmasked: OnceCell<Option<Unmasked>>,
}

/// The text of a block with plain words where disguised ones stand.
pub struct Unmasked {
    text: Folded,
    /// Where the disguised words stand in the block.
    disguised: Vec<Range<usize>>,
}

impl Unmasked {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// What a range of it is in the block, if a disguised word stands there.
    pub fn disguised(&self, range: Range<usize>) -> Option<Range<usize>> {
        let own = self.text.origin(range);
        self.disguised.iter().any(|d| d.start < own.end && own.start < d.end).then_some(own)
    }

    /// What a range of it is in the block.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.text.origin(range)
    }
}

impl<'a> Words<'a> {
    /// Blocks in which nothing has been looked up yet.
    pub fn new(blocks: &'a [Block], knowledge: &'a Knowledge) -> Words<'a> {
        Words { blocks, knowledge, found: blocks.iter().map(|_| Found::default()).collect() }
    }

    /// The blocks of the text itself, title and headings included, with their indexes.
    pub fn body(&self) -> impl Iterator<Item = (usize, &'a Block)> {
        self.blocks.iter().enumerate().filter(|(_, b)| b.kind.is_body())
    }

    /// The cues of a block, in order.
    pub(crate) fn cues(&self, block: usize) -> &Cues {
        let found = || Cues::of(&self.blocks[block], self.knowledge, self.named(block));
        self.found[block].cues.get_or_init(found)
    }

    /// The words within a range of a block that tell of effects, in order.
    pub(crate) fn effects_in(&self, block: usize, range: Range<usize>) -> &[Term<EffectWord>] {
        let found = || self.knowledge.effect_words.find(self.blocks[block].as_str());
        let all = self.found[block].effects.get_or_init(found);
        let first = all.partition_point(|t| t.start < range.start);
        let last = all.partition_point(|t| t.start < range.end).max(first);
        &all[first..last]
    }

    /// The concepts named in a block, in order, none overlapping another.
    pub fn named(&self, block: usize) -> &[Named<'a>] {
        let found = || self.knowledge.concepts.find(self.blocks[block].as_str());
        self.found[block].named.get_or_init(found)
    }

    /// The text of a block with plain words where disguised ones stand; none if none stand there.
    pub fn unmasked(&self, block: usize) -> Option<&Unmasked> {
        let read = || {
            let text = self.blocks[block].as_str();
            let found = self.knowledge.evasion.find(text);
            let disguised: Vec<Range<usize>> = found.iter().map(|d| d.range.clone()).collect();
            let words = found.iter().map(|d| (d.range.clone(), d.plain));
            (!disguised.is_empty()).then(|| Unmasked { text: replaced(text, words), disguised })
        };
        self.found[block].unmasked.get_or_init(read).as_ref()
    }

    /// The concepts named within a range of a block.
    pub fn named_in(&self, block: usize, range: Range<usize>) -> &[Named<'a>] {
        let all = self.named(block);
        let first = all.partition_point(|n| n.range.start < range.start);
        let last = all.partition_point(|n| n.range.start < range.end).max(first);
        &all[first..last]
    }

    /// The numbers of a block that say something of a study or an effect, in order; not those of
    /// names (type 2 diabetes patients).
    pub fn quantities(&self, block: usize) -> &[Quantity] {
        self.found[block].quantities.get_or_init(|| read_quantities(block, self))
    }

    /// The lexemes of a block, for reading doses.
    pub(super) fn tokens(&self, block: usize) -> &[Token<'a>] {
        let found = || tokens(self.blocks[block].as_str(), self.knowledge);
        self.found[block].tokens.get_or_init(found)
    }

    /// The statements of dose of a block before they are told from other amounts.
    pub(super) fn frames(&self, block: usize) -> &[Frame<'a>] {
        self.found[block].frames.get_or_init(|| frames(block, self))
    }
}
