//! OV: the article says more than it can.

mod certainty_inflation;
mod hype_language;
mod preclinical_extrapolation;
mod title_body_mismatch;

pub use certainty_inflation::CertaintyInflation;
pub use hype_language::HypeLanguage;
pub use preclinical_extrapolation::PreclinicalExtrapolation;
pub use title_body_mismatch::TitleBodyMismatch;
