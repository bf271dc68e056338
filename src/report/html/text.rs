//! The text of an article cut where findings begin and end, so that each piece knows which it is in.

use crate::finding::Finding;
use crate::reading::ReadBlock;
use crate::report::safe::in_place;
use crate::rules::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// A piece of text that no finding begins or ends in.
pub(crate) struct Piece {
    pub(crate) text: String,
    /// The gravest of the findings it is in, none outside of all.
    pub(crate) severity: Option<Severity>,
    /// Numbers of the findings that begin with it.
    pub(crate) begin: Vec<usize>,
}

/// The pieces of a block; `numbers` has the findings that are shown, by id.
pub(super) fn pieces(block: &ReadBlock, numbers: &BTreeMap<&str, (usize, &Finding)>) -> Vec<Piece> {
    let shown =
        |(range, id): &(std::ops::Range<usize>, String)| Some((range.clone(), *numbers.get(id.as_str())?));
    let marks: Vec<_> = block.marks.iter().filter_map(shown).collect();
    let ends = marks.iter().flat_map(|(range, _)| [range.start, range.end]);
    let cuts: BTreeSet<usize> = ends.chain([0, block.text.len()]).collect();
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let piece = |pair: &[usize]| {
        let (start, end) = (pair[0], pair[1]);
        let over = marks.iter().filter(|(range, _)| range.start <= start && end <= range.end);
        let begin = marks.iter().filter(|(range, _)| range.start == start);
        Piece {
            text: in_place(&block.text[start..end]),
            severity: over.map(|(_, (_, finding))| finding.severity).max(),
            begin: begin.map(|(_, (number, _))| *number).collect(),
        }
    };
    cuts.windows(2).map(piece).collect()
}
