//! What the phrases of a rule say, sentence by sentence; disguised words too, where a rule reads them.

use crate::document::{Block, Place};
use crate::knowledge::{Concept, ConceptKind};
use crate::rules::Context;
use crate::text::{Language, Sentence};
use std::ops::Range;

/// The rule whose phrases name products.
const PRODUCTS: &str = "food-or-supplement-prohibited-claim";

/// A phrase of a rule.
#[derive(Clone, Debug)]
pub struct Word {
    /// What it means to the rule.
    pub is: String,
    /// Where it stands in the block.
    pub range: Range<usize>,
    /// The plain word, where it is disguised.
    pub reads: Option<String>,
}

/// A thing named in a sentence.
#[derive(Clone, Debug)]
pub struct Thing<'a> {
    /// Where it stands in the block.
    pub range: Range<usize>,
    /// What it is.
    pub concept: &'a Concept,
    /// Whether its name is disguised.
    pub disguised: bool,
}

/// A sentence, and what the phrases of a rule say in it.
pub struct Said<'c, 'a> {
    cx: &'c Context<'a>,
    /// The block.
    pub index: usize,
    /// Which sentence of the block it is.
    pub number: usize,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// The phrases, in order.
    pub words: Vec<Word>,
}

/// The sentences of the article in which a rule has phrases; those that tell of fraud or of what
/// others promise are left out.
pub fn said<'c, 'a>(cx: &'c Context<'a>, rule: &'static str, disguised: bool) -> Vec<Said<'c, 'a>> {
    let mut found = Vec::new();
    for (index, block) in cx.body() {
        let words = words(cx, rule, index, disguised);
        if words.is_empty() {
            continue;
        }
        for (number, sentence) in block.sentences.iter().enumerate() {
            let here: Vec<Word> =
                words.iter().filter(|w| sentence.range.contains(&w.range.start)).cloned().collect();
            if !here.is_empty() && !cx.warns(&Place::new(index, sentence.range.clone())) {
                found.push(Said { cx, index, number, sentence, words: here });
            }
        }
    }
    found
}

/// The phrases of a rule in a block, in order.
pub fn words(cx: &Context, rule: &'static str, index: usize, disguised: bool) -> Vec<Word> {
    let plain = cx.phrases(rule, index);
    let word = |t: &crate::knowledge::Term<String>| Word { is: t.is.clone(), range: t.range(), reads: None };
    let mut words: Vec<Word> = plain.iter().map(word).collect();
    if let Some(unmasked) = cx.unmasked(index).filter(|_| disguised) {
        let found = cx.knowledge.phrases.find(rule, unmasked.as_str()).into_iter();
        words.extend(found.filter_map(|t| {
            let reads = Some(unmasked.as_str()[t.range()].to_owned());
            Some(Word { range: unmasked.disguised(t.range())?, is: t.is, reads })
        }));
        words.sort_by_key(|w| (w.range.start, w.range.end));
    }
    words
}

impl<'a> Said<'_, 'a> {
    /// The block it stands in.
    pub fn block(&self) -> &'a Block {
        &self.cx.document.blocks[self.index]
    }

    /// The words of the block.
    pub fn text(&self) -> &'a str {
        self.block().as_str()
    }

    /// The phrases of a meaning.
    pub fn all<'s>(&'s self, is: &'s str) -> impl Iterator<Item = &'s Word> {
        self.words.iter().filter(move |w| w.is == is)
    }

    /// Whether there is a phrase of a meaning.
    pub fn has(&self, is: &str) -> bool {
        self.words.iter().any(|w| w.is == is)
    }

    /// The whole sentence.
    pub fn place(&self) -> Place {
        Place::new(self.index, self.sentence.range.clone())
    }

    /// The whole block.
    pub fn paragraph(&self) -> Place {
        Place::new(self.index, 0..self.text().len())
    }

    /// The clause that holds an offset.
    pub fn clause(&self, at: usize) -> Range<usize> {
        let found = self.sentence.clauses.iter().find(|c| c.contains(&at));
        found.unwrap_or(&self.sentence.range).clone()
    }

    /// From the clause of one offset to that of another, without marks at its ends.
    pub fn clauses(&self, from: usize, to: usize) -> Place {
        let range = self.clause(from).start..self.clause(to).end;
        Place::new(self.index, trimmed(self.text(), range))
    }

    /// The things of some kinds named in the sentence.
    pub fn things(&self, kinds: &[ConceptKind], disguised: bool) -> Vec<Thing<'a>> {
        self.things_in(self.sentence.range.clone(), kinds, disguised)
    }

    /// The things of some kinds named in a range of the block.
    pub fn things_in(&self, range: Range<usize>, kinds: &[ConceptKind], disguised: bool) -> Vec<Thing<'a>> {
        let place = Place::new(self.index, range.clone());
        let plain = self.cx.named_in(&place).iter();
        let thing = |n: &crate::knowledge::Named<'a>| Thing {
            range: n.range.clone(),
            concept: n.concept,
            disguised: false,
        };
        let mut things: Vec<Thing> = plain.filter(|n| kinds.contains(&n.concept.kind)).map(thing).collect();
        if let Some(unmasked) = self.cx.unmasked(self.index).filter(|_| disguised) {
            let found = self.cx.knowledge.concepts.find(unmasked.as_str());
            things.extend(found.iter().filter(|n| kinds.contains(&n.concept.kind)).filter_map(|n| {
                let own = unmasked.disguised(n.range.clone()).filter(|own| range.contains(&own.start))?;
                Some(Thing { range: own, concept: n.concept, disguised: true })
            }));
        }
        things
    }

    /// Where medicines, supplements and products are named in the sentence.
    pub fn goods(&self) -> Vec<Range<usize>> {
        let named = self.things(&[ConceptKind::Drug, ConceptKind::Supplement], false).into_iter();
        let words = self.cx.phrases(PRODUCTS, self.index);
        let product = |w: &&crate::knowledge::Term<String>| {
            matches!(w.is.as_str(), "product" | "this" | "own") && self.sentence.range.contains(&w.start)
        };
        let products: Vec<Range<usize>> = words.iter().filter(product).map(|w| w.range()).collect();
        named.map(|t| t.range).chain(products).collect()
    }

    /// Whether two ranges stand near each other: in one clause, with no more than a few words between.
    pub fn near(&self, first: &Range<usize>, second: &Range<usize>, words: usize) -> bool {
        self.clause(first.start) == self.clause(second.start) && self.beside(first, second, words)
    }

    /// Whether no more than a few words stand between two ranges, in whatever clauses.
    pub fn beside(&self, first: &Range<usize>, second: &Range<usize>, words: usize) -> bool {
        let (a, b) = if first.start <= second.start { (first, second) } else { (second, first) };
        let between = &self.text()[a.end.min(b.start)..b.start];
        let length = match self.block().language {
            Language::Zh => between.chars().filter(|c| c.is_alphanumeric()).count().div_ceil(2),
            Language::En => between.split_whitespace().count(),
        };
        length <= words
    }

    /// Whether a number stands right before an offset: 30 in 30天, 15 in 15 lbs, 两 in 两周.
    pub fn is_counted(&self, at: usize) -> bool {
        let before = self.text()[..at].trim_end_matches([' ', '-', '个', '+', '多', '余', '来']);
        let numeral = |c: char| c.is_ascii_digit() || "一两二三四五六七八九十百半几".contains(c);
        before.ends_with(numeral)
    }
}

/// A range without blanks and commas at its ends.
pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let edge = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—');
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start_matches(edge).len();
    start..(range.start + part.trim_end_matches(edge).len()).max(start)
}
