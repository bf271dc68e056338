//! What a source found as a whole: no difference at all, its goal missed, two treatments on a par, or
//! that things came back once treatment ended.

use super::effect::{Effect, PACK};
use super::results::{by_ratio, is_effect};
use super::statement::Statement;
use crate::document::Place;
use crate::extract::Words;
use crate::extract::claim::{Quantity, QuantityKind};
use crate::extract::gate::Gates;
use crate::knowledge::{Certainty, Cue, Direction, Gate, Knowledge, Term};
use std::collections::BTreeSet;
use std::ops::Range;

/// Outcomes that tell of the harm of a treatment, and not of its use.
const OF_HARM: [&str; 3] = ["adverse-effects", "safety", "complications"];

/// Chance below which a difference is none of chance, by custom.
const CHANCE: f64 = 0.05;

/// The sentence in which a source says that what it tried made no difference, where it tells of no
/// difference in anything but harm.
pub fn nothing(
    words: &Words,
    gates: &Gates,
    statements: &[Statement],
    results: &[Statement],
) -> Option<usize> {
    let here = &words.blocks[0];
    let all = || statements.iter().chain(results).filter(|s| !s.open);
    let of_harm = |s: &Statement| s.outcomes.iter().any(|o| OF_HARM.contains(&o.as_str()));
    let denies = |s: &&Statement| {
        matches!(s.effect, Some(Effect::NoBenefit | Effect::NoHarm | Effect::Null))
            && !of_harm(s)
            && !s.unproven
    };
    let works = |s: &Statement| matches!(s.effect, Some(Effect::Benefit | Effect::Less | Effect::More));
    if all().any(|s| works(s) && !of_harm(s)) {
        return None;
    }
    let denied: BTreeSet<usize> = all().filter(denies).map(|s| s.sentence).collect();
    let harmful: BTreeSet<usize> =
        all().filter(|s| s.effect == Some(Effect::Harm) || of_harm(s)).map(|s| s.sentence).collect();
    let last = *denied.iter().next_back()?;
    let tells = |range: &Range<usize>| {
        words.cues(0).within(range.clone()).iter().any(|t| {
            let way = matches!(
                t.is,
                Cue::Direction(Direction::Improve | Direction::Increase | Direction::Decrease)
            );
            way && !gates.holds(Gate::Negation, &Place::new(0, t.range()))
        }) || differs(words, range)
    };
    let others = here.sentences.iter().enumerate();
    let mut others =
        others.filter(|(i, s)| !denied.contains(i) && !harmful.contains(i) && is_result(words, &s.range));
    let none = !others.any(|(_, s)| tells(&s.range));
    (none && !denied.iter().any(|i| differs(words, &here.sentences[*i].range))).then_some(last)
}

/// Whether a sentence tells of what was found, and not of what was asked or done.
fn is_result(words: &Words, range: &Range<usize>) -> bool {
    let asked = |t: &Term<Cue>| matches!(t.is, Cue::Background | Cue::Limitation(_) | Cue::Hedge);
    !words.cues(0).within(range.clone()).iter().any(asked)
}

/// Whether figures of a part tell of a difference that is none of chance.
fn differs(words: &Words, range: &Range<usize>) -> bool {
    let here: Vec<&Quantity> =
        words.quantities(0).iter().filter(|q| range.contains(&q.quote.place.start)).collect();
    let ratio = matches!(by_ratio(&here), Some(Direction::Increase | Direction::Decrease));
    let ratios = here.iter().any(|q| {
        matches!(q.kind, QuantityKind::OddsRatio | QuantityKind::RiskRatio | QuantityKind::HazardRatio)
    });
    ratio
        || here.iter().any(|q| match q.kind {
            QuantityKind::PValue => q.low < CHANCE && !q.quote.text.contains('>'),
            QuantityKind::Interval if !ratios => {
                q.low > 0.0 && q.low != 1.0 && q.high != 1.0 && !(q.low < 1.0 && q.high > 1.0) || q.high < 0.0
            }
            // Of several ratios in a row only the first is called one.
            QuantityKind::Interval => q.low > 0.0 && (q.high < 1.0 || q.low > 1.0 && q.high < RATIO),
            _ => false,
        })
}

/// Bound above which an interval is none of a ratio.
const RATIO: f64 = 5.0;

/// What the words of the pack say in a text.
fn said(text: &str, knowledge: &Knowledge) -> Vec<Term<String>> {
    knowledge.phrases.find(PACK, text)
}

fn has(said: &[Term<String>], id: &str) -> bool {
    said.iter().any(|t| t.is == id)
}

/// Whether a text says that a study reached the goal it was made for; none where it does not say.
pub(super) fn goal(text: &str, knowledge: &Knowledge) -> Option<bool> {
    let words = said(text, knowledge);
    if !has(&words, "goal") {
        return None;
    }
    let missed = has(&words, "missed");
    (missed || has(&words, "met")).then_some(!missed)
}

/// Whether a text says that all groups did alike, or that a difference may be none.
pub(super) fn is_even(text: &str, knowledge: &Knowledge) -> bool {
    let level = |cue: Cue| {
        matches!(
            cue,
            Cue::Direction(Direction::NoEffect) | Cue::Certainty(Certainty::C0) | Cue::Limitation(_)
        )
    };
    has(&said(text, knowledge), "even") || knowledge.lexicon.find(text).iter().any(|t| level(t.is))
}

/// Whether a text says that two things are on a par.
pub(super) fn on_a_par(text: &str, knowledge: &Knowledge) -> bool {
    has(&said(text, knowledge), "par")
}

/// Whether a text says that one thing beats another.
pub(super) fn beats(text: &str, knowledge: &Knowledge) -> bool {
    has(&said(text, knowledge), "beats")
}

/// What a text says of the time after a treatment ended: that things came back, or that they did not.
pub fn afterwards(
    text: &str,
    range: Range<usize>,
    gates: &dyn Fn(Range<usize>) -> bool,
    knowledge: &Knowledge,
) -> Option<bool> {
    let words = said(&text[range.clone()], knowledge);
    let denied = |t: &Term<String>| gates(range.start + t.start..range.start + t.end);
    let back = words.iter().find(|t| t.is == "rebound");
    match back {
        Some(word) if denied(word) => Some(false),
        Some(_) => Some(true),
        None if has(&words, "partly") => None,
        None if has(&words, "ended") && has(&words, "kept") => Some(false),
        None if has(&words, "ended") && (has(&words, "rises") || has(&words, "rose")) => Some(true),
        None => None,
    }
}

/// Whether a statement tells plainly of some use.
pub(super) fn is_use(statement: &Statement) -> bool {
    statement.certainty >= Certainty::C2
        && !statement.relative
        && !statement.open
        && statement.effect.is_some_and(|e| is_effect(e) && e != Effect::Harm)
}
