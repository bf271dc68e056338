//! AD001: a superlative of a treatment, a product, a doctor or a clinic.

use super::said::{Said, Word, said};
use super::shapes;
use crate::document::Place;
use crate::rules::pitch::{self, Pitch, Within, pushed};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use std::ops::Range;

/// The rule `superlative`.
pub struct Superlative;

/// Words that may stand between a superlative and what it is said of.
const REACH: usize = 5;

/// What is sold, or may be, and that it stands above all else.
pub(super) const PITCHES: &[Pitch] = &[Pitch {
    parts: &[&["ware", "@supplement", "@food"], &["topmost"]],
    without: &["trial", "trade", "apart"],
    within: Within::Sentence,
}];

impl Rule for Superlative {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        for said in said(cx, "superlative", false).into_iter().filter(|_| cx.is_of_health()) {
            let things = things(&said);
            let praise: Vec<&Word> = said
                .words
                .iter()
                .filter(|w| match w.is.as_str() {
                    "superlative" => is_of(&said, w, &things),
                    "rank" => !things.is_empty(),
                    _ => false,
                })
                .filter(|w| !names_institution(&said, w))
                .collect();
            let Some(first) = praise.first().filter(|first| {
                let boast = || said.all("boast").any(|b| b.range == first.range);
                cx.is_commercial() || praise.len() > 1 || boast() && !cx.argues_in(&said.place())
            }) else {
                continue;
            };
            let at = Place::new(said.index, first.range.clone());
            let shown = said.block().shown(first.range.clone());
            let last = praise[praise.len() - 1];
            let place = said.clauses(first.range.start, last.range.start);
            let mut found = Candidate::new(place, "found").arg("phrase", shown);
            found.gated_at = Some(at);
            let cited = cx.facts.citations.iter().any(|c| said.place().overlaps(&c.quote.place));
            outcome.candidates.push(if cited { found.severity(Severity::Info) } else { found });
        }
        if cx.is_of_health() {
            shapes::add(cx, "superlative", &mut outcome, shapes::plain);
            pitch::add(cx, pushed(cx, PITCHES), &mut outcome, |met, _| {
                let shown = cx.document.blocks[met.at.block].shown(met.at.range());
                Some(Candidate::new(met.place.clone(), "found").arg("phrase", shown))
            });
        }
        outcome
    }
}

/// Where things that may be praised are named in the sentence.
fn things(said: &Said) -> Vec<Range<usize>> {
    let words = said.all("thing").map(|w| w.range.clone());
    words.chain(said.goods()).collect()
}

/// Whether a superlative is said of one of the things: right before it, or at the end of its clause.
fn is_of(said: &Said, word: &Word, things: &[Range<usize>]) -> bool {
    let clause = said.clause(word.range.start);
    let closes = |t: &Range<usize>| {
        t.end <= word.range.start
            && clause.contains(&t.start)
            && said.text()[word.range.end..clause.end].chars().filter(|c| c.is_alphanumeric()).count() <= 2
    };
    things.iter().any(|t| t.start >= word.range.end && said.near(&word.range, t, REACH) || closes(t))
}

/// Whether the word is part of the name of a centre or a programme: 国家级重点实验室.
fn names_institution(said: &Said, word: &Word) -> bool {
    said.all("institution").any(|w| w.range.start >= word.range.end && said.near(&word.range, &w.range, 6))
}
