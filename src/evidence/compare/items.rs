//! Single items of a study: what its source says did not differ, and what a passage tells as changed.
//!
//! A study may have worked as a whole, and not on each of the things it counted.

use super::overall::{goal, is_even};
use super::results::{RATIOS, by_ratio, leaves_none};
use super::slots::one_name;
use crate::document::{Block, Place};
use crate::evidence::record::Abstract;
use crate::extract::Words;
use crate::extract::claim::{Quantity, QuantityKind};
use crate::extract::gate::Gates;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Knowledge, Named, Term};
use std::collections::BTreeSet;
use std::ops::Range;

/// A clause of the article that tells a change, and of what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    pub(super) place: Place,
    ids: BTreeSet<String>,
}

/// Gates under which a clause tells of no change.
const ASIDE: [Gate; 6] =
    [Gate::Negation, Gate::Hedge, Gate::Question, Gate::Refutation, Gate::Wish, Gate::Meta];

/// The clauses of a part of a block that tell plainly of a change in an outcome or disease.
pub(super) fn changes(words: &Words, block: usize, range: &Range<usize>, gates: &Gates) -> Vec<Change> {
    let here = &words.blocks[block];
    let text = here.as_str();
    // What gives its own figures of no difference, or is taken up so by the next sentence, tells of none.
    let numbers = |r: &Range<usize>| -> Vec<&Quantity> {
        words.quantities(block).iter().filter(|q| r.contains(&q.quote.place.start)).collect()
    };
    let even = |i: usize| {
        let next = here.sentences.get(i + 1).map(|s| s.range.clone());
        let own = numbers(&here.sentences[i].range);
        let told = &text[here.sentences[i].range.clone()];
        let said = words.knowledge.phrases.find("nonsignificant-as-no-effect", told);
        leaves_none(&own)
            || is_even(told, words.knowledge)
            || said.iter().any(|t| matches!(t.is.as_str(), "null" | "level"))
            || by_ratio(&own) == Some(Direction::NoEffect)
            || next.is_some_and(|next| {
                let denies =
                    |t: &Term<Cue>| matches!(t.is, Cue::Limitation(_) | Cue::Direction(Direction::NoEffect));
                let cues = words.cues(block).within(next.clone());
                let denied =
                    |t: &Term<Cue>| moves(t.is) && gates.holds(Gate::Negation, &Place::new(block, t.range()));
                cues.iter().any(|t| denies(t) || denied(t)) || is_even(&text[next], words.knowledge)
            })
    };
    let sentences = here.sentences.iter().enumerate().filter(|(_, s)| range.contains(&s.range.start));
    let sentences = sentences.filter(|(i, _)| !even(*i)).map(|(_, s)| s);
    let each = sentences.flat_map(|s| s.clauses.iter().map(move |c| (s.range.clone(), c.clone())));
    let read = |(sentence, clause): (Range<usize>, Range<usize>)| {
        let sentence_start = sentence.start;
        let cues = words.cues(block).within(sentence);
        let doubts = |t: &Term<Cue>| {
            matches!(
                t.is,
                Cue::Direction(Direction::NoEffect)
                    | Cue::Certainty(Certainty::C0 | Certainty::C1)
                    | Cue::Hedge
                    | Cue::Limitation(_)
                    | Cue::Contrast
            )
        };
        if cues.iter().any(doubts) {
            return None;
        }
        let at = |r: Range<usize>| Place::new(block, r);
        let plain = |r: &Range<usize>| {
            let own = at(r.clone());
            !gates.over(&own).any(|s| ASIDE.contains(&s.gate) && !own.holds(&s.cue_place))
        };
        let moved = words.cues(block).within(clause.clone()).iter().find(|t| moves(t.is)).map(|t| t.range());
        let lay = || worded(words.knowledge, text, &clause);
        moved.or_else(lay).filter(|r| plain(r))?;
        let own = matters(words.named_in(block, clause.clone()));
        // Strokes became rarer, falling noticeably.
        let before = || here.sentences.iter().flat_map(|s| &s.clauses).find(|c| c.end == clause.start);
        let ids = match before().filter(|c| own.is_empty() && sentence_start <= c.start) {
            Some(before) => matters(words.named_in(block, before.clone())),
            None => own,
        };
        (!ids.is_empty()).then(|| Change { place: at(clause), ids })
    };
    each.filter_map(read).collect()
}

fn moves(cue: Cue) -> bool {
    matches!(cue, Cue::Direction(d) if !matches!(d, Direction::NoEffect | Direction::Unclear))
}

/// Packs with words of change, or of a difference that is none of chance, and which of theirs are.
const WORDED: [(&str, &[&str]); 3] = [
    ("direction-contradicts-source", &["works", "rises", "falls"]),
    ("figures", &["rise", "fall"]),
    ("significant-without-effect-size", &["significant"]),
];

/// Words of change in a range of a text.
fn worded(knowledge: &Knowledge, text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    WORDED.iter().find_map(|(pack, ids)| {
        let found = knowledge.phrases.find(pack, &text[range.clone()]);
        let word = found.into_iter().find(|t| ids.contains(&t.is.as_str()))?;
        Some(range.start + word.start..range.start + word.end)
    })
}

/// The outcomes and diseases among what is named, each by the one name of what is near it.
fn matters<'a>(named: impl IntoIterator<Item = &'a Named<'a>>) -> BTreeSet<String> {
    let all = named.into_iter().map(|n| n.concept);
    let known = all.filter(|c| matches!(c.kind, ConceptKind::Outcome | ConceptKind::Condition));
    known.map(|c| one_name(&c.id).to_owned()).collect()
}

/// Items of a source that did not differ, each with its sentence, and all that it tells to have changed.
#[derive(Default)]
struct Items {
    level: Vec<(String, usize)>,
    changed: BTreeSet<String>,
}

/// A change told of an item that did not differ, with the words of the source.
pub(super) fn level_item(
    told: &[Change],
    source: &Abstract,
    knowledge: &Knowledge,
) -> Option<(Change, String)> {
    if told.is_empty() {
        return None;
    }
    let block = &source.blocks[0];
    let items = Items::of(source, knowledge);
    told.iter().find_map(|change| {
        let (_, at) =
            items.level.iter().find(|(id, _)| change.ids.contains(id) && !items.changed.contains(id))?;
        Some((change.clone(), block.shown(block.sentences[*at].range.clone()).to_owned()))
    })
}

impl Items {
    fn of(source: &Abstract, knowledge: &Knowledge) -> Items {
        let block = &source.blocks[0];
        let mut items = Items::default();
        for index in 0..block.sentences.len() {
            let range = block.sentences[index].range.clone();
            let numbers: Vec<&Quantity> =
                source.numbers.iter().filter(|q| range.contains(&q.quote.place.start)).collect();
            if numbers.iter().any(|q| q.kind == QuantityKind::Interval) {
                items.by_intervals(block, index, &numbers, knowledge);
            } else {
                items.in_words(block, index, &numbers, knowledge);
            }
        }
        items.of_goal(block, knowledge);
        items
    }

    /// What stands beside each interval: level where it leaves room for no difference.
    fn by_intervals(&mut self, block: &Block, index: usize, numbers: &[&Quantity], knowledge: &Knowledge) {
        let text = block.as_str();
        let range = block.sentences[index].range.clone();
        let ratio = numbers.iter().any(|q| RATIOS.contains(&q.kind));
        let mut from = range.start;
        for interval in numbers.iter().filter(|q| q.kind == QuantityKind::Interval) {
            let place = &interval.quote.place;
            let behind = text[place.end..range.end].find(')').map_or(place.end, |i| place.end + i + 1);
            let rest = &text[behind..range.end];
            let led = rest.trim_start();
            let named = if led.starts_with("for ") || led.starts_with("in ") {
                let until = rest.find([',', ';']).or_else(|| rest.find(" and ")).unwrap_or(rest.len());
                knowledge.concepts.find(&rest[..until])
            } else {
                let all = knowledge.concepts.find(&text[from..place.start]);
                let own = |n: &Named| matches!(n.concept.kind, ConceptKind::Outcome | ConceptKind::Condition);
                all.into_iter().rfind(own).into_iter().collect()
            };
            from = place.end;
            let level = match ratio {
                true => interval.low < 1.0 && 1.0 < interval.high,
                false => interval.low < 0.0 && 0.0 < interval.high,
            };
            for id in matters(named.iter()) {
                match level {
                    true => self.level.push((id, index)),
                    false => _ = self.changed.insert(id),
                }
            }
        }
    }

    /// What clauses with no interval in their sentence tell in words.
    fn in_words(&mut self, block: &Block, index: usize, numbers: &[&Quantity], knowledge: &Knowledge) {
        let text = block.as_str();
        let mut before: BTreeSet<String> = BTreeSet::new();
        for clause in &block.sentences[index].clauses {
            let part = &text[clause.clone()];
            let own = matters(knowledge.concepts.find(part).iter());
            let cues = knowledge.lexicon.find(part);
            let none = cues.iter().any(|t| t.is == Cue::Direction(Direction::NoEffect))
                || knowledge.phrases.find("nonsignificant-as-no-effect", part).iter().any(|t| t.is == "null");
            let also = ["also ", "nor ", "neither ", "也", "亦"].iter().any(|w| part.contains(w));
            if none {
                let ids = if also || own.is_empty() { &own | &before } else { own.clone() };
                self.level.extend(ids.into_iter().map(|id| (id, index)));
            } else {
                let inside = |q: &&&Quantity| clause.contains(&q.quote.place.start);
                let sure = numbers
                    .iter()
                    .filter(inside)
                    .any(|q| q.kind == QuantityKind::PValue && q.low <= 0.05 && !q.quote.text.contains('>'));
                if sure || cues.iter().any(|t| moves(t.is)) || worded(knowledge, text, clause).is_some() {
                    self.changed.extend(own.iter().cloned());
                }
                before = own;
            }
        }
    }

    /// The parts of a goal that was missed, where a bracket lists them: none of them alone is told to
    /// have changed.
    fn of_goal(&mut self, block: &Block, knowledge: &Knowledge) {
        let text = block.as_str();
        let each = || block.sentences.iter().enumerate();
        let missed = each().find(|(_, s)| goal(&text[s.range.clone()], knowledge) == Some(false));
        let Some((at, _)) = missed else { return };
        if each().any(|(_, s)| goal(&text[s.range.clone()], knowledge) == Some(true)) {
            return;
        }
        for (_, sentence) in each() {
            let part = &text[sentence.range.clone()];
            let named = knowledge.phrases.find("direction-contradicts-source", part);
            let Some(word) = named.iter().find(|t| t.is == "goal") else { continue };
            let rest = &part[word.end..];
            let Some((_, listed)) = rest.split_once('(') else { continue };
            let listed = listed.split(')').next().unwrap_or_default();
            let ids = matters(knowledge.concepts.find(listed).iter());
            self.level.extend(ids.into_iter().map(|id| (id, at)));
        }
    }
}
