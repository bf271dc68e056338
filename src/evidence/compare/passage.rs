//! A sentence of the article with all that it says of a study, ready to be held against a record.

use super::items::{Change, changes};
use super::overall::afterwards;
use super::results::results;
use super::sentence::Bag;
use super::statement::Statement;
use super::upshot::upshots;
use crate::document::Place;
use crate::evidence::record::{People, lengths, whole_units};
use crate::extract::Words;
use crate::extract::claim::{Claim, Quantity};
use crate::extract::gate::Gates;
use crate::extract::study::Study;
use crate::knowledge::{ConceptKind, Cue, Design, Gate, Limitation};
use std::collections::BTreeSet;
use std::ops::Range;

/// A sentence of the article, or a few, with all that they say of a study.
pub struct Passage<'a, 'k> {
    pub(super) words: &'a Words<'k>,
    pub(super) block: usize,
    /// Its claims, ready to be held against others; those that are only asked or supposed left out.
    pub(super) statements: Vec<Statement>,
    /// The designs it names, with the words.
    pub(super) designs: Vec<(Design, String)>,
    /// Whom it speaks of.
    pub(super) people: People,
    /// Ids of the pathways it names.
    pub(super) pathways: BTreeSet<String>,
    /// Its numbers.
    pub(super) numbers: &'a [Quantity],
    /// The lengths of treatment and follow-up it tells.
    pub(super) lengths: Vec<Quantity>,
    /// The limitations it tells.
    pub(super) limits: BTreeSet<Limitation>,
    /// What its deciding sentence is found by.
    pub(super) bag: Bag,
    /// What it tells to have changed, where it cites its source.
    pub(super) changes: Vec<Change>,
    /// Its place.
    pub(super) range: Range<usize>,
    /// Whether it says that things come back, or do not, once a treatment ends.
    pub(super) afterwards: Option<bool>,
}

impl<'a, 'k> Passage<'a, 'k> {
    /// The passage of a range of a block; of the claims and studies of the article, those in it count.
    /// Where it cites its source, a result that names nothing that acts is one of that source.
    pub fn of<'c>(
        words: &'a Words<'k>,
        block: usize,
        range: &Range<usize>,
        claims: impl Iterator<Item = &'c Claim>,
        studies: &[Study],
        gates: &Gates,
        cited: bool,
    ) -> Passage<'a, 'k> {
        let here = &words.blocks[block];
        let inside = |start: usize| range.contains(&start);
        let claims = claims.filter(|c| c.quote.place.block == block && inside(c.quote.place.start));
        let mut statements: Vec<Statement> =
            claims.map(|c| Statement::of(c, here, words.knowledge)).collect();
        if cited {
            statements.extend(results(words, block, range, gates, &statements));
            statements.extend(upshots(words, block, range, gates));
        }
        statements.retain(|s| !s.open);
        let named = studies.iter().filter(|s| s.quote.place.block == block && inside(s.quote.place.start));
        let all = words.quantities(block);
        let first = all.partition_point(|q| q.quote.place.start < range.start);
        let last = all.partition_point(|q| q.quote.place.start < range.end).max(first);
        let mut told = lengths(here, &all[first..last], words.knowledge);
        told.extend(whole_units(words.blocks, block, range));
        let limits = words.cues(block).within(range.clone()).iter().filter_map(|t| match t.is {
            Cue::Limitation(kind) => Some(kind),
            _ => None,
        });
        Passage {
            words,
            block,
            statements,
            designs: named.filter_map(|s| Some((s.design?, s.quote.text.clone()))).collect(),
            people: People::in_range(here, range.clone(), words.knowledge),
            pathways: words
                .named_in(block, range.clone())
                .iter()
                .filter(|n| n.concept.kind == ConceptKind::Pathway)
                .map(|n| n.concept.id.clone())
                .collect(),
            numbers: &all[first..last],
            lengths: told,
            limits: limits.collect(),
            changes: if cited { changes(words, block, range, gates) } else { Vec::new() },
            bag: Bag::of(words, block, range, false),
            afterwards: afterwards(
                here.as_str(),
                range.clone(),
                &|at| gates.holds(Gate::Negation, &Place::new(block, at)),
                words.knowledge,
            ),
            range: range.clone(),
        }
    }
}
