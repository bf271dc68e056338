//! Which way things go: what a passage says of it beside what its source says.

use super::effect::Effect;
use super::items::level_item;
use super::passage::Passage;
use super::slots::{Slot, SlotAnswer, names};
use super::{Judged, Statement, Verdict, judge, overall, results};
use crate::evidence::record::{Abstract, Record};
use crate::knowledge::{Certainty, Direction};
use std::collections::BTreeSet;

pub(super) fn direction(
    passage: &Passage,
    record: &Record,
    source: &Abstract,
    known: &[&Statement],
) -> Option<Slot> {
    if let Some(found) = level(passage, source).or_else(|| outright(passage, record, source)) {
        return Some(found);
    }
    let Judged { verdict, pair, .. } = judge(&passage.statements, known);
    let answer = match verdict {
        Verdict::Contradicted => SlotAnswer::Differs,
        Verdict::Supports | Verdict::Overstated | Verdict::Partly => SlotAnswer::Same,
        Verdict::NotAddressed | Verdict::NotChecked => SlotAnswer::NotChecked,
    };
    if answer == SlotAnswer::NotChecked
        && let Some(found) = of_nothing(passage, record, source)
    {
        return Some(found);
    }
    if answer == SlotAnswer::NotChecked
        && let Some((ours, theirs)) = level_item(&passage.changes, source, passage.words.knowledge)
    {
        let told = passage.words.blocks[passage.block].shown(ours.place.range()).to_owned();
        return Some(Slot::new("direction", SlotAnswer::Differs, told, theirs).at(&ours.place));
    }
    let (ours, theirs) = pair?;
    Some(Slot::new("direction", answer, ours.text.clone(), theirs.text.clone()).at(&ours.place))
}

/// Some use told of a study that found none at all.
fn of_nothing(passage: &Passage, record: &Record, source: &Abstract) -> Option<Slot> {
    let block = &source.blocks[0];
    let sentence = block.sentences.get(source.nothing?)?;
    let concepts = &passage.words.knowledge.concepts;
    let of_it = |id: &String| {
        id.starts_with('*') || record.acts.iter().any(|own| concepts.is_a(own, id) || concepts.is_a(id, own))
    };
    let matter = |s: &Statement| {
        let all = s.outcomes.iter().chain(&s.conditions);
        let mut all = all.filter(|id| !id.starts_with('=')).peekable();
        all.peek().is_none() || all.any(|id| names(record, id, passage.words.knowledge))
    };
    let only = |s: &Statement| record.acts.len() == 1 && s.acts.iter().all(|id| record.acts.contains(id));
    let fits = |s: &&Statement| overall::is_use(s) && s.acts.iter().all(of_it) && (matter(s) || only(s));
    let here = passage.words.blocks[passage.block].as_str();
    if overall::is_even(&here[passage.range.clone()], passage.words.knowledge) {
        return None;
    }
    let ours = passage.statements.iter().filter(fits).min_by_key(|s| s.effect != Some(Effect::Benefit))?;
    let theirs = block.shown(sentence.range.clone()).to_owned();
    Some(Slot::new("direction", SlotAnswer::Differs, ours.text.clone(), theirs).at(&ours.place))
}

/// What a passage says outright of a study, and this says otherwise: that it reached its goal, that one
/// thing beat another, that nothing came back once treatment ended.
fn outright(passage: &Passage, record: &Record, source: &Abstract) -> Option<Slot> {
    let (knowledge, block) = (passage.words.knowledge, &source.blocks[0]);
    let here = &passage.words.blocks[passage.block];
    let said = &here.as_str()[passage.range.clone()];
    let told = |at: usize| block.shown(block.sentences[at].range.clone()).to_owned();
    let by_goal = || {
        let ours = overall::goal(said, knowledge)?;
        let each = block.sentences.iter().enumerate();
        let mut goals =
            each.filter_map(|(i, s)| Some((i, overall::goal(&block.as_str()[s.range.clone()], knowledge)?)));
        let (at, theirs) = goals.next()?;
        (ours != theirs && goals.all(|(_, other)| other == theirs)).then(|| told(at))
    };
    let by_end = || {
        let ours = passage.afterwards?;
        let mut known = source.afterwards.iter().enumerate().filter_map(|(i, a)| Some((i, (*a)?)));
        let (at, theirs) = known.next()?;
        (!ours && theirs && known.all(|(_, other)| other)).then(|| told(at))
    };
    let by_rank = || {
        let both = |text: &str, ids: &BTreeSet<&str>| {
            let named = knowledge.concepts.find(text);
            ids.iter().all(|id| {
                named.iter().any(|n| {
                    knowledge.concepts.is_a(&n.concept.id, id) || knowledge.concepts.is_a(id, &n.concept.id)
                })
            })
        };
        let acts: BTreeSet<&str> =
            record.acts.iter().map(String::as_str).filter(|id| *id != "placebo").collect();
        if acts.len() != 2 || !overall::beats(said, knowledge) || !both(said, &acts) {
            return None;
        }
        let sentence = |s: &&crate::text::Sentence| both(&block.as_str()[s.range.clone()], &acts);
        if block
            .sentences
            .iter()
            .filter(sentence)
            .any(|s| overall::beats(&block.as_str()[s.range.clone()], knowledge))
        {
            return None;
        }
        let par = block.sentences.iter().position(|s| {
            let text = &block.as_str()[s.range.clone()];
            both(text, &acts) && overall::on_a_par(text, knowledge)
        })?;
        Some(told(par))
    };
    let theirs = by_goal().or_else(by_end).or_else(by_rank)?;
    Some(Slot::new("direction", SlotAnswer::Differs, here.shown(passage.range.clone()).to_owned(), theirs))
}

/// An effect told with the numbers of a result that is none: the interval of its ratio holds 1.
fn level(passage: &Passage, source: &Abstract) -> Option<Slot> {
    let effect = passage
        .statements
        .iter()
        .find(|s| s.certainty >= Certainty::C2 && !s.relative && s.effect.is_some_and(results::is_effect))?;
    let block = &source.blocks[0];
    let told = block.sentences.iter().zip(&source.sentences).find(|(sentence, bag)| {
        let here = source.numbers.iter().filter(|q| sentence.range.contains(&q.quote.place.start));
        let none = results::by_ratio(&here.collect::<Vec<_>>()) == Some(Direction::NoEffect);
        none && results::same_result(passage.bag.numerals(), bag.numerals())
    });
    let words = block.shown(told?.0.range.clone()).to_owned();
    Some(Slot::new("direction", SlotAnswer::Differs, effect.text.clone(), words).at(&effect.place))
}
