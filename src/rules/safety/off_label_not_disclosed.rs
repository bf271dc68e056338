//! SA003: a medicine is told for a use outside its label, and the article does not say so.

use super::benefit::is_benefit;
use crate::document::Place;
use crate::extract::claim::Claim;
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
        for claim in cx.facts.claims.iter().filter(|c| is_benefit(cx, c)) {
            for (drug, condition) in uses(claim) {
                if !cx.is_drug(drug) {
                    continue;
                }
                let first = told.insert((drug, condition));
                let concepts = &cx.knowledge.concepts;
                let facts = cx.knowledge.drugs.get(drug);
                let proof = facts.and_then(|d| d.off_label(condition, route(cx, claim), concepts));
                match facts.and_then(|d| d.labelled_for(condition, concepts)) {
                    None if first && proof.is_none() && is_condition(cx, condition) => {
                        outcome.skip(NotChecked::LabelUnknown);
                    }
                    None if proof.is_none() => {}
                    _ if first => outcome.look(),
                    _ => {}
                }
                let told_apart =
                    disclosed || !is_condition(cx, condition) && treats_labelled(cx, claim, drug);
                let Some(proof) = proof.filter(|_| !told_apart) else { continue };
                let severity = if dosed.contains(drug) { Severity::Error } else { Severity::Warning };
                let found = Candidate::new(claim.quote.place.clone(), "found")
                    .arg("drug", cx.name_of(drug))
                    .arg("use", cx.name_of(condition))
                    .arg("label", proof.source)
                    .arg("date", proof.reviewed)
                    .severity(severity);
                outcome.candidates.push(found);
            }
        }
        one_a_drug(outcome)
    }
}

/// Whether the sentence of a claim names a use on the drug's label, of which an outcome may be part.
fn treats_labelled(cx: &Context, claim: &Claim, drug: &str) -> bool {
    let Some(facts) = cx.knowledge.drugs.get(drug) else { return false };
    let named = cx.named_in(&cx.sentence_of(&claim.quote.place));
    named.iter().any(|n| facts.labelled_for(&n.concept.id, &cx.knowledge.concepts) == Some(true))
}

/// The way of taking a drug that the sentence of a claim names.
fn route(cx: &Context, claim: &Claim) -> Option<&'static str> {
    let sentence = cx.sentence_of(&claim.quote.place);
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

/// The drugs of a claim, each with what it is said to be good for.
fn uses(claim: &Claim) -> impl Iterator<Item = (&str, &str)> {
    let drugs = claim.intervention.iter().filter_map(|m| m.concept.as_deref());
    let uses = || claim.condition.iter().chain(&claim.outcome);
    drugs.flat_map(move |d| uses().filter_map(move |u| Some((d, u.concept.as_deref()?))))
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
