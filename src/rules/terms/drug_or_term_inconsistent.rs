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
        swapped(cx, &all, &mut outcome);
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

/// Sentences behind the one that names what was given, in which another name may stand for it.
const STORY: usize = 3;

/// Furthest that a word of giving or of a group may stand from a name, in bytes.
const NEXT: usize = 20;

/// A medicine that nobody was given, said of those who were given one whose name looks like it:
/// participants took X; in the Y group.
fn swapped(cx: &Context, all: &[Said], outcome: &mut Outcome) {
    let is_drug = |n: &&Named| matches!(n.concept.kind, ConceptKind::Drug);
    for (index, _) in cx.body() {
        let drugs: Vec<&Named> = cx.named(index).iter().filter(is_drug).collect();
        let sentences: Vec<&Said> = all.iter().filter(|s| s.block == index).collect();
        let text = cx.document.blocks[index].as_str();
        let said_at = |n: &Named| sentences.iter().find(|s| s.place().range().contains(&n.range.start));
        for (i, given) in drugs.iter().enumerate() {
            let Some(first) = said_at(given) else { continue };
            let near = |p: &&Term<String>| p.end <= given.range.start && given.range.start - p.end <= NEXT;
            if !first.all("gave").any(|p| near(&p)) {
                continue;
            }
            for other in &drugs[i + 1..] {
                let Some(second) = said_at(other).filter(|s| s.says("result")) else { continue };
                outcome.look();
                let before = text[..other.range.start].trim_end();
                let among = second.all("among").any(|p| {
                    p.end <= other.range.start
                        && !text[p.end..other.range.start].contains(char::is_alphanumeric)
                });
                let group = second
                    .all("group")
                    .any(|p| p.start >= other.range.end && text[other.range.end..p.start].trim().len() <= 1);
                let (a, b) = (given.concept.id.as_str(), other.concept.id.as_str());
                let related = cx.knowledge.concepts.is_a(a, b) || cx.knowledge.concepts.is_a(b, a);
                let told = drugs.iter().filter(|n| n.concept.id == b).count() > 1
                    || drugs.iter().filter(|n| n.concept.id == a).any(|n| n.range.start > other.range.start)
                    || cx.body().any(|(other, _)| {
                        other != index && cx.named(other).iter().any(|n| n.concept.id == b)
                    });
                let late = second.ordinal <= first.ordinal + STORY && !before.is_empty();
                let shown = |n: &Named| cx.document.blocks[index].shown(n.range.clone()).to_owned();
                let apart = first.ordinal < second.ordinal
                    || text[given.range.end..other.range.start].contains([',', ';', '。']);
                let one_class = given.concept.is_a.iter().any(|class| other.concept.is_a.contains(class));
                let alike = look_alike(&shown(given), &shown(other), one_class);
                if related || told || !late || !apart || !(among || group) || !alike {
                    continue;
                }
                let place = |n: &Named| Place::new(index, n.range.clone());
                let mut found = Candidate::new(place(other), "swapped")
                    .arg("first", shown(given))
                    .arg("second", shown(other));
                found.also.push(place(given));
                outcome.candidates.push(found);
                return;
            }
        }
    }
}

/// Letters that two Latin names that look alike begin with.
const ALIKE: usize = 2;

/// Whether two names look alike: they begin alike, or share two characters of Chinese, one within a class.
fn look_alike(first: &str, second: &str, one_class: bool) -> bool {
    let (a, b) = (first.to_lowercase(), second.to_lowercase());
    if a.is_ascii() && b.is_ascii() {
        return a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count() >= ALIKE;
    }
    let shared: BTreeSet<char> = a.chars().filter(|&c| b.contains(c)).collect();
    shared.len() + usize::from(one_class) >= ALIKE
}

/// Whether a name is that of a group of a study: 口服免疫抑制剂组, the prednisone group.
fn names_group(said: &Said, name: &Term<String>) -> bool {
    said.all("group").any(|g| (name.end..=name.end + REACH).contains(&g.start))
}
