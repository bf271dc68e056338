//! Things named together: A or B, A联合小剂量B, 包括A和B.

use super::{Article, Mention};
use crate::document::Place;
use crate::extract::Quote;
use crate::extract::pattern::folded_regex;
use crate::extract::words::Words;
use crate::knowledge::{ConceptKind, Cue, Named};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// How the things of a group are tied.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Tie {
    /// Each of them, or all: A and B, A、B.
    And,
    /// One in the place of the other: A or B.
    Or,
    /// One on top of the other: A plus B.
    Plus,
}

/// Drugs or supplements that a sentence names together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The things, in order.
    pub things: Vec<Mention>,
    /// How they are tied; the closest tie where there are several.
    pub tie: Tie,
    /// From the first to the last of them.
    pub place: Place,
}

/// What may stand between two things named together.
static JOINED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?i)^\s*(?:\([^()]*\)\s*)?(?:(?P<and>[、/,])|,?\s*(?P<zh_and>和|与|及|以及)|,?\s*(?P<or>或者|或)|(?P<plus>\+|,?\s*(?:加用|加|联合|合用))|,?\s*(?:(?P<en_and>and)|(?P<en_or>or|and/or)|(?P<en_plus>plus|with|(?:in combination|combined|together) with))\s)\s*(?:小剂量|低剂量|大剂量|口服|外用|(?:[a-z\-]+\s){0,2})\s*$",
    )
});

/// How two things are tied by the words between them, if they are.
fn tie(between: &str) -> Option<Tie> {
    // Half took A and half took B: one each.
    if between.contains("half") || between.contains("other") {
        return None;
    }
    let found = JOINED.as_ref()?.captures(between)?;
    let any = |names: [&str; 2]| names.iter().any(|n| found.name(n).is_some());
    Some(match () {
        _ if any(["plus", "en_plus"]) => Tie::Plus,
        _ if any(["or", "en_or"]) => Tie::Or,
        _ => Tie::And,
    })
}

fn between<'a>(text: &'a str, a: &Named, b: &Named) -> &'a str {
    text.get(a.range.end..b.range.start).unwrap_or_default()
}

/// One of the actors of a clause and those joined to it on both sides.
pub(super) fn joined(article: &Article, block: usize, actors: &[&Named], at: usize) -> Vec<Mention> {
    let text = article.blocks[block].as_str();
    let meet = |i: usize| tie(between(text, actors[i], actors[i + 1])).is_some();
    let (mut first, mut last) = (at, at);
    while first > 0 && meet(first - 1) {
        first -= 1;
    }
    while last + 1 < actors.len() && meet(last) {
        last += 1;
    }
    actors[first..=last].iter().map(|n| super::slots::mention(article, block, n)).collect()
}

/// The groups of drugs and supplements in a block; what only serves as a control is none of them.
pub fn groups(block: usize, words: &Words) -> Vec<Group> {
    groups_of(block, words, &[ConceptKind::Drug, ConceptKind::Supplement])
}

/// The same of things of some kinds.
pub fn groups_of(block: usize, words: &Words, kinds: &[ConceptKind]) -> Vec<Group> {
    let text = words.blocks[block].as_str();
    let cues = words.cues(block);
    let control = |r: &Range<usize>| cues.within(r.clone()).iter().any(|t| t.is == Cue::Comparison);
    let named: Vec<&Named> = words
        .named(block)
        .iter()
        .filter(|n| kinds.contains(&n.concept.kind))
        .filter(|n| !control(&n.range))
        .collect();
    let mut out: Vec<Group> = Vec::new();
    let thing = |n: &Named| Mention {
        quote: Quote::of(words.blocks, Place::new(block, n.range.clone())),
        concept: Some(n.concept.id.clone()),
    };
    for pair in named.windows(2) {
        let Some(found) = tie(between(text, pair[0], pair[1])) else { continue };
        match out.last_mut().filter(|g| g.place.end == pair[0].range.end) {
            Some(group) => {
                group.things.push(thing(pair[1]));
                group.tie = group.tie.max(found);
                group.place.end = pair[1].range.end;
            }
            None => out.push(Group {
                things: vec![thing(pair[0]), thing(pair[1])],
                tie: found,
                place: Place::new(block, pair[0].range.start..pair[1].range.end),
            }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::{blocks, knowledge};

    fn found(text: &str) -> Vec<(Vec<String>, Tie)> {
        let blocks = blocks(text);
        let ids = |g: &Group| g.things.iter().filter_map(|t| t.concept.clone()).collect();
        groups(0, &Words::new(&blocks, knowledge())).iter().map(|g| (ids(g), g.tie)).collect()
    }

    #[test]
    fn things_named_together_are_one_group() {
        let cases = [
            ("两组分别服用阿司匹林或二甲双胍。", Tie::Or),
            ("阿司匹林联合小剂量二甲双胍有效。", Tie::Plus),
            ("包括阿司匹林和二甲双胍。", Tie::And),
            ("Aspirin or oral metformin, taken together, helped.", Tie::Or),
            ("Aspirin plus metformin helped.", Tie::Plus),
            ("Aspirin (100 mg) and metformin helped.", Tie::And),
        ];
        for (text, tie) in cases {
            assert_eq!(found(text), [(vec!["aspirin".to_owned(), "metformin".to_owned()], tie)], "{text}");
        }
        let three = found("aspirin, metformin or ginger");
        assert_eq!((three[0].0.len(), three[0].1), (3, Tie::Or));
    }

    #[test]
    fn things_compared_or_apart_are_none() {
        for text in [
            "阿司匹林优于二甲双胍。",
            "阿司匹林或安慰剂。",
            "Aspirin was better than metformin.",
            "aspirin or placebo",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
