//! Sentences that go on about the study before without saying so: they have its numbers, or name the
//! two things that it held against each other.

use super::fit::{Clue, Confidence};
use super::library::Library;
use super::link::{EntryLink, Leaning, Reason};
use crate::document::{Document, Place};
use crate::extract::Facts;
use crate::extract::claim::numerals;
use crate::knowledge::Knowledge;
use std::collections::BTreeSet;

/// Sentences behind the one that names a study within which another may go on about it.
const BEHIND: usize = 3;

/// Fewest numbers of a source that tell it by themselves.
const NUMBERS: usize = 2;

/// The leanings of sentences that go on about the one source of a sentence before them.
pub(super) fn continued(
    document: &Document,
    facts: &Facts,
    records: &[Option<EntryLink>],
    library: &Library,
    known: &[Leaning],
    knowledge: &Knowledge,
) -> Vec<Leaning> {
    let mut out = Vec::new();
    for (index, block) in document.blocks.iter().enumerate().filter(|(_, b)| b.kind.is_body()) {
        let mut current: Option<(usize, usize)> = None;
        for (nth, sentence) in block.sentences.iter().enumerate() {
            let place = Place::new(index, sentence.range.clone());
            let own: BTreeSet<usize> =
                known.iter().filter(|l| l.sentence == place).map(|l| l.reference).collect();
            let cites = facts.citations.iter().any(|c| place.holds(&c.quote.place));
            if !own.is_empty() || cites {
                current = own.first().filter(|_| own.len() == 1).map(|&one| (nth, one));
                continue;
            }
            let Some((_, reference)) = current.filter(|(at, _)| nth <= at + BEHIND) else { continue };
            let Some(link) = records[reference] else { continue };
            let record = &library.records[link.record];
            let text = &block.as_str()[sentence.range.clone()];
            let numbers =
                record.abstract_.as_ref().is_some_and(|a| shares_numbers(text, a.blocks[0].as_str()));
            let acts: BTreeSet<&str> = knowledge
                .concepts
                .find(text)
                .iter()
                .map(|n| n.concept.id.as_str())
                .filter(|id| *id != "placebo" && record.acts.contains(*id))
                .collect();
            if numbers || acts.len() >= NUMBERS {
                out.push(Leaning {
                    sentence: place,
                    reference,
                    reason: Reason::SameStudy,
                    confidence: Confidence::Probable,
                    because: vec![if numbers { Clue::Participants } else { Clue::Intervention }],
                });
            }
        }
    }
    out
}

/// Whether a sentence has two numbers of a source that tell it: with decimals, or of two digits.
fn shares_numbers(text: &str, source: &str) -> bool {
    let told = |text: &str| -> Vec<f64> {
        let all = numerals(text).into_iter().filter(|n| n.digits && !n.glued);
        all.map(|n| n.value.abs()).collect()
    };
    let theirs = told(source);
    let telling = |n: &f64| n.fract() != 0.0 || *n > 30.0 && !(1900.0..2100.0).contains(n) && n % 10.0 != 0.0;
    let mut ours: Vec<f64> = told(text).into_iter().filter(telling).filter(|n| theirs.contains(n)).collect();
    ours.sort_by(f64::total_cmp);
    ours.dedup();
    ours.len() >= NUMBERS
}
