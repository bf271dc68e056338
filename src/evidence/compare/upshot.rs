//! What a sentence that cites a source makes of a result in lay words: 管住了, "pulled ahead", "the
//! memory scores crept up".
//!
//! The words are so many and so broad that they count for nothing but beside a source that found no
//! difference.

use super::effect::{Effect, PACK, told};
use super::overall::is_even;
use super::results::ANY;
use super::statement::{Statement, kinds, measured, only_measures};
use crate::document::Place;
use crate::extract::Words;
use crate::extract::claim::Strength;
use crate::extract::gate::Gates;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Term};
use std::collections::BTreeSet;
use std::ops::Range;

/// Gates under which a word of success tells of none.
const ASIDE: [Gate; 6] =
    [Gate::Negation, Gate::Hedge, Gate::Question, Gate::Refutation, Gate::Wish, Gate::Meta];

/// The results that a part of a block tells in lay words.
pub(super) fn upshots(words: &Words, block: usize, range: &Range<usize>, gates: &Gates) -> Vec<Statement> {
    let here = &words.blocks[block];
    let text = here.as_str();
    let even = |i: usize| {
        let next = here.sentences.get(i + 1).map(|s| s.range.clone());
        let own = is_even(&text[here.sentences[i].range.clone()], words.knowledge);
        own || next.is_some_and(|next| {
            let level = |t: &Term<Cue>| t.is == Cue::Direction(Direction::NoEffect);
            words.cues(block).within(next).iter().any(level)
        })
    };
    let sentences = here.sentences.iter().enumerate().filter(|(_, s)| range.contains(&s.range.start));
    let sentences = sentences.filter(|(i, _)| !even(*i));
    let each = sentences.flat_map(|(i, s)| s.clauses.iter().map(move |c| (i, c.clone())));
    each.filter_map(|(i, clause)| upshot(words, block, i, clause, gates)).collect()
}

fn upshot(
    words: &Words,
    block: usize,
    sentence: usize,
    clause: Range<usize>,
    gates: &Gates,
) -> Option<Statement> {
    let here = &words.blocks[block];
    let text = here.as_str();
    let said = words.knowledge.phrases.find(PACK, &text[clause.clone()]);
    let way = |t: &Term<String>| match t.is.as_str() {
        "works" => Some(Direction::Improve),
        "rises" => Some(Direction::Increase),
        "falls" => Some(Direction::Decrease),
        _ => None,
    };
    let (word, direction) = said.iter().find_map(|t| Some((t, way(t)?)))?;
    let at = Place::new(block, clause.start + word.start..clause.start + word.end);
    let aside = gates.over(&at).any(|s| ASIDE.contains(&s.gate) && !at.holds(&s.cue_place));
    let level = |cue: Cue| {
        matches!(
            cue,
            Cue::Direction(Direction::NoEffect)
                | Cue::Certainty(Certainty::C0)
                | Cue::Hedge
                | Cue::Limitation(_)
        )
    };
    if aside || words.cues(block).within(clause.clone()).iter().any(|t| level(t.is)) {
        return None;
    }
    let of = |range: &Range<usize>, kind: ConceptKind| -> BTreeSet<String> {
        let named = words.named_in(block, range.clone()).iter();
        named.filter(|n| n.concept.kind == kind).map(|n| n.concept.id.clone()).collect()
    };
    let matter = |range: &Range<usize>| (of(range, ConceptKind::Outcome), of(range, ConceptKind::Condition));
    let whole = here.sentences[sentence].range.clone();
    let (mut outcomes, mut conditions) = matter(&clause);
    // What rose or fell is named beside it; what worked may have been named before.
    if outcomes.is_empty() && conditions.is_empty() && direction == Direction::Improve {
        (outcomes, conditions) = matter(&(whole.start..clause.start.max(whole.start)));
    }
    if outcomes.is_empty() && conditions.is_empty() && direction != Direction::Improve {
        return None;
    }
    only_measures(&mut outcomes, &conditions);
    let has = |id: &str| said.iter().any(|t| t.is == id);
    let worth = match (has("good"), has("bad") || !conditions.is_empty()) {
        (_, true) => Some(false),
        (true, _) => Some(true),
        (false, false) => None,
    };
    let effect = told(direction, worth)?;
    let named = words.named_in(block, clause.clone()).iter();
    Some(Statement {
        acts: BTreeSet::from([ANY.to_owned()]),
        classes: BTreeSet::new(),
        named: true,
        measured: measured(&outcomes, &conditions, words.knowledge),
        kinds: kinds(&conditions, words.knowledge),
        things: named
            .filter(|n| n.concept.kind != ConceptKind::Population)
            .map(|n| n.concept.id.clone())
            .collect(),
        outcomes,
        conditions,
        compared: BTreeSet::new(),
        relative: false,
        effect: Some(if effect == Effect::Harm { Effect::More } else { effect }),
        direction,
        certainty: Certainty::C2,
        strength: Strength::None,
        open: false,
        unproven: false,
        sentence,
        text: here.shown(clause.clone()).to_owned(),
        place: Place::new(block, clause),
    })
}
