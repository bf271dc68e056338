//! OV: the article says more than it can.

mod advice_beyond_evidence;
mod certainty_inflation;
mod correlation_as_causation;
mod disease_mongering;
mod fear_mongering;
mod hype_language;
mod preclinical_extrapolation;
mod small_or_single_study_generalised;
mod surrogate_as_clinical;
mod title_body_mismatch;

pub use advice_beyond_evidence::AdviceBeyondEvidence;
pub use certainty_inflation::CertaintyInflation;
pub use correlation_as_causation::CorrelationAsCausation;
pub use disease_mongering::DiseaseMongering;
pub use fear_mongering::FearMongering;
pub use hype_language::HypeLanguage;
pub use preclinical_extrapolation::PreclinicalExtrapolation;
pub use small_or_single_study_generalised::SmallOrSingleStudyGeneralised;
pub use surrogate_as_clinical::SurrogateAsClinical;
pub use title_body_mismatch::TitleBodyMismatch;

/// The pitches of each rule that has some.
pub(super) const PITCHES: &[&[super::pitch::Pitch]] =
    &[correlation_as_causation::PITCHES, disease_mongering::PITCHES, fear_mongering::PITCHES];
