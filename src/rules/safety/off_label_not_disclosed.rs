//! SA003: a medicine is told for a use outside its label, and the article does not say so.

use super::benefit::is_benefit;
use crate::document::Place;
use crate::extract::claim::Claim;
use crate::knowledge::{ConceptKind, Gate};
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
                let labelled = cx
                    .knowledge
                    .drugs
                    .get(drug)
                    .and_then(|d| d.labelled_for(condition, &cx.knowledge.concepts));
                match labelled {
                    None if first && is_condition(cx, condition) => outcome.skip(NotChecked::LabelUnknown),
                    Some(_) if first => outcome.look(),
                    _ => {}
                }
                if labelled != Some(false) || disclosed {
                    continue;
                }
                let severity = if dosed.contains(drug) { Severity::Error } else { Severity::Warning };
                let found = Candidate::new(claim.quote.place.clone(), "found")
                    .arg("drug", cx.name_of(drug))
                    .arg("use", cx.name_of(condition))
                    .severity(severity);
                outcome.candidates.push(found);
            }
        }
        one_a_drug(outcome)
    }
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
