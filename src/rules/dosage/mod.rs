//! DO: doses.

mod dose_above_label_max;
mod dose_ambiguous;
mod dose_incomplete;
mod dose_inconsistent;
mod error_prone_notation;
mod limit;
mod regimen;
mod self_dosing_instruction;
mod self_use;
mod strength;
mod subject;
mod unit_error;

pub use dose_above_label_max::DoseAboveLabelMax;
pub use dose_ambiguous::DoseAmbiguous;
pub use dose_incomplete::DoseIncomplete;
pub use dose_inconsistent::DoseInconsistent;
pub use error_prone_notation::ErrorProneNotation;
pub use regimen::{Regimen, Voice, is_prescription, regimens};
pub use self_dosing_instruction::SelfDosingInstruction;
pub use subject::{drugs_in, subject};
pub use unit_error::UnitError;
