//! The stage `text`: what the article says, without the page around it.

use super::document::document;
use super::{Answer, Row};
use claimlint::document::{Block, BlockKind, Document};
use claimlint::knowledge::Knowledge;
use serde_json::Map;

/// Answers one row.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let document = document(row, knowledge)?;
    let title = document.title.map_or("", |i| document.blocks[i].text.as_str());
    Ok(Map::from_iter([
        ("title".to_owned(), title.into()),
        ("text".to_owned(), joined(&document, BlockKind::is_body).into()),
        ("all_text".to_owned(), joined(&document, |kind| kind != BlockKind::Residue).into()),
    ]))
}

/// The blocks of some kinds, one a line, without the title and the alternative texts of images.
fn joined(document: &Document, takes: impl Fn(BlockKind) -> bool) -> String {
    let shown = |kind| !matches!(kind, BlockKind::Title | BlockKind::AltText);
    let kept = |block: &&Block| shown(block.kind) && takes(block.kind);
    document.blocks.iter().filter(kept).map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n")
}
