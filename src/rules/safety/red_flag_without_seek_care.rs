//! SA008: symptoms of an emergency are given a home remedy and no word of urgent care.

use crate::document::{BlockKind, Place};
use crate::knowledge::{Gate, Term};
use crate::rules::said::{Said, is_gated, near, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::collections::BTreeSet;
use std::ops::Range;

/// The rule `red-flag-without-seek-care`.
pub struct RedFlagWithoutSeekCare;

/// The rule's own phrases.
const RULE: &str = "red-flag-without-seek-care";

/// Sentences around a symptom in which urgent care may be named.
const AROUND: usize = 12;

/// The same where readers are kept from urgent care.
const BESIDE: usize = 3;

/// Sentences before a bleeding in which it may be said that somebody is pregnant.
const PREGNANT: usize = 4;

/// Age in days below which any fever is an emergency.
const INFANT: f64 = 92.0;

/// Furthest that a pain may stand from the chest, in bytes.
const CHEST: usize = 24;

/// What takes a symptom back; a question may be answered by a remedy.
const QUIET: &[Gate] = &[Gate::Negation, Gate::Refutation, Gate::Meta];

impl Rule for RedFlagWithoutSeekCare {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let all = sentences(cx, RULE);
        let mut told = BTreeSet::new();
        for at in 0..all.len() {
            let here = &all[at];
            let apart = |s: &Said| is_row(cx, s) && s.block != here.block;
            let expecting = near(&all, at, PREGNANT, 1).any(|s| s.says("pregnant") && !apart(s));
            let Some(flag) = flag(cx, here, expecting) else { continue };
            outcome.look();
            let Some(remedy) = remedy(cx, &all, at) else { continue };
            // Whoever is told to keep away from urgent care is not sent there by a line at the end.
            let around = if near(&all, at, 0, 2).any(refuses) { BESIDE } else { AROUND };
            let sent = near(&all, at, around, around).any(sends);
            if sent || !told.insert(here.section) {
                continue;
            }
            let shown = cx.document.blocks[here.block].shown(flag.clone());
            let place = match remedy.block == here.block && remedy.start < here.sentence.range.end {
                true => here.clauses(flag.start.min(remedy.start)..flag.end.max(remedy.end)),
                false => here.clauses(flag),
            };
            let mut found = Candidate::new(place, "found").arg("flag", shown);
            found.gated_at = Some(remedy.clone());
            found.also.push(remedy);
            outcome.candidates.push(found);
        }
        outcome
    }
}

/// Whether a sentence stands in a row of a table.
fn is_row(cx: &Context, said: &Said) -> bool {
    cx.document.blocks[said.block].kind == BlockKind::TableRow
}

/// Whether a sentence sends to urgent care or to somebody of the profession.
fn sends(said: &Said) -> bool {
    let refused = |p: &Term<String>| said.all("refuses").any(|r| r.start <= p.start && p.end <= r.end);
    said.all("seek").any(|p| !refused(p)) || said.says("who") && said.says("go") && !refuses(said)
}

/// Whether a sentence keeps readers from urgent care: 别急着往急诊跑.
fn refuses(said: &Said) -> bool {
    said.says("refuses")
}

/// The symptom of an emergency that a sentence tells of as present.
fn flag(cx: &Context, said: &Said, expecting: bool) -> Option<Range<usize>> {
    if said.says_any(&["effect", "prevent", "study"]) {
        return None;
    }
    let open = |p: &&Term<String>| !is_gated(cx, &Place::new(said.block, p.range()), QUIET);
    let symptom = said.all("flag").find(open).map(Term::range);
    let both = |a: Option<Range<usize>>, b: Option<Range<usize>>| {
        let (a, b) = (a?, b?);
        Some(a.start.min(b.start)..a.end.max(b.end))
    };
    let bleeding = || {
        let bleeding = said.all("bleeding").find(open).map(Term::range);
        let pregnant = said.all("pregnant").next().map(Term::range);
        both(pregnant.or_else(|| bleeding.clone().filter(|_| expecting)), bleeding)
    };
    let fever = || {
        let hot = said.all("fever").find(open).map(Term::range).or_else(|| heat(said));
        both(infant(said), hot)
    };
    // Pain, pressure or tightness of the chest, in whatever words.
    let chest = || {
        let ache = |part: &Term<String>| {
            let near = |a: &&Term<String>| a.start <= part.end + CHEST && part.start <= a.end + CHEST;
            said.all("ache").filter(open).find(near).map(Term::range)
        };
        said.all("chest").find_map(|part| both(Some(part.range()), ache(part)))
    };
    symptom.or_else(chest).or_else(bleeding).or_else(fever)
}

/// An infant under three months: a word, or an age.
fn infant(said: &Said) -> Option<Range<usize>> {
    let aged = |p: &&Term<String>| {
        let days = match p.is.as_str() {
            "newborn" => return true,
            "age.day" => 1.0,
            "age.week" => 7.0,
            "age.month" => 30.4,
            _ => return false,
        };
        number_before(said.text, p.start).is_some_and(|n| n * days < INFANT)
    };
    said.phrases().iter().find(aged).map(Term::range)
}

/// A temperature of fever.
fn heat(said: &Said) -> Option<Range<usize>> {
    let hot = |p: &&Term<String>| match (p.is.as_str(), number_before(said.text, p.start)) {
        ("degree", Some(n)) => (38.0..43.0).contains(&n) || (100.4..110.0).contains(&n),
        _ => false,
    };
    said.phrases().iter().find(hot).map(Term::range)
}

/// The number that ends right before an offset, in digits or one Chinese numeral.
fn number_before(text: &str, at: usize) -> Option<f64> {
    let before = text[..at].trim_end_matches([' ', '-']);
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    match before[digits.len()..].parse() {
        Ok(number) => Some(number),
        Err(_) => {
            let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let last = before.chars().next_back()?;
            let han = "零一二三四五六七八九十".chars().position(|c| c == last);
            let two = (last == '两').then_some(2);
            let english = [
                "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                "eleven", "twelve",
            ];
            han.or(two).or_else(|| english.iter().position(|w| *w == word)).map(|n| n as f64)
        }
    }
}

/// A home remedy in the sentence of a symptom or the next two.
fn remedy(cx: &Context, all: &[Said], at: usize) -> Option<Place> {
    // The rows of a table are told apart: what helps against the one is no remedy for the other.
    let joined = |said: &&Said| said.block == all[at].block || !is_row(cx, said) || !is_row(cx, &all[at]);
    near(all, at, 0, 2).filter(joined).find_map(|said| {
        let gated = |place: &Place| is_gated(cx, place, QUIET) || is_gated(cx, place, &[Gate::Question]);
        let open = |p: &&Term<String>| !gated(&Place::new(said.block, p.range()));
        let place = |p: &Term<String>| Place::new(said.block, p.range());
        let quiet = said.says_any(&["effect", "study"]);
        let refused = || said.all("refuses").next().map(place);
        said.all("remedy").filter(|_| !quiet).find(open).map(place).or_else(refused)
    })
}
