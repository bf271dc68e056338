//! The claims of an article beside the entries they lean on, and what the records of these say.

use crate::evidence::{
    Clue, Confidence, Confronted, Evidence, Held, Leaning, Library, SlotAnswer, Untold, Verdict,
};
use crate::extract::Facts;
use crate::extract::claim::Claim;
use crate::knowledge::Gate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A claim and the entries it leans on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ClaimRow {
    /// The claim.
    #[serde(flatten)]
    pub claim: Claim,
    /// Numbers of the entries it leans on.
    pub references: Vec<u32>,
    /// How sure that is, entry by entry, and why.
    pub leans_on: Vec<LeansOn>,
}

/// Contexts under which the article does not say it itself: it asks, wishes, refutes, talks about words.
const ASIDE: [Gate; 4] = [Gate::Question, Gate::Wish, Gate::Refutation, Gate::Meta];

impl ClaimRow {
    /// Whether the article says it as its own.
    pub(super) fn is_asserted(&self) -> bool {
        !self.claim.gates.iter().any(|gate| ASIDE.contains(gate))
    }
}

/// An entry that a claim leans on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LeansOn {
    /// Its number.
    pub reference: u32,
    /// How sure that is.
    pub confidence: Confidence,
    /// The clues that agree.
    pub because: Vec<Clue>,
    /// The sentence of the claim held against the abstract of its record.
    pub compared: Compared,
}

/// A sentence of the article held against an abstract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Compared {
    /// Title of the record; none where there is no record.
    pub title: Option<String>,
    /// What it comes to, before gates and settings: findings may be fewer. A source that says
    /// otherwise of anything, a number for one, supports it in part at most.
    pub verdict: Verdict,
    /// Why it could not be told, where it could not.
    pub why: Option<Untold>,
    /// The sentence of the abstract that decides, or speaks most to the claim; none where there is none.
    pub quote: Option<String>,
}

/// The claims of an article, each with the entries it leans on.
pub(super) fn claim_rows(facts: &Facts, evidence: &Evidence, library: &Library) -> Vec<ClaimRow> {
    let compared = |leaning: &Leaning, held: Option<&Held>| {
        let record = evidence.links.records[leaning.reference].map(|link| &library.records[link.record]);
        let absent = if record.is_some() { Untold::NoAbstract } else { Untold::NoRecord };
        let told = held.map(|held| &held.confronted);
        Compared {
            title: record.map(|record| record.title.clone()),
            verdict: told.map_or(Verdict::NotChecked, at_most_partly),
            why: told.map_or(Some(absent), |told| told.why),
            quote: told.map(|told| told.quote.clone()).filter(|quote| !quote.is_empty()),
        }
    };
    let row = |claim: &Claim| {
        let leanings = evidence.leaning(&claim.quote.place);
        let mut leans_on: Vec<LeansOn> = leanings
            .map(|(l, held)| LeansOn {
                reference: facts.references[l.reference].index,
                confidence: l.confidence,
                because: l.because.clone(),
                compared: compared(l, held),
            })
            .collect();
        leans_on.sort_by_key(|l| l.reference);
        leans_on.dedup_by_key(|l| l.reference);
        let references = leans_on.iter().map(|l| l.reference).collect();
        ClaimRow { claim: claim.clone(), references, leans_on }
    };
    facts.claims.iter().map(row).collect()
}

/// The verdict on a passage, where a slot that differs keeps it from being borne out.
fn at_most_partly(told: &Confronted) -> Verdict {
    let differs = told.slots.iter().any(|slot| slot.answer == SlotAnswer::Differs);
    if told.verdict == Verdict::Supports && differs { Verdict::Partly } else { told.verdict }
}
