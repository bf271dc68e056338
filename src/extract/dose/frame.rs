//! Frames: an amount with everything said about it, and what may be concluded from that.

use super::amount::Amount;
use super::frequency::{Frequency, Style};
use super::{ProblemCode, Reading};
use crate::knowledge::{Basis, Dimension, DoseKind, Mood, Patients, Period, Route};
use std::ops::Range;

/// A duration: bounds and unit.
pub type Duration = (f64, f64, Period);

/// An amount, a frequency, or both, as one statement of dose.
#[derive(Clone, PartialEq, Debug)]
pub struct Frame<'k> {
    /// Where in the folded text of the block.
    pub range: Range<usize>,
    /// Which sentence of the block it stands in.
    pub sentence: usize,
    /// How much.
    pub amount: Option<Amount<'k>>,
    /// The same amount in other units, in brackets behind it.
    pub glosses: Vec<Amount<'k>>,
    /// What the words around say the amount is per, and whether they say so of a total.
    pub basis: Option<(Basis, bool)>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// Into how many doses the amount is divided, where it is; zero for a number not said.
    pub divided: Option<(f64, f64)>,
    /// How long.
    pub duration: Option<Duration>,
    /// How.
    pub route: Option<Route>,
    /// For whom.
    pub patients: Option<Patients>,
    /// Whether only when needed.
    pub as_needed: bool,
    /// What the amount is.
    pub kind: DoseKind,
    /// What the sentence does with it.
    pub mood: Mood,
    /// Whether it comes after another in time: 以后, then.
    pub then: bool,
    /// Whether it is one of two choices: 或, or.
    pub or: bool,
    /// Whether the words around say what the amount is per.
    pub said: bool,
    /// Whether its sentence speaks of taking or giving something.
    pub context: bool,
    /// What is wrong with it, and where.
    pub flaws: Vec<(ProblemCode, Range<usize>)>,
    /// Its ways to be read, once settled.
    pub readings: Vec<Reading>,
}

impl<'k> Frame<'k> {
    /// A frame of nothing yet, at a place.
    pub fn new(range: Range<usize>, sentence: usize) -> Frame<'k> {
        Frame {
            range,
            sentence,
            amount: None,
            glosses: Vec::new(),
            basis: None,
            frequency: None,
            divided: None,
            duration: None,
            route: None,
            patients: None,
            as_needed: false,
            kind: DoseKind::Regular,
            mood: Mood::Instruct,
            then: false,
            or: false,
            said: false,
            context: false,
            flaws: Vec::new(),
            readings: Vec::new(),
        }
    }

    /// Notes what is wrong with it.
    pub fn flaw(&mut self, code: ProblemCode) {
        self.flaws.push((code, self.range.clone()));
    }

    /// Takes a place in.
    pub fn cover(&mut self, start: usize, end: usize) {
        self.range = self.range.start.min(start)..self.range.end.max(end);
    }

    /// Whether the words around say what the amount is per, or the amount does.
    pub fn said_basis(&self) -> Option<Basis> {
        self.amount.as_ref().and_then(|a| a.basis).or(self.basis.map(|(b, _)| b))
    }

    /// Concludes what the amount is per; more than one way to read it makes it ambiguous.
    pub fn settle(&mut self, before: Option<&Frame<'k>>) {
        if self.is_implausible() {
            self.flaw(ProblemCode::ImplausibleAmount);
        }
        let Some(amount) = &self.amount else { return };
        let counted = amount.is_counted();
        let liquid = amount.unit.is_some_and(|u| u.dimension == Dimension::Volume);
        let said = self.said_basis();
        self.said = self.basis.is_some();
        let total = self.basis.is_some_and(|(_, total)| total);
        let often = self.frequency.as_ref().and_then(Frequency::per_day).is_some_and(|(_, high)| high >= 1.5);
        let basis = match said {
            _ if amount.doubt.is_some() || !self.flaws.is_empty() && self.is_in_doubt() => Basis::Ambiguous,
            _ if self.kind == DoseKind::Increment && said != Some(Basis::PerDay) => Basis::None,
            Some(Basis::PerDose) if self.divided.is_some() && self.frequency.is_none() => {
                self.flaw(ProblemCode::ContradictionPerDoseDivided);
                Basis::Ambiguous
            }
            Some(Basis::PerDay) if often && !total && !amount.per_kg && self.divided.is_none() => {
                self.flaw(ProblemCode::AmbiguousBasis);
                if self.frequency.as_ref().is_some_and(|f| f.alternatives) {
                    self.flaw(ProblemCode::FrequencyUncertain);
                }
                Basis::Ambiguous
            }
            Some(basis) => basis,
            None if self.divided.is_some() => Basis::PerDay,
            None => self.default_basis(before, counted, liquid, often),
        };
        if basis == Basis::PerDay && self.frequency.is_none() {
            let by_unit = || self.amount.as_ref().is_some_and(|a| a.basis.is_some());
            if let Some((low, high)) = self.divided.filter(|d| d.1 > 0.0) {
                self.frequency = Some(per_day(&self.range, low, high));
            } else if said == Some(Basis::PerDay) && (counted || liquid) && by_unit() {
                self.frequency = Some(per_day(&self.range, 1.0, 1.0));
            }
        }
        self.basis = Some((basis, total));
        if basis == Basis::Ambiguous {
            self.readings = readings(self);
        }
        // Where all ways come to one amount a day there is nothing to doubt.
        if self.readings.windows(2).all(|r| r[0].daily_total == r[1].daily_total) {
            self.readings.clear();
        }
    }

    /// Litres at a time are drunk, not dosed.
    fn is_implausible(&self) -> bool {
        let litres = |a: &Amount| {
            let volume = a.base().filter(|(_, d)| *d == Dimension::Volume && !a.per_kg);
            volume.is_some_and(|(ml, _)| ml > 1000.0)
        };
        let poured = matches!(self.route, Some(Route::Iv | Route::Rectal | Route::Vaginal | Route::Topical));
        !poured && self.frequency.is_some() && self.amount.as_ref().is_some_and(litres)
    }

    fn is_in_doubt(&self) -> bool {
        self.flaws.iter().any(|(code, _)| code.is_doubt())
    }

    fn default_basis(
        &mut self,
        before: Option<&Frame<'k>>,
        counted: bool,
        liquid: bool,
        often: bool,
    ) -> Basis {
        let package = |a: &Amount| a.unit.is_some_and(|u| u.dimension == Dimension::Package) && a.high >= 5.0;
        if often && self.amount.as_ref().is_some_and(package) {
            self.flaw(ProblemCode::AmbiguousBasis);
            self.flaw(ProblemCode::UnitUnlikely);
            return Basis::Ambiguous;
        }
        match &self.frequency {
            Some(f) if f.style == Style::Daily && !counted && !liquid => Basis::PerDay,
            Some(_) => Basis::PerDose,
            None => match before.filter(|b| b.sentence == self.sentence) {
                Some(b) if self.or || self.kind == DoseKind::Max => match b.basis {
                    Some((basis, _)) if self.or || basis == Basis::PerDay => basis,
                    _ if self.kind == DoseKind::Max => self.open_limit(counted),
                    _ => Basis::PerDose,
                },
                _ if self.kind == DoseKind::Max => self.open_limit(counted),
                _ => Basis::PerDose,
            },
        }
    }

    /// A limit without a time it holds for.
    fn open_limit(&mut self, counted: bool) -> Basis {
        if !counted && self.amount.as_ref().is_some_and(|a| !a.per_kg) {
            self.flaw(ProblemCode::AmbiguousBasis);
        }
        Basis::Ambiguous
    }
}

fn per_day(range: &Range<usize>, low: f64, high: f64) -> Frequency {
    Frequency {
        start: range.start,
        end: range.end,
        low,
        high,
        period_low: 1.0,
        period_high: 1.0,
        period: Period::D,
        style: Style::Daily,
        max: false,
        alternatives: false,
        spaced: false,
    }
}

/// The ways to read an amount that may be of a dose or of a day.
fn readings(frame: &Frame) -> Vec<Reading> {
    let (Some(amount), Some((low, high))) =
        (&frame.amount, frame.frequency.as_ref().and_then(Frequency::per_day))
    else {
        return Vec::new();
    };
    let mut out: Vec<Reading> = Vec::new();
    let mut add = |basis, per_day: f64, daily_total: f64| {
        let reading = Reading { basis, per_day, daily_total };
        if !out.contains(&reading) {
            out.push(reading);
        }
    };
    for value in [amount.low, amount.high] {
        add(Basis::PerDay, low, value);
    }
    for times in [low, high] {
        for value in [amount.low, amount.high] {
            add(Basis::PerDose, times, (value * times * 1e4).round() / 1e4);
        }
    }
    out
}

/// Lets a frequency said once hold for the whole list: one at its end spreads back, one at its
/// head forward, over amounts of the same basis.
pub fn spread(frames: &mut [Frame]) {
    let lacks = |f: &Frame| {
        f.amount.is_some() && f.frequency.is_none() && f.kind == DoseKind::Regular && f.divided.is_none()
    };
    let alike = |a: &Frame, b: &Frame| {
        b.amount.is_some()
            && b.kind == DoseKind::Regular
            && a.sentence == b.sentence
            && a.said_basis() == b.said_basis()
    };
    for i in (0..frames.len().saturating_sub(1)).rev() {
        let (head, tail) = frames.split_at_mut(i + 1);
        let (frame, next) = (&mut head[i], &tail[0]);
        if lacks(frame) && !next.then && alike(frame, next) && next.frequency.is_some() {
            frame.frequency = next.frequency.clone();
            frame.divided = next.divided;
        }
    }
    for i in 1..frames.len() {
        let (head, tail) = frames.split_at_mut(i);
        let (before, frame) = (&head[i - 1], &mut tail[0]);
        let leads = |f: &Frequency| before.amount.as_ref().is_some_and(|a| f.start < a.start);
        if lacks(frame) && alike(before, frame) && !frame.then && before.frequency.as_ref().is_some_and(leads)
        {
            frame.frequency = before.frequency.clone();
        }
    }
}
