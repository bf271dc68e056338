//! The ways in which a clause can claim something, the surest first.

use super::reading::{Reading, proof, read};
use super::{Article, change, doubt, plain, versus};
use std::ops::Range;

/// How a clause claims something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// By a word of the lexicon that ties: reduces, 与…相关.
    Verb,
    /// By calling something proven.
    Proof,
    /// By setting one thing over another: 比别嘌醇更稳.
    Versus,
    /// By a number beside a word of change: 少了两成.
    Change,
    /// By an everyday verb of effect: 压住.
    Plain,
    /// By saying that nothing supports it.
    Doubt,
}

/// A clause read in one of these ways.
pub(super) struct Candidate {
    pub(super) kind: Kind,
    pub(super) reading: Reading,
    /// Where it names what something is compared with, if the way of reading tells.
    pub(super) against: Option<Range<usize>>,
}

impl Kind {
    /// Every kind, in the order in which they are tried.
    pub(super) const ALL: [Kind; 6] =
        [Kind::Verb, Kind::Proof, Kind::Versus, Kind::Change, Kind::Plain, Kind::Doubt];

    /// Reads a clause in this way.
    pub(super) fn read(
        self,
        article: &Article,
        block: usize,
        sentence: usize,
        clause: &Range<usize>,
    ) -> Option<Candidate> {
        let (reading, against) = match self {
            Kind::Verb => (read(article, block, sentence, clause.clone())?, None),
            Kind::Proof => (proof(article, block, sentence, clause.clone())?, None),
            Kind::Versus => {
                let (reading, against) = versus::read(article, block, sentence, clause)?;
                (reading, Some(against))
            }
            Kind::Change => (change::read(article, block, sentence, clause)?, None),
            Kind::Plain => (plain::read(article, block, sentence, clause)?, None),
            Kind::Doubt => (doubt::read(article, block, sentence, clause)?, None),
        };
        Some(Candidate { kind: self, reading, against })
    }
}
