//! The stage `doses`.

use super::paragraphs::paragraphs;
use super::{Answer, Row};
use claimlint::extract::Words;
use claimlint::extract::dose::{doses, problems};
use claimlint::knowledge::Knowledge;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Answers one row.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let blocks = paragraphs(row, knowledge)?;
    let words = Words::new(&blocks, knowledge);
    let statements = doses(&words);
    let codes: BTreeSet<_> = problems(&words, &statements).iter().map(|p| p.code).collect();
    Ok(Map::from_iter([
        ("statements".into(), json!(statements)),
        ("problems".into(), Value::from_iter(codes.iter().map(|c| json!(c)))),
    ]))
}
