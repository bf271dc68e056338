//! The stage `doses`.

use super::{Answer, Row, RowError};
use claimlint::document::{Block, BlockKind};
use claimlint::extract::Words;
use claimlint::extract::dose::{doses, problems};
use claimlint::knowledge::Knowledge;
use claimlint::text::Text;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Answers one row: each line of its text is a paragraph.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let text = row.text.as_ref().ok_or_else(|| RowError::missing(&["text"]))?;
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut body = Text::default();
        body.push_verbatim(line.trim_end_matches(['\r', '\n']), start);
        start += line.len();
        let mut block = Block::new(BlockKind::Paragraph, body);
        block.language = row.lang.unwrap_or(block.language);
        blocks.push(block);
    }
    let words = Words::new(&blocks, knowledge);
    let statements = doses(&words);
    let codes: BTreeSet<_> = problems(&words, &statements).iter().map(|p| p.code).collect();
    Ok(Map::from_iter([
        ("statements".into(), json!(statements)),
        ("problems".into(), Value::from_iter(codes.iter().map(|c| json!(c)))),
    ]))
}
