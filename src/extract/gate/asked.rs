//! Questions that readers put, labelled so and answered: what they tell on the way is no claim of the
//! article. Q: My neighbour threw his pills away. Should I? A: No.

use super::Found;
use super::refutation::{LEAD, TAIL};
use crate::document::Block;
use crate::extract::cues::Cues;
use crate::extract::words::Words;
use crate::knowledge::{Cue, Gate};
use std::ops::Range;

/// Blocks that a question may run over before its answer.
const LONG: usize = 3;

/// Notes the sentences of labelled questions, up to their answer.
pub(super) fn find(words: &Words, found: &mut Found) {
    let sentences: Vec<(usize, Range<usize>)> = words
        .body()
        .flat_map(|(index, block)| block.sentences.iter().map(move |s| (index, s.range.clone())))
        .collect();
    let label = |at: usize| {
        let (index, range) = &sentences[at];
        label(&words.blocks[*index], words.cues(*index), range)
    };
    let mut at = 0;
    while at < sentences.len() {
        let (block, _) = sentences[at];
        let near = |i: &usize| sentences[*i].0 - block <= LONG;
        let answer = (label(at) == Some(Cue::Asked))
            .then(|| (at + 1..sentences.len()).take_while(near).find(|&i| label(i).is_some()))
            .flatten()
            .filter(|&i| label(i) == Some(Cue::Answered));
        let Some(answer) = answer else {
            at += 1;
            continue;
        };
        for (index, range) in &sentences[at..answer] {
            found.push(Gate::Question, *index, range.clone(), range.clone());
        }
        at = answer;
    }
}

/// The label that a sentence opens with: of a question or of an answer.
fn label(block: &Block, cues: &Cues, sentence: &Range<usize>) -> Option<Cue> {
    let (text, lead, tail) = (block.as_str(), LEAD.as_ref()?, TAIL.as_ref()?);
    let near = cues.within(sentence.clone()).iter().take_while(|t| t.start - sentence.start <= 12);
    let mut labels = near.filter(|t| matches!(t.is, Cue::Asked | Cue::Answered));
    let marked = |end: usize| {
        let rest = &text[end..sentence.end];
        rest.starts_with(':') || tail.is_match(rest) && rest.chars().take(6).any(|c| matches!(c, ':' | '|'))
    };
    labels.find(|t| lead.is_match(&text[sentence.start..t.start]) && marked(t.end)).map(|t| t.is)
}
