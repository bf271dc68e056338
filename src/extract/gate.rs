//! Gates: contexts that change what a clause asserts, computed once for a whole document.

pub(super) mod answer;
mod asked;
mod clause;
mod exposed;
mod quotation;
mod refutation;

use super::words::Words;
use crate::document::{Block, BlockKind, Place};
use crate::knowledge::Gate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A stretch of text over which a gate holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GateScope {
    /// Which gate.
    pub gate: Gate,
    /// Where it holds.
    #[serde(skip)]
    pub scope: Place,
    /// The words that set it.
    pub cue: String,
    /// Where these stand.
    #[serde(skip)]
    pub cue_place: Place,
}

/// All gates of a document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Gates {
    /// Sorted by place.
    scopes: Vec<GateScope>,
    /// For each scope, the furthest end of it and those before it in its block: where a search
    /// backwards may stop.
    reach: Vec<usize>,
}

impl Gates {
    /// Gates of the given scopes.
    pub fn new(mut scopes: Vec<GateScope>) -> Gates {
        scopes.sort_by(|a, b| (&a.scope, a.gate).cmp(&(&b.scope, b.gate)));
        let mut reach: Vec<usize> = Vec::with_capacity(scopes.len());
        for (i, s) in scopes.iter().enumerate() {
            let before = i.checked_sub(1).filter(|&b| scopes[b].scope.block == s.scope.block);
            reach.push(before.map_or(0, |b| reach[b]).max(s.scope.end));
        }
        Gates { scopes, reach }
    }

    /// The scopes that hold over the start of a place, the nearest first.
    pub fn over<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a GateScope> {
        let last =
            self.scopes.partition_point(|s| (s.scope.block, s.scope.start) <= (place.block, place.start));
        let here = (0..last)
            .rev()
            .take_while(move |&i| self.scopes[i].scope.block == place.block && self.reach[i] > place.start);
        here.map(|i| &self.scopes[i]).filter(move |s| place.start < s.scope.end)
    }

    /// Whether what stands in a place is denied, debunked, asked, hoped for or talked about; a cue of its own
    /// does not count.
    pub fn denies(&self, place: &Place) -> bool {
        self.denies_but(place, |_| false)
    }

    /// The same, without those gates that belong to the words themselves.
    pub fn denies_but(&self, place: &Place, own: impl Fn(&GateScope) -> bool) -> bool {
        use Gate::{Fixed, Hedge, Meta, Negation, Question, Refutation, Wish};
        self.over(place).any(|g| {
            let gate = matches!(g.gate, Negation | Refutation | Question | Hedge | Wish | Fixed | Meta);
            gate && !place.holds(&g.cue_place) && !own(g)
        })
    }

    /// Whether a gate holds over the start of a place.
    pub fn holds(&self, gate: Gate, place: &Place) -> bool {
        self.over(place).any(|s| s.gate == gate)
    }
}

/// Finds the gates of every block that is not a reference or residue.
pub fn gates(words: &Words) -> Gates {
    let mut found = Found { blocks: words.blocks, scopes: Vec::new() };
    for (index, block) in words.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Reference | BlockKind::Residue) {
            continue;
        }
        for range in words.knowledge.lexicon.fixed(block.as_str()) {
            found.push(Gate::Fixed, index, range.clone(), range);
        }
        quotation::find(index, words, &mut found);
        clause::find(index, words, &mut found);
    }
    refutation::find(words, &mut found);
    asked::find(words, &mut found);
    exposed::find(words, &mut found);
    Gates::new(found.scopes)
}

/// The scopes found so far.
struct Found<'a> {
    blocks: &'a [Block],
    scopes: Vec<GateScope>,
}

impl Found<'_> {
    /// Notes a scope, unless the last one of that gate covers it.
    fn push(&mut self, gate: Gate, block: usize, scope: Range<usize>, cue: Range<usize>) {
        if scope.is_empty() {
            return;
        }
        let scope = Place::new(block, scope);
        let known = self.scopes.iter().rev().take(16).find(|s| s.gate == gate);
        if known.is_none_or(|s| !s.scope.holds(&scope)) {
            let cue_place = Place::new(block, cue.clone());
            let cue = self.blocks[block].shown(cue).to_owned();
            self.scopes.push(GateScope { gate, scope, cue, cue_place });
        }
    }
}

#[cfg(test)]
mod tests;
