//! The stage `claims`.

use super::paragraphs::paragraphs;
use super::{Answer, Row};
use claimlint::extract::claim::{claims, strongest};
use claimlint::extract::gate::gates;
use claimlint::knowledge::Knowledge;
use serde_json::{Map, json};

/// Answers one row.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let blocks = paragraphs(row, knowledge)?;
    let gates = gates(&blocks, knowledge);
    let claims = claims(&blocks, &gates, &[], knowledge);
    let strength = strongest(&blocks, &gates, knowledge).plain();
    Ok(Map::from_iter([("claims".to_owned(), json!(claims)), ("strength".to_owned(), json!(strength))]))
}
