//! What the shapes of a rule of advertising find in an article.

use super::said::trimmed;
use crate::document::Place;
use crate::knowledge::Term;
use crate::rules::pitch::{Pitch, pushed};
use crate::rules::{Candidate, Context, Outcome};

/// What shapes say by themselves: `told`, or `told.treat` where the rule tells several things apart.
const TOLD: &str = "told";
/// The same of those that count only where something is sold to the reader.
const SOLD: &str = "sold";

/// A place that a shape fits.
pub struct Shaped {
    /// What it means to the rule.
    pub means: String,
    /// The words.
    pub at: Place,
    /// Their clauses.
    pub place: Place,
}

/// The places that the shapes of a rule fit, one a sentence; not where the sentence tells of fraud, or
/// argues from a study.
pub fn shaped(cx: &Context, rule: &'static str) -> Vec<Shaped> {
    let mut found: Vec<Shaped> = Vec::new();
    let sells = cx.is_commercial();
    for (index, block) in cx.body() {
        let phrases = cx.phrases(rule, index);
        let own = phrases.iter().filter(|t| t.language == block.language);
        let told: Vec<(&Term<String>, &str, bool)> = own
            .filter_map(|t| {
                let (family, means) = t.is.split_once('.').unwrap_or((&t.is, ""));
                let counts = family == TOLD || family == SOLD && sells;
                counts.then_some((t, means, family == SOLD))
            })
            .collect();
        if told.is_empty() {
            continue;
        }
        for (number, sentence) in block.sentences.iter().enumerate() {
            let here = || told.iter().filter(|(t, ..)| sentence.range.contains(&t.start));
            let own = Place::new(index, sentence.range.clone());
            let known = found.last().is_some_and(|f| f.at.block == index && f.at.end > own.start);
            if here().next().is_none() || known || cx.warns(&own) {
                continue;
            }
            let argued = cx.argues_in(&own) && !cx.profile().advertisement;
            let cited = argued && cx.cites(&own);
            // What sells may speak of results: see results.
            let speaks = |(.., sold): &&(_, _, bool)| !(if *sold { cited } else { argued });
            if let Some((term, means, _)) = here().find(speaks) {
                let range = term.range();
                let clauses = || block.sentences[number..].iter().take(2).flat_map(|s| &s.clauses);
                let touched = || clauses().filter(|c| c.start < range.end && range.start < c.end);
                let start = touched().next().map_or(range.start, |c| c.start);
                let end = touched().next_back().map_or(range.end, |c| c.end).max(range.end);
                let place = Place::new(index, trimmed(block.as_str(), start..end));
                found.push(Shaped { means: (*means).to_owned(), at: Place::new(index, range), place });
            }
        }
    }
    found
}

/// Adds what the shapes of a rule find to what it found already; `make` says it of the words.
pub fn add(
    cx: &Context,
    rule: &'static str,
    outcome: &mut Outcome,
    make: impl Fn(&Shaped, &str) -> Option<Candidate>,
) {
    join(cx, shaped(cx, rule), outcome, make);
}

/// Adds where pitches stand, as something that a rule finds already.
pub fn pitched(
    cx: &Context,
    pitches: &[Pitch],
    outcome: &mut Outcome,
    make: impl Fn(&Shaped, &str) -> Option<Candidate>,
) {
    for met in pushed(cx, pitches) {
        if let Some(known) = outcome.candidates.iter_mut().find(|c| c.place.overlaps(&met.place)) {
            let (start, end) = (known.place.start.min(met.place.start), known.place.end.max(met.place.end));
            known.place = Place::new(met.place.block, start..end);
            continue;
        }
        let shaped = Shaped { means: String::new(), at: met.at, place: met.place };
        join(cx, [shaped], outcome, &make);
    }
}

fn join(
    cx: &Context,
    all: impl IntoIterator<Item = Shaped>,
    outcome: &mut Outcome,
    make: impl Fn(&Shaped, &str) -> Option<Candidate>,
) {
    for shaped in all {
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

/// A rule's plain finding of a shape.
pub fn plain(shaped: &Shaped, shown: &str) -> Option<Candidate> {
    Some(Candidate::new(shaped.place.clone(), "found").arg("phrase", shown))
}
