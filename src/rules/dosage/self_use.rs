//! How long people may treat themselves with what is sold without prescription, as labels say.

use super::limit::has_force;
use crate::document::{Block, Place};
use crate::extract::dose::Dose;
use crate::knowledge::{ConceptKind, SelfUse};
use crate::rules::Context;

/// The label that a dose of a drug outlasts: of the country of the article, for what the sentence or
/// the heading of the part says it is taken for, and the longest of those.
pub fn overlong<'a>(cx: &Context<'a>, drug: &str, dose: &Dose, part: usize) -> Option<&'a SelfUse> {
    // “Up to 14 days” has zero as its low end, and lets people go on for all of them.
    let least = dose.duration_low.filter(|low| *low > 0.0).or(dose.duration_high)?;
    let lasts = least * dose.duration_unit?.days()?;
    let facts = cx.knowledge.drugs.get(drug)?;
    let route = |u: &&SelfUse| dose.route.is_none_or(|r| r.as_str() == u.route);
    let here = facts.self_use.iter().filter(|u| has_force(cx, u.jurisdiction) && route(u));
    let named = complaints(cx, dose, part);
    let treats = |u: &&SelfUse| u.uses.iter().any(|use_| named.iter().any(|n| is_either(cx, n, use_)));
    // What is told of no complaint at all is held against every one that people may treat.
    let of_any = !named.iter().any(|n| is_condition(cx, n));
    let (apt, rest): (Vec<&SelfUse>, Vec<&SelfUse>) = here.partition(treats);
    let open = rest.into_iter().filter(|u| of_any || u.uses.is_empty());
    let most = if apt.is_empty() { open.collect() } else { apt };
    most.into_iter().max_by(|a, b| a.days.total_cmp(&b.days)).filter(|u| lasts > u.days)
}

/// What the sentence of a dose names, or else the heading of its part.
fn complaints<'a>(cx: &Context<'a>, dose: &Dose, part: usize) -> Vec<&'a str> {
    let ids = |place: Place| -> Vec<&'a str> {
        cx.named_in(&place).iter().map(|n| n.concept.id.as_str()).collect()
    };
    let whole = |block: &Block| 0..block.as_str().len();
    let own = ids(cx.sentence_of(&dose.quote.place));
    let head = || ids(Place::new(part, whole(&cx.document.blocks[part])));
    if part == dose.quote.place.block { own } else { [own, head()].concat() }
}

fn is_condition(cx: &Context, id: &str) -> bool {
    cx.knowledge.concepts.get(id).is_some_and(|c| c.kind == ConceptKind::Condition)
}

/// Whether one is a kind of the other.
fn is_either(cx: &Context, one: &str, other: &str) -> bool {
    let concepts = &cx.knowledge.concepts;
    concepts.is_a(one, other) || concepts.is_a(other, one)
}
