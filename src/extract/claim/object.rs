//! What is said to change, where the concept tables do not know it.

use super::slots::{is_name, trimmed};
use super::{Article, Mention};
use crate::document::Place;
use crate::extract::Quote;
use crate::knowledge::{Cue, EffectWord};
use crate::text::Language;
use std::ops::Range;

/// Longest object, in characters.
const LONGEST: usize = 24;

/// The words that name what changes: behind the trigger, else right before it.
pub(super) fn object(
    article: &Article,
    block: usize,
    clause: &Range<usize>,
    trigger: &Range<usize>,
) -> Option<Mention> {
    let behind = gap(article, block, trigger.end..clause.end, false);
    let before = || gap(article, block, clause.start..trigger.start, true);
    let range = behind.or_else(before)?;
    Some(Mention { quote: Quote::of(article.blocks, Place::new(block, range)), concept: None })
}

/// English words that open no object behind a verb.
const ADVERBIAL: [&str; 23] = [
    "with", "in", "on", "at", "for", "than", "by", "from", "after", "when", "while", "among", "over", "per",
    "to", "and", "or", "as", "if", "that", "which", "without", "within",
];

fn first_word(words: &str) -> &str {
    words.split(' ').next().unwrap_or_default()
}

/// A range without the articles and pronouns that it opens with.
fn article_free(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let first = first_word(words);
    let opens =
        ["the", "a", "an", "their", "your", "its", "his", "her", "our", "this", "these"].contains(&first);
    match opens && words.len() > first.len() {
        true => range.start + first.len() + 1..range.end,
        false => range,
    }
}

/// The words of a stretch up to the first cue or name, or from the last.
fn gap(article: &Article, block: usize, within: Range<usize>, last: bool) -> Option<Range<usize>> {
    if within.is_empty() {
        return None;
    }
    let text = article.blocks[block].as_str();
    let cues = article.cues(block).within(within.clone()).iter();
    let breaks = cues.filter(|t| t.is != Cue::Nominal).map(|t| t.range());
    let names = article.named_in(block, within.clone()).iter().map(|n| n.range.clone());
    let words = article.effects(block, within.clone()).iter();
    let words =
        words.filter(|t| matches!(t.is, EffectWord::Than | EffectWord::Treated(_))).map(|t| t.range());
    let mut cuts: Vec<Range<usize>> = breaks.chain(names).chain(words).collect();
    cuts.sort_by_key(|r| (r.start, r.end));
    let mut parts = Vec::new();
    let mut at = within.start;
    for cut in cuts {
        if at < cut.start {
            parts.push(at..cut.start);
        }
        at = at.max(cut.end);
    }
    if at < within.end {
        parts.push(at..within.end);
    }
    let good = |r: &Range<usize>| {
        let r = article_free(text, trimmed(text, r.clone()));
        let words = &text[r.clone()];
        if !last && ADVERBIAL.contains(&first_word(words)) {
            return None;
        }
        let latin = article.blocks[block].language == Language::En;
        let long = words.chars().count() > if latin { 2 * LONGEST } else { LONGEST };
        (!long && is_name(words)).then_some(r)
    };
    match last {
        true => parts.iter().rev().find_map(good),
        false => parts.iter().find_map(good),
    }
}
