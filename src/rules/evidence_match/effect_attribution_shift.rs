//! EV007: the effect of several drugs pooled is told of one of them, or that of one of its class.

use crate::document::Place;
use crate::evidence::{Record, members_of, pool_of};
use crate::extract::claim::{Claim, Mention, Tie};
use crate::extract::study::Study;
use crate::knowledge::{Certainty, ConceptKind, Direction};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::BTreeSet;

/// The rule `effect-attribution-shift`.
pub struct EffectAttributionShift;

/// Most drugs of a class that a source may be about without speaking for the class.
const FEW: usize = 2;

impl Rule for EffectAttributionShift {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let arms = arms(cx);
        let mut told: BTreeSet<(Option<u32>, Vec<&str>, Place)> = BTreeSet::new();
        for claim in cx.facts.claims.iter().filter(|c| asserts_effect(c)) {
            let own = drugs(cx, &claim.intervention);
            let sentence = cx.sentence_of(&claim.quote.place);
            if !claim.intervention.iter().any(|m| sentence.holds(&m.quote.place)) {
                continue;
            }
            let mut sources = cx.sources_of(&claim.quote.place).peekable();
            let found = if sources.peek().is_none() {
                let found = arms.iter().find_map(|arm| from_arm(cx, claim, &own, arm));
                if found.is_some() {
                    outcome.look();
                } else {
                    let leans = cx.evidence.links.of(&claim.quote.place).next().is_some();
                    outcome.skip(if leans { NotChecked::NoRecord } else { NotChecked::Uncited });
                }
                found.map(|f| (None, f))
            } else {
                sources.find_map(|(number, record)| {
                    if record.abstract_.is_none() {
                        outcome.skip(NotChecked::NoAbstract);
                        return None;
                    }
                    outcome.look();
                    let found = from_pool(cx, claim, &own, number, record);
                    Some((Some(number), found.or_else(|| from_class(cx, claim, &own, number, record))?))
                })
            };
            if let Some((number, found)) = found
                && told.insert((number, own.into_iter().collect(), sentence.clone()))
            {
                outcome.candidates.push(found);
            }
        }
        outcome
    }
}

/// The claim credits some of the drugs that the source pools.
fn from_pool(
    cx: &Context,
    claim: &Claim,
    own: &BTreeSet<&str>,
    number: u32,
    record: &Record,
) -> Option<Candidate> {
    let pool = pool_of(record, own, cx.knowledge)?;
    if names_all(cx, claim, &pool.drugs) {
        return None;
    }
    let mut found = Candidate::new(claim.quote.place.clone(), "found")
        .arg("one", names(cx, claim))
        .arg("count", pool.drugs.len())
        .arg("reference", number);
    found.source = Some(cx.source(number, record, pool.words));
    Some(found)
}

/// The claim credits a class of which the source is about one or two drugs.
fn from_class(
    cx: &Context,
    claim: &Claim,
    own: &BTreeSet<&str>,
    number: u32,
    record: &Record,
) -> Option<Candidate> {
    let class = own.first().filter(|_| own.len() == 1)?;
    let members = members_of(record, class, cx.knowledge).filter(|m| m.len() <= FEW)?;
    // An article that names the drug may call it by its class from there on.
    let is_named = |id: &str| cx.body().any(|(block, _)| cx.named(block).iter().any(|n| n.concept.id == id));
    if members.iter().all(|id| is_named(id)) {
        return None;
    }
    let words = members.iter().map(|id| cx.name_of(id)).collect::<Vec<_>>().join(", ");
    let mut found = Candidate::new(claim.quote.place.clone(), "class")
        .arg("class", names(cx, claim))
        .arg("members", &words)
        .arg("reference", number)
        .severity(Severity::Warning);
    found.source = Some(cx.source(number, record, words));
    Some(found)
}

/// A group of patients that the article says had several drugs: 用药组,包括A和B.
struct Arm {
    drugs: BTreeSet<String>,
    block: usize,
    end: usize,
}

fn arms(cx: &Context) -> Vec<Arm> {
    let mut out = Vec::new();
    for (index, block) in cx.body() {
        for group in cx.groups(index).into_iter().filter(|g| g.tie != Tie::Plus) {
            let before = &block.as_str()[..group.place.start];
            let lead = cx.knowledge.phrases.find("effect-attribution-shift", tail(before));
            if lead.iter().any(|t| t.is == "arm" && tail(before)[t.end..].trim().is_empty()) {
                let drugs = group.things.iter().filter_map(|t| t.concept.clone()).collect();
                out.push(Arm { drugs, block: index, end: group.place.end });
            }
        }
    }
    out
}

/// Bytes before a group within which the word that opens it stands.
const LEAD: usize = 48;

fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(LEAD);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// The claim credits some of the drugs of an arm told of before in its section.
fn from_arm(cx: &Context, claim: &Claim, own: &BTreeSet<&str>, arm: &Arm) -> Option<Candidate> {
    let place = &claim.quote.place;
    let after = (arm.block, arm.end) < (place.block, place.start)
        && cx.document.section(arm.block).contains(&place.block);
    let part = !own.is_empty()
        && own.len() < arm.drugs.len()
        && own.iter().all(|o| arm.drugs.contains(*o))
        && !names_all(cx, claim, &arm.drugs);
    let between = |s: &&Study| {
        let at = (s.quote.place.block, s.quote.place.start);
        (arm.block, arm.end) <= at && at < (place.block, cx.sentence_of(place).end)
    };
    let other = || cx.facts.studies.iter().filter(between).any(|s| !s.anaphoric);
    (after && part && !other()).then(|| {
        Candidate::new(place.clone(), "text")
            .arg("one", names(cx, claim))
            .arg("count", arm.drugs.len())
            .severity(Severity::Warning)
    })
}

/// Whether the clause of a claim names every one of some drugs.
fn names_all(cx: &Context, claim: &Claim, drugs: &BTreeSet<String>) -> bool {
    let named = cx.named_in(&claim.quote.place);
    drugs.iter().all(|d| named.iter().any(|n| n.concept.id == *d))
}

fn asserts_effect(claim: &Claim) -> bool {
    claim.certainty >= Certainty::C2 && !matches!(claim.direction, Direction::NoEffect | Direction::Unclear)
}

/// The drugs and supplements among what a claim is about.
fn drugs<'a>(cx: &Context<'a>, mentions: &[Mention]) -> BTreeSet<&'a str> {
    let concept = |m: &Mention| cx.knowledge.concepts.get(m.concept.as_deref()?);
    let taken = mentions.iter().filter_map(concept);
    taken
        .filter(|c| matches!(c.kind, ConceptKind::Drug | ConceptKind::Supplement))
        .map(|c| c.id.as_str())
        .collect()
}

/// The drugs of a claim as the article calls them.
fn names(cx: &Context, claim: &Claim) -> String {
    let drug = |m: &&Mention| !drugs(cx, std::slice::from_ref(*m)).is_empty();
    claim.intervention.iter().filter(drug).map(|m| m.quote.text.as_str()).collect::<Vec<_>>().join("、")
}
