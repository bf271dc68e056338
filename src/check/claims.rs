//! The claims of an article beside the entries they lean on, and what the records of these say.

use crate::evidence::{Clue, Confidence, Evidence, Held, Library, SlotAnswer, Verdict};
use crate::extract::Facts;
use crate::extract::claim::Claim;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// An entry that a claim leans on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LeansOn {
    /// Its number.
    pub reference: u32,
    /// How sure that is.
    pub confidence: Confidence,
    /// The clues that agree.
    pub because: Vec<Clue>,
    /// The sentence of the claim held against the abstract of its record; none where there is none.
    pub compared: Option<Compared>,
}

/// A sentence of the article held against an abstract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Compared {
    /// Title of the record.
    pub title: String,
    /// What it comes to, before gates and settings: findings may be fewer. A source that says
    /// otherwise of anything, a number for one, supports it in part at most.
    pub verdict: Verdict,
    /// Why it could not be told, where it could not.
    pub why: Option<String>,
    /// The sentence of the abstract that decides, or speaks most to the claim.
    pub quote: String,
}

/// The claims of an article, each with the entries it leans on.
pub(super) fn claim_rows(facts: &Facts, evidence: &Evidence, library: &Library) -> Vec<ClaimRow> {
    let held: BTreeMap<usize, &Held> = evidence.held.iter().map(|held| (held.leaning, held)).collect();
    let compared = |leaning: usize| {
        let held = held.get(&leaning)?;
        let told = &held.confronted;
        Some(Compared {
            title: library.records[held.record].title.clone(),
            verdict: match told.verdict {
                Verdict::Supports if told.slots.iter().any(|s| s.answer == SlotAnswer::Differs) => {
                    Verdict::Partly
                }
                verdict => verdict,
            },
            why: told.why.map(str::to_owned),
            quote: told.quote.clone(),
        })
    };
    let row = |claim: &Claim| {
        let leanings = evidence.links.numbered(&claim.quote.place);
        let mut leans_on: Vec<LeansOn> = leanings
            .map(|(at, l)| LeansOn {
                reference: facts.references[l.reference].index,
                confidence: l.confidence,
                because: l.because.clone(),
                compared: compared(at),
            })
            .collect();
        leans_on.sort_by_key(|l| l.reference);
        leans_on.dedup_by_key(|l| l.reference);
        let references = leans_on.iter().map(|l| l.reference).collect();
        ClaimRow { claim: claim.clone(), references, leans_on }
    };
    facts.claims.iter().map(row).collect()
}
