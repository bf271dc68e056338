//! What an abstract concludes: the sentence, which way, and how surely.

use super::sections::{Part, parts};
use crate::document::Block;
use crate::extract::claim::{Claim, Strength};
use crate::knowledge::{Certainty, Direction, Knowledge};
use std::ops::Range;

/// What an abstract concludes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conclusion {
    /// Its words.
    pub text: String,
    /// Their place in the abstract.
    pub range: Range<usize>,
    /// How certain it sounds.
    pub certainty: Certainty,
    /// Which way the outcome goes.
    pub direction: Direction,
    /// Relation and certainty in one word.
    pub strength: Strength,
}

/// Where the headed conclusion of an abstract starts.
pub(super) fn starts(block: &Block, knowledge: &Knowledge) -> Option<usize> {
    let headed = parts(block, knowledge).into_iter().rev().find(|(part, _)| *part == Part::Conclusion);
    headed.map(|(_, range)| range.start)
}

/// The conclusion: the first sentence of that part that makes a claim, else the last that does.
pub(super) fn conclusion(block: &Block, claims: &[Claim], knowledge: &Knowledge) -> Option<Conclusion> {
    let tells = |c: &&Claim| c.direction != Direction::Unclear;
    let from = starts(block, knowledge);
    let concludes = from.and_then(|from| claims.iter().filter(tells).find(|c| c.quote.place.start >= from));
    let claim = concludes.or_else(|| claims.iter().rev().find(tells))?;
    let range = block.sentence_at(claim.quote.place.start)?.range.clone();
    Some(Conclusion {
        text: block.shown(range.clone()).to_owned(),
        range,
        certainty: claim.certainty,
        direction: claim.direction,
        strength: claim.strength,
    })
}
