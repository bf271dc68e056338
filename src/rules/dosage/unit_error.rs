//! DO004: a unit of the wrong kind, or none where one decides.

use crate::extract::dose::ProblemCode;
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `unit-error`.
pub struct UnitError;

impl Rule for UnitError {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.facts.doses.iter().for_each(|_| outcome.look());
        for problem in &cx.facts.dose_problems {
            let message = match problem.code {
                ProblemCode::LabUnitError | ProblemCode::UnitUnlikely => "unit",
                ProblemCode::UnitMissing => "missing",
                ProblemCode::UnitScale => "scale",
                _ => continue,
            };
            let found =
                Candidate::new(problem.quote.place.clone(), message).arg("measure", &problem.quote.text);
            outcome.candidates.push(found);
        }
        outcome
    }
}
