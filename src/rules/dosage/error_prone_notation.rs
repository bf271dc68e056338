//! DO005: notation of doses that is known to be misread.

use crate::document::Place;
use crate::extract::dose::ProblemCode;
use crate::knowledge::Gate;
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use std::collections::BTreeMap;

/// The rule `error-prone-notation`.
pub struct ErrorProneNotation;

impl Rule for ErrorProneNotation {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.facts.doses.iter().for_each(|_| outcome.look());
        let mut found: BTreeMap<ProblemCode, Candidate> = BTreeMap::new();
        for problem in &cx.facts.dose_problems {
            let Some((message, severity)) = notation(problem.code) else { continue };
            let place = problem.quote.place.clone();
            if is_taught(cx, &place) {
                continue;
            }
            match found.get_mut(&problem.code) {
                Some(first) => first.also.push(place),
                None => {
                    let first = Candidate::new(place, message)
                        .arg("written", problem.quote.text.trim())
                        .severity(severity);
                    found.insert(problem.code, first);
                }
            }
        }
        outcome.candidates.extend(found.into_values());
        outcome
    }
}

/// Whether a notation is quoted to warn of it.
fn is_taught(cx: &Context, place: &Place) -> bool {
    let sentence = cx.sentence_of(place);
    let warned = cx.phrases_in("error-prone-notation", &sentence).iter().any(|p| p.is == "taught");
    warned && cx.facts.gates.holds(Gate::Quotation, place)
}

/// The message and severity of a notation: an error where a misreading is tenfold or more.
fn notation(code: ProblemCode) -> Option<(&'static str, Severity)> {
    Some(match code {
        ProblemCode::IsmpTrailingZero => ("trailing_zero", Severity::Error),
        ProblemCode::IsmpNakedDecimal => ("naked_decimal", Severity::Error),
        ProblemCode::BrokenDecimal => ("broken_decimal", Severity::Error),
        ProblemCode::IsmpU => ("u", Severity::Error),
        ProblemCode::IsmpIu => ("iu", Severity::Info),
        ProblemCode::IsmpUg => ("ug", Severity::Info),
        ProblemCode::IsmpNoSeparator => ("separator", Severity::Info),
        ProblemCode::IsmpQd | ProblemCode::IsmpQod | ProblemCode::LatinAbbrev => ("latin", Severity::Warning),
        ProblemCode::IsmpCc => ("cc", Severity::Warning),
        ProblemCode::IsmpMso4 | ProblemCode::IsmpDrugAbbrev => ("drug", Severity::Warning),
        ProblemCode::IsmpRunTogether => ("run_together", Severity::Warning),
        ProblemCode::TypoFrequency | ProblemCode::TypoPerDose => ("typo", Severity::Warning),
        _ => return None,
    })
}
