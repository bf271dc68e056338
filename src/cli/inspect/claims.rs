//! The stage `claims`.

use super::paragraphs::paragraphs;
use super::{Answer, Row};
use claimlint::extract::Words;
use claimlint::extract::claim::{claims, strongest};
use claimlint::extract::gate::gates;
use claimlint::knowledge::Knowledge;
use serde_json::{Map, json};

/// Answers one row.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let blocks = paragraphs(row, knowledge)?;
    let words = Words::new(&blocks, knowledge);
    let gates = gates(&words);
    let claims = claims(&words, &gates, &[]);
    let strength = strongest(&words, &gates).plain();
    Ok(Map::from_iter([("claims".to_owned(), json!(claims)), ("strength".to_owned(), json!(strength))]))
}
