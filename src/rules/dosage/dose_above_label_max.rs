//! DO006: a dose above the most that a sourced document allows, and a weekly drug taken daily.

use super::limit::{Excess, Level, excess};
use super::regimen::{Regimen, Voice, clauses, regimens};
use crate::document::BlockKind;
use crate::extract::dose::{Basis, Dose, DoseKind, Mood, ProblemCode};
use crate::knowledge::{Dimension, LimitPatients, LimitPer, LimitScope, Period};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `dose-above-label-max`.
pub struct DoseAboveLabelMax;

impl Rule for DoseAboveLabelMax {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for regimen in regimens(cx) {
            let taken = |d: &&&Dose| d.kind != DoseKind::Threshold && d.amount_high.is_some();
            // What somebody took in tablets is told, and not advised.
            let told = regimen.voice(cx) == Voice::Tells;
            let advised = |d: &&&Dose| told || !is_counted(cx, d);
            for dose in regimen.doses.iter().filter(taken).filter(advised) {
                let Some(drug) = regimen.drug else {
                    outcome.skip(NotChecked::DrugUnknown);
                    continue;
                };
                match excess(cx, drug, dose, regimen.part) {
                    Err(why) => outcome.skip(why),
                    Ok(excess) => {
                        outcome.look();
                        outcome.candidates.extend(excess.map(|e| candidate(cx, &regimen, drug, dose, &e)));
                    }
                }
            }
        }
        for dose in cx.facts.doses.iter().filter(|d| is_listed(cx, d)) {
            let part = dose.quote.place.block;
            let Some(drug) = dose.drug_concept.as_deref() else { continue };
            let found = excess(cx, drug, dose, part).ok().flatten().filter(|e| e.level == Level::Every);
            let Some(found) = found else { continue };
            outcome.look();
            let ruled = found.limit.scope == LimitScope::Label;
            let severity = if ruled { Severity::Error } else { Severity::Warning };
            let candidate = found_at(cx, drug, dose, &found).severity(severity);
            if !outcome.candidates.iter().any(|c| c.place.overlaps(&candidate.place)) {
                outcome.candidates.push(candidate);
            }
        }
        for problem in &cx.facts.dose_problems {
            if problem.code == ProblemCode::DailyForWeeklyDrug {
                let place = &problem.quote.place;
                let shown = clauses(&cx.document.blocks[place.block], place);
                let dose = cx.document.blocks[place.block].shown(shown.range()).to_owned();
                outcome.candidates.push(Candidate::new(shown, "weekly").arg("dose", dose));
            }
        }
        outcome
    }
}

/// Whether a dose is counted in tablets or capsules.
fn is_counted(cx: &Context, dose: &Dose) -> bool {
    let unit = dose.unit.as_deref().and_then(|unit| cx.knowledge.units.get(unit));
    unit.is_some_and(|u| u.dimension == Dimension::Form)
}

/// Whether a dose stands in the row of a table that names its drug: too much is too much, whoever decides on it.
fn is_listed(cx: &Context, dose: &Dose) -> bool {
    let place = &dose.quote.place;
    let row = cx.document.blocks[place.block].kind == BlockKind::TableRow;
    let drug =
        || cx.named(place.block).iter().any(|n| Some(n.concept.id.as_str()) == dose.drug_concept.as_deref());
    row && matches!(dose.kind, DoseKind::Regular | DoseKind::Start | DoseKind::Max)
        && matches!(dose.basis, Basis::PerDose | Basis::PerDay)
        && dose.mood == Mood::Instruct
        && dose.amount_high.is_some()
        && drug()
}

fn candidate(cx: &Context, regimen: &Regimen, drug: &str, dose: &Dose, excess: &Excess) -> Candidate {
    let found = found_at(cx, drug, dose, excess);
    let told = regimen.voice(cx) == Voice::Tells;
    match excess.level {
        Level::Every if excess.limit.scope == LimitScope::Label && told => found,
        Level::Upper if dose.period_unit == Some(Period::H) => found.severity(Severity::Info),
        _ => found.severity(Severity::Warning),
    }
}

/// What is said of a dose that is above its limit.
fn found_at(cx: &Context, drug: &str, dose: &Dose, excess: &Excess) -> Candidate {
    let (limit, level) = (excess.limit, excess.level);
    let ruled = limit.scope == LimitScope::Label;
    let message = match level {
        Level::Every if ruled => "above",
        Level::Every | Level::Home => "home",
        Level::Upper => "upper",
    };
    let per = match limit.per {
        LimitPer::Dose => "each",
        LimitPer::Day => "day",
        LimitPer::Week => "week",
    };
    let patients = match limit.patients {
        LimitPatients::Adult => "adult",
        LimitPatients::Child => "child",
        LimitPatients::Any => "any",
    };
    let scope = match limit.scope {
        LimitScope::Label => "label",
        LimitScope::Otc => "otc",
        LimitScope::Supplement => "supplement",
        LimitScope::UpperIntake => "upper_intake",
    };
    let place = clauses(&cx.document.blocks[dose.quote.place.block], &dose.quote.place);
    Candidate::new(place, message)
        .arg("dose", &dose.quote.text)
        .arg("drug", cx.name_of(drug))
        .arg("limit", format!("{} {}", limit.amount, limit.unit))
        .arg("document", &limit.source)
        .words("per", vec![per])
        .words("patients", vec![patients])
        .words("scope", vec![scope])
        .words("country", vec![limit.jurisdiction.as_str()])
}
