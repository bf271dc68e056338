//! Which sentence of an abstract speaks to a claim: by shared concepts, telling words, numbers and place.

use crate::document::Block;
use crate::extract::Words;
use crate::knowledge::ConceptKind;
use crate::text::parse_number;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a sentence is found by.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Bag {
    /// Ids of the concepts it names.
    concepts: BTreeSet<String>,
    /// Its words: English ones cut to their stem, Chinese ones as pairs of characters.
    words: BTreeSet<String>,
    /// Its numbers, whatever they say.
    numbers: Vec<f64>,
    /// Whether it is in the conclusion.
    concludes: bool,
}

/// Bytes of a stem.
const STEM: usize = 6;

/// Shortest English word that tells anything.
const TELLING: usize = 4;

impl Bag {
    /// The bag of a part of a block.
    pub(crate) fn of(words: &Words, block: usize, range: &Range<usize>, concludes: bool) -> Bag {
        let text = &words.blocks[block].as_str()[range.clone()];
        let named = words.named_in(block, range.clone()).iter();
        let telling = named.filter(|n| n.concept.kind != ConceptKind::Population);
        Bag {
            concepts: telling.map(|n| n.concept.id.clone()).collect(),
            words: stems(text),
            numbers: numerals(text),
            concludes,
        }
    }

    /// Adds another.
    pub fn add(&mut self, other: &Bag) {
        self.concepts.extend(other.concepts.iter().cloned());
        self.words.extend(other.words.iter().cloned());
        self.numbers.extend_from_slice(&other.numbers);
    }

    /// Its numbers.
    pub(super) fn numerals(&self) -> &[f64] {
        &self.numbers
    }
}

/// The numbers in a text that are written in digits.
fn numerals(text: &str) -> Vec<f64> {
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let Some(found) = parse_number(&text[start..]) else { break };
        out.push(found.value);
        at = start + found.len.max(1);
    }
    out
}

fn stems(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if word.is_ascii() {
            if word.len() >= TELLING {
                out.insert(word.to_ascii_lowercase().chars().take(STEM).collect());
            }
        } else {
            let chars: Vec<char> = word.chars().collect();
            out.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
        }
    }
    out
}

/// The sentences of a source, the one that speaks most to a claim first.
pub fn rank(claim: &Bag, source: &[Bag]) -> Vec<usize> {
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    let mut concepts: BTreeMap<&str, usize> = BTreeMap::new();
    for bag in source {
        bag.words.iter().for_each(|w| *words.entry(w).or_default() += 1);
        bag.concepts.iter().for_each(|c| *concepts.entry(c).or_default() += 1);
    }
    let rare = |n: usize| (1.0 + source.len() as f64 / n.max(1) as f64).ln();
    let score = |bag: &Bag| {
        let shared = bag.words.intersection(&claim.words).map(|w| rare(words[w.as_str()]));
        let named = bag.concepts.intersection(&claim.concepts).map(|c| rare(concepts[c.as_str()]));
        let counted = claim.numbers.iter().filter(|n| bag.numbers.contains(n)).count() as f64;
        let length = (bag.words.len() as f64).sqrt().max(1.0);
        let told: f64 =
            shared.sum::<f64>() / length * LENGTH + named.sum::<f64>() * NAMED + counted * COUNTED;
        if bag.concludes { told + CONCLUDES } else { told }
    };
    let mut ranked: Vec<(usize, f64)> = source.iter().map(score).enumerate().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.into_iter().map(|(index, _)| index).collect()
}

/// How much a shared concept, a shared number and the place count beside a shared word.
const NAMED: f64 = 2.0;
const COUNTED: f64 = 2.0;
const CONCLUDES: f64 = 1.0;
/// Words of a sentence of usual length, square root.
const LENGTH: f64 = 4.0;

/// The bags of the sentences of a block.
pub(crate) fn bags(words: &Words, block: usize, conclusion: Option<usize>) -> Vec<Bag> {
    let here: &Block = &words.blocks[block];
    let last = here.sentences.len().saturating_sub(1);
    let each = here.sentences.iter().enumerate();
    each.map(|(i, s)| {
        let concludes = conclusion.map_or(i == last, |from| s.range.start >= from);
        Bag::of(words, block, &s.range, concludes)
    })
    .collect()
}
