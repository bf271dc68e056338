//! DO002: a dose without what is needed to use or judge it.

use super::regimen::{Regimen, clauses, is_prescription, refers, refers_near, regimens};
use crate::document::Place;
use crate::extract::dose::{Basis, Dose, DoseKind, Mood};
use crate::knowledge::{ConceptKind, DoseWord, Gate, Patients, Term};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use std::ops::Range;

/// The rule `dose-incomplete`.
pub struct DoseIncomplete;

/// The rule's own phrases.
const RULE: &str = "dose-incomplete";

/// How many of basis, route, frequency and population may be missing.
const MAY_BE_MISSING: usize = 1;

/// Furthest that a drug may stand from "a little" of it, in bytes.
const BESIDE: usize = 24;

impl Rule for DoseIncomplete {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for regimen in regimens(cx).iter().filter(|r| !r.doses.is_empty()) {
            outcome.look();
            let is_drug = regimen
                .drug
                .and_then(|d| cx.knowledge.concepts.get(d))
                .is_some_and(|c| c.kind == ConceptKind::Drug);
            let referred = || cx.document.section(regimen.part).any(|b| refers(cx, b));
            let young = for_children(cx, regimen);
            let deleted = regimen.is_prescription(cx) == Some(true);
            if !is_drug || regimen.is_first_aid(cx) || !young && (deleted || referred()) {
                continue;
            }
            let mut missing = missing(cx, regimen);
            if young && !referred() && !says(cx, regimen, "age") {
                missing.push("weight");
            }
            let sized = missing.contains(&"weight");
            if missing.len() <= MAY_BE_MISSING && !sized {
                continue;
            }
            let place = regimen.place(cx);
            let shown = cx.document.blocks[place.block].shown(place.range());
            let mut found =
                Candidate::new(place.clone(), "found").arg("dose", shown).words("missing", missing.clone());
            if !young && missing == ["route", "population"] {
                found = found.severity(Severity::Info);
            }
            found.also = regimen.doses[1..].iter().map(|d| d.quote.place.clone()).collect();
            outcome.candidates.push(found);
        }
        for (place, shown, sized) in amountless(cx) {
            outcome.look();
            if !sized {
                outcome.candidates.push(Candidate::new(place, "amountless").arg("words", shown));
            } else if !outcome.candidates.iter().any(|c| c.place.overlaps(&place)) {
                let missing = vec!["frequency", "population"];
                let found = Candidate::new(place, "found").arg("dose", shown).words("missing", missing);
                outcome.candidates.push(found);
            }
        }
        for (place, shown, missing) in climbs(cx) {
            let held = outcome.candidates.iter().any(|c| c.place.overlaps(&place));
            if !held {
                let found = Candidate::new(place, "climbs").arg("dose", shown).words("missing", missing);
                outcome.candidates.push(found);
            }
        }
        outcome
    }
}

/// Sentences that give readers a drug for a child, or a little of it, or promise that it works, and say
/// no amount or one alone; whether there is an amount last.
fn amountless(cx: &Context) -> Vec<(Place, String, bool)> {
    let mut found = Vec::new();
    let gated = [Gate::Negation, Gate::Refutation, Gate::Question, Gate::Meta, Gate::Quotation];
    for (index, block) in cx.body() {
        let phrases = cx.phrases(RULE, index);
        let given = |p: &&Term<String>| matches!(p.is.as_str(), "given" | "little" | "promised");
        for phrase in phrases.iter().filter(given) {
            let place = Place::new(index, phrase.range());
            let sentence = cx.sentence_of(&place);
            let beside = |drug: &Range<usize>| {
                phrase.is != "little"
                    || (phrase.end..phrase.end + BESIDE).contains(&drug.start)
                    || (drug.end..drug.end + BESIDE).contains(&phrase.start)
            };
            let mut drugs = cx.named_in(&sentence).iter().filter(|n| cx.is_drug(&n.concept.id));
            let drug = drugs.find(|n| beside(&n.range));
            let held = found.iter().any(|(p, ..): &(Place, String, bool)| sentence.holds(p));
            let Some(drug) = drug.filter(|_| !held) else { continue };
            let inside = |at: usize| sentence.range().contains(&at);
            let dosed = |d: &Dose| {
                d.quote.place.block == index && inside(d.quote.place.start) && d.amount_high.is_some()
            };
            let said = |is: &str| phrases.iter().any(|p| p.is == is && inside(p.start));
            let young = said("child") || child_before(cx, &sentence);
            let told = phrase.is != "given" || young;
            // What readers are asked to give by prescription alone is left to other rules.
            let away = refers_near(cx, index) || said("age") || said("told_by");
            let open = |g: &Gate| !cx.facts.gates.holds(*g, &place);
            if told && !away && !cx.facts.doses.iter().any(dosed) && gated.iter().all(open) {
                let whole = place.start.min(drug.range.start)..place.end.max(drug.range.end);
                let place = clauses(block, &Place::new(index, whole));
                let shown = block.shown(place.range()).to_owned();
                found.push((place, shown, said("amount")));
            }
        }
    }
    found
}

/// Whether the sentence before one in its block names a child.
fn child_before(cx: &Context, sentence: &Place) -> bool {
    let block = &cx.document.blocks[sentence.block];
    let before = block.sentences.iter().rev().find(|s| s.range.end <= sentence.start);
    let phrases = cx.phrases(RULE, sentence.block);
    before.is_some_and(|s| phrases.iter().any(|p| p.is == "child" && s.range.contains(&p.start)))
}

/// First amounts that are to rise to others, without how often, how fast or how long; each with its clauses
/// and what is missing.
fn climbs(cx: &Context) -> Vec<(Place, String, Vec<&'static str>)> {
    let doses = &cx.facts.doses;
    let mut found = Vec::new();
    for (i, first) in doses.iter().enumerate() {
        let place = &first.quote.place;
        let block = &cx.document.blocks[place.block];
        let Some(sentence) = block.sentence_at(place.start) else { continue };
        let within =
            |d: &&Dose| d.quote.place.block == place.block && sentence.range.contains(&d.quote.place.start);
        let last =
            doses[i + 1..].iter().take_while(within).filter(|d| d.amount_high > first.amount_high).last();
        let told = first.mood == Mood::Instruct && first.amount_high.is_some();
        let risen = || {
            let digit =
                |at: usize| block.as_str()[at..].trim_start().starts_with(|c: char| c.is_ascii_digit());
            let rise = |p: &&Term<String>| p.is == "rise" && p.start >= place.end && digit(p.end);
            let phrases = cx.phrases(RULE, place.block);
            phrases.iter().find(rise).map(|p| p.end)
        };
        let end = last.map(|d| d.quote.place.end).or_else(risen).filter(|end| *end <= sentence.range.end);
        let (Some(end), true) = (end, told) else { continue };
        let said = |is: &str| {
            let phrases = cx.phrases(RULE, place.block);
            phrases.iter().any(|p| p.is == is && sentence.range.contains(&p.start))
        };
        let begins = first.kind == DoseKind::Start || said("begin");
        let all = || doses[i..].iter().take_while(within);
        let often = all().any(|d| d.per_day_high.is_some() || d.freq_high.is_some() || d.as_needed);
        let long = all().any(|d| d.duration_high.is_some()) || said("pace");
        let drug = first.drug_concept.as_deref();
        let listed = drug.and_then(|id| cx.knowledge.concepts.get(id));
        let named = listed.is_some_and(|c| matches!(c.kind, ConceptKind::Drug | ConceptKind::Supplement));
        let referred = refers_near(cx, place.block);
        let deleted = drug.and_then(|id| is_prescription(cx, id)) == Some(true);
        let gated = [Gate::Negation, Gate::Refutation, Gate::Question];
        let open = !cx.facts.gates.over(place).any(|g| gated.contains(&g.gate));
        if begins && said("rise") && named && !often && !long && !referred && !deleted && open {
            let whole = Place::new(place.block, place.start..end);
            let place = clauses(block, &whole);
            let shown = block.shown(place.range()).to_owned();
            found.push((place, shown, vec!["frequency", "pace", "duration"]));
        }
    }
    found
}

/// Whether a dose is told for children and not by weight: then a word about doctors elsewhere is not enough.
fn for_children(cx: &Context, regimen: &Regimen) -> bool {
    regimen.doses.iter().any(|d| {
        let block = &cx.document.blocks[d.quote.place.block];
        let by_weight = d.unit.as_deref().is_some_and(|u| u.ends_with("/kg"));
        let sentence =
            block.sentence_at(d.quote.place.start).map_or("", |s| &block.as_str()[s.range.clone()]);
        let young = |w: &DoseWord| matches!(w, DoseWord::Patients(Patients::Child | Patients::Infant));
        !by_weight && cx.knowledge.dose_words.find(sentence).iter().any(|t| young(&t.is))
    })
}

/// Whether a block with a dose of the regimen holds a phrase of that meaning.
fn says(cx: &Context, regimen: &Regimen, meaning: &str) -> bool {
    regimen.doses.iter().any(|d| cx.phrases(RULE, d.quote.place.block).iter().any(|p| p.is == meaning))
}

/// Whether the section gives the most times a day.
fn is_limited(cx: &Context, regimen: &Regimen) -> bool {
    let section = cx.document.section(regimen.part);
    let most = |d: &Dose| d.kind == DoseKind::Max && d.per_day_high.is_some();
    cx.facts.doses.iter().any(|d| most(d) && section.contains(&d.quote.place.block))
}

/// What neither a dose of the regimen says nor the title or section around it.
fn missing(cx: &Context, regimen: &Regimen) -> Vec<&'static str> {
    let section = cx.document.section(regimen.part).chain(cx.document.title);
    let words: Vec<DoseWord> = section
        .flat_map(|b| cx.knowledge.dose_words.find(cx.document.blocks[b].as_str()))
        .map(|term| term.is)
        .collect();
    let form = says(cx, regimen, "swallowed");
    let any = |has: fn(&DoseWord) -> bool| words.iter().any(has);
    let doses = &regimen.doses;
    let says = [
        ("basis", doses.iter().any(|d| !matches!(d.basis, Basis::None))),
        (
            "route",
            form || doses.iter().any(|d| d.route.is_some()) || any(|w| matches!(w, DoseWord::Route(_))),
        ),
        (
            "frequency",
            doses.iter().any(|d| d.per_day_high.is_some() || d.as_needed)
                || is_limited(cx, regimen)
                || self::says(cx, regimen, "once"),
        ),
        (
            "population",
            doses.iter().any(|d| d.population.is_some()) || any(|w| matches!(w, DoseWord::Patients(_))),
        ),
    ];
    says.into_iter().filter(|(_, said)| !said).map(|(name, _)| name).collect()
}
