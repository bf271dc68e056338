//! Which drug a dose is of: the one named in its sentence, its heading, or last above it.

use super::amount::Amount;
use super::frame::Frame;
use crate::document::{Block, BlockKind};
use crate::extract::words::Words;
use crate::knowledge::{ConceptKind, Dimension};
use std::collections::BTreeMap;
use std::ops::Range;

/// A drug as an article names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The words.
    pub surface: String,
    /// The id of its concept.
    pub concept: String,
    range: Range<usize>,
    sentence: usize,
    /// Where its clause begins.
    clause: usize,
    /// Whether the drug table knows it, so that it is no mere food and no name for many drugs.
    listed: bool,
}

/// Bytes between an amount and the drug it is said to be of: `40 mg of zolpidem`.
const OF: usize = " of ".len();

/// Bytes behind an amount within which a drug is its own, where another was spoken of before.
const BEHIND: usize = 32;

/// Bytes between a count of tablets and the medicine that it counts.
const BESIDE: usize = 24;

/// Times that an article must name a drug to be about it, and times as often as any other.
const OFTEN: usize = 3;
const OFTENER: usize = 2;

/// The drugs named so far in a document.
pub struct Drugs {
    here: Vec<Named>,
    heading: Option<Named>,
    last: Option<Named>,
    /// What the article is about.
    subject: Option<Named>,
    /// What its title names.
    title: Option<Named>,
}

impl Drugs {
    /// The drugs of a document in which nothing has been read yet.
    pub fn of_document(words: &Words) -> Drugs {
        let mut drugs = Drugs { here: Vec::new(), heading: None, last: None, subject: None, title: None };
        let mut times: BTreeMap<String, (usize, Named)> = BTreeMap::new();
        for (index, block) in words.body() {
            drugs.enter(words, index);
            let weight = if is_heading(block) { 2 } else { 1 };
            for named in drugs.here.drain(..).filter(|n| n.listed) {
                times.entry(named.concept.clone()).or_insert((0, named)).0 += weight;
            }
        }
        let most = times.values().max_by_key(|(n, _)| *n).filter(|(n, _)| *n >= OFTEN);
        drugs.subject = most.map(|(_, named)| named.clone()).filter(|subject| {
            let most = most.map_or(0, |(n, _)| *n);
            times.values().all(|(n, other)| other.concept == subject.concept || n * OFTENER <= most)
        });
        drugs
    }

    /// Finds the drugs of a block.
    pub fn enter(&mut self, words: &Words, index: usize) {
        let block = &words.blocks[index];
        let text = block.as_str();
        let drugs = words.named(index).iter().filter(|n| match n.concept.kind {
            ConceptKind::Drug => true,
            ConceptKind::Supplement => !is_taken_with(text, &n.range),
            _ => false,
        });
        self.here = drugs
            .map(|n| Named {
                surface: block.shown(n.range.clone()).to_owned(),
                concept: n.concept.id.clone(),
                listed: words.knowledge.drugs.get(&n.concept.id).is_some(),
                clause: clause_of(block, n.range.start),
                sentence: block.sentences.partition_point(|s| s.range.end <= n.range.start),
                range: n.range.clone(),
            })
            .collect();
    }

    /// Remembers the drugs of a block for the blocks below it.
    pub fn leave(&mut self, block: &Block) {
        let first = self.here.iter().find(|n| n.listed).or(self.here.first()).cloned();
        if is_heading(block) {
            if block.kind == BlockKind::Title {
                self.title = first.clone();
            }
            self.heading = first;
        }
        let last = self.here.iter().rev().find(|n| n.listed).or(self.here.last());
        self.last = last.cloned().or(self.last.take());
    }

    /// Whether a frame counts out a medicine that is named beside it: 含半片倍他乐克.
    pub fn are_beside(&self, frame: &Frame) -> bool {
        let close = |n: &&Named| {
            n.sentence == frame.sentence
                && n.range.start <= frame.range.end + BESIDE
                && frame.range.start <= n.range.end + BESIDE
        };
        let counted =
            frame.amount.as_ref().and_then(|a| a.unit).is_some_and(|u| u.dimension == Dimension::Form);
        counted && self.here.iter().filter(close).any(|n| n.listed)
    }

    /// The drug of a frame of the block entered last.
    pub fn of(&self, frame: &Frame) -> Option<Named> {
        let end = self.here.partition_point(|n| n.range.start < frame.range.start);
        let (before, behind) = self.here.split_at(end);
        let same = |n: &&Named| n.sentence == frame.sentence;
        // What is weighed out as medicines are is one that the table knows, if one was spoken of.
        let medicinal = is_medicinal(frame);
        let fits = |n: &&Named| n.listed || !medicinal;
        let near = behind.first().filter(same).filter(|n| n.clause < frame.range.end);
        let of = |n: &&Named| n.range.start == frame.range.end + OF;
        let close = |n: &&Named| before.is_empty() || n.range.start <= frame.range.end + BEHIND;
        let near = near.filter(close);
        let found = match before.last().filter(same) {
            _ if near.is_some_and(|n| of(&n)) => near,
            Some(named) if near.is_none_or(|n| n.range.start >= frame.range.end) => Some(named),
            found => near.or(found),
        };
        let heading = || self.heading.as_ref();
        let above = || {
            let here = before.iter().rev().find(fits).or(heading().filter(fits));
            let known = here.or(self.subject.as_ref().filter(|_| medicinal));
            known.or(self.title.as_ref().filter(fits)).or(self.last.as_ref().filter(fits))
        };
        let any = || before.last().or_else(heading).or(self.title.as_ref()).or(self.last.as_ref());
        found.or_else(above).or_else(any).or(behind.first().filter(same)).cloned()
    }
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Title | BlockKind::Heading)
}

/// Whether an amount is told as those of medicines are: in drops, milligrams or units. Tablets and
/// capsules of which no strength is said may be of anything.
fn is_medicinal(frame: &Frame) -> bool {
    let Some(amount) = &frame.amount else { return true };
    let small = |a: &Amount| a.base().is_some_and(|(mg, d)| d == Dimension::Mass && mg < 1000.0);
    let named = amount.unit.is_some_and(|u| u.dimension == Dimension::Activity || u.id == "drop");
    let strong = amount.strength.is_some() || frame.glosses.iter().any(small);
    amount.per_kg || named || strong || small(amount)
}

/// What stands before a food with which something is taken, and behind it.
const TAKEN_WITH: [&str; 6] = ["with ", "after ", "before ", "with a ", "after a ", "before a "];
const TAKEN_AT: [&str; 12] =
    ["前", "后", "後", "时", "時", "同服", "送服", "送下", "调服", "冲服", "化服", "化开"];

/// Whether a food is what something is taken with, and not what is taken: with breakfast, 早餐后.
fn is_taken_with(text: &str, range: &Range<usize>) -> bool {
    TAKEN_WITH.iter().any(|w| text[..range.start].ends_with(w))
        || TAKEN_AT.iter().any(|w| text[range.end..].starts_with(w))
}

fn clause_of(block: &Block, at: usize) -> usize {
    let clauses = block.sentence_at(at).map_or(&[][..], |s| &s.clauses[..]);
    let n = clauses.partition_point(|c| c.end <= at);
    clauses.get(n).map_or(at, |c| c.start)
}
