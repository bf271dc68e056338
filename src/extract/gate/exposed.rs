//! What an article tells of those whom it exposes: where it says again and again that somebody lied, was
//! fined or was found out, what stands in quotation marks, and what others are said to claim, is theirs.
//! So is what somebody recommended, where the next sentences tell that it was not done or did harm.

use super::Found;
use crate::extract::words::Words;
use crate::knowledge::{Cue, Gate, Term};
use crate::text::quotations;
use std::collections::BTreeSet;

/// Words of exposure that make an article one that exposes.
const WORDS: usize = 3;
/// How many of them differ.
const KINDS: usize = 2;
/// Sentences behind a recommendation that may tell what became of it.
const BEHIND: usize = 3;

/// Notes what an article tells of others in order to warn.
pub(super) fn find(words: &Words, found: &mut Found) {
    let exposes = exposes(words);
    for (index, block) in words.body() {
        if exposes {
            for quoted in quotations(block.as_str()) {
                found.push(Gate::Refutation, index, quoted.clone(), quoted);
            }
        }
        for (at, sentence) in block.sentences.iter().enumerate() {
            let cue = |range: &std::ops::Range<usize>, is: &[Cue]| -> Option<Term<Cue>> {
                words.cues(index).within(range.clone()).iter().find(|t| is.contains(&t.is)).cloned()
            };
            let own: &[Cue] = if exposes { &[Cue::Vow, Cue::Exposure, Cue::Spurned] } else { &[Cue::Vow] };
            let later = block.sentences.iter().skip(at).take(BEHIND + 1);
            let spurned = || later.into_iter().find_map(|s| cue(&s.range, &[Cue::Spurned]));
            if let Some(told) = cue(&sentence.range, own)
                && (exposes || spurned().is_some())
            {
                found.push(Gate::Refutation, index, sentence.range.clone(), told.range());
            }
        }
    }
}

/// Whether an article exposes somebody, by words outside its quotations.
fn exposes(words: &Words) -> bool {
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
    all >= WORDS && kinds.len() >= KINDS
}
