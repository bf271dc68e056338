//! SA001: the benefit of a drug is told and no harm of it.

use super::benefit::{Topics, is_benefit, is_harm, names, names_nothing};
use super::toxic_herb::toxic_herb;
use crate::document::{Block, Place};
use crate::extract::claim::{Claim, Mention};
use crate::extract::dose::{Dose, Mood};
use crate::knowledge::{ConceptKind, Cue, Direction, Drug, Gate, RiskReason};
use crate::rules::dosage::{drugs_in, subject};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use crate::text::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The rule `harms-absent`.
pub struct HarmsAbsent;

/// The rule whose phrases deny a harm, or tell one of the drug from one it prevents.
const RULE: &str = "harms-absent";

/// Benefit claims from which an article argues for a drug.
const BENEFITS: usize = 2;

impl Rule for HarmsAbsent {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        if let Some(found) = toxic_herb(cx).filter(|_| cx.is_whole_document()) {
            outcome.look();
            outcome.candidates.push(found);
        }
        let Some((drug, mut places)) = praised(cx) else { return outcome };
        let facts = cx.knowledge.drugs.get(drug);
        if !cx.is_whole_document() {
            outcome.skip(NotChecked::Fragment);
            return outcome;
        }
        outcome.look();
        if tells_of_harm(cx, drug, facts) {
            return outcome;
        }
        let harms = facts.and_then(|f| harms(cx, f));
        let mut found = Candidate::new(places.remove(0), harms.as_ref().map_or("bare", |_| "found"))
            .arg("drug", cx.name_of(drug))
            .severity(severity(facts));
        if let Some(harms) = harms {
            found = found.arg("harms", harms);
        }
        found.also = places;
        outcome.candidates.push(found);
        outcome
    }
}

/// The drug that the article praises most, with the places of at least two good words; what it says of
/// 它 it says of the drug before, or of its subject.
fn praised<'a>(cx: &Context<'a>) -> Option<(&'a str, Vec<Place>)> {
    let (subject, topics) = (subject(cx), Topics::of(cx));
    let benefits = || cx.facts.claims.iter().filter(|c| is_benefit(cx, c));
    let mut by_drug: BTreeMap<&'a str, Vec<Place>> = BTreeMap::new();
    let own = || benefits().filter(|c| topics.of_claim(cx, c).is_none());
    let mut named: BTreeSet<&str> =
        own().flat_map(|c| &c.intervention).filter_map(|m| m.concept.as_deref()).collect();
    named.extend(benefits().filter_map(|c| topics.of_claim(cx, c)));
    named.extend(topics.said.iter().map(|(drug, _)| *drug));
    let known = |id: &str| cx.knowledge.drugs.get(id).is_some_and(|d| d.harms.is_some());
    let invasive =
        |m: &&Mention| cx.knowledge.phrases.find(RULE, &m.quote.text).iter().any(|p| p.is == "invasive");
    let procedures: BTreeSet<&str> = benefits()
        .flat_map(|c| &c.intervention)
        .filter(invasive)
        .filter_map(|m| m.concept.as_deref())
        .filter(|id| is_kind(cx, id, ConceptKind::Procedure))
        .collect();
    let counts = |id: &str| cx.is_drug(id) || known(id) || procedures.contains(id) || is_remedy(cx, id);
    for drug in named.into_iter().filter(|id| counts(id)) {
        let of = |c: &&Claim| topics.is_of(cx, c, drug) || subject == Some(drug) && names_nothing(c);
        let mut claims: Vec<&Claim> = benefits().filter(of).collect();
        claims.sort_by_key(|c| names_nothing(c));
        let mut places: Vec<Place> = claims.iter().map(|c| c.quote.place.clone()).collect();
        for (_, said) in topics.said.iter().filter(|(id, _)| cx.knowledge.concepts.is_a(drug, id)) {
            if !places.iter().any(|p| p.overlaps(said)) {
                places.push(said.clone());
            }
        }
        by_drug.entry(drug).or_insert(places);
    }
    by_drug.retain(|_, places| places.len() >= BENEFITS);
    let specific = |id: &str| !by_drug.keys().any(|m| *m != id && cx.knowledge.concepts.is_a(m, id));
    let rank = |id: &str, places: &[Place]| (subject == Some(id), specific(id), places.len());
    let best = by_drug.keys().copied().max_by_key(|id| rank(id, &by_drug[id]))?;
    by_drug.remove_entry(best)
}

fn is_kind(cx: &Context, id: &str, kind: ConceptKind) -> bool {
    cx.knowledge.concepts.get(id).is_some_and(|c| c.kind == kind)
}

/// Whether a supplement is told as a medicine: with an amount to take, and for two diseases.
fn is_remedy(cx: &Context, id: &str) -> bool {
    let dosed = |d: &Dose| d.drug_concept.as_deref() == Some(id) && d.mood == Mood::Instruct;
    let treated = |c: &&Claim| is_benefit(cx, c) && names(cx, c, id);
    let diseases: BTreeSet<&str> = cx
        .facts
        .claims
        .iter()
        .filter(treated)
        .flat_map(|c| c.condition.iter().chain(&c.outcome))
        .filter_map(|m| m.concept.as_deref())
        .filter(|id| is_kind(cx, id, ConceptKind::Condition))
        .collect();
    is_kind(cx, id, ConceptKind::Supplement) && cx.facts.doses.iter().any(dosed) && diseases.len() >= BENEFITS
}

/// A boxed warning by itself is no error: metformin has one.
fn severity(facts: Option<&Drug>) -> Severity {
    match facts.and_then(|f| f.risk.as_ref()) {
        Some(risk) if risk.reason != RiskReason::BoxedWarning => Severity::Error,
        _ => Severity::Warning,
    }
}

/// The harms that the label names, in the language of the article.
fn harms(cx: &Context, drug: &Drug) -> Option<String> {
    let harms = drug.harms.as_ref()?;
    Some(match cx.document.language {
        Language::Zh => harms.zh.join("、"),
        Language::En => harms.en.join(", "),
    })
}

/// Whether a sentence of the body tells of a harm of the drug: words of harm that are not denied, that
/// stand beside no other drug alone, and that are not what a claim says it prevents. Words that name
/// diseases as well need a word of bringing about, and symptoms somebody who takes it.
fn tells_of_harm(cx: &Context, drug: &str, facts: Option<&Drug>) -> bool {
    let denied = |g: &Gate| matches!(g, Gate::Negation | Gate::Question | Gate::Refutation);
    let own =
        |c: &Claim| c.intervention.iter().filter_map(|m| m.concept.as_deref()).any(|id| is_kin(cx, drug, id));
    let claimed = cx.facts.claims.iter().any(|c| is_harm(c) && own(c) && !c.gates.iter().any(denied));
    claimed
        || says_for_whom_not(cx, drug)
        || cx.body().any(|(index, block)| {
            let phrases = cx.phrases(RULE, index);
            let mut harms = words_of_harm(cx, index, facts);
            harms.extend(phrases.iter().filter(|p| p.is == "symptom").map(|p| p.range()));
            if harms.is_empty() {
                return false;
            }
            let named = drugs_in(cx, index);
            harms.into_iter().any(|range| {
                let harm = Place::new(index, range);
                let Some(sentence) = block.sentence_at(harm.start) else { return false };
                let inside = |at: usize| sentence.range.contains(&at);
                let said = |meaning: &str| phrases.iter().any(|p| p.is == meaning && inside(p.start));
                let is = |meaning: &str| phrases.iter().any(|p| p.is == meaning && p.start == harm.start);
                let mut beside =
                    named.iter().filter(|n| inside(n.range.start)).map(|n| n.concept.id.as_str()).peekable();
                let alone = beside.peek().is_none();
                let own = beside.any(|id| is_kin(cx, drug, id));
                let whose = own || alone && (!is("symptom") || said("taker"));
                let brought = !is("open") && !is("symptom") || said("brings");
                whose && brought && !said("denied") && !is_quiet(cx, &harm)
            })
        })
}

/// Whether a sentence that names the drug, or a group that it belongs to, says who is not to have it; who sells it says
/// as much for form's sake.
fn says_for_whom_not(cx: &Context, drug: &str) -> bool {
    let said = |(index, block): (usize, &Block)| {
        let phrases = cx.phrases(RULE, index);
        let named = drugs_in(cx, index);
        phrases.iter().filter(|p| p.is == "unfit").any(|unfit| {
            let sentence = block.sentence_at(unfit.start).map(|s| s.range.clone()).unwrap_or_default();
            let mut beside = named.iter().filter(|n| sentence.contains(&n.range.start));
            let open = |p: &Place| {
                !cx.facts.gates.over(p).any(|g| DENIED.contains(&g.gate) && !p.overlaps(&g.cue_place))
            };
            beside.any(|n| is_kin(cx, drug, &n.concept.id)) && open(&Place::new(index, unfit.range()))
        })
    };
    !cx.is_commercial() && cx.body().any(said)
}

/// What takes back that somebody is not to have it.
const DENIED: &[Gate] = &[Gate::Negation, Gate::Question, Gate::Refutation];

/// The words of harm in a block: those of the lexicon, and the harms that the label names.
fn words_of_harm(cx: &Context, index: usize, facts: Option<&Drug>) -> Vec<Range<usize>> {
    let text = cx.document.blocks[index].as_str();
    let terms = cx.cues(index).iter().filter(|t| t.is == Cue::Harm).map(|t| t.range());
    let label = facts.and_then(|f| f.harms.as_ref()).into_iter().flat_map(|h| h.zh.iter().chain(&h.en));
    let label = label.flat_map(|h| text.match_indices(h.as_str()).map(|(at, h)| at..at + h.len()));
    terms.chain(label).collect()
}

fn is_kin(cx: &Context, drug: &str, other: &str) -> bool {
    cx.knowledge.concepts.is_a(drug, other) || cx.knowledge.concepts.is_a(other, drug)
}

/// Whether words of harm are denied or asked about, or what a claim says is prevented.
fn is_quiet(cx: &Context, harm: &Place) -> bool {
    let quiet = [Gate::Negation, Gate::Fixed, Gate::Question, Gate::Refutation];
    let less =
        |c: &Claim| matches!(c.direction, Direction::Decrease | Direction::Improve | Direction::NoEffect);
    cx.facts.gates.over(harm).any(|g| quiet.contains(&g.gate))
        || cx.facts.claims.iter().any(|c| c.quote.place.holds(harm) && less(c))
}
