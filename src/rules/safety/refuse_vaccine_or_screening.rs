//! SA007: readers are urged to refuse vaccines, proven screening or newborn care, or made to fear them.

use crate::document::Place;
use crate::knowledge::{Gate, Term};
use crate::rules::pitch::{self, Met, Pitch, Within, pushed};
use crate::rules::said::{Said, is_gated, near, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::ops::Range;

/// The rule `refuse-vaccine-or-screening`.
pub struct RefuseVaccineOrScreening;

/// The rule's own phrases.
const RULE: &str = "refuse-vaccine-or-screening";

/// Furthest that what is refused may stand from the words that refuse it, in bytes.
const REACH: usize = 60;

/// Sentences before a refusal of nothing named in which what is refused may be named.
const ABOVE: usize = 3;

/// A vaccine or a screening, and that it is called off, put off or let go.
const PITCHES: &[Pitch] = &[Pitch {
    parts: &[&["checked-by"], &["forgoes"]],
    without: &["trial", "warned", "trade", "queue"],
    within: Within::Clause,
}];

/// The same of what was named before, in so many words.
const STORIES: &[Pitch] = &[
    Pitch {
        parts: &[&["checked-by"], &["stays-away"]],
        without: &["trial", "by-the-book", "harmed"],
        within: Within::Story,
    },
    Pitch {
        parts: &[&["stays-away"], &["checked-by"]],
        without: &["trial", "by-the-book", "harmed"],
        within: Within::Story,
    },
];

/// Those who are kept from it, where the article has refused it elsewhere.
const KEPT: &[Pitch] = &[Pitch {
    parts: &[&["own-kin"], &["stays-away"]],
    without: &["trial", "by-the-book", "harmed", "trade"],
    within: Within::Clause,
}];

/// What takes the words back.
const QUIET: &[Gate] = &[Gate::Negation, Gate::Refutation, Gate::Question, Gate::Meta];

impl Rule for RefuseVaccineOrScreening {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        let all = sentences(cx, RULE);
        for at in 0..all.len() {
            let here = &all[at];
            let Some((message, range, gated)) = refusal(cx, &all, at).or_else(|| blame(cx, &all, at)) else {
                continue;
            };
            let place = here.clauses(range);
            let shown = cx.document.blocks[place.block].shown(place.range());
            let mut found = Candidate::new(place.clone(), message).arg("phrase", shown);
            // A question that asks nothing sets its own gate.
            let end = if here.says("rhetorical") { here.sentence.range.end } else { gated.end };
            found.gated_at = Some(Place::new(here.block, gated.start..end));
            outcome.candidates.push(found);
        }
        pitch::add(cx, pushed(cx, PITCHES), &mut outcome, |m, w| refused(cx, m, w));
        pitch::add(cx, pushed(cx, STORIES), &mut outcome, |m, w| refused(cx, m, w));
        if !outcome.candidates.is_empty() {
            pitch::add(cx, pushed(cx, KEPT), &mut outcome, |m, w| refused(cx, m, w));
        }
        outcome
    }
}

fn refused(cx: &Context, met: &Met, words: &str) -> Option<Candidate> {
    let found = Candidate::new(met.place.clone(), "refuse").arg("phrase", words);
    (!pitch::ends_badly(cx, met)).then_some(found)
}

/// What is said, over which words, and the words that gates are asked about.
type Found = (&'static str, Range<usize>, Range<usize>);

/// A refusal that the article urges or tells of itself.
fn refusal(cx: &Context, all: &[Said], at: usize) -> Option<Found> {
    let here = &all[at];
    let refuses = |p: &&Term<String>| matches!(p.is.as_str(), "refuse" | "plain" | "whole");
    here.phrases().iter().filter(refuses).find_map(|refuse| {
        let object = || {
            let here = here.phrases().iter().filter(|p| is_object(p));
            here.filter(|o| o.start <= refuse.end + REACH && refuse.start <= o.end + REACH)
                .min_by_key(|o| o.start.abs_diff(refuse.start))
                .map(Term::range)
        };
        let named_above = || near(all, at, ABOVE, 0).any(|s| s.phrases().iter().any(is_object));
        let range = match refuse.is.as_str() {
            "whole" => Some(refuse.range()),
            "refuse" => object().or_else(|| (here.says("bare") && named_above()).then(|| refuse.range())),
            _ => object().filter(|_| here.says("first")),
        }?;
        let range = range.start.min(refuse.start)..range.end.max(refuse.end);
        let reported = here.text[range.end..].starts_with(['的', '者']) || here.says("others");
        // A nurse who offers it is no reason against it.
        let reason =
            here.all("reason").any(|r| !here.all("offered").any(|o| o.start <= r.start && r.end <= o.end));
        let quiet = reported || here.says("claimed") || reason || answered(cx, all, at, refuse);
        (!quiet).then(|| ("refuse", range, refuse.range()))
    })
}

fn is_object(phrase: &Term<String>) -> bool {
    matches!(phrase.is.as_str(), "vaccine" | "care")
}

/// An illness that vaccines are blamed for, against all evidence.
fn blame(cx: &Context, all: &[Said], at: usize) -> Option<Found> {
    let here = &all[at];
    let slur = here.all("slur").find(|p| !is_open(cx, here, p)).map(|p| p.range());
    let blamed = || {
        let vaccine = here.all("vaccine").next()?;
        let cause = here.all("cause").find(|c| !is_open(cx, here, c))?;
        let ill = here.all("ill").find(|i| cause.start < i.start || i.end <= cause.start)?;
        let from = vaccine.start.min(ill.start).min(cause.start);
        Some(from..vaccine.end.max(ill.end).max(cause.end))
    };
    let plot = || {
        let (vaccine, plot) =
            (here.all("vaccine").next()?, here.all("plot").find(|p| !is_open(cx, here, p))?);
        Some(vaccine.start.min(plot.start)..vaccine.end.max(plot.end))
    };
    let range = slur.or_else(plot).or_else(blamed)?;
    let taken_back = here.says_any(&["claimed", "denied"]) || near(all, at, 1, 2).any(|s| s.says("rebuttal"));
    (!taken_back).then(|| ("blame", range.clone(), range))
}

/// Whether a gate takes the words back.
fn is_open(cx: &Context, said: &Said, phrase: &Term<String>) -> bool {
    // "So why bother?" asks nothing.
    let asks = |gate: &Gate| *gate != Gate::Question || !said.says("rhetorical");
    let quiet: Vec<Gate> = QUIET.iter().copied().filter(asks).collect();
    is_gated(cx, &Place::new(said.block, phrase.range()), &quiet)
}

/// Whether gates, or words about what comes of it, take a refusal back.
fn answered(cx: &Context, all: &[Said], at: usize, refuse: &Term<String>) -> bool {
    let here = &all[at];
    let harm = here.all("harm").any(|p| p.start >= refuse.end);
    let later = near(all, at, 0, 2).any(|s| s.ordinal > all[at].ordinal && s.says_any(&["harm", "rebuttal"]));
    harm || later || here.says("rebuttal") || is_open(cx, here, refuse)
}
