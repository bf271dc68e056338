//! What else is said of a claim: in whom it was seen, who says it, which way it goes.

use super::Article;
use super::slots::Slots;
use crate::knowledge::{ConceptKind, Cue, Direction, Model, Relation};
use std::ops::Range;

/// Something tied to a disease in no stated direction is said to bring it.
pub(super) fn resolved(direction: Direction, relation: Relation, slots: &Slots) -> Direction {
    match direction {
        Direction::Unclear if relation == Relation::Associative && !slots.condition.is_empty() => {
            Direction::Increase
        }
        other => other,
    }
}

/// In whom or what the effect was seen, as the claim says, else its sentence.
pub(super) fn model(article: &Article, block: usize, range: &Range<usize>, sentence: &Range<usize>) -> Model {
    let named = |r: &Range<usize>| {
        let cues = article.cues(block).within(r.clone()).iter();
        let models: Vec<Model> =
            cues.filter_map(|t| if let Cue::Model(m) = t.is { Some(m) } else { None }).collect();
        [Model::Animal, Model::InVitro, Model::Human, Model::Mechanism]
            .into_iter()
            .find(|m| models.contains(m))
    };
    let people = |r: &Range<usize>| {
        let named = article.named_in(block, r.clone()).iter();
        named.into_iter().any(|n| n.concept.kind == ConceptKind::Population).then_some(Model::Human)
    };
    named(range).or_else(|| named(sentence)).or_else(|| people(range)).unwrap_or(Model::Unknown)
}

/// Longest name of a speaker, in characters.
const LONGEST_SPEAKER: usize = 40;

/// Who says a sentence: the words before 表示, or behind "according to" and "said".
pub(super) fn speaker(article: &Article, block: usize, sentence: &Range<usize>) -> Option<String> {
    let here = &article.blocks[block];
    let text = here.as_str();
    let cue = article.cues(block).within(sentence.clone()).iter().find(|t| t.is == Cue::Attribution)?;
    let whole = here.sentence_at(cue.start)?;
    let clause = whole.clauses.iter().find(|c| c.start <= cue.start && cue.start < c.end)?;
    let name = |r: Range<usize>| {
        let shown = here.shown(trim(text, r)).to_owned();
        (!shown.is_empty() && shown.chars().count() <= LONGEST_SPEAKER).then_some(shown)
    };
    name(clause.start..cue.start).or_else(|| name(cue.end..clause.end))
}

/// A range without blanks and marks at its ends; closing brackets and quotes stay.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let mark =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '。' | '.' | '!' | '?' | '—' | '、');
    let start = range.start + (part.len() - part.trim_start_matches(mark).len());
    let end = range.start + part.trim_end_matches(mark).len();
    start.min(end)..end
}
