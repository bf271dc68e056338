//! What the sequences of a rule find in an article.

use super::said::trimmed;
use crate::document::Place;
use crate::knowledge::{Classed, Sequence, classed};
use crate::rules::{Candidate, Context, Outcome};

/// The phrases whose classes sequences are written in.
const CLASSES: &str = "advertising";

/// A place that a sequence fits.
pub struct Shaped {
    /// What it means to the rule.
    pub means: String,
    /// The words.
    pub at: Place,
    /// Their clauses.
    pub place: Place,
}

/// The places that the sequences of a rule fit, one a sentence; not where the sentence tells of fraud, or
/// argues from a study.
pub fn shaped(cx: &Context, rule: &'static str) -> Vec<Shaped> {
    let mut found: Vec<Shaped> = Vec::new();
    let sells = cx.is_commercial();
    let sequences: Vec<&Sequence> =
        cx.knowledge.phrases.sequences(rule).filter(|s| sells || !s.sold).collect();
    for (index, block) in cx.body() {
        if !sequences.iter().any(|s| s.language == block.language) {
            continue;
        }
        let words = classed(block.as_str(), &cx.phrases(CLASSES, index), cx.named(index).iter());
        for (number, sentence) in block.sentences.iter().enumerate() {
            let own = Place::new(index, sentence.range.clone());
            let told = cx.warns(&own);
            let argued = cx.argues_in(&own) && !cx.profile().advertisement;
            let cited = argued && cx.cites(&own);
            if told || found.last().is_some_and(|f| f.at.block == index && f.at.end > own.start) {
                continue;
            }
            let next = block.sentences.get(number + 1).map_or(sentence.range.end, |s| s.range.end);
            let within = |end: usize| {
                let first = words.partition_point(|w| w.range.start < sentence.range.start);
                let last = words.partition_point(|w| w.range.start < end).max(first);
                &words[first..last]
            };
            // What sells may speak of results: see results.
            let speaks =
                |s: &&&Sequence| s.language == block.language && !(if s.sold { cited } else { argued });
            let fits = sequences.iter().filter(speaks).find_map(|sequence| {
                let here: &[Classed] = within(if sequence.story { next } else { sentence.range.end });
                let range = sequence.find(here, block.as_str())?;
                sentence.range.contains(&range.start).then_some((sequence, range))
            });
            if let Some((sequence, range)) = fits {
                let clauses = || block.sentences[number..].iter().take(2).flat_map(|s| &s.clauses);
                let touched = || clauses().filter(|c| c.start < range.end && range.start < c.end);
                let start = touched().next().map_or(range.start, |c| c.start);
                let end = touched().last().map_or(range.end, |c| c.end).max(range.end);
                let place = Place::new(index, trimmed(block.as_str(), start..end));
                found.push(Shaped { means: sequence.means.clone(), at: Place::new(index, range), place });
            }
        }
    }
    found
}

/// Adds what the sequences of a rule find to what it found already; `make` says it of the words.
pub fn add(
    cx: &Context,
    rule: &'static str,
    outcome: &mut Outcome,
    make: impl Fn(&Shaped, &str) -> Option<Candidate>,
) {
    for shaped in shaped(cx, rule) {
        let known = |c: &Candidate| {
            c.place.overlaps(&shaped.place) && c.gated_at.as_ref().is_none_or(|g| g.overlaps(&shaped.at))
        };
        if outcome.candidates.iter().any(known) {
            continue;
        }
        let shown = cx.document.blocks[shaped.at.block].shown(shaped.at.range());
        if let Some(mut found) = make(&shaped, shown) {
            found.gated_at = Some(shaped.at);
            outcome.candidates.push(found);
        }
    }
}

/// A rule's plain finding of a sequence.
pub fn plain(shaped: &Shaped, shown: &str) -> Option<Candidate> {
    Some(Candidate::new(shaped.place.clone(), "found").arg("phrase", shown))
}
