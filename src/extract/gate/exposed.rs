//! What an article tells of those whom it exposes: where it says again and again that somebody lied, was
//! fined or was found out, what stands in quotation marks, and what others are said to claim, is theirs.

use super::Found;
use crate::extract::words::Words;
use crate::knowledge::{Cue, Gate};
use crate::text::quotations;
use std::collections::BTreeSet;

/// Words of exposure that make an article one that exposes.
const WORDS: usize = 3;
/// How many of them differ.
const KINDS: usize = 2;

/// Notes the quotations of an article that exposes, and its sentences that say what others claim.
pub(super) fn find(words: &Words, found: &mut Found) {
    let (mut all, mut kinds) = (0, BTreeSet::new());
    for (index, block) in words.body() {
        let quoted = quotations(block.as_str());
        let own =
            |at: usize| quoted.get(quoted.partition_point(|q| q.end <= at)).is_none_or(|q| at < q.start);
        for cue in words.cues(index).all().iter().filter(|t| t.is == Cue::Exposure && own(t.start)) {
            all += 1;
            kinds.insert(&block.as_str()[cue.range()]);
        }
    }
    if all < WORDS || kinds.len() < KINDS {
        return;
    }
    for (index, block) in words.body() {
        for quoted in quotations(block.as_str()) {
            found.push(Gate::Refutation, index, quoted.clone(), quoted);
        }
        for sentence in &block.sentences {
            let cues = words.cues(index).within(sentence.range.clone());
            if let Some(cue) = cues.iter().find(|t| t.is == Cue::Vow) {
                found.push(Gate::Refutation, index, sentence.range.clone(), cue.range());
            }
        }
    }
}
