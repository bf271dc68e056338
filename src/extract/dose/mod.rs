//! Doses: how much of what, how often, for whom, and what remains in doubt.

mod amount;
mod clock;
mod drug;
mod frame;
mod frequency;
mod laboratory;
mod notation;
mod problem;
mod reader;
mod suffix;
#[cfg(test)]
mod tests;
mod token;

pub use crate::knowledge::{Basis, DoseKind, Mood, Route};
pub use problem::{Problem, ProblemCode, problems};

pub(super) use frame::Frame;
pub(super) use reader::frames;
pub(super) use token::{Token, tokens};

use super::Quote;
use super::words::Words;
use crate::document::Place;
use crate::knowledge::{Dimension, Patients, Period};
use drug::Drugs;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One way to read an ambiguous dose.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// What the amount would be per.
    pub basis: Basis,
    /// Times a day.
    pub per_day: f64,
    /// The amount a day that follows, in the unit of the dose.
    pub daily_total: f64,
}

/// A statement of dose.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Dose {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// The drug, as named; from the same sentence or the nearest one above.
    pub drug: Option<String>,
    /// Id of the drug's concept.
    pub drug_concept: Option<String>,
    /// Lower bound of the amount; none where only an upper bound is given.
    pub amount_low: Option<f64>,
    /// Upper bound of the amount.
    pub amount_high: Option<f64>,
    /// Unit: `mg`, `ug`, `mL`, `IU`, `tablet`, `mg/kg` …
    pub unit: Option<String>,
    /// The unit in UCUM.
    pub ucum: Option<String>,
    /// What the amount is per.
    pub basis: Basis,
    /// Times a day, at least; weekly is 0.1429.
    pub per_day_low: Option<f64>,
    /// Times a day, at most.
    pub per_day_high: Option<f64>,
    /// Times in a period, at least.
    pub freq_low: Option<f64>,
    /// Times in a period, at most.
    pub freq_high: Option<f64>,
    /// The period, at least.
    pub period_low: Option<f64>,
    /// The period, at most.
    pub period_high: Option<f64>,
    /// Unit of the period: `h d wk mo`.
    pub period_unit: Option<Period>,
    /// How it is taken.
    pub route: Option<Route>,
    /// How long, at least.
    pub duration_low: Option<f64>,
    /// How long, at most.
    pub duration_high: Option<f64>,
    /// Unit of the duration: `h d wk mo a cycle`.
    pub duration_unit: Option<Period>,
    /// For whom: `adult child infant elderly pregnant …`
    pub population: Option<Patients>,
    /// Whether only when needed.
    pub as_needed: bool,
    /// What the amount is.
    pub kind: DoseKind,
    /// What the sentence does with it.
    pub mood: Mood,
    /// The ways to read it, where there is more than one.
    pub readings: Vec<Reading>,
}

/// The statements of dose in the body of a document, in order.
pub fn doses(words: &Words) -> Vec<Dose> {
    let mut drugs = Drugs::of_document(words);
    let mut out = Vec::new();
    for (index, block) in words.body() {
        drugs.enter(words, index);
        let frames = words.frames(index).iter();
        for frame in frames.filter(|f| is_statement(f) || is_dose(f) && drugs.are_beside(f)) {
            let quote = Quote::of(words.blocks, Place::new(index, frame.range.clone()));
            out.push(dose(frame, quote, drugs.of(frame)));
        }
        drugs.leave(block);
    }
    out
}

/// Whether a frame may be a dose, and is not what is in a tablet.
fn is_dose(frame: &Frame) -> bool {
    !matches!(frame.kind, DoseKind::Concentration | DoseKind::Strength)
}

/// Whether a frame says enough of a dose to be one.
fn is_statement(frame: &Frame) -> bool {
    if !is_dose(frame) {
        return false;
    }
    let Some(amount) = &frame.amount else { return frame.frequency.is_some() };
    let said = amount.basis.is_some() || frame.frequency.is_some() || frame.said || frame.divided.is_some();
    if amount.unit.is_some_and(|u| u.dimension == Dimension::Package) && !said {
        return false;
    }
    let form = amount.unit.is_some_and(|u| u.dimension == Dimension::Form) && frame.patients.is_some();
    said || frame.context
        || form
        || frame.kind != DoseKind::Regular
        || frame.as_needed
        || frame.patients.is_some()
}

fn dose(frame: &Frame, quote: Quote, drug: Option<drug::Named>) -> Dose {
    let amount = frame.amount.as_ref();
    let only_high = frame.kind == DoseKind::Max;
    let unit = amount.and_then(|a| a.unit.map(|u| (a, u)));
    let suffix = |a: &amount::Amount| match (a.per_kg, a.per_area) {
        (true, _) => "/kg",
        (_, true) => "/m2",
        _ => "",
    };
    let id = |id: &str| if id == "unit" { "IU".to_owned() } else { id.to_owned() };
    let often = frame.frequency.as_ref();
    let per_day = often.and_then(|f| f.per_day());
    let (drug, drug_concept) = drug.map_or((None, None), |d| (Some(d.surface), Some(d.concept)));
    Dose {
        quote,
        drug,
        drug_concept,
        amount_low: amount.filter(|a| !only_high || a.low < a.high).map(|a| a.low),
        amount_high: amount.map(|a| a.high),
        unit: unit.map(|(a, u)| id(&u.id) + suffix(a)),
        ucum: unit.map(|(a, u)| u.ucum.clone() + suffix(a)),
        basis: frame.basis.map_or(Basis::None, |(b, _)| b),
        per_day_low: per_day.map(|d| d.0),
        per_day_high: per_day.map(|d| d.1),
        freq_low: often.map(|f| f.low),
        freq_high: often.map(|f| f.high),
        period_low: often.map(|f| f.period_low),
        period_high: often.map(|f| f.period_high),
        period_unit: often.map(|f| f.period),
        route: frame.route,
        duration_low: frame.duration.map(|d| d.0),
        duration_high: frame.duration.map(|d| d.1),
        duration_unit: frame.duration.map(|d| d.2),
        population: frame.patients,
        as_needed: frame.as_needed,
        kind: frame.kind,
        mood: frame.mood,
        readings: frame.readings.clone(),
    }
}
