//! Results told of a part of what a source gave, and sentences that say whose doing a result is.

use super::effect_attribution_shift::{Arm, PACK, follows, is_act, is_medicine};
use crate::document::Place;
use crate::evidence::{pool_of, whole_of};
use crate::extract::claim::QuantityKind;
use crate::knowledge::{Certainty, Cue, Direction, Gate};
use crate::rules::places::trimmed;
use crate::rules::{Candidate, Context, Severity};
use std::collections::BTreeSet;

/// Sentences that tell a result of a source in figures, or which way it went, and name of those that the
/// source gave together some alone.
pub(super) fn told_of_part<'a>(cx: &Context<'a>) -> Vec<(u32, Candidate)> {
    let mut out: Vec<(u32, Candidate)> = Vec::new();
    for leaning in &cx.evidence.links.leanings {
        let place = &leaning.sentence;
        let alone = cx.evidence.links.leanings.iter().filter(|l| l.sentence == *place).count() == 1;
        let Some(link) = cx.evidence.links.records[leaning.reference].filter(|_| alone) else { continue };
        let (record, number) =
            (&cx.library.records[link.record], cx.facts.references[leaning.reference].index);
        let block = &cx.document.blocks[place.block];
        let doubted = cx.cues_in(place).iter().any(|t| match t.is {
            Cue::Hedge | Cue::Certainty(Certainty::C0 | Certainty::C1) | Cue::Limitation(_) => true,
            Cue::Direction(way) => matches!(way, Direction::NoEffect),
            _ => false,
        });
        let apart = cx
            .phrases_in(PACK, place)
            .iter()
            .any(|t| matches!(t.is.as_str(), "apart" | "pooled" | "jointly"));
        let named = cx.named_in(place);
        let all: BTreeSet<&str> =
            named.iter().map(|n| n.concept.id.as_str()).filter(|id| is_act(cx, id)).collect();
        let medicines: BTreeSet<&str> = all.iter().copied().filter(|id| is_medicine(cx, id)).collect();
        let own = if medicines.is_empty() { all.clone() } else { medicines };
        let shares =
            |k: QuantityKind| matches!(k, QuantityKind::Percent | QuantityKind::Points | QuantityKind::Fold);
        let figures = cx.numbers_in(place).any(|q| shares(q.kind));
        let Some(first) = named.iter().find(|n| own.contains(n.concept.id.as_str())) else { continue };
        if doubted || apart || !figures {
            continue;
        }
        let Some(pool) = pool_of(record, &own, cx.knowledge) else { continue };
        if pool.drugs.iter().all(|d| all.contains(d.as_str())) || is_class(cx, &own, &pool.drugs) {
            continue;
        }
        let at = Place::new(place.block, trimmed(block.as_str(), place.range()));
        let mut found = Candidate::new(at, "found")
            .arg("one", block.shown(first.range.clone()))
            .arg("count", pool.drugs.len())
            .arg("reference", number);
        found.source = Some(cx.source(number, record, pool.words));
        out.push((number, found));
    }
    out
}

/// Whether what is named is the class of what was given, and so all of it.
fn is_class(cx: &Context, own: &BTreeSet<&str>, drugs: &BTreeSet<String>) -> bool {
    drugs.iter().all(|d| own.iter().any(|o| cx.knowledge.concepts.is_a(d, o)))
}

/// Sentences that say whose doing a result is, with no verb of effect: 全是甲药的功劳, "it was the oil
/// that did the work".
pub(super) fn credited<'a>(cx: &Context<'a>, arms: &[Arm]) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (index, block) in cx.body() {
        for phrase in cx.phrases(PACK, index).iter().filter(|t| t.is == "credit") {
            let place = cx.sentence_of(&Place::new(index, phrase.range()));
            let named = cx.named_in(&place);
            let own: BTreeSet<&str> =
                named.iter().map(|n| n.concept.id.as_str()).filter(|id| is_act(cx, id)).collect();
            let doubted = cx.cues_in(&place).iter().any(|t| {
                matches!(
                    t.is,
                    Cue::Hedge | Cue::Certainty(Certainty::C0 | Certainty::C1) | Cue::Limitation(_)
                )
            });
            let denied = cx.facts.gates.holds(Gate::Negation, &Place::new(index, phrase.range()));
            // The powder, the jab: whatever was named last before it.
            let last = || {
                let before = cx.named(index).iter().rev().filter(|n| n.range.end <= place.start);
                before.into_iter().find(|n| is_medicine(cx, &n.concept.id))
            };
            let first = named.iter().find(|n| is_act(cx, &n.concept.id)).or_else(last);
            let Some(first) = first.filter(|_| !doubted && !denied) else { continue };
            let own = if own.is_empty() { BTreeSet::from([first.concept.id.as_str()]) } else { own };
            let one = block.shown(first.range.clone());
            let before = block.sentences.iter().map(|s| s.range.clone()).rfind(|r| r.end <= place.start);
            let told = Place::new(index, before.map_or(place.start, |r| r.start)..place.end);
            let pooled = cx.sources_of(&told).find_map(|(number, record)| {
                let whole = || whole_of(record, &first.concept.id, cx.knowledge);
                let pool = pool_of(record, &own, cx.knowledge).or_else(whole)?;
                let mut found = Candidate::new(place.clone(), "found")
                    .arg("one", one)
                    .arg("count", pool.drugs.len())
                    .arg("reference", number);
                found.source = Some(cx.source(number, record, pool.words));
                Some(found)
            });
            let part = |arm: &&Arm| {
                own.len() < arm.drugs.len()
                    && own.iter().all(|id| arm.drugs.contains(*id))
                    && follows(cx, arm, &place)
            };
            let of_arm = || {
                let arm = arms.iter().find(part)?;
                let found = Candidate::new(place.clone(), "text").arg("one", one);
                Some(found.arg("count", arm.drugs.len()).severity(Severity::Warning))
            };
            out.extend(pooled.or_else(of_arm));
        }
    }
    out
}
