//! SU001: a directive that says too little to have an effect.

use crate::rules::{Context, Outcome, Rule};

/// The rule `suppression-malformed`.
pub struct SuppressionMalformed;

impl Rule for SuppressionMalformed {
    fn check(&self, cx: &Context) -> Outcome {
        super::directives(cx)
    }
}
