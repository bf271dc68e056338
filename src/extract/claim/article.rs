//! What claims are read from: the blocks with their cues, mentions and gates.

use crate::document::Block;
use crate::extract::cues::Cues;
use crate::extract::gate::Gates;
use crate::extract::words::Words;
use crate::knowledge::{Cue, EffectWord, Named, Term};
use crate::text::Language;
use std::ops::Range;

/// The blocks of an article, each with what was found in it.
pub(super) struct Article<'a, 'k> {
    pub(super) blocks: &'a [Block],
    pub(super) words: &'a Words<'k>,
    pub(super) gates: &'a Gates,
}

impl<'a, 'k> Article<'a, 'k> {
    pub(super) fn new(words: &'a Words<'k>, gates: &'a Gates) -> Article<'a, 'k> {
        Article { blocks: words.blocks, words, gates }
    }

    /// The cues of a block.
    pub(super) fn cues(&self, block: usize) -> &'a Cues {
        self.words.cues(block)
    }

    /// Whether a cue can tie things: it is in the language of its block, not part of a name (抑制 in
    /// 骨髓抑制), and not an attribute (治疗 in 治疗的患者, 相关 in 相关研究).
    pub(super) fn ties(&self, block: usize, cue: &Term<Cue>) -> bool {
        let part = self.is_in_name(block, &cue.range());
        let attribute = self.blocks[block].as_str()[cue.end..]
            .strip_prefix('的')
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let studies = |t: &Term<Cue>| matches!(t.is, Cue::Study | Cue::Design(_));
        let attribute = attribute
            || cue.is == Cue::Associative
                && self.cues(block).within(cue.end..cue.end + 1).iter().any(studies);
        !part
            && !attribute
            && !self.is_participle(block, cue)
            && (cue.language == Language::Zh || self.blocks[block].language == Language::En)
    }

    /// Whether an English word of association only describes the noun behind it: with predicted rates.
    fn is_participle(&self, block: usize, cue: &Term<Cue>) -> bool {
        let text = self.blocks[block].as_str();
        let before = text[..cue.start].trim_end().rsplit(' ').next().unwrap_or_default();
        cue.is == Cue::Associative
            && &text[cue.range()] == "predicted"
            && matches!(before, "with" | "the" | "of" | "a" | "an" | "mean")
    }

    /// The words within a range of a block that tell of effects.
    pub(super) fn effects(&self, block: usize, range: Range<usize>) -> &'a [Term<EffectWord>] {
        self.words.effects_in(block, range)
    }

    /// Whether a range lies within the name of something, and does not hold all of it.
    pub(super) fn is_in_name(&self, block: usize, range: &Range<usize>) -> bool {
        let all = self.words.named(block);
        let at = all.partition_point(|n| n.range.end <= range.start);
        all.get(at).is_some_and(|n| {
            let holds = range.start <= n.range.start && n.range.end <= range.end;
            n.range.start < range.end && !holds
        })
    }

    /// The things named within a range of a block.
    pub(super) fn named_in(&self, block: usize, range: Range<usize>) -> &'a [Named<'k>] {
        self.words.named_in(block, range)
    }
}
