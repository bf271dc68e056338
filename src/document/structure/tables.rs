//! Tables: which row heads the columns, and what heads each cell.

use super::line::width;
use crate::document::BlockKind;
use crate::document::draft::Draft;
use crate::text::Text;

/// Widest heading of a column, in Han characters.
const WIDEST: usize = 20;

/// Gives the cells of every table the headings of their columns.
pub fn mark(drafts: &mut [Draft]) {
    let mut heads: Vec<(usize, Text)> = Vec::new();
    for i in 0..drafts.len() {
        if drafts[i].kind != BlockKind::TableRow {
            heads.clear();
        } else if drafts[i].heads || (heads.is_empty() && looks_like_head(i, drafts)) {
            let row = &drafts[i];
            heads = row.cells.iter().map(|c| (c.column, row.text.slice(c.range.clone()))).collect();
        } else {
            for cell in &mut drafts[i].cells {
                let head = heads.iter().find(|(column, _)| *column == cell.column);
                cell.header = head.map(|(_, text)| text.clone());
            }
        }
    }
}

/// Whether the first row of a table heads it: short words without numbers, above rows that have some.
fn looks_like_head(i: usize, drafts: &[Draft]) -> bool {
    let is_row = |d: &&Draft| d.kind == BlockKind::TableRow;
    let has_digit = |d: &Draft| d.text.as_str().contains(|c: char| c.is_ascii_digit());
    let row = &drafts[i];
    let first = i == 0 || drafts[i - 1].kind != BlockKind::TableRow;
    let short = row.cells.iter().all(|c| width(&row.text.as_str()[c.range.clone()]) <= WIDEST);
    let numbers = drafts[i + 1..].iter().take_while(is_row).any(has_digit);
    first && short && row.cells.len() >= 2 && !has_digit(row) && numbers
}
