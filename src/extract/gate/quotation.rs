//! What stands between quotation marks that close in the same block.

use super::Found;
use crate::knowledge::Gate;
use crate::text::quotations;

/// Notes the quotations of a block.
pub(super) fn find(block: usize, found: &mut Found) {
    for range in quotations(found.blocks[block].as_str()) {
        found.push(Gate::Quotation, block, range.clone(), range.start..range.start);
    }
}
