//! TX001: what a scraper or template left in a draft.

use crate::document::{BlockKind, Format, Place};
use crate::rules::{Candidate, Confidence, Context, Outcome, Rule};

/// The rule `page-residue`.
pub struct PageResidue;

impl Rule for PageResidue {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        if cx.document.format == Format::Html {
            return outcome;
        }
        outcome.look();
        let mut lines = cx.document.blocks.iter().enumerate().filter(|(_, b)| b.kind == BlockKind::Residue);
        let place =
            |(index, block): (usize, &crate::document::Block)| Place::new(index, 0..block.as_str().len());
        if let Some((index, block)) = lines.next() {
            let also: Vec<Place> = lines.map(place).collect();
            let mut found = Candidate::new(place((index, block)), "found")
                .arg("line", block.text.as_str())
                .arg("count", also.len() + 1)
                .confidence(Confidence::Certain);
            found.also = also;
            outcome.candidates.push(found);
        }
        outcome
    }
}
