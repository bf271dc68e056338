//! DO: doses.

mod dose_ambiguous;
mod dose_incomplete;
mod regimen;
mod self_dosing_instruction;
mod subject;
mod unit_error;

pub use dose_ambiguous::DoseAmbiguous;
pub use dose_incomplete::DoseIncomplete;
pub use regimen::{Regimen, Voice, regimens};
pub use self_dosing_instruction::SelfDosingInstruction;
pub use subject::{drugs_in, subject};
pub use unit_error::UnitError;
