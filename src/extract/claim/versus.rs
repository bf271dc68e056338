//! One intervention set over another: 比别嘌醇更稳, gentler than steroids.

use super::reading::{Bond, Reading, read_at};
use super::slots::{Slots, acts};
use super::{Article, Says};
use crate::knowledge::{EffectWord, Relation, Term};
use crate::text::Language;
use std::ops::Range;

/// Reads a clause that calls something better than another known thing; also tells where the other
/// is named.
pub(super) fn read(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: &Range<usize>,
) -> Option<(Reading, Range<usize>)> {
    let own = article.blocks[block].language;
    let whole = match own {
        Language::Zh => article.blocks[block].sentences[sentence].range.start..clause.end,
        Language::En => clause.clone(),
    };
    let words = article.effects(block, whole.clone());
    if words.iter().any(|t| t.is == EffectWord::Aside) {
        return None;
    }
    if let Some(found) = over(article, block, sentence, clause) {
        return Some(found);
    }
    let here = |t: &&Term<EffectWord>| t.language == own && t.start >= clause.start;
    let (better, way) = words.iter().filter(here).find_map(|t| match t.is {
        EffectWord::Better(way) => Some((t, way)),
        _ => None,
    })?;
    let than = words.iter().rfind(|t| {
        t.is == EffectWord::Than && t.language == own && (own == Language::En || t.end <= better.start)
    })?;
    let against = match own {
        Language::Zh => than.end..better.start,
        Language::En => than.end..clause.end,
    };
    if !names_other(article, block, &against) {
        return None;
    }
    let bond = Bond::telling(better.range(), Relation::Causal, Says::Group, way);
    Some((read_at(article, block, sentence, clause.clone(), bond), than.start..against.end))
}

/// Reads a clause whose verb sets one thing over another: 优于安慰剂, beats ibuprofen.
fn over(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: &Range<usize>,
) -> Option<(Reading, Range<usize>)> {
    let own = article.blocks[block].language;
    let (verb, way) = article.effects(block, clause.clone()).iter().find_map(|t| match t.is {
        EffectWord::Over(way) if t.language == own => Some((t, way)),
        _ => None,
    })?;
    let against = verb.end..clause.end;
    if !names_other(article, block, &against) {
        return None;
    }
    let bond = Bond::telling(verb.range(), Relation::Causal, Says::Group, way);
    Some((read_at(article, block, sentence, clause.clone(), bond), against))
}

/// Whether a stretch names another intervention, or a medicine by its form.
fn names_other(article: &Article, block: usize, against: &Range<usize>) -> bool {
    let forms = article.effects(block, against.clone());
    article.named_in(block, against.clone()).iter().any(acts)
        || forms.iter().any(|t| matches!(t.is, EffectWord::Form | EffectWord::Untreated(_)))
}

/// Moves what stands where the other thing is named to what is compared with.
pub(super) fn part(slots: &mut Slots, against: &Range<usize>) {
    let inside =
        |m: &super::Mention| against.start <= m.quote.place.start && m.quote.place.end <= against.end;
    let (other, own): (Vec<_>, Vec<_>) = slots.intervention.drain(..).partition(inside);
    slots.intervention = own;
    slots.comparator.extend(other);
}
