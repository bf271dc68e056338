//! The strongest thing a text says, whether or not it names what it is about.

use super::reading::read;
use super::{Article, Strength};
use crate::document::Place;
use crate::extract::gate::Gates;
use crate::extract::words::Words;
use crate::knowledge::{Cue, Gate, Limitation, Term};
use crate::text::Language;
use std::ops::Range;

/// The strongest of the clauses that assert something; a guarantee counts as plain cause.
pub fn strongest(words: &Words, gates: &Gates) -> Strength {
    let article = Article::new(words, gates);
    let sentences =
        words.body().flat_map(|(index, block)| (0..block.sentences.len()).map(move |s| (index, s)));
    let strengths = sentences.filter_map(|(index, s)| sentence(&article, index, s));
    strengths.max().unwrap_or(Strength::None).min(Strength::Causal)
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
    let said = |clause: &Range<usize>| {
        let reading = read(article, block, sentence, clause.clone())?;
        let place = Place::new(block, reading.trigger.clone());
        let open = [Gate::Question, Gate::Wish].iter().any(|g| article.gates.holds(*g, &place));
        (!open && !reading.advice).then_some(reading.strength)
    };
    whole.clauses.iter().filter_map(said).max()
}
