//! SA005: "natural" given as the reason why something is safe or works.

use super::thing::is_about_treatment;
use crate::document::Place;
use crate::extract::gate::GateScope;
use crate::knowledge::{Gate, Term};
use crate::rules::said::{Said, near, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::ops::Range;

/// The rule `natural-is-safe`.
pub struct NaturalIsSafe;

/// The rule's own phrases.
const RULE: &str = "natural-is-safe";

/// Furthest that safety may stand behind the word for nature, in bytes.
const REACH: usize = 96;

/// Furthest that it may stand there with nothing to link the two, in bytes.
const BESIDE: usize = 36;

/// What takes the words back.
const QUIET: &[Gate] = &[Gate::Negation, Gate::Refutation, Gate::Question, Gate::Wish, Gate::Meta];

impl Rule for NaturalIsSafe {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        let all = sentences(cx, RULE);
        // An article that says itself that natural is not safe only quotes that it is.
        if all.iter().any(|s| s.says("contrast")) {
            return outcome;
        }
        for at in 0..all.len() {
            let here = &all[at];
            let Some((range, safe)) = reasons(cx, &all, at) else { continue };
            let taken_back = here.says_any(&["denied", "belief"])
                || near(&all, at, 0, 1).any(|s| s.ordinal > here.ordinal && s.says("rebuttal"));
            if taken_back {
                continue;
            }
            let place = here.clauses(range);
            let shown = cx.document.blocks[place.block].shown(place.range());
            let mut found = Candidate::new(place.clone(), "found").arg("phrase", shown);
            found.gated_at = Some(Place::new(here.block, safe));
            outcome.candidates.push(found);
        }
        outcome
    }
}

/// The words that give nature as the reason, and those of safety among them.
fn reasons(cx: &Context, all: &[Said], at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let said = &all[at];
    let natures = || said.all("natural").chain(said.all("weak"));
    // Whoever sells means safety by less.
    let sold = cx.is_commercial();
    let is_safe = |p: &Term<String>| p.is == "safe" || sold && p.is == "sure";
    let safes = || said.phrases().iter().filter(|p| is_safe(p) || p.is == "mild");
    let pairs = natures().flat_map(|n| safes().map(move |s| (n, s)));
    let fits = |(natural, safe): &(&Term<String>, &Term<String>)| {
        // "No chemicals" denies no safety behind it.
        let own = Place::new(said.block, natural.range());
        let place = Place::new(said.block, safe.range());
        // "What harm could it do?" asks nothing.
        let asks = |g: &GateScope| g.gate == Gate::Question && safe.is == "sure";
        let denied = |g: &GateScope| {
            QUIET.contains(&g.gate)
                && !asks(g)
                && !place.overlaps(&g.cue_place)
                && !own.overlaps(&g.cue_place)
        };
        if cx.facts.gates.over(&place).any(denied) {
            return false;
        }
        let (first, last) = if natural.start < safe.start { (natural, safe) } else { (safe, natural) };
        let between = first.end..last.start.max(first.end);
        let linked = said.all("link").any(|l| {
            between.contains(&l.start)
                || l.end <= natural.start && said.clause(natural.start).contains(&l.start)
        });
        let joined = said.text[between.clone()].trim().chars().count() <= 2
            || said.text[between.clone()].trim() == "and";
        let comma = natural.start < safe.start
            && (said.text[between.clone()].contains(',') || between.len() <= BESIDE);
        let strong = natural.is == "natural" && is_safe(safe);
        last.start <= first.end + REACH
            && (natural.is == "natural" || is_safe(safe))
            && (linked || strong && (joined || comma) && is_about_treatment(cx, all, at, true))
    };
    let Some((natural, safe)) = pairs.into_iter().find(fits) else {
        return followed(cx, all, at).filter(|_| sold);
    };
    Some((natural.start.min(safe.start)..natural.end.max(safe.end), open_to(said, safe)))
}

/// Safety in a sentence behind one that says of what is sold that nature made it, with no more than a
/// word that takes it up.
fn followed(cx: &Context, all: &[Said], at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let said = &all[at];
    let open = |p: &&Term<String>| {
        let place = Place::new(said.block, p.range());
        let quiet = |g: &GateScope| {
            QUIET.contains(&g.gate) && g.gate != Gate::Question && !place.overlaps(&g.cue_place)
        };
        !cx.facts.gates.over(&place).any(quiet)
    };
    let safe = said.all("sure").find(open)?;
    let natural = |s: &Said| s.ordinal < said.ordinal && s.block == said.block && s.says("natural");
    let denied = |s: &Said| s.says_any(&["denied", "belief"]);
    let before = near(all, at, 1, 0).find(|s| natural(s))?;
    (!denied(before)).then(|| (safe.range(), open_to(said, safe)))
}

/// Where gates are looked for: a question that asks nothing sets its own.
fn open_to(said: &Said, safe: &Term<String>) -> Range<usize> {
    let end = if safe.is == "sure" { said.sentence.range.end } else { safe.end };
    safe.start..end
}
