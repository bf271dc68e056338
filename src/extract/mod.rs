//! Facts of an article: claims, doses, studies, citations, references and notices, each at its place.

pub mod citation;
pub mod claim;
mod cues;
pub mod dose;
pub mod gate;
pub mod notice;
pub mod reference;
pub mod study;
#[cfg(test)]
mod testing;

use crate::document::{Block, Place};
use crate::text::Span;
use serde::Serialize;

/// A stretch of the article as facts and findings show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Quote {
    /// The words as a reader sees them.
    pub text: String,
    /// Their bytes in the file.
    pub span: Span,
    /// Block and range, for relations between facts.
    #[serde(skip)]
    pub place: Place,
}

impl Quote {
    /// The quote of a place.
    pub fn of(blocks: &[Block], place: Place) -> Quote {
        let block = &blocks[place.block];
        Quote { text: block.shown(place.range()).to_owned(), span: block.span(place.range()), place }
    }
}
