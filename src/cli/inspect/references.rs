//! The stage `references`.

use super::{Answer, Row, RowError};
use claimlint::extract::reference;
use claimlint::knowledge::Knowledge;
use claimlint::text::fold;
use serde_json::{Map, json};

/// Answers one row: the fields of `raw`, or the entries of `block`.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    if let Some(raw) = &row.raw {
        let fields = reference::parse(raw, knowledge);
        return Ok(Map::from_iter([("fields".to_owned(), json!(fields))]));
    }
    let block = row.block.as_ref().ok_or_else(|| RowError::missing(&["raw", "block"]))?;
    let folded = fold(block);
    let ranges = reference::split(folded.as_str(), knowledge);
    let entries: Vec<&str> = ranges.into_iter().map(|r| &block[folded.origin(r)]).collect();
    Ok(Map::from_iter([("entries".to_owned(), json!(entries))]))
}
