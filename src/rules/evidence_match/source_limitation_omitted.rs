//! EV008: the source states a serious limitation, and the article leaves it out.

use crate::document::Place;
use crate::evidence::{Record, SERIOUS};
use crate::extract::claim::Claim;
use crate::knowledge::{Certainty, Cue, Design, Direction, Limitation, Model, Relation};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// The rule `source-limitation-omitted`.
pub struct SourceLimitationOmitted;

impl Rule for SourceLimitationOmitted {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told: BTreeMap<u32, Option<usize>> = BTreeMap::new();
        let limits_told = limits_told(cx);
        for claim in cx.facts.claims.iter().filter(|c| is_positive(c)) {
            let leans = cx.evidence.links.of(&claim.quote.place).next().is_some();
            if cx.sources_of(&claim.quote.place).next().is_none() {
                outcome.skip(if leans { NotChecked::NoRecord } else { NotChecked::Uncited });
            }
            let people = |r: &Record| !matches!(r.model, Model::Animal | Model::InVitro);
            for (number, record) in cx.sources_of(&claim.quote.place).filter(|(_, r)| people(r)) {
                let sentence = cx.sentence_of(&claim.quote.place);
                if let Some(before) = told.get(&number) {
                    if let Some(found) = before.and_then(|i: usize| outcome.candidates.get_mut(i)) {
                        also(found, sentence);
                    }
                    continue;
                }
                let Some(limits) = serious_limits(record, claim) else {
                    outcome.skip(NotChecked::NoAbstract);
                    continue;
                };
                outcome.look();
                if limits.is_empty() {
                    continue;
                }
                let of_it = |t: &&Told| t.on.is_empty() || t.on.contains(&number);
                let silent =
                    !limits_told.iter().filter(of_it).any(|t| limits.iter().any(|(k, _)| *k == t.kind));
                told.insert(number, silent.then_some(outcome.candidates.len()));
                if silent {
                    let quote = limits.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("; ");
                    let mut found = Candidate::new(sentence, "found")
                        .words("limits", limits.iter().map(|(kind, _)| kind.as_str()).collect())
                        .arg("reference", number);
                    found.gated_at = Some(claim.quote.place.clone());
                    found.source = Some(cx.source(number, record, quote));
                    outcome.candidates.push(found);
                }
            }
        }
        outcome
    }
}

/// Most further sentences on a source that a finding lists.
const FURTHER: usize = 4;

fn also(found: &mut Candidate, sentence: Place) {
    if found.also.len() < FURTHER && found.place != sentence && !found.also.contains(&sentence) {
        found.also.push(sentence);
    }
}

fn is_positive(claim: &Claim) -> bool {
    claim.certainty >= Certainty::C2 && !matches!(claim.direction, Direction::NoEffect | Direction::Unclear)
}

/// Whether a limitation is that observation cannot show cause, which an association leaves open.
fn of_cause(kind: Limitation) -> bool {
    matches!(kind, Limitation::Bias | Limitation::Cannot)
}

fn is_observational(record: &Record) -> bool {
    matches!(
        record.design,
        Some(Design::Cohort | Design::CaseControl | Design::CrossSectional | Design::Observational)
    )
}

/// The serious limitations of a record that a claim on it must not leave out; none without an abstract.
fn serious_limits(record: &Record, claim: &Claim) -> Option<Vec<(Limitation, String)>> {
    let stated = &record.abstract_.as_ref()?.limitations;
    let observed = is_observational(record) && claim.relation == Relation::Associative;
    let kinds = SERIOUS.iter().filter(|kind| !(observed && of_cause(**kind)));
    Some(kinds.filter_map(|kind| Some((*kind, stated.get(kind)?.clone()))).collect())
}

/// A limitation that the article tells of.
struct Told {
    kind: Limitation,
    /// The sources that its section leans on; without any it speaks of all.
    on: BTreeSet<u32>,
}

fn limits_told(cx: &Context) -> Vec<Told> {
    let mut out = Vec::new();
    for (index, _) in cx.body() {
        let kinds = cx
            .cues(index)
            .iter()
            .filter_map(|t| if let Cue::Limitation(kind) = t.is { Some(kind) } else { None });
        let mut kinds = kinds.peekable();
        if kinds.peek().is_none() {
            continue;
        }
        let section = cx.document.section(index);
        let here = cx.evidence.links.leanings.iter().filter(|l| section.contains(&l.sentence.block));
        let on: BTreeSet<u32> = here.map(|l| cx.facts.references[l.reference].index).collect();
        out.extend(kinds.map(|kind| Told { kind, on: on.clone() }));
    }
    out
}
