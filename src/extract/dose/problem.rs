//! What is wrong with the doses and units of an article.

use super::drug::Drugs;
use super::frame::Frame;
use super::frequency::Frequency;
use super::{Dose, DoseKind, Quote, is_statement, laboratory, notation};
use crate::document::Place;
use crate::extract::words::Words;
use crate::knowledge::{Basis, Dimension, Knowledge};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {
        /// A kind of problem.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum ProblemCode { $($(#[$meta])* $name),* }
    };
}

codes! {
    /// The amount may be of a dose or of a day.
    AmbiguousBasis,
    /// How often cannot be told.
    AmbiguousFrequency,
    /// Two numbers of which neither is told apart from the other.
    AmbiguousNumber,
    /// A range that may be an amount and a number of times.
    AmbiguousRange,
    /// A count or a strength.
    AmbiguousStrength,
    /// A decimal with a blank in it.
    BrokenDecimal,
    /// Two numbers of times for one dose.
    ContradictionFrequency,
    /// Each dose, and yet divided.
    ContradictionPerDoseDivided,
    /// The total is not the product.
    ContradictionTotal,
    /// A weekly drug, daily.
    DailyForWeeklyDrug,
    /// Two or three times: which, is not said.
    FrequencyUncertain,
    /// More than anybody takes.
    ImplausibleAmount,
    /// Counts and amounts that do not go together.
    InconsistentPair,
    /// `cc`.
    IsmpCc,
    /// `MS`, `MSO4`, `MgSO4` and other short names of drugs.
    IsmpDrugAbbrev,
    /// `IU`.
    IsmpIu,
    /// `MSO4`, `MgSO4`.
    IsmpMso4,
    /// `.5 mg`.
    IsmpNakedDecimal,
    /// `100000 units`.
    IsmpNoSeparator,
    /// `QD`.
    IsmpQd,
    /// `QOD`.
    IsmpQod,
    /// Name and number run together.
    IsmpRunTogether,
    /// `5.0 mg`.
    IsmpTrailingZero,
    /// `10U`.
    IsmpU,
    /// `µg`.
    IsmpUg,
    /// A laboratory value in a unit it is never reported in.
    LabUnitError,
    /// Latin short forms that are misread.
    LatinAbbrev,
    /// A frequency with a wrong letter.
    TypoFrequency,
    /// A basis with a letter lost.
    TypoPerDose,
    /// A number without its unit.
    UnitMissing,
    /// A thousandfold slip.
    UnitScale,
    /// A unit that does not fit what is measured.
    UnitUnlikely,
}

impl ProblemCode {
    /// Whether it leaves open how the dose is to be read.
    pub fn is_doubt(self) -> bool {
        matches!(
            self,
            ProblemCode::AmbiguousBasis
                | ProblemCode::AmbiguousFrequency
                | ProblemCode::AmbiguousNumber
                | ProblemCode::AmbiguousRange
                | ProblemCode::AmbiguousStrength
                | ProblemCode::BrokenDecimal
                | ProblemCode::ContradictionFrequency
                | ProblemCode::ImplausibleAmount
        )
    }
}

/// A problem and its place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// What is wrong.
    pub code: ProblemCode,
    /// The words and their place.
    #[serde(flatten)]
    pub quote: Quote,
}

/// What is wrong with the doses and units in the body of a document; `doses` are those that
/// [`super::doses`] gave for the same blocks. In order of place.
pub fn problems(words: &Words, doses: &[Dose]) -> Vec<Problem> {
    let knowledge = words.knowledge;
    let mut found: Vec<(Place, ProblemCode)> = Vec::new();
    let mut drugs = Drugs::of_document(words);
    for (index, block) in words.body() {
        let mut note = |code, range| found.push((Place::new(index, range), code));
        let frames = words.frames(index);
        let text = block.as_str().to_lowercase();
        let weekly = knowledge.dose_facts.weekly.iter();
        let weekly: Vec<_> =
            weekly.filter(|w| !w.unless.iter().any(|word| text.contains(word.as_str()))).collect();
        drugs.enter(words, index);
        for frame in frames {
            let is_dose = is_statement(frame) || frame.amount.is_none();
            for (code, range) in frame.flaws.iter().filter(|_| is_dose) {
                note(*code, range.clone());
            }
            if is_solid_in_volume(frame) {
                note(ProblemCode::UnitUnlikely, frame.range.clone());
            }
            if let Some(code) = frame.amount.as_ref().and_then(|a| a.doubt) {
                note(code, frame.range.clone());
            }
            if let Some(named) = drugs.of(frame).filter(|_| is_dose) {
                if is_scale_slip(frame, &named.concept, knowledge) {
                    note(ProblemCode::UnitScale, frame.range.clone());
                }
                let weekly = weekly.iter().find(|w| w.concepts.contains(&named.concept));
                if weekly.is_some_and(|w| is_daily(frame, w.from_mg)) {
                    note(ProblemCode::DailyForWeeklyDrug, frame.range.clone());
                }
            }
        }
        pairs(frames, &mut note);
        totals(frames, &mut note);
        laboratory::problems(block, words.tokens(index), knowledge, &mut note);
        let first = doses.partition_point(|d| d.quote.place.block < index);
        let last = doses.partition_point(|d| d.quote.place.block <= index);
        notation::problems(block, frames, &doses[first..last], knowledge, &mut note);
        drugs.leave(block);
    }
    found.sort();
    found.dedup();
    found.into_iter().map(|(place, code)| Problem { code, quote: Quote::of(words.blocks, place) }).collect()
}

/// A mass in mg: of a frame that gives a dose of the whole body.
fn mg(frame: &Frame) -> Option<f64> {
    let amount = frame.amount.as_ref().filter(|a| !a.per_kg && !a.per_area)?;
    amount.base().filter(|(_, d)| *d == Dimension::Mass).map(|(mg, _)| mg)
}

/// Tablets or capsules that are said to be a volume: two capsules (500 mL).
fn is_solid_in_volume(frame: &Frame) -> bool {
    let solid = |id: &str| matches!(id, "tablet" | "capsule" | "caplet" | "softgel" | "pill");
    let counted = frame.amount.as_ref().and_then(|a| a.unit).is_some_and(|u| solid(&u.id));
    let liquid = |a: &super::amount::Amount| a.unit.is_some_and(|u| u.dimension == Dimension::Volume);
    counted && frame.glosses.iter().any(liquid)
}

/// Far above every strength of the drug, and a thousandth of it would be right.
fn is_scale_slip(frame: &Frame, concept: &str, knowledge: &Knowledge) -> bool {
    let Some(mg) = mg(frame) else { return false };
    let facts = knowledge.dose_facts.strengths.iter();
    facts.filter(|s| s.concepts.iter().any(|c| c == concept)).any(|s| {
        let [low, high] = s.mg;
        mg >= 20.0 * high && (low / 2.0..=high * 4.0).contains(&(mg / 1000.0))
    })
}

/// A regular dose of every day, of at least that many mg.
fn is_daily(frame: &Frame, from_mg: f64) -> bool {
    let in_all = frame.basis.is_some_and(|(b, _)| b == Basis::PerDay) && frame.frequency.is_none();
    let often = frame.frequency.as_ref().and_then(Frequency::per_day).is_some_and(|(_, high)| high >= 0.9);
    let regular = matches!(frame.kind, DoseKind::Regular | DoseKind::Start);
    regular && (in_all || often) && mg(frame).is_some_and(|mg| mg >= from_mg)
}

/// A tablet that weighs one thing here and another there: 1片(5mg) … 2片(20mg).
fn pairs(frames: &[Frame], note: &mut impl FnMut(ProblemCode, std::ops::Range<usize>)) {
    let mut known: Vec<(&str, Dimension, f64)> = Vec::new();
    for frame in frames {
        let Some(amount) = &frame.amount else { continue };
        for gloss in &frame.glosses {
            let (Some(a), Some(b)) = (amount.unit, gloss.unit) else { continue };
            let (count, mass) = if a.is_counted() { (amount, gloss) } else { (gloss, amount) };
            let (Some(form), Some((base, dimension))) = (count.unit, mass.base()) else { continue };
            if a.is_counted() == b.is_counted() || count.low != count.high || mass.low != mass.high {
                continue;
            }
            let each = base / count.high;
            let same = |k: &&(&str, Dimension, f64)| k.0 == form.id && k.1 == dimension;
            match known.iter().find(same) {
                Some((_, _, before)) if (each / before - 1.0).abs() > 0.02 => {
                    note(ProblemCode::InconsistentPair, frame.range.clone());
                }
                Some(_) => {}
                None => known.push((&form.id, dimension, each)),
            }
        }
    }
}

/// 每次50mg,每日两次,每日共150mg: a total that is not the product.
fn totals(frames: &[Frame], note: &mut impl FnMut(ProblemCode, std::ops::Range<usize>)) {
    for frame in frames {
        let Some((amount, f)) = frame.amount.as_ref().zip(frame.frequency.as_ref()) else { continue };
        let (Some((x, dx)), Some((low, high))) = (amount.base(), f.per_day()) else { continue };
        let wrong = |g: &&super::amount::Amount| {
            let same =
                g.basis == Some(Basis::PerDay) && frame.basis.is_some_and(|(b, _)| b == Basis::PerDose);
            let single = low == high && amount.low == amount.high && g.low == g.high;
            same && single && g.base().is_some_and(|(y, dy)| dx == dy && (x * high / y - 1.0).abs() > 0.02)
        };
        if frame.glosses.iter().any(|g| wrong(&g)) {
            note(ProblemCode::ContradictionTotal, frame.range.clone());
        }
    }
    for pair in frames.windows(2) {
        let [dose, total] = pair else { continue };
        let told = total.basis == Some((Basis::PerDay, true)) && dose.sentence == total.sentence;
        let is_dose = dose.basis.is_some_and(|(b, _)| b == Basis::PerDose);
        let plain = dose.kind == DoseKind::Regular && total.kind == DoseKind::Regular;
        let (Some(a), Some(b)) = (&dose.amount, &total.amount) else { continue };
        let (Some((x, dx)), Some((y, dy))) = (a.base(), b.base()) else { continue };
        let Some((low, high)) = dose.frequency.as_ref().and_then(Frequency::per_day) else { continue };
        let single = a.low == a.high && b.low == b.high && low == high;
        if told && is_dose && plain && single && dx == dy && (x * high / y - 1.0).abs() > 0.02 {
            note(ProblemCode::ContradictionTotal, dose.range.start..total.range.end);
        }
    }
}
