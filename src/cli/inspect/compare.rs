//! The stage `compare`.

use super::{Answer, Row, RowError};
use claimlint::evidence::{Abstract, compare};
use claimlint::knowledge::Knowledge;
use serde_json::Value;

/// Answers one row: the claim is taken as asserted.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let claim = row.claim.as_ref().ok_or_else(|| RowError::missing(&["claim"]))?;
    let evidence = row.evidence.as_ref().ok_or_else(|| RowError::missing(&["evidence"]))?;
    let compared = compare(&Abstract::read(claim, knowledge), &Abstract::read(evidence, knowledge));
    match serde_json::to_value(compared) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(RowError::new("internal", "the comparison could not be written")),
    }
}
