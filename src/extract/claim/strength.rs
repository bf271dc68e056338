//! The strongest thing a text says, with or without a claim that names what it is about.

use super::reading::read;
use super::{Article, Claim, Strength};
use crate::document::{Block, Place};
use crate::extract::gate::Gates;
use crate::knowledge::{Gate, Knowledge};

/// The strongest of the claims and of the clauses without one; a guarantee counts as plain cause.
pub fn strongest(blocks: &[Block], gates: &Gates, claims: &[Claim], knowledge: &Knowledge) -> Strength {
    let article = Article::new(blocks, gates, knowledge);
    let claimed = claims.iter().map(|c| c.strength);
    let clauses = blocks.iter().enumerate().filter(|(_, b)| b.kind.is_body()).flat_map(|(index, block)| {
        let article = &article;
        block.sentences.iter().enumerate().flat_map(move |(s, sentence)| {
            sentence.clauses.iter().filter_map(move |clause| said(article, index, s, clause.clone()))
        })
    });
    claimed.chain(clauses).max().unwrap_or(Strength::None).min(Strength::Causal)
}

/// The strength of a clause that asserts something.
fn said(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: std::ops::Range<usize>,
) -> Option<Strength> {
    let reading = read(article, block, sentence, clause)?;
    let place = Place::new(block, reading.trigger.clone());
    let open = [Gate::Question, Gate::Wish].iter().any(|g| article.gates.holds(*g, &place));
    (!open && !reading.advice).then_some(reading.strength)
}
