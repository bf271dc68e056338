//! What stands between quotation marks that close in the same block, and what is only spoken of there:
//! “我邻居吃了就好”这种话, "it worked for me" is a sentence that every doctor has heard.

use super::Found;
use crate::extract::words::Words;
use crate::knowledge::{Cue, Gate};
use crate::text::quotations;

/// Bytes of marks and blanks between a quotation and the words that speak of it.
const NEAR: usize = 4;

/// Notes the quotations of a block.
pub(super) fn find(block: usize, words: &Words, found: &mut Found) {
    let text = found.blocks[block].as_str();
    for range in quotations(text) {
        let behind = words.cues(block).within(range.end..text.len());
        let saying = behind.iter().take_while(|t| t.start - range.end <= NEAR).find(|t| t.is == Cue::Saying);
        if let Some(saying) = saying {
            found.push(Gate::Refutation, block, range.clone(), saying.range());
        }
        found.push(Gate::Quotation, block, range.clone(), range.start..range.start);
    }
}
