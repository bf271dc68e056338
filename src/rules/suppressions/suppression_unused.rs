//! SU002: a directive that silences nothing.

use crate::rules::{Context, Outcome, Rule};

/// The rule `suppression-unused`.
pub struct SuppressionUnused;

impl Rule for SuppressionUnused {
    fn check(&self, cx: &Context) -> Outcome {
        super::directives(cx)
    }
}
