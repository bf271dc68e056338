//! DO001: readers are told how to start, dose, change or stop a medicine by themselves.

use super::regimen::{Voice, regimens};
use crate::document::Place;
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `self-dosing-instruction`.
pub struct SelfDosingInstruction;

impl Rule for SelfDosingInstruction {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for regimen in regimens(cx) {
            let unnamed = regimen.drug.is_none() && !regimen.doses.is_empty() && !regimen.steps.is_empty();
            match regimen.is_prescription(cx) {
                None if !unnamed => outcome.skip(NotChecked::DrugStatusUnknown),
                Some(false) => outcome.look(),
                _ => {
                    outcome.look();
                    let place = regimen.place(cx);
                    let shown = cx.document.blocks[place.block].shown(place.range());
                    let mut found = match regimen.doses.first() {
                        Some(_) => Candidate::new(place.clone(), "dose").arg("dose", shown),
                        None => Candidate::new(place.clone(), "step").arg("step", shown),
                    };
                    match regimen.voice(cx) {
                        Voice::Tells if unnamed => found = found.severity(Severity::Warning),
                        Voice::Tells => {}
                        Voice::Informs => {
                            found = found.severity(Severity::Warning).confidence(Confidence::Possible);
                        }
                        Voice::Quotes => found = found.severity(Severity::Info),
                    }
                    let apart = |p: &Place| !place.holds(p);
                    found.also = regimen.places().into_iter().filter(apart).collect();
                    outcome.candidates.push(found);
                }
            }
        }
        outcome
    }
}
