//! Whether a sentence speaks of a treatment: of a medicine, a supplement, a procedure, a product.

use crate::document::Place;
use crate::knowledge::ConceptKind;
use crate::rules::Context;
use crate::rules::said::{Said, near};

/// Sentences around one in which a thing may be named.
const AROUND: usize = 6;

/// Whether a sentence is about a treatment: it names one, by a concept or the rule's words for things, or
/// the one before it in the block does; where the words can hardly be said of anything else, also the
/// whole block, the title, and the sentences around it.
pub fn is_about_treatment(cx: &Context, all: &[Said], at: usize, anywhere: bool) -> bool {
    let said = &all[at];
    let block = &cx.document.blocks[said.block];
    let before = block.sentences.iter().rev().find(|s| s.range.end <= said.sentence.range.start);
    let start = before.map_or(said.sentence.range.start, |s| s.range.start);
    let close = Place::new(said.block, start..said.sentence.range.end);
    let whole = Place::new(said.block, 0..block.as_str().len());
    let title = cx.document.title.map(|t| Place::new(t, 0..cx.document.blocks[t].as_str().len()));
    said.says("thing")
        || names(cx, &close)
        || anywhere && near(all, at, AROUND, AROUND).any(|s| s.says("thing"))
        || anywhere && (names(cx, &whole) || title.is_some_and(|t| names(cx, &t)))
}

fn names(cx: &Context, place: &Place) -> bool {
    let treats = [ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
    cx.named_in(place).iter().any(|n| treats.contains(&n.concept.kind))
}
