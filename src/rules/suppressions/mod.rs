//! SU: directives that silence other rules. What they say depends on what all the others found, so
//! it is written where directives are applied (`src/suppress.rs`).

mod suppression_malformed;
mod suppression_unused;

pub use suppression_malformed::SuppressionMalformed;
pub use suppression_unused::SuppressionUnused;

use super::{Context, Outcome};

/// Code of the rule for directives that say too little to have an effect.
pub const MALFORMED: &str = "SU001";
/// Code of the rule for directives that silence nothing.
pub const UNUSED: &str = "SU002";

/// What both look at.
fn directives(cx: &Context) -> Outcome {
    Outcome { of: cx.document.directives.len(), ..Outcome::default() }
}
