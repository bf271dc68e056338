//! TX002: two names that mean different things for one group of a study.

use crate::document::Place;
use crate::knowledge::{ConceptKind, Named, Term};
use crate::rules::said::{Said, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::collections::BTreeSet;

/// The rule `drug-or-term-inconsistent`.
pub struct DrugOrTermInconsistent;

/// The rule's own phrases: names of pairs, `steroid.a` and `steroid.b`, and words for a group.
const RULE: &str = "drug-or-term-inconsistent";

/// Furthest that a word for the group may stand behind a name, in bytes.
const REACH: usize = 14;

impl Rule for DrugOrTermInconsistent {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let all = sentences(cx, RULE);
        let pairs: BTreeSet<&str> =
            all.iter().flat_map(|s| s.phrases()).filter_map(|p| p.is.strip_suffix(".a")).collect();
        for pair in pairs {
            let is = |p: &Term<String>, side: &str| p.is.strip_prefix(pair) == Some(side);
            let told = |s: &Said, side: &str| s.phrases().iter().any(|p| is(p, side));
            outcome.look();
            if all.iter().any(|s| told(s, ".a") && told(s, ".b")) {
                continue;
            }
            let group = |side: &'static str| {
                all.iter().find_map(|s| {
                    let name = s.phrases().iter().find(|p| is(p, side) && names_group(s, p))?;
                    Some(Place::new(s.block, name.range()))
                })
            };
            let (Some(first), Some(second)) = (group(".a"), group(".b")) else { continue };
            let (first, second) = if first < second { (first, second) } else { (second, first) };
            let shown = |p: &Place| cx.document.blocks[p.block].shown(p.range()).to_owned();
            let mut found = Candidate::new(second.clone(), "found")
                .arg("first", shown(&first))
                .arg("second", shown(&second));
            found.also.push(first);
            outcome.candidates.push(found);
        }
        equated(cx, &all, &mut outcome);
        outcome
    }
}

/// Furthest that the second name may stand behind the words that equate it, in bytes.
const BESIDE: usize = 24;

/// Two different medicines or supplements said to be one: X, also known as Y.
fn equated(cx: &Context, all: &[Said], outcome: &mut Outcome) {
    for said in all {
        for same in said.all("same") {
            outcome.look();
            let goods = |n: &&Named| matches!(n.concept.kind, ConceptKind::Drug | ConceptKind::Supplement);
            let named = cx.named_in(&said.place()).iter().filter(goods);
            // The first name stands right before them: 含铋剂的四联方案，也就是两种抗生素 equates no names.
            let text = cx.document.blocks[said.block].as_str();
            let before = |n: &&Named| {
                n.range.end <= same.start && !text[n.range.end..same.start].contains(char::is_alphanumeric)
            };
            let behind = |n: &&Named| n.range.start >= same.end && n.range.start - same.end <= BESIDE;
            let first = named.clone().rfind(before);
            let (Some(first), Some(second)) = (first, named.clone().find(behind)) else { continue };
            let (a, b) = (first.concept.id.as_str(), second.concept.id.as_str());
            let concepts = &cx.knowledge.concepts;
            if concepts.is_a(a, b) || concepts.is_a(b, a) {
                continue;
            }
            let place = |n: &Named| Place::new(said.block, n.range.clone());
            let shown = |n: &Named| cx.document.blocks[said.block].shown(n.range.clone()).to_owned();
            let mut found = Candidate::new(place(second), "equated")
                .arg("first", shown(first))
                .arg("second", shown(second));
            found.also.push(place(first));
            outcome.candidates.push(found);
        }
    }
}

/// Whether a name is that of a group of a study: 口服免疫抑制剂组, the prednisone group.
fn names_group(said: &Said, name: &Term<String>) -> bool {
    said.all("group").any(|g| (name.end..=name.end + REACH).contains(&g.start))
}
