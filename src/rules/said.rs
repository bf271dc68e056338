//! Sentences in which a rule finds phrases of its own, and what stands near them.

use super::Context;
use super::places::trimmed;
use crate::document::{BlockKind, Place};
use crate::knowledge::{Gate, Term};
use crate::text::Sentence;
use std::ops::Range;
use std::rc::Rc;

/// A sentence of the body that holds phrases of a rule.
pub struct Said<'a> {
    /// Its block, by index.
    pub block: usize,
    /// Its place among all sentences of the body.
    pub ordinal: usize,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Text of the block.
    pub text: &'a str,
    /// First block of the section.
    pub section: usize,
    phrases: Rc<[Term<String>]>,
    own: Range<usize>,
}

impl Said<'_> {
    /// Its phrases, in order.
    pub fn phrases(&self) -> &[Term<String>] {
        &self.phrases[self.own.clone()]
    }

    /// Its phrases of a meaning, in order.
    pub fn all(&self, is: &'static str) -> impl Iterator<Item = &Term<String>> {
        self.phrases().iter().filter(move |p| p.is == is)
    }

    /// Whether it holds a phrase of a meaning.
    pub fn says(&self, is: &'static str) -> bool {
        self.all(is).next().is_some()
    }

    /// Whether it holds a phrase of one of some meanings.
    pub fn says_any(&self, meanings: &[&str]) -> bool {
        self.phrases().iter().any(|p| meanings.contains(&p.is.as_str()))
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::new(self.block, self.sentence.range.clone())
    }

    /// The clauses that two offsets and all between them lie in, without marks at the ends.
    pub fn clauses(&self, range: Range<usize>) -> Place {
        let touched = || self.sentence.clauses.iter().filter(|c| c.start < range.end && range.start < c.end);
        let start = touched().next().map_or(range.start, |c| c.start).min(range.start);
        let end = touched().next_back().map_or(range.end, |c| c.end).max(range.end);
        Place::new(self.block, trimmed(self.text, start..end))
    }

    /// The clause of an offset.
    pub fn clause(&self, at: usize) -> Range<usize> {
        let clause = self.sentence.clauses.iter().find(|c| c.end > at);
        clause.map_or_else(|| self.sentence.range.clone(), Clone::clone)
    }

    /// Whether nothing but marks, blanks and words of joining stands before an offset in its clause.
    pub fn opens_clause(&self, at: usize) -> bool {
        let start = self.clause(at).start.min(at);
        let before = self.text[start..at].trim_matches(|c: char| !c.is_alphanumeric());
        matches!(before, "" | "and" | "so" | "then" | "just" | "or" | "please" | "simply" | "honestly")
    }
}

/// The sentences of the body with phrases of a rule, in order.
pub fn sentences<'a>(cx: &Context<'a>, rule: &'static str) -> Vec<Said<'a>> {
    let (mut found, mut ordinal, mut section) = (Vec::new(), 0, 0);
    for (index, block) in cx.body() {
        if matches!(block.kind, BlockKind::Title | BlockKind::Heading) {
            section = index;
        }
        let phrases = cx.phrases(rule, index);
        for sentence in &block.sentences {
            ordinal += 1;
            let first = phrases.partition_point(|p| p.start < sentence.range.start);
            let last = phrases.partition_point(|p| p.start < sentence.range.end).max(first);
            if first < last {
                let (text, phrases) = (block.as_str(), Rc::clone(&phrases));
                found.push(Said {
                    block: index,
                    ordinal,
                    sentence,
                    text,
                    section,
                    phrases,
                    own: first..last,
                });
            }
        }
    }
    found
}

/// The sentences of a list near one of them: so many before and behind it in its section, itself included.
pub fn near<'s, 'a>(
    all: &'s [Said<'a>],
    at: usize,
    before: usize,
    behind: usize,
) -> impl Iterator<Item = &'s Said<'a>> {
    let own = &all[at];
    let reach = own.ordinal.saturating_sub(before)..=own.ordinal + behind;
    all.iter().filter(move |s| s.section == own.section && reach.contains(&s.ordinal))
}

/// Whether one of some gates holds over a place, set by other words than its own.
pub fn is_gated(cx: &Context, place: &Place, gates: &[Gate]) -> bool {
    cx.facts.gates.over(place).any(|g| gates.contains(&g.gate) && !place.overlaps(&g.cue_place))
}
