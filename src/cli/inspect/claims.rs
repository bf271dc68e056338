//! The stage `claims`.

use super::{Answer, Row, RowError};
use claimlint::document::{Block, BlockKind};
use claimlint::extract::Words;
use claimlint::extract::claim::{claims, strongest};
use claimlint::extract::gate::gates;
use claimlint::knowledge::Knowledge;
use claimlint::text::Text;
use serde_json::{Map, json};

/// Answers one row.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let text = row.text.as_ref().ok_or_else(|| RowError::missing(&["text"]))?;
    let blocks = paragraphs(text, row);
    let words = Words::new(&blocks, knowledge);
    let gates = gates(&words);
    let claims = claims(&words, &gates, &[]);
    let strength = strongest(&words, &gates);
    Ok(Map::from_iter([("claims".to_owned(), json!(claims)), ("strength".to_owned(), json!(strength))]))
}

/// The lines of a text as paragraphs.
fn paragraphs(text: &str, row: &Row) -> Vec<Block> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut part = Text::default();
        part.push_verbatim(line, at);
        at += line.len();
        let part = part.trimmed();
        if !part.is_empty() {
            let mut block = Block::new(BlockKind::Paragraph, part);
            block.language = row.lang.unwrap_or(block.language);
            blocks.push(block);
        }
    }
    blocks
}
