//! SA: benefits and harms told side by side.

mod benefit;
mod harms_absent;
mod natural_is_safe;
mod no_side_effects_claim;
mod off_label_not_disclosed;
mod options_and_cost_not_described;
mod red_flag_without_seek_care;
mod refuse_vaccine_or_screening;
mod special_population_caution_absent;
mod stop_prescribed_treatment;
mod thing;
mod toxic_herb;
mod treatment;

pub use harms_absent::HarmsAbsent;
pub use natural_is_safe::NaturalIsSafe;
pub use no_side_effects_claim::NoSideEffectsClaim;
pub use off_label_not_disclosed::OffLabelNotDisclosed;
pub use options_and_cost_not_described::OptionsAndCostNotDescribed;
pub use red_flag_without_seek_care::RedFlagWithoutSeekCare;
pub use refuse_vaccine_or_screening::RefuseVaccineOrScreening;
pub use special_population_caution_absent::SpecialPopulationCautionAbsent;
pub use stop_prescribed_treatment::StopPrescribedTreatment;
