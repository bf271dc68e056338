//! A thing told to raise a risk that its source says it lowers, or the other way round, found by the thing and the
//! way that each part of a sentence tells: "tea turned out to increase the risk", and "lower risk with tea (11%)".

use super::nullified::{Nullified, PACK, is_open, is_plain, shown};
use crate::document::Place;
use crate::evidence::{Abstract, Leaning, Record, told_by};
use crate::extract::claim::Quantity;
use crate::knowledge::{ConceptKind, Cue, Direction, Term};
use crate::rules::Context;
use std::collections::BTreeSet;
use std::ops::Range;

/// The first risk of a sentence that its source tells the other way round.
pub(super) fn turned<'a>(
    cx: &Context<'a>,
    leaning: &Leaning,
    record: &'a Record,
    source: &Abstract,
) -> Option<Nullified<'a>> {
    let sentence = &leaning.sentence;
    if is_open(cx, sentence) {
        return None;
    }
    let here = cx.document.blocks[sentence.block].as_str();
    let acts = acts(cx, here.get(sentence.range())?);
    let (Some(act), 1) = (acts.first(), acts.len()) else { return None };
    let (at, told) = parts(cx, here, &sentence.range())
        .into_iter()
        .find_map(|part| Some((part.clone(), Part::of(cx, here.get(part)?, &[])?)))?;
    let place = Place::new(sentence.block, at);
    if !is_plain(cx, &place) {
        return None;
    }
    let block = source.blocks.first()?;
    let mut against = None;
    for part in block.sentences.iter().flat_map(|s| parts(cx, block.as_str(), &s.range)) {
        let numbers: Vec<&Quantity> =
            source.numbers.iter().filter(|q| part.contains(&q.quote.place.start)).collect();
        let text = block.as_str().get(part.clone())?;
        let own = self::acts(cx, aside_cut(cx, text));
        if !own.iter().any(|id| is_either(cx, id, act)) {
            continue;
        }
        match Part::of(cx, text, &numbers) {
            Some(other) if other.up != told.up && other.may_be(&told) => _ = against.get_or_insert(part),
            // What tells both ways, or as the article does, leaves room for it.
            None if ways(cx, text).is_empty() => {}
            _ => return None,
        }
    }
    Some(Nullified {
        number: cx.facts.references[leaning.reference].index,
        place,
        record,
        quote: shown(block, &against?),
    })
}

/// What a part of a sentence tells of something bad: which way it goes, and of which disease.
struct Part {
    up: bool,
    ills: BTreeSet<String>,
}

impl Part {
    fn of(cx: &Context, text: &str, numbers: &[&Quantity]) -> Option<Part> {
        let text = aside_cut(cx, text);
        let words = cx.knowledge.phrases.find(PACK, text);
        let ills: BTreeSet<String> = named(cx, text, &[ConceptKind::Condition]);
        let bad = words.iter().any(|t| t.is == "bad") || !ills.is_empty();
        if !bad || words.iter().any(|t| matches!(t.is.as_str(), "lack" | "good" | "open" | "no-proof")) {
            return None;
        }
        let ways = ways(cx, text);
        let up = match (ways.first(), ways.len()) {
            (Some(up), 1) => *up,
            (None, _) => match told_by(numbers)? {
                Direction::Increase => true,
                Direction::Decrease => false,
                _ => return None,
            },
            _ => return None,
        };
        Some(Part { up, ills })
    }

    /// Whether both may be of one disease.
    fn may_be(&self, other: &Part) -> bool {
        self.ills.is_empty() || other.ills.is_empty() || !self.ills.is_disjoint(&other.ills)
    }
}

/// The ways that a text tells: up, down.
fn ways(cx: &Context, text: &str) -> BTreeSet<bool> {
    let by_cue = cx.knowledge.lexicon.find(text).into_iter().filter_map(|t| match t.is {
        Cue::Direction(Direction::Increase | Direction::Worsen) => Some(true),
        Cue::Direction(Direction::Decrease) => Some(false),
        _ => None,
    });
    let lay = |pack: &'static str| cx.knowledge.phrases.find(pack, text).into_iter();
    // 高 and 多 alone belong to names and amounts as well: 高血压, 多吃.
    let by_word =
        lay(PACK).chain(lay("figures")).filter(|t| t.range().len() > '多'.len_utf8()).filter_map(|t| {
            match t.is.as_str() {
                "rises" | "rise" => Some(true),
                "falls" | "fall" | "ward" => Some(false),
                _ => None,
            }
        });
    by_cue.chain(by_word).collect()
}

/// A text up to what it is compared with.
fn aside_cut<'t>(cx: &Context, text: &'t str) -> &'t str {
    let beside = cx.knowledge.phrases.find(PACK, text).into_iter().find(|t| t.is == "beside");
    text.get(..beside.map_or(text.len(), |t| t.start)).unwrap_or(text)
}

/// The parts of a sentence that set one thing that acts against another.
fn parts(cx: &Context, text: &str, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let Some(said) = text.get(sentence.clone()) else { return Vec::new() };
    let splits = |t: &Term<Cue>| t.is == Cue::Contrast && t.start > 0;
    let mut marks: Vec<usize> =
        cx.knowledge.lexicon.find(said).into_iter().filter(splits).map(|t| t.start).collect();
    marks.extend(said.match_indices([';', '；']).map(|(at, _)| at));
    marks.sort_unstable();
    let mut out = Vec::new();
    let mut from = 0;
    let acting = |range: Range<usize>| said.get(range).is_some_and(|text| !acts(cx, text).is_empty());
    for mark in marks.into_iter().chain([said.len()]) {
        if mark < said.len() && !(acting(from..mark) && acting(mark..said.len())) {
            continue;
        }
        out.push(sentence.start + from..sentence.start + mark);
        from = mark;
    }
    out
}

/// What a text names that may act.
fn acts(cx: &Context, text: &str) -> BTreeSet<String> {
    named(cx, text, &[ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure])
}

fn named(cx: &Context, text: &str, kinds: &[ConceptKind]) -> BTreeSet<String> {
    let all = cx.knowledge.concepts.find(text);
    all.iter().filter(|n| kinds.contains(&n.concept.kind)).map(|n| n.concept.id.clone()).collect()
}

fn is_either(cx: &Context, one: &str, other: &str) -> bool {
    let concepts = &cx.knowledge.concepts;
    one == other || concepts.is_a(one, other) || concepts.is_a(other, one)
}
