//! Drug facts by concept: legal status, risk, label uses, cautions, harms, limits; each with the document it was read in.

mod fact;
mod load;
#[cfg(test)]
mod tests;

pub use fact::{
    AtRisk, Caution, CautionLevel, Harms, Jurisdiction, Label, LegalStatus, Limit, LimitPatients, LimitPer,
    LimitScope, NotFor, Risk, RiskReason, Status, WeeklyUse,
};

use super::concept::Concepts;
use super::words::ConceptKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is known of a drug. What no document was opened for is absent, which means not known.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Drug {
    /// How it may be sold, once a jurisdiction.
    pub status: Vec<Status>,
    /// Why it is of high risk, if it is.
    pub risk: Option<Risk>,
    /// Uses on labels.
    pub labels: Vec<Label>,
    /// Uses that labels rule out.
    pub not_for: Vec<NotFor>,
    /// Concept ids of uses of which nothing is said: other labels have them, or they come with a labelled one.
    pub unchecked: Vec<String>,
    /// Cautions of labels.
    pub cautions: Vec<Caution>,
    /// Main harms.
    pub harms: Option<Harms>,
    /// Set if it is taken once a week.
    pub weekly: Option<WeeklyUse>,
    /// Limits of dose.
    pub max: Vec<Limit>,
}

impl Drug {
    /// How it may be sold in a jurisdiction.
    pub fn status_in(&self, jurisdiction: Jurisdiction) -> Option<LegalStatus> {
        self.status.iter().find(|s| s.jurisdiction == jurisdiction).map(|s| s.is)
    }

    /// Whether it needs a prescription wherever its status is known; none if nowhere, or if they differ.
    pub fn is_prescription(&self) -> Option<bool> {
        let mut needs = self.status.iter().map(|s| match s.is {
            LegalStatus::Prescription => Some(true),
            LegalStatus::Otc | LegalStatus::Supplement => Some(false),
            LegalStatus::Mixed => None,
        });
        let first = needs.next()??;
        needs.all(|n| n == Some(first)).then_some(first)
    }

    /// Whether a safety list or a boxed warning makes it a drug of high risk.
    pub fn is_high_risk(&self) -> bool {
        self.risk.is_some()
    }

    /// Whether it is taken once a week.
    pub fn is_weekly(&self) -> bool {
        self.weekly.is_some()
    }

    /// Whether a label has the condition among its uses: no, only if a label rules it out or a complete
    /// list lacks it; none if that cannot be told, as for a condition wider than a labelled one, or for
    /// an outcome, which no label lists in full.
    pub fn labelled_for(&self, condition: &str, concepts: &Concepts) -> Option<bool> {
        let kind = concepts.get(condition)?.kind;
        let uses = || self.labels.iter().flat_map(|l| &l.uses);
        if uses().any(|u| concepts.is_a(condition, u)) {
            return Some(true);
        }
        if self.not_for.iter().flat_map(|n| &n.uses).any(|u| concepts.is_a(condition, u)) {
            return Some(false);
        }
        let open = kind == ConceptKind::Outcome
            || uses().any(|u| concepts.is_a(u, condition))
            || self.unchecked.iter().any(|u| concepts.is_a(condition, u) || concepts.is_a(u, condition));
        (!open && self.labels.iter().any(|l| l.complete)).then_some(false)
    }

    /// The strongest caution about a group of people.
    pub fn caution(&self, population: AtRisk) -> Option<&Caution> {
        self.cautions.iter().filter(|c| c.population == population).max_by_key(|c| c.level)
    }
}

/// Every drug of which something is known.
#[derive(Debug, Default)]
pub struct Drugs {
    by_id: BTreeMap<String, Drug>,
}

impl Drugs {
    /// What is known of the drug of a concept id.
    pub fn get(&self, concept: &str) -> Option<&Drug> {
        self.by_id.get(concept)
    }

    /// Every drug with its concept id, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Drug)> {
        self.by_id.iter().map(|(id, drug)| (id.as_str(), drug))
    }
}
