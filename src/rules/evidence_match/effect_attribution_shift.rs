//! EV007: the effect of several drugs pooled is told of one of them, or that of one of its class.

use super::credit::{credited, told_of_part};
use crate::document::Place;
use crate::evidence::{Record, members_of, pool_of};
use crate::extract::claim::{Claim, Mention, Tie};
use crate::extract::study::Study;
use crate::knowledge::{Certainty, Concept, ConceptKind, Cue, Direction};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The rule `effect-attribution-shift`.
pub struct EffectAttributionShift;

/// The pack of arms, of words that credit, and of those that keep drugs apart.
pub(super) const PACK: &str = "effect-attribution-shift";

/// Most drugs of a class that a source may be about without speaking for the class.
const FEW: usize = 2;

impl Rule for EffectAttributionShift {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let arms = arms(cx);
        let mut told: BTreeMap<(Option<u32>, Vec<&str>), usize> = BTreeMap::new();
        for claim in cx.facts.claims.iter().filter(|c| asserts_effect(c)) {
            let own = drugs(cx, &claim.intervention);
            let sentence = cx.sentence_of(&claim.quote.place);
            if !claim.intervention.iter().any(|m| sentence.holds(&m.quote.place)) {
                continue;
            }
            let mut sources = cx.sources_of(&claim.quote.place).peekable();
            let found = if sources.peek().is_none() {
                let found = arms.iter().find_map(|arm| from_arm(cx, claim, &own, arm));
                if found.is_some() {
                    outcome.look();
                } else {
                    let leans = cx.evidence.links.of(&claim.quote.place).next().is_some();
                    outcome.skip(if leans { NotChecked::NoRecord } else { NotChecked::Uncited });
                }
                found.map(|f| (None, f))
            } else {
                sources.find_map(|(number, record)| {
                    if record.abstract_.is_none() {
                        outcome.skip(NotChecked::NoAbstract);
                        return None;
                    }
                    outcome.look();
                    let found = from_pool(cx, claim, &own, number, record);
                    Some((Some(number), found.or_else(|| from_class(cx, claim, &own, number, record))?))
                })
            };
            let Some((number, found)) = found else { continue };
            let key = (number, own.into_iter().collect::<Vec<_>>());
            // One finding on a study, with every place that tells its effect so.
            match told.get(&key).filter(|_| claim.gates.is_empty()) {
                Some(&first) => also(&mut outcome.candidates[first], found.place),
                None => {
                    if claim.gates.is_empty() {
                        told.insert(key, outcome.candidates.len());
                    }
                    outcome.candidates.push(found);
                }
            }
        }
        for (number, found) in told_of_part(cx) {
            outcome.look();
            let known = |c: &Candidate| c.place.overlaps(&found.place);
            let told = outcome.candidates.iter().any(known);
            if !told
                && !outcome
                    .candidates
                    .iter()
                    .any(|c| c.source.as_ref().is_some_and(|s| s.reference == number))
            {
                outcome.candidates.push(found);
            }
        }
        for found in credited(cx, &arms) {
            outcome.look();
            if !outcome.candidates.iter().any(|c| found.place.holds(&c.place)) {
                outcome.candidates.push(found);
            }
        }
        outcome
    }
}

/// Most further places that a finding lists.
const FURTHER: usize = 8;

fn also(found: &mut Candidate, place: Place) {
    let known = found.place.overlaps(&place) || found.also.iter().any(|p| p.overlaps(&place));
    if !known && found.also.len() < FURTHER {
        found.also.push(place);
    }
}

/// The claim credits some of the drugs that the source pools.
fn from_pool(
    cx: &Context,
    claim: &Claim,
    own: &BTreeSet<&str>,
    number: u32,
    record: &Record,
) -> Option<Candidate> {
    let pool = pool_of(record, own, cx.knowledge)?;
    if names_all(cx, claim, &pool.drugs) {
        return None;
    }
    let mut found = Candidate::new(claim.quote.place.clone(), "found")
        .arg("one", names(cx, claim))
        .arg("count", pool.drugs.len())
        .arg("reference", number);
    found.source = Some(cx.source(number, record, pool.words));
    Some(found)
}

/// The claim credits a class of which the source is about one or two drugs.
fn from_class(
    cx: &Context,
    claim: &Claim,
    own: &BTreeSet<&str>,
    number: u32,
    record: &Record,
) -> Option<Candidate> {
    let class = own.first().filter(|_| own.len() == 1)?;
    let members = members_of(record, class, cx.knowledge).filter(|m| m.len() <= FEW)?;
    // An article that names the drug may call it by its class from there on, unless it means all of it.
    let sentence = cx.sentence_of(&claim.quote.place);
    let said = cx.phrases(PACK, sentence.block);
    let whole = said.iter().any(|t| t.is == "whole-class" && sentence.range().contains(&t.start));
    let is_named = |id: &str| cx.body().any(|(block, _)| cx.named(block).iter().any(|n| n.concept.id == id));
    if !whole && members.iter().all(|id| is_named(id)) {
        return None;
    }
    let words = members.iter().map(|id| cx.name_of(id)).collect::<Vec<_>>().join(", ");
    let mut found = Candidate::new(claim.quote.place.clone(), "class")
        .arg("class", names(cx, claim))
        .arg("members", &words)
        .arg("reference", number)
        .severity(Severity::Warning);
    found.source = Some(cx.source(number, record, words));
    Some(found)
}

/// A group of patients that the article says had several drugs: 用药组,包括A和B.
pub(super) struct Arm {
    pub(super) drugs: BTreeSet<String>,
    block: usize,
    end: usize,
    /// Whether only an inference from it credits a part: A on top of B may have been held against B.
    loose: bool,
}

fn arms(cx: &Context) -> Vec<Arm> {
    let mut out = Vec::new();
    for (index, block) in cx.body() {
        let said = cx.phrases(PACK, index);
        for group in cx.groups(index) {
            let drugs: BTreeSet<String> = group.things.iter().filter_map(|t| t.concept.clone()).collect();
            let end = group.place.end;
            let medicines = drugs.iter().all(|id| is_medicine(cx, id));
            let before = &block.as_str()[..group.place.start];
            let lead = cx.knowledge.phrases.find(PACK, tail(before));
            let led = lead.iter().any(|t| t.is == "arm" && tail(before)[t.end..].trim().is_empty());
            let sentence = cx.sentence_of(&group.place);
            let has = |id: &str| said.iter().any(|t| t.is == id && sentence.range().contains(&t.start));
            let takers = said
                .iter()
                .any(|t| t.is == "takers" && sentence.start <= t.start && t.end <= group.place.start);
            if led && medicines && group.tie != Tie::Plus {
                out.push(Arm { drugs, block: index, end, loose: false });
            } else if (led || takers) && !has("alone") && !has("apart") {
                out.push(Arm { drugs, block: index, end, loose: true });
            }
        }
    }
    out
}

/// Sentences behind an arm in which a part of it may be credited.
const BEHIND: usize = 3;

/// Whether a place is in the sentences right behind an arm.
pub(super) fn follows(cx: &Context, arm: &Arm, place: &Place) -> bool {
    if arm.block != place.block || place.start < arm.end {
        return false;
    }
    let sentences = &cx.document.blocks[arm.block].sentences;
    let at = |start: usize| sentences.partition_point(|s| s.range.end <= start);
    at(place.start) <= at(arm.end) + BEHIND
}

/// Whether a claim follows from what was told before it: 由此看来, this shows.
fn is_inferred(cx: &Context, claim: &Claim) -> bool {
    let place = &claim.quote.place;
    let sentence = cx.sentence_of(place);
    let until = Place::new(place.block, sentence.start..place.end);
    let said = cx.phrases(PACK, place.block);
    let has = |id: &str| said.iter().any(|t| t.is == id && sentence.range().contains(&t.start));
    (cx.cues_in(&until).iter().any(|t| t.is == Cue::Inference) || has("so")) && !has("alone") && !has("apart")
}

pub(super) fn is_medicine(cx: &Context, id: &str) -> bool {
    let kind = cx.knowledge.concepts.get(id).map(|c| c.kind);
    matches!(kind, Some(ConceptKind::Drug | ConceptKind::Supplement))
}

pub(super) fn is_act(cx: &Context, id: &str) -> bool {
    is_medicine(cx, id) || cx.knowledge.concepts.get(id).is_some_and(|c| c.kind == ConceptKind::Procedure)
}

/// Bytes before a group within which the word that opens it stands.
const LEAD: usize = 48;

fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(LEAD);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// The claim credits some of the drugs of an arm told of before in its section.
fn from_arm(cx: &Context, claim: &Claim, own: &BTreeSet<&str>, arm: &Arm) -> Option<Candidate> {
    let place = &claim.quote.place;
    let after = (arm.block, arm.end) < (place.block, place.start)
        && cx.document.section(arm.block).contains(&place.block)
        && (!arm.loose || follows(cx, arm, place) && is_inferred(cx, claim));
    let part = !own.is_empty()
        && own.len() < arm.drugs.len()
        && own.iter().all(|o| arm.drugs.contains(*o))
        && !names_all(cx, claim, &arm.drugs);
    let between = |s: &&Study| {
        let at = (s.quote.place.block, s.quote.place.start);
        (arm.block, arm.end) <= at && at < (place.block, cx.sentence_of(place).end)
    };
    let other = || cx.facts.studies.iter().filter(between).any(|s| !s.anaphoric);
    (after && part && !other()).then(|| {
        Candidate::new(place.clone(), "text")
            .arg("one", names(cx, claim))
            .arg("count", arm.drugs.len())
            .severity(Severity::Warning)
    })
}

/// Whether the clause of a claim names every one of some drugs.
fn names_all(cx: &Context, claim: &Claim, drugs: &BTreeSet<String>) -> bool {
    let named = cx.named_in(&claim.quote.place);
    drugs.iter().all(|d| named.iter().any(|n| n.concept.id == *d))
}

fn asserts_effect(claim: &Claim) -> bool {
    claim.certainty >= Certainty::C2 && !matches!(claim.direction, Direction::NoEffect | Direction::Unclear)
}

/// The drugs and supplements among what a claim is about; where there are none, the procedures.
fn drugs<'a>(cx: &Context<'a>, mentions: &[Mention]) -> BTreeSet<&'a str> {
    let known: Vec<&'a Concept> =
        mentions.iter().filter_map(|m| cx.knowledge.concepts.get(m.concept.as_deref()?)).collect();
    let of = |wanted: &[ConceptKind]| -> BTreeSet<&'a str> {
        known.iter().filter(|c| wanted.contains(&c.kind)).map(|c| c.id.as_str()).collect()
    };
    let medicines = of(&[ConceptKind::Drug, ConceptKind::Supplement]);
    if medicines.is_empty() { of(&[ConceptKind::Procedure]) } else { medicines }
}

/// The drugs of a claim as the article calls them.
fn names(cx: &Context, claim: &Claim) -> String {
    let own = drugs(cx, &claim.intervention);
    let drug = |m: &&Mention| m.concept.as_deref().is_some_and(|id| own.contains(id));
    claim.intervention.iter().filter(drug).map(|m| m.quote.text.as_str()).collect::<Vec<_>>().join("、")
}
