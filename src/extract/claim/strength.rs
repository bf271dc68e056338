//! The strongest thing a text says, whether or not it names what it is about.

use super::reading::read;
use super::{Article, Strength};
use crate::document::Place;
use crate::extract::gate::Gates;
use crate::extract::words::Words;
use crate::knowledge::{Certainty, ConceptKind, Cue, Gate, Limitation, Term};
use crate::text::{Language, Sentence};
use std::ops::Range;

/// The strongest of the clauses that assert something.
pub fn strongest(words: &Words, gates: &Gates) -> Strength {
    let article = Article::new(words, gates);
    let sentences =
        words.body().flat_map(|(index, block)| (0..block.sentences.len()).map(move |s| (index, s)));
    let strengths = sentences.filter_map(|(index, s)| sentence(&article, index, s));
    strengths.max().unwrap_or(Strength::None)
}

/// The strength of a sentence of its own: what it asks, hopes, calls for or recalls does not count.
fn sentence(article: &Article, block: usize, sentence: usize) -> Option<Strength> {
    let here = &article.blocks[block];
    let whole = &here.sentences[sentence];
    let cues = article.cues(block).within(whole.range.clone());
    let aside = |t: &Term<Cue>| {
        t.language == Language::En
            && matches!(t.is, Cue::Advice | Cue::Background | Cue::Limitation(Limitation::Cannot))
    };
    if cues.iter().any(aside) {
        return None;
    }
    let open = |cue: Range<usize>| {
        let place = Place::new(block, cue);
        [Gate::Question, Gate::Wish, Gate::Meta].iter().any(|g| article.gates.holds(*g, &place))
    };
    let said = |clause: &Range<usize>| {
        let reading = read(article, block, sentence, clause.clone())?;
        (!open(reading.trigger) && !reading.advice).then_some(reading.strength)
    };
    let strength = whole.clauses.iter().filter_map(said).max();
    let guarantee =
        || cues.iter().find(|t| t.is == Cue::Certainty(Certainty::C4) && t.language == Language::Zh);
    match strength {
        Some(Strength::Certain) => strength,
        Some(Strength::Causal) | None => match guarantee() {
            Some(cue) if guarantees(article, block, whole, cue) && !open(cue.range()) => {
                Some(Strength::Certain)
            }
            _ => strength,
        },
        _ => strength,
    }
}

/// Whether a Chinese guarantee in a clause without a verb of effect speaks of the thing its sentence names:
/// 缓解颈椎病,绝不反弹 and 癌症永远不会找上门, but not 不能保证.
fn guarantees(article: &Article, block: usize, sentence: &Sentence, cue: &Term<Cue>) -> bool {
    let things = article.named_in(block, sentence.range.clone()).iter();
    let advice = article.cues(block).within(sentence.range.clone()).iter().any(|t| t.is == Cue::Advice);
    let denied = article.gates.holds(Gate::Negation, &Place::new(block, cue.range()));
    !denied && !advice && things.into_iter().any(|n| n.concept.kind != ConceptKind::Population)
}
