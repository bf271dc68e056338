//! DI002: a disclaimer that the text contradicts.

use super::wording::{denials, not_advice};
use crate::document::Place;
use crate::knowledge::{Gate, NoticeKind};
use crate::rules::advertising::promises;
use crate::rules::dosage::{Regimen, Voice, regimens};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `disclaimer-buried-or-contradicted`.
pub struct DisclaimerBuriedOrContradicted;

impl Rule for DisclaimerBuriedOrContradicted {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let notices = notices(cx);
        let Some(first) = notices.first() else { return against_site(cx) };
        for regimen in regimens(cx) {
            let severity = match regimen.is_prescription(cx) {
                Some(true) if regimen.voice(cx) == Voice::Tells => Severity::Error,
                None if (first.denies || !regimen.steps.is_empty()) && is_of_medicine(&regimen) => {
                    Severity::Warning
                }
                None => {
                    outcome.skip(NotChecked::DrugStatusUnknown);
                    continue;
                }
                Some(_) => {
                    outcome.look();
                    continue;
                }
            };
            outcome.look();
            // Whoever reads the notice first takes the doses for what it says they are.
            let place = regimen.place(cx);
            if !first.denies && first.place.block < place.block {
                continue;
            }
            let section = cx.document.section(regimen.part);
            let near = notices.iter().find(|n| n.denies == first.denies && section.contains(&n.place.block));
            let shown = cx.document.blocks[place.block].shown(place.range());
            let notice = near.unwrap_or(first);
            outcome.candidates =
                vec![found(cx, notice, "contradicted", place.clone(), severity).arg("dose", shown)];
            if severity == Severity::Error {
                return outcome;
            }
        }
        // What a label or somebody else promises is no promise of the article.
        let quoted = [Gate::Quotation, Gate::Attribution, Gate::Refutation];
        let own = |at: &Place| !cx.facts.gates.over(at).any(|g| quoted.contains(&g.gate));
        // A slip in an article that sells nothing, below a notice that it informs, contradicts no notice.
        let above = |at: &Place| !first.denies && first.place < *at && !cx.is_commercial();
        let promise = promises(cx).into_iter().find(|p| own(&p.at) && !above(&p.at));
        if let (true, Some(promise)) = (outcome.candidates.is_empty(), promise) {
            outcome.look();
            outcome.candidates.push(found(cx, first, "promised", promise.at, Severity::Warning));
        }
        outcome
    }
}

/// A regimen of a prescription drug in an article that has no notice of its own, on a site whose template
/// says that nothing here is advice.
fn against_site(cx: &Context) -> Outcome {
    let mut outcome = Outcome::default();
    let said = [NoticeKind::NotAdvice, NoticeKind::NoSelfTreatment];
    if !said.iter().any(|kind| cx.settings.accepted_notices.contains(kind)) {
        return outcome;
    }
    for regimen in regimens(cx) {
        if regimen.is_prescription(cx).is_none() {
            outcome.skip(NotChecked::DrugStatusUnknown);
            continue;
        }
        outcome.look();
        if regimen.is_prescription(cx) == Some(true) && regimen.voice(cx) == Voice::Tells {
            let place = regimen.place(cx);
            let shown = cx.document.blocks[place.block].shown(place.range());
            let found = Candidate::new(place.clone(), "site").arg("dose", shown);
            outcome.candidates = vec![found.severity(Severity::Warning)];
            return outcome;
        }
    }
    outcome
}

/// Whether a regimen gives a dose of something named, of something that is started and stopped, or
/// says how often.
fn is_of_medicine(regimen: &Regimen) -> bool {
    let often = || regimen.doses.iter().any(|d| d.amount_high.is_some() && d.per_day_high.is_some());
    !regimen.doses.is_empty() && (regimen.drug.is_some() || !regimen.steps.is_empty() || often())
}

/// A sentence of notice.
struct Notice {
    place: Place,
    /// Whether it says that readers are not being told to treat themselves.
    denies: bool,
}

/// The notices of the article, denials of self-treatment first.
fn notices(cx: &Context) -> Vec<Notice> {
    let mut found: Vec<Notice> =
        denials(cx).into_iter().map(|place| Notice { place, denies: true }).collect();
    for notice in &cx.facts.notices {
        let place = notice.quote.place.clone();
        let says = |kind: NoticeKind| notice.says.contains(&kind);
        let denies = says(NoticeKind::NoSelfTreatment);
        if (denies || says(NoticeKind::NotAdvice)) && !found.iter().any(|n| n.place.overlaps(&place)) {
            found.push(Notice { place, denies });
        }
    }
    for words in not_advice(cx) {
        let place = cx.sentence_of(&words);
        if !found.iter().any(|n| n.place.overlaps(&place)) {
            found.push(Notice { place, denies: false });
        }
    }
    found.sort_by_key(|n| !n.denies);
    found
}

fn found(
    cx: &Context,
    notice: &Notice,
    message: &'static str,
    other: Place,
    severity: Severity,
) -> Candidate {
    let block = &cx.document.blocks[notice.place.block];
    let mut found = Candidate::new(notice.place.clone(), message)
        .arg("notice", block.shown(notice.place.range()))
        .severity(severity);
    found.also.push(other);
    found
}
