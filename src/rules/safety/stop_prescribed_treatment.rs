//! SA006: readers are led to stop, skip or replace a treatment that they need.

use super::treatment::{BEFORE, BEHIND, Weight, bound, treatments};
use crate::document::Place;
use crate::knowledge::{ConceptKind, Gate, Term};
use crate::rules::dosage::is_prescription;
use crate::rules::pitch::{self, Pitch, Within, pushed};
use crate::rules::said::{Said, is_gated, near, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use crate::text::Language;
use std::ops::Range;

/// The rule `stop-prescribed-treatment`.
pub struct StopPrescribedTreatment;

/// The rule's own phrases.
const RULE: &str = "stop-prescribed-treatment";

/// The rule whose phrases are steps of a regimen.
const STEPS: &str = "self-dosing-instruction";

/// A treatment that people need, and that it is called off, put off or laid by.
const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["treated-with", "@prescription"], &["forgoes"]],
        without: &["trial", "warned", "trade", "queue"],
        within: Within::Clause,
    },
    Pitch {
        parts: &[&["treated-with", "@prescription"], &["swaps"]],
        without: &["trial", "by-the-book", "harmed"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["treated-with", "@prescription"], &["lays-by"]],
        without: &["trial", "by-the-book", "harmed"],
        within: Within::Story,
    },
];

/// What takes the words back.
const QUIET: &[Gate] = &[Gate::Negation, Gate::Refutation, Gate::Question, Gate::Wish, Gate::Meta];

impl Rule for StopPrescribedTreatment {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        let all = sentences(cx, RULE);
        for at in 0..all.len() {
            if let Some(found) = said(cx, &all, at) {
                let place = all[at].clauses(found.range);
                let shown = cx.document.blocks[place.block].shown(place.range());
                let mut candidate = Candidate::new(place.clone(), "found").arg("phrase", shown);
                // A question that asks nothing sets its own gate.
                let end = match all[at].says("rhetorical") {
                    true => all[at].sentence.range.end,
                    false => found.stop.end,
                };
                candidate.gated_at = Some(Place::new(place.block, found.stop.start..end));
                let severity = if found.grave { Severity::Error } else { Severity::Warning };
                outcome.candidates.push(candidate.severity(severity));
            }
        }
        pitch::add(cx, pushed(cx, PITCHES), &mut outcome, |met, words| {
            let found = Candidate::new(met.place.clone(), "found").arg("phrase", words);
            (!pitch::ends_badly(cx, met)).then(|| found.severity(Severity::Error))
        });
        outcome
    }
}

/// Words that stop a treatment.
struct Found {
    /// From the words to the treatment.
    range: Range<usize>,
    /// The words.
    stop: Range<usize>,
    grave: bool,
}

/// What a sentence says of stopping, unless its own words or those around it take it back.
fn said<'a>(cx: &Context<'a>, all: &[Said<'a>], at: usize) -> Option<Found> {
    let here = &all[at];
    let stops = || here.phrases().iter().filter(|p| is_stop(p));
    stops().next()?;
    let treatments = treatments(cx, here);
    let remedy = near(all, at, 2, 1).any(|s| s.says("remedy") || names_supplement(cx, s));
    let around = Around { cx, all, at, remedy, sold: cx.is_commercial() };
    stops().find_map(|stop| {
        let (range, weight_of) = match stop.is.as_str() {
            "whole" => (stop.range(), Weight::Essential),
            "avoid" => (stop.range(), Weight::Any),
            _ => {
                let treatment = bound(stop, &treatments);
                let weight = treatment.map_or(Weight::Any, Weight::of);
                // "My meds", "the bottle" are what the sentences before speak of.
                let taken_up = || around.stand_in(stop).filter(|_| weight == Weight::Any);
                match (taken_up(), treatment) {
                    (Some((own, weight)), _) => (own.start.min(stop.start)..own.end.max(stop.end), weight),
                    (None, Some(own)) => {
                        (own.range.start.min(stop.start)..own.range.end.max(stop.end), weight)
                    }
                    (None, None) => return None,
                }
            }
        };
        let essential = weight_of == Weight::Essential;
        let urged = around.urges(stop, &range, weight_of) && (essential || !around.is_step());
        (urged && !around.takes_back(stop, &range)).then(|| Found {
            grave: essential || around.permits(&range) || stop.is == "discard",
            range,
            stop: stop.range(),
        })
    })
}

fn is_stop(phrase: &Term<String>) -> bool {
    matches!(
        phrase.is.as_str(),
        "stop" | "urged" | "pointless" | "delay" | "discard" | "passive" | "replace" | "whole" | "avoid"
    )
}

/// What stands around words that stop a treatment.
struct Around<'s, 'a> {
    cx: &'s Context<'a>,
    all: &'s [Said<'a>],
    at: usize,
    /// Whether another remedy is praised near by.
    remedy: bool,
    /// Whether the article sells something, which then is the other remedy.
    sold: bool,
}

impl Around<'_, '_> {
    fn here(&self) -> &Said<'_> {
        &self.all[self.at]
    }

    /// What stands for a treatment that was named before, "it", "ours", "the bottle", and how grave
    /// that treatment is.
    fn stand_in(&self, stop: &Term<String>) -> Option<(Range<usize>, Weight)> {
        let here = self.here();
        let pronoun = |word: &str| {
            matches!(word, "ours" | "mine" | "it" | "them" | "his" | "hers" | "theirs" | "those" | "that")
        };
        let word = |text: &str| text.split(' ').any(|word| pronoun(word.trim_matches([',', '.', '!'])));
        let behind = here.text[stop.end..here.sentence.range.end.max(stop.end)].trim_start();
        let next = behind.split([' ', ',', '.', '!', ';']).next().unwrap_or_default();
        let stands = word(&here.text[stop.range()])
            || pronoun(next)
            || here.text[here.clause(stop.start).start.min(stop.start)..stop.start].contains('它');
        let close = |p: &&Term<String>| p.start <= stop.end + BEHIND && stop.start <= p.end + BEFORE;
        let thing =
            || here.phrases().iter().filter(|p| matches!(p.is.as_str(), "standin" | "drug")).find(close);
        let words = if stands { stop.range() } else { thing()?.range() };
        let essential =
            near(self.all, self.at, 2, 0).any(|s| s.ordinal < here.ordinal && s.says("essential"));
        let weight = if essential { Some(Weight::Essential) } else { self.named_before(stop.start) };
        Some((words, weight?))
    }

    /// The gravest medicine on prescription that the block names before an offset, or the block above.
    fn named_before(&self, at: usize) -> Option<Weight> {
        let here = self.here();
        let above = here.block.checked_sub(1).filter(|b| *b >= here.section);
        let blocks = above.into_iter().map(|b| (b, usize::MAX)).chain([(here.block, at)]);
        let drugs = blocks.flat_map(|(block, end)| {
            self.cx
                .named(block)
                .iter()
                .filter(move |n| n.range.end <= end && n.concept.kind == ConceptKind::Drug)
        });
        let weight = |id: &str| {
            let high = self.cx.knowledge.drugs.get(id).is_some_and(|d| d.is_high_risk());
            let prescribed = is_prescription(self.cx, id) == Some(true);
            prescribed.then_some(if high { Weight::Essential } else { Weight::Prescribed })
        };
        drugs.filter_map(|n| weight(&n.concept.id)).max()
    }

    /// Whether it is a step of a regimen, which is another rule's, and no other remedy is meant.
    fn is_step(&self) -> bool {
        let here = self.here();
        let steps = self.cx.phrases(STEPS, here.block);
        let adjusts = |p: &Term<String>| matches!(p.is.as_str(), "start" | "adjust");
        let dosed = self.cx.facts.doses.iter().any(|d| d.quote.place.block == here.block);
        let stops = steps.iter().any(|p| p.is == "stop" && here.sentence.range.contains(&p.start));
        let own = steps.iter().any(|p| adjusts(p) && here.sentence.range.contains(&p.start));
        (own || stops && (dosed || steps.iter().any(adjusts))) && !here.says("remedy")
    }

    /// Whether the words permit or urge: 可以, 就能, "you can".
    fn permits(&self, range: &Range<usize>) -> bool {
        let clause = self.here().clause(range.start).start..self.here().clause(range.end.max(1) - 1).end;
        self.here().all("permit").any(|p| clause.contains(&p.start))
    }

    /// Whether a reader is led to it: by permission or an imperative, by another remedy, or by somebody
    /// who did it and is well.
    fn urges(&self, stop: &Term<String>, range: &Range<usize>, weight: Weight) -> bool {
        let here = self.here();
        let essential = weight == Weight::Essential;
        let imperative = stop.language == Language::En && here.opens_clause(stop.start);
        let told = here.says("first") || near(self.all, self.at, 1, 1).any(|s| s.says("benefit"));
        let led = self.permits(range) || imperative;
        let moved = led || told;
        let named = weight >= Weight::Prescribed;
        let other = self.remedy || self.sold;
        match stop.is.as_str() {
            "whole" => !here.says("some"),
            "avoid" | "delay" => other && !here.says("some"),
            "replace" => here.says("remedy"),
            "discard" | "urged" | "pointless" => named || other || stop.is == "discard" && told,
            _ if essential => moved || other,
            _ if named => led || other,
            _ => other && moved || self.sold && stop.is == "passive",
        }
    }

    /// Whether the sentence or those around it take it back: a doctor decides, a reason is given, a warning
    /// stands before it, or harm comes of it.
    fn takes_back(&self, stop: &Term<String>, range: &Range<usize>) -> bool {
        let here = self.here();
        let permitted = self.permits(range);
        let urged = permitted
            || matches!(stop.is.as_str(), "discard" | "urged" | "pointless" | "delay" | "whole" | "avoid");
        let named = here.text[range.end..].starts_with(['的', '者']);
        // 可自行停 permits.
        let allowed = |p: &Term<String>| {
            here.all("permit").any(|q| q.end == p.start || q.start <= p.start && p.end <= q.end)
        };
        let warned = here.all("warn").any(|p| p.end <= range.end && p.start < stop.start && !allowed(p));
        // What many do is told of others, unless the reader is to do the same.
        let claimed = here.says("claimed") && !(here.says("reader") && urged);
        let told = here.says("reason") || claimed || !permitted && here.says("study");
        let hedged = !self.remedy && (here.says("some") || self.holds(stop, Gate::Hedge));
        let switched = !self.remedy && here.says("switch");
        // Who prescribed it has not said to stop.
        let prescribes = |p: &Term<String>| {
            here.all("prescriber").any(|whole| whole.start <= p.start && p.end <= whole.end)
        };
        let consulted = here.all("doctor").any(|p| !prescribes(p));
        let doctor = !here.says("defied") && (consulted || !urged && self.near_says(1, 1, "doctor"));
        let harm = |s: &Said| {
            let later = |p: &&Term<String>| s.ordinal > here.ordinal || p.start >= stop.end;
            s.all("harm").any(|p| later(&p) && !s.all("else").any(|e| e.end <= p.start))
        };
        let harmed = near(self.all, self.at, 0, 2).any(harm);
        let pointless = stop.is == "pointless";
        let other = self.remedy || self.sold;
        let asked = !permitted && self.holds(stop, Gate::Condition) && !other && !pointless;
        // "Why keep taking them?" asks nothing.
        let asks = |gate: &Gate| *gate != Gate::Question || !here.says("rhetorical");
        let quiet: Vec<Gate> = QUIET.iter().copied().filter(asks).collect();
        let gated = is_gated(self.cx, &Place::new(here.block, stop.range()), &quiet);
        named || switched || warned || told || hedged || doctor || harmed || asked || gated
    }

    fn near_says(&self, before: usize, behind: usize, is: &'static str) -> bool {
        near(self.all, self.at, before, behind).any(|s| s.says(is))
    }

    fn holds(&self, stop: &Term<String>, gate: Gate) -> bool {
        is_gated(self.cx, &Place::new(self.here().block, stop.range()), &[gate])
    }
}

fn names_supplement(cx: &Context, said: &Said) -> bool {
    cx.named_in(&said.place()).iter().any(|n| n.concept.kind == ConceptKind::Supplement)
}
