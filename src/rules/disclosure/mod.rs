//! DI: disclaimers and disclosures.

mod disclaimer_buried_or_contradicted;
mod no_medical_advice_disclaimer;
mod wording;

pub use disclaimer_buried_or_contradicted::DisclaimerBuriedOrContradicted;
pub use no_medical_advice_disclaimer::NoMedicalAdviceDisclaimer;
