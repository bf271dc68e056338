//! Statements that nothing supports a claim: 没有可信的研究支持, "there is no good evidence for this".

use super::reading::{Bond, Reading, read_at};
use super::{Article, Says};
use crate::document::Place;
use crate::knowledge::{Certainty, Cue, Direction, Gate, Relation, Term};
use std::ops::Range;

/// Bytes from the word that denies to the evidence, at most.
const APART: usize = 40;

/// Reads a clause that says there is no evidence, of whatever was spoken of.
pub(super) fn read(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: &Range<usize>,
) -> Option<Reading> {
    let cues = article.cues(block).within(clause.clone());
    let text = article.blocks[block].as_str();
    let wanting = |t: &&Term<Cue>| {
        let words = &text[t.range()];
        t.is == Cue::Certainty(Certainty::C0)
            && ["evidence", "proof", "data", "证据", "依据", "根据", "研究", "数据"]
                .iter()
                .any(|w| words.contains(w))
    };
    let denied = |t: &&Term<Cue>| {
        let place = Place::new(block, t.range());
        t.is == Cue::Study
            && article
                .gates
                .over(&place)
                .any(|s| s.gate == Gate::Negation && t.start.saturating_sub(s.cue_place.end) <= APART)
            && text[t.end..clause.end].trim_start_matches([' ', '的']).starts_with(SUPPORTS)
    };
    let found = cues.iter().find(wanting).or_else(|| cues.iter().find(denied))?;
    let bond = Bond::telling(found.range(), Relation::None, Says::C0, Direction::NoEffect);
    Some(read_at(article, block, sentence, clause.clone(), bond))
}

/// What evidence does for a claim.
const SUPPORTS: fn(char) -> bool = |c| matches!(c, '支' | '表' | '证' | '说' | '显');
