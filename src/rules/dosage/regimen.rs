//! Regimens: what an article tells its readers to do with a drug, gathered by part and drug.

use super::subject::{Heads, Naming, drugs_in, subject};
use crate::document::{Block, BlockKind, Place};
use crate::extract::dose::{Dose, DoseKind, Mood};
use crate::knowledge::{Dimension, Gate, Term};
use crate::rules::Context;
use std::collections::BTreeMap;

/// The rule whose phrases are steps and words of professionals.
const RULE: &str = "self-dosing-instruction";

/// Blocks beside a step of first aid in which help may be called: the list of what to do.
const BESIDE: usize = 3;

/// What a part of an article tells readers to do with one drug.
pub struct Regimen<'a> {
    /// Its statements of dose.
    pub doses: Vec<&'a Dose>,
    /// Where it tells them when to start, to change and to stop.
    pub steps: Vec<Place>,
    /// Id of the drug, where it is known.
    pub drug: Option<&'a str>,
    /// First block of the part.
    pub part: usize,
    /// Whether all of its steps are to leave the drug off.
    pub ends: bool,
}

impl<'a> Regimen<'a> {
    /// Whether all that it tells is to leave a drug off.
    pub fn is_stop(&self) -> bool {
        self.doses.is_empty() && self.ends
    }

    /// Every place of it, in order.
    pub fn places(&self) -> Vec<Place> {
        let doses = self.doses.iter().map(|d| d.quote.place.clone());
        let mut all: Vec<Place> = doses.chain(self.steps.iter().cloned()).collect();
        all.sort();
        all
    }

    /// The clauses in which it begins.
    pub fn place(&self, cx: &Context) -> Place {
        let places = self.places();
        let first = self.doses.first().map_or(&places[0], |d| &d.quote.place);
        clauses(&cx.document.blocks[first.block], first)
    }

    /// Whether the drug needs a prescription; none where that is not known.
    pub fn is_prescription(&self, cx: &Context) -> Option<bool> {
        is_prescription(cx, self.drug?)
    }

    /// How it speaks of its doses; a step is always told.
    pub fn voice(&self, cx: &Context) -> Voice {
        let all = |meaning: &str| {
            self.doses.iter().all(|d| {
                let place = &d.quote.place;
                says(&cx.document.blocks[place.block], &cx.phrases(RULE, place.block), place.start, meaning)
            })
        };
        let dosed = self.steps.is_empty();
        if dosed && all("label") {
            Voice::Quotes
        } else if dosed && all("usual") || self.follows_prescription(cx) || self.is_first_aid(cx) {
            Voice::Informs
        } else {
            Voice::Tells
        }
    }

    /// Whether help is called beside all that it tells.
    pub fn is_first_aid(&self, cx: &Context) -> bool {
        let calls = |b: usize| cx.phrases(RULE, b).iter().any(|p| p.is == "emergency");
        self.places().iter().all(|place| {
            let section = cx.document.section(place.block);
            let near = place.block.saturating_sub(BESIDE).max(section.start)..section.end;
            near.take_while(|b| *b <= place.block + BESIDE).any(calls)
        })
    }

    /// Whether readers are sent to the dose of their own prescription before it.
    fn follows_prescription(&self, cx: &Context) -> bool {
        let first = &self.places()[0];
        (0..=first.block).any(|i| {
            cx.phrases(RULE, i)
                .iter()
                .any(|p| p.is == "prescribed" && (i < first.block || p.end <= first.start))
        })
    }
}

/// How a part speaks of its doses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// It tells the reader what to do.
    Tells,
    /// It names the usual dose, sends the reader to the dose of the own prescription, or is first aid.
    Informs,
    /// It quotes a label or guideline.
    Quotes,
}

/// Whether a drug, or every known member of a class, needs a prescription.
pub fn is_prescription(cx: &Context, drug: &str) -> Option<bool> {
    if let Some(facts) = cx.knowledge.drugs.get(drug).filter(|d| !d.status.is_empty()) {
        return facts.is_prescription();
    }
    let members = cx.knowledge.drugs.iter().filter(|(id, _)| cx.knowledge.concepts.is_a(id, drug));
    let known: Vec<bool> = members.filter_map(|(_, d)| d.is_prescription()).collect();
    (known.len() > 1 && known.iter().all(|&p| p)).then_some(true)
}

/// The clauses that a place touches, without marks at their ends.
pub fn clauses(block: &Block, place: &Place) -> Place {
    let Some(sentence) = block.sentence_at(place.start) else { return place.clone() };
    let touched = || sentence.clauses.iter().filter(|c| c.start < place.end && place.start < c.end);
    let start = touched().next().map_or(place.start, |c| c.start).min(place.start);
    let end = touched().next_back().map_or(place.end, |c| c.end).max(place.end);
    let part = &block.as_str()[start..end];
    let mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '。' | '.');
    let lead = part.len() - part.trim_start_matches(mark).len();
    Place::new(place.block, start + lead..(start + part.trim_end_matches(mark).len()).max(start + lead))
}

/// The regimens of an article that give an amount or a step, in order.
pub fn regimens<'a>(cx: &Context<'a>) -> Vec<Regimen<'a>> {
    let mut found = every_regimen(cx);
    found.retain(|r| !r.steps.is_empty() || r.doses.iter().any(|d| d.amount_high.is_some()));
    found
}

/// Everything that an article tells its readers to take, by part and drug, in order.
pub fn every_regimen<'a>(cx: &Context<'a>) -> Vec<Regimen<'a>> {
    let (subject, mut heads) = (subject(cx), Heads::default());
    let mut found: BTreeMap<(usize, Option<&str>), Regimen> = BTreeMap::new();
    let mut doses = cx.facts.doses.iter().filter(|d| is_told(cx, d)).peekable();
    for (index, block) in cx.body() {
        heads.enter(index, block);
        while doses.next_if(|d| d.quote.place.block < index).is_some() {}
        let mut here = Vec::new();
        while let Some(dose) = doses.next_if(|d| d.quote.place.block == index) {
            here.push(dose);
        }
        let told = told(cx, index, block, here);
        if told.is_empty() {
            continue;
        }
        let naming = Naming { cx, subject, heads, named: drugs_in(cx, index), block: index };
        let mut last: Option<(Option<usize>, Option<&'a str>)> = None;
        for (place, dose) in told {
            let sentence = sentence_of(block, &place);
            let drug = match last.filter(|(s, _)| dose.is_none() && *s == sentence) {
                Some((_, drug)) => drug,
                None => {
                    let own = dose.filter(|d| !is_of_wares(cx, d)).and_then(|d| d.drug_concept.as_deref());
                    naming.drug_at(place.start, own)
                }
            };
            last = Some((sentence, drug));
            let new = || Regimen { doses: Vec::new(), steps: Vec::new(), drug, part: heads.part, ends: true };
            let regimen = found.entry((heads.part, drug)).or_insert_with(new);
            match dose {
                Some(dose) => regimen.doses.push(dose),
                None => {
                    regimen.ends &= is_stop(cx, &place);
                    regimen.steps.push(place);
                }
            }
        }
    }
    found.into_values().collect()
}

/// The doses and steps that a block tells the reader, by sentence, doses first. What a professional
/// decides in its own sentence is no instruction to the reader, nor is what others are said to take.
fn told<'a>(
    cx: &Context<'a>,
    index: usize,
    block: &Block,
    doses: Vec<&'a Dose>,
) -> Vec<(Place, Option<&'a Dose>)> {
    let phrases = cx.phrases(RULE, index);
    let steps = phrases.iter().filter(|p| is_step(cx, block, &phrases, index, p));
    let steps = steps.map(|p| (Place::new(index, p.range()), None));
    let mut told: Vec<_> = doses.into_iter().map(|d| (d.quote.place.clone(), Some(d))).chain(steps).collect();
    let caption = caption(cx, index).is_some_and(|b| refers(cx, b));
    let others =
        |at: usize| caption || ["professional", "report"].iter().any(|is| says(block, &phrases, at, is));
    told.retain(|(place, _)| !others(place.start) && !is_disowned(cx, block, &phrases, place));
    told.sort_by_key(|(place, dose)| (sentence_of(block, place), dose.is_none(), place.start));
    told
}

/// The block above a table, for a row of it.
fn caption(cx: &Context, row: usize) -> Option<usize> {
    let is_row = |b: usize| cx.document.blocks[b].kind == BlockKind::TableRow;
    is_row(row).then(|| (0..row).rev().find(|&b| !is_row(b))).flatten()
}

/// Whether something stands in quotation marks that others are said to spread.
fn is_disowned(cx: &Context, block: &Block, phrases: &[Term<String>], place: &Place) -> bool {
    cx.facts.gates.holds(Gate::Quotation, place) && says(block, phrases, place.start, "spread")
}

/// Where the sentence of a place begins.
fn sentence_of(block: &Block, place: &Place) -> Option<usize> {
    block.sentence_at(place.start).map(|s| s.range.start)
}

/// Whether a dose tells the reader what to take.
fn is_told(cx: &Context, dose: &Dose) -> bool {
    let taken =
        matches!(dose.kind, DoseKind::Regular | DoseKind::Start | DoseKind::Loading | DoseKind::Threshold);
    let often = dose.kind != DoseKind::Threshold || dose.amount_high.is_some() && dose.freq_high.is_some();
    let told = dose.mood == Mood::Instruct || is_urged(cx, dose);
    told && taken && often && !is_gated(cx, &dose.quote.place) && !is_strength(cx, dose)
}

/// Whether an amount names the size of a tablet and no dose: 每次70毫克的规格.
fn is_strength(cx: &Context, dose: &Dose) -> bool {
    let place = &dose.quote.place;
    let behind = &cx.document.blocks[place.block].as_str()[place.end..];
    STRENGTHS.iter().any(|word| behind.trim_start().starts_with(word))
}

/// What stands behind an amount that is the size of a tablet.
const STRENGTHS: [&str; 4] = ["的规格", "规格", "这一规格", "strength"];

/// Whether words beside an amount recommend it that make no instruction by themselves: 250毫克下去就没事了.
fn is_urged(cx: &Context, dose: &Dose) -> bool {
    let place = &dose.quote.place;
    dose.mood == Mood::Report
        && dose.amount_high.is_some()
        && says(&cx.document.blocks[place.block], &cx.phrases(RULE, place.block), place.start, "urges")
}

/// Whether a phrase is a step, and no warning to stop because of harm.
fn is_step(
    cx: &Context,
    block: &Block,
    phrases: &[Term<String>],
    index: usize,
    phrase: &Term<String>,
) -> bool {
    let warns = || says(block, phrases, phrase.start, "safety");
    let place = Place::new(index, phrase.range());
    match phrase.is.as_str() {
        "start" | "adjust" => !is_gated(cx, &place),
        "stop" => !is_gated(cx, &place) && !warns(),
        _ => false,
    }
}

/// Whether a step is one that ends.
fn is_stop(cx: &Context, place: &Place) -> bool {
    cx.phrases(RULE, place.block).iter().any(|p| p.is == "stop" && p.range() == place.range())
}

fn is_gated(cx: &Context, place: &Place) -> bool {
    let quiet = [Gate::Negation, Gate::Refutation, Gate::Question, Gate::Meta];
    cx.facts.gates.over(place).any(|g| quiet.contains(&g.gate))
}

/// Whether the sentence of a byte holds a phrase of that meaning.
fn says(block: &Block, phrases: &[Term<String>], at: usize, meaning: &str) -> bool {
    let Some(sentence) = block.sentence_at(at) else { return false };
    let first = phrases.partition_point(|p| p.start < sentence.range.start);
    phrases[first..].iter().take_while(|p| p.start < sentence.range.end).any(|p| p.is == meaning)
}

/// Whether a dose is of what the article sells, by the scoop and the sachet.
fn is_of_wares(cx: &Context, dose: &Dose) -> bool {
    let unit = dose.unit.as_deref().and_then(|unit| cx.knowledge.units.get(unit));
    let borrowed = dose.drug_concept.as_deref().is_some_and(|id| is_prescription(cx, id) == Some(true));
    let scooped = unit.is_some_and(|u| u.dimension == Dimension::Package || u.id == "scoop");
    borrowed && scooped && cx.is_commercial()
}

/// Whether a block leaves something to a doctor or pharmacist.
pub fn refers(cx: &Context, block: usize) -> bool {
    let leaves = |p: &Term<String>| matches!(p.is.as_str(), "professional" | "prescribed");
    cx.phrases(RULE, block).iter().any(leaves)
}

/// Whether a block or one beside it in its section leaves something to a doctor or pharmacist.
pub fn refers_near(cx: &Context, block: usize) -> bool {
    let section = cx.document.section(block);
    let near = block.saturating_sub(1).max(section.start)..(block + 2).min(section.end);
    near.into_iter().any(|b| refers(cx, b))
}
