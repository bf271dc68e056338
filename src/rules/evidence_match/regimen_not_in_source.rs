//! EV009: a regimen that the cited sources do not give, or say they cannot give.

use crate::evidence::{Abstract, Leaning, Reason, Record};
use crate::extract::claim::{Numeral, numerals};
use crate::extract::dose::{Basis, Dose, DoseKind, Mood};
use crate::knowledge::{ConceptKind, Cue, Limitation};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The rule `regimen-not-in-source`.
pub struct RegimenNotInSource;

/// Relative difference up to which two amounts are the same dose: what rounding and tablets of other sizes bring about.
const SAME_AMOUNT: f64 = 0.1;

impl Rule for RegimenNotInSource {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told: BTreeSet<(usize, u32)> = BTreeSet::new();
        let (most, unknown) = (most_named(cx), unknown(cx));
        for dose in cx.facts.doses.iter().filter(|d| d.kind == DoseKind::Regular && d.mood == Mood::Instruct)
        {
            let Some(drug) = drug_of(cx, dose, most) else {
                match disclaimed_by_cited(cx, dose) {
                    Some(found) => {
                        outcome.look();
                        outcome.candidates.push(found);
                    }
                    None => outcome.skip(NotChecked::DrugUnknown),
                }
                continue;
            };
            let section = cx.document.section(dose.quote.place.block).start;
            let sources = sources_on(cx, dose, &drug);
            let undecided = unknown.iter().filter(|about| about.contains(drug.as_str())).count();
            for _ in 0..undecided.max(usize::from(sources.is_empty())) {
                outcome.skip(NotChecked::NoRecord);
            }
            for (number, record) in sources {
                let Some(source) = &record.abstract_ else {
                    outcome.skip(NotChecked::NoAbstract);
                    continue;
                };
                outcome.look();
                let Some((message, quote)) = against(cx, dose, &drug, source) else { continue };
                if !told.insert((section, number)) {
                    continue;
                }
                let prescription =
                    cx.knowledge.drugs.get(&drug).and_then(|d| d.is_prescription()) == Some(true);
                let mut found = Candidate::new(dose.quote.place.clone(), message)
                    .arg("dose", &dose.quote.text)
                    .arg("source", &quote)
                    .arg("reference", number)
                    .severity(if prescription { Severity::Error } else { Severity::Warning });
                found.source = Some(cx.source(number, record, quote));
                outcome.candidates.push(found);
            }
        }
        outcome
    }
}

/// A dose of an unnamed drug, where the source that its sentence cites says that it cannot tell one.
fn disclaimed_by_cited<'a>(cx: &Context<'a>, dose: &'a Dose) -> Option<Candidate> {
    let place = &dose.quote.place;
    let cited = |l: &Leaning| matches!(l.reason, Reason::Number | Reason::AuthorYear);
    if !cx.evidence.links.of(place).any(cited) {
        return None;
    }
    cx.sources_of(place).find_map(|(number, record)| {
        let quote = disclaimed(cx, dose, record.abstract_.as_ref()?)?;
        let mut found = Candidate::new(place.clone(), "disclaimed")
            .arg("dose", &dose.quote.text)
            .arg("source", &quote)
            .arg("reference", number)
            .severity(Severity::Warning);
        found.source = Some(cx.source(number, record, quote));
        Some(found)
    })
}

/// Which message speaks of a source that disclaims the dose or gives another, with its words.
fn against(cx: &Context, dose: &Dose, drug: &str, source: &Abstract) -> Option<(&'static str, String)> {
    if let Some(words) = disclaimed(cx, dose, source) {
        return Some(("disclaimed", words));
    }
    let of_drug = || source.doses.iter().filter(|d| d.drug_concept.as_deref() == Some(drug));
    let other = of_drug().next()?.clone();
    let as_often = |d: &Dose| dose.per_day_high.is_none_or(|often| d.per_day_high == Some(often));
    let known = of_drug().any(|d| same(dose, d)) || of_drug().any(as_often) && says_amount(dose, source);
    let steps = || is_titrated(cx, dose) || goes_by_steps(cx, source, &other);
    (!known && comparable(dose, &other) && !steps()).then_some(("differs", other.quote.text))
}

/// Whether a dose is one step of several: 从0.25毫克开始,逐步加量.
fn is_titrated(cx: &Context, dose: &Dose) -> bool {
    let sentence = cx.sentence_of(&dose.quote.place);
    let said = cx.phrases("regimen-not-in-source", sentence.block);
    said.iter().any(|t| t.is == "step" && sentence.range().contains(&t.start))
}

/// Whether a source writes the amount of a dose, read as a dose or not: in doses of 3-6 mg/kg.
fn says_amount(dose: &Dose, source: &Abstract) -> bool {
    let Some((amount, unit)) = dose.amount_high.zip(dose.unit.as_deref()) else { return false };
    let text = source.blocks[0].as_str();
    let unit = |n: &Numeral| text[n.end..].trim_start_matches([' ', '-']).starts_with(unit);
    numerals(text).iter().any(|n| (n.value - amount).abs() <= SAME_AMOUNT * amount && unit(n))
}

/// Whether the dose of a source is one step of several: twice daily at first, later once daily.
fn goes_by_steps(cx: &Context, source: &Abstract, dose: &Dose) -> bool {
    let place = &dose.quote.place;
    let sentence = source.blocks.get(place.block).and_then(|b| Some((b, b.sentence_at(place.start)?)));
    sentence.is_some_and(|(block, s)| {
        let said = cx.knowledge.phrases.find("regimen-not-in-source", &block.as_str()[s.range.clone()]);
        said.iter().any(|t| t.is == "step")
    })
}

/// The sentence in which a source says that it cannot tell how much to take, or for how long, where
/// the article says just that.
fn disclaimed(cx: &Context, dose: &Dose, source: &Abstract) -> Option<String> {
    let block = &source.blocks[0];
    block.sentences.iter().map(|s| s.range.clone()).find_map(|range| {
        let text = &block.as_str()[range.clone()];
        let cues = cx.knowledge.lexicon.find(text);
        let cannot = cues.iter().find(|t| t.is == Cue::Limitation(Limitation::Cannot))?;
        let asked = cx.knowledge.phrases.find("regimen-not-in-source", text);
        let lasts = dose.duration_high.is_some();
        let of = |id: &str| asked.iter().any(|t| t.is == id);
        let near = asked.iter().any(|t| t.end > cannot.start);
        (near && (of("dose") || lasts && of("duration"))).then(|| block.shown(range).to_owned())
    })
}

/// The drug of a dose: the one it was read with, if a source of the article is about it, else the one
/// that the article names most among those its sources are about.
fn drug_of(cx: &Context, dose: &Dose, most: Option<&str>) -> Option<String> {
    let own = dose.drug_concept.as_deref()?;
    let linked = || cx.evidence.links.records.iter().flatten().map(|l| &cx.library.records[l.record]);
    let about = |drug: &str| linked().any(|r| r.names.contains(drug));
    let said = cx.named_in(&cx.sentence_of(&dose.quote.place)).iter().any(|n| n.concept.id == own);
    if said || about(own) {
        return Some(own.to_owned());
    }
    let most = most?;
    Some(if about(most) { most } else { own }.to_owned())
}

/// The records that a dose is held against: those its sentence leans on, else those of the list
/// whose title or abstract names the drug.
fn sources_on<'a>(cx: &Context<'a>, dose: &'a Dose, drug: &str) -> Vec<(u32, &'a Record)> {
    if cx.evidence.links.of(&dose.quote.place).next().is_some() {
        return cx.sources_of(&dose.quote.place).collect();
    }
    let linked = cx.evidence.links.records.iter().zip(&cx.facts.references);
    linked
        .filter_map(|(link, reference)| Some((reference.index, &cx.library.records[link.as_ref()?.record])))
        .filter(|(_, r)| r.names.contains(drug))
        .collect()
}

/// What the entries without a record are about, by their titles; they could decide.
fn unknown<'c>(cx: &'c Context) -> Vec<&'c BTreeSet<&'c str>> {
    let links = cx.evidence.links.records.iter().enumerate();
    links.filter(|(_, link)| link.is_none()).map(|(entry, _)| cx.named_by_entry(entry)).collect()
}

fn comparable(a: &Dose, b: &Dose) -> bool {
    let alike = a.amount_high.is_some() && b.amount_high.is_some() && a.unit == b.unit && a.basis == b.basis;
    alike || a_day(a).is_some_and(|(unit, _)| a_day(b).is_some_and(|(other, _)| unit == other))
}

/// Units of mass in milligrams.
const MASS: [(&str, f64); 3] = [("mg", 1.0), ("g", 1000.0), ("ug", 0.001)];

/// The unit of a dose and how much of it is taken a day, masses in milligrams; none where that is not said.
fn a_day(dose: &Dose) -> Option<(&str, f64)> {
    let times = match dose.basis {
        Basis::PerDay => 1.0,
        _ => dose.per_day_high?,
    };
    let (unit, amount) = (dose.unit.as_deref()?, dose.amount_high?);
    let mass = MASS.iter().find(|(name, _)| *name == unit);
    Some(mass.map_or((unit, amount * times), |(_, worth)| ("mg", amount * worth * times)))
}

fn same(a: &Dose, b: &Dose) -> bool {
    let near = |x: Option<f64>, y: Option<f64>| match (x, y) {
        (Some(x), Some(y)) => (x - y).abs() <= SAME_AMOUNT * y.abs(),
        _ => true,
    };
    let as_told =
        near(a.amount_high, b.amount_high) && a.unit == b.unit && near(a.per_day_high, b.per_day_high);
    let a_day = a_day(a).zip(a_day(b));
    let otherwise = a.basis != b.basis || a.unit != b.unit;
    as_told
        || otherwise && a_day.is_some_and(|((unit, x), (other, y))| unit == other && near(Some(x), Some(y)))
}

/// The drug or supplement that the article names most.
fn most_named<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, _) in cx.body() {
        for named in cx.named(index).iter() {
            if matches!(named.concept.kind, ConceptKind::Drug | ConceptKind::Supplement) {
                *counts.entry(named.concept.id.as_str()).or_default() += 1;
            }
        }
    }
    Some(counts.into_iter().max_by_key(|(_, n)| *n)?.0)
}
