//! SA: benefits and harms told side by side.

mod benefit;
mod harms_absent;
mod off_label_not_disclosed;
mod special_population_caution_absent;

pub use harms_absent::HarmsAbsent;
pub use off_label_not_disclosed::OffLabelNotDisclosed;
pub use special_population_caution_absent::SpecialPopulationCautionAbsent;
