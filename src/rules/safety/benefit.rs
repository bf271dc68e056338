//! Claims that something does good, and the drugs they say it of.

use crate::extract::claim::Claim;
use crate::knowledge::{Certainty, Direction, Gate};
use crate::rules::Context;

/// Whether a claim of the body says plainly that something does good.
pub fn is_benefit(cx: &Context, claim: &Claim) -> bool {
    let denied =
        |g: &Gate| matches!(g, Gate::Negation | Gate::Refutation | Gate::Question | Gate::Wish | Gate::Meta);
    cx.document.blocks[claim.quote.place.block].kind.is_body()
        && claim.certainty >= Certainty::C2
        && matches!(claim.direction, Direction::Improve | Direction::Increase | Direction::Decrease)
        && !claim.gates.iter().any(denied)
}

/// Whether a claim names a drug, or a class of it.
pub fn names(cx: &Context, claim: &Claim, drug: &str) -> bool {
    claim
        .intervention
        .iter()
        .filter_map(|m| m.concept.as_deref())
        .any(|id| cx.knowledge.concepts.is_a(drug, id))
}

/// Whether a claim names nothing that the table knows: 它, the treatment.
pub fn names_nothing(claim: &Claim) -> bool {
    claim.intervention.iter().all(|m| m.concept.is_none())
}
