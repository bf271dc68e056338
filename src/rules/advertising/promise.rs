//! Promises of an effect: a phrase that is one by itself, or a word of promise with an effect behind it.

use crate::document::{Block, Place};
use crate::knowledge::{Certainty, ConceptKind, Direction, Gate, Term};
use crate::rules::Context;
use std::ops::Range;

/// The rule whose phrases are promises.
const RULE: &str = "guarantee-of-cure";

/// Most clauses of a sentence between a word of certainty that stands alone and what it is said of.
const REACH: usize = 1;

/// A promise of an effect.
pub struct Promise {
    /// The clause.
    pub place: Place,
    /// The words that promise.
    pub at: Place,
}

/// The promises that the article makes, one a sentence.
pub fn promises(cx: &Context) -> Vec<Promise> {
    let mut found = Vec::new();
    for (index, block) in cx.body() {
        let phrases = cx.phrases(RULE, index);
        if phrases.is_empty() {
            continue;
        }
        for sentence in &block.sentences {
            let opening = Place::new(index, sentence.range.clone());
            let wished = cx.facts.gates.holds(Gate::Wish, &opening);
            let told_before = found.len();
            for (n, clause) in sentence.clauses.iter().enumerate() {
                let here = within(&phrases, clause);
                let near = sentence.clauses[n.saturating_sub(REACH)].start..clause.end;
                let said = here.iter().filter(|p| !is_denied(block, here, p));
                let promised = |p: &&Term<String>| match p.is.as_str() {
                    "cure" => true,
                    "farewell" => names_disease(cx, &Place::new(index, p.end..clause.end)),
                    "promise" => here.iter().any(|e| e.is == "effect" && e.start >= p.end),
                    "certain" => {
                        here.iter().any(|e| matches!(e.is.as_str(), "effect" | "benefit"))
                            || works(cx, index, clause)
                            || is_alone(block, clause, p)
                                && (works(cx, index, &near)
                                    || within(&phrases, &near).iter().any(|e| e.is == "effect"))
                    }
                    _ => false,
                };
                let mut told: Vec<&Term<String>> = said.filter(promised).collect();
                told.sort_by_key(|p| p.is != "cure");
                let at = told.first().map(|p| Place::new(index, p.range()));
                if let Some(at) = at.filter(|at| found.len() == told_before && !is_gated(cx, at) && !wished) {
                    let range = if is_alone(block, clause, told[0]) { near } else { clause.clone() };
                    found.push(Promise { place: Place::new(index, trimmed(block.as_str(), range)), at });
                }
            }
        }
    }
    found
}

fn within<'a>(phrases: &'a [Term<String>], range: &Range<usize>) -> &'a [Term<String>] {
    let first = phrases.partition_point(|p| p.start < range.start);
    let last = phrases.partition_point(|p| p.start < range.end).max(first);
    &phrases[first..last]
}

/// Whether a denial stands before a phrase in its clause, and not in an attribute (无法治愈的病).
fn is_denied(block: &Block, here: &[Term<String>], phrase: &Term<String>) -> bool {
    let before = here.iter().filter(|d| d.is == "denial" && d.end <= phrase.start);
    before.into_iter().any(|d| !block.as_str()[d.end..phrase.start].contains('的'))
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
fn is_alone(block: &Block, clause: &Range<usize>, phrase: &Term<String>) -> bool {
    let text = block.as_str();
    let rest = [&text[clause.start..phrase.start], &text[phrase.end..clause.end]];
    rest.iter().all(|part| !part.contains(char::is_alphanumeric))
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

/// A range without blanks and commas at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let edge = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—');
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start_matches(edge).len();
    start..(range.start + part.trim_end_matches(edge).len()).max(start)
}
