//! The rules: each reads facts and evidence and names places that may mislead. One file a rule,
//! beside it its Markdown: documentation, messages, gates, and the examples that are its test.

mod advertising;
mod citations;
mod context;
mod disclosure;
mod doc;
mod dosage;
mod evidence_match;
mod overstatement;
mod pitch;
mod places;
mod safety;
mod said;
mod settings;
mod shaped;
mod statistics;
pub mod suppressions;
mod terms;
mod version;

pub use crate::evidence::Confidence;
pub use context::Context;
pub use doc::{Card, DocError, Example, GateEffect, Lane, Message, RuleDoc, RuleStatus, Scope, Severity};
pub use settings::{ProductClass, Profile, Settings};
pub use version::{NotAVersion, Version};

use crate::document::Place;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a source says, where a finding rests on one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Number of the entry in the reference list.
    pub reference: u32,
    /// Id of the record.
    pub record: String,
    /// Title of the record.
    pub title: String,
    /// The words of the source that decide.
    pub quote: String,
}

/// A finding before gates, precedence and settings.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    /// Where it stands.
    pub place: Place,
    /// The words that gates are asked about, where they are fewer than the place; a gate that they
    /// set themselves (无效退款) does not count.
    pub gated_at: Option<Place>,
    /// Further places that belong to it.
    pub also: Vec<Place>,
    /// Which of the rule's messages says it.
    pub message: &'static str,
    /// What the message fills in.
    pub args: BTreeMap<&'static str, String>,
    /// What it fills in with words of the rule's own, by their names.
    pub words: BTreeMap<&'static str, Vec<&'static str>>,
    /// The rule's severity, unless this one differs.
    pub severity: Option<Severity>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The source it rests on.
    pub source: Option<Source>,
}

impl Candidate {
    /// A probable finding of the rule's own severity.
    pub fn new(place: Place, message: &'static str) -> Candidate {
        Candidate {
            place,
            gated_at: None,
            also: Vec::new(),
            message,
            args: BTreeMap::new(),
            words: BTreeMap::new(),
            severity: None,
            confidence: Confidence::Probable,
            source: None,
        }
    }

    /// Fills in a word of the message.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Candidate {
        self.args.insert(name, value.to_string());
        self
    }

    /// Fills in a list of words from the rule's Markdown.
    pub fn words(mut self, name: &'static str, words: Vec<&'static str>) -> Candidate {
        self.words.insert(name, words);
        self
    }

    /// Sets how sure it is.
    pub fn confidence(mut self, confidence: Confidence) -> Candidate {
        self.confidence = confidence;
        self
    }

    /// Sets a severity of its own.
    pub fn severity(mut self, severity: Severity) -> Candidate {
        self.severity = Some(severity);
        self
    }
}

/// Why a check could not be made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotChecked {
    /// The amount cannot be held against a limit: tablets of unknown strength, or by body weight.
    AmountNotComparable,
    /// The design of the source is not known.
    DesignUnknown,
    /// Whether the drug needs a prescription is not known.
    DrugStatusUnknown,
    /// The drug table does not know the drug.
    DrugUnknown,
    /// It is no whole article.
    Fragment,
    /// The entry is a link or identifier alone.
    IdentifierOnly,
    /// The services that were asked do not hold works of that kind.
    KindNotIndexed,
    /// The abstract has no number of that kind.
    KindNotInAbstract,
    /// The uses on the label are not known.
    LabelUnknown,
    /// No limit with a source is known for the drug, the route and the patients.
    LimitUnknown,
    /// The rule is newer than the rules the user asked for.
    NewerThanRulesVersion,
    /// The library has the record without its abstract.
    NoAbstract,
    /// The day to check for is not given.
    NoDate,
    /// The library has no record of the entry.
    NoRecord,
    /// The article has no title.
    NoTitle,
    /// No service that was asked covers the journals of that language.
    NotCovered,
    /// The identifier is registered with an agency whose works were not asked for.
    RegisteredElsewhere,
    /// What was said of the work is older than asked for.
    StatusTooOld,
    /// Nobody said whether the work still stands.
    StatusUnknown,
    /// The claim leans on no entry.
    Uncited,
}

/// What a rule made of an article: every check ends in a finding, a pass, or not checked.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outcome {
    /// Findings before gates.
    pub candidates: Vec<Candidate>,
    /// How many things there were to check.
    pub of: usize,
    /// Things that could not be checked, by reason.
    pub not_checked: BTreeMap<NotChecked, usize>,
}

impl Outcome {
    /// Counts one thing to check.
    pub fn look(&mut self) {
        self.of += 1;
    }

    /// Counts one thing that could not be checked, and why.
    pub fn skip(&mut self, why: NotChecked) {
        self.of += 1;
        *self.not_checked.entry(why).or_default() += 1;
    }

    /// The outcome of a rule that did not run, and why.
    pub fn skipped(why: NotChecked) -> Outcome {
        let mut outcome = Outcome::default();
        outcome.skip(why);
        outcome
    }

    /// How many things were checked.
    pub fn checked(&self) -> usize {
        self.of - self.not_checked.values().sum::<usize>()
    }
}

/// A rule.
pub trait Rule: Sync {
    /// Looks at an article.
    fn check(&self, cx: &Context) -> Outcome;
}

/// A rule and what its Markdown says of it.
pub struct Registered {
    /// Documentation, messages, gates and examples.
    pub doc: RuleDoc,
    /// The check.
    pub rule: &'static dyn Rule,
}

macro_rules! registry {
    ($($family:ident / $file:ident :: $rule:ident),* $(,)?) => {
        &[$((
            concat!(stringify!($family), "/", stringify!($file), ".md"),
            include_str!(concat!(stringify!($family), "/", stringify!($file), ".md")),
            &$family::$rule as &'static dyn Rule,
        )),*]
    };
}

/// Every rule there is: its Markdown and its check.
const RULES: &[(&str, &str, &dyn Rule)] = registry![
    overstatement / title_body_mismatch::TitleBodyMismatch,
    overstatement / certainty_inflation::CertaintyInflation,
    overstatement / correlation_as_causation::CorrelationAsCausation,
    overstatement / preclinical_extrapolation::PreclinicalExtrapolation,
    overstatement / surrogate_as_clinical::SurrogateAsClinical,
    overstatement / small_or_single_study_generalised::SmallOrSingleStudyGeneralised,
    overstatement / advice_beyond_evidence::AdviceBeyondEvidence,
    overstatement / hype_language::HypeLanguage,
    overstatement / fear_mongering::FearMongering,
    overstatement / disease_mongering::DiseaseMongering,
    evidence_match / claim_unsupported_by_cited_source::ClaimUnsupportedByCitedSource,
    evidence_match / direction_contradicts_source::DirectionContradictsSource,
    evidence_match / number_differs_from_source::NumberDiffersFromSource,
    evidence_match / study_design_misnamed::StudyDesignMisnamed,
    evidence_match / population_mismatch::PopulationMismatch,
    evidence_match / drug_entity_drift::DrugEntityDrift,
    evidence_match / effect_attribution_shift::EffectAttributionShift,
    evidence_match / source_limitation_omitted::SourceLimitationOmitted,
    evidence_match / regimen_not_in_source::RegimenNotInSource,
    evidence_match / contrary_evidence_in_library::ContraryEvidenceInLibrary,
    statistics / relative_without_absolute::RelativeWithoutAbsolute,
    statistics / significant_without_effect_size::SignificantWithoutEffectSize,
    statistics / nonsignificant_as_no_effect::NonsignificantAsNoEffect,
    statistics / ratio_misread::RatioMisread,
    statistics / arithmetic_inconsistent::ArithmeticInconsistent,
    citations / key_claim_uncited::KeyClaimUncited,
    citations / vague_attribution::VagueAttribution,
    citations / marker_without_entry::MarkerWithoutEntry,
    citations / entry_never_cited::EntryNeverCited,
    citations / reference_incomplete_or_malformed::ReferenceIncompleteOrMalformed,
    citations / reference_unresolved::ReferenceUnresolved,
    citations / reference_metadata_mismatch::ReferenceMetadataMismatch,
    citations / retracted_reference::RetractedReference,
    citations / weak_source_type::WeakSourceType,
    citations / outdated_reference::OutdatedReference,
    dosage / self_dosing_instruction::SelfDosingInstruction,
    dosage / dose_incomplete::DoseIncomplete,
    dosage / dose_ambiguous::DoseAmbiguous,
    dosage / unit_error::UnitError,
    dosage / error_prone_notation::ErrorProneNotation,
    dosage / dose_above_label_max::DoseAboveLabelMax,
    dosage / dose_inconsistent::DoseInconsistent,
    safety / harms_absent::HarmsAbsent,
    safety / special_population_caution_absent::SpecialPopulationCautionAbsent,
    safety / off_label_not_disclosed::OffLabelNotDisclosed,
    safety / no_side_effects_claim::NoSideEffectsClaim,
    safety / natural_is_safe::NaturalIsSafe,
    safety / stop_prescribed_treatment::StopPrescribedTreatment,
    safety / refuse_vaccine_or_screening::RefuseVaccineOrScreening,
    safety / red_flag_without_seek_care::RedFlagWithoutSeekCare,
    safety / options_and_cost_not_described::OptionsAndCostNotDescribed,
    disclosure / no_medical_advice_disclaimer::NoMedicalAdviceDisclaimer,
    disclosure / disclaimer_buried_or_contradicted::DisclaimerBuriedOrContradicted,
    disclosure / commercial_interest_undisclosed::CommercialInterestUndisclosed,
    disclosure / statutory_notice_missing::StatutoryNoticeMissing,
    advertising / superlative::Superlative,
    disclosure / author_or_source_missing::AuthorOrSourceMissing,
    disclosure / date_or_review_date_missing::DateOrReviewDateMissing,
    advertising / guarantee_of_cure::GuaranteeOfCure,
    advertising / cure_or_response_rate::CureOrResponseRate,
    advertising / testimonial::Testimonial,
    advertising / before_after::BeforeAfter,
    advertising / contact_or_purchase_inducement::ContactOrPurchaseInducement,
    advertising / prescription_drug_promotion::PrescriptionDrugPromotion,
    advertising / food_or_supplement_prohibited_claim::FoodOrSupplementProhibitedClaim,
    advertising / comparative_superiority::ComparativeSuperiority,
    advertising / authority_endorsement::AuthorityEndorsement,
    terms / page_residue::PageResidue,
    terms / drug_or_term_inconsistent::DrugOrTermInconsistent,
    terms / jargon_unexplained::JargonUnexplained,
    suppressions / suppression_malformed::SuppressionMalformed,
    suppressions / suppression_unused::SuppressionUnused,
];

/// The registered rules, family by family. A rule whose Markdown is broken refuses them all.
pub fn registry() -> Result<&'static [Registered], DocError> {
    static REGISTRY: LazyLock<Result<Vec<Registered>, DocError>> = LazyLock::new(|| {
        let load = |&(path, text, rule): &(&str, &str, &'static dyn Rule)| {
            RuleDoc::parse(path, text).map(|doc| Registered { doc, rule })
        };
        RULES.iter().map(load).collect()
    });
    REGISTRY.as_ref().map(Vec::as_slice).map_err(Clone::clone)
}
