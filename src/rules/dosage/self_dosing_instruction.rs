//! DO001: readers are told how to start, dose, change or stop a medicine by themselves.

use super::regimen::{Regimen, Voice, clauses, regimens};
use super::self_use::overlong;
use crate::document::Place;
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `self-dosing-instruction`.
pub struct SelfDosingInstruction;

impl Rule for SelfDosingInstruction {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        // To leave a treatment off and nothing else is another rule's.
        for regimen in regimens(cx).into_iter().filter(|r| !r.is_stop()) {
            outcome.candidates.extend(too_long(cx, &regimen));
            // A drug without a status may be anything, too.
            let unknown = regimen.drug.is_none_or(|d| cx.is_drug(d) && regimen.is_prescription(cx).is_none());
            let unnamed = unknown && !regimen.doses.is_empty() && !regimen.steps.is_empty();
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
                        Voice::Informs | Voice::Quotes => found = found.severity(Severity::Info),
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

/// A drug that people may treat themselves with, taken for longer than its label allows without a doctor.
fn too_long(cx: &Context, regimen: &Regimen) -> Option<Candidate> {
    let drug = regimen.drug.filter(|_| regimen.is_prescription(cx) != Some(true))?;
    let quoted = regimen.voice(cx) == Voice::Quotes;
    let mut doses = regimen.doses.iter().filter(|_| !quoted);
    let (dose, label) = doses.find_map(|d| Some((d, overlong(cx, drug, d, regimen.part)?)))?;
    let place = clauses(&cx.document.blocks[dose.quote.place.block], &dose.quote.place);
    let found = Candidate::new(place, "long")
        .arg("dose", &dose.quote.text)
        .arg("drug", cx.name_of(drug))
        .arg("days", label.days)
        .arg("document", &label.source)
        .words("country", vec![label.jurisdiction.as_str()]);
    Some(found.severity(Severity::Warning))
}
