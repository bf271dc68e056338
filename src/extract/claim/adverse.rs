//! Harms that are said to occur: "Bruising and nosebleeds are common", 可出现头晕、恶心.

use super::reading::{Bond, Reading, read_at};
use super::{Article, Says};
use crate::document::BlockKind;
use crate::knowledge::{ConceptKind, Cue, Direction, EffectWord, Relation};
use std::ops::Range;

/// Reads a sentence that lists harms and says that they occur, where the article speaks of harms.
pub(super) fn read(article: &Article, block: usize, sentence: usize) -> Option<(Reading, Range<usize>)> {
    let whole = article.blocks[block].sentences[sentence].range.clone();
    let occurs = article
        .effects(block, whole.clone())
        .iter()
        .find(|t| t.is == EffectWord::Occurs && t.language == article.blocks[block].language)?;
    let harm =
        |n: &crate::knowledge::Named| matches!(n.concept.kind, ConceptKind::Condition | ConceptKind::Outcome);
    let named = article.named_in(block, whole.clone()).iter().any(harm)
        || article.cues(block).within(whole.clone()).iter().any(|t| t.is == Cue::Harm);
    if !named || !speaks_of_harms(article, block, &whole) {
        return None;
    }
    let clauses = &article.blocks[block].sentences[sentence].clauses;
    let clause = clauses.iter().find(|c| c.start <= occurs.start && occurs.start < c.end)?;
    let bond = Bond::telling(occurs.range(), Relation::Causal, Says::Causal, Direction::Increase);
    Some((read_at(article, block, sentence, clause.clone(), bond), whole.start..clause.end))
}

/// Whether the heading over a block, or what stands in the block before a sentence, names harms.
fn speaks_of_harms(article: &Article, block: usize, sentence: &Range<usize>) -> bool {
    let harm = |block: usize, range: Range<usize>| {
        article.cues(block).within(range).iter().any(|t| t.is == Cue::Harm)
    };
    let is_heading = |b: &usize| matches!(article.blocks[*b].kind, BlockKind::Heading | BlockKind::Title);
    let heading = (0..block).rev().find(is_heading);
    harm(block, 0..sentence.end) || heading.is_some_and(|h| harm(h, 0..article.blocks[h].as_str().len()))
}
