//! EV006: the drug of the article is not the drug of the source.

use crate::document::Place;
use crate::evidence::{Abstract, Leaning, Reason, Record};
use crate::extract::claim::{Claim, numerals};
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
            let mut tried: BTreeSet<&str> = BTreeSet::new();
            let can_drift = |n: &&Named| is_taken(n.concept) && !n.concept.look_alike.is_empty();
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
                tried.insert(name.concept.id.as_str());
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
            if tried.is_empty()
                && let Some((name, meant)) = told_of_another(cx, leaning, record, named)
                && reported.insert((leaning.reference, name.concept.id.clone()))
            {
                let place = Place::new(leaning.sentence.block, name.range.clone());
                let number = cx.facts.references[leaning.reference].index;
                let mut found = Candidate::new(place.clone(), "drift")
                    .arg("named", block.shown(place.range()))
                    .arg("meant", cx.name_of(&meant.id))
                    .arg("reference", number)
                    .severity(Severity::Warning);
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

/// A drug that the one source of a sentence does not name, told of in place of the one that the title
/// of the source names: one of its class, or any where the sentence has the very numbers of the source.
fn told_of_another<'a, 'n>(
    cx: &Context<'a>,
    leaning: &Leaning,
    record: &'a Record,
    named: &'n [Named<'a>],
) -> Option<(&'n Named<'a>, &'a Concept)> {
    let cited = matches!(leaning.reason, Reason::Number | Reason::AuthorYear);
    let alone = cx.evidence.links.leanings.iter().filter(|l| l.sentence == leaning.sentence).count() == 1;
    let source = record.abstract_.as_ref().filter(|_| cited && alone)?;
    let concepts = &cx.knowledge.concepts;
    let kin = |a: &str, b: &str| concepts.is_a(a, b) || concepts.is_a(b, a);
    let here: BTreeSet<&str> = named.iter().map(|n| n.concept.id.as_str()).collect();
    // Beside a drug of the source, another is put in the place of one of its own class alone.
    let deep = record.acts.iter().all(|id| !here.contains(id.as_str()));
    // What the source is of, and the sentence does not name.
    let theirs: Vec<&Concept> = record.acts.iter().filter_map(|id| concepts.get(id)).collect();
    let theirs = theirs.into_iter().filter(|c| is_taken(c) && !here.iter().any(|id| kin(id, &c.id)));
    let theirs: Vec<&Concept> = theirs.collect();
    let here_said = cx.document.blocks[leaning.sentence.block].as_str();
    let same_result = shares_result(here_said, leaning, source) || shares_size(here_said, leaning, record);
    let other = |n: &&Named| {
        let place = Place::new(leaning.sentence.block, n.range.clone());
        let here = |c: &&Claim| leaning.sentence.holds(&c.quote.place);
        let claims = || cx.facts.claims.iter().filter(here);
        let acts = claims().any(|c| c.intervention.iter().any(|m| m.quote.place.overlaps(&place)));
        let denied = !acts && (is_denied(cx, &place) || claims().next().is_some());
        let control = cx
            .cues_in(&Place::new(leaning.sentence.block, n.range.clone()))
            .iter()
            .any(|t| t.is == Cue::Comparison);
        is_taken(n.concept)
            && !n.concept.is_a.is_empty()
            && !denied
            && !control
            && !record.names.iter().any(|id| kin(id, &n.concept.id))
    };
    named.iter().filter(other).find_map(|name| {
        let sibling = |c: &&&Concept| {
            let own = classes(cx, name.concept, deep);
            classes(cx, c, deep).iter().any(|id| own.contains(id))
        };
        let meant = theirs.iter().find(sibling).or_else(|| theirs.first().filter(|_| same_result))?;
        Some((name, *meant))
    })
}

/// The classes of drugs that a drug belongs to; those that these belong to as well, if `deep`.
fn classes<'a>(cx: &Context<'a>, of: &Concept, deep: bool) -> BTreeSet<&'a str> {
    let drug = |id: &String| cx.knowledge.concepts.get(id).filter(|c| c.kind == ConceptKind::Drug);
    let near: Vec<&'a Concept> = of.is_a.iter().filter_map(drug).collect();
    let far = near.iter().filter(|_| deep).flat_map(|c| c.is_a.iter().filter_map(drug));
    near.iter().copied().chain(far).map(|c| c.id.as_str()).collect()
}

/// Whether a thing is a drug or a supplement.
fn is_taken(concept: &Concept) -> bool {
    matches!(concept.kind, ConceptKind::Drug | ConceptKind::Supplement)
}

/// Whether a sentence has two telling numbers of one sentence of a source.
fn shares_result(text: &str, leaning: &Leaning, source: &Abstract) -> bool {
    let telling = |text: &str| -> Vec<f64> {
        let all = numerals(text).into_iter().filter(|n| n.digits).map(|n| n.value.abs());
        all.filter(|n| n.fract() != 0.0 || *n >= 100.0).collect()
    };
    let ours = telling(&text[leaning.sentence.range()]);
    let block = &source.blocks[0];
    block.sentences.iter().any(|s| {
        let theirs = telling(&block.as_str()[s.range.clone()]);
        ours.iter().filter(|n| theirs.contains(n)).count() >= 2
    })
}

/// Fewest people whose number tells a study.
const TELLING: u32 = 50;

/// Whether a sentence tells how many took part in a study, and gives a result of it.
fn shares_size(text: &str, leaning: &Leaning, record: &Record) -> bool {
    let Some(n) = record.n.filter(|n| *n >= TELLING) else { return false };
    let all = numerals(&text[leaning.sentence.range()]);
    all.iter().any(|told| told.value.total_cmp(&f64::from(n)).is_eq()) && all.len() > 1
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
