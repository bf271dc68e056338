//! DO007: one regimen told two ways.

use super::regimen::{Regimen, clauses, every_regimen};
use crate::document::{BlockKind, Place};
use crate::extract::dose::{Basis, Dose, DoseKind, ProblemCode};
use crate::knowledge::{ConceptKind, DoseWord, Patients, Period, Term};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};

/// The rule `dose-inconsistent`.
pub struct DoseInconsistent;

/// The rule whose phrases tell one regimen from another.
const RULE: &str = "dose-inconsistent";

/// How many times as much one dose must be for an error.
const GRAVE: f64 = 2.0;

impl Rule for DoseInconsistent {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.facts.doses.iter().for_each(|_| outcome.look());
        outcome.candidates.extend(within(cx));
        let mut regimens = every_regimen(cx);
        regimens.retain(|r| r.drug.is_none_or(|id| cx.is_drug(id) || is_supplement(cx, id)));
        for (i, regimen) in regimens.iter().enumerate() {
            let later = regimens[i + 1..].iter().filter(|r| regimen.drug.is_some() && r.drug == regimen.drug);
            let parts: Vec<&Regimen> = std::iter::once(regimen).chain(later).collect();
            let found = first_clash(cx, &parts).or_else(|| against_table(cx, regimen));
            outcome.candidates.extend(found);
        }
        outcome
    }
}

/// Doses that contradict themselves: total and product, tablets and milligrams, two frequencies.
fn within<'a>(cx: &'a Context) -> impl Iterator<Item = Candidate> + 'a {
    let contradicts = |code| {
        matches!(
            code,
            ProblemCode::ContradictionTotal
                | ProblemCode::ContradictionFrequency
                | ProblemCode::ContradictionPerDoseDivided
                | ProblemCode::InconsistentPair
        )
    };
    let is_dose = |place: &Place| {
        let touches = |d: &Dose| {
            d.quote.place.block == place.block
                && d.quote.place.end > place.start
                && place.end > d.quote.place.start
        };
        cx.facts.doses.iter().any(touches)
    };
    let found = cx.facts.dose_problems.iter().filter(move |p| contradicts(p.code) && is_dose(&p.quote.place));
    found.map(|p| Candidate::new(p.quote.place.clone(), "within").arg("dose", &p.quote.text))
}

/// The first dose of these parts that clashes with one of the first of them.
fn first_clash(cx: &Context, parts: &[&Regimen]) -> Option<Candidate> {
    let told = |r: &Regimen| !names_group(cx, r.part);
    let plain = |d: &&&Dose| d.kind == DoseKind::Regular && d.readings.is_empty() && !is_apart(cx, d);
    if let Some(found) = restated(cx, parts) {
        return Some(found);
    }
    if let Some(found) = begun(cx, parts) {
        return Some(found);
    }
    let first = parts.first().filter(|r| told(r))?;
    let others: Vec<&Dose> =
        parts.iter().filter(|r| told(r)).flat_map(|r| &r.doses).filter(plain).copied().collect();
    first.doses.iter().filter(plain).find_map(|a| {
        let behind = others.iter().filter(|b| b.quote.place > a.quote.place && is_same_use(cx, a, b));
        behind.filter_map(|b| Some(clash(cx, a, b, ratio(a, b)?))).next()
    })
}

/// A dose that is at least twice each one that the rows of a table give for the drug, or half of it.
fn against_table(cx: &Context, regimen: &Regimen) -> Option<Candidate> {
    let in_row = |d: &Dose| cx.document.blocks[d.quote.place.block].kind == BlockKind::TableRow;
    let plain = |d: &Dose| d.kind == DoseKind::Regular && d.readings.is_empty() && !is_apart(cx, d);
    let drug = regimen.drug.filter(|_| !names_group(cx, regimen.part))?;
    let of_drug = |d: &&Dose| in_row(d) && d.drug_concept.as_deref() == Some(drug);
    let rows: Vec<&Dose> = cx.facts.doses.iter().filter(of_drug).collect();
    let grave = |a: &Dose, b: &Dose| ratio(a, b).filter(|r| *r >= GRAVE && plain(a) && is_same_use(cx, a, b));
    let first = *rows.first()?;
    let told = regimen.doses.iter().filter(|d| !in_row(d) && plain(d));
    told.filter(|b| rows.iter().all(|a| grave(a, b).is_some()))
        .find_map(|b| Some(clash(cx, first, b, grave(first, b)?)))
}

/// Two first doses of one drug of which one is at least twice the other.
fn begun(cx: &Context, parts: &[&Regimen]) -> Option<Candidate> {
    let first = |d: &&&Dose| d.kind == DoseKind::Start && d.readings.is_empty() && d.amount_high.is_some();
    let told = parts.iter().filter(|r| !names_group(cx, r.part));
    let all: Vec<&Dose> = told.flat_map(|r| &r.doses).filter(first).copied().collect();
    let amount = |d: &Dose| d.amount_low.zip(d.amount_high);
    let often = |a: &Dose, b: &Dose| {
        a.per_day_high.is_none() || b.per_day_high.is_none() || a.per_day_high == b.per_day_high
    };
    // A condition, an age or a form that the sentence names is why it differs.
    let why = |d: &Dose| {
        let sentence = cx.sentence_of(&d.quote.place);
        cx.phrases_in(RULE, &sentence).iter().any(|p| p.is == "form") || d.population.is_some()
    };
    all.iter().enumerate().find_map(|(n, a)| {
        let behind = all[n + 1..].iter().filter(|b| is_same_use(cx, a, b) && a.unit == b.unit && often(a, b));
        let mut open = behind.filter(|b| !why(a) && !why(b));
        open.find_map(|b| {
            let much = amount(a).zip(amount(b)).and_then(apart).filter(|r| *r >= GRAVE)?;
            Some(clash(cx, a, b, much))
        })
    })
}

/// A dose that is said to be the one told before (同样的方案, as above) and is another.
fn restated(cx: &Context, parts: &[&Regimen]) -> Option<Candidate> {
    let plain = |d: &&&Dose| d.kind == DoseKind::Regular && d.readings.is_empty();
    let all: Vec<&Dose> = parts.iter().flat_map(|r| &r.doses).filter(plain).copied().collect();
    let restates = |d: &Dose| {
        let sentence = cx.sentence_of(&d.quote.place);
        let says = |is: &str| {
            let phrases = cx.phrases(RULE, sentence.block);
            phrases.iter().any(|p| p.is == is && sentence.range().contains(&p.start))
        };
        says("restates") && !says("changed")
    };
    all.iter().filter(|b| restates(b)).find_map(|b| {
        let mut before = all.iter().filter(|a| a.quote.place < b.quote.place && is_same_use(cx, a, b));
        before.find_map(|a| {
            let much = daily(a).zip(daily(b)).filter(|_| a.unit == b.unit).and_then(apart);
            let lasts = days(a).zip(days(b)).and_then(apart);
            Some(clash(cx, a, b, much.into_iter().chain(lasts).reduce(f64::max)?))
        })
    })
}

fn clash(cx: &Context, a: &Dose, b: &Dose, ratio: f64) -> Candidate {
    let place = clauses(&cx.document.blocks[b.quote.place.block], &b.quote.place);
    let mut found = Candidate::new(place, "found").arg("dose", &b.quote.text).arg("other", &a.quote.text);
    found.also = vec![a.quote.place.clone()];
    if ratio >= GRAVE { found.severity(Severity::Error) } else { found }
}

/// Whether the sentence of a dose says why it differs, or for what or whom it is.
fn is_apart(cx: &Context, dose: &Dose) -> bool {
    let sentence = cx.sentence_of(&dose.quote.place);
    let within = |start: usize| sentence.range().contains(&start);
    let condition =
        |kind| matches!(kind, ConceptKind::Condition | ConceptKind::Procedure | ConceptKind::Outcome);
    cx.phrases(RULE, sentence.block).iter().any(|p| p.is == "apart" && within(p.start))
        || cx.named(sentence.block).iter().any(|n| condition(n.concept.kind) && within(n.range.start))
}

/// Whether a heading names patients, a condition or another reason for a dose of its own.
fn names_group(cx: &Context, heading: usize) -> bool {
    let block = &cx.document.blocks[heading];
    let heads = matches!(block.kind, BlockKind::Title | BlockKind::Heading);
    let patients = |t: &Term<DoseWord>| matches!(t.is, DoseWord::Patients(_));
    heads
        && (cx.knowledge.dose_words.find(block.as_str()).iter().any(patients)
            || cx.phrases(RULE, heading).iter().any(|p| p.is == "apart"))
}

/// Whether two doses stand in different sentences and are for the same people and the same route.
fn is_same_use(cx: &Context, a: &Dose, b: &Dose) -> bool {
    let route = a.route.is_none() || b.route.is_none() || a.route == b.route;
    // Whoever is not named is an adult.
    let patients = |d: &Dose| d.population.unwrap_or(Patients::Adult);
    let listed = a.drug_concept.as_deref().filter(|id| !cx.is_drug(id));
    // A food gives some of what a supplement of the same name does.
    let named = listed.is_none() || a.drug.is_some() && a.drug == b.drug;
    patients(a) == patients(b)
        && named
        && route
        && cx.sentence_of(&a.quote.place) != cx.sentence_of(&b.quote.place)
}

fn is_supplement(cx: &Context, id: &str) -> bool {
    cx.knowledge.concepts.get(id).is_some_and(|c| c.kind == ConceptKind::Supplement)
}

/// How many times as much the greater of two doses is, or as long; none where they may be the same.
/// Doses without amounts must differ in how often and in how long.
fn ratio(a: &Dose, b: &Dose) -> Option<f64> {
    let lasts = days(a).zip(days(b)).and_then(apart);
    if a.amount_high.is_none() && b.amount_high.is_none() {
        let often = |d: &Dose| d.per_day_low.zip(d.per_day_high);
        return often(a).zip(often(b)).and_then(apart).zip(lasts).map(|(x, y)| x.max(y));
    }
    let same_unit = a.unit == b.unit && a.basis == b.basis;
    let much = daily(a).zip(daily(b)).filter(|_| same_unit).and_then(apart);
    let longer = lasts.filter(|_| same_unit);
    much.into_iter().chain(longer).reduce(f64::max)
}

/// How many times the one range is the other, where they do not touch.
fn apart(((a_low, a_high), (b_low, b_high)): ((f64, f64), (f64, f64))) -> Option<f64> {
    if a_high < b_low && a_high > 0.0 {
        Some(b_low / a_high)
    } else if b_high < a_low && b_high > 0.0 {
        Some(a_low / b_high)
    } else {
        None
    }
}

/// The amount of a day, of a dose that says it.
fn daily(dose: &Dose) -> Option<(f64, f64)> {
    let (high, low) = (dose.amount_high?, dose.amount_low?);
    match dose.basis {
        Basis::PerDay => Some((low, high)),
        Basis::PerDose => Some((low * dose.per_day_low?, high * dose.per_day_high?)),
        _ => None,
    }
}

/// How many days a treatment lasts.
fn days(dose: &Dose) -> Option<(f64, f64)> {
    let unit = match dose.duration_unit? {
        Period::D => 1.0,
        Period::Wk => 7.0,
        Period::Mo => 30.0,
        _ => return None,
    };
    Some((dose.duration_low? * unit, dose.duration_high? * unit))
}
