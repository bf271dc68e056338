//! Results told without naming what was given: 骨折发生率无差异, "fracture rates did not differ".
//!
//! Of a study of one thing they are results of that thing.

use super::effect::{Effect, PACK, told};
use super::statement::{Statement, kinds, measured, only_measures};
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
        classes: BTreeSet::new(),
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
        let (mut outcomes, conditions) = (of(ConceptKind::Outcome), of(ConceptKind::Condition));
        only_measures(&mut outcomes, &conditions);
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
            classes: BTreeSet::new(),
            named: true,
            measured: measured(&outcomes, &conditions, words.knowledge),
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
            place,
        })
    }

    /// From a clause to the next one that names an outcome or disease: what is told of this one.
    fn told_of(&self, sentence: usize, clause: &Range<usize>) -> Range<usize> {
        let clauses = &self.words.blocks[self.block].sentences[sentence].clauses;
        let names = |c: &&Range<usize>| {
            let named = self.words.named_in(self.block, (*c).clone());
            named.iter().any(|n| matches!(n.concept.kind, ConceptKind::Outcome | ConceptKind::Condition))
        };
        let mut behind = clauses.iter().filter(|c| c.start >= clause.end);
        let whole = &self.words.blocks[self.block].sentences[sentence].range;
        clause.start..behind.find(names).map_or(whole.end, |next| next.start)
    }

    /// The one direction that a clause tells, and whether it is denied; figures that leave room for no
    /// difference tell that there is none.
    fn direction(&self, sentence: usize, clause: &Range<usize>) -> Option<(Direction, bool)> {
        let whole = &self.words.blocks[self.block].sentences[sentence].range;
        let reach = self.told_of(sentence, clause);
        let numbers = self.words.quantities(self.block);
        let within = |range: &Range<usize>| -> Vec<&Quantity> {
            numbers.iter().filter(|q| range.contains(&q.quote.place.start)).collect()
        };
        let (own, all) = (within(&reach), within(whole));
        // 0.96 (0.71 to 1.30) for stroke, 0.62 (0.44 to 0.88) for heart failure: only the first is called one.
        let intervals = all.iter().filter(|q| q.kind == QuantityKind::Interval).count();
        let one_ratio = all.iter().filter(|q| RATIOS.contains(&q.kind)).count() == 1 && intervals <= 1;
        let by_ratio = by_ratio(&own).or_else(|| by_ratio(&all).filter(|_| one_ratio));
        if by_ratio == Some(Direction::NoEffect) || leaves_none(&own) {
            return Some((Direction::NoEffect, false));
        }
        let ways = |range: Range<usize>| {
            self.words.cues(self.block).within(range).iter().filter_map(|t| match t.is {
                Cue::Direction(d) if d != Direction::Unclear => Some((d, t)),
                _ => None,
            })
        };
        if ways(reach).any(|(d, _)| d == Direction::NoEffect) {
            return Some((Direction::NoEffect, false));
        }
        let told: Vec<_> = ways(clause.clone()).collect();
        let Some(&(first, cue)) = told.first() else { return by_ratio.map(|d| (d, false)) };
        if told.iter().any(|(d, _)| *d != first) {
            return None;
        }
        Some((first, self.gates.holds(Gate::Negation, &Place::new(self.block, cue.range()))))
    }
}

/// Sets right what statements say whose sentence tells in figures that there was no difference:
/// 2.2%对2.0%(RR 1.13,95%CI 0.79-1.63).
pub fn settle(words: &Words, block: usize, statements: &mut [Statement]) {
    let here = &words.blocks[block];
    for statement in statements.iter_mut().filter(|s| s.direction == Direction::NoEffect) {
        let (outcomes, conditions) = enumerated(words, block, statement);
        statement.outcomes.extend(outcomes);
        statement.conditions.extend(conditions);
        statement.measured = measured(&statement.outcomes, &statement.conditions, words.knowledge);
        statement.kinds = kinds(&statement.conditions, words.knowledge);
    }
    for statement in statements.iter_mut().filter(|s| s.effect.is_none_or(is_effect)) {
        let Some(sentence) = here.sentences.get(statement.sentence) else { continue };
        let numbers = words.quantities(block).iter();
        let said: Vec<&Quantity> =
            numbers.filter(|q| sentence.range.contains(&q.quote.place.start)).collect();
        if leaves_none(&said) && !(statement.outcomes.is_empty() && statement.conditions.is_empty()) {
            statement.effect = Some(Effect::Null);
            statement.direction = Direction::NoEffect;
        }
    }
}

/// The outcomes and diseases of the clauses that only go on with the list of what did not change: "it
/// did not change body weight, blood pressure or liver fat".
fn enumerated(words: &Words, block: usize, statement: &Statement) -> (BTreeSet<String>, BTreeSet<String>) {
    let here = &words.blocks[block];
    let (mut outcomes, mut conditions) = (BTreeSet::new(), BTreeSet::new());
    let Some(sentence) = here.sentences.get(statement.sentence) else { return (outcomes, conditions) };
    let text = here.as_str();
    let said = |c: &&Range<usize>| here.shown((*c).clone()).contains(statement.text.as_str());
    let mut behind = sentence.clauses.iter().skip_while(|c| !said(c)).skip(1);
    let lists = |c: &&Range<usize>| {
        let verb = |cue: Cue| matches!(cue, Cue::Direction(_) | Cue::Causal | Cue::Associative | Cue::Group);
        let part = text[(*c).clone()].trim();
        !words.cues(block).within((*c).clone()).iter().any(|t| verb(t.is))
            && !part.contains(|c: char| c.is_ascii_digit())
            && !["but", "while", "whereas", "although", "但", "而"].iter().any(|w| part.starts_with(w))
    };
    for clause in behind.by_ref().take_while(lists) {
        for named in words.named_in(block, clause.clone()) {
            if told_elsewhere(words, block, statement.sentence, &named.concept.id) {
                continue;
            }
            match named.concept.kind {
                ConceptKind::Outcome => outcomes.insert(named.concept.id.clone()),
                ConceptKind::Condition => conditions.insert(named.concept.id.clone()),
                _ => continue,
            };
        }
    }
    if statement.outcomes.is_empty() {
        outcomes.clear();
    }
    (outcomes, conditions)
}

/// Whether another sentence names a thing, so that what a list says of it may not be all.
fn told_elsewhere(words: &Words, block: usize, sentence: usize, id: &str) -> bool {
    let sentences = words.blocks[block].sentences.iter().enumerate();
    let mut others = sentences.filter(|(i, _)| *i != sentence);
    others.any(|(_, s)| words.named_in(block, s.range.clone()).iter().any(|n| n.concept.id == id))
}

/// Chance that is no difference any more, by custom.
const CHANCE: f64 = 0.05;

/// Whether all that some numbers tell of chance leaves room for no difference: intervals of a ratio
/// that hold 1, others that hold 0, p values above what is customary.
pub(super) fn leaves_none(numbers: &[&Quantity]) -> bool {
    let none = |(at, number): (usize, &&Quantity)| {
        let of_ratio = at.checked_sub(1).is_some_and(|b| RATIOS.contains(&numbers[b].kind));
        match number.kind {
            QuantityKind::Interval if of_ratio => Some(number.low < 1.0 && 1.0 < number.high),
            QuantityKind::Interval => Some(number.low < 0.0 && 0.0 < number.high),
            QuantityKind::PValue => Some(number.low > CHANCE && !number.quote.text.contains(['<', '≤'])),
            _ => None,
        }
    };
    let told: Vec<bool> = numbers.iter().enumerate().filter_map(none).collect();
    !told.is_empty() && told.iter().all(|none| *none)
}

/// Ratios of groups.
pub(super) const RATIOS: [QuantityKind; 3] =
    [QuantityKind::OddsRatio, QuantityKind::RiskRatio, QuantityKind::HazardRatio];

/// Ratios this near to 1 tell of no difference where no interval is given.
const LEVEL: f64 = 0.03;

/// What the first ratio of a sentence tells, with its interval.
pub(super) fn by_ratio(numbers: &[&Quantity]) -> Option<Direction> {
    let at = numbers.iter().position(|q| RATIOS.contains(&q.kind))?;
    let ratio = numbers[at];
    let interval = numbers.get(at + 1).filter(|q| q.kind == QuantityKind::Interval);
    Some(match interval {
        Some(i) if i.low < 1.0 && 1.0 < i.high => Direction::NoEffect,
        // An interval that just touches 1 says neither.
        Some(i) if i.low <= 1.0 && 1.0 <= i.high => return None,
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
