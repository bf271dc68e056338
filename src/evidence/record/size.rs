//! How many took part in a study, in how many groups, and for how long.

use crate::document::{Block, Place};
use crate::extract::claim::{Quantity, QuantityKind};
use crate::extract::{Quote, Words};
use crate::knowledge::Knowledge;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// How many took part: the count said to be of all, else the first one.
pub(super) fn participants(words: &Words, block: usize) -> Option<u32> {
    let (here, knowledge) = (&words.blocks[block], words.knowledge);
    let text = here.as_str();
    let counts: Vec<&Quantity> =
        words.quantities(block).iter().filter(|q| q.kind == QuantityKind::Count && q.low > 1.0).collect();
    let said = knowledge.phrases.find("abstract", text);
    let of_all = |q: &&&Quantity| {
        let sentence = here.sentence_at(q.quote.place.start);
        said.iter().any(|t| {
            t.is == "in_all"
                && t.end <= q.quote.place.start
                && sentence.is_some_and(|s| s.range.contains(&t.start))
        })
    };
    let n = counts.iter().find(of_all).or(counts.first())?.low;
    (n <= f64::from(u32::MAX)).then_some(n as u32)
}

/// How many groups there were, as said.
pub(super) fn arms(block: &Block, knowledge: &Knowledge) -> Option<u32> {
    let said = knowledge.phrases.find("abstract", block.as_str());
    said.iter().filter_map(|t| t.is.strip_prefix("arms.")?.parse().ok()).max()
}

/// The lengths of treatment and follow-up, in days.
pub fn lengths(block: &Block, numbers: &[Quantity], knowledge: &Knowledge) -> Vec<Quantity> {
    let text = block.as_str();
    let said = knowledge.phrases.find("abstract", text);
    let lasts = |q: &&Quantity| {
        let place = &q.quote.place;
        let gap =
            |from: usize, to: usize| text.get(from..to).is_some_and(|g| g.trim().chars().count() <= GAP);
        said.iter().any(|t| match t.is.as_str() {
            "lasting" => t.end <= place.start && gap(t.end, place.start),
            "long" => place.end <= t.start && gap(place.end, t.start),
            _ => false,
        })
    };
    let times = numbers.iter().filter(|q| q.kind == QuantityKind::Days && q.low >= SHORTEST);
    times.filter(lasts).cloned().collect()
}

/// One unit of time without a number: for a full year, for a month.
static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:for|over) an? (?:full |whole |entire )?(?P<unit>week|month|year)\b").ok()
});

/// The lengths told as one whole unit in a range of a block.
pub fn whole_units(blocks: &[Block], block: usize, range: &Range<usize>) -> Vec<Quantity> {
    let Some(pattern) = WHOLE.as_ref() else { return Vec::new() };
    let text = &blocks[block].as_str()[range.clone()];
    let each = pattern.captures_iter(text).filter_map(|found| {
        let (all, unit) = (found.get(0)?, found.name("unit")?.as_str().to_lowercase());
        let days = match unit.as_str() {
            "week" => 7.0,
            "month" => 30.0,
            _ => 365.0,
        };
        let place = Place::new(block, range.start + all.start()..range.start + all.end());
        let quote = Quote::of(blocks, place);
        Some(Quantity {
            quote,
            kind: QuantityKind::Days,
            low: days,
            high: days,
            decimals: 0,
            approximate: false,
        })
    });
    each.collect()
}

/// Characters between a length of time and the word that makes it one of treatment.
const GAP: usize = 6;

/// Shortest treatment, in days.
const SHORTEST: f64 = 3.0;
