//! DI001: an article about treatment without a word that it is no medical advice.

use super::wording::says_notice;
use crate::extract::claim::{Claim, Mention};
use crate::extract::dose::Dose;
use crate::knowledge::{Certainty, ConceptKind, Gate};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `no-medical-advice-disclaimer`.
pub struct NoMedicalAdviceDisclaimer;

impl Rule for NoMedicalAdviceDisclaimer {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let claim = cx.facts.claims.iter().find(|c| tells_of_treatment(cx, c)).map(|c| &c.quote.place);
        let dosed = |d: &&Dose| d.amount_high.is_some() && d.drug_concept.is_some();
        let first = claim.or_else(|| cx.facts.doses.iter().find(dosed).map(|d| &d.quote.place));
        let Some(first) = first else { return outcome };
        if !cx.is_whole_document() {
            outcome.skip(NotChecked::Fragment);
            return outcome;
        }
        outcome.look();
        let (message, severity) = match says_notice(cx) {
            (true, true) => return outcome,
            (false, false) => ("none", Severity::Warning),
            (true, false) => ("no-consult", Severity::Info),
            (false, true) => ("no-notice", Severity::Info),
        };
        outcome.candidates.push(Candidate::new(first.clone(), message).severity(severity));
        outcome
    }
}

/// Whether a claim says of a treatment that it does something for a disease or a measure of health.
fn tells_of_treatment(cx: &Context, claim: &Claim) -> bool {
    let open = |g: &Gate| matches!(g, Gate::Refutation | Gate::Question | Gate::Wish | Gate::Meta);
    let treats = |m: &Mention| {
        let kind = m.concept.as_deref().and_then(|id| cx.knowledge.concepts.get(id)).map(|c| c.kind);
        matches!(kind, None | Some(ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure))
    };
    let known = |m: &Mention| m.concept.is_some();
    cx.document.blocks[claim.quote.place.block].kind.is_body()
        && claim.certainty >= Certainty::C2
        && claim.intervention.iter().any(treats)
        && claim.condition.iter().chain(&claim.outcome).any(known)
        && !claim.gates.iter().any(open)
}
