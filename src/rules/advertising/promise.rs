//! Promises of an effect: a phrase that is one by itself, or a word of promise with an effect behind it.

use super::said::{Word, trimmed, words};
use super::shapes::shaped;
use crate::document::{Block, Place};
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate};
use crate::rules::Context;
use crate::rules::pitch::{Pitch, Within, pushed};
use crate::text::Sentence;
use std::ops::Range;

/// The rule whose phrases are promises.
const RULE: &str = "guarantee-of-cure";

/// Most clauses of a sentence between a word of certainty that stands alone and what it is said of.
const REACH: usize = 1;

/// Money back where it fails; an illness that stays away.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch { parts: &[&["fails"], &["refund"]], without: &["goods-back"], within: Within::Sentence },
    Pitch { parts: &[&["#span"], &["refund"]], without: &["goods-back", "trade"], within: Within::Sentence },
    Pitch {
        parts: &[&["@condition", "ill"], &["never-back"]],
        without: &["apart", "trial"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["finished"], &["@condition", "ill"], &["lifelong"]],
        without: &["apart", "trial"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["#span"], &["effective", "well", "gone", "falls"], &["sworn"]],
        without: &["goods-back", "trade", "trial", "counsel"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["fails"], &["theirs-to-pay"]],
        without: &["goods-back", "trade"],
        within: Within::Sentence,
    },
];

/// A promise of an effect.
pub struct Promise {
    /// The clause, and any later one of its sentence that promises more.
    pub place: Place,
    /// The words that promise.
    pub at: Place,
    /// What these read, where they are disguised.
    pub reads: Option<String>,
}

/// The promises that the article makes, one a sentence.
pub fn promises(cx: &Context) -> Vec<Promise> {
    let mut found = Vec::new();
    for (index, block) in cx.body() {
        let phrases = words(cx, RULE, index, true);
        if phrases.is_empty() {
            continue;
        }
        for (number, sentence) in block.sentences.iter().enumerate() {
            let opening = Place::new(index, sentence.range.clone());
            let told_of = cx.warns(&opening) && !cx.is_commercial();
            let argued = cx.argues_in(&opening);
            let wished = told_of || cx.facts.gates.holds(Gate::Wish, &opening);
            let told_before = found.len();
            for (n, clause) in sentence.clauses.iter().enumerate() {
                let here = within(&phrases, clause);
                let before = number.checked_sub(1).filter(|_| n == 0).map(|b| &block.sentences[b]);
                let near = match before.and_then(|s| s.clauses.last()) {
                    Some(last) => last.start..clause.end,
                    None => sentence.clauses[n.saturating_sub(REACH)].start..clause.end,
                };
                let said = here.iter().filter(|p| !is_denied(block, here, p));
                let promised = |p: &&Word| match p.is.as_str() {
                    "cure" => true,
                    "farewell" => names_disease(cx, &Place::new(index, p.range.end..clause.end)),
                    "promise" => {
                        let effect = |e: &Word| e.is == "effect" && e.range.start >= p.range.end;
                        let next = sentence.clauses.get(n + 1).filter(|_| closes(block, clause, p));
                        here.iter().any(effect)
                            || next.is_some_and(|c| within(&phrases, c).iter().any(effect))
                    }
                    "refund" => {
                        let fails = |from: usize| {
                            let range = from..p.range.start;
                            within(&phrases, &range).iter().any(|f| f.is == "fails")
                        };
                        let before = number.checked_sub(1).map(|b| &block.sentences[b]);
                        let asked = before.filter(|s| ends_in_question(block, s));
                        let sells = cx.is_commercial();
                        sells && fails(asked.map_or(sentence.range.start, |s| s.range.start))
                    }
                    "all" => {
                        let effect = |e: &Word| matches!(e.is.as_str(), "effect" | "benefit");
                        !argued && (here.iter().any(effect) || works(cx, index, clause))
                    }
                    "certain" => {
                        here.iter().any(|e| matches!(e.is.as_str(), "effect" | "benefit"))
                            || works(cx, index, clause)
                            || is_alone(block, clause, p)
                                && (works(cx, index, &near)
                                    || within(&phrases, &near).iter().any(|e| e.is == "effect"))
                    }
                    _ => false,
                };
                let mut told: Vec<&Word> = said.filter(promised).collect();
                told.sort_by_key(|p| p.is != "cure");
                let at = told.first().map(|p| Place::new(index, p.range.clone()));
                if let Some(at) = at.filter(|at| found.len() == told_before && !is_gated(cx, at) && !wished) {
                    let range = if is_alone(block, clause, told[0]) { near } else { clause.clone() };
                    let place = Place::new(index, trimmed(block.as_str(), range));
                    found.push(Promise { place, at, reads: told[0].reads.clone() });
                }
            }
        }
    }
    for shape in shaped(cx, RULE) {
        let known = found.iter().any(|p| p.place.overlaps(&shape.place));
        let wished = cx.facts.gates.holds(Gate::Wish, &shape.place);
        let unable = cx.cues_in(&shape.at).iter().any(|t| t.is == Cue::Unable);
        if !known && !wished && !unable && !is_gated(cx, &shape.at) {
            found.push(Promise { place: shape.place, at: shape.at, reads: None });
        }
    }
    for met in pushed(cx, PITCHES) {
        let sentence = cx.sentence_of(&met.place);
        match found.iter_mut().find(|p| sentence.overlaps(&p.place)) {
            Some(p) => p.place.end = p.place.end.max(met.place.end),
            None => found.push(Promise { place: met.place, at: met.at, reads: None }),
        }
    }
    found.sort_by(|a, b| a.at.cmp(&b.at));
    found
}

fn within<'a>(phrases: &'a [Word], range: &Range<usize>) -> &'a [Word] {
    let first = phrases.partition_point(|p| p.range.start < range.start);
    let last = phrases.partition_point(|p| p.range.start < range.end).max(first);
    &phrases[first..last]
}

/// Whether a denial stands before a phrase in its clause, and not in an attribute (无法治愈的病).
fn is_denied(block: &Block, here: &[Word], phrase: &Word) -> bool {
    let before = here.iter().filter(|d| d.is == "denial" && d.range.end <= phrase.range.start);
    before.into_iter().any(|d| !block.as_str()[d.range.end..phrase.range.start].contains('的'))
}

/// Whether a claim of benefit is made in a range.
fn works(cx: &Context, block: usize, range: &Range<usize>) -> bool {
    cx.facts.claims.iter().any(|c| {
        let place = &c.quote.place;
        let worse = matches!(c.direction, Direction::Worsen | Direction::NoEffect | Direction::Unclear);
        let within = place.block == block && place.start < range.end && range.start < place.end;
        within && c.certainty >= Certainty::C2 && !worse
    })
}

fn names_disease(cx: &Context, place: &Place) -> bool {
    cx.named_in(place).iter().any(|n| n.concept.kind == ConceptKind::Condition)
}

/// Whether a phrase is all that its clause says.
fn is_alone(block: &Block, clause: &Range<usize>, phrase: &Word) -> bool {
    let text = block.as_str();
    let rest = [
        &text[clause.start..phrase.range.start.max(clause.start)],
        &text[phrase.range.end.min(clause.end)..clause.end],
    ];
    rest.iter().all(|part| !part.contains(char::is_alphanumeric))
}

/// Whether a sentence asks, as sellers do before they answer: Not slimmer by May? It's on us.
fn ends_in_question(block: &Block, sentence: &Sentence) -> bool {
    block.as_str()[sentence.range.clone()].trim_end().ends_with('?')
}

/// Whether a phrase ends its clause.
fn closes(block: &Block, clause: &Range<usize>, phrase: &Word) -> bool {
    let rest = phrase.range.end.min(clause.end)..clause.end;
    !block.as_str()[rest].contains(char::is_alphanumeric)
}

/// Whether the words are denied, asked, hoped for, debunked or talked about; a negation among them
/// (无效退款) is their own.
fn is_gated(cx: &Context, at: &Place) -> bool {
    let words = cx.document.blocks[at.block].shown(at.range());
    cx.facts.gates.over(at).any(|g| match g.gate {
        Gate::Negation => !words.contains(&g.cue),
        gate => matches!(gate, Gate::Refutation | Gate::Question | Gate::Wish | Gate::Fixed | Gate::Meta),
    })
}
