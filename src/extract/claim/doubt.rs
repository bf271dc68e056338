//! Statements that nothing supports a claim: 没有可信的研究支持, "there is no good evidence for this".

use super::reading::{Bond, Reading, read_at};
use super::{Article, Says};
use crate::document::Place;
use crate::knowledge::{Certainty, Cue, Direction, EffectWord, Gate, Relation, Term};
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
    let words = article.effects(block, clause.clone());
    let text = article.blocks[block].as_str();
    let evidence = |t: &Term<EffectWord>, cue: &Term<Cue>| {
        t.is == EffectWord::Evidence && cue.start <= t.start && t.end <= cue.end
    };
    let wanting =
        |t: &&Term<Cue>| t.is == Cue::Certainty(Certainty::C0) && words.iter().any(|word| evidence(word, t));
    let supported = |at: usize| {
        let at = clause.end - text[at..clause.end].trim_start_matches([' ', '的']).len();
        words.iter().any(|word| word.is == EffectWord::Supports && word.start == at)
    };
    let denied = |t: &&Term<Cue>| {
        let place = Place::new(block, t.range());
        t.is == Cue::Study
            && article
                .gates
                .over(&place)
                .any(|s| s.gate == Gate::Negation && t.start.saturating_sub(s.cue_place.end) <= APART)
            && supported(t.end)
    };
    let found = cues.iter().find(wanting).or_else(|| cues.iter().find(denied))?;
    let bond = Bond::telling(found.range(), Relation::None, Says::C0, Direction::NoEffect);
    Some(read_at(article, block, sentence, clause.clone(), bond))
}
