//! SA006: readers are led to stop, skip or replace a treatment that they need.

use crate::document::Place;
use crate::knowledge::{ConceptKind, Gate, Term};
use crate::rules::dosage::is_prescription;
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

/// Furthest that a treatment may stand from the words that stop it, in bytes: behind them, and in
/// front.
const BEHIND: usize = 40;
const BEFORE: usize = 66;

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

/// A treatment named in a sentence.
struct Treatment {
    range: Range<usize>,
    /// Whether leaving it off endangers.
    essential: bool,
}

/// What a sentence says of stopping, unless its own words or those around it take it back.
fn said<'a>(cx: &Context<'a>, all: &[Said<'a>], at: usize) -> Option<Found> {
    let here = &all[at];
    let stops = || here.phrases().iter().filter(|p| is_stop(p));
    stops().next()?;
    let treatments = treatments(cx, here);
    let remedy = near(all, at, 2, 1).any(|s| s.says("remedy") || names_supplement(cx, s));
    let around = Around { cx, all, at, remedy };
    stops().find_map(|stop| {
        let (range, essential) = match stop.is.as_str() {
            "whole" => (stop.range(), true),
            "avoid" => (stop.range(), false),
            _ => {
                let bound = bound(stop, &treatments).or_else(|| around.pronoun(stop));
                let treatment = bound?;
                let all = treatment.range.start.min(stop.start)..treatment.range.end.max(stop.end);
                (all, treatment.essential)
            }
        };
        let urged = around.urges(stop, &range, essential) && (essential || !around.is_step());
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

/// The treatments that a sentence names: by the rule's own words, and medicines on prescription.
fn treatments(cx: &Context, said: &Said) -> Vec<Treatment> {
    let own = said.phrases().iter().filter(|p| matches!(p.is.as_str(), "essential" | "drug"));
    let mut found: Vec<Treatment> =
        own.map(|p| Treatment { range: p.range(), essential: p.is == "essential" }).collect();
    for named in cx.named_in(&said.place()) {
        let known = found.iter().any(|t| t.range.start < named.range.end && named.range.start < t.range.end);
        let drug = named.concept.kind == ConceptKind::Drug;
        if drug && !known && is_prescription(cx, &named.concept.id) == Some(true) {
            let spared = said.all("spared").any(|p| p.start <= named.range.start && named.range.end <= p.end);
            let high = cx.knowledge.drugs.get(&named.concept.id).is_some_and(|d| d.is_high_risk());
            if !spared {
                found.push(Treatment { range: named.range.clone(), essential: high });
            }
        }
    }
    found
}

/// The treatment that words stop: the one behind them, or where the language or the words let it stand
/// there, the one in front; the graver first.
fn bound<'t>(stop: &Term<String>, treatments: &'t [Treatment]) -> Option<&'t Treatment> {
    let behind = |t: &&Treatment| (stop.start..stop.end + BEHIND).contains(&t.range.start);
    let before = |t: &&Treatment| t.range.end <= stop.start && stop.start <= t.range.end + BEFORE;
    let fronted = stop.language == Language::Zh && stop.is != "replace" || stop.is == "passive";
    let fits = |t: &&Treatment| (stop.is != "passive" && behind(t)) || (fronted && before(t));
    treatments.iter().filter(fits).max_by_key(|t| t.essential)
}

/// What stands around words that stop a treatment.
struct Around<'s, 'a> {
    cx: &'s Context<'a>,
    all: &'s [Said<'a>],
    at: usize,
    /// Whether another remedy is praised near by.
    remedy: bool,
}

impl Around<'_, '_> {
    fn here(&self) -> &Said<'_> {
        &self.all[self.at]
    }

    /// The treatment that "ours" or "it" in the words that stop it stands for.
    fn pronoun(&self, stop: &Term<String>) -> Option<&'static Treatment> {
        static ESSENTIAL: Treatment = Treatment { range: 0..0, essential: true };
        let here = self.here();
        let pronoun = |word: &str| {
            matches!(word, "ours" | "mine" | "it" | "them" | "his" | "hers" | "theirs" | "those" | "that")
        };
        let word = |text: &str| text.split(' ').any(|word| pronoun(word.trim_matches([',', '.', '!'])));
        let behind = here.text[stop.end..here.sentence.range.end.max(stop.end)].trim_start();
        let stands = word(&here.text[stop.range()])
            || pronoun(behind.split([' ', ',', '.', '!']).next().unwrap_or_default())
            || here.text[here.clause(stop.start).start.min(stop.start)..stop.start].contains('它');
        let named = near(self.all, self.at, 1, 0).any(|s| s.says("essential"));
        (stands && named).then_some(&ESSENTIAL)
    }

    /// Whether it is a step of a regimen, which is another rule's, and no other remedy is meant.
    fn is_step(&self) -> bool {
        let here = self.here();
        let steps = self.cx.phrases(STEPS, here.block);
        let mut own = steps.iter().filter(|p| here.sentence.range.contains(&p.start));
        own.any(|p| matches!(p.is.as_str(), "start" | "adjust" | "stop")) && !here.says("remedy")
    }

    /// Whether the words permit or urge: 可以, 就能, "you can".
    fn permits(&self, range: &Range<usize>) -> bool {
        let clause = self.here().clause(range.start).start..self.here().clause(range.end.max(1) - 1).end;
        self.here().all("permit").any(|p| clause.contains(&p.start))
    }

    /// Whether a reader is led to it: by permission or an imperative, by another remedy, or by somebody
    /// who did it and is well.
    fn urges(&self, stop: &Term<String>, range: &Range<usize>, essential: bool) -> bool {
        let here = self.here();
        let imperative = stop.language == Language::En && here.opens_clause(stop.start);
        let told = here.says("first") || near(self.all, self.at, 1, 1).any(|s| s.says("benefit"));
        let moved = self.permits(range) || imperative || told;
        match stop.is.as_str() {
            "whole" => !here.says("some"),
            "avoid" | "delay" => self.remedy && !here.says("some"),
            "replace" => here.says("remedy"),
            "discard" | "urged" | "pointless" => essential || self.remedy || stop.is == "discard" && told,
            _ if essential => moved || self.remedy,
            _ => self.remedy && moved,
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
        let warned = here.all("warn").any(|p| p.end <= range.end && p.start < stop.start);
        let told = here.says_any(&["reason", "claimed"]) || !permitted && here.says("study");
        let hedged = !self.remedy && (here.says("some") || self.holds(stop, Gate::Hedge));
        let switched = !self.remedy && here.says("switch");
        let doctor =
            !here.says("defied") && (here.says("doctor") || !urged && self.near_says(1, 1, "doctor"));
        let harm = |s: &Said| {
            let later = |p: &&Term<String>| s.ordinal > here.ordinal || p.start >= stop.end;
            s.all("harm").any(|p| later(&p) && !s.all("else").any(|e| e.end <= p.start))
        };
        let harmed = near(self.all, self.at, 0, 2).any(harm);
        let pointless = stop.is == "pointless";
        let asked = !permitted && self.holds(stop, Gate::Condition) && !self.remedy && !pointless;
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
