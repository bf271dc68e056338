//! ST: numbers told in a way that misleads, or that contradict each other.

mod arithmetic_inconsistent;
mod figures;
mod implied;
mod listed;
mod nonsignificant_as_no_effect;
mod parts;
mod ratio_misread;
mod relative_without_absolute;
mod shares;
mod significant_without_effect_size;
mod spread;
mod years;

pub use arithmetic_inconsistent::ArithmeticInconsistent;
pub use nonsignificant_as_no_effect::NonsignificantAsNoEffect;
pub use ratio_misread::RatioMisread;
pub use relative_without_absolute::RelativeWithoutAbsolute;
pub use significant_without_effect_size::SignificantWithoutEffectSize;
