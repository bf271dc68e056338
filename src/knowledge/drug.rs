//! Drug facts by concept: legal status, risk, label uses, cautions, harms, limits; each with the document it was read in.

mod fact;
mod load;
#[cfg(test)]
mod tests;

pub use fact::{
    AtRisk, Atc, Caution, CautionLevel, Harms, Jurisdiction, Label, LegalStatus, Limit, LimitPatients,
    LimitPer, LimitScope, NotFor, OffLabel, Risk, RiskReason, SelfUse, Status, WeeklyUse,
};

use super::concept::Concepts;
use super::words::ConceptKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is known of a drug. What no document was opened for is absent, which means not known.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Drug {
    /// Its codes in the ATC index.
    pub atc: Option<Atc>,
    /// How it may be sold, once a jurisdiction.
    pub status: Vec<Status>,
    /// Why it is of high risk, if it is.
    pub risk: Option<Risk>,
    /// Uses on labels.
    pub labels: Vec<Label>,
    /// Uses that labels rule out.
    pub not_for: Vec<NotFor>,
    /// Common uses that labels do not have.
    pub off_label: Vec<OffLabel>,
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
    /// How long people may treat themselves with it.
    pub self_use: Vec<SelfUse>,
}

/// What shows that a use is not on the label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proof<'a> {
    /// The document that was read.
    pub source: &'a str,
    /// When it was last reviewed.
    pub reviewed: &'a str,
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

    /// Whether a label has the condition among its uses: no, only if a label rules it out, a complete
    /// list lacks it or it is known as a use outside the label; none if that cannot be told, as for a
    /// condition wider than a labelled one, or for an outcome, which no label lists in full.
    pub fn labelled_for(&self, condition: &str, concepts: &Concepts) -> Option<bool> {
        let kind = concepts.get(condition)?.kind;
        let uses = || self.labels.iter().flat_map(|l| &l.uses);
        let out = || {
            self.not_for
                .iter()
                .map(|n| &n.uses)
                .chain(self.off_label.iter().filter(|o| o.route.is_none()).map(|o| &o.uses))
        };
        // A kind of a labelled use may itself be told apart, as infertility of men is.
        let apart = |u: &String| {
            out().flatten().any(|o| o != u && concepts.is_a(o, u) && concepts.is_a(condition, o))
        };
        if uses().any(|u| concepts.is_a(condition, u) && !apart(u)) {
            return Some(true);
        }
        if self.told_apart(condition, None, concepts).is_some() {
            return Some(false);
        }
        let open = kind == ConceptKind::Outcome
            || uses().any(|u| concepts.is_a(u, condition))
            || self.unchecked.iter().any(|u| concepts.is_a(condition, u) || concepts.is_a(u, condition));
        (!open && self.labels.iter().any(|l| l.complete)).then_some(false)
    }

    /// What shows that the use is on no label, by a route if the text names one; none if it is on one,
    /// or that cannot be told.
    pub fn off_label(&self, condition: &str, route: Option<&str>, concepts: &Concepts) -> Option<Proof<'_>> {
        let by_route = route.and_then(|r| self.told_apart(condition, Some(r), concepts));
        if by_route.is_some() || self.labelled_for(condition, concepts) != Some(false) {
            return by_route;
        }
        let complete = || self.labels.iter().find(|l| l.complete).map(|l| proof(&l.source, &l.reviewed));
        self.told_apart(condition, None, concepts).or_else(complete)
    }

    /// The row that rules a use out: one for a route, or one for every route.
    fn told_apart(&self, condition: &str, route: Option<&str>, concepts: &Concepts) -> Option<Proof<'_>> {
        let names = |uses: &[String]| uses.iter().any(|u| concepts.is_a(condition, u));
        let ruled = self.not_for.iter().find(|n| route.is_none() && names(&n.uses));
        let known = self.off_label.iter().find(|o| o.route.as_deref() == route && names(&o.uses));
        let ruled = ruled.map(|n| proof(&n.source, &n.reviewed));
        ruled.or(known.map(|o| proof(&o.source, &o.reviewed)))
    }

    /// The strongest caution about a group of people.
    pub fn caution(&self, population: AtRisk) -> Option<&Caution> {
        self.cautions.iter().filter(|c| c.population == population).max_by_key(|c| c.level)
    }
}

fn proof<'a>(source: &'a str, reviewed: &'a str) -> Proof<'a> {
    Proof { source, reviewed }
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
