//! DI001: an article about treatment without a word that it is no medical advice.

use super::wording::says_notice;
use crate::document::{BlockKind, Place};
use crate::extract::claim::{Claim, Mention};
use crate::extract::dose::Dose;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Mood};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `no-medical-advice-disclaimer`.
pub struct NoMedicalAdviceDisclaimer;

impl Rule for NoMedicalAdviceDisclaimer {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let claim = cx.facts.claims.iter().find(|c| tells_of_treatment(cx, c)).map(|c| &c.quote.place);
        let dosed =
            |d: &&Dose| d.amount_high.is_some() && d.drug_concept.is_some() && d.mood == Mood::Instruct;
        let dose = cx.facts.doses.iter().find(dosed).map(|d| &d.quote.place);
        let doses = dose.is_some();
        let first = claim.or(dose).cloned();
        let Some(first) = first.or_else(|| home_cure(cx)) else { return outcome };
        if !cx.is_whole_document() {
            outcome.skip(NotChecked::Fragment);
            return outcome;
        }
        outcome.look();
        let (message, severity) = match says_notice(cx) {
            (true, true) => return outcome,
            // Where no dose is told, one of the two does.
            (true, false) | (false, true) if !doses => return outcome,
            (false, false) => ("none", Severity::Warning),
            (true, false) => ("no-consult", Severity::Info),
            (false, true) => ("no-notice", Severity::Info),
        };
        outcome.candidates.push(Candidate::new(first, message).severity(severity));
        outcome
    }
}

/// Whether a claim says of a treatment that it does something for a disease or a measure of health.
fn tells_of_treatment(cx: &Context, claim: &Claim) -> bool {
    let open = |g: &Gate| matches!(g, Gate::Refutation | Gate::Question | Gate::Wish | Gate::Meta);
    let treats = |m: &Mention| {
        let kind = m.concept.as_deref().and_then(|id| cx.knowledge.concepts.get(id)).map(|c| c.kind);
        match kind {
            Some(kind) => {
                matches!(kind, ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure)
            }
            None => is_taken(cx, claim),
        }
    };
    let worse = matches!(claim.direction, Direction::Worsen | Direction::Unclear);
    let known = |m: &Mention| m.concept.is_some();
    cx.document.blocks[claim.quote.place.block].kind.is_body()
        && claim.certainty >= Certainty::C2
        && !worse
        && claim.intervention.iter().any(treats)
        && claim.condition.iter().chain(&claim.outcome).any(known)
        && !claim.gates.iter().any(open)
}

/// A sentence that tells to take something without a name, for a disease or measure of health.
fn home_cure(cx: &Context) -> Option<Place> {
    let quiet = [Gate::Refutation, Gate::Question, Gate::Wish, Gate::Meta, Gate::Negation];
    let known = [ConceptKind::Condition, ConceptKind::Outcome];
    let better = |cue: Cue| matches!(cue, Cue::Direction(Direction::Improve | Direction::Decrease));
    cx.body().filter(|(_, block)| block.kind == BlockKind::Paragraph).find_map(|(index, block)| {
        let phrases = cx.phrases("no-medical-advice-disclaimer", index);
        block.sentences.iter().map(|s| Place::new(index, s.range.clone())).find(|place| {
            phrases.iter().any(|p| p.is == "home" && place.range().contains(&p.start))
                && cx.cues_in(place).iter().any(|t| better(t.is))
                && cx.named_in(place).iter().any(|n| known.contains(&n.concept.kind))
                && !cx.facts.gates.over(place).any(|g| quiet.contains(&g.gate))
        })
    })
}

/// Whether the sentence of a claim tells of taking something or of treating.
fn is_taken(cx: &Context, claim: &Claim) -> bool {
    let sentence = cx.sentence_of(&claim.quote.place);
    let phrases = cx.phrases("no-medical-advice-disclaimer", sentence.block);
    phrases.iter().any(|p| p.is == "taken" && sentence.range().contains(&p.start))
}
