//! How long people may treat themselves with what is sold without prescription, as labels say.

use super::limit::has_force;
use crate::document::{Block, Place};
use crate::extract::dose::Dose;
use crate::knowledge::SelfUse;
use crate::rules::Context;

/// The label that a dose of a drug outlasts: of the country of the article, for what the sentence or
/// the heading of the part says it is taken for, and the longest of those.
pub fn overlong<'a>(cx: &Context<'a>, drug: &str, dose: &Dose, part: usize) -> Option<&'a SelfUse> {
    let lasts = dose.duration_low.or(dose.duration_high)? * dose.duration_unit?.days()?;
    let facts = cx.knowledge.drugs.get(drug)?;
    let route = |u: &&SelfUse| dose.route.is_none_or(|r| r.as_str() == u.route);
    let here: Vec<&SelfUse> =
        facts.self_use.iter().filter(|u| has_force(cx, u.jurisdiction) && route(u)).collect();
    let named = complaints(cx, dose, part);
    let treats = |u: &&SelfUse| u.uses.iter().any(|use_| named.iter().any(|n| is_either(cx, n, use_)));
    let apt: Vec<&SelfUse> = here.iter().copied().filter(treats).collect();
    let most = if apt.is_empty() { here } else { apt };
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

/// Whether one is a kind of the other.
fn is_either(cx: &Context, one: &str, other: &str) -> bool {
    let concepts = &cx.knowledge.concepts;
    concepts.is_a(one, other) || concepts.is_a(other, one)
}
