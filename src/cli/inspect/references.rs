//! The stage `references`.

use super::{Answer, Row, RowError};
use claimlint::extract::reference;
use claimlint::knowledge::Knowledge;
use serde_json::{Map, json};

/// Answers one row: the fields of `raw`, or the entries of `block`.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    if let Some(raw) = &row.raw {
        let fields = reference::parse(raw, knowledge);
        return Ok(Map::from_iter([("fields".to_owned(), json!(fields))]));
    }
    Err(RowError::missing("raw"))
}
