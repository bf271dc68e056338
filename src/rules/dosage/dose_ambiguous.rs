//! DO003: a dose that can be read as different amounts a day, or goes on without end.

use super::regimen::{clauses, refers_near};
use super::strength::{Strength, strength_of, strengths};
use super::subject::drugs_in;
use crate::document::Place;
use crate::extract::dose::{Basis, Dose, DoseKind, Mood, Route};
use crate::knowledge::{ConceptKind, Dimension, DoseWord, Gate, Patients};
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `dose-ambiguous`.
pub struct DoseAmbiguous;

/// The rule's own phrases.
const RULE: &str = "dose-ambiguous";

impl Rule for DoseAmbiguous {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for dose in cx.facts.doses.iter().filter(|d| d.kind == DoseKind::Regular) {
            outcome.look();
            let place = &dose.quote.place;
            let range = || clauses(&cx.document.blocks[place.block], place);
            if dose.basis == Basis::Ambiguous && dose.readings.len() > 1 {
                let found = Candidate::new(range(), "found")
                    .arg("dose", &dose.quote.text)
                    .arg("totals", totals(dose))
                    .arg("unit", dose.unit.as_deref().unwrap_or_default());
                outcome.candidates.push(found);
            } else if is_loose(dose) {
                let message = match endless(cx, dose) {
                    Some(_) if !is_capped(cx, dose) => "endless",
                    _ if is_risky(cx, dose) => "loose",
                    _ => continue,
                };
                let mut place = range();
                if let Some(end) = endless(cx, dose).filter(|_| message == "endless") {
                    place.end = place.end.max(end.end);
                }
                let shown = cx.document.blocks[place.block].shown(place.range());
                outcome.candidates.push(Candidate::new(place.clone(), message).arg("dose", shown));
            }
        }
        for dose in cx.facts.doses.iter().filter(|d| is_of_day_or_time(cx, d)) {
            let (amount, times) =
                (dose.amount_high.unwrap_or_default(), dose.per_day_high.unwrap_or_default());
            let found = Candidate::new(
                clauses(&cx.document.blocks[dose.quote.place.block], &dose.quote.place),
                "found",
            )
            .arg("dose", &dose.quote.text)
            .arg("totals", format!("{amount} / {}", amount * times))
            .arg("unit", dose.unit.as_deref().unwrap_or_default());
            outcome.candidates.push(found);
        }
        for (dose, range, shown) in unsized_doses(cx) {
            outcome.look();
            let held = outcome.candidates.iter().any(|c| c.place.overlaps(&range));
            let found = Candidate::new(range, "found").arg("dose", &dose.quote.text);
            outcome.candidates.extend((!held).then(|| found.arg("totals", shown.0).arg("unit", shown.1)));
        }
        for (place, written) in slashed(cx) {
            outcome.look();
            outcome.candidates.push(Candidate::new(place, "slash").arg("written", written));
        }
        outcome
    }
}

/// Whether an amount is said of the day in words that may mean each time, beside a number of times: 日服3克，每天3次.
fn is_of_day_or_time(cx: &Context, dose: &Dose) -> bool {
    let sentence = cx.sentence_of(&dose.quote.place);
    let said = |is: &str| cx.phrases_in(RULE, &sentence).iter().any(|p| p.is == is);
    dose.kind == DoseKind::Regular
        && dose.mood == Mood::Instruct
        && dose.basis == Basis::PerDay
        && dose.amount_high.is_some()
        && dose.per_day_high.is_some_and(|n| n >= 2.0)
        && said("of_day")
        && !said("shared")
}

/// Two amounts of one drug with a slash, the second twice the first, of which a reader cannot tell which
/// is meant (20/40 mg); the parts of a combined tablet stand the other way round, or are of two drugs.
fn slashed(cx: &Context) -> Vec<(Place, String)> {
    let quiet = [Gate::Negation, Gate::Refutation, Gate::Question, Gate::Meta];
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let mut found = Vec::new();
    for (index, block) in cx.body().filter(|(_, b)| b.as_str().contains('/')) {
        let phrases = cx.phrases(RULE, index);
        for unit in phrases.iter().filter(|p| p.is == "strength") {
            let Some(sentence) = block.sentence_at(unit.start) else { continue };
            let Some((before, second)) = block.as_str()[..unit.start].trim_end().rsplit_once('/') else {
                continue;
            };
            let first = &before[before.trim_end_matches(digit).len()..];
            let (low, high) = (first.parse::<f64>(), second.parse::<f64>());
            let twice = low.ok().zip(high.ok()).is_some_and(|(a, b)| a > 0.0 && (b / a - 2.0).abs() < 1e-9);
            let inside = |at: usize| sentence.range.contains(&at);
            let named = drugs_in(cx, index).into_iter();
            let drugs = named.filter(|n| inside(n.range.start) && cx.is_drug(&n.concept.id)).count();
            let listed = phrases.iter().any(|p| p.is == "listed" && inside(p.start));
            let place = Place::new(index, before.len() - first.len()..unit.end);
            let open = quiet.iter().all(|g| !cx.facts.gates.holds(*g, &place));
            if twice && drugs == 1 && !listed && open {
                found.push((place, format!("{first}/{second}")));
            }
        }
    }
    found
}

/// Doses in tablets of which the article says two strengths and not which is meant; with the totals and
/// their unit.
fn unsized_doses<'a>(cx: &Context<'a>) -> Vec<(&'a Dose, Place, (String, String))> {
    let sizes = |block: usize| strengths(cx, cx.document.blocks[block].as_str());
    let told = |d: &&Dose| {
        d.kind == DoseKind::Regular
            && d.mood == Mood::Instruct
            && d.per_day_high.is_some()
            && strength_of(cx, d).is_none()
    };
    let mut found = Vec::new();
    for dose in cx.facts.doses.iter().filter(told) {
        let (place, form) = (&dose.quote.place, dose.unit.as_deref());
        let (Some(drug), Some(amount)) = (dose.drug_concept.as_deref(), dose.amount_high) else { continue };
        let of_drug = |block: &usize| {
            let named = drugs_in(cx, *block);
            named.is_empty() || named.iter().any(|n| n.concept.id == drug)
        };
        let blocks = cx.body().map(|(i, _)| i).filter(of_drug);
        let mut all: Vec<_> = blocks.flat_map(sizes).filter(|s| Some(s.form.id.as_str()) == form).collect();
        all.sort_by(|a, b| a.base().total_cmp(&b.base()));
        all.dedup_by(|a, b| a.base() == b.base());
        // Somebody who knows the strength has said it in the paragraph.
        let sentence = cx.sentence_of(place);
        if all.len() < 2 || is_sized(cx, &sentence) || sizes(place.block).len() == 1 || !cx.is_drug(drug) {
            continue;
        }
        let unit = all[0].unit;
        let times = dose.per_day_high.unwrap_or(1.0) * amount;
        let total = |s: &Strength| (s.base() / unit.factor * times).to_string();
        let totals: Vec<String> = all.iter().map(total).collect();
        let range = clauses(&cx.document.blocks[place.block], place);
        found.push((dose, range, (totals.join(" / "), unit.id.clone())));
    }
    found
}

/// Whether a sentence names an amount by mass.
fn is_sized(cx: &Context, sentence: &Place) -> bool {
    let text = &cx.document.blocks[sentence.block].as_str()[sentence.range()];
    text.match_indices(|c: char| c.is_ascii_digit()).any(|(at, _)| {
        let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
        cx.knowledge.units.at(rest).is_some_and(|(_, unit)| unit.dimension == Dimension::Mass)
    })
}

/// The amounts a day that a dose may come to.
fn totals(dose: &Dose) -> String {
    let mut totals: Vec<f64> = dose.readings.iter().map(|r| r.daily_total).collect();
    totals.sort_by(f64::total_cmp);
    totals.dedup();
    totals.iter().map(f64::to_string).collect::<Vec<_>>().join(" / ")
}

/// Whether readers are told an amount with a range of times.
fn is_loose(dose: &Dose) -> bool {
    let range = dose.per_day_low.zip(dose.per_day_high).is_some_and(|(low, high)| low < high);
    range && dose.mood == Mood::Instruct && dose.amount_high.is_some() && dose.duration_high.is_none()
}

/// The words that end a dose with the complaint alone: until the pain is gone.
fn endless(cx: &Context, dose: &Dose) -> Option<Place> {
    let place = &dose.quote.place;
    let sentence = cx.document.blocks[place.block].sentence_at(place.start)?.range.clone();
    let phrases = cx.phrases(RULE, place.block);
    let here = |is: &'static str| {
        phrases.iter().filter(move |p| p.is == is && sentence.contains(&p.start) && p.start >= place.end)
    };
    let until = here("until").next()?;
    let sentence = cx.document.blocks[place.block].sentence_at(place.start)?.range.clone();
    let better =
        phrases.iter().find(|p| p.is == "better" && sentence.contains(&p.start) && p.start >= place.end)?;
    Some(Place::new(place.block, until.start.min(better.start)..until.end.max(better.end)))
}

/// Whether the section gives the most, or leaves it to a doctor or pharmacist.
fn is_capped(cx: &Context, dose: &Dose) -> bool {
    let section = cx.document.section(dose.quote.place.block);
    let capped = |d: &Dose| d.kind == DoseKind::Max && section.contains(&d.quote.place.block);
    cx.facts.doses.iter().any(capped) || refers_near(cx, dose.quote.place.block)
}

/// Whether the drug is one of high risk, or drops of no known medicine are swallowed by a child.
fn is_risky(cx: &Context, dose: &Dose) -> bool {
    let named = drugs_in(cx, dose.quote.place.block);
    let own = |id: &&str| named.iter().any(|n| n.concept.id == *id);
    let id = dose.drug_concept.as_deref().filter(own);
    if id.and_then(|id| cx.knowledge.drugs.get(id)).is_some_and(|d| d.is_high_risk()) {
        return !is_capped(cx, dose);
    }
    let known = id.and_then(|id| cx.knowledge.concepts.get(id)).is_some_and(|c| c.kind == ConceptKind::Drug);
    let swallowed = matches!(dose.route, None | Some(Route::Oral | Route::Sublingual));
    let drops = dose.unit.as_deref() == Some("drop");
    !known && swallowed && drops && is_young(cx, dose) && !is_capped(cx, dose)
}

/// Whether children are the patients: of the dose, or by a word of its block or the title.
fn is_young(cx: &Context, dose: &Dose) -> bool {
    let young = |p: Patients| matches!(p, Patients::Child | Patients::Infant);
    if let Some(patients) = dose.population {
        return young(patients);
    }
    let names = |block: usize| {
        let words = cx.knowledge.dose_words.find(cx.document.blocks[block].as_str());
        words.iter().any(|t| matches!(t.is, DoseWord::Patients(p) if young(p)))
            || cx.phrases(RULE, block).iter().any(|p| p.is == "child")
    };
    names(dose.quote.place.block) || cx.document.title.is_some_and(names)
}
