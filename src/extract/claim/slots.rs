//! Who does what to whom: the slots of a claim.

use super::reading::Reading;
use super::{Article, Mention};
use crate::document::Place;
use crate::extract::Quote;
use crate::knowledge::{ConceptKind, Cue, Model, Named, Relation};
use crate::text::{Language, is_han};
use std::ops::Range;

/// The things that a claim names.
#[derive(Clone, Default, PartialEq, Debug)]
pub(super) struct Slots {
    pub(super) intervention: Vec<Mention>,
    pub(super) comparator: Vec<Mention>,
    pub(super) outcome: Vec<Mention>,
    pub(super) condition: Vec<Mention>,
    pub(super) population: Vec<Mention>,
}

impl Slots {
    /// Whether something is said to change.
    pub(super) fn has_object(&self) -> bool {
        !self.outcome.is_empty() || !self.condition.is_empty()
    }
}

/// Whether a thing can be what has the effect.
pub(super) fn acts(named: &Named) -> bool {
    matches!(named.concept.kind, ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure)
}

/// The things named in a clause that can have the effect, but for those it is compared with.
pub(super) fn actors<'a>(
    article: &'a Article,
    block: usize,
    clause: &Range<usize>,
) -> impl DoubleEndedIterator<Item = &'a Named<'a>> {
    let against = compared(article, block, clause);
    article
        .named_in(block, clause.clone())
        .iter()
        .filter(move |n| acts(n) && !controls(article, block, &against, n))
}

/// The mention of a named thing.
pub(super) fn mention(article: &Article, block: usize, named: &Named) -> Mention {
    Mention {
        quote: Quote::of(article.blocks, Place::new(block, named.range.clone())),
        concept: Some(named.concept.id.clone()),
    }
}

/// Fills the slots from the things named in a clause.
pub(super) fn fill(article: &Article, block: usize, clause: &Range<usize>, trigger: &Range<usize>) -> Slots {
    let named = article.named_in(block, clause.clone());
    let mut slots = Slots::default();
    let against = compared(article, block, clause);
    let first_before = named
        .iter()
        .any(|n| acts(n) && n.range.start < trigger.start && !controls(article, block, &against, n));
    for thing in named {
        let it = mention(article, block, thing);
        match thing.concept.kind {
            _ if acts(thing) && controls(article, block, &against, thing) => slots.comparator.push(it),
            _ if acts(thing) && first_before && thing.range.start >= trigger.end => {}
            _ if acts(thing) => slots.intervention.push(it),
            ConceptKind::Outcome => slots.outcome.push(it),
            ConceptKind::Condition => slots.condition.push(it),
            ConceptKind::Population => slots.population.push(it),
            _ => {}
        }
    }
    slots
}

/// What is only ever compared with.
pub(super) const PLACEBO: &str = "placebo";

/// Whether a thing is what something is compared with: it stands where that is named, or is nothing
/// else (安慰剂).
fn controls(article: &Article, block: usize, against: &Option<Range<usize>>, named: &Named) -> bool {
    let inside = against.as_ref().is_some_and(|r| r.start <= named.range.start && named.range.end <= r.end);
    inside
        || named.concept.id == PLACEBO
        || article.cues(block).within(named.range.clone()).iter().any(|t| t.is == Cue::Comparison)
}

/// The stretch of a clause that names what something is compared with: in Chinese before 相比 or
/// behind 优于, in English behind "versus".
fn compared(article: &Article, block: usize, clause: &Range<usize>) -> Option<Range<usize>> {
    let text = article.blocks[block].as_str();
    let cues = article.cues(block).within(clause.clone()).iter().filter(|t| t.is == Cue::Comparison);
    cues.into_iter().find_map(|cue| {
        let words = &text[cue.range()];
        if cue.language == Language::En || words.ends_with('于') {
            return Some(cue.start..clause.end);
        }
        let until = &text[clause.start..cue.end];
        let from = until.rfind(['与', '和', '同', '跟', '较']).map_or(clause.start, |i| clause.start + i);
        words.contains('比').then_some(from..cue.end)
    })
}

/// An exposure: a disease, germ or substance that is said to change something else named in the
/// clause, behind the trigger (肥胖导致中风) or, where both stand before it, behind the exposure
/// (肥胖与中风相关). An English verb needs no known object to have a subject.
pub(super) fn exposure<'a>(
    article: &'a Article,
    block: usize,
    clause: &Range<usize>,
    reading: &Reading,
) -> Option<&'a Named<'a>> {
    let named = article.named_in(block, clause.clone());
    let changes = |n: &Named| matches!(n.concept.kind, ConceptKind::Outcome | ConceptKind::Condition);
    let model = |n: &Named| {
        let cues = article.cues(block).within(n.range.clone());
        cues.iter().any(|t| matches!(t.is, Cue::Model(Model::Animal | Model::InVitro)))
    };
    let exposes = |n: &&Named| {
        let state = n.concept.kind == ConceptKind::Outcome && reading.relation == Relation::Associative;
        let brings =
            matches!(n.concept.kind, ConceptKind::Condition | ConceptKind::Organism | ConceptKind::Pathway);
        (brings || state && is_tied(article, block, &reading.trigger)) && !model(n)
    };
    let found = named.iter().take_while(|n| n.range.end <= reading.trigger.start).find(exposes)?;
    let active = article.blocks[block].language == Language::En && reading.relation == Relation::Causal;
    let from = match reading.relation {
        Relation::Causal => reading.trigger.end,
        _ => found.range.end,
    };
    (active || named.iter().any(|n| n.range.start >= from && changes(n))).then_some(found)
}

/// Whether a trigger ties two things by name, and does not only set groups apart: is linked to, 相关.
fn is_tied(article: &Article, block: usize, trigger: &Range<usize>) -> bool {
    let cues = article.cues(block).within(trigger.clone());
    cues.iter().any(|t| t.is == Cue::Associative) && !cues.iter().any(|t| t.is == Cue::Group)
}

/// The words before a trigger that name what acts, where the concept table does not know it.
pub(super) fn subject(
    article: &Article,
    block: usize,
    clause: &Range<usize>,
    trigger: &Range<usize>,
) -> Option<Mention> {
    let text = article.blocks[block].as_str();
    let cues = article.cues(block).within(clause.start..trigger.start);
    let (mut start, mut best) = (clause.start, None);
    let ends = cues
        .iter()
        .filter(|t| t.is != Cue::Nominal)
        .map(|t| (t.start, t.end))
        .chain([(trigger.start, trigger.end)]);
    for (from, to) in ends {
        if start < from {
            let gap = trimmed(text, start..from);
            best = is_name(&text[gap.clone()]).then_some(gap).or(best);
        }
        start = start.max(to);
    }
    let range = best?;
    if article.named_in(block, range.clone()).iter().any(|n| n.concept.kind != ConceptKind::Population) {
        return None;
    }
    Some(Mention { quote: Quote::of(article.blocks, Place::new(block, range)), concept: None })
}

/// A range without what is no letter or digit at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let outside = |c: char| !c.is_alphanumeric();
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start_matches(outside).len());
    let end = range.start + part.trim_end_matches(outside).len();
    start.min(end)..end
}

/// Longest name of an unknown thing, in characters.
const LONGEST_NAME: usize = 40;

/// Whether words can name a thing: two Han characters or a word of two letters, not too many;
/// digits only with letters (EX-17, not 第20天).
pub(super) fn is_name(words: &str) -> bool {
    let han = words.chars().filter(|&c| is_han(c)).count();
    let latin = words.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w.len() >= 2);
    let digits = words.contains(|c: char| c.is_ascii_digit());
    (latin || han >= 2 && !digits) && words.chars().count() <= LONGEST_NAME
}
