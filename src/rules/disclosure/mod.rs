//! DI: disclaimers and disclosures.

mod commercial_interest_undisclosed;
mod disclaimer_buried_or_contradicted;
mod no_medical_advice_disclaimer;
mod statutory_notice_missing;
mod wording;

pub use commercial_interest_undisclosed::{CommercialInterestUndisclosed, is_labelled};
pub use disclaimer_buried_or_contradicted::DisclaimerBuriedOrContradicted;
pub use no_medical_advice_disclaimer::NoMedicalAdviceDisclaimer;
pub use statutory_notice_missing::StatutoryNoticeMissing;
