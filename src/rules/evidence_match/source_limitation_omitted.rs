//! EV008: the source states a serious limitation, and the article leaves it out.

use super::measured::is_measured;
use crate::document::Place;
use crate::evidence::{Reason, Record, SERIOUS};
use crate::extract::claim::{Claim, QuantityKind};
use crate::knowledge::{Certainty, Cue, Design, Direction, Gate, Limitation, Model, Relation, Term};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// The rule `source-limitation-omitted`.
pub struct SourceLimitationOmitted;

impl Rule for SourceLimitationOmitted {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told: BTreeMap<u32, Option<usize>> = BTreeMap::new();
        let limits_told = limits_told(cx);
        for (place, only_tied) in told_effects(cx) {
            let leans = cx.evidence.links.of(&place).next().is_some();
            if cx.sources_of(&place).next().is_none() {
                outcome.skip(if leans { NotChecked::NoRecord } else { NotChecked::Uncited });
            }
            let people = |r: &Record| !matches!(r.model, Model::Animal | Model::InVitro);
            for (number, record) in cx.sources_of(&place).filter(|(_, r)| people(r)) {
                let sentence = cx.sentence_of(&place);
                if let Some(before) = told.get(&number) {
                    if let Some(found) = before.and_then(|i: usize| outcome.candidates.get_mut(i)) {
                        also(found, sentence);
                    }
                    continue;
                }
                let Some(limits) = serious_limits(record, only_tied) else {
                    outcome.skip(NotChecked::NoAbstract);
                    continue;
                };
                outcome.look();
                if limits.is_empty() {
                    continue;
                }
                let of_it = |on: &BTreeSet<u32>| on.is_empty() || on.contains(&number);
                let silent = !limits_told.iter().any(of_it);
                told.insert(number, silent.then_some(outcome.candidates.len()));
                if silent {
                    let quote = limits.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("; ");
                    let mut found = Candidate::new(sentence, "found")
                        .words("limits", limits.iter().map(|(kind, _)| kind.as_str()).collect())
                        .arg("reference", number);
                    found.gated_at = Some(place.clone());
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

/// The effects that the article tells, in its order, and whether each is only tied to its cause: its
/// claims, and sentences that cite a source and say which way something went.
fn told_effects(cx: &Context) -> Vec<(Place, bool)> {
    let claims = cx.facts.claims.iter().filter(|c| is_positive(c));
    let tied = |c: &Claim| c.relation == Relation::Associative;
    let mut out: Vec<(Place, bool)> = claims.map(|c| (c.quote.place.clone(), tied(c))).collect();
    for leaning in &cx.evidence.links.leanings {
        let cited = matches!(leaning.reason, Reason::Number | Reason::AuthorYear);
        let cues = cx.cues_in(&leaning.sentence);
        let open = |t: &Term<Cue>| {
            matches!(
                t.is,
                Cue::Direction(Direction::NoEffect)
                    | Cue::Hedge
                    | Cue::Limitation(_)
                    | Cue::Question
                    | Cue::Certainty(Certainty::C0 | Certainty::C1)
            )
        };
        let way = cues.iter().find(|t| match t.is {
            Cue::Direction(way) => !matches!(way, Direction::NoEffect | Direction::Unclear),
            _ => false,
        });
        let measured = || is_measured(cx, &leaning.sentence).then(|| leaning.sentence.clone());
        let at = way.map(|way| Place::new(leaning.sentence.block, way.range())).or_else(measured);
        let Some(at) = at.filter(|_| cited && !cues.iter().any(open)) else { continue };
        let shares = [QuantityKind::Percent, QuantityKind::Points, QuantityKind::Fold];
        let figures = cx.numbers_in(&leaning.sentence).any(|q| shares.contains(&q.kind))
            || is_measured(cx, &leaning.sentence);
        let known = out.iter().any(|(place, _)| leaning.sentence.holds(place));
        if figures && !known && !cx.facts.gates.holds(Gate::Negation, &at) {
            out.push((at, cues.iter().any(|t| t.is == Cue::Associative)));
        }
    }
    out.sort_by_key(|(place, _)| (place.block, place.start));
    out
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
fn serious_limits(record: &Record, only_tied: bool) -> Option<Vec<(Limitation, String)>> {
    let stated = &record.abstract_.as_ref()?.limitations;
    let observed = is_observational(record) && only_tied;
    let kinds = SERIOUS.iter().filter(|kind| !(observed && of_cause(**kind)));
    Some(kinds.filter_map(|kind| Some((*kind, stated.get(kind)?.clone()))).collect())
}

/// For each block that tells a limitation, the sources that its section leans on; without any it speaks
/// of all.
fn limits_told(cx: &Context) -> Vec<BTreeSet<u32>> {
    let tells = |index: &usize| cx.cues(*index).iter().any(|t| matches!(t.is, Cue::Limitation(_)));
    let leans = |index: usize| {
        let section = cx.document.section(index);
        let here = cx.evidence.links.leanings.iter().filter(|l| section.contains(&l.sentence.block));
        here.map(|l| cx.facts.references[l.reference].index).collect()
    };
    cx.body().map(|(index, _)| index).filter(tells).map(leans).collect()
}
