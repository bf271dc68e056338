//! TX001: what a scraper, a template or a chat model left in a draft.

use crate::document::{BlockKind, Format, Place};
use crate::rules::{Candidate, Confidence, Context, Outcome, Rule};

/// The rule `page-residue`.
pub struct PageResidue;

/// The rule's own phrases: what is left within lines (`residue`), how a chat model answers (`model`),
/// and how its answer begins (`answer`) before it hands over the text (`hands_over`).
const RULE: &str = "page-residue";

impl Rule for PageResidue {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        if cx.document.format == Format::Html {
            return outcome;
        }
        outcome.look();
        let mut places: Vec<Place> = Vec::new();
        for (index, block) in cx.document.blocks.iter().enumerate() {
            if block.kind == BlockKind::Residue {
                places.push(Place::new(index, 0..block.as_str().len()));
            } else if block.kind.is_body() {
                places.extend(within(cx, index));
            }
        }
        let Some(first) = places.first() else { return outcome };
        let mut found = Candidate::new(first.clone(), "found")
            .arg("line", cx.document.blocks[first.block].shown(first.range()))
            .arg("count", places.len())
            .confidence(Confidence::Certain);
        found.also = places.split_off(1);
        outcome.candidates.push(found);
        outcome
    }
}

/// What is left within a block of the article.
fn within(cx: &Context, index: usize) -> Vec<Place> {
    let block = &cx.document.blocks[index];
    let phrases = cx.phrases(RULE, index);
    let opening = block.sentences.iter().take(2).map(|s| s.range.end).next_back().unwrap_or(0);
    let answers = phrases.first().is_some_and(|p| {
        let opens = !block.as_str()[..p.start].contains(char::is_alphanumeric);
        opens && p.is == "answer" && phrases.iter().any(|h| h.is == "hands_over" && h.start < opening)
    });
    let left = phrases.iter().filter(|p| matches!(p.is.as_str(), "residue" | "model"));
    let left = left.map(|p| Place::new(index, p.range()));
    let answer = phrases.first().filter(|_| answers).map(|p| Place::new(index, p.range()));
    answer.into_iter().chain(left).collect()
}
