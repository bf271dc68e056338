//! Everyday verbs of effect, which count only where their clause names what acts and what it acts on:
//! 把尿酸压住, keeps flu at bay.

use super::reading::{Bond, Reading, read_at};
use super::{Article, Says};
use crate::knowledge::{Cue, Direction, EffectWord, Relation, Term};
use crate::text::Language;
use std::ops::Range;

/// Bytes from a verb to its particle, at most.
const APART: usize = 60;

/// Bytes of a name before a verb in it, at most.
const NAME: usize = 60;

/// Reads a clause by its everyday verb of effect.
pub(super) fn read(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: &Range<usize>,
) -> Option<Reading> {
    let words = article.effects(block, clause.clone());
    let verb = |(i, word): (usize, &Term<EffectWord>)| match word.is {
        EffectWord::Verb(way) if is_verb(article, block, word) => Some((word.range(), way)),
        EffectWord::Carrier if is_verb(article, block, word) => carried(word, &words[i + 1..]),
        _ => None,
    };
    let (range, way) = match article.blocks[block].language {
        Language::Zh => words.iter().enumerate().rev().find_map(verb)?,
        Language::En => words.iter().enumerate().find_map(verb)?,
    };
    let bond = Bond::telling(range, Relation::Causal, Says::Causal, way);
    Some(read_at(article, block, sentence, clause.clone(), bond))
}

/// A verb and its particle.
fn carried(verb: &Term<EffectWord>, behind: &[Term<EffectWord>]) -> Option<(Range<usize>, Direction)> {
    let near = behind.iter().filter(|t| t.start >= verb.end).take_while(|t| t.start - verb.end <= APART);
    near.into_iter().find_map(|t| match t.is {
        EffectWord::Particle(way) => Some((verb.range(), way)),
        _ => None,
    })
}

/// Whether a word can be a verb here: in the language of its block, not within a name, an attribute of
/// what follows or, in English, a noun.
fn is_verb(article: &Article, block: usize, word: &Term<EffectWord>) -> bool {
    let text = article.blocks[block].as_str();
    let attribute =
        text[word.end..].strip_prefix('的').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let noun = || {
        let mut before = article.cues(block).before(text, word.start);
        before.any(|t| t.is == Cue::Nominal && !matches!(&text[t.range()], "has" | "have" | "had" | "that"))
    };
    let names = article.named_in(block, word.start.saturating_sub(NAME)..word.end);
    let named = names
        .iter()
        .any(|n| n.range.start <= word.start && word.end <= n.range.end && n.range != word.range());
    word.language == article.blocks[block].language
        && !named
        && !attribute
        && (word.language == Language::Zh || !noun())
}
