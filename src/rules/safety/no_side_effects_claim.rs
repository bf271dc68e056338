//! SA004: a treatment is said to have no side effects, or to be safe without limit.

use super::thing::is_about_treatment;
use crate::document::Place;
use crate::extract::gate::GateScope;
use crate::knowledge::{Cue, Gate, Term};
use crate::rules::pitch::{self, Pitch, Within, pushed};
use crate::rules::said::{Said, near, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use crate::text::Language;
use std::ops::Range;

/// The rule `no-side-effects-claim`.
pub struct NoSideEffectsClaim;

/// The rule's own phrases.
const RULE: &str = "no-side-effects-claim";

/// Furthest that a harm may stand behind the word that denies it, in bytes.
const REACH: usize = 44;

/// Furthest that it may stand in front, in bytes.
const FRONT: usize = 6;

/// A harm, and that nobody ever met with it or need fear it.
const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["harming"], &["not-once"]],
        without: &["trial", "lessens", "warned"],
        within: Within::Clause,
    },
    Pitch {
        parts: &[&["harming"], &["fearless"]],
        without: &["lessens", "warned", "trade"],
        within: Within::Sentence,
    },
];

/// What takes the words back.
const QUIET: &[Gate] =
    &[Gate::Negation, Gate::Refutation, Gate::Question, Gate::Wish, Gate::Meta, Gate::Condition];

impl Rule for NoSideEffectsClaim {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        let all = sentences(cx, RULE);
        // That one harm or another stays away praises what is sold.
        let sold = cx.is_commercial();
        for at in 0..all.len() {
            let here = &all[at];
            let claims = |p: &&Term<String>| {
                matches!(p.is.as_str(), "none" | "safe" | "hardly") || sold && p.is == "spared"
            };
            let Some(phrase) = here.phrases().iter().filter(claims).find(|p| asserts(cx, &all, at, p)) else {
                if let Some(range) = no_harm(here).filter(|r| stands(cx, &all, at, r)) {
                    let place = here.clauses(range.clone());
                    let shown = cx.document.blocks[place.block].shown(range.clone());
                    let mut found = Candidate::new(place, "found").arg("phrase", shown);
                    found.gated_at = Some(Place::new(here.block, range));
                    outcome.candidates.push(found);
                }
                continue;
            };
            let last = here.phrases().iter().rfind(claims).map_or(phrase.end, |p| p.end);
            let place = here.clauses(phrase.start..last.max(phrase.end));
            let shown = cx.document.blocks[place.block].shown(phrase.range());
            let mut found = Candidate::new(place, "found").arg("phrase", shown);
            found.gated_at = Some(Place::new(here.block, phrase.range()));
            if phrase.is == "hardly" {
                found = found.severity(Severity::Info);
            }
            outcome.candidates.push(found);
        }
        pitch::add(cx, pushed(cx, PITCHES), &mut outcome, |met, words| {
            Some(Candidate::new(met.place.clone(), "found").arg("phrase", words))
        });
        outcome
    }
}

/// Whether the article says it of a treatment, and neither of a study nor as a belief of others.
fn asserts(cx: &Context, all: &[Said], at: usize, phrase: &Term<String>) -> bool {
    stands(cx, all, at, &phrase.range())
}

/// Whether nothing in or behind a sentence takes words of it back, and it speaks of a treatment.
fn stands(cx: &Context, all: &[Said], at: usize, range: &Range<usize>) -> bool {
    let here = &all[at];
    let taken_back = here.says_any(&["scope", "belief", "denied"])
        || near(all, at, 0, 1).any(|s| s.ordinal > here.ordinal && s.says("rebuttal"));
    let place = Place::new(here.block, range.clone());
    // In a list each part denies for itself: 不反弹、无副作用.
    let listed = |g: &GateScope| {
        let end = g.cue_place.end.min(range.start);
        let between = cx.cues_in(&Place::new(here.block, end..range.start));
        g.gate == Gate::Negation
            && here.text[end..range.start].contains(['、', ','])
            && !between.iter().any(|t| t.is == Cue::Negation)
    };
    let gated = cx
        .facts
        .gates
        .over(&place)
        .any(|g| QUIET.contains(&g.gate) && !place.overlaps(&g.cue_place) && !listed(g));
    !taken_back && !gated && is_about_treatment(cx, all, at, true)
}

/// A denial, a harm behind it, and a word that leaves no room, in one clause: 没有 … 任何 … 后遗症.
fn no_harm(said: &Said) -> Option<Range<usize>> {
    said.all("denial").chain(said.all("emphatic")).find_map(|denial| {
        let clause = said.clause(denial.start);
        let behind = |p: &&Term<String>| (denial.end..denial.end + REACH).contains(&p.start);
        // 一点坏处都没有 names the harm first.
        let before = |p: &&Term<String>| denial.language == Language::Zh && p.end + FRONT >= denial.start;
        let mut harms = said.all("harm").filter(|h| clause.contains(&h.start));
        let harm = harms.find(|h| behind(h) || h.end <= denial.start && before(h))?;
        let total = denial.is == "emphatic" || said.all("total").any(|t| clause.contains(&t.start));
        total.then_some(denial.start.min(harm.start)..denial.end.max(harm.end))
    })
}
