//! What a dose comes to, and the most that sourced limits allow of its drug.

use super::regimen::clauses;
use super::strength::strength_of;
use crate::document::{Block, Place};
use crate::extract::claim::{Numeral, numerals};
use crate::extract::dose::{Basis, Dose, DoseKind};
use crate::knowledge::{
    Dimension, DoseWord, Jurisdiction, Limit, LimitPatients, LimitPer, LimitScope, Patients, Period,
};
use crate::rules::{Context, NotChecked};
use crate::text::Language;

/// Least and most of something, in the base unit of its dimension.
type Bounds = (f64, f64);

/// What a dose comes to: of each time and of the day, where the text says so.
struct Taken {
    measure: Measure,
    once: Option<Bounds>,
    daily: Option<Bounds>,
    /// Of the week, of a dose that is taken by the week.
    weekly: Option<Bounds>,
    /// The form that is counted, and what one of it holds.
    piece: Option<(String, f64)>,
}

impl Taken {
    /// The same by the kilogram of somebody who weighs so much.
    fn of_weight(self, kilos: f64) -> Taken {
        let by = |bounds: Option<Bounds>| bounds.map(|(low, high)| (low / kilos, high / kilos));
        let measure = Measure { by_weight: true, ..self.measure };
        Taken { measure, once: by(self.once), daily: by(self.daily), weekly: by(self.weekly), piece: None }
    }
}

/// Weights of a child, in kilograms.
const CHILD: std::ops::Range<f64> = 2.5..40.0;

/// The rule whose phrases tell of a change.
const CHANGES: &str = "number-differs-from-source";

/// The weight of the one child that the sentence of a dose tells of (我家老二15公斤), where the dose is none by weight.
fn body_weight(cx: &Context, dose: &Dose) -> Option<f64> {
    if dose.unit.as_deref()?.ends_with("/kg") {
        return None;
    }
    let sentence = cx.sentence_of(&dose.quote.place);
    let text = &cx.document.blocks[sentence.block].as_str()[sentence.range()];
    let kilos = |n: &Numeral| {
        let behind = text[n.end..].trim_start_matches([' ', '-']);
        let unit =
            ["公斤", "千克", "kg", "kilos", "kilo", "kilograms"].iter().find(|u| behind.starts_with(**u))?;
        let at = Place::new(sentence.block, sentence.start + n.start..sentence.start + n.end);
        let lost = cx.phrases_in(CHANGES, &clauses(&cx.document.blocks[at.block], &at));
        if lost.iter().any(|t| t.is.starts_with("change")) {
            return None;
        }
        let glued = text[..n.start].ends_with('/') || behind[unit.len()..].starts_with('/');
        (!glued && CHILD.contains(&n.value)).then_some(n.value)
    };
    let all = numerals(text);
    let mut weights = all.iter().filter_map(kilos);
    weights.next().filter(|_| weights.next().is_none())
}

/// What an amount is measured in; amounts by weight are held against limits by weight alone.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Measure {
    dimension: Dimension,
    by_weight: bool,
}

/// How a dose stands to the limits of its drug.
pub struct Excess<'a> {
    /// The limit that it is above.
    pub limit: &'a Limit,
    /// How far.
    pub level: Level,
}

/// How far a dose is above.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// At its upper bound, or in one of its readings, above every limit.
    Upper,
    /// Above the limit of the article's own country, or of treating oneself; not above every other.
    Home,
    /// In every reading above every limit.
    Every,
}

/// By how much rounding may move a product.
const SLACK: f64 = 1.001;

/// The excess of a dose of a drug in a part of the article, if there is one; or why that cannot be told.
pub fn excess<'a>(
    cx: &Context<'a>,
    drug: &str,
    dose: &Dose,
    part: usize,
) -> Result<Option<Excess<'a>>, NotChecked> {
    let facts = cx.knowledge.drugs.get(drug).ok_or(NotChecked::LimitUnknown)?;
    if facts.max.is_empty() {
        return Err(NotChecked::LimitUnknown);
    }
    let mut taken = taken(cx, dose).ok_or(NotChecked::AmountNotComparable)?;
    cap(cx, drug, dose, part, &mut taken);
    if let Some(kilos) = body_weight(cx, dose) {
        taken = taken.of_weight(kilos);
    }
    let route = |l: &&Limit| dose.route.is_none_or(|r| r.as_str() == l.route);
    let here = |l: &&Limit| l.scope != LimitScope::Supplement || has_force(cx, l.jurisdiction);
    let fits = |l: &&Limit| measure(cx, l) == Some(taken.measure) && route(l) && here(l);
    let limits: Vec<&Limit> = facts.max.iter().filter(fits).collect();
    if limits.is_empty() {
        let by_weight = taken.measure.by_weight;
        return Err(if by_weight { NotChecked::AmountNotComparable } else { NotChecked::LimitUnknown });
    }
    let young = is_young(cx, dose, part) || body_weight(cx, dose).is_some();
    // A dose by weight that names nobody is held against whatever limit by weight there is.
    let anyone = taken.measure.by_weight && dose.population.is_none();
    let is_own = |l: &&Limit| match l.patients {
        LimitPatients::Any => true,
        LimitPatients::Child => young || anyone,
        LimitPatients::Adult => !young,
    };
    let own: Vec<&Limit> = limits.iter().copied().filter(is_own).collect();
    let found = |limits: &[&'a Limit]| {
        let each = taken.once.and_then(|b| above(cx, limits, LimitPer::Dose, b));
        let day = taken.daily.and_then(|b| above(cx, limits, LimitPer::Day, b));
        let week = taken.weekly.and_then(|b| above(cx, limits, LimitPer::Week, b));
        [each, day, week].into_iter().flatten().max_by_key(|e| e.level)
    };
    if !own.is_empty() {
        return Ok(found(&own));
    }
    // What is too much for an adult is too much for a child.
    match found(&limits).filter(|e| e.level == Level::Every) {
        Some(excess) if young => Ok(Some(excess)),
        _ => Err(NotChecked::LimitUnknown),
    }
}

fn above<'a>(cx: &Context, limits: &[&'a Limit], per: LimitPer, (low, high): Bounds) -> Option<Excess<'a>> {
    let amount = |l: &&Limit| base(cx, l.amount, &l.unit).map_or(f64::INFINITY, |(amount, _)| amount * SLACK);
    let of = || limits.iter().copied().filter(|l| l.per == per);
    let most = of().max_by(|a, b| amount(a).total_cmp(&amount(b)))?;
    let home = of()
        .filter(|l| l.scope == LimitScope::Otc && has_force(cx, l.jurisdiction))
        .max_by(|a, b| amount(a).total_cmp(&amount(b)));
    let excess = |limit, level| Some(Excess { limit, level });
    if low > amount(&most) {
        return excess(most, Level::Every);
    }
    match home.filter(|l| low > amount(l)) {
        Some(home) => excess(home, Level::Home),
        None if high > amount(&most) => excess(most, Level::Upper),
        None => None,
    }
}

/// Whether a document has force in the country of the article's language.
pub fn has_force(cx: &Context, jurisdiction: Jurisdiction) -> bool {
    (jurisdiction == Jurisdiction::Cn) == (cx.document.language == Language::Zh)
}

/// What a dose comes to; none where its amount is none of the drug's mass or activity.
fn taken(cx: &Context, dose: &Dose) -> Option<Taken> {
    let (high, measure) = weighed(cx, dose, dose.amount_high?)?;
    let low = dose.amount_low.and_then(|low| weighed(cx, dose, low)).map_or(high, |(low, _)| low);
    let times = dose.per_day_low.zip(dose.per_day_high);
    let whole = (low, high);
    let (once, daily) = match dose.basis {
        Basis::PerDay => (None, Some(whole)),
        _ if dose.readings.len() > 1 => {
            let scale = high / dose.amount_high?;
            let totals = dose.readings.iter().map(|r| r.daily_total * scale);
            (None, Some(totals.fold((f64::INFINITY, 0.0_f64), |(a, b), t| (a.min(t), b.max(t)))))
        }
        Basis::PerDose => {
            let daily = times.map_or(whole, |(least, most)| (low * least, high * most));
            (Some(whole), Some(daily))
        }
        _ => (None, Some((low, high * times.map_or(1.0, |(_, most)| most.max(1.0))))),
    };
    let weekly = dose.freq_high.filter(|_| dose.period_unit == Some(Period::Wk)).and_then(|most| {
        let (least, apart) = (dose.freq_low.unwrap_or(most), dose.period_high.unwrap_or(1.0).max(1.0));
        Some((low * least / apart, high * most / dose.period_low.filter(|p| *p > 0.0)?))
    });
    let piece = strength_of(cx, dose).map(|s| (s.form.id.clone(), s.base()));
    Some(Taken { measure, once, daily, weekly, piece })
}

/// Takes account of the most that the part itself allows: 24小时内不超过4次, at most 4 g a day; of what the
/// sentence of the dose allows alone, where it does.
fn cap(cx: &Context, drug: &str, dose: &Dose, part: usize, taken: &mut Taken) {
    let Some((low, high)) = taken.daily else { return };
    let section = cx.document.section(part);
    let sentence = cx.sentence_of(&dose.quote.place);
    let caps = || cx.facts.doses.iter().filter(|d| d.kind == DoseKind::Max);
    let beside = |d: &&Dose| sentence.holds(&d.quote.place);
    let own = caps().any(|d| beside(&d));
    let here = caps().filter(|d| section.contains(&d.quote.place.block) && (!own || beside(d)));
    let same = here.filter(|d| d.drug_concept.as_deref().is_none_or(|id| id == drug));
    // So many tablets a day are of those whose strength the dose says.
    let piece = |d: &Dose| {
        taken.piece.as_ref().filter(|(form, _)| d.unit.as_deref() == Some(form)).map(|(_, of)| *of)
    };
    let most = same.filter_map(|d| match (d.amount_high, d.unit.as_deref(), d.basis) {
        (Some(amount), Some(_), Basis::PerDay) => {
            let own = weighed(cx, d, amount).or_else(|| Some((amount * piece(d)?, taken.measure)));
            own.filter(|(_, measure)| *measure == taken.measure).map(|(most, _)| most)
        }
        (None, _, _) => d.per_day_high.zip(taken.once).map(|(times, (_, once))| times * once),
        _ => None,
    });
    let most = most.fold(f64::INFINITY, f64::min);
    taken.daily = Some((low.min(most), high.min(most)));
}

fn measure(cx: &Context, limit: &Limit) -> Option<Measure> {
    base(cx, limit.amount, &limit.unit).map(|(_, measure)| measure)
}

/// An amount of a drug in the base unit of its dimension, as a whole or by weight.
fn base(cx: &Context, amount: f64, unit: &str) -> Option<(f64, Measure)> {
    let weighed = unit.strip_suffix("/kg");
    let unit = weighed.unwrap_or(unit);
    let unit = cx.knowledge.units.get(if unit == "IU" { "unit" } else { unit })?;
    let of_drug = matches!(unit.dimension, Dimension::Mass | Dimension::Activity);
    let measure = Measure { dimension: unit.dimension, by_weight: weighed.is_some() };
    of_drug.then_some((amount * unit.factor, measure))
}

/// An amount of a dose in the base unit; of counted forms where the text says how much one holds.
fn weighed(cx: &Context, dose: &Dose, amount: f64) -> Option<(f64, Measure)> {
    let unit = dose.unit.as_deref()?;
    base(cx, amount, unit).or_else(|| {
        let strength = strength_of(cx, dose)?;
        let measure = Measure { dimension: strength.unit.dimension, by_weight: false };
        Some((amount * strength.base(), measure))
    })
}

/// Whether a dose is for children: by its own words, or those of its sentence or heading.
fn is_young(cx: &Context, dose: &Dose, part: usize) -> bool {
    let young = |p: Patients| matches!(p, Patients::Child | Patients::Infant);
    let names = |text: &str| {
        cx.knowledge.dose_words.find(text).iter().any(|t| matches!(t.is, DoseWord::Patients(p) if young(p)))
    };
    let of = |block: &Block| names(block.as_str());
    match dose.population {
        Some(patients) => young(patients),
        None => of(&cx.document.blocks[part]) || of(&cx.document.blocks[dose.quote.place.block]),
    }
}
