//! TX003: abbreviations that nobody explains.

use crate::document::{Block, BlockKind, Place};
use crate::rules::{Candidate, Context, Outcome, Rule};
use crate::text::is_han;
use std::collections::BTreeMap;
use std::ops::Range;

/// The rule `jargon-unexplained`.
pub struct JargonUnexplained;

/// The rule's own phrases: abbreviations that everybody knows, and words that explain.
const RULE: &str = "jargon-unexplained";

/// How many unexplained abbreviations an article may have.
const MAY_STAND: usize = 2;

/// Longest abbreviation, in characters.
const LONGEST: usize = 6;

impl Rule for JargonUnexplained {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut first: BTreeMap<String, Place> = BTreeMap::new();
        let mut told: Vec<String> = Vec::new();
        for (index, block) in cx.body() {
            for range in abbreviations(block) {
                let shown = block.shown(range.clone()).to_owned();
                if is_explained(cx, index, block, &range) {
                    told.push(shown.clone());
                }
                first.entry(shown).or_insert_with(|| Place::new(index, range));
            }
        }
        let base = |word: &str| word.strip_suffix('s').filter(|w| w.len() > 1).unwrap_or(word).to_owned();
        let known = |word: &str| cx.knowledge.phrases.find(RULE, word).iter().any(|p| p.is == "common");
        let common = |word: &str| known(word) || known(&base(word));
        let mut open: Vec<(String, Place)> =
            first.into_iter().filter(|(word, _)| !told.contains(word) && !common(word)).collect();
        open.sort_by(|a, b| a.1.cmp(&b.1));
        outcome.look();
        let titled = open.iter().any(|(_, p)| cx.document.blocks[p.block].kind == BlockKind::Title);
        if open.len() > MAY_STAND || titled {
            let words: Vec<&str> = open.iter().map(|(word, _)| word.as_str()).collect();
            let mut found = Candidate::new(open[0].1.clone(), "found").arg("words", words.join(", "));
            found.also = open[1..].iter().map(|(_, place)| place.clone()).collect();
            outcome.candidates.push(found);
        }
        outcome
    }
}

/// Most small letters in an abbreviation: PlGF, mTORC1.
const MOST_SMALL: usize = 2;

/// Words of two to six capitals, digits and a small letter or two among them, as the reader sees them.
fn abbreviations(block: &Block) -> Vec<Range<usize>> {
    let text = block.as_str();
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    let is_short = |range: &Range<usize>| {
        let shown = block.shown(range.clone());
        let shown = shown.strip_suffix('s').filter(|s| s.len() > 2).unwrap_or(shown);
        let capitals = shown.chars().filter(char::is_ascii_uppercase).count();
        let digits = shown.chars().filter(char::is_ascii_digit).count();
        let small = shown.chars().filter(char::is_ascii_lowercase).count();
        let mixed = small <= MOST_SMALL && small < capitals + digits && shown.len() > small + 1;
        capitals >= 2 && capitals + digits + small == shown.len() && mixed && shown.len() <= LONGEST
    };
    found.retain(is_short);
    found
}

/// Whether an abbreviation stands in brackets behind its words, has brackets behind it, or a word that
/// explains it.
fn is_explained(cx: &Context, index: usize, block: &Block, range: &Range<usize>) -> bool {
    let text = block.as_str();
    let (before, behind) = (text[..range.start].trim_end(), text[range.end..].trim_start());
    let bracketed = before.ends_with('(') && behind.starts_with([')', ',', ';', ':'])
        || before.ends_with('(') && behind.starts_with(is_han);
    let opened = behind.starts_with('(') && !behind.starts_with("([0-9");
    let explains = |p: &crate::knowledge::Term<String>| {
        p.is == "gloss" && (range.end..range.end + 12).contains(&p.start)
            || p.is == "gloss" && p.end <= range.start && range.start <= p.end + 4
    };
    bracketed || opened || cx.phrases(RULE, index).iter().any(explains)
}
