//! Facts of an article: claims, doses, studies, citations, references and notices, each at its place.

pub mod citation;
pub mod claim;
pub mod commercial;
mod cues;
pub mod dose;
pub mod gate;
pub mod mention;
pub mod notice;
mod pattern;
pub mod reference;
pub mod study;
#[cfg(test)]
mod testing;
mod words;

pub use words::{Unmasked, Words};

use crate::document::{Block, Place};
use crate::text::PartSpan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stretch of the article as facts and findings show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The words as a reader sees them.
    pub text: String,
    /// Their bytes in the file.
    pub span: PartSpan,
    /// Block and range, for relations between facts.
    #[serde(skip)]
    pub place: Place,
}

impl Quote {
    /// The quote of a place.
    pub fn of(blocks: &[Block], place: Place) -> Quote {
        let block = &blocks[place.block];
        Quote { text: block.shown(place.range()).to_owned(), span: block.bytes(place.range()), place }
    }
}

/// Everything an article states, at its place.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Facts {
    /// Contexts that change what a clause asserts.
    pub gates: gate::Gates,
    /// Entries of the reference list.
    pub references: Vec<reference::Reference>,
    /// Places that point to an entry.
    pub citations: Vec<citation::Citation>,
    /// Studies mentioned.
    pub studies: Vec<study::Study>,
    /// Mentions of sources in words, where there is a list that may hold them.
    pub mentions: Vec<mention::Mention>,
    /// What interventions and exposures are said to do.
    pub claims: Vec<claim::Claim>,
    /// Statements of dose.
    pub doses: Vec<dose::Dose>,
    /// What is wrong with how doses and measures are written.
    pub dose_problems: Vec<dose::Problem>,
    /// Disclaimers and disclosures.
    pub notices: Vec<notice::Notice>,
    /// Where something is sold to the reader.
    pub commercial: Vec<commercial::Signal>,
}

/// Reads the facts of an article.
pub fn extract(words: &Words) -> Facts {
    let (blocks, knowledge) = (words.blocks, words.knowledge);
    let gates = gate::gates(words);
    let citations = citation::citations(blocks, knowledge);
    let doses = dose::doses(words);
    let references = reference::references(blocks, knowledge);
    let studies = study::studies(words);
    Facts {
        mentions: mention::mentions(words, &studies, &references),
        references,
        studies,
        claims: claim::claims(words, &gates, &citations),
        dose_problems: dose::problems(words, &doses),
        notices: notice::notices(blocks, knowledge),
        commercial: commercial::signals(words, &gates),
        gates,
        citations,
        doses,
    }
}
