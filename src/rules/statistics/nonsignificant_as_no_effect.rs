//! ST003: "no significant difference" read as "the same" or "safe".

use crate::document::Place;
use crate::extract::claim::QuantityKind;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Limitation, Term};
use crate::rules::places::{next_in_block, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use crate::text::is_han;

/// The rule `nonsignificant-as-no-effect`.
pub struct NonsignificantAsNoEffect;

const RULE: &str = "nonsignificant-as-no-effect";

/// Letters before a word of conclusion that still opens its sentence.
const OPENING: usize = 10;

impl Rule for NonsignificantAsNoEffect {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for sentence in sentences(cx) {
            let words = cx.phrases_in(RULE, &sentence);
            outcome.candidates.extend(denied_before(cx, &sentence));
            let null = words.iter().find(|w| w.is == "null").or(words.iter().find(|w| w.is == "level"));
            let Some(null) = null else { continue };
            outcome.look();
            let rest = Place::new(sentence.block, null.end..sentence.end);
            let found = concluded(cx, &rest, false).or_else(|| {
                let next = next_in_block(cx, &sentence)?;
                concluded(cx, &next, true)
            });
            let Some((bridge, same)) = found else { continue };
            let own = Place::new(sentence.block, null.range());
            if is_open(cx, &sentence, Some(&own)) || is_open(cx, &cx.sentence_of(&bridge), Some(&own)) {
                continue;
            }
            let block = &cx.document.blocks[sentence.block];
            let harm = cx.cues_in(&sentence).iter().any(|t| t.is == Cue::Harm && t.start < null.start);
            let safe = same.is == "safe";
            // That two did not differ may well be told as that they are alike, but not as safety.
            if null.is == "level" && !safe {
                continue;
            }
            let place = Place::new(sentence.block, sentence.start..same.end);
            let mut candidate = Candidate::new(trimmed(cx, place), if safe { "safe" } else { "same" })
                .arg("null", block.shown(null.range()))
                .arg("same", block.shown(same.range()))
                .severity(if harm || safe { Severity::Error } else { Severity::Warning });
            candidate.gated_at = Some(bridge);
            outcome.candidates.push(candidate);
        }
        outcome
    }
}

/// How many times as much harm makes it no small one.
const MUCH: f64 = 1.4;

/// A harm that is said not to rise, where the sentence behind has figures in which it did, though not
/// significantly.
fn denied_before(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let cues = cx.cues_in(sentence);
    let rise =
        cues.iter().find(|t| t.is == Cue::Direction(Direction::Increase) && negated(cx, sentence, t))?;
    let named = cx.named_in(sentence);
    let harm = cues.iter().any(|t| t.is == Cue::Harm)
        || named
            .iter()
            .any(|n| n.concept.kind == ConceptKind::Condition || n.concept.id == "adverse-effects");
    let open = cues.iter().any(|t| matches!(t.is, Cue::Hedge | Cue::Question | Cue::Limitation(_)));
    let own = cx.phrases_in(RULE, sentence);
    let figures = cx.numbers_in(sentence).any(|q| q.kind == QuantityKind::Percent);
    if !harm || open || figures || own.iter().any(|w| matches!(w.is.as_str(), "null" | "open")) {
        return None;
    }
    let next = next_in_block(cx, sentence)?;
    let words = cx.phrases_in(RULE, &next);
    let null = words.iter().find(|w| w.is == "null")?;
    let shares: Vec<f64> = cx
        .numbers_in(&next)
        .filter(|q| q.kind == QuantityKind::Percent && q.low > 0.0)
        .map(|q| q.low)
        .collect();
    let [a, b] = shares.as_slice() else { return None };
    if a.max(*b) / a.min(*b) < MUCH || is_open(cx, &next, None) {
        return None;
    }
    let block = &cx.document.blocks[sentence.block];
    let mut found = Candidate::new(trimmed(cx, sentence.clone()), "safe")
        .arg("null", cx.document.blocks[next.block].shown(null.range()))
        .arg("same", block.shown(rise.range()))
        .severity(Severity::Error);
    found.gated_at = Some(Place::new(sentence.block, sentence.start..sentence.start));
    Some(found)
}

/// Whether a cue is denied.
fn negated(cx: &Context, sentence: &Place, cue: &Term<Cue>) -> bool {
    cx.facts.gates.holds(Gate::Negation, &Place::new(sentence.block, cue.range()))
}

/// The word of conclusion in a place, and what is concluded behind it.
fn concluded(cx: &Context, place: &Place, opening: bool) -> Option<(Place, Term<String>)> {
    let text = cx.document.blocks[place.block].as_str();
    let words = cx.phrases_in(RULE, place);
    let opens = |at: usize| text[place.start..at].chars().filter(|c| c.is_alphanumeric()).count() <= OPENING;
    let cue =
        cx.cues_in(place).iter().find(|t| matches!(t.is, Cue::Inference | Cue::Certainty(Certainty::C3)));
    if let Some(assured) = words.iter().find(|w| w.is == "assured").filter(|w| !opening || opens(w.start)) {
        let safe = Term { is: "safe".to_owned(), ..assured.clone() };
        return Some((Place::new(place.block, assured.range()), safe));
    }
    let own = words.iter().find(|w| w.is == "shows");
    let bridge = match (cue, own) {
        (Some(a), Some(b)) if b.start < a.start => b.range(),
        (Some(a), _) => a.range(),
        (None, Some(b)) => b.range(),
        (None, None) => return None,
    };
    if opening && !opens(bridge.start) {
        return None;
    }
    let same = words.iter().find(|w| matches!(w.is.as_str(), "same" | "safe") && w.start >= bridge.start)?;
    let at = Place::new(place.block, same.range());
    let denied = |gate: Gate| {
        cx.facts.gates.over(&at).any(|s| {
            s.gate == gate
                && s.cue_place.start >= bridge.end
                && !at.overlaps(&s.cue_place)
                && !is_either_way(text, &s.cue_place)
        })
    };
    let open = [Gate::Negation, Gate::Hedge, Gate::Question, Gate::Wish].into_iter().any(denied);
    (!open).then(|| (Place::new(place.block, bridge), same.clone()))
}

/// Whether a denial is one half of a pair that tells of both ways (压不压, 吃没吃), and so denies nothing.
fn is_either_way(text: &str, denial: &Place) -> bool {
    let before = text[..denial.start].chars().next_back();
    before.is_some_and(is_han) && before == text[denial.end..].chars().next()
}

/// Whether a sentence leaves the matter open, or reports a trial that was made to show likeness; the
/// words of no difference themselves do not.
fn is_open(cx: &Context, sentence: &Place, null: Option<&Place>) -> bool {
    let limits =
        |cue: Cue| matches!(cue, Cue::Limitation(Limitation::Cannot) | Cue::Certainty(Certainty::C0));
    let own = |t: &Term<Cue>| null.is_some_and(|n| n.overlaps(&Place::new(sentence.block, t.range())));
    cx.cues_in(sentence).iter().any(|t| limits(t.is) && !own(t))
        || cx.phrases(RULE, sentence.block).iter().any(|w| w.is == "design")
        || cx.phrases_in(RULE, sentence).iter().any(|w| w.is == "open")
}

/// A place that ends with its sentence's last word.
fn trimmed(cx: &Context, place: Place) -> Place {
    let text = cx.document.blocks[place.block].as_str();
    let end = place.start + text[place.range()].trim_end().len();
    Place { end, ..place }
}
