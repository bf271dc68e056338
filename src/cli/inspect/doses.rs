//! The stage `doses`.

use super::paragraphs::paragraphs;
use super::{Answer, Row};
use claimlint::extract::Words;
use claimlint::extract::dose::{Dose, doses, problems};
use claimlint::knowledge::Knowledge;
use claimlint::report::fhir::dosage;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Answers one row.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let blocks = paragraphs(row, knowledge)?;
    let words = Words::new(&blocks, knowledge);
    let statements = doses(&words);
    let codes: BTreeSet<_> = problems(&words, &statements).iter().map(|p| p.code).collect();
    Ok(Map::from_iter([
        ("statements".into(), json!(statements)),
        ("problems".into(), Value::from_iter(codes.iter().map(|c| json!(c)))),
    ]))
}

/// Answers one row with the FHIR `Dosage` of each statement, or why it has none.
pub fn fhir(row: &Row, knowledge: &Knowledge) -> Answer {
    let blocks = paragraphs(row, knowledge)?;
    let statements = doses(&Words::new(&blocks, knowledge));
    Ok(Map::from_iter([("dosages".into(), statements.iter().map(resource).collect())]))
}

fn resource(dose: &Dose) -> Value {
    let mut out = json!({
        "text": dose.quote.text,
        "span": dose.quote.span,
        "drug": dose.drug,
        "drug_concept": dose.drug_concept,
    });
    match dosage(dose) {
        Ok(dosage) => out["dosage"] = json!(dosage),
        Err(why) => out["why"] = json!(why),
    }
    out
}
