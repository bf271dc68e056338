//! DI: disclaimers and disclosures.

mod author_or_source_missing;
mod byline;
mod commercial_interest_undisclosed;
mod date_or_review_date_missing;
mod day;
mod disclaimer_buried_or_contradicted;
mod name;
mod no_medical_advice_disclaimer;
mod statutory_notice_missing;
mod wording;

pub use author_or_source_missing::AuthorOrSourceMissing;
pub use commercial_interest_undisclosed::{CommercialInterestUndisclosed, is_labelled};
pub use date_or_review_date_missing::DateOrReviewDateMissing;
pub use disclaimer_buried_or_contradicted::DisclaimerBuriedOrContradicted;
pub use no_medical_advice_disclaimer::NoMedicalAdviceDisclaimer;
pub use statutory_notice_missing::StatutoryNoticeMissing;
