//! Two figures set against each other claim an effect without a verb for it: 益生菌组47%,安慰剂组38%.

use super::reading::{Ground, Reading};
use super::{Article, Quantity, QuantityKind, Says, Strength};
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Relation};
use std::ops::Range;

/// Bytes from one figure to the other, at most.
const APART: usize = 90;

/// Reads a sentence that compares two percentages of a group and its control; also gives the clauses
/// that hold them.
pub(super) fn read(
    article: &Article,
    block: usize,
    sentence: usize,
    numbers: &[Quantity],
) -> Option<(Reading, Range<usize>)> {
    let sentence = &article.blocks[block].sentences[sentence];
    let cues = article.cues(block).within(sentence.range.clone());
    let (first, second) = pair(&sentence.range, numbers)?;
    let (from, to) = (first.quote.place.start, second.quote.place.end);
    let named = article.named_in(block, sentence.range.clone());
    let object =
        named.iter().any(|n| matches!(n.concept.kind, ConceptKind::Outcome | ConceptKind::Condition))
            || cues.iter().any(|t| t.is == Cue::Harm);
    if !object || !cues.iter().any(|t| t.is == Cue::Comparison) {
        return None;
    }
    let level = cues.iter().any(|t| t.is == Cue::Direction(Direction::NoEffect));
    let control = |r: Range<usize>| article.cues(block).within(r).iter().any(|t| t.is == Cue::Comparison);
    let swapped = control(sentence.range.start..from) && !control(from..to);
    let (treated, untreated) = if swapped { (second, first) } else { (first, second) };
    let direction = match treated.low.total_cmp(&untreated.low) {
        _ if level => Direction::NoEffect,
        std::cmp::Ordering::Less => Direction::Decrease,
        std::cmp::Ordering::Greater => Direction::Increase,
        std::cmp::Ordering::Equal => Direction::NoEffect,
    };
    let clauses = sentence.clauses.iter().filter(|c| c.start < to && from < c.end).cloned();
    let range = clauses.reduce(|all, c| all.start..c.end)?;
    let reading = Reading {
        relation: Relation::Causal,
        certainty: Certainty::C2,
        strength: Strength::of(Relation::Causal, Certainty::C2),
        direction,
        trigger: second.quote.place.range(),
        grounds: [first, second]
            .map(|q| Ground { range: q.quote.place.range(), says: Says::Figure, scope: None })
            .into(),
        advice: false,
    };
    Some((reading, range))
}

/// The first two percentages of a sentence, if they stand close together.
fn pair<'a>(sentence: &Range<usize>, numbers: &'a [Quantity]) -> Option<(&'a Quantity, &'a Quantity)> {
    let from = numbers.partition_point(|q| q.quote.place.start < sentence.start);
    let inside = numbers[from..].iter().take_while(|q| q.quote.place.end <= sentence.end);
    let mut shares = inside.filter(|q| q.kind == QuantityKind::Percent);
    let (first, second) = (shares.next()?, shares.next()?);
    (second.quote.place.start - first.quote.place.end <= APART).then_some((first, second))
}
