//! Drug facts by concept: legal status, risk, label uses, cautions, harms, limits; each with the document it was read in.

mod load;
#[cfg(test)]
mod tests;

use super::concept::Concepts;
use super::words::ConceptKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a document has force.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jurisdiction {
    /// China (mainland).
    Cn,
    /// United States.
    Us,
    /// United Kingdom.
    Uk,
    /// European Union.
    Eu,
    /// Canada.
    Ca,
    /// Australia.
    Au,
    /// Hong Kong.
    Hk,
    /// Malaysia.
    My,
    /// Thailand.
    Th,
}

/// How a drug may be sold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalStatus {
    /// Only on prescription.
    Prescription,
    /// Without prescription, in the strengths and for the uses of such a label.
    Otc,
    /// Without prescription in some forms only.
    Mixed,
    /// As a food supplement.
    Supplement,
}

/// Why a drug is of high risk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskReason {
    /// It suppresses the immune system.
    Immunosuppressant,
    /// It keeps blood from clotting.
    Anticoagulant,
    /// It kills cells.
    Cytotoxic,
    /// An opioid.
    Opioid,
    /// Insulin.
    Insulin,
    /// A medicine against seizures that safety lists name.
    Antiepileptic,
    /// It harms the unborn child.
    Teratogen,
    /// Its own label opens with a boxed warning.
    BoxedWarning,
}

/// Whom a caution is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtRisk {
    /// Pregnant women.
    Pregnancy,
    /// Women who breastfeed.
    Lactation,
    /// Children.
    Children,
    /// Old people.
    OlderAdults,
    /// People with weak kidneys.
    Kidney,
    /// People with weak livers.
    Liver,
}

/// How strongly a label warns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CautionLevel {
    /// With care, a changed dose, or only if the benefit is worth the risk.
    Caution,
    /// Not at all, or not with the one condition that the quote names.
    Contraindicated,
}

/// What a limit of dose limits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitScope {
    /// Any use under the label or the agency's criteria.
    Label,
    /// Treating oneself with what is sold without prescription; a doctor may prescribe more.
    Otc,
    /// A supplement's daily amount.
    Supplement,
    /// The tolerable upper intake from food and supplements; a doctor may prescribe more.
    UpperIntake,
}

/// For whom a limit holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitPatients {
    /// Adults.
    Adult,
    /// Children.
    Child,
}

/// What a limit is counted over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitPer {
    /// Each time.
    Dose,
    /// A day in all.
    Day,
}

macro_rules! facts {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$meta])*
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$fmeta])* pub $field: $type,)*
            /// The document it was read in.
            pub source: String,
            /// The passage relied on.
            pub quote: Option<String>,
        })*
    };
}

facts! {
    /// How it may be sold somewhere.
    Status {
        /// Where.
        #[serde(rename = "in")]
        jurisdiction: Jurisdiction,
        /// How.
        is: LegalStatus,
    }
    /// That it is of high risk.
    Risk {
        /// Why.
        reason: RiskReason,
    }
    /// The uses that a label gives.
    Label {
        /// Where.
        #[serde(rename = "in")]
        jurisdiction: Jurisdiction,
        /// Concept ids of what it is used for.
        #[serde(rename = "for")]
        uses: Vec<String>,
        /// Whether the jurisdiction's labels are known to give no other use (beside `unchecked`).
        #[serde(default)]
        complete: bool,
    }
    /// Uses that a label rules out in so many words.
    NotFor {
        /// Where.
        #[serde(rename = "in")]
        jurisdiction: Jurisdiction,
        /// Concept ids.
        #[serde(rename = "for")]
        uses: Vec<String>,
    }
    /// A caution of a label.
    Caution {
        /// Whom it is about.
        #[serde(rename = "for")]
        population: AtRisk,
        /// Where.
        #[serde(rename = "in")]
        jurisdiction: Jurisdiction,
        /// How strong it is.
        level: CautionLevel,
    }
    /// Main harms, in plain words.
    Harms {
        /// In Chinese.
        zh: Vec<String>,
        /// The same in English.
        en: Vec<String>,
    }
    /// That it is taken once a week by this route.
    Weekly {
        /// How it is taken: `oral`, `sc`.
        route: String,
    }
    /// The most that may be taken.
    Limit {
        /// Where.
        #[serde(rename = "in")]
        jurisdiction: Jurisdiction,
        /// What it limits.
        scope: LimitScope,
        /// For whom.
        patients: LimitPatients,
        /// How it is taken: `oral`, `sc`.
        route: String,
        /// How much.
        amount: f64,
        /// Its unit: `g`, `mg`, `ug`, `IU`.
        unit: String,
        /// Counted over what.
        per: LimitPer,
    }
}

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
    pub weekly: Option<Weekly>,
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
