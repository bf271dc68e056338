//! The kinds of drug facts, as packs write them: each with its document and the passage relied on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a document has force.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
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
    /// New Zealand.
    Nz,
    /// Philippines.
    Ph,
    /// Singapore.
    Sg,
    /// Thailand.
    Th,
}

impl Jurisdiction {
    /// Every jurisdiction.
    pub const ALL: &'static [Jurisdiction] = &[
        Jurisdiction::Cn,
        Jurisdiction::Us,
        Jurisdiction::Uk,
        Jurisdiction::Eu,
        Jurisdiction::Ca,
        Jurisdiction::Au,
        Jurisdiction::Hk,
        Jurisdiction::My,
        Jurisdiction::Ph,
        Jurisdiction::Th,
    ];

    /// The jurisdiction of a name, as packs and front matter write it.
    pub fn parse(name: &str) -> Option<Jurisdiction> {
        Jurisdiction::ALL.iter().copied().find(|j| j.as_str() == name.trim().to_ascii_lowercase())
    }

    /// Its name, as packs write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Jurisdiction::Cn => "cn",
            Jurisdiction::Us => "us",
            Jurisdiction::Uk => "uk",
            Jurisdiction::Eu => "eu",
            Jurisdiction::Ca => "ca",
            Jurisdiction::Au => "au",
            Jurisdiction::Hk => "hk",
            Jurisdiction::My => "my",
            Jurisdiction::Nz => "nz",
            Jurisdiction::Ph => "ph",
            Jurisdiction::Sg => "sg",
            Jurisdiction::Th => "th",
        }
    }
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
    /// Everyone: a limit by weight, mostly.
    Any,
}

/// What a limit is counted over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitPer {
    /// Each time.
    Dose,
    /// A day in all.
    Day,
    /// A week in all, of what is taken weekly.
    Week,
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
            /// When it was last reviewed: that of its pack.
            #[serde(skip_deserializing)]
            pub reviewed: String,
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
    /// Common uses that are on no label of the jurisdiction; the quote is what the label is for.
    OffLabel {
        /// Where.
        #[serde(rename = "in")]
        jurisdiction: Jurisdiction,
        /// Concept ids.
        #[serde(rename = "for")]
        uses: Vec<String>,
        /// The only way of taking it that this holds for: `oral`.
        route: Option<String>,
    }
    /// Its codes in the ATC index.
    Atc {
        /// The codes, the main one first.
        codes: Vec<String>,
        /// Its name in the index.
        name: String,
    }
    /// How long a label lets people treat themselves without asking a doctor.
    SelfUse {
        /// Where.
        #[serde(rename = "in")]
        jurisdiction: Jurisdiction,
        /// Concept ids of what it is taken for; everything, if empty.
        #[serde(default, rename = "for")]
        uses: Vec<String>,
        /// How it is taken: `oral`, `nasal`.
        route: String,
        /// For how many days.
        days: f64,
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
    WeeklyUse {
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
        /// Its unit: `g`, `mg`, `ug`, `IU`, or one of them by weight: `mg/kg`.
        unit: String,
        /// Counted over what.
        per: LimitPer,
    }
}
