//! Results told without naming what was given: 骨折发生率无差异, "fracture rates did not differ".
//!
//! Of a study of one thing they are results of that thing.

use super::effect::{Effect, PACK, told};
use super::statement::{Statement, kinds};
use crate::document::Place;
use crate::extract::Words;
use crate::extract::claim::{Quantity, QuantityKind, Strength};
use crate::extract::gate::Gates;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate};
use std::collections::BTreeSet;
use std::ops::Range;

/// Stands for whatever a study gave.
pub(super) const ANY: &str = "*";

/// The results of a part of a block in sentences of which no statement is known yet.
pub fn results(
    words: &Words,
    block: usize,
    range: &Range<usize>,
    gates: &Gates,
    known: &[Statement],
) -> Vec<Statement> {
    let reader = Reader { words, block, gates };
    let sentences = words.blocks[block].sentences.iter().enumerate();
    let here =
        sentences.filter(|(i, s)| range.contains(&s.range.start) && !known.iter().any(|k| k.sentence == *i));
    here.flat_map(|(i, s)| s.clauses.iter().map(move |c| (i, c.clone())))
        .filter_map(|(i, clause)| reader.read(i, clause))
        .collect()
}

/// The same of a statement whose thing its sentence does not name: it may be of whatever the study gave.
pub fn unnamed(statement: &Statement) -> Option<Statement> {
    (!statement.named).then(|| Statement {
        acts: BTreeSet::from([ANY.to_owned()]),
        named: true,
        ..statement.clone()
    })
}

struct Reader<'a, 'k> {
    words: &'a Words<'k>,
    block: usize,
    gates: &'a Gates,
}

impl Reader<'_, '_> {
    fn read(&self, sentence: usize, clause: Range<usize>) -> Option<Statement> {
        let (words, here) = (self.words, &self.words.blocks[self.block]);
        let text = here.as_str();
        let named = words.named_in(self.block, clause.clone());
        let of = |kind: ConceptKind| -> BTreeSet<String> {
            named.iter().filter(|n| n.concept.kind == kind).map(|n| n.concept.id.clone()).collect()
        };
        let (outcomes, conditions) = (of(ConceptKind::Outcome), of(ConceptKind::Condition));
        if outcomes.is_empty() && conditions.is_empty() {
            return None;
        }
        let (direction, denied) = self.direction(sentence, &clause)?;
        let said = words.knowledge.phrases.find(PACK, &text[clause.clone()]);
        let has = |id: &str| said.iter().any(|t| t.is == id);
        let worth = match (has("good"), has("bad") || !conditions.is_empty()) {
            (_, true) if has("bad") => Some(false),
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        };
        let effect = told(direction, worth).map(|e| if denied { e.denied() } else { e })?;
        let place = Place::new(self.block, clause.clone());
        let open = |g: &Gate| self.gates.over(&place).any(|s| s.gate == *g);
        Some(Statement {
            acts: BTreeSet::from([ANY.to_owned()]),
            named: true,
            kinds: kinds(&conditions, words.knowledge),
            things: named
                .iter()
                .filter(|n| n.concept.kind != ConceptKind::Population)
                .map(|n| n.concept.id.clone())
                .collect(),
            outcomes,
            conditions,
            compared: BTreeSet::new(),
            relative: false,
            effect: Some(effect),
            direction: if denied { Direction::NoEffect } else { direction },
            certainty: if open(&Gate::Hedge) { Certainty::C1 } else { Certainty::C2 },
            strength: Strength::None,
            open: [Gate::Question, Gate::Wish, Gate::Meta].iter().any(open) || has("open"),
            unproven: has("no-proof"),
            sentence,
            text: here.shown(here.sentences[sentence].range.clone()).to_owned(),
        })
    }

    /// The one direction that a clause tells, and whether it is denied; a ratio whose interval holds 1
    /// tells that there is no difference.
    fn direction(&self, sentence: usize, clause: &Range<usize>) -> Option<(Direction, bool)> {
        let whole = &self.words.blocks[self.block].sentences[sentence].range;
        let numbers = self.words.quantities(self.block).iter();
        let here: Vec<&Quantity> = numbers.filter(|q| whole.contains(&q.quote.place.start)).collect();
        let by_ratio = by_ratio(&here);
        if by_ratio == Some(Direction::NoEffect) {
            return Some((Direction::NoEffect, false));
        }
        let cues = self.words.cues(self.block).within(clause.clone());
        let mut ways = cues.iter().filter_map(|t| match t.is {
            Cue::Direction(d) if d != Direction::Unclear => Some((d, t)),
            _ => None,
        });
        let all: Vec<_> = ways.by_ref().collect();
        if all.iter().any(|(d, _)| *d == Direction::NoEffect) {
            return Some((Direction::NoEffect, false));
        }
        let Some(&(first, cue)) = all.first() else { return by_ratio.map(|d| (d, false)) };
        if all.iter().any(|(d, _)| *d != first) {
            return None;
        }
        Some((first, self.gates.holds(Gate::Negation, &Place::new(self.block, cue.range()))))
    }
}

/// Ratios this near to 1 tell of no difference where no interval is given.
const LEVEL: f64 = 0.03;

/// What the first ratio of a sentence tells, with its interval.
pub(super) fn by_ratio(numbers: &[&Quantity]) -> Option<Direction> {
    const RATIOS: [QuantityKind; 3] =
        [QuantityKind::OddsRatio, QuantityKind::RiskRatio, QuantityKind::HazardRatio];
    let at = numbers.iter().position(|q| RATIOS.contains(&q.kind))?;
    let ratio = numbers[at];
    let interval = numbers.get(at + 1).filter(|q| q.kind == QuantityKind::Interval);
    Some(match interval {
        Some(i) if i.low <= 1.0 && 1.0 <= i.high => Direction::NoEffect,
        None if (ratio.low - 1.0).abs() <= LEVEL => Direction::NoEffect,
        None => return None,
        Some(_) if ratio.low < 1.0 => Direction::Decrease,
        Some(_) => Direction::Increase,
    })
}

/// What a sentence of a source tells that has two telling numbers of a passage: the same result, in
/// whatever words.
pub(super) fn same_result(passage: &[f64], sentence: &[f64]) -> bool {
    let telling = |n: &&f64| n.fract() != 0.0 || n.abs() >= 100.0;
    passage.iter().filter(telling).filter(|n| sentence.contains(n)).count() >= 2
}

/// Whether an effect is one at all.
pub(super) fn is_effect(effect: Effect) -> bool {
    matches!(effect, Effect::Benefit | Effect::Harm | Effect::More | Effect::Less)
}
