//! Treatments that a sentence names, how grave it is to leave them off, and which of them words stop.

use crate::knowledge::{ConceptKind, Term};
use crate::rules::Context;
use crate::rules::dosage::is_prescription;
use crate::rules::said::Said;
use crate::text::Language;
use std::ops::Range;

/// Furthest that a treatment may stand from the words that stop it, in bytes: behind them, and in
/// front.
pub const BEHIND: usize = 40;
pub const BEFORE: usize = 66;

/// A treatment named in a sentence.
pub struct Treatment {
    /// Where it is named.
    pub range: Range<usize>,
    /// Whether leaving it off endangers.
    pub essential: bool,
    /// Whether it is a medicine named by its own name that needs a prescription.
    pub prescribed: bool,
}

/// How grave it is to leave a treatment off: of any kind, on prescription by its name, or one that saves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Of any kind.
    Any,
    /// On prescription, by its name.
    Prescribed,
    /// One that saves.
    Essential,
}

impl Weight {
    /// That of a treatment.
    pub fn of(treatment: &Treatment) -> Weight {
        match (treatment.essential, treatment.prescribed) {
            (true, _) => Weight::Essential,
            (_, true) => Weight::Prescribed,
            _ => Weight::Any,
        }
    }
}

/// The treatments that a sentence names: by the rule's own words, and medicines on prescription.
pub fn treatments(cx: &Context, said: &Said) -> Vec<Treatment> {
    // Drops, shots and operations alone are a treatment where something else is sold.
    let form = |p: &Term<String>| p.is == "form" && cx.is_commercial();
    let own = said.phrases().iter().filter(|p| matches!(p.is.as_str(), "essential" | "drug") || form(p));
    let of =
        |p: &Term<String>| Treatment { range: p.range(), essential: p.is == "essential", prescribed: false };
    let mut found: Vec<Treatment> = own.map(of).collect();
    for named in cx.named_in(&said.place()) {
        let known = found.iter().any(|t| t.range.start < named.range.end && named.range.start < t.range.end);
        let drug = named.concept.kind == ConceptKind::Drug;
        if drug && !known && is_prescription(cx, &named.concept.id) == Some(true) {
            let spared = said.all("spared").any(|p| p.start <= named.range.start && named.range.end <= p.end);
            let high = cx.knowledge.drugs.get(&named.concept.id).is_some_and(|d| d.is_high_risk());
            if !spared {
                found.push(Treatment { range: named.range.clone(), essential: high, prescribed: true });
            }
        }
    }
    found
}

/// The treatment that words stop: the one behind them, or where the language or the words let it stand
/// there, the one in front; the graver first.
pub fn bound<'t>(stop: &Term<String>, treatments: &'t [Treatment]) -> Option<&'t Treatment> {
    let behind = |t: &&Treatment| (stop.start..stop.end + BEHIND).contains(&t.range.start);
    let before = |t: &&Treatment| t.range.end <= stop.start && stop.start <= t.range.end + BEFORE;
    let fronted = stop.language == Language::Zh && stop.is != "replace" || stop.is == "passive";
    let fits = |t: &&Treatment| (stop.is != "passive" && behind(t)) || (fronted && before(t));
    treatments.iter().filter(fits).max_by_key(|t| (t.essential, t.prescribed))
}
