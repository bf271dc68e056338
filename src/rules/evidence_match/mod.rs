//! EV: the article against the sources it cites.

mod broader;
mod claim_unsupported_by_cited_source;
mod contrary_evidence_in_library;
mod credit;
mod direction_contradicts_source;
mod drug_entity_drift;
mod effect_attribution_shift;
mod measured;
mod nullified;
mod number_differs_from_source;
mod population_mismatch;
mod regimen_not_in_source;
mod source_limitation_omitted;
mod sources;
mod study_design_misnamed;

pub use claim_unsupported_by_cited_source::ClaimUnsupportedByCitedSource;
pub use contrary_evidence_in_library::ContraryEvidenceInLibrary;
pub use direction_contradicts_source::DirectionContradictsSource;
pub use drug_entity_drift::DrugEntityDrift;
pub use effect_attribution_shift::EffectAttributionShift;
pub use number_differs_from_source::NumberDiffersFromSource;
pub use population_mismatch::PopulationMismatch;
pub use regimen_not_in_source::RegimenNotInSource;
pub use source_limitation_omitted::SourceLimitationOmitted;
pub use study_design_misnamed::StudyDesignMisnamed;
