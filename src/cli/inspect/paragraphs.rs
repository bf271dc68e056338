//! The blocks that a stage reads: those of a file, or the lines of a text.

use super::{Row, RowError, document};
use claimlint::document::{Block, BlockKind};
use claimlint::knowledge::Knowledge;
use claimlint::text::Text;

/// The blocks of the file that a row names, else each line of its text as a paragraph.
pub fn paragraphs(row: &Row, knowledge: &Knowledge) -> Result<Vec<Block>, RowError> {
    let mut blocks = match (&row.text, &row.file) {
        (Some(text), _) => lines(text),
        (None, Some(_)) => document::document(row, knowledge)?.blocks,
        (None, None) => return Err(RowError::missing(&["text", "path"])),
    };
    for block in &mut blocks {
        block.language = row.lang.unwrap_or(block.language);
    }
    Ok(blocks)
}

fn lines(text: &str) -> Vec<Block> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut part = Text::default();
        part.push_verbatim(line, at);
        at += line.len();
        let part = part.trimmed();
        if !part.is_empty() {
            blocks.push(Block::new(BlockKind::Paragraph, part));
        }
    }
    blocks
}
