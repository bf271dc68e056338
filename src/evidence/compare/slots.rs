//! What a passage says of a study beside what its record says, slot by slot.

use super::passage::Passage;
use super::people::population;
use super::{Statement, direction};
use crate::document::Place;
use crate::evidence::numbers::{Agreement, held};
use crate::evidence::record::{Abstract, Record};
use crate::extract::claim::{Quantity, QuantityKind};
use crate::knowledge::{Certainty, ConceptKind, Design, Knowledge, Limitation, Model};
use serde::Serialize;
use std::collections::BTreeSet;

/// How a slot of the claim stands to that of the source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotAnswer {
    /// They say the same.
    Same,
    /// The claim goes a little further.
    Further,
    /// They differ.
    Differs,
    /// It could not be told.
    NotChecked,
}

/// One slot of a claim beside the same slot of the source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Slot {
    /// Which: `intervention`, `outcome`, `direction`.
    pub slot: &'static str,
    /// How the two stand to each other.
    pub answer: SlotAnswer,
    /// What the claim says.
    pub claim_says: String,
    /// What the source says.
    pub source_says: String,
    /// Where the claim says it, where that is narrower than its sentence.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl Slot {
    pub(super) fn at(mut self, place: &Place) -> Slot {
        self.place = Some(place.clone());
        self
    }

    pub(super) fn new(
        slot: &'static str,
        answer: SlotAnswer,
        claim_says: String,
        source_says: String,
    ) -> Slot {
        Slot { slot, answer, claim_says, source_says, place: None }
    }
}

/// Every slot that a passage fills, beside a record with an abstract.
pub(super) fn slots(
    passage: &Passage,
    record: &Record,
    source: &Abstract,
    known: &[&Statement],
) -> Vec<Slot> {
    let knowledge = passage.words.knowledge;
    let found = [
        intervention(passage, record, knowledge),
        outcome(passage, record, knowledge),
        pathway(passage, record, knowledge),
        population(passage, record, knowledge),
        model(passage, record),
        design(passage, record),
        direction::direction(passage, record, source, known),
        certainty(passage, source),
        limitations(passage, source),
        duration(passage, source),
    ];
    found.into_iter().flatten().chain(numbers(passage, source, knowledge)).collect()
}

pub(super) fn list(ids: &BTreeSet<String>) -> String {
    ids.iter().map(|id| id.trim_start_matches('=')).collect::<Vec<_>>().join(", ")
}

/// Outcomes near each other though neither is a kind of the other.
const KIN: &[(&str, &str)] = &[
    ("mortality", "survival-rate"),
    ("mortality", "all-cause-mortality"),
    ("all-cause-mortality", "overall-survival"),
    ("overall-survival", "survival-time"),
    ("body-weight", "weight-loss"),
    ("body-weight", "obesity"),
    ("body-mass-index", "body-weight"),
    ("blood-pressure", "hypertension"),
    ("blood-glucose", "diabetes"),
    ("live-birth-rate", "live-birth"),
    ("miscarriage-rate", "miscarriage"),
    ("pain", "pain-score"),
    ("pain", "pain-relief"),
    ("pain", "joint-pain"),
    ("sleep-quality", "insomnia"),
    ("recurrence-rate", "relapse-free"),
    ("bone-density", "osteoporosis"),
    ("cognitive-function", "cognitive-decline"),
    ("blood-lipids", "hyperlipidemia"),
    ("uric-acid", "gout"),
];

/// The one name of outcomes that are near each other.
pub(super) fn one_name(id: &str) -> &str {
    let mut name = id;
    while let Some((first, _)) = KIN.iter().find(|(_, other)| *other == name) {
        name = first;
    }
    name
}

/// Whether an outcome or disease is near another.
pub(super) fn is_kin(id: &str) -> bool {
    KIN.iter().any(|(a, b)| *a == id || *b == id)
}

/// Outcomes too general to be missed in an abstract.
const GENERAL: &[&str] = &[
    "efficacy",
    "safety",
    "adverse-effects",
    "complications",
    "symptom-relief",
    "response-rate",
    "recovery",
    "immunity",
    "quality-of-life",
    "virus-transmission",
    "remission",
    "cure-rate",
];

/// Whether a record names a thing, or something of its kind.
pub(super) fn names(record: &Record, id: &str, knowledge: &Knowledge) -> bool {
    let kin = |a: &str, b: &str| KIN.iter().any(|&(x, y)| (a, b) == (x, y) || (b, a) == (x, y));
    record
        .names
        .iter()
        .any(|n| knowledge.concepts.is_a(n, id) || knowledge.concepts.is_a(id, n) || kin(n, id))
}

/// The concepts of some kinds that a record names.
fn of_kinds(record: &Record, kinds: &[ConceptKind], knowledge: &Knowledge) -> BTreeSet<String> {
    let is = |id: &&String| knowledge.concepts.get(id).is_some_and(|c| kinds.contains(&c.kind));
    record.names.iter().filter(is).cloned().collect()
}

/// The thing that acts: another one, if the record names another and not this.
fn intervention(passage: &Passage, record: &Record, knowledge: &Knowledge) -> Option<Slot> {
    const ACTS: &[ConceptKind] = &[ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
    let acts = |s: &Statement| s.named && s.effect.is_some() && !s.acts.is_empty();
    let said: BTreeSet<String> =
        passage.statements.iter().filter(|s| acts(s)).flat_map(|s| s.acts.iter().cloned()).collect();
    if said.is_empty() {
        return None;
    }
    let others = of_kinds(record, ACTS, knowledge);
    let named = |id: &String| match id.strip_prefix('=') {
        Some(words) => record.title.to_lowercase().contains(words),
        None => names(record, id, knowledge),
    };
    let acting = |id: &String| knowledge.concepts.get(id).is_some_and(|c| ACTS.contains(&c.kind));
    let answer = match () {
        _ if said.iter().any(named) => SlotAnswer::Same,
        _ if said.iter().all(acting) && !others.is_empty() => SlotAnswer::Differs,
        _ => SlotAnswer::NotChecked,
    };
    Some(Slot::new("intervention", answer, list(&said), list(&others)))
}

/// What changes: not reported, if the record names other outcomes or diseases and not this.
fn outcome(passage: &Passage, record: &Record, knowledge: &Knowledge) -> Option<Slot> {
    const MATTERS: &[ConceptKind] = &[ConceptKind::Outcome, ConceptKind::Condition];
    let told = |s: &Statement| if s.outcomes.is_empty() { s.conditions.clone() } else { s.outcomes.clone() };
    let telling = |id: &String| !GENERAL.contains(&id.as_str()) && !id.starts_with('=');
    let all: BTreeSet<String> = passage.statements.iter().flat_map(told).filter(telling).collect();
    let had = &passage.people.conditions;
    // What people have may be all that is said to change: 延缓儿童近视加深.
    let said = if all.is_subset(had) { all } else { &all - had };
    if said.is_empty() {
        return None;
    }
    let others = of_kinds(record, MATTERS, knowledge);
    let answer = match () {
        _ if said.iter().any(|id| names(record, id, knowledge)) => SlotAnswer::Same,
        _ if !others.is_empty() => SlotAnswer::Differs,
        _ => SlotAnswer::NotChecked,
    };
    Some(Slot::new("outcome", answer, list(&said), list(&others)))
}

/// What every signalling pathway is a kind of.
const PATHWAY: &str = "signaling-pathway";

/// The pathway: another one, if the record names others and not this.
fn pathway(passage: &Passage, record: &Record, knowledge: &Knowledge) -> Option<Slot> {
    let is = |id: &&String| knowledge.concepts.is_a(id, PATHWAY) && *id != PATHWAY;
    let said: BTreeSet<String> = passage.pathways.iter().filter(is).cloned().collect();
    if said.is_empty() {
        return None;
    }
    let others = of_kinds(record, &[ConceptKind::Pathway], knowledge);
    let near = |a: &str, b: &str| knowledge.concepts.is_a(a, b) || knowledge.concepts.is_a(b, a);
    let answer = match () {
        _ if said.iter().any(|id| others.iter().any(|o| *o != PATHWAY && near(id, o))) => SlotAnswer::Same,
        _ if others.iter().any(|id| is(&id)) => SlotAnswer::Differs,
        _ => SlotAnswer::NotChecked,
    };
    Some(Slot::new("pathway", answer, list(&said), list(&others)))
}

/// In whom it was seen: in animals or cells, where the passage names people.
fn model(passage: &Passage, record: &Record) -> Option<Slot> {
    let people = !passage.people.who.is_empty() || !passage.people.conditions.is_empty();
    let other = matches!(record.model, Model::Animal | Model::InVitro);
    (people && other).then(|| {
        Slot::new(
            "model",
            SlotAnswer::Differs,
            Model::Human.as_str().to_owned(),
            record.model.as_str().to_owned(),
        )
    })
}

/// How a study was done, as the passage names it. Names of one family are the same.
fn design(passage: &Passage, record: &Record) -> Option<Slot> {
    use Design::{
        CaseControl, Cohort, CrossSectional, MetaAnalysis, Observational, RandomisedTrial, SystematicReview,
        Trial,
    };
    const FAMILIES: &[&[Design]] = &[
        &[RandomisedTrial, Trial],
        &[MetaAnalysis, SystematicReview],
        &[Cohort, Observational],
        &[CaseControl, Observational],
        &[CrossSectional, Observational],
    ];
    let own = record.design?;
    let alike = |d: Design| d == own || FAMILIES.iter().any(|f| f.contains(&d) && f.contains(&own));
    let (named, words) = passage.designs.first()?;
    // A review tells of the studies in it.
    let pooled = matches!(own, MetaAnalysis | SystematicReview | Design::NarrativeReview | Design::Guideline);
    let answer = match () {
        _ if passage.designs.iter().any(|(d, _)| alike(*d)) => SlotAnswer::Same,
        _ if pooled && !matches!(named, MetaAnalysis | SystematicReview) => SlotAnswer::NotChecked,
        _ => SlotAnswer::Differs,
    };
    Some(Slot::new("design", answer, words.clone(), own.as_str().to_owned()))
}

/// How certain it sounds beside the conclusion.
fn certainty(passage: &Passage, source: &Abstract) -> Option<Slot> {
    let conclusion = source.conclusion.as_ref()?;
    let ours = passage.statements.iter().max_by_key(|s| s.certainty)?;
    let answer = match (ours.certainty, conclusion.certainty) {
        (Certainty::C3 | Certainty::C4, Certainty::C0 | Certainty::C1) => SlotAnswer::Differs,
        (Certainty::C4, _) => SlotAnswer::Differs,
        (Certainty::C2, Certainty::C1) => SlotAnswer::Further,
        _ => SlotAnswer::Same,
    };
    Some(Slot::new("certainty", answer, ours.text.clone(), conclusion.text.clone()))
}

/// Limitations grave enough to be told along with a result.
pub const SERIOUS: &[Limitation] = &[
    Limitation::Heterogeneity,
    Limitation::Bias,
    Limitation::NoControl,
    Limitation::LowCertainty,
    Limitation::Cannot,
];

/// Whether any of the serious limitations that the source states is told.
fn limitations(passage: &Passage, source: &Abstract) -> Option<Slot> {
    let stated: Vec<(&Limitation, &String)> =
        source.limitations.iter().filter(|(kind, _)| SERIOUS.contains(kind)).collect();
    if stated.is_empty() || passage.statements.is_empty() {
        return None;
    }
    let told = stated.iter().any(|(kind, _)| passage.limits.contains(kind));
    let answer = if told { SlotAnswer::Same } else { SlotAnswer::Differs };
    let ours: Vec<&str> = passage.limits.iter().map(|kind| kind.as_str()).collect();
    let theirs: Vec<&str> = stated.iter().map(|(_, words)| words.as_str()).collect();
    Some(Slot::new("limitations", answer, ours.join(", "), theirs.join("; ")))
}

/// Relative difference up to which two lengths of time are the same: a month of 30 days, a year of 12 months.
const SAME_LENGTH: f64 = 0.1;

fn duration(passage: &Passage, source: &Abstract) -> Option<Slot> {
    passage.lengths.first()?;
    let theirs = source.lengths.first()?;
    let near = |a: &Quantity, b: &Quantity| (a.low - b.low).abs() <= SAME_LENGTH * b.low.max(a.low);
    let told = |q: &Quantity| {
        let days = source.numbers.iter().filter(|n| n.kind == QuantityKind::Days);
        days.into_iter().any(|n| near(q, n))
    };
    let other = passage.lengths.iter().find(|q| !told(q));
    let ours = other.or(passage.lengths.first())?;
    let answer = if other.is_none() { SlotAnswer::Same } else { SlotAnswer::Differs };
    let slot = Slot::new("duration", answer, ours.quote.text.clone(), theirs.quote.text.clone());
    Some(slot.at(&ours.quote.place))
}

/// Every number of the passage that the abstract can decide on.
fn numbers(passage: &Passage, source: &Abstract, knowledge: &Knowledge) -> Vec<Slot> {
    let block = &passage.words.blocks[passage.block];
    let each = passage.numbers.iter().filter_map(|number| {
        let (answer, theirs) = match held(number, block, source, knowledge)? {
            Agreement::Same => (SlotAnswer::Same, number.quote.text.clone()),
            Agreement::Rounded(near) => (SlotAnswer::Further, near.quote.text),
            Agreement::Different(near) => (SlotAnswer::Differs, near.quote.text),
            _ => (SlotAnswer::NotChecked, String::new()),
        };
        Some(Slot::new("numbers", answer, number.quote.text.clone(), theirs))
    });
    each.collect()
}
