//! EV006: the drug of the article is not the drug of the source.

use crate::document::Place;
use crate::evidence::{Leaning, Record};
use crate::knowledge::{Certainty, Concept, ConceptKind, Cue, Gate, Limitation, Named};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The rule `drug-entity-drift`.
pub struct DrugEntityDrift;

impl Rule for DrugEntityDrift {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut reported = BTreeSet::new();
        let mut earlier: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for leaning in &cx.evidence.links.leanings {
            let Some(link) = cx.evidence.links.records[leaning.reference] else {
                outcome.skip(NotChecked::NoRecord);
                continue;
            };
            let record = &cx.library.records[link.record];
            outcome.look();
            let block = &cx.document.blocks[leaning.sentence.block];
            let named = cx.named_in(&leaning.sentence);
            let can_drift =
                |n: &&Named| n.concept.kind == ConceptKind::Drug && !n.concept.look_alike.is_empty();
            for name in named.iter().filter(can_drift) {
                let place = Place::new(leaning.sentence.block, name.range.clone());
                if is_denied(cx, &place) {
                    continue;
                }
                let told = told_with(cx, &place, leaning);
                let before = earlier.get(&leaning.reference);
                let Some(meant) = taken_for(cx, name.concept, before, record, &told) else {
                    continue;
                };
                if !reported.insert((leaning.reference, name.concept.id.clone())) {
                    continue;
                }
                let number = cx.facts.references[leaning.reference].index;
                let mixed = record.names.contains(&name.concept.id);
                let mut found = Candidate::new(place.clone(), if mixed { "source-mixes" } else { "drift" })
                    .arg("named", block.shown(place.range()))
                    .arg("meant", cx.name_of(&meant.id))
                    .arg("reference", number)
                    .severity(if mixed { Severity::Warning } else { Severity::Error });
                found.source = Some(cx.source(number, record, cx.name_of(&meant.id).to_owned()));
                outcome.candidates.push(found);
            }
            let ids = named.iter().map(|n| n.concept.id.as_str());
            earlier.entry(leaning.reference).or_default().extend(ids);
        }
        drifts_in_text(cx, &mut outcome);
        outcome
    }
}

/// Sentences behind that of a study in which its drug may turn into another.
const BEHIND: usize = 2;

/// A study that is told to have given one drug, and a result of it told of a look-alike: without any
/// source, the article itself shows that they are mixed.
fn drifts_in_text(cx: &Context, outcome: &mut Outcome) {
    for (index, block) in cx.body() {
        let mut given: Option<(usize, &Concept, Place)> = None;
        for (nth, sentence) in block.sentences.iter().enumerate() {
            let place = Place::new(index, sentence.range.clone());
            if cx.evidence.links.of(&place).next().is_some() {
                given = None;
                continue;
            }
            let named = cx.named_in(&place);
            let drugs: Vec<&Named> = named.iter().filter(|n| n.concept.kind == ConceptKind::Drug).collect();
            let ids: BTreeSet<&str> = drugs.iter().map(|n| n.concept.id.as_str()).collect();
            let study = cx.cues_in(&place).iter().any(|t| matches!(t.is, Cue::Study | Cue::Design(_)));
            let drift =
                given.as_ref().filter(|(at, drug, _)| nth <= at + BEHIND && !ids.contains(drug.id.as_str()));
            let other = drift.and_then(|(_, drug, _)| {
                let alike = |n: &&&Named| {
                    n.concept.look_alike.contains(&drug.id) || drug.look_alike.contains(&n.concept.id)
                };
                Some((drugs.iter().find(alike)?, *drug))
            });
            let result = || {
                let said = cx.phrases("drug-entity-drift", index);
                said.iter().any(|t| t.is == "result" && sentence.range.contains(&t.start))
            };
            if let Some((name, drug)) = other.filter(|_| study || result()) {
                let at = Place::new(index, name.range.clone());
                outcome.look();
                if !is_denied(cx, &at) {
                    outcome.candidates.push(
                        Candidate::new(at.clone(), "text")
                            .arg("named", block.shown(at.range()))
                            .arg("meant", cx.name_of(&drug.id))
                            .severity(Severity::Warning),
                    );
                }
                given = None;
            } else if let [only] = drugs.as_slice()
                && study
                && !is_denied(cx, &Place::new(index, only.range.clone()))
            {
                given = Some((nth, only.concept, place));
            }
        }
    }
}

/// Whether a drug is named to say that the study does not speak of it.
fn is_denied(cx: &Context, place: &Place) -> bool {
    let block = &cx.document.blocks[place.block];
    let clauses = block.sentence_at(place.start).map_or(&[][..], |s| s.clauses.as_slice());
    let clause = clauses.iter().find(|c| c.contains(&place.start)).cloned().unwrap_or(place.range());
    let limits =
        |cue: Cue| matches!(cue, Cue::Limitation(Limitation::Cannot) | Cue::Certainty(Certainty::C0));
    cx.facts.gates.holds(Gate::Negation, place)
        || cx.cues_in(&Place::new(place.block, clause)).iter().any(|t| limits(t.is))
}

/// Ids of the drugs named along with one, which is then compared with them: in its clause where that
/// speaks of the study itself, else in its sentence.
fn told_with<'a>(cx: &Context<'a>, place: &Place, leaning: &Leaning) -> BTreeSet<&'a str> {
    let block = &cx.document.blocks[place.block];
    let clauses = block.sentence_at(place.start).map_or(&[][..], |s| s.clauses.as_slice());
    let clause = clauses.iter().find(|c| c.contains(&place.start)).cloned();
    let of_study = |c: &Range<usize>| {
        cx.facts
            .studies
            .iter()
            .any(|s| s.anaphoric && Place::new(place.block, c.clone()).holds(&s.quote.place))
    };
    let range = clause.filter(of_study).unwrap_or(leaning.sentence.range());
    cx.named_in(&Place::new(place.block, range)).iter().map(|n| n.concept.id.as_str()).collect()
}

/// The look-alike that the source names instead; where it names both, the one that an earlier
/// sentence on the same source named.
fn taken_for<'a>(
    cx: &Context<'a>,
    drug: &Concept,
    earlier: Option<&BTreeSet<&str>>,
    record: &Record,
    told: &BTreeSet<&str>,
) -> Option<&'a Concept> {
    let drifts = |other: &&String| {
        record.names.contains(*other)
            && !told.contains(other.as_str())
            && (!record.names.contains(&drug.id) || earlier.is_some_and(|ids| ids.contains(other.as_str())))
    };
    drug.look_alike.iter().find(drifts).and_then(|id| cx.knowledge.concepts.get(id))
}
