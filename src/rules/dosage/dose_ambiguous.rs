//! DO003: a dose that can be read as different amounts a day.

use super::regimen::clauses;
use crate::extract::dose::{Basis, DoseKind};
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `dose-ambiguous`.
pub struct DoseAmbiguous;

impl Rule for DoseAmbiguous {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for dose in cx.facts.doses.iter().filter(|d| d.kind == DoseKind::Regular) {
            outcome.look();
            if dose.basis != Basis::Ambiguous || dose.readings.len() < 2 {
                continue;
            }
            let mut totals: Vec<f64> = dose.readings.iter().map(|r| r.daily_total).collect();
            totals.sort_by(f64::total_cmp);
            totals.dedup();
            let totals: Vec<String> = totals.iter().map(f64::to_string).collect();
            let found = Candidate::new(
                clauses(&cx.document.blocks[dose.quote.place.block], &dose.quote.place),
                "found",
            )
            .arg("dose", &dose.quote.text)
            .arg("totals", totals.join(" / "))
            .arg("unit", dose.unit.as_deref().unwrap_or_default());
            outcome.candidates.push(found);
        }
        outcome
    }
}
