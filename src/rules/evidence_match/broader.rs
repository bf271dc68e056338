//! Results told of more people than were studied: of everybody, whatever they have, of those left out.

use super::population_mismatch::{EVERYONE, Numbered, PACK, carries, leaves_out, without_marks};
use crate::document::Place;
use crate::evidence::{Reason, Record, Who};
use crate::extract::claim::Claim;
use crate::knowledge::{Certainty, Cue, Direction, Gate, Term};
use crate::rules::Context;
use crate::rules::places::{clauses, next_in_block, trimmed};

/// Sentences that cite one source of some people and tell its result of everybody: 男女老少吃了都年轻.
pub(super) fn told_of_everyone<'a>(cx: &Context<'a>) -> Vec<(Place, Numbered<'a>, String)> {
    let mut out = Vec::new();
    for (index, block) in cx.body() {
        let broad = |t: &&Term<String>| t.is == EVERYONE || t.is == REGARDLESS;
        for phrase in cx.phrases(PACK, index).iter().filter(broad) {
            let at = Place::new(index, phrase.range());
            let sentence = cx.sentence_of(&at);
            let mut leanings = cx.evidence.links.leanings.iter().filter(|l| l.sentence == sentence);
            let (Some(only), None) = (leanings.next(), leanings.next()) else { continue };
            let cited = matches!(only.reason, Reason::Number | Reason::AuthorYear);
            let Some(link) = cx.evidence.links.records[only.reference].filter(|_| cited) else { continue };
            let record = &cx.library.records[link.record];
            let some = |w: &Who| !matches!(w, Who::Adult);
            let who = record.people.who.iter().copied().filter(some).map(Who::as_str);
            let studied = match phrase.is == REGARDLESS {
                true => set_aside(cx, &at, record).into_iter().collect::<Vec<_>>(),
                false => who.map(str::to_owned).collect(),
            };
            let plain = |c: &Claim| {
                sentence.holds(&c.quote.place)
                    && c.certainty >= Certainty::C2
                    && !matches!(c.direction, Direction::NoEffect | Direction::Unclear)
            };
            let phrases = cx.phrases(PACK, index);
            let set_aside = phrase.is == REGARDLESS;
            let gains = |t: &Term<String>| {
                t.is == "gains" || set_aside && matches!(t.is.as_str(), "also" | "promises")
            };
            let gains = phrases.iter().any(|t| gains(t) && sentence.range().contains(&t.start));
            let told = gains || cx.facts.claims.iter().any(plain);
            let doubted = leaves_out(cx, &sentence)
                || phrase.is == EVERYONE && cx.facts.gates.holds(Gate::Negation, &at)
                || cx
                    .cues_in(&sentence)
                    .iter()
                    .any(|t| matches!(t.is, Cue::Certainty(Certainty::C0) | Cue::Limitation(_) | Cue::Hedge));
            if !studied.is_empty() && told && !doubted {
                let range = trimmed(block.as_str(), sentence.range());
                out.push((
                    Place::new(index, range),
                    (cx.facts.references[only.reference].index, record),
                    studied.join(", "),
                ));
            }
        }
    }
    out
}

/// That it makes no difference whether people have something.
const REGARDLESS: &str = "regardless";

/// The condition that words set aside (whether or not you have heart disease) and that all whom a source
/// studied had.
fn set_aside(cx: &Context, at: &Place, record: &Record) -> Option<String> {
    let clause =
        cx.document.blocks[at.block].sentence_at(at.start)?.clauses.iter().find(|c| c.end > at.start)?;
    let concepts = &cx.knowledge.concepts;
    let named = cx.named_in(&Place::new(at.block, at.start..clause.end));
    let mut had = named.iter().flat_map(|n| {
        record
            .people
            .conditions
            .iter()
            .filter(move |id| concepts.is_a(id, &n.concept.id) || concepts.is_a(&n.concept.id, id))
    });
    had.next().cloned()
}

/// Sentences that cite one source and carry its result over to people with a disease that it left out.
pub(super) fn told_of_left_out<'a>(cx: &Context<'a>) -> Vec<(Place, Numbered<'a>, String)> {
    let mut out = Vec::new();
    for leaning in &cx.evidence.links.leanings {
        let place = &leaning.sentence;
        let cited = matches!(leaning.reason, Reason::Number | Reason::AuthorYear);
        let alone = cx.evidence.links.leanings.iter().filter(|l| l.sentence == *place).count() == 1;
        let Some(link) = cx.evidence.links.records[leaning.reference].filter(|_| cited && alone) else {
            continue;
        };
        let record = &cx.library.records[link.record];
        let named = cx.named_in(place);
        let Some(left) = named.iter().find(|n| record.people.not_conditions.contains(&n.concept.id)) else {
            continue;
        };
        let Some(phrase) = carries(cx, place) else { continue };
        let doubts = |t: Cue| matches!(t, Cue::Certainty(Certainty::C0) | Cue::Limitation(_) | Cue::Hedge);
        let denied = cx.facts.gates.holds(Gate::Negation, &phrase);
        if !denied && !leaves_out(cx, place) && !cx.cues_in(place).iter().any(|t| doubts(t.is)) {
            let number = cx.facts.references[leaning.reference].index;
            out.push((without_marks(cx, place), (number, record), left.concept.id.clone()));
        }
    }
    out
}

/// Groups of people that shut each other out, as a study of the one says little of the other.
const OPPOSED: [(&str, &str); 5] = [
    ("early", "far-gone"),
    ("far-gone", "early"),
    ("hardy", "everyday"),
    ("lacking", "well-fed"),
    ("lacking", "healthy"),
];

/// Clauses that carry the result of a study over to people of just the other kind: from those whom a
/// disease has only begun to touch to those whom it has far gone in, from athletes to commuters.
pub(super) fn told_of_opposed(cx: &Context) -> Vec<(Place, String, String)> {
    let mut out = Vec::new();
    for (index, block) in cx.body() {
        let phrases = cx.phrases(PACK, index);
        for pair in OPPOSED {
            let of = |id: &'static str| phrases.iter().filter(move |t| t.is == id);
            let Some((studied, told)) = of(pair.0).find_map(|a| {
                let seen = cx.sentence_of(&Place::new(index, a.range()));
                if !is_of_study(cx, &seen) || leaves_out(cx, &seen) {
                    return None;
                }
                let next = next_in_block(cx, &seen).map_or(seen.end, |n| n.end);
                let b = of(pair.1).find(|b| b.start >= a.end && b.start < next)?;
                Some((a.clone(), b.clone()))
            }) else {
                continue;
            };
            let sentence = cx.sentence_of(&Place::new(index, told.range()));
            let place = Place::new(index, told.start.max(studied.end)..sentence.end);
            let clause = clauses(cx, index, &told.range());
            let rest = Place::new(index, clause.start..sentence.end);
            let again = of(pair.0).any(|t| rest.range().contains(&t.start));
            let doubted = leaves_out(cx, &rest)
                || cx.facts.gates.holds(Gate::Question, &place)
                || cx.cues_in(&rest).iter().any(|t| {
                    matches!(
                        t.is,
                        Cue::Certainty(Certainty::C0)
                            | Cue::Limitation(_)
                            | Cue::Hedge
                            | Cue::Question
                            | Cue::Negation
                    )
                });
            if again || doubted || carries(cx, &rest).is_none() {
                continue;
            }
            let shown = |t: &Term<String>| block.shown(t.range()).to_owned();
            out.push((
                Place::new(index, trimmed(block.as_str(), rest.range())),
                shown(&studied),
                shown(&told),
            ));
        }
    }
    out
}

/// Whether a sentence tells of a study: it cites one, or names or counts one.
fn is_of_study(cx: &Context, sentence: &Place) -> bool {
    cx.cites(sentence)
        || cx.cues_in(sentence).iter().any(|t| matches!(t.is, Cue::Study | Cue::Design(_)))
        || cx.facts.studies.iter().any(|s| s.n.is_some() && sentence.overlaps(&s.quote.place))
}
