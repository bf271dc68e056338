//! SA009: an article on a treatment without its alternatives, what happens without it, what is uncertain,
//! whether it can be had, and what it costs.

use super::benefit::{Topics, is_benefit};
use crate::extract::claim::Claim;
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// The rule `options-and-cost-not-described`.
pub struct OptionsAndCostNotDescribed;

/// The rule's own phrases, by what they speak of.
const RULE: &str = "options-and-cost-not-described";

/// What an article on a treatment speaks of.
const ITEMS: &[&str] = &["alternatives", "untreated", "uncertainty", "availability", "cost"];

/// Claims of benefit that make an article one on a treatment.
const BENEFITS: usize = 3;

/// How many items may be missing.
const MAY_BE_MISSING: usize = 1;

impl Rule for OptionsAndCostNotDescribed {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let topics = Topics::of(cx);
        let mut by_treatment: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
        for claim in cx.facts.claims.iter().filter(|c| is_benefit(cx, c)) {
            let own = claim.intervention.iter().filter_map(|m| m.concept.as_deref());
            let again = topics.of_claim(cx, claim);
            let named: BTreeSet<&str> = own.filter(|_| again.is_none()).chain(again).collect();
            // What has no name, or goes by 它, is taken for one treatment.
            let names = if named.is_empty() { BTreeSet::from([""]) } else { named };
            for name in names {
                by_treatment.entry(name).or_default().push(claim);
            }
        }
        let Some(claims) = by_treatment.into_values().find(|claims| claims.len() >= BENEFITS) else {
            return outcome;
        };
        if !cx.is_whole_document() {
            outcome.skip(NotChecked::Fragment);
            return outcome;
        }
        outcome.look();
        let said = |is: &str| cx.body().any(|(i, _)| cx.phrases(RULE, i).iter().any(|p| p.is == is));
        let missing: Vec<&'static str> = ITEMS.iter().copied().filter(|item| !said(item)).collect();
        if missing.len() > MAY_BE_MISSING {
            let found = Candidate::new(claims[0].quote.place.clone(), "found").words("missing", missing);
            outcome.candidates.push(found);
        }
        outcome
    }
}
