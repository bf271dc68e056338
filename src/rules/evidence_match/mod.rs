//! EV: the article against the sources it cites.

mod drug_entity_drift;
mod effect_attribution_shift;
mod number_differs_from_source;
mod regimen_not_in_source;
mod source_limitation_omitted;
mod study_design_misnamed;

pub use drug_entity_drift::DrugEntityDrift;
pub use effect_attribution_shift::EffectAttributionShift;
pub use number_differs_from_source::NumberDiffersFromSource;
pub use regimen_not_in_source::RegimenNotInSource;
pub use source_limitation_omitted::SourceLimitationOmitted;
pub use study_design_misnamed::StudyDesignMisnamed;
