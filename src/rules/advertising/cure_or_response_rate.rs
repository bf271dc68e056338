//! AD003: a rate of cure or of response without saying of how many, by what measure and from where.

use super::said::{Said, said};
use super::shapes;
use crate::document::Place;
use crate::rules::pitch::{Pitch, Within};
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::ops::Range;

/// The rule `cure-or-response-rate`.
pub struct CureOrResponseRate;

/// Furthest that the figure may stand from the rate, in bytes.
const REACH: usize = 36;

/// A share, and that these got well or were content.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch { parts: &[&["#share"], &["effective"]], without: &["trial"], within: Within::Clause },
    Pitch { parts: &[&["#share"], &["user"]], without: &["trial", "trade"], within: Within::Sentence },
    Pitch {
        parts: &[&["#numeral"], &["user"], &["#numeral"], &["effective", "well", "gone"]],
        without: &["trial", "trade"],
        within: Within::Sentence,
    },
];

impl Rule for CureOrResponseRate {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        for said in said(cx, "cure-or-response-rate", false) {
            if said.has("exempt") {
                continue;
            }
            let rate = |is: &str| said.all(is).find(|w| is_figured(&said, &w.range)).map(|w| w.range.clone());
            let zero = || said.all("zero").next().map(|w| w.range.clone());
            let seller = said.has("own") || cx.is_commercial();
            let loose = || rate("loose").filter(|_| seller);
            let Some(range) = rate("own_rate").or_else(|| rate("rate")).or_else(loose).or_else(zero) else {
                continue;
            };
            let reach = if said.has("boast") { said.place() } else { said.paragraph() };
            let sourced = cx.argues_in(&reach) && !seller;
            let promoted = said.has("own") || said.has("own_rate") || said.has("zero") || cx.is_commercial();
            if !cx.profile().advertisement && (sourced || !(promoted || names_treatment(&said))) {
                continue;
            }
            let last = said.all("own_rate").chain(said.all("rate")).chain(said.all("zero"));
            let end = last.map(|w| w.range.start).filter(|s| *s > range.start).max().unwrap_or(range.start);
            let shown = said.block().shown(range.clone());
            let mut found = Candidate::new(said.clauses(range.start, end), "found").arg("phrase", shown);
            found.gated_at = Some(Place::new(said.index, range));
            outcome.candidates.push(found);
        }
        shapes::add(cx, "cure-or-response-rate", &mut outcome, shapes::plain);
        shapes::pitched(cx, PITCHES, &mut outcome, shapes::plain);
        outcome
    }
}

/// Whether a figure stands near a rate, in its clause or right behind it: 98%, 九成, nine out of ten.
fn is_figured(said: &Said, rate: &Range<usize>) -> bool {
    let text = said.text();
    let clause = said.clause(rate.start);
    let from = text.ceil_char_boundary(clause.start.max(rate.start.saturating_sub(REACH)));
    let to = text.floor_char_boundary((rate.end + REACH).min(said.sentence.range.end));
    let near = &text[from..to.max(from)];
    let percent = near.match_indices('%').any(|(at, _)| near[..at].ends_with(|c: char| c.is_ascii_digit()));
    percent || said.all("share").any(|w| (from..to).contains(&w.range.start))
}

/// Whether the sentence names a treatment, so that the rate is said of it and not of the disease.
fn names_treatment(said: &Said) -> bool {
    said.has("treatment") || !said.goods().is_empty()
}
