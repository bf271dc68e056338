//! SA003: a medicine is told for a use outside its label, and the article does not say so.

use super::benefit::{Topics, is_benefit};
use crate::document::Place;
use crate::extract::claim::{Claim, Says};
use crate::knowledge::{ConceptKind, DoseWord, Gate};
use crate::rules::dosage::regimens;
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::BTreeSet;

/// The rule `off-label-not-disclosed`.
pub struct OffLabelNotDisclosed;

impl Rule for OffLabelNotDisclosed {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let dosed: BTreeSet<&str> = regimens(cx).iter().filter_map(|r| r.drug).collect();
        let mut told = BTreeSet::new();
        let disclosed = discloses(cx);
        for (drug, condition, place) in uses(cx) {
            if !cx.is_drug(drug) {
                continue;
            }
            let first = told.insert((drug, condition));
            let concepts = &cx.knowledge.concepts;
            let facts = cx.knowledge.drugs.get(drug);
            let proof = facts.and_then(|d| d.off_label(condition, route(cx, &place), concepts));
            match facts.and_then(|d| d.labelled_for(condition, concepts)) {
                None if first && proof.is_none() && is_condition(cx, condition) => {
                    outcome.skip(NotChecked::LabelUnknown);
                }
                None if proof.is_none() => {}
                _ if first => outcome.look(),
                _ => {}
            }
            let told_apart = disclosed || !is_condition(cx, condition) && treats_labelled(cx, &place, drug);
            let Some(proof) = proof.filter(|_| !told_apart) else { continue };
            let severity = if dosed.contains(drug) { Severity::Error } else { Severity::Warning };
            let found = Candidate::new(place.clone(), "found")
                .arg("drug", cx.name_of(drug))
                .arg("use", cx.name_of(condition))
                .arg("label", proof.source)
                .arg("date", proof.reviewed)
                .severity(severity);
            outcome.candidates.push(found);
        }
        one_a_drug(outcome)
    }
}

/// Whether the sentence of a claim names a use on the drug's label, of which an outcome may be part.
fn treats_labelled(cx: &Context, place: &Place, drug: &str) -> bool {
    let Some(facts) = cx.knowledge.drugs.get(drug) else { return false };
    let named = cx.named_in(&cx.sentence_of(place));
    named.iter().any(|n| facts.labelled_for(&n.concept.id, &cx.knowledge.concepts) == Some(true))
}

/// The way of taking a drug that the sentence of a claim names.
fn route(cx: &Context, place: &Place) -> Option<&'static str> {
    let sentence = cx.sentence_of(place);
    let text = &cx.document.blocks[sentence.block].as_str()[sentence.range()];
    cx.knowledge.dose_words.find(text).into_iter().find_map(|t| match t.is {
        DoseWord::Route(route) => Some(route.as_str()),
        _ => None,
    })
}

/// One finding a drug, at the first of its places; the others are named beside it.
fn one_a_drug(outcome: Outcome) -> Outcome {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in outcome.candidates {
        match kept.iter_mut().find(|k| k.args.get("drug") == candidate.args.get("drug")) {
            Some(first) => first.also.push(candidate.place),
            None => kept.push(candidate),
        }
    }
    Outcome { candidates: kept, ..outcome }
}

fn is_condition(cx: &Context, id: &str) -> bool {
    cx.knowledge.concepts.get(id).is_some_and(|c| c.kind == ConceptKind::Condition)
}

/// The drugs that the article praises, each with what it is said to be good for, and where: by a claim,
/// by words of the pack, or by a title that names a drug which the text then praises.
fn uses<'a>(cx: &Context<'a>) -> Vec<(&'a str, &'a str, Place)> {
    let topics = Topics::of(cx);
    let mut found = Vec::new();
    for claim in cx.facts.claims.iter().filter(|c| is_benefit(cx, c) && !is_counted(c)) {
        let named = claim.intervention.iter().filter_map(|m| m.concept.as_deref());
        let again = topics.of_claim(cx, claim);
        for drug in named.filter(|_| again.is_none()).chain(again) {
            let aims = claim.condition.iter().chain(&claim.outcome).filter_map(|m| m.concept.as_deref());
            found.extend(aims.map(|aim| (drug, aim, claim.quote.place.clone())));
            found.extend(titled(cx, drug).map(|aim| (drug, aim, claim.quote.place.clone())));
        }
    }
    for (drug, place) in &topics.said {
        found.extend(aims(cx, place).map(|aim| (*drug, aim, place.clone())));
        found.extend(titled(cx, drug).map(|aim| (*drug, aim, place.clone())));
    }
    found
}

/// Whether a claim is read from figures alone: so many of those on the drug had a heart attack, which is no use of it.
fn is_counted(claim: &Claim) -> bool {
    !claim.cues.is_empty() && claim.cues.iter().all(|c| c.says == Says::Figure)
}

/// The diseases and measures of health that a place names.
fn aims<'a>(cx: &Context<'a>, place: &Place) -> impl Iterator<Item = &'a str> {
    let kinds = [ConceptKind::Condition, ConceptKind::Outcome];
    let named = cx.named_in(place).iter().filter(move |n| kinds.contains(&n.concept.kind));
    named.map(|n| n.concept.id.as_str())
}

/// What a title that names a drug gives as its use, where it gives none of its label.
fn titled<'a>(cx: &Context<'a>, drug: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let title = cx.document.title.map(|t| Place::new(t, 0..cx.document.blocks[t].as_str().len()));
    let named = |t: &Place| cx.named_in(t).iter().any(|n| n.concept.id == drug);
    let title = title.filter(|t| named(t) && !treats_labelled(cx, t, drug));
    let found: Vec<&'a str> = title.iter().flat_map(|t| aims(cx, t)).collect();
    found.into_iter()
}

/// Whether the article says anywhere that a use is outside the label.
fn discloses(cx: &Context) -> bool {
    let said = |(index, _): (usize, &crate::document::Block)| {
        let phrases = cx.phrases("off-label-not-disclosed", index);
        phrases.iter().any(|p| {
            let place = Place::new(index, p.range());
            !cx.facts.gates.over(&place).any(|g| g.gate == Gate::Question)
        })
    };
    cx.body().any(said)
}
