//! Doses as FHIR R4 `Dosage` (<https://hl7.org/fhir/R4/dosage.html>), for those that can be read one
//! way only. What the text leaves open stays open, and nothing is calculated.

use crate::extract::dose::Dose;
use crate::knowledge::{Basis, DoseKind, Mood, Period};
use serde::Serialize;

/// Why a statement of dose gives no `Dosage`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoDosage {
    /// It can be read more than one way.
    Ambiguous,
    /// It is no dose to take: a strength, a threshold, a step, a harmful amount.
    NotToTake,
    /// The text warns of it.
    WarnedOf,
    /// It says neither an amount that belongs to something, nor how often.
    Incomplete,
    /// It goes by menstrual cycles, or by parts of a time: FHIR has no word for that.
    NotInFhir,
}

/// Instructions for taking a medication.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dosage {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    timing: Option<Timing>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    as_needed_boolean: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dose_and_rate: Vec<DoseAndRate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_dose_per_period: Option<Ratio>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_dose_per_administration: Option<Quantity>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
struct Concept {
    text: &'static str,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
struct Timing {
    repeat: Repeat,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Repeat {
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds_duration: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds_range: Option<Bounds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency_max: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period_max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period_unit: Option<Period>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum DoseAndRate {
    DoseQuantity(Quantity),
    DoseRange(Bounds),
    RateRatio(Ratio),
    RateRange(Bounds),
}

#[derive(Clone, PartialEq, Debug, Serialize)]
struct Bounds {
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<Quantity>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
struct Ratio {
    numerator: Quantity,
    denominator: Quantity,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
struct Quantity {
    value: f64,
    unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

/// The system of UCUM codes.
const UCUM: &str = "http://unitsofmeasure.org";

/// The dosage that a statement of dose comes to.
pub fn dosage(dose: &Dose) -> Result<Dosage, NoDosage> {
    if dose.basis == Basis::Ambiguous || !dose.readings.is_empty() {
        return Err(NoDosage::Ambiguous);
    }
    if !matches!(dose.kind, DoseKind::Regular | DoseKind::Start | DoseKind::Loading | DoseKind::Max) {
        return Err(NoDosage::NotToTake);
    }
    if dose.mood == Mood::Warn {
        return Err(NoDosage::WarnedOf);
    }
    let mut out = Dosage {
        text: dose.quote.text.clone(),
        timing: timing(dose)?,
        as_needed_boolean: dose.as_needed,
        route: dose.route.map(|route| Concept { text: route.as_str() }),
        ..Dosage::default()
    };
    let high = dose.amount_high.map(|high| amount(dose, high, ""));
    match (dose.basis, dose.kind) {
        (_, DoseKind::Max) => limit(&mut out, dose)?,
        (Basis::PerDose, _) => out.dose_and_rate.extend(per_dose(dose)),
        (Basis::PerDay, _) => out.dose_and_rate.extend(per_day(dose)),
        _ if high.is_some() => return Err(NoDosage::Incomplete),
        _ => {}
    }
    if out.timing.is_none() && out.dose_and_rate.is_empty() && dose.kind != DoseKind::Max {
        return Err(NoDosage::Incomplete);
    }
    Ok(out)
}

fn limit(out: &mut Dosage, dose: &Dose) -> Result<(), NoDosage> {
    let most = dose.amount_high.ok_or(NoDosage::Incomplete)?;
    match dose.basis {
        Basis::PerDose => out.max_dose_per_administration = Some(amount(dose, most, "")),
        Basis::PerDay => {
            out.max_dose_per_period =
                Some(Ratio { numerator: amount(dose, most, ""), denominator: time(1.0, Period::D) });
        }
        _ => return Err(NoDosage::Incomplete),
    }
    Ok(())
}

fn per_dose(dose: &Dose) -> Option<DoseAndRate> {
    let high = dose.amount_high?;
    Some(match dose.amount_low {
        Some(low) if low == high => DoseAndRate::DoseQuantity(amount(dose, high, "")),
        low => DoseAndRate::DoseRange(Bounds {
            low: low.map(|low| amount(dose, low, "")),
            high: Some(amount(dose, high, "")),
        }),
    })
}

/// A total of the day is a rate: what one dose of it is, the text does not say.
fn per_day(dose: &Dose) -> Option<DoseAndRate> {
    let high = dose.amount_high?;
    Some(match dose.amount_low {
        Some(low) if low == high => DoseAndRate::RateRatio(Ratio {
            numerator: amount(dose, high, ""),
            denominator: time(1.0, Period::D),
        }),
        low => DoseAndRate::RateRange(Bounds {
            low: low.map(|low| amount(dose, low, "/d")),
            high: Some(amount(dose, high, "/d")),
        }),
    })
}

fn timing(dose: &Dose) -> Result<Option<Timing>, NoDosage> {
    let mut repeat = Repeat::default();
    if let (Some(low), Some(high)) = (dose.duration_low, dose.duration_high) {
        let unit = dose.duration_unit.filter(|unit| *unit != Period::Cycle).ok_or(NoDosage::NotInFhir)?;
        if low == high {
            repeat.bounds_duration = Some(time(high, unit));
        } else {
            repeat.bounds_range = Some(Bounds { low: Some(time(low, unit)), high: Some(time(high, unit)) });
        }
    }
    if let (Some(low), Some(high)) = (dose.freq_low, dose.freq_high) {
        repeat.frequency = Some(times(low)?);
        repeat.frequency_max = if low < high { Some(times(high)?) } else { None };
        repeat.period = dose.period_low;
        repeat.period_max = dose.period_high.filter(|high| Some(*high) != dose.period_low);
        repeat.period_unit = dose.period_unit;
        if repeat.period_unit == Some(Period::Cycle) {
            return Err(NoDosage::NotInFhir);
        }
    }
    Ok((repeat != Repeat::default()).then_some(Timing { repeat }))
}

/// A number of times, which FHIR wants whole and above zero.
fn times(times: f64) -> Result<u32, NoDosage> {
    let whole = times.fract() == 0.0 && (1.0..=10_000.0).contains(&times);
    whole.then_some(times as u32).ok_or(NoDosage::NotInFhir)
}

fn amount(dose: &Dose, value: f64, per: &str) -> Quantity {
    let code = dose.ucum.as_ref().filter(|ucum| !ucum.is_empty()).map(|ucum| format!("{ucum}{per}"));
    Quantity {
        value,
        unit: format!("{}{per}", dose.unit.as_deref().unwrap_or_default()),
        system: code.is_some().then_some(UCUM),
        code,
    }
}

fn time(value: f64, unit: Period) -> Quantity {
    Quantity {
        value,
        unit: unit.as_str().to_owned(),
        system: Some(UCUM),
        code: Some(unit.as_str().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Hint, read};
    use crate::extract::{Words, extract};
    use crate::knowledge::Knowledge;
    use serde_json::{Value, json};

    fn dosages(text: &str) -> Vec<Result<Value, NoDosage>> {
        let knowledge = Knowledge::builtin().unwrap();
        let document = read(text.as_bytes(), &Hint::default(), knowledge).unwrap();
        let doses = extract(&Words::new(&document.blocks, knowledge)).doses;
        doses.iter().map(|dose| dosage(dose).map(|d| serde_json::to_value(d).unwrap())).collect()
    }

    #[test]
    fn what_can_be_read_one_way_becomes_a_dosage() {
        let found = dosages("口服，每次5mg，每日3次，连用7天。");
        let Some(Ok(dosage)) = found.first() else { panic!("{found:?}") };
        assert_eq!(
            dosage["doseAndRate"],
            json!([{"doseQuantity": {"value": 5.0, "unit": "mg", "system": UCUM, "code": "mg"}}])
        );
        let repeat = &dosage["timing"]["repeat"];
        assert_eq!(
            (&repeat["frequency"], &repeat["period"], &repeat["periodUnit"]),
            (&json!(3), &json!(1.0), &json!("d"))
        );
        assert_eq!(repeat["boundsDuration"]["value"], 7.0);
        assert_eq!(dosage["route"]["text"], "oral");
    }

    #[test]
    fn ranges_stay_ranges_and_a_total_of_the_day_a_rate() {
        let found = dosages("Adults: take 200 to 400 mg every 4 to 6 hours as needed.");
        let Some(Ok(dosage)) = found.first() else { panic!("{found:?}") };
        assert_eq!(dosage["doseAndRate"][0]["doseRange"]["low"]["value"], 200.0);
        assert_eq!(dosage["timing"]["repeat"]["periodMax"], 6.0);
        assert_eq!(dosage["asNeededBoolean"], true);
        let found = dosages("每日总量1200mg，分3次服用。");
        let Some(Ok(dosage)) = found.first() else { panic!("{found:?}") };
        assert_eq!(dosage["doseAndRate"][0]["rateRatio"]["numerator"]["value"], 1200.0);
        assert_eq!(dosage["timing"]["repeat"]["frequency"], 3);
    }

    #[test]
    fn what_is_open_stays_open() {
        assert!(dosages("每天50mg，每天两次或三次。").iter().all(|d| *d == Err(NoDosage::Ambiguous)));
    }
}
