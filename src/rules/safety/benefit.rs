//! Claims that something does good, and the drugs they say it of.

use crate::document::{BlockKind, Place};
use crate::extract::claim::{Claim, Says};
use crate::knowledge::{Certainty, ConceptKind, Direction, Gate, Relation, Term};
use crate::rules::Context;
use crate::rules::dosage::drugs_in;
use std::collections::BTreeMap;

/// The rule whose phrases take a drug up again, and tell of its good in words that make no claim.
const RULE: &str = "harms-absent";

/// What takes a good word back.
const QUIET: &[Gate] =
    &[Gate::Negation, Gate::Refutation, Gate::Question, Gate::Wish, Gate::Meta, Gate::Hedge];

/// Whether a claim of the body says plainly that something does good.
pub fn is_benefit(cx: &Context, claim: &Claim) -> bool {
    let denied =
        |g: &Gate| matches!(g, Gate::Negation | Gate::Refutation | Gate::Question | Gate::Wish | Gate::Meta);
    cx.document.blocks[claim.quote.place.block].kind.is_body()
        && claim.certainty >= Certainty::C2
        && matches!(claim.direction, Direction::Improve | Direction::Increase | Direction::Decrease)
        && !claim.gates.iter().any(denied)
        && !is_reported(claim)
        && !is_harm(claim)
}

/// Whether a claim says that something brings about what people suffer: a sore arm or a fever is common.
pub fn is_harm(claim: &Claim) -> bool {
    let brings = matches!(claim.direction, Direction::Increase | Direction::Worsen);
    brings && !claim.condition.is_empty() && claim.outcome.is_empty()
}

/// Whether a claim only reports a ratio or rate seen in people, which praises nothing.
fn is_reported(claim: &Claim) -> bool {
    claim.relation == Relation::Associative && claim.cues.iter().any(|r| r.says == Says::Figure)
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

/// What sentences that begin with "it" or "the drug" speak of, and good words that make no claim.
#[derive(Default)]
pub struct Topics<'a> {
    /// The drug that a sentence takes up again, by its block and its start.
    again: BTreeMap<(usize, usize), &'a str>,
    /// Sentences that say in words of the pack what good a drug does.
    pub said: Vec<(&'a str, Place)>,
}

impl<'a> Topics<'a> {
    /// The topics of an article: the drug named last before in the running text of the section.
    pub fn of(cx: &Context<'a>) -> Topics<'a> {
        let (mut topics, mut last) = (Topics::default(), None);
        for (index, block) in cx.body() {
            if matches!(block.kind, BlockKind::Title | BlockKind::Heading) {
                last = None;
                continue;
            }
            let (phrases, named) = (cx.phrases(RULE, index), drugs_in(cx, index));
            for sentence in &block.sentences {
                let inside = |at: usize| sentence.range.contains(&at);
                let opens = |p: &&Term<String>| {
                    p.is == "it"
                        && inside(p.start)
                        && !block.as_str()[sentence.range.start..p.start].contains(char::is_alphanumeric)
                };
                let own = named.iter().find(|n| inside(n.range.start) && cx.is_drug(&n.concept.id));
                let place = Place::new(index, sentence.range.clone());
                let drug = if phrases.iter().any(|p| opens(&p)) {
                    topics.again.extend(last.map(|drug| ((index, place.start), drug)));
                    last
                } else {
                    let other = || cx.named_in(&place).iter().any(|n| is_other(n.concept.kind));
                    last = own.map(|n| n.concept.id.as_str()).or(last.filter(|_| !other()));
                    last
                };
                let good = phrases.iter().find(|p| p.is == "benefit" && inside(p.start));
                let open = |p: &&Term<String>| {
                    let at = Place::new(index, p.range());
                    !cx.facts.gates.over(&at).any(|g| QUIET.contains(&g.gate) && !at.overlaps(&g.cue_place))
                };
                if let (Some(drug), Some(_)) = (drug, good.filter(open)) {
                    topics.said.push((drug, place));
                }
            }
        }
        topics
    }

    /// The drug that the sentence of a claim takes up again.
    pub fn of_claim(&self, cx: &Context, claim: &Claim) -> Option<&'a str> {
        let sentence = cx.sentence_of(&claim.quote.place);
        self.again.get(&(sentence.block, sentence.start)).copied()
    }

    /// Whether a claim is about a drug: its sentence takes the drug up again, or it names it or a class.
    pub fn is_of(&self, cx: &Context, claim: &Claim, drug: &str) -> bool {
        match self.of_claim(cx, claim) {
            Some(topic) => cx.knowledge.concepts.is_a(drug, topic),
            None => names(cx, claim, drug),
        }
    }
}

/// Whether a thing of that kind may be what the next sentence means by "it".
fn is_other(kind: ConceptKind) -> bool {
    matches!(kind, ConceptKind::Procedure | ConceptKind::Supplement)
}
